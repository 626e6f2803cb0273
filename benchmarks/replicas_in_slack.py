"""Three desks that serve Slack over HTTP and sweep, on one PostgreSQL, while everything goes wrong.

Signed messages are spread over them, delivered again and to another; in turn a process is killed and started again,
and the server is stopped. The desks' clock runs three hours a second, so that reminders fall due meanwhile. What must
come of it: every act that was acknowledged stands once, was told once, no seat is held by two, nobody is reminded of
the same twice, and whoever asks while the server is away is told that nothing was recorded.
"""

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from typing import Final

from benchmarks.cluster import Cluster
from benchmarks.replica import Replica, environment
from policy.model import Entry, HoursUsed, ReminderSent, SeatAssigned, SeatReassigned, SeatReleased
from storage.log import Log
from storage.opening import opened
from storage.verify.log import verify_log
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import Kind, OverHttp
from tests.fake_slack.workspace import BOT_USER, Json

REPLICAS: Final = 3
SENDERS: Final = 6
SEATS: Final = 3
_AWAY: Final = "can't be reached, so nothing was recorded"
_SHORTEST: Final = 75.0
"""Seconds in which the desks' clock goes through nine days."""

_FAULT: Final = "Something went wrong on my side"


@dataclass(slots=True)
class Run:
    """What came of it; `faults` says in words what must not be."""

    messages: int = 0
    deliveries: int = 0
    kills: int = 0
    stops: int = 0
    refused: int = 0
    reminders: int = 0
    entries: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.messages:,} messages in {self.deliveries:,} deliveries to {REPLICAS} processes in "
            f"{self.seconds:.0f} s, {self.kills} killed, {self.stops} stops of the server, {self.refused} told plainly "
            f"that it was away (the slowest answer took {self.slowest:.1f} s), {self.reminders} reminders; "
            f"{self.entries:,} entries; lost, doubled, or a seat too many: {len(self.faults)}"
        )


class Slack:
    """Slack's part: who writes what, and to which of the processes it is brought."""

    def __init__(self, slack: FakeSlack, replicas: list[Replica], run: Run) -> None:
        self._slack, self._run, self._lock = slack, run, Lock()
        self._apps = [OverHttp(f"http://127.0.0.1:{one.port}", slack.signing_secret) for one in replicas]

    def brings(self, person: Person, text: str, draw: random.Random) -> str:
        """One message, to any process until one acknowledges it, and now and then once more; gives its cause."""
        event = self._event(person, text)
        payload = self._slack.workspace.event(event)
        for retry in range(2_000):
            begun = time.monotonic()
            try:
                status, _ = draw.choice(self._apps).bring(Kind.EVENT, payload, retry)
            except OSError:
                status = 0
            with self._lock:
                self._run.deliveries += 1
                self._run.slowest = max(self._run.slowest, (time.monotonic() - begun) if status else 0.0)
            if status == 200 and draw.random() > 0.15:
                return str(payload["event_id"])
            Event().wait(0.02 if status == 200 else 0.15)
        raise AssertionError("a message was never acknowledged")

    def _event(self, person: Person, text: str) -> Json:
        ts = self._slack.workspace.ts()
        said = {"type": "message", "channel_type": "im", "user": person.id, "channel": person.dm, "text": text}
        return said | {"ts": ts, "event_ts": ts}


def storm(cluster: Cluster, messages: int, draw: random.Random, *, kills: int, stops: int) -> Run:
    """The whole of it, on a new database of a server of one's own."""
    run, url, begun = Run(messages=messages), cluster.database(), time.monotonic()
    with FakeSlack() as slack, TemporaryDirectory() as folder:
        slack._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a killed process hangs up
        paula = slack.person("Paula Gomez", is_owner=True)
        staff = [slack.person(name) for name in ("Ana Souza", "Bob Meyer", "Zoe Park", "Jun Ito", "Lea Roux")]
        log = Path(folder) / "desks.log"
        replicas = [Replica(environment(slack, url, paula), log) for _ in range(REPLICAS)]
        until(lambda: all(one.is_up for one in replicas), 120)
        writes = Slack(slack, replicas, run)
        _sets_up(slack, replicas, paula, slack.person("Kim Lee"))
        over = Event()
        bad_luck = random.Random(draw.random())
        trouble = Thread(target=_trouble, args=(cluster, replicas, run, over, (kills, stops), bad_luck))
        trouble.start()
        with ThreadPoolExecutor(SENDERS) as pool:
            said = [(_sentence(draw, staff), random.Random(draw.random())) for _ in range(messages)]
            causes = list(pool.map(lambda one: writes.brings(paula, *one), said))
        until(lambda: time.monotonic() - begun > _SHORTEST, _SHORTEST)
        over.set()
        trouble.join()
        until(lambda: all(one.is_up for one in replicas), 120)
        until(lambda: not _on_their_way(url), 120)
        for one in replicas:
            one.stop()
        run.seconds = time.monotonic() - begun
        hours = {cause for cause, (text, _) in zip(causes, said, strict=True) if "presales" in text}
        run.faults += _look(slack, url, hours, run)
    return run


def _sentence(draw: random.Random, staff: list[Person]) -> str:
    who = draw.choice(staff).id
    return draw.choice(
        ["we used 1 presales hour", "we used 1 presales hour", f"assign VS to <@{who}>", f"release <@{who}>'s VS seat"]
    )


