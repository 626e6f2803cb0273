"""Days as people write them."""

from datetime import date
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo


class DayOrder(StrEnum):
    """How 10/3 is read: 3 October, or 10 March."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


def in_words(day: date) -> str:
    """A day as people write it: 5 Feb 2026."""
    return f"{day.day} {day:%b %Y}"


@cache
def is_zone(name: str) -> bool:
    """Whether a time zone has this name, such as Europe/Berlin."""
    try:
        return bool(ZoneInfo(name).key)
    except (ValueError, OSError, LookupError):
        return False
