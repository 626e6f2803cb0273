"""The log on this machine's disk: appending, opening, folding from disk, verifying; people loaded."""

import datetime as dt
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

from policy import model
from policy.ledger import Ledger
from policy.model import Entry
from storage.copies.backup import backup
from storage.log import Drafts, Log
from storage.people.directory import People, Person
from storage.sqlite.database import SQLite
from storage.verify.alone import verify

MANY = 100_000
DAY = dt.date(2026, 6, 1)
AT = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        file = Path(folder) / "log.sqlite3"
        opened = _seconds(lambda: SQLite(file).close())
        again = _seconds(lambda: SQLite(file).close())
        print(f"  open: new {opened * 1e3:.1f} ms, again {again * 1e3:.1f} ms (SQLite {sqlite3.sqlite_version})")
        log = Log(SQLite(file))
        _report("a bare fsync", _timed(_fsync(Path(folder) / "block"), 300))
        _report("append, empty log", _timed(lambda n: _append(log, f"a{n}"), 500))
        _report("a bare INSERT and commit", _timed(_bare(Path(folder) / "bare.sqlite3"), 500))
        _report("a cause seen before", _timed(lambda n: _append(log, f"a{n % 500}"), 500))
        rows = _drafts(MANY)
        seconds = _seconds(lambda: log.append("T", "import", lambda ledger: rows, at=AT))
        print(f"  one request of {MANY:,} entries: {seconds:.1f} s, {file.stat().st_size / 1e6:.0f} MB")
        _report(f"append, {MANY:,} entries", _timed(lambda n: _append(log, f"b{n}"), 500))
        _report("ledger that is up to date", _timed(lambda n: _read(log), 2_000))
        cold = Log(SQLite(file))
        print(f"  first ledger of {MANY:,} entries: {_seconds(lambda: _read(cold)):.2f} s")
        print(f"  verify: {_seconds(lambda: verify(file)):.2f} s")
        print(f"  backup, verified: {_seconds(lambda: backup(file, Path(folder) / 'copy.sqlite3')):.2f} s")
        people = People(log.database)
        crowd = [Person(f"U{n}", f"Person {n}", f"p{n}@contoso.com", "Europe/Berlin") for n in range(MANY)]
        print(f"  {MANY:,} people: loaded in {_seconds(lambda: people.upsert('T', crowd)):.2f} s, ", end="")
        print(f"again in {_seconds(lambda: people.upsert('T', crowd)):.2f} s")
        _report("who changed: nobody", _timed(lambda n: people.changes("T", 1), 2_000))


def _draft(number: int) -> Entry:
    return model.SeatAssigned(
        by="U1", on=DAY, seat=f"seat-{number}", offer="offer-1", product="visual-studio-professional", person="U2"
    )


def _drafts(many: int) -> Drafts:
    return Drafts(tuple(_draft(number) for number in range(many)))


def _append(log: Log, cause: str) -> None:
    log.append("T", cause, lambda ledger: Drafts((_draft(ledger.last_seq),), lambda entries: '{"text":"Done."}'), at=AT)


def _read(log: Log) -> int:
    ledger: Ledger
    with log.ledger("T") as ledger:
        return ledger.last_seq


def _bare(file: Path) -> Callable[[int], object]:
    """The floor: the same journal and the same size of row, with nothing checked."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = truncate")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY, body TEXT)")
    return lambda n: connection.execute("INSERT INTO entries (body) VALUES (?)", ("x" * 400,))


def _fsync(file: Path) -> Callable[[int], object]:
    """What the disk itself takes; an append with the truncated journal needs five. Shared disks vary twentyfold."""
    block = os.open(file, os.O_CREAT | os.O_RDWR)
    return lambda n: (os.pwrite(block, b"x" * 4096, 0), os.fsync(block))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _timed(work: Callable[[int], object], times: int) -> list[float]:
    return [_seconds(lambda n=n: work(n)) for n in range(times)]  # type: ignore[misc]


def _report(name: str, seconds: list[float]) -> None:
    cuts = quantiles(seconds, n=100)
    print(f"  {name:28} p50 {cuts[49] * 1e6:8.0f} µs   p99 {cuts[98] * 1e6:8.0f} µs")


if __name__ == "__main__":
    main()
