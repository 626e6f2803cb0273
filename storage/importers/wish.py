"""What a row of a list comes to before the rules have seen it: acts, something known already, or a fault."""

import datetime as dt
from dataclasses import dataclass, field

from policy.acts import Act
from policy.catalogue import Catalogue
from policy.context import Context
from policy.days import DayOrder
from policy.ledger import Ledger
from storage.importers.days import UnclearDayError, read_day
from storage.importers.directory import Directory
from storage.importers.listed import Line, Listed


@dataclass(frozen=True, slots=True)
class Wish:
    """Acts that a row wants recorded, all or none, in the order of their days; `what` is the row in words."""

    line: int
    what: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A row that the ledger says already, by the entry `entry`."""

    line: int
    what: str
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that can't be recorded, and why, in a sentence or two."""

    line: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the file and the ledger differ; `line` is None where the file has no row for it."""

    text: str
    line: int | None = None
    entry: int | None = None


@dataclass(slots=True)
class Plan:
    """What a whole list comes to."""

    wishes: list[Wish] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class RowError(ValueError):
    """What is wrong with a row, in words."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a row is read with: the ledger, who imports, the people, and the offer that was chosen for the file."""

    ledger: Ledger
    ctx: Context
    people: Directory
    listed: Listed
    offer: str | None = None

    @property
    def today(self) -> dt.date:
        return self.ctx.today

    @property
    def catalogue(self) -> Catalogue:
        return self.ctx.catalogue

    @property
    def order(self) -> DayOrder | None:
        """How days like 3/4/2026 are read: as the file proves, else as the workspace has it."""
        if self.listed.both_orders:
            return None
        return self.listed.order or DayOrder(self.ledger.company.settings(self.today).day_order)

    def day(self, line: Line, name: str) -> dt.date | None:
        """The day of a cell, None for an empty one. Raises RowError, also for a day still to come."""
        if not (cell := line[name]):
            return None
        try:
            day = read_day(cell, self.order)
        except UnclearDayError as error:
            raise RowError(f"{name.capitalize()}: {error}.") from error
        if day > self.today and name != "expires":
            raise RowError(f"{name.capitalize()}: {day.isoformat()} is still to come; a list says what was done.")
        return day

    def number(self, line: Line, name: str) -> int | None:
        """The whole number of a cell, None for an empty one. Raises RowError."""
        if not (cell := line[name]):
            return None
        plain = cell.replace(" ", "").replace(",", "").replace("\u202f", "").replace("\xa0", "")
        if not (plain.isascii() and plain.isdecimal()) or len(plain) > 7:
            raise RowError(
                f"{name.capitalize()}: “{cell[:40]}” can't be right; write a whole number from 0 up, such as 25."
            )
        return int(plain)
