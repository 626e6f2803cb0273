"""What is on its way to Slack, kept until it is there: in a file what must not get lost, else in memory."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol

from bot.slack.recent import Recent
from bot.slack.views.message import Message

_REMEMBERED: Final = 7 * 86_400.0
"""Seconds for which it is known that a letter was sent, so that a second one of the same key is not."""

_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS letters (
        key TEXT PRIMARY KEY, workspace TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT, message TEXT NOT NULL,
        made REAL NOT NULL, tries INTEGER NOT NULL, due REAL NOT NULL, sent INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message for a channel (in its thread where it has one), or for a person by id.

    `made`: when, in seconds since 1970. `tries`: how often it was sent so far.
    """

    key: str
    workspace: str
    channel: str
    thread_ts: str | None
    message: Message
    made: float = field(default_factory=time.time)
    tries: int = 0


class Letters(Protocol):
    """Letters by their keys."""

    def keep(self, letter: Letter) -> bool:
        """Takes a letter that is about to be sent; False where one of its key is on its way or was sent."""
        ...

    def sent(self, key: str) -> None:
        """It is there, or will never be."""
        ...

    def put_off(self, letter: Letter, seconds: float) -> None:
        """It could not be sent now; the next time it is due in so many seconds."""
        ...

    def due(self) -> list[Letter]:
        """Letters to send again; they are taken."""
        ...

    def close(self) -> None: ...


class Passing:
    """Letters for as long as the process lives. Those that go out at once cost next to nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: Recent[str, bool] = Recent()
        self._later: dict[str, tuple[float, Letter]] = {}
        self._lock = Lock()

    def keep(self, letter: Letter) -> bool:
        if self._known.get(letter.key):
            return False
        self._known.keep(letter.key, True)
        return True

    def sent(self, key: str) -> None:
        """Nothing is left to be done about it."""

    def put_off(self, letter: Letter, seconds: float) -> None:
        with self._lock:
            self._later[letter.key] = (self._clock() + seconds, replace(letter, tries=letter.tries + 1))

    def due(self) -> list[Letter]:
        with self._lock:
            found = [letter for at, letter in self._later.values() if at <= self._clock()]
            for letter in found:
                del self._later[letter.key]
        return found

    def close(self) -> None:
        """Nothing is kept."""


class Kept:
    """Letters in a file, also for the next process. Of processes that share it one has a letter for `lease` seconds."""

    def __init__(self, file: Path | None = None, lease: float = 60.0, clock: Callable[[], float] = time.time) -> None:
        self._lease, self._clock = lease, clock
        self._lock = Lock()
        if file is not None:
            file.touch(mode=0o600)
        self._db = sqlite3.connect(file or ":memory:", timeout=10, isolation_level=None, check_same_thread=False)
        # A letter outlives the process; what outlives a crash of the machine is the ledger.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(_TABLE)
        self._run("DELETE FROM letters WHERE sent = 1 AND due < ?", clock() - _REMEMBERED)

    def keep(self, letter: Letter) -> bool:
        words = json.dumps(asdict(letter.message))
        row = (letter.key, letter.workspace, letter.channel, letter.thread_ts, words, letter.made)
        statement = "INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0) ON CONFLICT DO NOTHING"
        return self._run(statement, *row, self._clock() + self._lease).rowcount == 1

    def sent(self, key: str) -> None:
        self._run("UPDATE letters SET sent = 1, message = '', due = ? WHERE key = ?", self._clock(), key)

    def put_off(self, letter: Letter, seconds: float) -> None:
        self._run("UPDATE letters SET due = ? WHERE key = ?", self._clock() + seconds, letter.key)

    def due(self) -> list[Letter]:
        """Letters to send again; they are taken, and due again when the lease ends."""
        now = self._clock()
        if not self._run("SELECT 1 FROM letters WHERE sent = 0 AND due <= ? LIMIT 1", now).fetchone():
            return []
        with self._alone():
            rows = self._db.execute(
                "UPDATE letters SET due = ?, tries = tries + 1 WHERE sent = 0 AND due <= ? "
                "RETURNING key, workspace, channel, thread_ts, message, made, tries",
                (now + self._lease, now),
            ).fetchall()
        return [
            Letter(key, workspace, channel, thread_ts, Message(**json.loads(message)), made, tries)
            for key, workspace, channel, thread_ts, message, made, tries in rows
        ]

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        with self._lock:
            return self._db.execute(statement, values)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                self._db.execute("COMMIT")
