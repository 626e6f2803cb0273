"""The kinds of deadline as data: when each is told, on which rules it rests, and its words."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from policy.days import DayOff, working_day

KINDS: Final = Path(__file__).parent / "deadlines" / "kinds.toml"


class Kind(StrEnum):
    """What can fall due."""

    REFUND = "refund"
    SWAP = "swap"
    REPLACEMENT = "replacement"
    RENEWAL = "renewal"
    RIGHTS_END = "rights-end"
    FETCH = "token-fetch"
    ENTRY = "token-entry"
    UNUSED = "token-unused"
    SEAT_MOVE = "seat-move"
    SEAT_ACTIVATION = "seat-activation"
    ACTIVATIONS = "activations"
    CREDIT = "credit"
    REQUEST = "request"
    LEAVER = "leaver"


class Ladder(BaseModel):
    """Days before the last day, or after the first; `daily` up to the last day, and `every` so many days."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    closed: int | None = None
    daily: int = 0
    every: int = 0


class KindOf(Ladder):
    """One kind. The words take what their deadline says in braces; kinds.toml tells what each is for."""

    rules: tuple[str, ...] = Field(min_length=1, max_length=4)
    called: str
    said: tuple[str, ...] = Field(min_length=1)
    title: str
    once: str
    many: str | None = None
    joined: str | None = None
    last: str | None = None
    last_joined: str | None = None
    free: str | None = None
    own: str | None = None
    names: tuple[str, ...] = Field(min_length=1)
    own_names: tuple[str, ...] = ()
    act: str
    act_own: str | None = None
    done: str = "Done with {name}"
    done_many: str | None = None
    own_ladder: Ladder | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not (self.before or self.after):
            raise ValueError("a kind needs days, `before` or `after`")
        if (self.closed is None) != (self.last is None):
            raise ValueError("a last word needs its day in `closed` and its words in `last`")
        return self


@cache
def kinds() -> dict[Kind, KindOf]:
    """Every kind, as kinds.toml states it."""
    found = tomllib.loads(KINDS.read_text(encoding="utf-8"))
    return {Kind(name): KindOf.model_validate(one) for name, one in found.items()}


def first_told(kind: Kind, ladders: Mapping[str, tuple[int, ...]], since: dt.date, off: DayOff) -> dt.date | None:
    """The day on which what counts from a day is first told; None where a workspace wants no word of it.

    Who holds the thing is told by a ladder of their own, where its kind has one.
    """
    one, days = kinds()[kind], ladders.get(kind)
    if days == ():
        return None
    ladder = one.own_ladder.after if one.own_ladder else days or one.after
    return working_day(since + dt.timedelta(days=min(ladder)), off)
