"""Days as people write them."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

DayOff = Callable[[date], bool]
"""Whether nobody is reminded on a day."""

_DAY: Final = timedelta(days=1)
_LONGEST_LEAVE: Final = 16
"""Days off in a row that are stepped over; a calendar that is all holidays is not believed."""


class DayOrder(StrEnum):
    """How 10/3 is read: 3 October, or 10 March."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


def in_words(day: date) -> str:
    """A day as people write it: 5 Feb 2026."""
    return f"{day.day} {day:%b %Y}"


def dated(day: date) -> str:
    """A day with its weekday: Thu 5 Feb 2026."""
    return f"{day:%a} {in_words(day)}"


def weekend(day: date) -> bool:
    """The days off where no country is set: Saturday and Sunday."""
    return day.weekday() >= 5


def working_day(day: date, off: DayOff, step: timedelta = _DAY) -> date:
    """The day itself, or the nearest that is no day off: on from it, or back with a `step` of minus one day."""
    found = day
    for _ in range(_LONGEST_LEAVE):
        if not off(found):
            return found
        found += step
    return day


def next_month(day: date) -> date:
    """The first day of the month after that of a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return next_month(day) - _DAY


@cache
def is_zone(name: str) -> bool:
    """Whether a time zone has this name, such as Europe/Berlin."""
    try:
        return bool(ZoneInfo(name).key)
    except (ValueError, OSError, LookupError):
        return False
