"""The desk taken out of a workspace: how long its record is kept, what deletes it, and what brings it back."""

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Request
from bot.slack.kept.shelf import TABLES, Shelf
from bot.slack.leavings import Leavings, forget_all
from storage.errors import StorageError
from storage.forget import TABLES as OF_THE_LEDGER
from storage.people.directory import Person
from tests.bot.slack.office import shelf_of
from tests.storage.office import asked

_DAY = dt.date(2026, 6, 1)


@pytest.fixture
def records(place: Path | str) -> Records:
    return Records.open(place)


@pytest.fixture
def shelf(place: Path | str, records: Records) -> Shelf:
    return shelf_of(place, records)


def _buys(records: Records, workspace: str) -> None:
    records.welcome(workspace, [Person("U1", "Ana Souza", administrator=True)])
    now = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    request = Request(workspace, "U1", now, text="we bought the Action Pack on 1 May 2026", cause=f"c-{workspace}")
    assert Desk.open(records).answer(request).recorded


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def test_without_a_setting_the_record_is_kept_for_ever(records: Records, shelf: Shelf) -> None:
    _buys(records, "T1")
    leavings = Leavings(shelf, records)
    assert "until whoever runs the desk deletes it" in leavings.left("T1", _DAY)
    leavings.sweep(_at(_DAY + dt.timedelta(days=10_000)))
    assert records.log.workspaces() == ("T1",)


def test_after_its_days_everything_of_the_workspace_is_deleted_and_nothing_else(
    records: Records, shelf: Shelf, place: Path | str
) -> None:
    for workspace in ("T1", "T2", "T11"):
        _buys(records, workspace)
    leavings = Leavings(shelf, records, 30)
    assert "for 30 days, until 2026-07-01" in leavings.left("T1", _DAY)
    leavings.sweep(_at(dt.date(2026, 6, 30)))
    assert records.log.workspaces() == ("T1", "T11", "T2")
    leavings.sweep(_at(dt.date(2026, 7, 1)))
    assert records.log.workspaces() == ("T11", "T2")
    assert not records.people.all("T1")
    with records.log.ledger("T1") as ledger:
        assert ledger.last_seq == 0
    with pytest.raises(StorageError), records.log.database.writing("T2") as transaction:  # the guards are up again
        transaction.rows("DELETE FROM entries WHERE workspace = 'T2'")
    _buys(records, "T1")


def test_what_cannot_be_deleted_now_is_tried_again(
    records: Records, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _buys(records, "T1")
    leavings = Leavings(shelf, records, 30)
    leavings.left("T1", _DAY)

    def away(*_: object) -> int:
        raise StorageError(file="the file", fault="away")

    with monkeypatch.context() as patch:
        patch.setattr("bot.slack.leavings.forget", away)
        leavings.sweep(_at(dt.date(2026, 8, 1)))
    assert "could not be deleted" in caplog.text
    assert records.log.workspaces() == ("T1",)
    leavings.sweep(_at(dt.date(2026, 8, 1)))
    assert records.log.workspaces() == ()


def test_installed_again_in_time_it_goes_on(records: Records, shelf: Shelf) -> None:
    _buys(records, "T1")
    leavings = Leavings(shelf, records, 30)
    leavings.left("T1", _DAY)
    leavings.back("T1")
    leavings.sweep(_at(dt.date(2027, 1, 1)))
    assert records.log.workspaces() == ("T1",)


def test_of_an_organisation_every_workspace_leaves_and_comes_back(records: Records, shelf: Shelf) -> None:
    for workspace in ("E1/T1", "E1/T2", "E11/T3"):
        _buys(records, workspace)
    leavings = Leavings(shelf, records, 30)
    leavings.left("E1", _DAY)
    leavings.back("E1")
    leavings.sweep(_at(dt.date(2027, 1, 1)))
    assert len(records.log.workspaces()) == 3
    leavings.left("E1", _DAY)
    leavings.sweep(_at(dt.date(2027, 1, 1)))
    assert records.log.workspaces() == ("E11/T3",)


def test_no_table_is_left_out(records: Records, shelf: Shelf, place: Path | str) -> None:
    """Of every table with a workspace's rows, in both stores, none holds any afterwards."""
    _buys(records, "T1")
    if isinstance(place, Path):
        tables = {name for (name,) in asked(place, "SELECT name FROM sqlite_master WHERE type = 'table'")}
        columns = {name: {row[1] for row in asked(place, f"PRAGMA table_info({name})")} for name in tables}
        of_a_workspace = {name for name, found in columns.items() if "workspace" in found}
    else:
        rows = asked(place, "SELECT table_name FROM information_schema.columns WHERE column_name = 'workspace'")
        of_a_workspace = {name for (name,) in rows} - TABLES.keys() - {"last_marks"}  # of transactions, this one too
    assert set(OF_THE_LEDGER) == of_a_workspace
    shelf.run("INSERT INTO feedback VALUES ('T1', 'm', '2026-06-01', 'x', 1)")
    assert forget_all(shelf, records, "T1") == 1
    for table in of_a_workspace:
        assert asked(place, f"SELECT COUNT(*) FROM {table} WHERE workspace = 'T1'")[0][0] == 0, table
    assert shelf.run("SELECT COUNT(*) FROM feedback")[0][0] == 0


def test_whoever_runs_the_desk_deletes_a_workspace_by_a_command(records: Records, place: Path | str) -> None:
    _buys(records, "T1")
    run = CliRunner().invoke
    asked_first = run(main, ["forget", "T1", "--db", str(place)], input="n\n")
    assert "Delete all 1 entries of T1, for good?" in asked_first.output
    assert records.log.workspaces() == ("T1",)
    assert "Workspaces with a record: T1" in run(main, ["forget", "T9", "--db", str(place), "--yes"]).output
    assert "Deleted: 1 entries of T1" in run(main, ["forget", "T1", "--db", str(place), "--yes"]).output
    assert records.log.workspaces() == ()
