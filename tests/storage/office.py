"""A small office's log: short ways to record, and connections that break where they are told to."""

import datetime as dt
import json
import os
import signal
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from policy import model
from policy.acts import DirectoryChange
from policy.ledger import Ledger
from policy.model import Entry
from storage.log import Drafts, Log, Recorded
from storage.sqlite import SQLite
from storage.verify import chained, genesis

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


def opened(file: Path, **more: Any) -> Log:
    return Log(SQLite(file, **more))


def filled(file: Path, many: int = 5) -> Log:
    """A log with a few requests of one entry: p1, p2, …"""
    log = opened(file)
    for number in range(1, many + 1):
        add(log, f"p{number}")
    return log


def edited(file: Path, *statements: str, guarded: bool = False) -> None:
    """Runs statements as somebody with a plain connection would; without the guards unless said so."""
    db = sqlite3.connect(file)
    if not guarded:
        for name, table in db.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            assert table == "entries"
            sql = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
            db.execute(f"DROP TRIGGER {name}")
            statements = (*statements, sql)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def recomputed(file: Path, workspace: str = T1) -> None:
    """Computes the whole chain anew, as an owner of the file can."""
    db = sqlite3.connect(file)
    rows = db.execute("SELECT seq, cause, body FROM entries WHERE workspace = ? ORDER BY seq", (workspace,)).fetchall()
    db.close()
    before, statements = genesis(workspace), []
    for seq, cause, body in rows:
        before = chained(before, cause, body)
        statements.append(f"UPDATE entries SET hash = '{before}' WHERE seq = {seq} AND workspace = '{workspace}'")
    edited(file, *statements)


class Crash(BaseException):
    """The process is gone, as far as the code can tell."""


def breaking(at: int, *, before: bool, kill: bool = False) -> type[sqlite3.Connection]:
    """Connections of which one statement, number `at` after `arm`, breaks before or after it is run."""

    class Breaking(sqlite3.Connection):
        left = -1

        @classmethod
        def arm(cls) -> None:
            cls.left = at

        @classmethod
        def disarm(cls) -> None:
            cls.left = -1

        def execute(self, *args: Any) -> sqlite3.Cursor:
            return self._run(super().execute, *args)

        def executemany(self, *args: Any) -> sqlite3.Cursor:
            return self._run(super().executemany, *args)

        @classmethod
        def _run(cls, run: Callable[..., sqlite3.Cursor], *args: Any) -> sqlite3.Cursor:
            cls.left -= 1
            if cls.left == 0 and before:
                cls._break()
            done = run(*args)
            if cls.left == 0:
                cls._break()
            return done

        @classmethod
        def _break(cls) -> None:
            if kill:
                os.kill(os.getpid(), signal.SIGKILL)
            raise Crash

    return Breaking


def in_a_child(work: Callable[[], object]) -> int:
    """Runs work in a process of its own; the exit code, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        code = 99
        with suppress(BaseException):
            code = int(work() or 0)
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
