"""When the reminders were last swept: one time for every process of a database."""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from storage.database import Transaction
from storage.opening import is_url

_PUT: Final = (
    "INSERT INTO sweeps (name, at) VALUES ('reminders', :at) ON CONFLICT (name) DO UPDATE SET at = excluded.at"
)
_LAST: Final = "SELECT at FROM sweeps WHERE name = 'reminders'"


def ended(transaction: Transaction, at: dt.datetime) -> None:
    """A sweep of every workspace came to its end, at an aware time."""
    transaction.rows(_PUT, at=at.astimezone(dt.UTC).isoformat(timespec="seconds"))


def last(transaction: Transaction) -> dt.datetime | None:
    """When the last sweep came to its end, in UTC; None where none did yet."""
    rows = transaction.rows(_LAST)
    return dt.datetime.fromisoformat(rows[0][0]) if rows else None


def last_in(place: str) -> dt.datetime | None:
    """The same of a file or a URL, for who only looks: nothing is made or brought up to date.

    None as well where there is no database yet, or one of an older version. Raises a StorageError.
    """
    if is_url(place):
        from storage.postgres.looking import rows_of

        rows = rows_of(place, "sweeps", _LAST)
    elif Path(place).is_file():
        rows = _rows_of(Path(place).absolute())
    else:
        rows = []
    return dt.datetime.fromisoformat(rows[0][0]) if rows else None


def _rows_of(file: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=5)) as db:
        try:
            return db.execute(_LAST).fetchall()
        except sqlite3.DatabaseError:  # no table of ours: what else is wrong with the file others say
            return []
