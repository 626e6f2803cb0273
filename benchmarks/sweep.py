"""The sweep over very many workspaces of which few have anything due."""

import datetime as dt
import resource
import sqlite3
import tempfile
import time
from pathlib import Path

from bot.desk import Desk
from bot.records import Records
from intents.reader import Reader
from policy import model
from policy.model import Programme, Role
from policy.rulebook import Rulebook
from storage.log import Drafts

SIZES = (1_000, 100_000)
DUE = 1_000
NOW = dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC)


def main() -> None:
    reader, rulebook = Reader.load(), Rulebook.load()
    seconds = []
    for many in SIZES:
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
            file = Path(folder) / "desk.sqlite3"
            records = Records.open(file, first_speaks=False)
            _companies(records, file, many)
            desk = Desk(reader, rulebook, records)
            begun = time.perf_counter()
            found = records.log.due(NOW)
            sent = sum(len(desk.tick(workspace, NOW).deliveries) for workspace in found)
            taken = time.perf_counter() - begun
            seconds.append(taken)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"  {many:,} workspaces: {len(found):,} opened, {sent:,} reminders in {taken:.2f} s "
                f"({taken / max(len(found), 1) * 1e3:.1f} ms each); {memory:.0f} MB at most"
            )
            begun = time.perf_counter()
            quiet = records.log.due(NOW)
            print(f"    the next sweep: {len(quiet)} opened, {(time.perf_counter() - begun) * 1e3:.1f} ms")
    print(f"  {SIZES[1]:,} workspaces cost {seconds[1] / seconds[0]:.2f} x what {SIZES[0]:,} do (aim: at most 1.5)")


def _companies(records: Records, file: Path, many: int) -> None:
    """`many` workspaces with an Action Pack; in DUE of them the refund ends in two days, the others are quiet."""
    soon, long_ago = NOW.date() - dt.timedelta(days=28), NOW.date() - dt.timedelta(days=150)
    for number in range(DUE):
        _bought(records, f"due-{number}", soon)
    _bought(records, "quiet", long_ago)
    with sqlite3.connect(file) as database:
        # The others have the quiet one's place in the table: their entries are never looked at.
        database.execute("UPDATE next_due SET day = '2026-06-01' WHERE workspace = 'quiet'")
        rows = ((f"quiet-{number}", "2026-06-01", 2) for number in range(many - DUE - 1))
        database.executemany("INSERT INTO next_due (workspace, day, seq) VALUES (?, ?, ?)", rows)


def _bought(records: Records, workspace: str, on: dt.date) -> None:
    by = {"by": "paula", "on": on}
    drafts = (
        model.RoleGiven(person="paula", role=Role.ADMINISTRATOR, **by),
        model.OfferPurchased(offer="offer-1", program=Programme.ACTION_PACK, **by),
    )
    at = dt.datetime.combine(on, dt.time(9), dt.UTC)
    records.log.append(workspace, "bought", lambda ledger: Drafts(drafts), at=at)


if __name__ == "__main__":
    main()
