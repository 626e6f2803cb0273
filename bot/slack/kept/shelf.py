"""Where the desk keeps what only Slack needs: a file beside the ledger's, or the server that the ledger is on."""

import sqlite3
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol

from storage.database import Database, Value
from storage.errors import in_our_words

if TYPE_CHECKING:  # comes with the extra `postgres`
    from storage.postgres import Postgres

TABLES: Final = {
    "drops": """
        workspace TEXT NOT NULL, key TEXT NOT NULL, person TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT,
        file TEXT NOT NULL, offer TEXT, beside INTEGER NOT NULL, PRIMARY KEY (workspace, key)
    """,
    "leavings": "workspace TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL",
    "letters": """
        workspace TEXT NOT NULL, key TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT, message TEXT NOT NULL,
        made {real} NOT NULL, tries INTEGER NOT NULL, due {real} NOT NULL, sent INTEGER NOT NULL,
        PRIMARY KEY (workspace, key)
    """,
    "feedback": """
        workspace TEXT NOT NULL, message TEXT NOT NULL, day TEXT NOT NULL, matter TEXT NOT NULL,
        helpful INTEGER NOT NULL, PRIMARY KEY (workspace, message)
    """,
    "installations": """
        workspace TEXT NOT NULL, client TEXT NOT NULL, installation TEXT NOT NULL, PRIMARY KEY (workspace, client)
    """,
    "pictures": """
        workspace TEXT NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL, digest TEXT NOT NULL, file TEXT NOT NULL,
        title TEXT NOT NULL, before TEXT NOT NULL, PRIMARY KEY (workspace, name)
    """,
    "threads": """
        workspace TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, at {real} NOT NULL,
        PRIMARY KEY (workspace, name)
    """,
    "viewers": """
        workspace TEXT NOT NULL, person TEXT NOT NULL, reads_all INTEGER NOT NULL, at {real} NOT NULL,
        PRIMARY KEY (workspace, person)
    """,
    "states": "state TEXT NOT NULL PRIMARY KEY, until {real} NOT NULL",
}
"""The columns of each table, the same in both; `real` is a float of eight bytes."""


_INDEXES: Final = {
    "letters": "CREATE INDEX {new} letters_by_due ON letters (due) WHERE sent = 0",
    "threads": "CREATE INDEX {new} threads_by_age ON threads (at)",
}
"""What is looked for every second, or among everybody's."""

_PASSING: Final = {"states", "threads", "viewers"}


class Shelf(Protocol):
    """Statements with `:name` parameters, each committed by itself."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes of the desk, on other machines too, see what is kept."""
        ...

    def run(self, statement: str, /, **values: Value) -> list[tuple[Any, ...]]:
        """All rows that a statement gives. It may be run twice where a server was away for a moment."""
        ...

    def close(self) -> None: ...


class FileShelf:
    """A file of its owner's alone; `FileShelf(None)` is one in memory. Raises a StorageError where a disk fails."""

    is_shared = False

    def __init__(self, file: Path | None) -> None:
        self._lock, self._name = Lock(), str(file or "the database in memory")
        if file is not None:
            file.touch(mode=0o600)
        self._db = sqlite3.connect(file or ":memory:", timeout=10, isolation_level=None, check_same_thread=False)
        # What is kept outlives the process; what outlives a crash of the machine is the ledger.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA secure_delete = ON")
        for name, columns in TABLES.items():
            self._db.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns.format(real='REAL')}) STRICT, WITHOUT ROWID")
        for index in _INDEXES.values():
            self._db.execute(index.format(new="IF NOT EXISTS"))

    def run(self, statement: str, /, **values: Value) -> list[tuple[Any, ...]]:
        with self._lock, in_our_words(self._name):
            return self._db.execute(statement, values).fetchall()

    def close(self) -> None:
        with self._lock:
            self._db.close()


class ServerShelf:
    """Tables beside the ledger's on a server, the same for every process. Raises a StorageError."""

    is_shared = True

    def __init__(self, database: "Postgres") -> None:
        from storage.postgres.faults import in_our_words as in_words_of_a_server
        from storage.postgres.schema import has_table, making_tables

        self._database = database
        with in_words_of_a_server(database.name), making_tables(database.engine) as connection:
            for name, columns in TABLES.items():
                if not has_table(connection, name):
                    connection.exec_driver_sql(f"CREATE TABLE {name} ({columns.format(real='DOUBLE PRECISION')})")
                    if name in _INDEXES:
                        connection.exec_driver_sql(_INDEXES[name].format(new=""))

    def run(self, statement: str, /, **values: Value) -> list[tuple[Any, ...]]:
        with self._database.apart() as transaction:
            return transaction.rows(statement, **values)

    def close(self) -> None:
        """The server's connections are the ledger's."""


def opened_shelf(place: Path | Database | None) -> Shelf:
    """What is kept in a file, beside the ledger on its server, or in memory. Raises a StorageError."""
    if place is None or isinstance(place, Path):
        return FileShelf(place)
    from storage.postgres import Postgres

    assert isinstance(place, Postgres)  # noqa: S101  # the only ledger that is in no file
    return ServerShelf(place)


def beside(database: Path) -> Path:
    """The file for what only Slack needs, beside a ledger's."""
    return database.with_suffix(".slack.sqlite3")


def moved(file: Path, database: Database) -> int:
    """Moves what is beside a ledger's file to a server: installations, letters, ratings. How many rows came.

    What the server has already stays as it is there. What passes by itself is left behind: installations that have only
    begun, conversations, who looked at a Home tab.
    """
    if not beside(file).is_file():
        return 0
    source, target = FileShelf(beside(file)), opened_shelf(database)
    many = 0
    for table in TABLES.keys() - _PASSING:
        columns = [str(row[1]) for row in source.run(f"PRAGMA table_info({table})")]
        marks = ", ".join(f":{column}" for column in columns)
        put = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING 1"
        for row in source.run(f"SELECT {', '.join(columns)} FROM {table}"):
            many += len(target.run(put, **dict(zip(columns, row, strict=True))))
    source.close()
    return many
