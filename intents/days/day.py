"""A day that was found among words, and moving along the calendar."""

import calendar
from dataclasses import dataclass
from datetime import date

from policy.days import month_end


@dataclass(frozen=True, slots=True)
class Day:
    """A day found at words `start` to `end` (not included).

    `fault` says, as words that can stand behind "Which day?", why the words name no one day: then `on` is
    None, or the first day of what they name ("in January"). `year_said` is False where the year was worked
    out; `worked_out` is True where the year, the month or the week was: then `ahead` tells that it was
    read as a day to come, and `other` is what the same words are when read the other way. `swapped` is the
    day of the same figures in the other order, 3 February for 2 March in "03/02/2026".
    """

    start: int
    end: int
    on: date | None
    fault: str | None = None
    year_said: bool = True
    worked_out: bool = False
    ahead: bool = False
    other: date | None = None
    swapped: date | None = None


def shift_months(day: date, months: int) -> date:
    """`day` moved by whole months; the last of a short month where that day does not exist."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def edge_of_month(first: date, edge: str) -> date:
    """The last day of a month ("end"), its 15th ("middle"), or the first, which is given."""
    if edge == "end":
        return month_end(first)
    return first.replace(day=15) if edge == "middle" else first


def day_of(year: int, month: int, number: int) -> date | None:
    """The day of a month, None where the month has no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None
