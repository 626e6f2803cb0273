"""Which database a setting means."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database as Inspected

from storage.database import Database
from storage.errors import StorageError, in_our_words
from storage.sqlite.database import SQLite
from storage.sqlite.schema import lacks_changes


class NoDriverError(StorageError):
    """For {file} the desk needs what its extra `postgres` brings, which is not installed; nothing was opened.
    Install it: pip install 'mpn-desk[postgres]'."""


def is_url(place: Path | str | None) -> bool:
    """Whether a place is the URL of a server, and no file."""
    return isinstance(place, str) and "://" in place


def opened(place: Path | str | None, *, patience: float = 10.0) -> Database:
    """The database in a file, at a URL of PostgreSQL, or in memory for None. Raises a StorageError.

    `patience`: seconds that a writer waits for others.
    """
    if not is_url(place):
        return SQLite(Path(place) if place else None, patience=patience)
    try:
        from storage.postgres import Postgres
    except ModuleNotFoundError as error:
        raise NoDriverError(file="PostgreSQL") from error
    return Postgres(str(place), patience=patience)


def is_up_to_date(place: str) -> bool:
    """Whether a database has all changes of this version. Looks only; raises a StorageError."""
    if is_url(place):
        return True  # a server's was brought up to date when it was read
    with in_our_words(place), closing(sqlite3.connect(f"{Path(place).absolute().as_uri()}?mode=ro", uri=True)) as db:
        return not lacks_changes(Inspected(db), place)
