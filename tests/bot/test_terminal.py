"""`mpn chat` for people: what is shown beside a table, who speaks, and what is not kept."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

PEOPLE = "id,name,email,tz,administrator\nmarta,Marta,m@example.org,Europe/Berlin,yes\ntom,Tom,t@example.org,,no\n"
NOW = "2026-02-05T10:00:00+01:00"
FIRST_DAY = "we bought the Action Pack on 2 Feb 2026\nwe were granted 3 VS and 10 Office\nyes\n"


def chat(typed: str, *options: object) -> Result:
    return CliRunner().invoke(main, ["chat", "--now", NOW, *map(str, options)], input=typed)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The record that Marta began, with the people file."""
    (tmp_path / "people.csv").write_text(PEOPLE)
    chat(FIRST_DAY, "--people", tmp_path / "people.csv", "--db", tmp_path / "desk.sqlite3")
    return tmp_path / "desk.sqlite3"


def test_what_a_table_leaves_out_is_shown_beside_it(ledger: Path) -> None:
    shown = chat("where do we stand\n", "--db", ledger, "--as", "marta").output
    assert "• Action Pack: until 1 Feb 2027" in shown
    assert "• Visual Studio Professional:" not in shown  # the table has it
    assert "Visual Studio Professional" in shown


def test_the_first_administrator_speaks_when_a_record_is_opened_again(ledger: Path) -> None:
    shown = chat("assign VS to tom\n", "--db", ledger).output
    assert "Tom got Visual Studio Professional seat 1" in shown
    assert "That is for an administrator" not in shown


def test_who_sits_here_speaks_where_the_directory_has_them(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "tom")
    assert "That is for an administrator" in chat("assign VS to tom\n", "--db", ledger).output


def test_a_name_in_place_of_an_id_is_named_with_its_id(ledger: Path) -> None:
    found = chat("", "--db", ledger, "--as", "Tom")
    assert found.exit_code == 2
    assert "Do you mean `--as tom`?" in found.output


def test_what_is_not_kept_is_said_in_the_greeting(tmp_path: Path) -> None:
    assert "lost when you leave" in chat("").output
    assert "lost when you leave" not in chat("", "--db", tmp_path / "desk.sqlite3").output
    assert "lost when you leave" not in chat("", "--json").output


def test_what_others_wrote_gives_the_terminal_no_orders(tmp_path: Path) -> None:
    """A display name, a cell of a list or a machine's name may hold what a terminal obeys, or turns around."""
    people = tmp_path / "people.csv"
    people.write_text(
        'id,name,email,tz,administrator\nmarta,Marta,m@x.org,,yes\neve,"Eve \x1b]0;x\x07\nRed \u202egum",,,\n'
    )
    ledger = tmp_path / "desk.sqlite3"
    shown = chat(
        f"{FIRST_DAY}assign VS to eve\nyes\nwho has VS?\nwho is \x1b[31mred?\n", "--people", people, "--db", ledger
    )
    assert "Eve ]0;x Red gum has Visual Studio Professional" in shown.output
    assert not {"\x1b", "\x07", "\u202e"} & set(shown.output)
    told = CliRunner().invoke(main, ["ask", "who has VS?", "--db", str(ledger)], env={"USER": "marta"}).output
    assert "Red gum" in told
    assert "\x1b" not in told


@pytest.mark.parametrize("said", ["we bought the action pack on 3 Feb 2026", "assign VS to tom", "who has VS?"])
def test_asking_begins_no_record_where_there_is_none(tmp_path: Path, said: str) -> None:
    place = tmp_path / "elsewhere.sqlite3"
    found = CliRunner().invoke(main, ["ask", said, "--db", str(place), "--json"])
    assert found.exit_code == 0
    assert "asking begins none" in found.stderr
    assert f"mpn chat --db {place}" in found.stderr
    assert json.loads(found.stdout)["recorded"] == []
    assert "Noted" not in found.stdout
    assert list(tmp_path.iterdir()) == []


def test_asking_without_a_record_answers_from_the_guide(tmp_path: Path) -> None:
    question = ["ask", "can we demo Dynamics at a client's?", "--db", str(tmp_path / "none.sqlite3")]
    assert CliRunner().invoke(main, question).stdout.startswith("Allowed, if")
