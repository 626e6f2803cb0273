"""What the Home tab is made of: lines with what can be done about each, bars of seats, lists that are cut."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.record import plans
from bot.talk.plan import Plan, Wish
from policy.acts import Act

_MOST: Final = 10
"""Lines of a list: the rest is told by the report that `more` names."""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice, and what it leads to as the desk wrote it."""

    label: str
    plan: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, with what can be done about it."""

    text: str
    buttons: tuple[Button, ...] = ()
    form: Button | None = None
    """A button that opens a form, filled in with what its plan knows."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Seats of a product: how many are used, at rest, and there in all. `until`: the first day one rests no more."""

    product: str
    used: int
    resting: int
    total: int
    until: dt.date | None = None

    @property
    def free(self) -> int:
        return max(0, self.total - self.used - self.resting)


@dataclass(frozen=True, slots=True)
class Tail:
    """The beginning of a list, and how many were left out."""

    lines: tuple[Line, ...] = ()
    more: int = 0


EMPTY: Final = Tail()


def button(label: str, act: Act) -> Button | None:
    """A choice that leads to an act; None for one too long to be carried."""
    written = plans.written(Plan((Wish(act),)))
    return Button(label, written) if written else None


def tail(lines: Sequence[Line]) -> Tail:
    """The first lines of a list."""
    return Tail(tuple(lines[:_MOST]), max(0, len(lines) - _MOST))
