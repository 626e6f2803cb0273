"""The forms in which people write a day, one method a form, and which to try where."""

import calendar
import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from intents.days.day import Day, day_of, shift_months
from intents.days.words import EDGES, MONTHS, ROUGHLY, SIMPLE, STARTS, TURNS, UNITS, WEEKDAYS, WORDS, YEARS
from intents.days.written import Written
from intents.numbers import NUMBER_STARTS, number_at

_NO_COUNT: Final = re.compile(r"-\d+|\d+[.,]\d+|\d{7,}|\d+e\d+")
"""A number that counts no days: "-3 days ago", "5.5 days ago"."""
_SPAN: Final = re.compile(r"(\d+)(d|days?|wks?|weeks?|months?|yrs?)")
_FARTHEST: Final = 4_000
"""Days, weeks, months or years from today beyond which a distance is none that somebody means."""


class Forms(Written):
    """Reads the day that begins at a word. `ahead`: a day without a year or direction is one to come."""

    def at(self, start: int) -> Day | None:
        """The day whose words begin at `start`, or None."""
        for form in _FORMS_BY_START.get(self.low[start], _FORMS_WITH_DIGITS):
            if day := form(self, start):
                return day
        return None

    def _simple(self, start: int) -> Day | None:
        """today, yesterday morning, this morning, last night, the day before yesterday."""
        if self.word(start) == "day" and self.word(start + 1) in ("before", "after"):
            turn = {-1: -2, 1: 2}.get(SIMPLE.get(self.word(start + 2), 0))
            return self._relative(start, start + 3, turn) if turn else None
        if self.word(start + 1) in WORDS["parts_of_day"] and self.word(start) in ("this", "last"):
            return self._relative(start, start + 2, 0 if self.word(start) == "this" else -1)
        offset = SIMPLE.get(self.word(start))
        if offset is None:
            return None
        return self._relative(start, start + 1 + (self.word(start + 1) in WORDS["parts_of_day"]), offset)

    def _distance(self, start: int) -> Day | None:
        """40 days ago, two weeks ago, a month back, in 3 days, a couple of weeks ago."""
        ahead = self.word(start) == "in"
        at = start + ahead
        word = self.word(at)
        few = (word == "a" and self.word(at + 1) in WORDS["few"]) or word in WORDS["few"]
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
            if day.year not in YEARS:
                return Day(start, end, None, f"{' '.join(self.low[start:end])} is too far away")
            return Day(start, end, day)
        return self._relative(start, end, direction * amount * {"day": 1, "week": 7, "fortnight": 14}[unit])

    def _weekday(self, start: int) -> Day | None:
        """monday, last friday, tuesday last week, this wed; with a date behind it the two must agree."""
        turn = TURNS.get(self.word(start))
        at = start + (turn is not None)
        name = self.word(at)
        weekday = WEEKDAYS.get(name)
        if weekday is None:
            return None
        at += 1
        follows = at + (self.word(at) in (",", ".", "the") and self.word(at + 1)[:1].isalnum())
        if turn is None and (day := self._written(follows) or self._numeric(follows) or self._nth(follows, bare=True)):
            return self._agreeing(start, weekday, day)
        if name in WORDS["ambiguous"] and turn is None and self.word(start - 1) not in WORDS["day_leads"]:
            if not (name in WORDS["short_at_end"] and self.word(at) in ("", ".", ",", "!", "\n")):
                return None
        if self.word(at) in ("last", "this", "next") and UNITS.get(self.word(at + 1)) == "week":
            monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=TURNS[self.word(at)])
            return Day(start, at + 2, monday + timedelta(days=weekday))
        at += self.word(at) in WORDS["parts_of_day"]
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
                other = day_of(year, day.on.month, day.on.day)
                if other and other.weekday() == weekday and abs((other - self.today).days) < 200:
                    return Day(start, day.end, other, year_said=False)
        fault = f"{day.on.day} {day.on:%B %Y} is a {day.on:%A}, not a {calendar.day_name[weekday]}"
        return Day(start, day.end, None, fault)

    def _said(self, day: Day) -> str:
        return " ".join(self.low[day.start : day.end])


_FORMS: Final = (
    (Forms._simple, {"day", "this", "last", *SIMPLE}),
    (Forms._period, {*EDGES, *ROUGHLY, *TURNS}),
    (Forms._distance, {"in", "a", *WORDS["few"], *NUMBER_STARTS}),
    (Forms._weekday, {*TURNS, *WEEKDAYS}),
    (Forms._written, {"the", *MONTHS}),
    (Forms._nth, {"the"}),
    (Forms._bare_month, {*MONTHS}),
)
"""Each form with the words that it can begin with, in the order in which they are tried."""
_FORMS_BY_START: Final = {word: [form for form, starts in _FORMS if word in starts] for word in STARTS}
_FORMS_WITH_DIGITS: Final = [Forms._distance, Forms._written, Forms._numeric, Forms._nth, Forms._bare_month]
"""Those that can begin with a word that holds a digit."""
