"""What can go wrong with a database, each in words that say what to do next."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import cleandoc
from typing import Final


class StorageError(Exception):
    """{file} could not be used: {fault}. Look at the disk and at the log of this machine."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self._worded(**facts))

    def _worded(self, **facts: object) -> str:
        return " ".join(cleandoc(type(self).__doc__ or "").split()).format(**facts)

    def told(self, file: str) -> str:
        """The same of a database by another name, for whoever is not to learn where it is."""
        words = self._worded(**(self.facts | {"file": file}))
        return words[:1].upper() + words[1:]


class DatabaseBusyError(StorageError):
    """Another process has held {file} for too long, so nothing was recorded. Try again in a minute; if it
    stays so, look for a desk, a backup or an import that hangs."""


class DiskFullError(StorageError):
    """There is no room left for {file}, so nothing was recorded. Free some space on its disk and try again;
    what was recorded before is whole."""


class DiskError(StorageError):
    """The disk failed while {file} was read or written ({fault}). This request was not confirmed: send it again,
    it is recorded once. Check the disk's free space, quota and health first."""


class ReadOnlyError(StorageError):
    """{file} cannot be written, so nothing was recorded. Give the user who runs the desk the right to write the
    file and its folder."""


class MovedError(StorageError):
    """{file} was moved, removed or replaced while the desk was using it, so nothing was recorded. Put it back and
    start the desk again."""


class CannotOpenError(StorageError):
    """{file} cannot be opened. Check that its folder exists, that it is no folder itself, and that the user who
    runs the desk may read and write both."""


class DamagedError(StorageError):
    """{file} is damaged, so nothing was recorded. Stop the desk, keep the file, and restore the latest backup to
    a new file; `mpn verify` says what is wrong."""


class NotADatabaseError(StorageError):
    """{file} is no SQLite database, or its beginning is damaged; nothing was changed. Check the file's name; if
    it was the desk's, keep it and restore the latest backup to a new file."""


class OtherDatabaseError(StorageError):
    """{file} is the database of another program; nothing was changed. Give the desk a file of its own."""


class NewerVersionError(StorageError):
    """{file} was written by a newer version of the desk (it has {changes}); nothing was changed. Update the desk, or
    restore a backup from before its update to a new file."""


class OtherTablesError(StorageError):
    """{file} does not have the tables that this version of the desk works with ({fault}), so nothing was recorded.
    Somebody else changed it, or it was copied in part: keep it, and restore the latest backup to a new place."""


class OldSQLiteError(StorageError):
    """This Python has SQLite {found}, and the desk needs {needed} or newer for {file}. Use a newer Python."""


class BrokenChainError(StorageError):
    """The record of {workspace} was changed from outside at entry #{seq}, so it is not used any further. Run
    `mpn verify` to see what is wrong, keep the file, and restore the latest backup to a new file."""


class UnknownEntryError(StorageError):
    """Entry #{seq} of {workspace} is of a kind that this version of the desk does not know, so nothing was recorded.
    Update the desk."""


class TakenError(StorageError):
    """Entry #{seq} of {workspace} was recorded by somebody else in the meantime, so this was not. Send it again."""


class AppendOnlyError(StorageError):
    """Entries in {file} are never changed or removed; nothing was recorded. Take one back with a reversal."""


class FileTakenError(StorageError):
    """{file} exists already and was left as it is. Choose a name that is not taken."""


class BadCopyError(StorageError):
    """The copy {file} would not be sound, so it was not kept: {fault}."""


_KINDS: Final[dict[int, type[StorageError]]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusyError,
    sqlite3.SQLITE_LOCKED: DatabaseBusyError,
    sqlite3.SQLITE_PROTOCOL: DatabaseBusyError,
    sqlite3.SQLITE_FULL: DiskFullError,
    sqlite3.SQLITE_IOERR: DiskError,
    sqlite3.SQLITE_READONLY: ReadOnlyError,
    sqlite3.SQLITE_PERM: ReadOnlyError,
    sqlite3.SQLITE_CANTOPEN: CannotOpenError,
    sqlite3.SQLITE_CORRUPT: DamagedError,
    sqlite3.SQLITE_NOTADB: NotADatabaseError,
}


_OF_TABLES: Final = ("no such table", "no such column", "has no column named", "already exists")


def translated(error: sqlite3.Error, file: str) -> StorageError | None:
    """The error in our words, or None for what is no fault of the file but of a statement."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return MovedError(file=file)
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        return AppendOnlyError(file=file)
    if code == sqlite3.SQLITE_ERROR and any(words in str(error) for words in _OF_TABLES):
        return OtherTablesError(file=file, fault=str(error))
    kind = _KINDS.get(code & 0xFF)
    return kind(file=file, fault=error.sqlite_errorname) if kind else None


@contextmanager
def in_our_words(file: str) -> Iterator[None]:
    """Translates SQLite's errors inside the block."""
    try:
        yield
    except sqlite3.Error as error:
        ours = translated(error, file)
        if ours is None:
            raise
        raise ours from error
