"""The days that words about the past cover: "last week", "in October", "since Monday", "this month"."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from intents.days.words import UNITS, is_month
from intents.marks import Kind, Tag
from policy.days import month_end

Period = tuple[date, date]
"""The first and the last day."""

_BACK: Final = frozenset({"last", "past", "previous"})


def period_of(low: Sequence[str], tags: Sequence[Tag], today: date) -> Period | None:
    """The first and the last day of what a question is about; None where it says none."""
    tag = next((one for one in tags if one.kind is Kind.DATE and one.day and one.day.on), None)
    if tag is None or tag.day is None or tag.day.on is None:
        unit = next((UNITS.get(low[at + 1]) for at in range(len(low) - 1) if low[at] == "this"), None)
        return (_start_of(unit, today), today) if unit in ("week", "month", "year") else None
    said, on = low[tag.start : tag.end], tag.day.on
    if tag.start and low[tag.start - 1] == "since":
        return on, today
    unit = UNITS.get(said[-1])
    if said[0] in _BACK and len(said) == 2 and unit in ("week", "month", "year"):
        last = _start_of(unit, today) - timedelta(days=1)
        return _start_of(unit, last), last
    if tag.day.fault and (is_month(said[0]) or is_month(said[-1])):
        return on, month_end(on)
    if tag.day.fault and len(said) == 1 and said[0] == str(on.year):
        return on, on.replace(month=12, day=31)
    return on, on


def _start_of(unit: str, day: date) -> date:
    """The first day of the week (a Monday), month or year that a day is in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)
