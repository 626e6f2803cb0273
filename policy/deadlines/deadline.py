"""A deadline: what falls due, when it is told, to whom, and what can be done about it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from policy.acts.outcome import Act
from policy.ladders import Kind, KindOf, kinds

LONGEST_WORD: Final = 40
"""Characters of a name or label in a message; a longer one is cut."""


class Shift(Enum):
    """Where a rung goes that falls on a day off: before it, after it, or nowhere (the last day gets through)."""

    BEFORE = auto()
    AFTER = auto()
    NOWHERE = auto()


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of a ladder: told on `day`, to `to` or, where nobody is named, to who acts.

    `closing`: the last word, when the window is over.
    """

    id: str
    day: dt.date
    shift: Shift = Shift.BEFORE
    to: str | None = None
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A choice below a reminder: its label, in which {name} stands for the deadline, and the act it runs."""

    label: str
    act: Act


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that falls due.

    `id` stays the same for the same thing, whatever is corrected. `day` is the last day of its window, or the first
    day on which something may be done (`possible`), or None for a nudge. `opens` is the first day on which it can be
    told, `until` the last one, None while it stands. `people` can act, the first is told. Those with one `topic`
    stand in one paragraph. `said` fills the words of its kind; `own` belongs to who is told on a rung with `to`.
    """

    id: str
    kind: Kind
    subject: str
    opens: dt.date
    day: dt.date | None
    people: tuple[str, ...]
    rungs: tuple[Rung, ...]
    topic: str
    said: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    own: tuple[Button, ...] = ()
    possible: bool = False
    until: dt.date | None = None

    @property
    def words(self) -> KindOf:
        return kinds()[self.kind]

    @property
    def rules(self) -> tuple[str, ...]:
        return self.words.rules

    @property
    def title(self) -> str:
        """In one line, without its day."""
        return self.words.title.format_map(self.said)

    @property
    def names(self) -> tuple[str, ...]:
        """How buttons call it, the shortest first; the last is its own alone."""
        return (*(name.format_map(self.said) for name in self.words.names), self.id)

    @property
    def own_names(self) -> tuple[str, ...]:
        """How buttons call it to who holds the thing."""
        return (*(name.format_map(self.said) for name in self.words.own_names), self.id)

    def concerns(self, person: str) -> bool:
        """Whether a person is told of it."""
        return person in self.people[:1] or any(rung.to == person for rung in self.rungs)


def cut(text: str) -> str:
    """A name or label, short enough for a message and without marks that a message would take for its own."""
    plain = " ".join(text.replace("*", "").replace("_", " ").replace("`", "").split())
    return plain if len(plain) <= LONGEST_WORD else f"{plain[: LONGEST_WORD - 1]}…"
