"""One look at a ledger on a day: who acts, how things are called, which ladder holds."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from policy.context import Context
from policy.days import dated
from policy.deadlines.deadline import Rung, Shift, cut
from policy.ladders import Kind, Ladder, kinds
from policy.ledger import Ledger, Offer, Seat

__all__ = ["Look", "dated"]

_A_YEAR: Final = 366
_SILENT: Final = Ladder()


@dataclass(frozen=True)
class Look:
    """What every kind of deadline is worked out with."""

    ledger: Ledger
    ctx: Context
    administrators: tuple[str, ...]
    ladders: dict[str, tuple[int, ...]]
    who: dict[str, str]
    standing: tuple[Offer, ...]
    """The offers that were not ended, as they stand today."""
    _first: dict[str | None, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def at(cls, ledger: Ledger, ctx: Context) -> "Look":
        company = ledger.company
        there = (one for one in company.administrators(ctx.today) if _is_here(ledger, ctx, one))
        standing = tuple(one for one in ledger.offers.bought(ctx.today) if not one.ended)
        settings = company.settings(ctx.today)
        return cls(ledger, ctx, tuple(there), dict(settings.ladders), dict(settings.who), standing)

    @property
    def today(self) -> dt.date:
        return self.ctx.today

    def done(self, deadline: str) -> bool:
        return self.ledger.reminders.is_done(deadline)

    def by(self, entry: int) -> str | None:
        """Who recorded an entry."""
        found = self.ledger.entry(entry)
        return found.by if found else None

    def people(self, deadline: str, recorder: str | None) -> tuple[str, ...]:
        """Who acts: to whom it was handed, else whom the workspace chose for its kind, else the administrator who
        recorded it, else the first one.

        A deputy comes first for the time of an absence; the other administrators follow.
        """
        if recorder not in self._first:
            self._first[recorder] = self._in_order(recorder if recorder in self.administrators else None)
        chosen = self.ledger.reminders.handed_to(deadline) or self.who.get(deadline.partition(":")[0])
        if chosen is None or not _is_here(self.ledger, self.ctx, chosen):
            return self._first[recorder]
        return self._in_order(chosen)

    def _in_order(self, first: str | None) -> tuple[str, ...]:
        named = [*filter(None, [first]), *self.administrators]
        deputies = [self.ledger.company.deputy_of(one, self.today) for one in named[:1]]
        there = (one for one in deputies if one and _is_here(self.ledger, self.ctx, one))
        return tuple(dict.fromkeys([*there, *named]))

    def ladder(self, kind: Kind) -> Ladder:
        """The days on which a kind is told: as the workspace set them, else the kind's own."""
        own = kinds()[kind]
        if self.is_silent(kind):
            return _SILENT
        days = tuple(day for day in self.ladders.get(kind, ()) if 0 <= day <= _A_YEAR)
        if not days:
            return own
        return own.model_copy(update={"before" if own.before else "after": days, "daily": 0, "every": 0})

    def is_silent(self, kind: Kind) -> bool:
        """Whether the workspace wants no reminders of a kind; lists go on showing what falls due."""
        return self.ladders.get(kind) == ()

    def before(self, kind: Kind, last: dt.date) -> tuple[Rung, ...]:
        """The rungs of a window, with its last word where it has one."""
        ladder = self.ladder(kind)
        days = sorted(set(ladder.before), reverse=True)
        rungs = [
            Rung(str(left), last - dt.timedelta(days=left), Shift.NOWHERE if left == 0 else Shift.BEFORE)
            for left in days
        ]
        if ladder.closed is not None:
            rungs.append(Rung("closed", last + dt.timedelta(days=ladder.closed), Shift.AFTER, closing=True))
        return tuple(rungs)

    def after(self, kind: Kind, first: dt.date, ladder: Ladder | None = None) -> tuple[Rung, ...]:
        """The rungs from a day on: the day itself is +0."""
        days = [] if self.is_silent(kind) else sorted(set((ladder or self.ladder(kind)).after))
        return tuple(Rung(f"+{days}", first + dt.timedelta(days=days), Shift.AFTER) for days in days)

    def name(self, person: str) -> str:
        return cut(self.ctx.name(person))

    def offer(self, offer: Offer) -> str:
        """An offer's name; with its number where another is called the same."""
        name = cut(self.ctx.offer(offer))
        namesakes = [one for one in self.standing if cut(self.ctx.offer(one)) == name]
        return name if len(namesakes) < 2 else f"{name} ({offer.id.replace('-', ' ')})"

    def product(self, product: str) -> str:
        return cut(self.ctx.product(product))

    def seat(self, seat: Seat) -> str:
        return f"{self.product(seat.product)} seat {self.ledger.seats.number(seat.id)}"


def _is_here(ledger: Ledger, ctx: Context, person: str) -> bool:
    """Whether somebody was not erased, and has not left."""
    track = ledger.company.people.track(person)
    erased = track is not None and track.first(ctx.today) is not None and track.on(ctx.today) is None
    return not erased and person not in ctx.left
