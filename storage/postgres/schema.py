"""The tables in PostgreSQL and the changes they went through, each a file, applied once and in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Final

from sqlalchemy import Connection, Engine, text

from storage.errors import NewerVersionError, OtherDatabaseError
from storage.postgres.faults import EncodingError

_LOCK: Final = int.from_bytes(b"MPND")
_APPLIED: Final = "mpn_desk_changes"
TABLES: Final = ("entries", "replies", "people", "next_due", "last_marks", "sweeps", "posts", "claims", "unreached")


@cache
def changes() -> dict[str, str]:
    """The statements of each change by its name, in order; the names are those of the SQLite changes."""
    found = {}
    for file in (files("storage.postgres") / "changes").iterdir():
        number, _, name = file.name.removesuffix(".sql").partition("_")
        found[int(number), name] = file.read_text("utf-8")
    return {name: found[number, name] for number, name in sorted(found)}


def bring_up_to_date(engine: Engine, database: str) -> None:
    """Applies the changes that the database does not have yet, all of them or none.

    Processes that open a database at once do it one after the other. Raises NewerVersionError, OtherDatabaseError
    or EncodingError, and leaves such a database as it is.
    """
    with making_tables(engine) as connection:
        # One that is just being made looks like another program's, unless its maker is waited for.
        if not (lacking := _lacking(connection, database)):
            return
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS {_APPLIED} (name TEXT PRIMARY KEY, at TIMESTAMPTZ)"))
        for name in lacking:
            connection.exec_driver_sql(changes()[name], execution_options={"no_parameters": True})
            connection.execute(text(f"INSERT INTO {_APPLIED} (name, at) VALUES (:name, now())"), {"name": name})


@contextmanager
def making_tables(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables are made: processes that do so at once wait for each other."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = 30000"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield connection


def _lacking(connection: Connection, database: str) -> list[str]:
    """The names of the changes that are still to be applied."""
    if (encoding := connection.execute(text("SHOW server_encoding")).scalar_one()) != "UTF8":
        raise EncodingError(file=database, encoding=encoding)
    if not has_table(connection, _APPLIED):
        if any(has_table(connection, table) for table in TABLES):
            raise OtherDatabaseError(file=database)
        return list(changes())
    applied = set(connection.execute(text(f"SELECT name FROM {_APPLIED}")).scalars())
    if unknown := applied - changes().keys():
        raise NewerVersionError(file=database, changes=", ".join(sorted(unknown)))
    return [name for name in changes() if name not in applied]


def has_table(connection: Connection, table: str) -> bool:
    """Whether a table is there, which needs no right to make one."""
    return connection.execute(text("SELECT to_regclass(:name) IS NOT NULL"), {"name": table}).scalar_one() is True
