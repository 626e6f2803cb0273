"""The tables of the database, against what the entries say."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from storage.audit.columns import TABLES, created, indexes
from storage.audit.verify.reading import Reading

DATABASE = "audit.sqlite3"

WHO_HAD_WHAT = """CREATE VIEW who_had_what AS
SELECT seats.from_day, seats.to_day, people.name AS person, products.name AS product, seats.number AS seat,
       offers.program, grants.quantity AS granted, grants.entry AS grant_entry, seats.activated, seats.ended_by,
       recorders.name AS recorded_by, entries.at AS recorded_at, seats.entry, entries.reference
FROM seats
JOIN people ON people.id = seats.person
JOIN products ON products.id = seats.product
JOIN offers ON offers.id = seats.offer
JOIN entries ON entries.seq = seats.entry
JOIN people AS recorders ON recorders.id = seats.by
LEFT JOIN grants ON grants.entry = seats.grant_entry
ORDER BY seats.from_day, seats.entry"""
"""Of a day: WHERE from_day <= '2026-07-01' AND (to_day IS NULL OR to_day > '2026-07-01')."""


def check_tables(db: sqlite3.Connection, reading: Reading) -> list[str]:
    """Compares every table with what the entries say."""
    found: list[str] = []
    for name, rows in reading.tables().items():
        columns = sorted(rows[0]) if rows else []
        wanted = sorted((tuple(row[column] for column in columns) for row in rows), key=repr)
        if not rows:
            (many,) = db.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()
            if many:
                found.append(f"{name}: has {many:,} rows, and by the entries it has none")
            continue
        quoted = ", ".join(f'"{column}"' for column in columns)
        stored = sorted(db.execute(f'SELECT {quoted} FROM "{name}"').fetchall(), key=repr)
        if stored == wanted:
            continue
        extra, missing = subtract(stored, wanted), subtract(wanted, stored)
        for what, some in (("has, against the entries,", extra), ("lacks, by the entries,", missing)):
            found += [f"{name}: {what} {dict(zip(columns, row, strict=True))}" for row in some[:3]]
    return found


def subtract(some: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """The rows of some that are not among the others, each as often as it is too many."""
    left: defaultdict[str, int] = defaultdict(int)
    for row in others:
        left[repr(row)] += 1
    more = []
    for row in some:
        left[repr(row)] -= 1
        if left[repr(row)] < 0:
            more.append(row)
    return more


def check_schema(db: sqlite3.Connection) -> list[str]:
    """The tables, their indexes and the one view are those that the desk made: another could hide what they say."""
    wanted = {("view", WHO_HAD_WHAT)}
    for table in TABLES:
        wanted |= {("table", created(table)), *(("index", sql) for sql in indexes(table))}
    there = db.execute("SELECT type, sql, name FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    found = [
        f"{DATABASE}: the {kind} {name} is not of the pack" for kind, sql, name in there if (kind, sql) not in wanted
    ]
    missing = sorted(wanted - {(kind, sql) for kind, sql, _ in there})
    return found + [f"{DATABASE}: a {kind} is missing: {sql.splitlines()[0]}" for kind, sql in missing]


def check_decisions(db: sqlite3.Connection) -> list[str]:
    """A decision is of one request: the entries that it names have one cause, and nothing else has."""
    found = []
    rows = db.execute(
        "SELECT d.first_entry, d.last_entry, d.entries, COUNT(e.seq), COUNT(DISTINCT e.cause), "
        "(SELECT COUNT(*) FROM entries AS o WHERE o.cause = MIN(e.cause)), MIN(e.by) = d.by AND MAX(e.by) = d.by "
        "FROM decisions AS d LEFT JOIN entries AS e ON e.seq BETWEEN d.first_entry AND d.last_entry "
        "GROUP BY d.first_entry"
    )
    for first, last, entries, between, causes, of_cause, same in rows:
        if causes != 1 or not entries == between == of_cause or not same:
            found.append(f"decisions: #{first} to #{last} is not what one request recorded")
    (causes,) = db.execute("SELECT COUNT(DISTINCT cause) FROM entries").fetchone()
    (decisions,) = db.execute("SELECT COUNT(*) FROM decisions").fetchone()
    if causes != decisions:
        found.append(f"decisions: there are {decisions:,}, and {causes:,} requests in the entries")
    return found
