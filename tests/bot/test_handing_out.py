"""`mpn export` and `mpn migrate-to`: what is written where, and what is left as it is."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.desk import Desk
from bot.record.records import Records
from bot.terminal.jsonl import Session


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    file = tmp_path / "desk.sqlite3"
    session = Session(Desk.open(Records.open(file)), "terminal", "paula")
    session.reply(1, '{"now": "2026-02-05T10:00:00+01:00", "text": "we bought the Action Pack on 2 Feb 2026"}')
    return file


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("what", ["calendar", "bulk-add"])
def test_a_ledger_is_never_written_over_by_what_is_handed_out(ledger: Path, what: str) -> None:
    before = ledger.read_bytes()
    code, told = run("export", what, ledger, "--db", ledger)
    assert (code, "left as it is" in told) == (1, True)
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("what", ["calendar", "bulk-add"])
def test_what_was_handed_out_is_written_anew(ledger: Path, tmp_path: Path, what: str) -> None:
    for _ in range(2):
        assert run("export", what, tmp_path / "out", "--db", ledger)[0] == 0


@pytest.mark.parametrize("place", [".", "none/out"])
@pytest.mark.parametrize("what", ["calendar", "bulk-add"])
def test_a_place_that_takes_no_file_is_said_in_words(ledger: Path, tmp_path: Path, what: str, place: str) -> None:
    code, told = run("export", what, tmp_path / place, "--db", ledger)
    assert (code, "can't be written" in told) == (1, True)


def test_a_record_is_moved_to_a_server_only(ledger: Path, tmp_path: Path) -> None:
    """A name in place of an address was taken for a file, and "Verified." said of it."""
    code, told = run("migrate-to", ledger, tmp_path / "postgres")
    assert (code, "is no URL" in told) == (2, True)
    assert not (tmp_path / "postgres").exists()


def test_a_workspace_that_there_is_not_hands_out_nothing(ledger: Path, tmp_path: Path) -> None:
    """A slip in its name gave an audit pack without entries."""
    code, told = run("export", "audit", tmp_path / "pack", "--db", ledger, "--workspace", "termnial")
    assert (code, "Workspaces with a record: terminal" in told) == (1, True)
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize("name", ["my company", "a:b", "a\nb", "", "x" * 200])
def test_a_new_workspace_has_a_name_that_fits_into_a_line_of_heads(ledger: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "people.csv").write_text("name,email\nZoe Park,zoe@x.org\n")
    code, told = run("import", tmp_path / "people.csv", "--db", ledger, "--workspace", name, "--yes")
    assert (code, "is no name of a workspace" in told) == (1, True)
    assert run("import", tmp_path / "people.csv", "--db", ledger, "--workspace", "E1/T1", "--yes")[0] == 0
