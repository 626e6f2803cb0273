"""Days by their number and month: "3 October", "10/3", "on the 5th"."""

import calendar
import re
from dataclasses import replace
from datetime import date
from typing import Final

from intents.days.day import Day, day_of, shift_months
from intents.days.months import Months
from intents.days.words import MONTHS, TURNS, UNITS, WORDS, YEAR, YEARS
from policy.days import DayOrder, month_end

_FEBRUARY: Final = 2
_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_STRICT_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_ISO: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_MONTH_OF_YEAR: Final = re.compile(r"(\d{1,2})[/.](\d{4})|(\d{4})[-/](\d{1,2})")
_NUMERIC: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_NO_YEAR: Final = re.compile(r"\d{1,2}/\d{1,2}/(?:\d|\d{3}|\d{5,})")
_GLUED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-./]?([a-z]{3,9})(?:[-./](\d{4}|\d\d))?")
_TURNED: Final = re.compile(r"([a-z]{3,9})[-./]?(\d{1,2})(?:st|nd|rd|th)?")
_SHORT_YEAR: Final = re.compile(r"'?(2[0-9]|1[5-9])")


class Written(Months):
    """Reads a day that is written out, in words or in figures."""

    def _written(self, start: int) -> Day | None:
        """3 October, Oct 3rd 2024, the 3rd of October, October the 3rd, 3-Oct-2024, oct3."""
        at = start + (self.word(start) == "the")
        word = self.word(at)
        if not word.isdigit():
            if (glued := _GLUED.fullmatch(word)) and (month := MONTHS.get(glued[2])):
                return self._dated(start, at + 1, int(glued[1]), month, glued[3])
            if (glued := _TURNED.fullmatch(word)) and (month := MONTHS.get(glued[1])):
                return self._dated(start, at + 1, int(glued[2]), month)
        if match := _ORDINAL.fullmatch(word):
            after = at + 1 + (self.word(at + 1) == "of")
            asks = self.word(after) == "may" and self.word(start - 1) in UNITS  # "on day 89 may Carol …"
            if (month := MONTHS.get(self.word(after))) and not asks:
                return self._dated(start, after + 1 + self._dot(after + 1), int(match[1]), month)
        month = MONTHS.get(word)
        after = at + 1 + self._dot(at + 1)
        after += self.word(after) == "the"
        if month and (match := _ORDINAL.fullmatch(self.word(after))):
            following = self.word(after + 1)
            if following in UNITS or following in WORDS["counted"]:
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
            short = after == end and following not in UNITS and following not in WORDS["counted"]
            counted = following in WORDS["counted"] or following in UNITS
            if YEAR.fullmatch(self.word(after)) and not counted:
                year, end = self.word(after), after + 1
            elif short and _SHORT_YEAR.fullmatch(self.word(after)) and following in ("", ".", ",", "?", "!", "\n"):
                year, end = self.word(after).lstrip("'"), after + 1
        if year is not None:
            return self._checked(start, end, int(year) + (2000 if len(year) == 2 else 0), month, number)
        return self._without_year(start, end, month, number)

    def _without_year(self, start: int, end: int, month: int, number: int) -> Day:
        if (month, number) == (_FEBRUARY, 29):
            return self._leap_day(start, end)
        for step in range(2):
            other = day_of(self.today.year + (step if self.ahead else -step), month, number)
            if other and ((other >= self.today) if self.ahead else (other <= self.today)):
                return Day(start, end, other, year_said=False, worked_out=True)
        return replace(self._checked(start, end, 2024, month, number, said=False), year_said=False)

    def _leap_day(self, start: int, end: int) -> Day:
        """29 February of this year, or of the one next to it in which it would be looked for; a fault in any other."""
        years = (self.today.year, self.today.year + 1) if self.ahead else (self.today.year, self.today.year - 1)
        days = [other for year in years if (other := day_of(year, _FEBRUARY, 29))]
        fits = [day for day in days if (day >= self.today if self.ahead else day <= self.today)]
        if fits:
            return Day(start, end, fits[0], year_said=False, worked_out=True)
        none = next(year for year in years if not day_of(year, _FEBRUARY, 29))
        return Day(start, end, None, f"there is no 29 February {none}: say it with its year", year_said=False)

    def _checked(self, start: int, end: int, year: int, month: int, number: int, *, said: bool = True) -> Day:
        if not 1 <= month <= 12:
            return Day(start, end, None, f"there is no month {month}")
        if year not in YEARS:
            return Day(start, end, None, f"the year {year} is too far away")
        if day := day_of(year, month, number):
            return Day(start, end, day)
        named = f"{calendar.month_name[month]}{f' {year}' if said else ''}"
        none = f"there is no {number} {named}"
        varies = month == _FEBRUARY and not said
        return Day(
            start,
            end,
            None,
            none if varies else f"{none}: {calendar.month_name[month]} has {month_end(date(year, month, 1)).day} days",
        )

    def _numeric(self, start: int) -> Day | None:
        """2024-10-03, 10/3, 3.10.2024; 5/2026 is a month, and no day."""
        word = self.word(start)
        if word.isdigit():
            return None
        if match := _MONTH_OF_YEAR.fullmatch(word):
            month, year = int(match[1] or match[4]), int(match[2] or match[3])
            if month not in range(1, 13) or year not in YEARS:
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
        if not match or not (bare or at > start or self.word(start - 1) in WORDS["day_leads"]):
            return None
        number, end = int(match[1]), at + 1
        if self.word(end) == "of" and self.word(end + 1) in ("this", "last", "next") and self.word(end + 2) == "month":
            first = shift_months(self.today.replace(day=1), TURNS[self.word(end + 1)])
            return self._checked(start, end + 3, first.year, first.month, number)
        if self.word(end) in WORDS["nth_of"]:
            return None
        first = self.today.replace(day=1)
        for _ in range(4):
            day = day_of(first.year, first.month, number)
            if day and ((day >= self.today) if self.ahead else (day <= self.today)):
                return Day(start, end, day, year_said=False, worked_out=True)
            first = shift_months(first, 1 if self.ahead else -1)
        return Day(start, end, None, f"no month has {number} days")
