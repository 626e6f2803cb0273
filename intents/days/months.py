"""Weeks, months and years as forms of a day: "end of last month", "last October", "in March 2024"."""

from collections.abc import Sequence
from datetime import date, timedelta

from intents.days.day import Day, edge_of_month, shift_months
from intents.days.words import EDGES, MONTHS, PLAIN_YEAR, ROUGHLY, TURNS, UNITS, WORDS, YEAR, YEARS
from policy.days import DayOrder, month_end


class Months:
    """Reads what names a week, a month or a year. `ahead`: a month without a year is one to come."""

    def __init__(self, low: Sequence[str], today: date, order: DayOrder, ahead: bool) -> None:
        self.low, self.today, self.order, self.ahead = low, today, order, ahead

    def word(self, at: int) -> str:
        return self.low[at] if 0 <= at < len(self.low) else ""

    def _period(self, start: int) -> Day | None:
        """last week, end of last month, start of the year, next month, last October, mid January."""
        edge, at = EDGES.get(self.word(start), ""), start
        if edge and self.word(at + 1) == "of":
            at += 2 + (self.word(at + 2) == "the")
        elif edge:
            return None
        roughly = self.word(at) in ROUGHLY
        at += roughly
        turn = TURNS.get(self.word(at))
        at += turn is not None
        if month := MONTHS.get(self.word(at)) if edge or roughly or turn is not None else None:
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
        return Day(start, end, edge_of_month(shift_months(self.today.replace(day=1), turn), edge))

    def _of_month(self, start: int, end: int, month: int, edge: str, turn: int | None, year: int | None = None) -> Day:
        if year is not None:
            first, said = date(year, month, 1), True
        elif PLAIN_YEAR.fullmatch(self.word(end)):
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
            return Day(start, end, edge_of_month(first, edge), year_said=said, worked_out=worked_out)
        fault = f"{first:%B %Y} has {month_end(first).day} days"
        return Day(start, end, first, fault, year_said=said, worked_out=worked_out)

    def _bare_month(self, start: int) -> Day | None:
        """in January, in March 2024, in 2019: no one day."""
        name = self.word(start)
        before = self.word(start - 1)
        if YEAR.fullmatch(name):
            if before != "in" or self.word(start + 1) not in ("", ".", ",", "?", "!", "\n", ";"):
                return None
            if int(name) not in YEARS:
                return Day(start, start + 1, None, f"the year {name} is too far away")
            return Day(start, start + 1, date(int(name), 1, 1), f"{name} has many days")
        month = MONTHS.get(name)
        named = bool(PLAIN_YEAR.fullmatch(self.word(start + 1)))
        if month is None or not (named or before in WORDS["month_leads"]):
            return None
        if name in WORDS["ambiguous"] and not named and before != "in":
            return None
        return self._of_month(start, start + 1, month, "", None)

    def _relative(self, start: int, end: int, days: int) -> Day:
        return Day(start, end, self.today + timedelta(days=days))
