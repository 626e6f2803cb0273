"""Days as spreadsheets write them, in the three orders of the world: 2026-06-01, 6/1/2026, 1.6.2026."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from policy.days import DayOrder

_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_NUMBERS: Final = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,T].*)?")
_NAMED: Final = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%d %b %y", "%b %d %y")
_EARLIEST: Final = dt.date(1990, 1, 1)


class UnclearDayError(ValueError):
    """A cell that is no day, or could be two; its text says which."""


def order_of(cells: Iterable[str]) -> tuple[DayOrder | None, bool]:
    """The order that the cells of a file prove, and whether they prove both.

    A number above 12 proves one; so do dots, which nobody writes month first.
    """
    proved: set[DayOrder] = set()
    for cell in cells:
        if match := _NUMBERS.fullmatch(cell.strip()):
            first, second = int(match[1]), int(match[3])
            if first > 12 or match[2] == ".":
                proved.add(DayOrder.DAY_FIRST)
            elif second > 12:
                proved.add(DayOrder.MONTH_FIRST)
    return (proved.pop(), False) if len(proved) == 1 else (None, bool(proved))


def is_open(cell: str) -> bool:
    """Whether a cell could be two days, by itself."""
    match = _NUMBERS.fullmatch(cell.strip())
    return match is not None and match[2] != "." and max(int(match[1]), int(match[3])) <= 12 and match[1] != match[3]


def read_day(cell: str, order: DayOrder | None) -> dt.date:
    """The day of a cell; `order` None means that the file has both. Raises UnclearDayError."""
    text = cell.strip()
    try:
        if match := _YEAR_FIRST.fullmatch(text):
            return _within(text, dt.date(int(match[1]), int(match[2]), int(match[3])))
        if match := _NUMBERS.fullmatch(text):
            return _within(text, _from_numbers(text, match, order))
        return _within(text, _named(text))
    except UnclearDayError:
        raise
    except ValueError as error:
        raise UnclearDayError(f"“{text}” is no day; write it as 2026-06-01") from error


def _from_numbers(text: str, match: re.Match[str], order: DayOrder | None) -> dt.date:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if match[2] == "." or first > 12:
        order = DayOrder.DAY_FIRST
    elif second > 12:
        order = DayOrder.MONTH_FIRST
    if order is None and first != second:
        raise UnclearDayError(f"“{text}” could be two days, and the file has days in both orders; write 2026-06-01")
    day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
    return dt.date(year, month, day)


def _named(text: str) -> dt.date:
    words = " ".join(re.sub(r"[,./-]", " ", text).split()[:3])
    for form in _NAMED:
        try:
            return dt.datetime.strptime(words, form).date()
        except ValueError:
            continue
    raise UnclearDayError(f"“{text}” is no day; write it as 2026-06-01")


def _within(text: str, day: dt.date) -> dt.date:
    if day < _EARLIEST:
        raise UnclearDayError(f"“{text}” is before {_EARLIEST.year}")
    return day
