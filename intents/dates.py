"""Days as people write them. Of the past unless told otherwise; a day that cannot be is a fault with its reason."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from policy.days import DayOrder


@dataclass(frozen=True, slots=True)
class Day:
    """A day found at words `start` to `end` (not included).

    `on` is None where the words name no day that exists; then `fault` says why. `days` is the distance
    a phrase such as "40 days ago" states. `year_said` is False where the year was worked out.
    """

    start: int
    end: int
    on: date | None
    fault: str | None = None
    year_said: bool = True


_MONTHS: Final = {
    name: number
    for number in range(1, 13)
    for name in {calendar.month_name[number].lower(), calendar.month_abbr[number].lower()}
} | {"sept": 9}
_WEEKDAYS: Final = {
    name: number
    for number in range(7)
    for name in {calendar.day_name[number].lower(), calendar.day_abbr[number].lower()}
} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_AMBIGUOUS: Final = frozenset({"may", "mar", "sun", "sat", "wed", "dec", "jan", "mon"})
"""Names of days and months that are also words or names: taken only beside a number or a date's word."""
_COUNTED: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_NUMBERS: Final = {word: number for number, word in enumerate(_COUNTED)} | {
    "a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100, "couple": 2,
}  # fmt: skip
_UNITS: Final = {
    "day": "day", "days": "day", "d": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week",
    "month": "month", "months": "month", "mth": "month", "mths": "month", "year": "year", "years": "year",
    "yr": "year", "yrs": "year", "fortnight": "fortnight",
}  # fmt: skip
_SIMPLE: Final = {
    "today": 0, "tonight": 0, "yesterday": -1, "yday": -1, "yest": -1, "yestarday": -1,
    "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomorow": 1,
}  # fmt: skip
_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_STRICT_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def number_of(word: str) -> int | None:
    """The number that a word is: "25", "two"; None where it is none."""
    if word.isdigit() and word.isascii() and len(word) <= 6:
        return int(word)
    return _NUMBERS.get(word)


def find_days(
    low: list[str], today: date, order: DayOrder = DayOrder.MONTH_FIRST, *, future: bool = False
) -> list[Day]:
    """Every day among the words `low` (lower case), left to right.

    `future` reads a day without a year or direction as one to come; otherwise it is of the past.
    """
    found: list[Day] = []
    at = 0
    while at < len(low):
        day = _Reader(low, today, order, future).at(at) if low[at] in _STARTS or low[at][0].isdigit() else None
        if day:
            found.append(day)
            at = day.end
        else:
            at += 1
    return found


