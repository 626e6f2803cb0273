"""Three desks on one PostgreSQL: requests spread over them and delivered again, desks killed, the server stopped.

What must come of it: no request lost or doubled, no seat too many, and every reply the same for the same cause.
"""

import datetime as dt
import json
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final

from benchmarks.cluster import Cluster
from policy.acts import (
    Act,
    AssignSeat,
    Context,
    Outcome,
    Record,
    RecordGrant,
    RecordPurchase,
    ReleaseSeat,
    SetUp,
    decide,
)
from policy.catalogue import Catalogue
from policy.ledger import Ledger
from policy.model import Entry, Programme, SeatAssigned, SeatReleased
from policy.rulebook import Rulebook
from storage.errors import StorageError
from storage.log import Drafts, Log, Recorded
from storage.opening import opened
from storage.postgres import UnconfirmedError
from storage.verify.log import verify_log

WORKSPACE: Final = "E1/T1"
PRODUCT: Final = "office-365-e3"
SEATS: Final = 3
PEOPLE: Final = [f"person-{number}" for number in range(8)]
TODAY: Final = dt.date(2026, 6, 1)
AT: Final = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)

_processes = multiprocessing.get_context("fork")


@dataclass(slots=True)
class Run:
    """What came of it; `faults` says in words what must not be."""

    requests: int = 0
    deliveries: int = 0
    recorded: int = 0
    entries: int = 0
    kills: int = 0
    stops: int = 0
    refused_while_away: int = 0
    unconfirmed: int = 0
    longest_refusal: float = 0.0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    """What each request was told, once for each of its deliveries."""

    @property
    def answered(self) -> int:
        return sum(map(len, self.answers.values()))

    def __str__(self) -> str:
        return (
            f"{self.requests:,} requests in {self.deliveries:,} deliveries to three desks in {self.seconds:.0f} s, "
            f"{self.kills} desks killed, {self.stops} stops of the server, {self.refused_while_away} plain refusals "
            f"while it was away (the slowest after {self.longest_refusal:.1f} s), {self.unconfirmed} that could not "
            f"tell; {self.recorded:,} recorded with "
            f"{self.entries:,} entries; lost, doubled, or a seat too many: {len(self.faults)}"
        )


@dataclass(slots=True)
class _Desk:
    """A process, and the delivery that it works on."""

    process: BaseProcess
    line: Connection
    delivery: tuple[str, Act] | None = None


def storm(cluster: Cluster, requests: int, draw: random.Random, *, kills: int, stops: int) -> Run:
    """Delivers requests to three desks until each delivery has had its answer, whatever happens meanwhile."""
    url = cluster.database()
    _set_up(url)
    run = Run(requests=requests)
    began = time.monotonic()
    waiting = _deliveries(requests, draw)
    run.deliveries = len(waiting)
    killing = sorted(draw.sample(range(1, run.deliveries), kills))
    stopping = sorted(draw.sample(range(1, run.deliveries), stops))
    desks = [_started(url) for _ in range(3)]
    while (done := run.answered) < run.deliveries:
        for desk in desks:
            if desk.delivery is None and waiting:
                desk.delivery = waiting.pop()
                desk.line.send(desk.delivery)
        if killing and killing[0] <= done:
            killing.pop(0)
            victim = draw.randrange(3)
            time.sleep(draw.random() * 0.004)
            _kill(desks[victim])
            if undone := desks[victim].delivery:
                waiting.append(undone)
            desks[victim] = _started(url)
            run.kills += 1
        if stopping and stopping[0] <= done:
            stopping.pop(0)
            cluster.stop(draw.choice(["fast", "immediate"]))
            _while_away(desks, waiting, run)
            cluster.start()
            run.stops += 1
        for desk in _ready(desks):
            _heard(desk, waiting, run)
    for desk in desks:
        _kill(desk)
    run.seconds = time.monotonic() - began
    _look(url, run)
    return run


def _deliveries(requests: int, draw: random.Random) -> list[tuple[str, Act]]:
    """Requests in any order, a third of them more than once."""
    found: list[tuple[str, Act]] = []
    for number in range(requests):
        person = draw.choice(PEOPLE)
        act: Act = draw.choice(
            [AssignSeat(person=person, product=PRODUCT), ReleaseSeat(person=person, product=PRODUCT)]
        )
        found += [(f"request-{number}", act)] * draw.choice([1, 1, 2, 3])
    spread = [(number + draw.random() * 12, delivery) for number, delivery in enumerate(found)]
    return [delivery for _, delivery in sorted(spread, key=lambda one: -one[0])]


def _while_away(desks: list[_Desk], waiting: list[tuple[str, Act]], run: Run) -> None:
    """A few requests meet a server that is not there: each is refused in words, soon."""
    for _ in range(4):
        for desk in _ready(desks, 0.05):
            _heard(desk, waiting, run)
        for desk in desks:
            if desk.delivery is None and waiting:
                desk.delivery = waiting.pop()
                desk.line.send(desk.delivery)


