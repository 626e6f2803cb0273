"""Days as people write them. Of the past unless told otherwise; a day that cannot be is a fault with its reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from intents.day_forms import STARTS, UNITS, Day, Forms, shift_months
from intents.lexicon import load
from intents.numbers import number_of
from policy.days import DayOrder

__all__ = ["Day", "find_days", "number_of", "shift_months"]

_LEADS: Final = {word: way for way, words in load("dates")["leads"].items() for word in words}
_UP_TO: Final = frozenset({"to", "until", "till", "through", "til"})
_MOST_OF_A_YEAR: Final = 300


def find_days(
    low: Sequence[str],
    today: date,
    order: DayOrder = DayOrder.MONTH_FIRST,
    *,
    future: bool = False,
    planned: Sequence[bool] = (),
) -> list[Day]:
    """Every day among the words `low` (lower case), left to right.

    `future` reads a day without a year or direction as one to come; `planned` tells for each word whether
    it stands in a plan or an order: there "on friday" is the coming Friday. Otherwise a day is of the past,
    but behind "by" or "until" it is to come, and behind "from" or "effective" it is the nearest.
    """
    found: list[Day] = []
    back, ahead = Forms(low, today, order, ahead=False), Forms(low, today, order, ahead=True)
    at = 0
    while at < len(low):
        word = low[at]
        if (word not in STARTS or _begins_nothing(low, at)) and not word[0].isdigit() and not _has_digit(word):
            at += 1
            continue
        day = (ahead if future else back).at(at)
        if day is None:
            at += 1
            continue
        if day.worked_out and not future:
            day = _turned(day, ahead.at(at), today, _lead(low, at), planned=at < len(planned) and planned[at])
        elif future and day.worked_out:
            day = replace(day, ahead=True)
        if found and day.worked_out and _lead(low, at) in _UP_TO:
            day = _behind(found[-1], day, Forms(low, found[-1].on or today, order, ahead=True).at(at))
        found.append(day)
        at = day.end
    return found


def _behind(first: Day, last: Day, later: Day | None) -> Day:
    """The last day of "from monday to friday", which is never before the first."""
    if later and first.on and last.on and last.on < first.on:
        return replace(later, ahead=last.ahead, other=last.on)
    return last


def _begins_nothing(low: Sequence[str], at: int) -> bool:
    """Whether an article or "in" has nothing behind it that a day could go on with; it is before most nouns."""
    if low[at] not in ("the", "a", "an", "in"):
        return False
    following = low[at + 1] if at + 1 < len(low) else ""
    return following not in STARTS and following not in UNITS and not _has_digit(following or "x")


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(c.isdigit() for c in word)


def _lead(low: Sequence[str], at: int) -> str:
    before = at - 1
    while before >= 0 and low[before] in ("the", "of", ","):
        before -= 1
    return low[before] if before >= 0 else ""


def _turned(past: Day, coming: Day | None, today: date, lead: str, *, planned: bool) -> Day:
    """The one of two readings of the same words that is meant."""
    if coming is None or coming.on is None or past.on is None:
        return past
    wait, gone = (coming.on - today).days, (today - past.on).days
    way = _LEADS.get(lead, "")
    ordered = planned and way not in ("back", "backdated") and wait < _MOST_OF_A_YEAR
    nearer = way in ("nearest", "backdated") and wait < gone
    if way == "ahead" or ordered or nearer:
        return replace(coming, ahead=True, other=past.on)
    return replace(past, other=coming.on)
