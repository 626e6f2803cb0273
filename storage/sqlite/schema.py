"""The tables of the embedded database and the changes they went through, each applied once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from sqlite_utils import Database, Migrations

from storage.errors import NewerVersionError, OtherDatabaseError, OtherTablesError
from storage.verify.alone import APPLICATION_ID, RECORD

changes: Final = Migrations("mpn-desk")


@changes()
def entries_replies_people(db: Database) -> None:
    """The log with its guards, the replies that were given, and the people."""
    for statement in RECORD.values():
        db.execute(statement)
    db.executescript("""
        CREATE TABLE replies (
            workspace TEXT NOT NULL,
            cause TEXT NOT NULL,
            reply TEXT NOT NULL,
            PRIMARY KEY (workspace, cause)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE people (
            workspace TEXT NOT NULL,
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            tz TEXT NOT NULL,
            administrator INTEGER NOT NULL,
            bot INTEGER NOT NULL,
            guest INTEGER NOT NULL,
            deactivated INTEGER NOT NULL,
            erased INTEGER NOT NULL,
            change INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX people_by_change ON people (workspace, change);
    """)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@changes()
def next_due(db: Database) -> None:
    """The day on which each workspace is to be swept next; those that there are, at once."""
    db.executescript("""
        CREATE TABLE next_due (
            workspace TEXT NOT NULL PRIMARY KEY,
            day TEXT NOT NULL,
            seq INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX next_due_by_day ON next_due (day);

        INSERT INTO next_due (workspace, day, seq)
        SELECT workspace, '0001-01-01', MAX(seq) FROM entries GROUP BY workspace;
    """)


@changes()
def told_apart(db: Database) -> None:
    """When reminders were last swept, what is being sent or was posted, and whom no direct message reaches."""
    db.executescript("""
        CREATE TABLE sweeps (
            name TEXT NOT NULL PRIMARY KEY,
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE posts (
            workspace TEXT NOT NULL,
            name TEXT NOT NULL,
            day TEXT NOT NULL,
            PRIMARY KEY (workspace, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE claims (
            workspace TEXT NOT NULL,
            person TEXT NOT NULL,
            cause TEXT NOT NULL,
            entries TEXT NOT NULL,
            PRIMARY KEY (workspace, person)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE unreached (
            workspace TEXT NOT NULL,
            id TEXT NOT NULL,
            now INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;
    """)


def bring_up_to_date(db: Database, file: str) -> None:
    """Applies the changes that the database does not have yet, all of them or none.

    The write lock is taken before looking again, so that processes that open a file at once do it one after
    the other. Raises NewerVersionError, OtherDatabaseError or OtherTablesError, and leaves such a file as it is.
    """
    if lacks_changes(db, file):
        with _transaction(db, "IMMEDIATE"):
            if _lacks(db, file):
                changes.apply(db)
    elif missing := sorted(_columns_made() - _columns(db)):
        table, column = missing[0]
        is_there = table in {name for name, _ in _columns(db)}
        what = f"the column {column} of {table}" if is_there else f"the table {table}"
        raise OtherTablesError(file=file, fault=f"{what} is missing")


def lacks_changes(db: Database, file: str) -> bool:
    """Whether changes are still to be applied. Raises NewerVersionError or OtherDatabaseError."""
    with _transaction(db, "DEFERRED"):
        return _lacks(db, file)


@contextmanager
def _transaction(db: Database, kind: str) -> Iterator[None]:
    """One view of the file: looked at statement by statement, one that is just being made looks like another's."""
    db.conn.execute(f"BEGIN {kind}")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


def applied(db: Database) -> set[str]:
    """The names of the changes that were applied to a database."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return set()
    names = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'mpn-desk'")
    return {str(name) for (name,) in names.fetchall()}


def _lacks(db: Database, file: str) -> bool:
    done = applied(db)
    if unknown := done - _known():
        raise NewerVersionError(file=file, changes=", ".join(sorted(unknown)))
    (application,) = db.conn.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID and db.conn.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise OtherDatabaseError(file=file)
    return done != _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(change.name for change in changes.pending(Database(memory=True)))


@cache
def _columns_made() -> frozenset[tuple[str, str]]:
    db = Database(memory=True)
    changes.apply(db)
    return _columns(db)


def _columns(db: Database) -> frozenset[tuple[str, str]]:
    """Table and name of every column."""
    rows = db.execute(
        "SELECT made.name, of.name FROM sqlite_master AS made JOIN pragma_table_info(made.name) AS of "
        "WHERE made.type = 'table' AND made.name <> '_sqlite_migrations'"
    )
    return frozenset(rows.fetchall())
