"""Whether a file has the tables, columns, indexes and guards that its changes made, and no others tied to them."""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database as Inspected

from storage.database import Value
from storage.errors import DatabaseBusyError, translated
from storage.sqlite.schema import applied, changes
from storage.verify.alone import APPLICATION_ID, RECORD, Anchor, Finding, Report, looking_at, spaced, verify
from storage.verify.replies import altered_replies

_MADE: Final = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> '_sqlite_migrations'"
)


def verify_file(file: Path | str, anchors: Iterable[Anchor] = (), heads: Iterable[Anchor] = ()) -> Report:
    """What `verify.alone` says of a file, and whether its other tables are as the desk made them; changes nothing.

    Raises DatabaseBusyError where another process holds the file for too long: that says nothing of its record.
    """
    found: tuple[Finding, ...] = ()
    others: tuple[str, ...] = ()
    try:
        with looking_at(file) as db:
            (application,) = db.execute("PRAGMA application_id").fetchone()
            if application == APPLICATION_ID:
                found, others = tuple(faults(db)), tuple(beside(db))
                found += tuple(_edited(db))
    except sqlite3.DatabaseError as error:
        if isinstance(ours := translated(error, str(file)), DatabaseBusyError):
            raise ours from error
        found = (Finding(f"its tables cannot be looked at: {error}"),)
    report = verify(file, anchors, heads)
    if not report.is_sound and not report.heads:  # it can't be read at all, which is told already
        return report
    return Report(report.entries, report.heads, (*report.findings, *found), report.without_anchor, others)


def _edited(db: sqlite3.Connection) -> Iterator[Finding]:
    """The replies that were edited; none where their tables are not there, which is told by itself."""
    if {"entries", "replies"} <= {name for (name,) in db.execute("SELECT name FROM sqlite_master")}:
        yield from altered_replies(partial(_read, db))


def _read(db: sqlite3.Connection, statement: str, /, **values: Value) -> list[tuple[Any, ...]]:
    return db.execute(statement, values).fetchall()


def beside(db: sqlite3.Connection) -> Iterator[str]:
    """The tables and views that no change of any version makes, and SQLite does not make for itself."""
    ours = {name for _, name, *_ in _made(len(_all_changes()))}
    for kind, name, *_ in sorted(db.execute(_MADE)):
        if kind in ("table", "view") and name not in ours and not name.startswith("sqlite_"):
            yield f"the {kind} {name}"


def faults(db: sqlite3.Connection) -> Iterator[Finding]:
    """What a file has otherwise than the changes that were applied to it made it; but for the record's own table."""
    done = applied(Inspected(db))
    known = _all_changes()
    if newer := sorted(done - set(known)):
        yield Finding(f"it was written by a newer version of the desk (it has {', '.join(newer)}): check it with that")
        return
    if not done or done != set(known[: len(done)]):
        yield Finding("the list of its changes is not as the desk wrote it: what tables it should have can't be told")
        return
    wanted = {row for row in _made(len(done)) if row[1] not in RECORD}
    rows = [(kind, name, table, spaced(sql)) for kind, name, table, sql in db.execute(_MADE)]
    there, names = set(rows), {name for _, name, _, _ in rows}
    for kind, name, *_ in sorted(wanted - there):
        yield Finding(f"the {kind} {name} {'is not as the desk made it' if name in names else 'is missing'}")
    later = {name for _, name, *_ in _made(len(known)) - _made(len(done))}
    for kind, name, *_ in rows:
        if name in later:
            yield Finding(f"the {kind} {name} is of a later version than the list of its changes tells")
    tables, ours = {table for _, _, table, _ in wanted}, {name for _, name, *_ in wanted}
    for _, name, table, sql in rows:
        if sql.upper().startswith("CREATE UNIQUE") and table in tables and name not in ours:
            yield Finding(f"the index {name} was put in from outside: it can refuse what the desk writes")


@cache
def _all_changes() -> list[str]:
    return [change.name for change in changes.pending(Inspected(memory=True))]


@cache
def _made(many: int) -> frozenset[tuple[str, str, str, str]]:
    """Type, name, table and text of all that the first changes make."""
    db = Inspected(memory=True)
    changes.apply(db, stop_before=[change.name for change in changes.pending(db)][many : many + 1])
    return frozenset((kind, name, table, spaced(sql)) for kind, name, table, sql in db.execute(_MADE))
