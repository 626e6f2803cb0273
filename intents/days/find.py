"""Days as people write them. Of the past unless told otherwise; a day that cannot be is a fault with its reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from intents.days.day import Day
from intents.days.forms import Forms
from intents.days.words import STARTS, UNITS
from intents.lexicon import load
from policy.days import DayOrder

_LEADS: Final = {word: way for way, words in load("dates")["leads"].items() for word in words}
_UP_TO: Final = frozenset({"to", "until", "till", "through", "til"})
_BEFORE_NOUNS: Final = frozenset({"the", "a", "an", "in"})
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
    end = 0
    for at, word in enumerate(low):
        if at < end or not (_goes_on(low, at) if word in STARTS else _has_digit(word)):
            continue
        day = (ahead if future else back).at(at)
        if day is None:
            continue
        if day.worked_out and not future:
            day = _turned(day, ahead.at(at), today, _lead(low, at), planned=at < len(planned) and planned[at])
        elif future and day.worked_out:
            day = replace(day, ahead=True)
        if found and day.worked_out and _lead(low, at) in _UP_TO:
            day = _behind(found[-1], day, Forms(low, found[-1].on or today, order, ahead=True).at(at))
        found.append(day)
        end = day.end
    return found


def _behind(first: Day, last: Day, later: Day | None) -> Day:
    """The last day of "from monday to friday", which is never before the first."""
    if later and first.on and last.on and last.on < first.on:
        return replace(later, ahead=last.ahead, other=last.on)
    return last


def _goes_on(low: Sequence[str], at: int) -> bool:
    """Whether a day can go on behind its first word; most nouns stand behind an article or "in", and no day does."""
    if low[at] not in _BEFORE_NOUNS:
        return True
    following = low[at + 1] if at + 1 < len(low) else ""
    return following in STARTS or following in UNITS or _has_digit(following)


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(map(str.isdigit, word))


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
