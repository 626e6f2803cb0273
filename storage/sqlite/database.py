"""The embedded database: one file, or memory."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, Final

from sqlite_utils import Database as Inspected

from storage.database import Transaction, Value
from storage.errors import MovedError, OldSQLiteError, in_our_words
from storage.sqlite.schema import bring_up_to_date, lacks_changes

OLDEST: Final = (3, 37, 0)
"""The first version with STRICT tables."""


def has_wal_fault(version: tuple[int, ...]) -> bool:
    """Whether this SQLite can lose pages in WAL mode (sqlite.org/wal.html#walresetbug)."""
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version < (3, 51, 3)


class SQLite:
    """A Database in a file; `SQLite(None)` is one in memory, for as long as the object lives.

    One connection, used by one thread at a time: threads queue for it in fair order, where connections of their own
    would sleep and retry. Other processes may use the file too, and are waited for up to `patience` seconds.
    """

    def __init__(
        self,
        file: Path | str | None,
        *,
        patience: float = 10.0,
        factory: type[sqlite3.Connection] = sqlite3.Connection,
    ) -> None:
        self.name: str = str(file) if file is not None else "the database in memory"
        self._file = Path(file).absolute() if file is not None else None
        self._patience = patience
        self._factory = factory
        self._lock = RLock()
        if sqlite3.sqlite_version_info < OLDEST:
            needed = ".".join(map(str, OLDEST))
            raise OldSQLiteError(file=self.name, found=sqlite3.sqlite_version, needed=needed)
        with in_our_words(self.name):
            self._connection: sqlite3.Connection | None = self._opened()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Statements that only read; each sees what was committed before it."""
        with self._lock, in_our_words(self.name):
            yield _Statements(self._connected())

    @contextmanager
    def writing(self, workspace: str) -> Iterator[Transaction]:
        """A transaction under the file's write lock, which holds for every workspace at once."""
        with self._lock, in_our_words(self.name):
            connection = self._connected()
            if connection.in_transaction:
                raise RuntimeError("this thread is writing already")
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield _Statements(connection)
                connection.execute("COMMIT")
            except BaseException:
                self._roll_back(connection)
                raise

    def close(self) -> None:
        """Closes the file; the next use opens it again. What was in memory is gone."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _connected(self) -> sqlite3.Connection:
        """The connection, opened again if it was closed. Entries in a file that is gone would be lost."""
        if self._connection is None:
            self._connection = self._opened()
        if self._place() != self._found:
            raise MovedError(file=self.name)
        return self._connection

    def _place(self) -> tuple[int, int] | None:
        """What tells the file from another of the same name; None for none."""
        if self._file is None:
            return None
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _opened(self) -> sqlite3.Connection:
        """A connection to a database that is up to date. A new file is its owner's alone: it holds names."""
        if self._file is not None and not self._file.exists():
            with suppress(OSError):  # SQLite tells better why a file can't be made
                self._file.touch(mode=0o600)
        connection = sqlite3.connect(
            self._file if self._file is not None else ":memory:",
            timeout=self._patience,
            isolation_level=None,  # no BEGIN but ours
            check_same_thread=False,
            factory=self._factory,
        )
        try:
            self._found = self._place()
            lacks_changes(Inspected(connection), self.name)  # before anything in the file is touched
            connection.execute("PRAGMA secure_delete = ON")  # an erased name is gone from the file as well
            connection.execute("PRAGMA cell_size_check = ON")
            if self._file is not None:
                self._make_durable(connection)
            bring_up_to_date(Inspected(connection), self.name)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make_durable(self, connection: sqlite3.Connection) -> None:
        """A commit is on the disk before it is told, by the means that this version does without fault.

        A disk that can't share memory between processes has no WAL mode.
        """
        if not has_wal_fault(sqlite3.sqlite_version_info) and self._in_mode(connection, "wal"):
            connection.execute("PRAGMA synchronous = FULL")
            return
        self._in_mode(connection, "truncate")
        connection.execute("PRAGMA synchronous = EXTRA")

    def _in_mode(self, connection: sqlite3.Connection, mode: str) -> bool:
        """Whether the journal could be put into a mode. To and from WAL SQLite itself does not wait for others."""
        until = time.monotonic() + self._patience
        while True:
            try:
                (now,) = connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return bool(now == mode)

    def _roll_back(self, connection: sqlite3.Connection) -> None:
        """Rolls back; a connection that cannot is thrown away, and the next one recovers from the journal."""
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except BaseException as error:
            if self._file is not None:
                self.close()
            if not isinstance(error, sqlite3.Error):
                raise


class _Statements:
    """The statements of one block on a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: str, /, **values: Value) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def each(self, statement: str, values: Iterable[Mapping[str, Value]], /) -> None:
        self._connection.executemany(statement, values)
