"""One look at a ledger on a day: who acts, how things are called, which ladder holds."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from policy.context import Context, in_words
from policy.deadlines.deadline import Rung, Shift, cut
from policy.deadlines.kinds import Kind, Ladder, kinds
from policy.ledger import Ledger, Offer, Seat

_A_YEAR: Final = 366


@dataclass(frozen=True)
class Look:
    """What every kind of deadline is worked out with."""

    ledger: Ledger
    ctx: Context
    administrators: tuple[str, ...]
    ladders: dict[str, tuple[int, ...]]
    standing: tuple[Offer, ...]
    """The offers that were not ended, as they stand today."""
    _first: dict[str | None, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def at(cls, ledger: Ledger, ctx: Context) -> "Look":
        company = ledger.company
        there = (one for one in company.administrators(ctx.today) if not _erased(ledger, one, ctx.today))
        standing = tuple(one for one in ledger.offers.bought(ctx.today) if not one.ended)
        return cls(ledger, ctx, tuple(there), dict(company.settings(ctx.today).ladders), standing)

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
        """Who acts: to whom it was handed, else the administrator who recorded it, else the first one.

        A deputy comes first for the time of an absence; the other administrators follow.
        """
        if recorder not in self._first:
            self._first[recorder] = self._in_order(recorder if recorder in self.administrators else None)
        handed = self.ledger.reminders.handed_to(deadline)
        if handed is None or _erased(self.ledger, handed, self.today):
            return self._first[recorder]
        return self._in_order(handed)

    def _in_order(self, first: str | None) -> tuple[str, ...]:
        named = [*filter(None, [first]), *self.administrators]
        deputies = [self.ledger.company.deputy_of(one, self.today) for one in named[:1]]
        return tuple(dict.fromkeys([*filter(None, deputies), *named]))

    def ladder(self, kind: Kind) -> Ladder:
        """The days on which a kind is told: as the workspace set them, else the kind's own."""
        own = kinds()[kind]
        days = tuple(day for day in self.ladders.get(kind, ()) if 0 <= day <= _A_YEAR)
        if not days:
            return own
        return own.model_copy(update={"before": days} if own.before else {"after": days})

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
        days = sorted(set((ladder or self.ladder(kind)).after))
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


def _erased(ledger: Ledger, person: str, day: dt.date) -> bool:
    track = ledger.company.people.track(person)
    return track is not None and track.first(day) is not None and track.on(day) is None


def dated(day: dt.date) -> str:
    """A day with its weekday: Thu 5 Feb 2026."""
    return f"{day:%a} {in_words(day)}"
