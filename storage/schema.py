"""The tables of the embedded database and the changes they went through, each applied once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from sqlite_utils import Database, Migrations

from storage.errors import NewerVersionError, OtherDatabaseError

APPLICATION_ID: Final = int.from_bytes(b"MPND")

changes: Final = Migrations("mpn-desk")


@changes()
def entries_replies_people(db: Database) -> None:
    """The log with its guards, the replies that were given, and the people.

    The guard on INSERT is there because REPLACE removes a row without asking the guard on DELETE, unless the
    connection has `recursive_triggers` on.
    """
    db.executescript("""
        CREATE TABLE entries (
            workspace TEXT NOT NULL,
            seq INTEGER NOT NULL CHECK (seq > 0),
            cause TEXT NOT NULL,
            part INTEGER NOT NULL CHECK (part > 0),
            at TEXT NOT NULL,
            "on" TEXT NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (workspace, seq),
            UNIQUE (workspace, cause, part)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;

        CREATE TRIGGER entries_are_never_removed BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

        CREATE TRIGGER entries_are_never_replaced BEFORE INSERT ON entries
        WHEN EXISTS (SELECT 1 FROM entries WHERE workspace = NEW.workspace AND seq = NEW.seq)
          OR EXISTS (SELECT 1 FROM entries WHERE workspace = NEW.workspace AND cause = NEW.cause AND part = NEW.part)
        BEGIN SELECT RAISE(ABORT, 'entries are never replaced'); END;

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
    the other. Raises NewerVersionError or OtherDatabaseError, and leaves such a file as it is.
    """
    if not lacks_changes(db, file):
        return
    with _transaction(db, "IMMEDIATE"):
        if _lacks(db, file):
            changes.apply(db)


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


def _lacks(db: Database, file: str) -> bool:
    applied = {change.name for change in changes.applied(db)}
    if unknown := applied - _known():
        raise NewerVersionError(file=file, changes=", ".join(sorted(unknown)))
    (application,) = db.conn.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID and db.conn.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise OtherDatabaseError(file=file)
    return applied != _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(change.name for change in changes.pending(Database(memory=True)))
