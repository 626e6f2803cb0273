"""Somebody's data erased on request: the name is gone from everything that is kept, and the record stays whole."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.reply import Kind
from bot.slack.kept.shelf import ServerShelf
from bot.slack.kept.threads import Threads
from bot.terminal.jsonl import as_json
from storage.people.directory import Person
from storage.postgres import Postgres
from storage.verify.log import verify_log
from tests.journeys import people
from tests.journeys.people import WORKSPACE, Office, did
from tests.storage.office import QUICK, asked

NAME = ("Ana", "Souza", "ana@acme.example")


@pytest.fixture
def office() -> Iterator[Office]:
    """Ana asked for a seat and got one, with a reason that does not name her."""
    with TemporaryDirectory(dir=QUICK) as folder:
        place = people.new_place() or Path(folder) / "mpn.sqlite3"
        office = Office("2026-02-10", file=place)
        did(office.paula.says("we bought the action pack on 3 Feb"))
        did(office.paula.says("the action pack gives us 3 VS Professional and 5 Office 365"))
        did(office.ana.says("I need a VS seat", cause="asked"))
        office.paula.says("assign VS seat to ana", cause="d1")
        assert "seat_assigned" in did(office.paula.says("yes", cause="d2"))
        yield office
        office.records.log.database.close()  # type: ignore[attr-defined]


def erased(office: Office) -> Office:
    asked_first = office.paula.says("erase ana's data", cause="e1")
    assert asked_first.kind is Kind.QUESTION
    assert "can't be taken back" in asked_first.text
    assert did(office.paula.says("yes", cause="e2")) == ["person_erased"]
    return office


def kept(office: Office) -> str:
    """Everything that the database holds, as text: of a file all bytes."""
    if isinstance(office.file, Path):
        return office.file.read_bytes().decode("utf-8", "replace")
    tables = [
        name for (name,) in asked(str(office.file), "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ]
    return str([asked(str(office.file), f"TABLE {name}") for name in tables])


def test_the_name_is_nowhere_and_the_chain_is_whole(office: Office) -> None:
    assert all(word in kept(office) for word in NAME)
    before = office.records.log.head(WORKSPACE)
    erased(office)
    assert [word for word in NAME if word in kept(office)] == []
    report = verify_log(office.records.log, [before])
    assert report.is_sound, report.findings
    assert office.entries[-1] == "person_erased"


def test_reports_show_a_number_and_what_was_recorded_stays(office: Office) -> None:
    assert "Ana Souza" in office.paula.says("who has visual studio?").text
    erased(office)
    for words in ("who has visual studio?", "who had Visual Studio on 10 Feb?", "history of seat 1"):
        told = as_json(office.paula.says(words))
        assert "Ana" not in told
        assert "Souza" not in told
    assert "erased person 1" in office.paula.says("who has visual studio?").text


def test_a_second_one_gets_the_next_number_also_after_a_restart(office: Office) -> None:
    erased(office)
    did(office.paula.says("assign VS seat to zoe"))
    office.paula.says("erase zoe")
    did(office.paula.says("yes"))
    told = office.anew().paula.says("who has visual studio?").text
    assert "erased person 1" in told
    assert "erased person 2" in told


def test_a_delivery_from_before_that_comes_again_names_nobody(office: Office) -> None:
    first = office.paula.says("yes", cause="d2")
    assert "Ana" in first.text
    erased(office)
    again = office.anew().paula.says("yes", cause="d2")
    assert again.recorded == first.recorded
    assert "Ana" not in as_json(again)
    assert "somebody" in again.text
    assert "Ana" not in as_json(office.anew().paula.says("yes", cause="e2"))


def test_only_an_administrator_erases_and_not_the_last_one(office: Office) -> None:
    assert office.bob.says("erase ana's data").kind is Kind.REFUSED
    office.paula.says("erase paula")
    assert office.paula.says("yes").kind is not Kind.DONE
    assert "person_erased" not in office.entries
    assert "Ana" in kept(office)


def run(office: Office, *more: str, given: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(main, ["erase", *more, "--db", str(office.file)], input=given)
    return done.exit_code, done.output


def test_from_the_command_line(office: Office) -> None:
    code, told = run(office, "Ana Souza", given="n\n")
    assert (code, "can't be taken back" in told, "Nothing was erased" in told) == (0, True, True)
    assert "Ana" in kept(office)
    if isinstance(office.file, str):
        Threads(ServerShelf(Postgres(office.file))).keep(WORKSPACE, "thread:D1", "Assign it to Ana Souza?")
    code, told = run(office, "ana@acme.example", "--yes")
    assert (code, "are erased" in told) == (0, True)
    assert [word for word in NAME if word in kept(office)] == []
    assert verify_log(office.records.log).is_sound
    assert run(office, "ana@acme.example", "--yes")[0] == 1


@pytest.mark.parametrize(
    ("who", "words"), [("Miller", "half a name"), ("Nobody Atall", "Nobody"), ("paula", "administrator")]
)
def test_from_the_command_line_only_somebody_certain(office: Office, who: str, words: str) -> None:
    code, told = run(office, who, "--yes")
    assert code == 1
    assert words in told
    assert "person_erased" not in office.entries


def test_open_questions_and_deliveries_name_nobody_any_more(office: Office) -> None:
    """Those of the process that erases, and of another one that has the same record open."""
    elsewhere = Office("2026-02-10", file=office.file)
    for desk in (office, elsewhere):
        desk.paula.says("who has visual studio?", thread="T1")
    asked_first = elsewhere.paula.says("assign Office 365 seat to ana", cause="q1", thread="T2")
    assert "Ana Souza" in asked_first.text
    erased(office)
    for desk in (office, elsewhere):
        told = [
            desk.paula.says("assign Office 365 seat to ana", cause="q1", thread="T2"),
            desk.paula.says("hm", thread="T2"),
            desk.paula.says("why?", thread="T1"),
        ]
        assert not [one.text for one in told if "Souza" in as_json(one)]
    assert elsewhere.entries[-1] == "person_erased"


def test_undo_right_behind_still_means_what_was_said_there(office: Office) -> None:
    did(office.bob.says("I need a VS seat"))
    erased(office)
    assert did(office.bob.says("undo")) == ["entry_reversed"]


def test_a_name_from_before_a_wedding_goes_too(office: Office) -> None:
    first = office.paula.says("yes", cause="d2")
    assert "Ana Souza" in first.text
    office.records.welcome(WORKSPACE, [Person("ana", "Ana Stone", "ana.stone@acme.example")])
    erased(office)
    assert [word for word in (*NAME, "ana.stone") if word in kept(office)] == []
    assert office.anew().paula.says("yes", cause="d2").recorded == first.recorded


def test_a_name_in_small_letters_goes_too_and_an_id_that_is_the_name_stays(office: Office) -> None:
    office.records.welcome(WORKSPACE, [Person("kim", "kim"), Person("lee", "lee van dyk")])
    for who in ("kim", "lee"):
        asked_first = office.paula.says(f"assign VS seat to {who}", cause=who)
        assert f"{who}" in as_json(asked_first)
        did(office.paula.says("yes", cause=f"{who}-yes") if asked_first.kind is Kind.QUESTION else asked_first)
    for who in ("kim", "lee"):
        office.paula.says(f"erase {who}'s data")
        did(office.paula.says("yes"))
    first = [entry["person"] for cause in ("kim", "kim-yes") for entry in office.paula.says("hi", cause=cause).recorded]
    assert first == ["kim"]
    assert "van dyk" not in kept(office).lower()
