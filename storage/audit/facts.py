"""What the rows of a pack's tables are asked of: the whole record, and the ledger of what was true on the day."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from policy.context import Context
from policy.ledger import Ledger
from policy.model import Entry
from storage.audit.whole import Whole
from storage.people.directory import Person

Value = str | int | float | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tables are made of. `then` is the ledger of what was true on `day`."""

    whole: Whole
    then: Ledger
    day: dt.date
    ctx: Context
    person: Callable[[str], Person | None]
    founders: tuple[str, ...]

    def by(self, entry: int) -> str | None:
        """Who recorded an entry that counts."""
        found = self.then.entry(entry)
        return found.by if found else None

    def counted(self) -> Iterator[Entry]:
        """The entries that count, in the order in which they took effect."""
        return iter(sorted(self.then.entries(), key=lambda entry: (entry.on, entry.number)))


def facts_of(
    whole: Whole, day: dt.date, ctx: Context, person: Callable[[str], Person | None], founders: Iterable[str]
) -> Facts:
    """The facts as of a day: `person` gives who an id is, `founders` administrate without an entry."""
    then = whole.ledger.as_of(day)
    then.company.founders = tuple(founders)
    return Facts(whole, then, day, ctx, person, then.company.founders)


def iso(day: dt.date | None) -> str | None:
    """A day as ISO text."""
    return day.isoformat() if day else None
