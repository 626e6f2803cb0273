"""`mpn verify`: what it says of a sound and of an edited record, against noted heads, and of the next sweep's day."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.desk import Desk
from bot.record.records import Records
from bot.reminding.heads_file import append_heads
from tests.journeys.people import READER, RULEBOOK, STAFF, WORKSPACE, Office
from tests.storage.office import Place, asked, cluster, edited


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return tmp_path / "desk.sqlite3" if request.param == "file" else cluster().database()


@pytest.fixture
def office(place: Place) -> Office:
    """A refund window until 4 March 2026 whose reminders begin on 18 February."""
    found = Office("2026-02-10", None)
    found.records = Records.open(place, first_speaks=False)
    found.records.welcome(WORKSPACE, STAFF)
    found.desk = Desk(READER, RULEBOOK, found.records)
    found.paula.says("we bought the Action Pack on 2 Feb 2026")
    found.desk.tick(WORKSPACE, found.now)
    return found


def verify(place: Place, *anchors: object) -> Result:
    given = [word for one in anchors for word in ("--anchor", str(one))]
    return CliRunner().invoke(main, ["verify", str(place), *given])


def next_due(place: Place) -> list[tuple[object, ...]]:
    return asked(place, "SELECT day, seq FROM next_due")


def test_a_sound_record_is_left_as_it_is(place: Place, office: Office) -> None:
    before = next_due(place)
    found = verify(place, office.records.log.head(WORKSPACE))
    assert (found.exit_code, "1 entry in 1 workspace(s), sound" in found.output) == (0, True)
    assert "put right" not in found.output
    assert next_due(place) == before


@pytest.mark.parametrize("harm", ["DELETE FROM next_due", "UPDATE next_due SET day = '2099-01-01'"])
def test_a_day_that_would_keep_a_reminder_back_is_put_right(place: Place, office: Office, harm: str) -> None:
    head = office.records.log.head(WORKSPACE)
    asked(place, harm)
    assert office.records.log.due(office.on("2026-02-18").now) == ()
    found = verify(place, head)
    assert found.exit_code == 0
    assert "The day of the next sweep was wrong for 1 workspace(s): put right." in found.output
    assert office.records.log.due(office.now) == (WORKSPACE,)
    assert "refund" in office.desk.tick(WORKSPACE, office.now).deliveries[0].text
    assert "put right" not in verify(place).output


def test_a_day_that_is_gone_may_hide_an_end_that_was_cut_off(place: Place, office: Office) -> None:
    asked(place, "DELETE FROM next_due")
    found = verify(place)
    assert found.exit_code == 1
    assert "acme: it is noted nowhere how far its entries went" in found.output


@pytest.mark.parametrize(
    ("harm", "sound"),
    [
        ("replace(reply, 'action_pack', 'learning_action_pack')", False),
        ('replace(reply, \'"recorded":[{\', \'"recorded":[{"why":"x"},{\')', False),
        ("'no JSON'", False),
        ("replace(reply, 'Action Pack', 'somebody')", True),
    ],
)
def test_a_reply_that_tells_of_another_record_is_found(place: Place, office: Office, harm: str, sound: bool) -> None:
    asked(place, f"UPDATE replies SET reply = {harm}")
    found = verify(place)
    assert found.exit_code == (0 if sound else 1)
    assert ("acme #1: the reply that was kept with it " in found.output) is not sound


def test_the_file_of_the_heads_is_an_anchor_as_it_is(place: Place, office: Office, tmp_path: Path) -> None:
    heads = tmp_path / "heads.txt"
    for day in ("2026-02-10", "2026-02-11"):
        assert append_heads(heads, office.on(day).now, office.records.log.heads)
        assert not append_heads(heads, office.now, office.records.log.heads)
        office.paula.says("the action pack gives us 3 VS Professional")
    assert verify(place, heads).exit_code == 0
    lines = heads.read_text().splitlines()
    assert [line.split()[:3] for line in lines] == [["2026-02-10", "acme", "1"], ["2026-02-11", "acme", "2"]]
    heads.write_text("\n".join([lines[0], lines[1][:-1] + ("0" if lines[1][-1] != "0" else "1")]))
    found = verify(place, heads)
    assert (found.exit_code, "acme #2: the anchor has another hash" in found.output) == (1, True)
    heads.write_text(f"{lines[0]}\n2026-02-11 acme")
    found = verify(place, heads)
    assert (found.exit_code, "line 2" in found.output) == (2, True)


def test_an_edited_record_is_told_and_nothing_is_put_right(place: Place, office: Office) -> None:
    asked(place, "DELETE FROM next_due")
    edited(place, "UPDATE entries SET body = replace(body, 'offer-1', 'offer-9')")
    found = verify(place)
    assert (found.exit_code, "NOT sound" in found.output) == (1, True)
    assert next_due(place) == []


def test_a_line_that_a_crash_cut_off_does_not_hold_up_the_day(office: Office, tmp_path: Path) -> None:
    heads = tmp_path / "heads.txt"
    heads.write_text("2026-02-10 ac")
    assert append_heads(heads, office.now, office.records.log.heads)
    assert heads.read_text().splitlines()[1].startswith("2026-02-10 acme 1 ")


def test_a_file_that_is_held_is_not_called_unsound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Records.open(tmp_path / "desk.sqlite3").welcome(WORKSPACE, STAFF)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *of, **how: connect(*of, **how | {"timeout": 0.05}))
    other = connect(tmp_path / "desk.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    found = verify(tmp_path / "desk.sqlite3")
    assert (found.exit_code, "Another process has held" in found.output) == (1, True)
    assert "NOT sound" not in found.output
    other.execute("ROLLBACK")
    assert verify(tmp_path / "desk.sqlite3").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "who has what", "--db"],
        ["chat", "--json", "--db"],
        ["export", "audit", "pack", "--db"],
        ["export", "calendar", "dates.ics", "--db"],
        ["erase", "bob", "--yes", "--db"],
        ["forget", WORKSPACE, "--yes", "--db"],
        ["verify"],
    ],
)
def test_every_command_says_that_a_table_is_missing(office: Office, place: Place, words: list[str]) -> None:
    if not isinstance(place, Path):
        pytest.skip("a server's tables are looked at when they are used")
    edited(place, "DROP TABLE people", guarded=True)
    found = CliRunner().invoke(main, [*words, str(place)])
    assert found.exit_code == 1
    assert isinstance(found.exception, SystemExit)
    assert "the table people is missing" in found.output


def test_the_help_says_what_is_covered_and_what_is_not() -> None:
    text = " ".join(CliRunner().invoke(main, ["verify", "--help"]).output.split())
    assert "no entry was changed, removed, put in or exchanged" in text
    assert "Not covered: names and addresses in the directory and the other words of kept replies" in text
