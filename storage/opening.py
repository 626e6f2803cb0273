"""Which database a setting means."""

from pathlib import Path

from storage.database import Database
from storage.errors import StorageError
from storage.sqlite import SQLite


class NoDriverError(StorageError):
    """For {file} the desk needs what its extra `postgres` brings, which is not installed; nothing was opened.
    Install it: pip install 'mpn-desk[postgres]'."""


def is_url(place: Path | str | None) -> bool:
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
