"""What goes to a channel: a week's summary without anybody's name, and the head of the record."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policy.context import Context, count
from policy.days import dated, working_day
from policy.deadlines import Deadline, deadlines
from policy.ladders import Kind
from policy.ledger import Ledger, Settings, has_clock

AHEAD: Final = dt.timedelta(weeks=4)
_WEEK: Final = dt.timedelta(weeks=1)
_DAY: Final = dt.timedelta(days=1)
_WEEKLY: Final = "weekly"
_HEAD: Final = "head"
_OF_OFFERS: Final = frozenset({Kind.REFUND, Kind.SWAP, Kind.RENEWAL, Kind.RIGHTS_END})
"""Kinds whose titles name an offer and nobody."""

_COUNTED: Final = {
    Kind.REPLACEMENT: ("token whose replacement can still be asked for", "tokens whose replacements can be asked for"),
    Kind.SEAT_MOVE: ("seat that can go to who waits", "seats that can go to who waits"),
    Kind.FETCH: ("offer whose new tokens are to be fetched", "offers whose new tokens are to be fetched"),
    Kind.ENTRY: ("token to be entered for the new year", "tokens to be entered for the new year"),
    Kind.UNUSED: ("token not entered yet", "tokens not entered yet"),
    Kind.SEAT_ACTIVATION: ("seat not activated yet", "seats not activated yet"),
    Kind.ACTIVATIONS: ("key running low", "keys running low"),
    Kind.CREDIT: ("month's Azure credit to be used", "months' Azure credits to be used"),
    Kind.REQUEST: ("request without an answer", "requests without an answer"),
    Kind.LEAVER: ("person who left and still holds a seat", "people who left and still hold a seat"),
}
"""What else is told as a count: a channel is for all to read."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message for a channel, once for its name and day."""

    channel: str
    text: str
    name: str
    day: dt.date

    @property
    def key(self) -> str:
        return f"{self.name}:{self.day.isoformat()}"


def week_of(day: dt.date) -> dt.date:
    """The Monday of a day's week."""
    return day - day.weekday() * _DAY


def weekly(ledger: Ledger, ctx: Context, posted: str | None) -> Post | None:
    """The summary of this week: from its first working day on, and only where a channel was set before that day.

    `posted` is the day of the last one, as it was noted.
    """
    monday = week_of(ctx.today)
    first = working_day(monday, ctx.off)
    channel = ledger.company.settings(ctx.today).weekly_channel
    if channel is None or posted == monday.isoformat() or not first <= ctx.today or ctx.off(ctx.today):
        return None
    if ledger.company.settings(first - _DAY).weekly_channel is None:
        return None
    return Post(channel, "\n".join(_summary(ledger, ctx)), _WEEKLY, monday)


def head(ledger: Ledger, ctx: Context, anchor: str, posted: str | None) -> Post | None:
    """The head of the record, once a day: who keeps it outside can prove what was recorded until then."""
    channel = ledger.company.settings(ctx.today).head_channel
    if channel is None or posted == ctx.today.isoformat():
        return None
    text = (
        f"**Head of the record, {dated(ctx.today)}:** `{anchor}`\n"
        "_It proves what was recorded until now: `mpn verify --anchor` compares with it._"
    )
    return Post(channel, text, _HEAD, ctx.today)


def next_post_day(ledger: Ledger, ctx: Context, posted: dict[str, str | None]) -> dt.date | None:
    """The day of the workspace before which nothing is to be posted; None where nothing will."""
    settings = ledger.company.settings(ctx.today)
    days = []
    if settings.head_channel:
        days.append(ctx.today + _DAY if posted[_HEAD] == ctx.today.isoformat() else ctx.today)
    if settings.weekly_channel:
        monday = week_of(ctx.today)
        first = working_day(monday, ctx.off)
        over = posted[_WEEKLY] == monday.isoformat() or ledger.company.settings(first - _DAY).weekly_channel is None
        days.append(working_day(monday + _WEEK, ctx.off) if over and first <= ctx.today else max(first, ctx.today))
    return min(days, default=None)


NAMES: Final = (_WEEKLY, _HEAD)
"""The kinds of post."""


def is_waking(settings: Settings, clock: dt.time) -> bool:
    """Whether it is between the morning and the evening of a workspace."""
    morning, evening = dt.time.fromisoformat(settings.morning), dt.time.fromisoformat(settings.evening)
    return clock >= morning and (clock < evening or morning >= evening)


def _summary(ledger: Ledger, ctx: Context) -> Iterator[str]:
    yield f"**Partner benefits, week of {dated(week_of(ctx.today))}**"
    found = [one for one in deadlines(ledger, ctx) if _is_near(one, ctx.today)]
    named = [one for one in found if one.kind in _OF_OFFERS and one.day]
    for one in named:
        yield f"• {dated(one.day) if one.day else ''}: {one.title}"
    counts = Counter(one.kind for one in found if one.kind in _COUNTED)
    for kind, number in counts.items():
        yield f"• {count(number, *_COUNTED[kind])}"
    if not named and not counts:
        yield "• Nothing falls due in the next four weeks."
    yield from _seats(ledger, ctx)


def _is_near(one: Deadline, today: dt.date) -> bool:
    """Whether it falls due in the next four weeks, or waits without a day; what is over is not told."""
    return one.day is None or (today <= one.day <= today + AHEAD) or (one.possible and one.day < today)


def _seats(ledger: Ledger, ctx: Context) -> Iterator[str]:
    for offer in ledger.offers.in_force(ctx.today):
        for grant in ledger.offers.grants_of(offer.id, ctx.today):
            if has_clock(grant.product):
                free = max(0, grant.quantity - ledger.seats.occupied(offer.id, grant.product, ctx.today))
                yield f"• {ctx.product(grant.product)}: {free:,} of {count(grant.quantity, 'seat')} free"
