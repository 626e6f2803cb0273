"""What the log and the directory need of a database; SQLite's is in sqlite.py."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

Value = str | int | float | None


class Transaction(Protocol):
    """Runs statements with `:name` parameters."""

    def rows(self, statement: str, /, **values: Value) -> list[tuple[Any, ...]]:
        """All rows that the statement gives, none for one that gives no rows."""
        ...

    def each(self, statement: str, values: Iterable[Mapping[str, Value]], /) -> None:
        """Runs a statement that gives no rows, once for each mapping."""
        ...


class Database(Protocol):
    """Where entries and people are kept. Every error that the storage has is a StorageError."""

    @property
    def name(self) -> str:
        """The file or address, as it stands in errors."""
        ...

    def reading(self) -> AbstractContextManager[Transaction]:
        """Statements that only read; each sees what was committed before it."""
        ...

    def writing(self, workspace: str) -> AbstractContextManager[Transaction]:
        """A transaction that no other writer of the workspace can be in at the same time, in any process.

        It is committed at the end of the block, and rolled back when the block raises.
        """
        ...
