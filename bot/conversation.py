"""What a conversation rests on: the last question in a thread, and facts stated about the organisation."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from intents.model import Reading
from policy.decision import Decision
from policy.facts import LASTING, Facts

_THREADS_KEPT = 2_000


@dataclass(slots=True)
class Thread:
    """One conversation: what was asked and decided last, and with which facts."""

    reading: Reading | None = None
    decision: Decision | None = None
    facts: Facts = field(default_factory=Facts)


@dataclass(slots=True)
class Stated:
    """What people said about the organisation; `purchased_on` gives the days since at any later day."""

    facts: Facts = field(default_factory=Facts)
    purchased_on: date | None = None

    def as_of(self, day: date) -> Facts:
        if self.purchased_on is None:
            return self.facts
        return replace(self.facts, days_since_purchase=(day - self.purchased_on).days, dated=True)


class Conversations:
    """Threads and stated facts, in memory; the oldest threads are forgotten first."""

    def __init__(self) -> None:
        self._threads: OrderedDict[tuple[str, str], Thread] = OrderedDict()
        self._stated: dict[str, Stated] = {}

    def thread(self, workspace: str, thread: str) -> Thread:
        key = (workspace, thread)
        found = self._threads.setdefault(key, Thread())
        self._threads.move_to_end(key)
        if len(self._threads) > _THREADS_KEPT:
            self._threads.popitem(last=False)
        return found

    def stated(self, workspace: str) -> Stated:
        return self._stated.setdefault(workspace, Stated())

    def forget(self) -> None:
        """Forgets every thread and everything stated."""
        self._threads.clear()
        self._stated.clear()

    def remember(self, workspace: str, facts: Facts, purchased_on: date | None = None) -> None:
        """Keeps those facts that are about the organisation."""
        stated = self.stated(workspace)
        about_us: dict[str, Any] = {
            name: value for name, value in facts.known().items() if name in LASTING and name != "days_since_purchase"
        }
        lasting = Facts(**about_us)
        if lasting.programme is not None and lasting.level is None:
            stated.facts = replace(stated.facts, level=None)
        stated.facts = lasting.over(stated.facts)
        if purchased_on is not None:
            stated.purchased_on = purchased_on