def _sets_up(slack: FakeSlack, replicas: list[Replica], paula: Person, kim: Person) -> None:
    """A competency whose windows have closed, and a request for a seat that nobody answers."""
    slack.installs(f"http://127.0.0.1:{replicas[0].port}")
    paula.says("we bought the gold Data Analytics competency on 10 Feb 2026")
    paula.sees("#1", within=60)
    paula.says(f"the Data Analytics competency gives us {SEATS} VS Enterprise")
    paula.sees("#2", within=60)
    kim.says("I need a VS seat")
    paula.sees("asks for", within=60)


def _trouble(
    cluster: Cluster, replicas: list[Replica], run: Run, over: Event, most: tuple[int, int], draw: random.Random
) -> None:
    """One process after the other is killed and started again; in between the server stops for a moment."""
    turns = count()
    while not over.wait(draw.uniform(0.4, 1.2)):
        for one in replicas:
            if one.has_ended:
                one.start()
        if run.stops < most[1] and draw.random() < 0.3:
            cluster.stop(draw.choice(["fast", "immediate"]))
            time.sleep(draw.uniform(0.3, 1.0))
            cluster.start()
            run.stops += 1
        elif run.kills < most[0] and all(one.is_up for one in replicas):
            victim = replicas[next(turns) % REPLICAS]
            victim.kill()
            victim.start()
            run.kills += 1
    for one in replicas:
        if one.has_ended:
            one.start()


def _look(slack: FakeSlack, url: str, hours: set[str], run: Run) -> Iterator[str]:
    """What stands on the server, beside what was said in Slack."""
    log = Log(opened(url))
    workspace = slack.workspace.team
    yield from (str(finding) for finding in verify_log(log).findings)
    entries = list(log.entries(workspace))
    run.entries = len(entries)
    yield from _acts(log, workspace, entries, hours)
    yield from _seats(entries)
    said = [message for message in slack.workspace.messages if message.user == BOT_USER]
    told = Counter(int(found[1]) for one in said if (found := re.search(r"presales hour.*\(#(\d+)\)", one.words)))
    yield from _apart(told, Counter(entry.number for entry in entries if isinstance(entry, HoursUsed)), "answer to #{}")
    run.refused = sum(_AWAY in one.words for one in said)
    yield from (f"somebody was told: {one.words}" for one in said if _FAULT in one.words)
    reminded = Counter((entry.to, entry.deadline, entry.rung) for entry in entries if isinstance(entry, ReminderSent))
    yield from (f"reminded twice: {step}" for step, many in reminded.items() if many > 1)
    sent = Counter(_key(one.metadata) for one in said if "reminders:" in _key(one.metadata))
    run.reminders = len(sent)
    yield from (f"sent twice: {key}" for key, many in sent.items() if many > 1)
    mornings = {(entry.to, str(entry.at)[:10]) for entry in entries if isinstance(entry, ReminderSent)}
    if len(mornings) != len(sent):
        yield f"{len(mornings)} mornings are recorded, {len(sent)} messages came"
    asked = [rung for (_, deadline, rung) in reminded if deadline.startswith("request:")]
    if not {"+2", "+7"} <= set(asked):
        yield f"of the request that nobody answered only {asked} was told"
    log.database.close()  # type: ignore[attr-defined]


def _acts(log: Log, workspace: str, entries: list[Entry], causes: set[str]) -> Iterator[str]:
    """Each acknowledged message has its one entry, and there is no entry beside them."""
    used = [entry for entry in entries if isinstance(entry, HoursUsed)]
    for cause in causes:
        found = log.recorded(workspace, cause)
        if found is None or len(found.entries) != 1:
            yield f"{cause} was acknowledged and does not stand once"
    if len(used) != len(causes):
        yield f"{len(used)} entries stand for {len(causes)} messages"


def _seats(entries: list[Entry]) -> Iterator[str]:
    held: dict[str, str] = {}
    for entry in entries:
        match entry:
            case SeatAssigned() | SeatReassigned():
                if entry.person in held.values():
                    yield f"#{entry.seq}: {entry.person} has two seats"
                held[entry.seat] = entry.person
            case SeatReleased():
                held.pop(entry.seat)
        if len(held) > SEATS:
            yield f"#{entry.seq}: {len(held)} of {SEATS} seats are held"


def _apart(told: Counter[int], stands: Counter[int], what: str) -> Iterator[str]:
    for number in told | stands:
        if told[number] != stands[number]:
            yield f"the {what.format(number)} was told {told[number]} times, and stands {stands[number]} times"


def _key(metadata: Json | None) -> str:
    return str(((metadata or {}).get("event_payload") or {}).get("key", ""))


def _on_their_way(url: str) -> bool:
    database = opened(url)
    with database.reading() as transaction:
        waiting = transaction.rows("SELECT 1 FROM letters WHERE sent = 0 LIMIT 1")
    database.close()  # type: ignore[attr-defined]
    return bool(waiting)


def main() -> None:
    messages, kills, stops = (int(one) for one in (*sys.argv[1:], *("1500", "12", "4")[len(sys.argv) - 1 :]))
    seed = time.time_ns()
    cluster = Cluster()
    try:
        run = storm(cluster, messages, random.Random(seed), kills=kills, stops=stops)
    finally:
        cluster.remove()
    print(f"  {run}  (seed {seed})")
    for fault in run.faults[:20]:
        print(f"  FAULT {fault}")
    sys.exit(1 if run.faults else 0)


if __name__ == "__main__":
    main()
