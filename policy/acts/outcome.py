"""What may come of an act: recorded, refused, confirmed first, or asked for what is missing."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policy.context import Context
from policy.ledger import Ledger
from policy.model import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that a person wants recorded. People, offers and the rest are ids; all may be left out.

    `on` is the day it took effect, today where nobody said; `reference` a case or order number.
    """

    on: dt.date | None = None
    why: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its label and the act that pressing it runs, None for one that only closes the question.

    `confirmed`: pressing it answers the question that a Confirm had put.
    """

    label: str
    act: Act | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Instead:
    """What can be done now in place of what is refused: a sentence, and choices."""

    choices: tuple[Choice, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A message to somebody else about what was recorded or asked."""

    to: str
    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class DirectoryChange:
    """What is to be written to the directory of people, apart from the entries: None erases."""

    person: str
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """May be recorded now. `text` says so, echoing it; nothing is said before the entries are committed.

    `entries` may be empty where there is nothing to write, only somebody to tell.
    """

    entries: tuple[Entry, ...]
    text: str
    rules: tuple[str, ...] = ()
    date: dt.date | None = None
    notes: tuple[Note, ...] = ()
    choices: tuple[Choice, ...] = ()
    directory: tuple[DirectoryChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Refuse:
    """A rule or a right forbids it: the deciding rule first, the entry in the way, the first day allowed
    (or the last day of a window that is over), and what can be done now instead."""

    text: str
    rules: tuple[str, ...]
    entry: int | None = None
    date: dt.date | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirm:
    """Asks first. `record` is what the first choice would do; the last choice cancels."""

    text: str
    record: Record
    choices: tuple[Choice, ...]
    rules: tuple[str, ...] = ()
    date: dt.date | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.record.entries


@dataclass(frozen=True, slots=True)
class Ask:
    """Something is missing or not clear: the field `slot` of `act` is to be filled, then it is decided again."""

    slot: str
    text: str
    act: Act
    choices: tuple[Choice, ...] = ()

    def filled(self, value: Any) -> Act:
        """The act with the missing field."""
        return replace(self.act, **{self.slot: value})


Outcome = Record | Refuse | Confirm | Ask

Decides = Mapping[type[Act], Callable[[Ledger, Any, Context], Outcome]]
"""For each act the function that judges it."""
