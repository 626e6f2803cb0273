"""What can go wrong with a PostgreSQL database, in the words of storage.errors and a few of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, TimeoutError

from storage.errors import (
    AppendOnlyError,
    DamagedError,
    DatabaseBusyError,
    DiskError,
    DiskFullError,
    OtherTablesError,
    StorageError,
)

GUARDED: Final = "MPN01"
"""The SQLSTATE that the guards of the log raise."""


class AwayError(StorageError):
    """{file} can't be reached, so nothing was recorded. Try again in a minute; if it stays so, check that the server
    is up and that the address, user and password in MPN_DATABASE are right."""


class UnconfirmedError(StorageError):
    """The connection to {file} broke while this was written, and whether it was recorded can't be told until the
    database is back. Look whether it stands there before you send it again."""


class NoWritesError(StorageError):
    """{file} can't be written, so nothing was recorded. If it is a standby, let MPN_DATABASE name the primary; else
    give its user the rights to read and write the desk's tables."""


class DamagedServerError(DamagedError):
    """{file} is damaged, so nothing was recorded. Stop the desk and the server, keep the server's folder, and restore
    the latest backup to a new server."""


class BadAddressError(StorageError):
    """{file} is no address of a PostgreSQL database, so nothing was opened. Write MPN_DATABASE as
    postgresql+psycopg://USER:PASSWORD@HOST/NAME, with %xx for what is special in a password."""


class EncodingError(StorageError):
    """{file} keeps text as {encoding}, and the desk needs UTF8; nothing was changed. Make it a database of its own:
    CREATE DATABASE mpn ENCODING 'UTF8' TEMPLATE template0."""


_LOST: Final = ("08", "57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "53300")
"""SQLSTATEs, or their beginnings, after which a connection is of no use, or there is none to be had."""

_KINDS: Final[dict[str, type[StorageError]]] = {
    GUARDED: AppendOnlyError,
    "25006": NoWritesError,
    "40001": DatabaseBusyError,
    "40P01": DatabaseBusyError,
    "42501": NoWritesError,
    "42703": OtherTablesError,
    "42P01": OtherTablesError,
    "42P07": OtherTablesError,
    "53100": DiskFullError,
    "55P03": DatabaseBusyError,
    "57014": DatabaseBusyError,
    "58": DiskError,
    "XX001": DamagedServerError,
    "XX002": DamagedServerError,
}


def is_lost(error: BaseException | None) -> bool:
    """Whether a driver's error says that the connection is gone, or no longer of use.

    A pooler whose server went away may answer what was not asked: the driver then gives up with an error of its own.
    """
    state = getattr(error, "sqlstate", None) or ""
    return state.startswith(_LOST) or (not state and type(error).__name__ == "InternalError")


def translated(error: DBAPIError | TimeoutError, file: str) -> StorageError | None:
    """The error in our words, or None for what is no fault of the database but of a statement."""
    if isinstance(error, TimeoutError):
        return DatabaseBusyError(file=file)
    state = getattr(error.orig, "sqlstate", None)
    if error.connection_invalidated or is_lost(error.orig) or _is_refused(error):
        return AwayError(file=file)
    kind = _KINDS.get(state or "") or _KINDS.get((state or "")[:2])
    return kind(file=file, fault=state) if kind else None


def _is_refused(error: DBAPIError) -> bool:
    """Whether no connection could be made: libpq gives no SQLSTATE then."""
    return type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout") and not getattr(
        error.orig, "sqlstate", None
    )


@contextmanager
def in_our_words(file: str) -> Iterator[None]:
    """Translates the driver's errors inside the block."""
    try:
        yield
    except (DBAPIError, TimeoutError) as error:
        ours = translated(error, file)
        if ours is None:
            raise
        raise ours from error
