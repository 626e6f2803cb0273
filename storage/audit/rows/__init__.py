"""The rows of every table of a pack, asked of the ledger as of its day."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from storage.audit.facts import Facts, Row
from storage.audit.rows.benefits import BENEFITS
from storage.audit.rows.events import EVENTS
from storage.audit.rows.record import RECORD
from storage.audit.rows.seats import SEATS

_ROWS: Final[Mapping[str, Callable[[Facts], Iterator[Row]]]] = {**RECORD, **BENEFITS, **SEATS, **EVENTS}


def rows_of(facts: Facts, table: str) -> Iterator[Row]:
    """The rows of a table, each with all its columns."""
    return _ROWS[table](facts)
