"""The time at the desk in the terminal, which can be moved to see what falls due on another day."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.reply import within_reach
from intents.days.day import shift_months
from intents.days.find import find_days
from intents.words import clean, split
from policy.days import DayOrder, in_words

WORD: Final = "/clock"
HINT: Final = "`/clock tomorrow`, `/clock +7`, `/clock -2w`, `/clock 3 Oct` or `/clock 2026-03-01`"
_BACK_TO_NOW: Final = frozenset({"now", "reset", "off", "back", "real"})
_SPAN: Final = re.compile(
    r"([+-]?)\s*(\d{1,5})\s*(h|hours?|hrs?|d|days?|w|weeks?|wks?|m|months?|y|years?)?(\s+ago)?", re.IGNORECASE
)
_HOURS: Final = {"h": 1, "d": 24, "w": 7 * 24}
_MORNING: Final = time(9)


class Clock:
    """The time at the desk, which can be moved."""

    def __init__(self, begin: datetime | None = None) -> None:
        started = datetime.now().astimezone()
        self._began = self._ahead = (begin or started) - started
        self._zone = (begin or started).tzinfo

    @property
    def now(self) -> datetime:
        return (datetime.now(UTC) + self._ahead).astimezone(self._zone)

    def move(self, words: str, order: DayOrder = DayOrder.MONTH_FIRST) -> None:
        """Moves by "+7" (days), "-2w", "+6h", "+3 months", to nine in the morning of a day such as "3 Oct" (the next
        one), or back to where it began with "now". Raises ValueError, its text for a person, for other words."""
        words = words.strip().lower()
        if words in _BACK_TO_NOW:
            self._ahead = self._began
            return
        now = self.now
        span = _SPAN.fullmatch(words)
        step = _span(span, now) if span and (span[1] or span[3]) else self._to(words, order) - now
        try:
            within_reach(now + step)
        except (ValueError, OverflowError):
            raise ValueError("That is too far away for my calendar.") from None
        self._ahead += step

    def _to(self, words: str, order: DayOrder) -> datetime:
        """Nine in the morning of the day that is meant."""
        low = split(clean(words)).low
        found = find_days(low, self.now.date(), order, future=True)
        day = found[0] if len(found) == 1 else None
        if day and day.fault:
            raise ValueError(f"{day.fault[0].upper()}{day.fault[1:]}.")
        known = {word for one in found for word in low[one.start : one.end]} | {"on", "to", "at", "the"}
        if day is None or day.on is None or any(word not in known for word in low):
            raise ValueError(f"I can't take “{words}” for a day.")
        return datetime.combine(day.on, _MORNING, self._zone)


def _span(span: re.Match[str], now: datetime) -> timedelta:
    """How far "+7", "-2w", "3 months" or "2 days ago" reaches from now."""
    unit = (span[3] or "d")[0]
    sign = -1 if span[1] == "-" or span[4] else 1
    number = sign * int(span[2])
    if unit in _HOURS:
        return timedelta(hours=number * _HOURS[unit])
    return datetime.combine(shift_months(now.date(), number * (12 if unit == "y" else 1)), now.timetz()) - now


def told(moment: datetime) -> str:
    """A moment as it is said: "Tuesday, 24 Nov 2026, 09:00"."""
    return f"{moment:%A}, {in_words(moment.date())}, {moment:%H:%M}"
