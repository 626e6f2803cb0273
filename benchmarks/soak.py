"""The log under attack: processes killed with SIGKILL while they write, and many after the last seats.

`make soak`, or `python -m benchmarks.soak [KILLS] [RACES]`. Every figure that is no count of work done must be 0.
"""

import datetime as dt
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from policy import model
from policy.acts import (
    AssignSeat,
    Context,
    DirectoryChange,
    Outcome,
    Record,
    RecordGrant,
    RecordPurchase,
    SetUp,
    decide,
)
from policy.catalogue import Catalogue
from policy.ledger import Ledger
from policy.model import Entry, Programme
from policy.rulebook import Rulebook
from storage.log import Drafts, Log, Recorded
from storage.people import People
from storage.sqlite import SQLite
from storage.verify import verify

TODAY = dt.date(2026, 6, 1)
AT = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
WORKSPACE = "E1/T1"
PRODUCT = "visual-studio-professional"

_processes = multiprocessing.get_context("fork")


@dataclass(slots=True)
class Storm:
    """What came of it; `faults` says in words what must not be."""

    kills: int = 0
    requests_confirmed: int = 0
    requests_found_unconfirmed: int = 0
    entries: int = 0
    faults: list[str] = field(default_factory=list)


def kill_storm(file: Path, kills: int, draw: random.Random) -> Storm:
    """Starts a writer and kills it at a random moment, `kills` times on one file, looking at the file each time."""
    storm = Storm()
    confirmed: dict[str, str] = {}
    for number in range(kills):
        confirmed |= _killed_writer(file, number, draw)
        storm.kills += 1
        storm.faults += _lost_or_torn(file, confirmed, storm)
        if storm.faults:
            break
    storm.requests_confirmed = len(confirmed)
    return storm


def _killed_writer(file: Path, number: int, draw: random.Random) -> dict[str, str]:
    """The replies that a writer confirmed before it was killed, by cause."""
    ours, theirs = _processes.Pipe(duplex=False)
    writer = _processes.Process(target=_write_for_ever, args=(file, number, draw.random(), theirs))
    writer.start()
    theirs.close()
    confirmed: dict[str, str] = {}
    for _ in range(draw.randrange(12)):
        cause, reply = ours.recv()
        confirmed[cause] = reply
    until = time.perf_counter() + draw.random() * 0.02
    while time.perf_counter() < until:
        if ours.poll(0):
            cause, reply = ours.recv()
            confirmed[cause] = reply
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join()
    try:
        while True:
            cause, reply = ours.recv()
            confirmed[cause] = reply
    except EOFError:
        ours.close()
    return confirmed


def _write_for_ever(file: Path, number: int, seed: float, confirm: Connection) -> None:
    draw = random.Random(seed)
    log = Log(SQLite(file))
    count = 0
    while True:
        count += 1
        cause = f"{number}-{count}"
        done = log.append(WORKSPACE, cause, _some_people(cause, draw.randint(1, 4)), at=AT)
        confirm.send((cause, done.reply))


def _some_people(cause: str, many: int) -> Callable[[Ledger], Drafts]:
    """A request of several entries, that writes to the directory too."""
    ids = [f"{cause}-{n}" for n in range(many)]

    def draft(ledger: Ledger) -> Drafts:
        entries = tuple(model.PersonAdded(by="paula", on=TODAY, person=one) for one in ids)
        return Drafts(entries, _numbers, tuple(DirectoryChange(one, f"Person {one}") for one in ids))

    return draft


def _numbers(entries: tuple[Entry, ...]) -> str:
    return json.dumps([entry.number for entry in entries])


