"""A company's days at the ledger, without a database: acts are decided, stamped and folded."""

import datetime as dt
from dataclasses import replace
from typing import Any

from policy.acts import Act, Ask, Confirm, Context, Outcome, Record, Refuse, SetUp, decide
from policy.catalogue import Catalogue
from policy.ledger import Ledger
from policy.model import Entry, stamped
from policy.rulebook import Rulebook

EDITION = Rulebook.load().editions[0]
CATALOGUE = Catalogue.load()
NAMES = {
    "paula": "Paula Gomez",
    "ana": "Ana Souza",
    "bob": "Bob Miller",
    "carol": "Carol Diaz",
    "dave": "Dave Chen",
    "olga": "Olga Ivanova",
}
VS = "visual-studio-professional"


def day(text: str) -> dt.date:
    """A day written as 2026-06-01."""
    return dt.date.fromisoformat(text)


class Workspace:
    """Paula administers. `today` is moved by hand."""

    def __init__(self, today: str = "2026-01-05", set_up: bool = True) -> None:
        self.today = day(today)
        self.ledger = Ledger()
        self.entries: list[Entry] = []
        if set_up:
            self.does(SetUp(), by="paula")

    def on(self, today: str) -> "Workspace":
        self.today = day(today)
        return self

    def context(self, by: str, *, confirmed: bool = False) -> Context:
        return Context(self.today, by, lambda person: NAMES.get(person, person), EDITION, CATALOGUE, confirmed)

    def asks(self, act: Act, by: str = "paula", *, confirmed: bool = False) -> Outcome:
        """What would come of an act; nothing is recorded."""
        return decide(self.ledger, act, self.context(by, confirmed=confirmed))

    def does(self, act: Act, by: str = "paula") -> Record:
        """Records an act, saying yes where it asks first."""
        outcome = self.asks(act, by)
        if isinstance(outcome, Confirm):
            outcome = self.asks(act, by, confirmed=True)
        assert isinstance(outcome, Record), outcome
        self.record(outcome)
        return outcome

    def record(self, outcome: Record) -> tuple[Entry, ...]:
        at = dt.datetime.combine(self.today, dt.time(9), dt.UTC)
        entries = stamped(outcome.entries, self.ledger.last_seq + 1, at)
        for entry in entries:
            self.ledger.advance(entry)
        self.entries += entries
        return entries

    def is_refused(self, act: Act, by: str = "paula") -> Refuse:
        outcome = self.asks(act, by)
        assert isinstance(outcome, Refuse), outcome
        return outcome

    def is_asked_first(self, act: Act, by: str = "paula") -> Confirm:
        outcome = self.asks(act, by)
        assert isinstance(outcome, Confirm), outcome
        return outcome

    def is_asked(self, act: Act, by: str = "paula") -> Ask:
        outcome = self.asks(act, by)
        assert isinstance(outcome, Ask), outcome
        return outcome

    def presses(self, outcome: Any, label: str, by: str = "paula") -> Outcome:
        """Presses a choice and records what comes of it, where it can be recorded."""
        choice = next(one for one in outcome.choices if one.label == label)
        assert choice.act, label
        found = self.asks(choice.act, by, confirmed=choice.confirmed)
        if isinstance(found, Record):
            self.record(found)
        return found

    def later(self, days: int) -> "Workspace":
        self.today += dt.timedelta(days=days)
        return self

    def copy(self) -> "Workspace":
        other = Workspace(self.today.isoformat(), set_up=False)
        other.entries = list(self.entries)
        other.ledger = Ledger.of(self.entries)
        return other


def at(act: Act, text: str) -> Act:
    """The same act on a day."""
    return replace(act, on=day(text))