class _Reader:
    def __init__(self, low: list[str], today: date, order: DayOrder, future: bool) -> None:
        self.low, self.today, self.order, self.future = low, today, order, future

    def word(self, at: int) -> str:
        return self.low[at] if at < len(self.low) else ""

    def at(self, start: int) -> Day | None:
        for way in (
            self._simple,
            self._period,
            self._distance,
            self._weekday,
            self._written,
            self._numeric,
            self._nth,
        ):
            if day := way(start):
                return day
        return None

    def _simple(self, start: int) -> Day | None:
        if self.word(start) == "day" and self.word(start + 1) in ("before", "after"):
            turn = {"yesterday": -2, "yday": -2, "tomorrow": 2}.get(self.word(start + 2))
            return self._relative(start, start + 3, turn) if turn else None
        offset = _SIMPLE.get(self.word(start))
        if offset is None:
            return None
        end = start + 1
        if self.word(end) in ("morning", "afternoon", "evening", "night"):
            end += 1
        return self._relative(start, end, offset)

    def _period(self, start: int) -> Day | None:
        """last week, end of last month, start of the year, next month, this month."""
        edge, at = "", start
        if self.word(at) in ("end", "start", "beginning", "middle") and self.word(at + 1) == "of":
            edge, at = self.word(at), at + 2
            if self.word(at) == "the":
                at += 1
        turn = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}.get(self.word(at))
        if turn is not None:
            at += 1
        unit = _UNITS.get(self.word(at))
        month = _MONTHS.get(self.word(at)) if edge or turn is not None else None
        if month:
            return self._edge_of_month(start, at + 1, month, edge or "start", turn)
        if unit not in ("week", "month", "year") or (turn is None and not edge):
            return None
        turn = turn or 0
        if unit == "week":
            if not edge:
                return self._relative(start, at + 1, 7 * turn) if turn else None
            monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=turn)
            return Day(start, at + 1, monday + timedelta(days={"end": 4, "middle": 2}.get(edge, 0)))
        if not edge:
            if turn == 0:
                return None
            moved = shift_months(self.today, turn * (12 if unit == "year" else 1))
            return Day(start, at + 1, moved)
        if unit == "year":
            year = self.today.year + turn
            return Day(start, at + 1, date(year, 12, 31) if edge == "end" else date(year, 1, 1))
        first = shift_months(self.today.replace(day=1), turn)
        return Day(start, at + 1, _edge(first, edge))

    def _edge_of_month(self, start: int, end: int, month: int, edge: str, turn: int | None) -> Day:
        year = self.today.year
        if turn == 1 or (self.future and turn is None):
            year += month < self.today.month
        else:
            year -= month > self.today.month or (turn == -1 and month == self.today.month)
        return Day(start, end, _edge(date(year, month, 1), edge), year_said=False)

    def _distance(self, start: int) -> Day | None:
        """40 days ago, two weeks ago, a month back, in 3 days."""
        at, ahead = start, False
        if self.word(at) == "in":
            ahead, at = True, at + 1
        amount = number_of(self.word(at))
        if amount is None:
            match = re.fullmatch(r"(\d+)(d|days?|wks?|weeks?|months?|yrs?)", self.word(at))
            if not match:
                return None
            amount, unit, at = int(match[1]), _UNITS.get(match[2]), at + 1
        else:
            at += 1
            if self.word(at) == "of" or (self.word(at) == "couple" and self.word(at - 1) == "a"):
                amount, at = (2, at + 1) if self.word(at) == "couple" else (amount, at + 1)
                if self.word(at) == "of":
                    at += 1
            if self.word(at) == "and" and self.word(at + 1) == "a" and self.word(at + 2) == "half":
                at += 3
            unit = _UNITS.get(self.word(at))
            at += 1
        if unit is None:
            return None
        if self.word(at) in ("ago", "back", "earlier", "agoo") and not ahead:
            return self._moved(start, at + 1, -amount, unit)
        if self.word(at) == "from" and self.word(at + 1) in ("now", "today"):
            return self._moved(start, at + 2, amount, unit)
        return self._moved(start, at, amount, unit) if ahead else None

    def _moved(self, start: int, end: int, amount: int, unit: str) -> Day:
        if abs(amount) > 4000:
            return Day(start, end, None, "that is too far away")
        if unit in ("month", "year"):
            return Day(start, end, shift_months(self.today, amount * (12 if unit == "year" else 1)))
        return self._relative(start, end, amount * {"day": 1, "week": 7, "fortnight": 14}[unit])

    def _weekday(self, start: int) -> Day | None:
        """monday, last friday, tuesday last week, this wed; with a date behind it the two must agree."""
        at = start
        turn = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}.get(self.word(at))
        if turn is not None:
            at += 1
        weekday = _WEEKDAYS.get(self.word(at))
        if weekday is None:
            return None
        name, at = self.word(at), at + 1
        if self.word(at) in (",", "the") and turn is None and self.word(at + 1)[:1].isdigit():
            at += 1
        if turn is None and (day := self._written(at) or self._numeric(at) or self._nth(at, bare=True)):
            return self._agreeing(start, weekday, day)
        if name in _AMBIGUOUS and turn is None and self.word(start - 1) not in ("on", "since", "from", "by", "until"):
            return None
        if self.word(at) in ("last", "this", "next") and _UNITS.get(self.word(at + 1)) == "week":
            weeks = {"last": -1, "this": 0, "next": 1}[self.word(at)]
            monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=weeks)
            return Day(start, at + 2, monday + timedelta(days=weekday))
        ahead = turn == 1 or (turn in (None, 0) and self.future)
        if ahead:
            return self._relative(start, at, (weekday - self.today.weekday() - 1) % 7 + 1)
        back = (self.today.weekday() - weekday) % 7
        if back == 0 and turn == -1:
            back = 7
        return self._relative(start, at, -back)

    def _agreeing(self, start: int, weekday: int, day: Day) -> Day:
        if day.on and day.on.weekday() != weekday:
            if not day.year_said:
                for year in (day.on.year, day.on.year - 1, day.on.year + 1):
                    if (
                        (other := _made(year, day.on.month, day.on.day))
                        and other.weekday() == weekday
                        and abs((other - self.today).days) < 200
                    ):
                        return Day(start, day.end, other, year_said=False)
            fault = f"{day.on.day} {day.on:%B %Y} is a {day.on:%A}, not a {calendar.day_name[weekday]}"
            return Day(start, day.end, None, fault)
        return Day(start, day.end, day.on, day.fault, day.year_said)

    def _written(self, start: int) -> Day | None:
        """3 October, Oct 3rd 2024, the 3rd of October, October the 3rd, 3-Oct-2024."""
        at = start + (self.word(start) == "the")
        if glued := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[-.]?([a-z]{3,9})(?:[-.](\d{4}|\d\d))?", self.word(at)):
            if month := _MONTHS.get(glued[2]):
                return self._dated(start, at + 1, int(glued[1]), month, glued[3])
        if match := _ORDINAL.fullmatch(self.word(at)):
            after = at + 1 + (self.word(at + 1) == "of")
            if month := _MONTHS.get(self.word(after).rstrip(".")):
                return self._dated(start, after + 1, int(match[1]), month)
        month = _MONTHS.get(self.word(at).rstrip("."))
        if month and (match := _ORDINAL.fullmatch(self.word(at + 1 + (self.word(at + 1) == "the")))):
            end = at + 2 + (self.word(at + 1) == "the")
            if _UNITS.get(self.word(end)) or self.word(end) in (
                "seats",
                "activations",
                "seat",
                "licences",
                "licenses",
            ):
                return None
            return self._dated(start, end, int(match[1]), month)
        return None

    def _dated(self, start: int, end: int, number: int, month: int, year: str | None = None) -> Day:
        if year is None:
            after = end + (self.word(end) in (",", "of"))
            if _YEAR.fullmatch(self.word(after)):
                year, end = self.word(after), after + 1
        if year is not None:
            full = int(year) + (2000 if len(year) == 2 else 0)
            return self._checked(start, end, full, month, number, said=True)
        return self._nearest(start, end, month, number)

    def _nearest(self, start: int, end: int, month: int, number: int) -> Day:
        this = _made(self.today.year, month, number)
        if this and ((this >= self.today) if self.future else (this <= self.today)):
            return Day(start, end, this, year_said=False)
        for step in range(1, 5):
            year = self.today.year + (step if self.future else -step)
            if other := _made(year, month, number):
                return Day(start, end, other, year_said=False)
        return self._checked(start, end, self.today.year, month, number, said=False)

    def _checked(self, start: int, end: int, year: int, month: int, number: int, *, said: bool) -> Day:
        day = _made(year, month, number)
        if day:
            return Day(start, end, day, year_said=said)
        if not 1 <= month <= 12:
            return Day(start, end, None, f"there is no month {month}")
        last = calendar.monthrange(year if said else 2024, month)[1]
        return Day(start, end, None, f"{calendar.month_name[month]}{f' {year}' if said else ''} has {last} days")

    def _numeric(self, start: int) -> Day | None:
        """2024-10-03, 10/3, 3.10.2024."""
        word = self.word(start)
        if iso := _ISO.fullmatch(word):
            return self._checked(start, start + 1, int(iso[1]), int(iso[2]), int(iso[3]), said=True)
        match = _NUMERIC.fullmatch(word)
        if not match or (match[2] != "/" and match[4] is None):
            return None
        first, second = int(match[1]), int(match[3])
        month, number = (first, second) if self.order is DayOrder.MONTH_FIRST and match[2] != "." else (second, first)
        if month > 12 >= number:
            month, number = number, month
        if not (1 <= month <= 12 and 1 <= number <= 31):
            return Day(start, start + 1, None, f"{word} is no day")
        if match[4]:
            return self._dated(start, start + 1, number, month, match[4])
        return self._dated(start, start + 1, number, month)

    def _nth(self, start: int, *, bare: bool = False) -> Day | None:
        """on the 5th: the last 5th that was, or the next one to come."""
        at = start + (self.word(start) == "the")
        match = _STRICT_ORDINAL.fullmatch(self.word(at))
        if not match or not (bare or at > start or self.word(start - 1) in ("on", "since", "from", "by", "until")):
            return None
        number, end = int(match[1]), at + 1
        if self.word(end) == "of" and self.word(end + 1) in ("this", "last", "next") and self.word(end + 2) == "month":
            turn = {"last": -1, "this": 0, "next": 1}[self.word(end + 1)]
            first = shift_months(self.today.replace(day=1), turn)
            return self._checked(start, end + 3, first.year, first.month, number, said=True)
        if self.word(end) in ("key", "token", "seat", "time", "machine", "activation"):
            return None
        first = self.today.replace(day=1)
        for _ in range(4):
            day = _made(first.year, first.month, number)
            if day and ((day >= self.today) if self.future else (day <= self.today)):
                return Day(start, end, day, year_said=False)
            first = shift_months(first, 1 if self.future else -1)
        return Day(start, end, None, f"no month has {number} days")

    def _relative(self, start: int, end: int, days: int) -> Day:
        return Day(start, end, self.today + timedelta(days=days))


def shift_months(day: date, months: int) -> date:
    """`day` moved by whole months; the last of a short month where that day does not exist."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _edge(first: date, edge: str) -> date:
    if edge == "end":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first.replace(day=15) if edge == "middle" else first


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


_LEADS: Final = "the last past previous this next coming end start beginning middle in day"
_STARTS: Final = frozenset({*_MONTHS, *_WEEKDAYS, *_SIMPLE, *_NUMBERS, *_LEADS.split()})