def _lost_or_torn(file: Path, confirmed: dict[str, str], storm: Storm) -> list[str]:
    """What is not as it must be after a kill."""
    if not confirmed and not file.stat().st_size:
        return []
    log = Log(SQLite(file))
    faults = [str(finding) for finding in verify(file).findings]
    entries = list(log.entries(WORKSPACE))
    people = {person.id for person in People(log.database).all(WORKSPACE)}
    if people != {entry.person for entry in entries if isinstance(entry, model.PersonAdded)}:
        faults.append("the directory does not hold exactly the people of the log")
    by_cause = Counter(_cause_of(entry) for entry in entries)
    for cause, reply in confirmed.items():
        if by_cause[cause] != len(json.loads(reply)):
            faults.append(f"{cause} was confirmed and is not whole")
    for cause in by_cause.keys() - confirmed.keys():
        found = log.recorded(WORKSPACE, cause)
        if found is None or found.reply is None or len(json.loads(found.reply)) != by_cause[cause]:
            faults.append(f"{cause} was not confirmed and is half there")
    for cause in list(confirmed)[-3:]:
        again = log.append(WORKSPACE, cause, _must_not_be_asked, at=AT)
        if not again.again or again.reply != confirmed[cause]:
            faults.append(f"{cause} delivered again got another reply")
    storm.entries, storm.requests_found_unconfirmed = len(entries), len(by_cause.keys() - confirmed.keys())
    log.database.close()  # type: ignore[attr-defined]
    return faults


def _cause_of(entry: Entry) -> str:
    return entry.person.rsplit("-", 1)[0] if isinstance(entry, model.PersonAdded) else ""


def _must_not_be_asked(ledger: Ledger) -> Drafts:
    raise AssertionError("a cause that was seen was decided again")


def last_seats(file: Path, seats: int, processes: int) -> list[str]:
    """Processes that assign at the same moment, each to another person: who got a seat by what they were told."""
    edition, catalogue = Rulebook.load().editions[0], Catalogue.load()

    def context(confirmed: bool = True) -> Context:
        return Context(TODAY, "paula", str, edition, catalogue, confirmed)

    log = Log(SQLite(file))
    for act in (
        SetUp(),
        RecordPurchase(program=Programme.ACTION_PACK),
        RecordGrant(grants=((PRODUCT, seats),)),
    ):
        log.append(WORKSPACE, None, lambda ledger, act=act: _drafts(decide(ledger, act, context())), at=AT)  # type: ignore[misc]
    log.database.close()  # type: ignore[attr-defined]
    start = _processes.Barrier(processes)
    got = _processes.SimpleQueue()

    def assign(person: str) -> None:
        own = Log(SQLite(file, patience=60))
        start.wait()
        done = own.append(
            WORKSPACE, person, lambda ledger: _drafts(decide(ledger, AssignSeat(person=person), context())), at=AT
        )
        got.put(person if isinstance(done, Recorded) else "")

    workers = [_processes.Process(target=assign, args=(f"person-{n}",)) for n in range(processes)]
    for worker in workers:
        worker.start()
    told = [got.get() for _ in workers]
    for worker in workers:
        worker.join()
    return sorted(filter(None, told))


def seats_held(file: Path) -> list[str]:
    """Who has a seat by the log."""
    log = Log(SQLite(file))
    held = [entry.person for entry in log.entries(WORKSPACE) if isinstance(entry, model.SeatAssigned)]
    log.database.close()  # type: ignore[attr-defined]
    return sorted(held)


def _drafts(outcome: Outcome) -> Drafts | Outcome:
    return Drafts(outcome.entries) if isinstance(outcome, Record) else outcome


def main() -> None:
    kills, races = (int(one) for one in (*sys.argv[1:], *("1000", "50")[len(sys.argv) - 1 :]))
    draw = random.Random(time.time_ns())
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        storm = kill_storm(Path(folder) / "storm.sqlite3", kills, draw)
        print(
            f"  kill -9: {storm.kills:,} kills in {time.perf_counter() - start:.0f} s, "
            f"{storm.requests_confirmed:,} requests confirmed, {storm.requests_found_unconfirmed:,} more found whole, "
            f"{storm.entries:,} entries; lost, torn or doubled: {len(storm.faults)}"
        )
        wrong = 0
        for number in range(races):
            file = Path(folder) / f"race-{number}.sqlite3"
            told = last_seats(file, 3, 12)
            wrong += len(told) != 3 or told != seats_held(file)
        print(f"  last seats: {races} races of 12 processes for 3 seats; with another outcome than 3: {wrong}")
    for fault in storm.faults:
        print(f"  FAULT {fault}")
    sys.exit(1 if storm.faults or wrong else 0)


if __name__ == "__main__":
    main()