def _heard(desk: _Desk, waiting: list[tuple[str, Act]], run: Run) -> None:
    """Takes a desk's answer to its delivery; without one the delivery waits again."""
    assert desk.delivery is not None
    cause = desk.delivery[0]
    kind, answer, seconds = desk.line.recv()
    if kind in ("away", "unconfirmed"):
        waiting.append(desk.delivery)
        run.refused_while_away += kind == "away"
        run.unconfirmed += kind == "unconfirmed"
        run.longest_refusal = max(run.longest_refusal, seconds)
    else:
        run.answers.setdefault(cause, []).append(answer if kind == "answer" else "")
        run.faults += [answer] if kind == "fault" else []
    desk.delivery = None


def _ready(desks: list[_Desk], timeout: float = 1.0) -> list[_Desk]:
    lines = wait([desk.line for desk in desks if desk.delivery], timeout)
    return [desk for desk in desks if desk.line in lines]


def _started(url: str) -> _Desk:
    ours, theirs = _processes.Pipe()
    process = _processes.Process(target=_work, args=(url, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Desk(process, ours)


def _kill(desk: _Desk) -> None:
    os.kill(desk.process.pid or 0, signal.SIGKILL)
    desk.process.join()
    desk.line.close()


def _work(url: str, line: Connection) -> None:
    """A desk: answers deliveries until it is killed."""
    log: Log | None = None
    while True:
        cause, act = line.recv()
        began = time.monotonic()
        try:
            log = log or Log(opened(url))
            kind, answer = "answer", _answered(log, cause, act)
        except UnconfirmedError as error:
            kind, answer = "unconfirmed", str(error)
        except StorageError as error:
            kind, answer = "away", str(error)
        except Exception as error:
            kind, answer = "fault", f"{cause}: {error!r}"
        line.send((kind, answer, time.monotonic() - began))


def _answered(log: Log, cause: str, act: Act) -> str:
    """The numbers that are recorded for a cause, or nothing for a refusal."""
    done = log.append(WORKSPACE, cause, lambda ledger: _drafts(decide(ledger, act, _context())), at=AT)
    return (done.reply or "") if isinstance(done, Recorded) else ""


def _drafts(outcome: Outcome) -> Drafts | Outcome:
    return Drafts(outcome.entries, _numbers) if isinstance(outcome, Record) else outcome


def _numbers(entries: tuple[Entry, ...]) -> str:
    return json.dumps([entry.number for entry in entries], separators=(",", ":"))


_EDITION, _CATALOGUE = Rulebook.load().editions[0], Catalogue.load()


def _context() -> Context:
    return Context(TODAY, "paula", str, _EDITION, _CATALOGUE, True)


def _set_up(url: str) -> None:
    log = Log(opened(url))
    for act in (SetUp(), RecordPurchase(program=Programme.ACTION_PACK), RecordGrant(grants=((PRODUCT, SEATS),))):
        log.append(WORKSPACE, None, lambda ledger, act=act: _drafts(decide(ledger, act, _context())), at=AT)  # type: ignore[misc]
    log.database.close()  # type: ignore[attr-defined]


def _look(url: str, run: Run) -> None:
    """What stands on the server, beside what the desks have said."""
    log = Log(opened(url))
    run.faults += [str(finding) for finding in verify_log(log).findings]
    told = {cause: {answer for answer in given if answer} for cause, given in run.answers.items()}
    for cause, replies in told.items():
        found = log.recorded(WORKSPACE, cause)
        stands = {_numbers(found.entries)} if found else set()
        if replies != stands:
            run.faults.append(f"{cause} was told {sorted(replies)} and stands as {sorted(stands)}")
    run.recorded = sum(map(bool, told.values()))
    entries = list(log.entries(WORKSPACE))
    run.entries = len(entries)
    numbers = Counter(number for replies in told.values() for reply in replies for number in json.loads(reply))
    run.faults += [f"#{number} stands for {many} requests" for number, many in numbers.items() if many > 1]
    run.faults += _seats_too_many(entries)
    with log.ledger(WORKSPACE) as ledger:
        run.faults += _other_state(ledger, entries)
    log.database.close()  # type: ignore[attr-defined]


def _seats_too_many(entries: list[Entry]) -> Iterator[str]:
    held: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, SeatAssigned):
            if entry.person in held.values():
                yield f"#{entry.seq}: {entry.person} has two seats"
            held[entry.seat] = entry.person
        elif isinstance(entry, SeatReleased):
            held.pop(entry.seat)
        if len(held) > SEATS:
            yield f"#{entry.seq}: {len(held)} of {SEATS} seats are held"


def _other_state(ledger: Ledger, entries: list[Entry]) -> Iterator[str]:
    if list(ledger.entries()) != entries:
        yield "the ledger is not what the log holds"
