"""A sweep over a log: what it told is kept, whoever else writes, whatever was not sent."""

import datetime as dt
import threading
from pathlib import Path

from bot.reminders import Dm, due, sweep
from policy.acts import (
    MakeClaim,
)
from policy.model import Claim
from storage.log import Drafts, Log
from storage.sqlite.database import SQLite
from tests.bot.reminders_office import Office, bought


def kept(office: Office, log: Log) -> None:
    """Puts what was recorded so far into a log."""
    entries = tuple(office.workspace.entries)
    drafts = tuple(entry.model_copy(update={"seq": None, "at": None, "part": None}) for entry in entries)
    log.append("acme", "begin", lambda ledger: Drafts(drafts), at=dt.datetime(2026, 1, 12, 9, tzinfo=dt.UTC))


def swept(office: Office, log: Log, moment: str, **how: object) -> tuple[Dm, ...]:
    now = office.at(moment)
    with log.ledger("acme") as ledger:
        return sweep(log, "acme", now, ledger, office.context(), office.zone_of, **how)  # type: ignore[arg-type]


def test_a_sweep_records_what_it_told_and_a_second_one_tells_nothing(tmp_path: Path) -> None:
    office, log = bought(), Log(SQLite(tmp_path / "desk.db"))
    kept(office, log)
    (dm,) = swept(office, log, "2026-01-28T09:00")
    assert [entry.number for entry in dm.entries] == [7, 8]
    assert swept(office, log, "2026-01-28T09:30") == ()
    other = Log(SQLite(tmp_path / "desk.db"))
    assert swept(office, other, "2026-01-28T10:00") == ()
    recorded = log.recorded("acme", dm.cause)
    assert recorded
    assert [(e.kind, e.by, e.on.isoformat()) for e in recorded.entries] == [("reminder_sent", "desk", "2026-01-28")] * 2
    assert dm.delivery.choices[0] == "We've asked for the refund"
    assert dm.delivery.items == dm.items


def test_two_processes_at_once_tell_it_once(tmp_path: Path) -> None:
    office, first = bought(), Log(SQLite(tmp_path / "desk.db"))
    kept(office, first)
    office.at("2026-01-28T09:00")
    told: list[Dm] = []

    def run() -> None:
        told.extend(swept(office, Log(SQLite(tmp_path / "desk.db")), "2026-01-28T09:00"))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1


def test_what_another_process_recorded_meanwhile_counts(tmp_path: Path) -> None:
    office, log = bought(), Log(SQLite(tmp_path / "desk.db"))
    kept(office, log)
    other = Log(SQLite(tmp_path / "desk.db"))
    now = office.at("2026-01-28T09:00")
    with log.ledger("acme") as ledger:
        claims = (
            office.workspace.does(MakeClaim(claim=Claim.REFUND)).entries
            + office.workspace.does(MakeClaim(claim=Claim.SWAP)).entries
        )
        thread = threading.Thread(target=lambda: other.append("acme", "click", lambda _: Drafts(claims), at=now))
        thread.start()
        thread.join()
        assert due(ledger, office.context(), now, office.zone_of, ledger.company.settings(now.date()))
        assert sweep(log, "acme", now, ledger, office.context(), office.zone_of) == ()


def test_what_could_not_be_sent_stays_due(tmp_path: Path) -> None:
    office, log = bought(), Log(SQLite(tmp_path / "desk.db"))
    kept(office, log)
    assert swept(office, log, "2026-01-28T09:00", send=lambda dm: False) == ()
    sent: list[str] = []
    assert len(swept(office, log, "2026-01-28T09:30", send=lambda dm: sent.append(dm.to) is None)) == 1
    assert swept(office, log, "2026-01-28T10:00", send=lambda dm: sent.append(dm.to) is None) == ()
    assert sent == ["paula"]
