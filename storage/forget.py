"""Everything of one workspace deleted: for who has left, and for good. Nothing else deletes entries."""

from typing import Final

from storage.database import Database, Transaction
from storage.sqlite.database import SQLite

TABLES: Final = ("entries", "replies", "people", "next_due", "posts", "claims", "unreached")
"""Every table that has rows of a workspace."""

_GUARDS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'"
_GUARD: Final = "entries_are_never_changed"


def forget(database: Database, workspace: str) -> int:
    """Deletes the record, the replies, the people and all else of a workspace; how many entries there were.

    The guards that keep entries from being deleted are down inside the transaction only. Raises a StorageError; then
    everything is as it was.
    """
    with database.writing(workspace) as transaction:
        (many,) = transaction.rows("SELECT COUNT(*) FROM entries WHERE workspace = :workspace", workspace=workspace)[0]
        if isinstance(database, SQLite):
            guards = transaction.rows(_GUARDS)
            for name, _ in guards:
                transaction.rows(f"DROP TRIGGER {name}")
            _delete(transaction, workspace)
            for _, guard in guards:
                transaction.rows(guard)
        else:
            transaction.rows(f"ALTER TABLE entries DISABLE TRIGGER {_GUARD}")
            _delete(transaction, workspace)
            transaction.rows(f"ALTER TABLE entries ENABLE ALWAYS TRIGGER {_GUARD}")
    return int(many)


def _delete(transaction: Transaction, workspace: str) -> None:
    for table in TABLES:
        transaction.rows(f"DELETE FROM {table} WHERE workspace = :workspace", workspace=workspace)
