"""The forms in which people write a day, one function a form."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from intents.lexicon import load
from intents.numbers import NUMBER_STARTS, number_at
from policy.days import DayOrder


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


_FILE: Final = load("dates")
_WORDS: Final = {key: frozenset(words) for key, words in _FILE["words"].items()}
UNITS: Final = {word: unit for unit, words in _FILE["units"].items() for word in words}
_SIMPLE: Final = {word: int(offset) for offset, words in _FILE["simple"].items() for word in words}
_MONTHS: Final = {
    name: number
    for number in range(1, 13)
    for name in (
        calendar.month_name[number].lower(),
        calendar.month_abbr[number].lower(),
        *_FILE["months"].get(str(number), ()),
    )
}


def is_month(word: str) -> bool:
    """Whether a word names a month, short or long."""
    return word in _MONTHS


_WEEKDAYS: Final = {
    name: number
    for number in range(7)
    for name in (
        calendar.day_name[number].lower(),
        calendar.day_abbr[number].lower(),
        *_FILE["weekdays"].get(str(number), ()),
    )
}
_TURNS: Final = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}
_EDGES: Final = {"end": "end", "start": "start", "beginning": "start", "middle": "middle"}
_ROUGHLY: Final = frozenset({"early", "mid", "late"})
_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_STRICT_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_ISO: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_MONTH_OF_YEAR: Final = re.compile(r"(\d{1,2})[/.](\d{4})|(\d{4})[-/](\d{1,2})")
_NUMERIC: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_NO_YEAR: Final = re.compile(r"\d{1,2}/\d{1,2}/(?:\d|\d{3}|\d{5,})")
_GLUED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-./]?([a-z]{3,9})(?:[-./](\d{4}|\d\d))?")
_TURNED: Final = re.compile(r"([a-z]{3,9})[-./]?(\d{1,2})(?:st|nd|rd|th)?")
_NO_COUNT: Final = re.compile(r"-\d+|\d+[.,]\d+|\d{7,}|\d+e\d+")
"""A number that counts no days: "-3 days ago", "5.5 days ago"."""
_SPAN: Final = re.compile(r"(\d+)(d|days?|wks?|weeks?|months?|yrs?)")
_YEAR: Final = re.compile(r"\d{4}")
_PLAIN_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SHORT_YEAR: Final = re.compile(r"'?(2[0-9]|1[5-9])")
_YEARS: Final = range(1990, 2100)
_FARTHEST: Final = 4_000
STARTS: Final = frozenset(
    {*_MONTHS, *_WEEKDAYS, *_SIMPLE, *_TURNS, *_EDGES, *_ROUGHLY, *NUMBER_STARTS, "the", "in", "day", "a", "few"}
)
"""The words that a day can begin with, where it does not begin with a digit."""


class Forms:
    """Reads the day that begins at a word. `ahead`: a day without a year or direction is one to come."""

    def __init__(self, low: Sequence[str], today: date, order: DayOrder, ahead: bool) -> None:
        self.low, self.today, self.order, self.ahead = low, today, order, ahead

    def word(self, at: int) -> str:
        return self.low[at] if 0 <= at < len(self.low) else ""

    def at(self, start: int) -> Day | None:
        """The day whose words begin at `start`, or None."""
        for form in _FORMS_BY_START.get(self.low[start], _FORMS_WITH_DIGITS):
            if day := form(self, start):
                return day
        return None

    def _simple(self, start: int) -> Day | None:
        """today, yesterday morning, this morning, last night, the day before yesterday."""
        if self.word(start) == "day" and self.word(start + 1) in ("before", "after"):
            turn = {-1: -2, 1: 2}.get(_SIMPLE.get(self.word(start + 2), 0))
            return self._relative(start, start + 3, turn) if turn else None
        if self.word(start + 1) in _WORDS["parts_of_day"] and self.word(start) in ("this", "last"):
            return self._relative(start, start + 2, 0 if self.word(start) == "this" else -1)
        offset = _SIMPLE.get(self.word(start))
        if offset is None:
            return None
        return self._relative(start, start + 1 + (self.word(start + 1) in _WORDS["parts_of_day"]), offset)

    def _period(self, start: int) -> Day | None:
        """last week, end of last month, start of the year, next month, last October, mid January."""
        edge, at = _EDGES.get(self.word(start), ""), start
        if edge and self.word(at + 1) == "of":
            at += 2 + (self.word(at + 2) == "the")
        elif edge:
            return None
        roughly = self.word(at) in _ROUGHLY
        at += roughly
        turn = _TURNS.get(self.word(at))
        at += turn is not None
        if month := _MONTHS.get(self.word(at)) if edge or roughly or turn is not None else None:
            return self._of_month(start, at + 1, month, edge, turn)
        unit = UNITS.get(self.word(at))
        if unit not in ("week", "month", "year") or (turn is None and not edge) or roughly:
            return None
        return self._of_unit(start, at + 1, unit, edge, turn or 0)

    def _of_unit(self, start: int, end: int, unit: str, edge: str, turn: int) -> Day | None:
        if not edge and turn == 0:
            return None
        if unit == "week":
            if not edge:
                return self._relative(start, end, 7 * turn)
            monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=turn)
            return Day(start, end, monday + timedelta(days={"end": 4, "middle": 2}.get(edge, 0)))
        if not edge:
            about = shift_months(self.today, turn * (12 if unit == "year" else 1))
            return Day(start, end, about, f"{' '.join(self.low[start:end])} has many days")
        if unit == "year":
            year = self.today.year + turn
            return Day(start, end, date(year, 12, 31) if edge == "end" else date(year, 1, 1))
        return Day(start, end, _edge(shift_months(self.today.replace(day=1), turn), edge))

    def _of_month(self, start: int, end: int, month: int, edge: str, turn: int | None, year: int | None = None) -> Day:
        if year is not None:
            first, said = date(year, month, 1), True
        elif _PLAIN_YEAR.fullmatch(self.word(end)):
            first, end, said = date(int(self.word(end)), month, 1), end + 1, True
        else:
            year, said = self.today.year, False
            if turn == 1 or (self.ahead and turn is None):
                year += month < self.today.month
            else:
                year -= month > self.today.month or (turn == -1 and month == self.today.month)
            first = date(year, month, 1)
        worked_out = not said and turn is None
        if edge:
            return Day(start, end, _edge(first, edge), year_said=said, worked_out=worked_out)
        return Day(start, end, first, f"{first:%B %Y} has {_last(first)} days", year_said=said, worked_out=worked_out)

    def _month(self, start: int) -> Day | None:
        """in January, in March 2024, in 2019: no one day."""
        name = self.word(start)
        before = self.word(start - 1)
        if _YEAR.fullmatch(name):
            if before != "in" or self.word(start + 1) not in ("", ".", ",", "?", "!", "\n", ";"):
                return None
            if int(name) not in _YEARS:
                return Day(start, start + 1, None, f"the year {name} is too far away")
            return Day(start, start + 1, date(int(name), 1, 1), f"{name} has many days")
        month = _MONTHS.get(name)
        named = bool(_PLAIN_YEAR.fullmatch(self.word(start + 1)))
        if month is None or not (named or before in _WORDS["month_leads"]):
            return None
        if name in _WORDS["ambiguous"] and not named and before != "in":
            return None
        return self._of_month(start, start + 1, month, "", None)

    def _distance(self, start: int) -> Day | None:
        """40 days ago, two weeks ago, a month back, in 3 days, a couple of weeks ago."""
        ahead = self.word(start) == "in"
        at = start + ahead
        word = self.word(at)
        few = (word == "a" and self.word(at + 1) in _WORDS["few"]) or word in _WORDS["few"]
        if few:
            amount, at = 3, at + 1 + (word == "a")
        elif match := _SPAN.fullmatch(word):
            return self._moved(start, at + 1, int(match[1]), UNITS[match[2]], ahead=ahead)
        elif _NO_COUNT.fullmatch(word):
            amount, at = -1, at + 1
        elif word and (number := number_at(self.low, at)):
            amount, at = number.value, number.end
            if word == "a" and self.word(at) in ("couple", "pair"):
                amount, at = 2, at + 1
            at += self.word(at) == "of"
            if self.word(at) == "and" and self.word(at + 1) == "a" and self.word(at + 2) == "half":
                at += 3
        else:
            return None
        unit = UNITS.get(self.word(at))
        if unit is None:
            return None
        day = self._moved(start, at + 1, amount, unit, ahead=ahead)
        return replace(day, fault=f"{self._said(day)} is no count of days") if few and day else day

    def _moved(self, start: int, end: int, amount: int, unit: str, *, ahead: bool) -> Day | None:
        if self.word(end) in ("ago", "back", "earlier", "agoo", "before") and not ahead:
            if self.word(end) == "before" and self.word(end + 1) not in ("", ".", ",", "!", "\n"):
                return None
            end, direction = end + 1, -1
        elif self.word(end) == "from" and self.word(end + 1) in ("now", "today"):
            end, direction = end + 2, 1
        elif ahead:
            direction = 1
        else:
            return None
        if amount < 0:
            return Day(start, end, None, f"{' '.join(self.low[start:end])} is no day")
        if amount > _FARTHEST:
            return Day(start, end, None, f"{' '.join(self.low[start:end])} is too far away")
        if unit == "moment":
            return self._relative(start, end, 0)
        if unit in ("month", "year"):
            day = shift_months(self.today, direction * amount * (12 if unit == "year" else 1))
            if day.year not in _YEARS:
                return Day(start, end, None, f"{' '.join(self.low[start:end])} is too far away")
            return Day(start, end, day)
        return self._relative(start, end, direction * amount * {"day": 1, "week": 7, "fortnight": 14}[unit])

    def _weekday(self, start: int) -> Day | None:
        """monday, last friday, tuesday last week, this wed; with a date behind it the two must agree."""
        turn = _TURNS.get(self.word(start))
        at = start + (turn is not None)
        name = self.word(at)
        weekday = _WEEKDAYS.get(name)
        if weekday is None:
            return None
        at += 1
        follows = at + (self.word(at) in (",", ".", "the") and self.word(at + 1)[:1].isalnum())
        if turn is None and (day := self._written(follows) or self._numeric(follows) or self._nth(follows, bare=True)):
            return self._agreeing(start, weekday, day)
        if name in _WORDS["ambiguous"] and turn is None and self.word(start - 1) not in _WORDS["day_leads"]:
            if not (name in _WORDS["short_at_end"] and self.word(at) in ("", ".", ",", "!", "\n")):
                return None
        if self.word(at) in ("last", "this", "next") and UNITS.get(self.word(at + 1)) == "week":
            monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=_TURNS[self.word(at)])
            return Day(start, at + 2, monday + timedelta(days=weekday))
        at += self.word(at) in _WORDS["parts_of_day"]
        worked_out = turn in (None, 0)
        if turn == 1 or (worked_out and self.ahead):
            day = self._relative(start, at, (weekday - self.today.weekday() - 1) % 7 + 1)
        else:
            back = (self.today.weekday() - weekday) % 7
            day = self._relative(start, at, -(7 if back == 0 and turn == -1 else back))
        return replace(day, worked_out=worked_out)

    def _agreeing(self, start: int, weekday: int, day: Day) -> Day:
        if day.on is None or day.on.weekday() == weekday:
            return replace(day, start=start)
        if not day.year_said:
            for year in (day.on.year, day.on.year - 1, day.on.year + 1):
                other = _made(year, day.on.month, day.on.day)
                if other and other.weekday() == weekday and abs((other - self.today).days) < 200:
                    return Day(start, day.end, other, year_said=False)
        fault = f"{day.on.day} {day.on:%B %Y} is a {day.on:%A}, not a {calendar.day_name[weekday]}"
        return Day(start, day.end, None, fault)

    def _written(self, start: int) -> Day | None:
        """3 October, Oct 3rd 2024, the 3rd of October, October the 3rd, 3-Oct-2024, oct3."""
        at = start + (self.word(start) == "the")
        word = self.word(at)
        if not word.isdigit():
            if (glued := _GLUED.fullmatch(word)) and (month := _MONTHS.get(glued[2])):
                return self._dated(start, at + 1, int(glued[1]), month, glued[3])
            if (glued := _TURNED.fullmatch(word)) and (month := _MONTHS.get(glued[1])):
                return self._dated(start, at + 1, int(glued[2]), month)
        if match := _ORDINAL.fullmatch(word):
            after = at + 1 + (self.word(at + 1) == "of")
            asks = self.word(after) == "may" and self.word(start - 1) in UNITS  # "on day 89 may Carol …"
            if (month := _MONTHS.get(self.word(after))) and not asks:
                return self._dated(start, after + 1 + self._dot(after + 1), int(match[1]), month)
        month = _MONTHS.get(word)
        after = at + 1 + self._dot(at + 1)
        after += self.word(after) == "the"
        if month and (match := _ORDINAL.fullmatch(self.word(after))):
            following = self.word(after + 1)
            if following in UNITS or following in _WORDS["counted"]:
                return None
            return self._dated(start, after + 1, int(match[1]), month)
        return None

    def _dot(self, at: int) -> bool:
        """Whether the stop at a word only ends a shortened month: "Jan. 5th"."""
        return self.word(at) == "." and self.word(at + 1)[:1].isdigit()

    def _dated(self, start: int, end: int, number: int, month: int, year: str | None = None) -> Day:
        if year is None:
            after = end + (self.word(end) in (",", "of"))
            following = self.word(after + 1)
            short = after == end and following not in UNITS and following not in _WORDS["counted"]
            counted = following in _WORDS["counted"] or following in UNITS
            if _YEAR.fullmatch(self.word(after)) and not counted:
                year, end = self.word(after), after + 1
            elif short and _SHORT_YEAR.fullmatch(self.word(after)) and following in ("", ".", ",", "?", "!", "\n"):
                year, end = self.word(after).lstrip("'"), after + 1
        if year is not None:
            return self._checked(start, end, int(year) + (2000 if len(year) == 2 else 0), month, number)
        return self._without_year(start, end, month, number)

    def _without_year(self, start: int, end: int, month: int, number: int) -> Day:
        for step in range(9):
            other = _made(self.today.year + (step if self.ahead else -step), month, number)
            if other and ((other >= self.today) if self.ahead else (other <= self.today)):
                return Day(start, end, other, year_said=False, worked_out=True)
        return replace(self._checked(start, end, 2024, month, number, said=False), year_said=False)

    def _checked(self, start: int, end: int, year: int, month: int, number: int, *, said: bool = True) -> Day:
        if not 1 <= month <= 12:
            return Day(start, end, None, f"there is no month {month}")
        if year not in _YEARS:
            return Day(start, end, None, f"the year {year} is too far away")
        if day := _made(year, month, number):
            return Day(start, end, day)
        last = _last(date(year, month, 1))
        return Day(start, end, None, f"{calendar.month_name[month]}{f' {year}' if said else ''} has {last} days")

    def _numeric(self, start: int) -> Day | None:
        """2024-10-03, 10/3, 3.10.2024; 5/2026 is a month, and no day."""
        word = self.word(start)
        if word.isdigit():
            return None
        if match := _MONTH_OF_YEAR.fullmatch(word):
            month, year = int(match[1] or match[4]), int(match[2] or match[3])
            if month not in range(1, 13) or year not in _YEARS:
                return Day(start, start + 1, None, f"{word} is no day")
            return self._of_month(start, start + 1, month, "", None, year)
        if iso := _ISO.fullmatch(word):
            return self._checked(start, start + 1, int(iso[1]), int(iso[3]), int(iso[4]))
        if _NO_YEAR.fullmatch(word):
            return Day(start, start + 1, None, f"{word} is no day")
        match = _NUMERIC.fullmatch(word)
        if not match or (match[2] != "/" and match[4] is None):
            return None
        first, second = int(match[1]), int(match[3])
        month, number = (first, second) if self.order is DayOrder.MONTH_FIRST and match[2] != "." else (second, first)
        if month > 12 >= number:
            month, number = number, month
        if not (1 <= month <= 12 and 1 <= number <= 31):
            return Day(start, start + 1, None, f"{word} is no day")
        day = self._dated(start, start + 1, number, month, match[4])
        either = match[2] != "." and number <= 12 and number != month and day.on is not None
        return replace(day, swapped=self._dated(start, start + 1, month, number, match[4]).on) if either else day

    def _nth(self, start: int, *, bare: bool = False) -> Day | None:
        """on the 5th: the last 5th that was, or the next one to come."""
        at = start + (self.word(start) == "the")
        match = _STRICT_ORDINAL.fullmatch(self.word(at))
        if not match or not (bare or at > start or self.word(start - 1) in _WORDS["day_leads"]):
            return None
        number, end = int(match[1]), at + 1
        if self.word(end) == "of" and self.word(end + 1) in ("this", "last", "next") and self.word(end + 2) == "month":
            first = shift_months(self.today.replace(day=1), _TURNS[self.word(end + 1)])
            return self._checked(start, end + 3, first.year, first.month, number)
        if self.word(end) in _WORDS["nth_of"]:
            return None
        first = self.today.replace(day=1)
        for _ in range(4):
            day = _made(first.year, first.month, number)
            if day and ((day >= self.today) if self.ahead else (day <= self.today)):
                return Day(start, end, day, year_said=False, worked_out=True)
            first = shift_months(first, 1 if self.ahead else -1)
        return Day(start, end, None, f"no month has {number} days")

    def _relative(self, start: int, end: int, days: int) -> Day:
        return Day(start, end, self.today + timedelta(days=days))

    def _said(self, day: Day) -> str:
        return " ".join(self.low[day.start : day.end])


_FORMS: Final = (
    (Forms._simple, {"day", "this", "last", *_SIMPLE}),
    (Forms._period, {*_EDGES, *_ROUGHLY, *_TURNS}),
    (Forms._distance, {"in", "a", *_WORDS["few"], *NUMBER_STARTS}),
    (Forms._weekday, {*_TURNS, *_WEEKDAYS}),
    (Forms._written, {"the", *_MONTHS}),
    (Forms._nth, {"the"}),
    (Forms._month, {*_MONTHS}),
)
"""Each form with the words that it can begin with, in the order in which they are tried."""
_FORMS_BY_START: Final = {word: [form for form, starts in _FORMS if word in starts] for word in STARTS}
_FORMS_WITH_DIGITS: Final = [Forms._distance, Forms._written, Forms._numeric, Forms._nth, Forms._month]
"""Those that can begin with a word that holds a digit."""


def shift_months(day: date, months: int) -> date:
    """`day` moved by whole months; the last of a short month where that day does not exist."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _last(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _edge(first: date, edge: str) -> date:
    if edge == "end":
        return first.replace(day=_last(first))
    return first.replace(day=15) if edge == "middle" else first


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
