"""What is on its way to Slack, kept until it is there: on a shelf what must not get lost, else in memory."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from threading import Lock
from typing import Final, NamedTuple, Protocol

from bot.slack.kept.recent import Recent
from bot.slack.kept.shelf import Shelf
from bot.slack.views.message import Message
from storage.errors import StorageError

_log = logging.getLogger(__name__)

_REMEMBERED: Final = 7 * 86_400.0
"""Seconds for which it is known that a letter was sent, so that a second one of the same key is not."""

_NOW_AND_THEN: Final = 500
"""Every so many that are taken, those are forgotten that were sent long ago."""

_KEEP: Final = (
    "INSERT INTO letters (workspace, key, channel, thread_ts, message, made, tries, due, sent) "
    "VALUES (:workspace, :key, :channel, :thread_ts, :message, :made, 0, :due, 0) ON CONFLICT DO NOTHING RETURNING key"
)
_HAS: Final = "SELECT 1 FROM letters WHERE workspace = :workspace AND key = :key"
_NOTE: Final = (
    "INSERT INTO letters (workspace, key, channel, thread_ts, message, made, tries, due, sent) "
    "VALUES (:workspace, :key, '', NULL, '', :now, 0, :now, 1) ON CONFLICT DO NOTHING RETURNING key"
)
_SENT: Final = "UPDATE letters SET sent = 1, message = '', due = :now WHERE workspace = :workspace AND key = :key"
_PUT_OFF: Final = "UPDATE letters SET due = :due WHERE workspace = :workspace AND key = :key"
_IS_DUE: Final = "SELECT 1 FROM letters WHERE sent = 0 AND due <= :now LIMIT 1"
_TAKE: Final = (
    "UPDATE letters SET due = :due, tries = tries + 1 WHERE sent = 0 AND due <= :now "
    "RETURNING key, workspace, channel, thread_ts, message, made, tries"
)
_WAITING: Final = "SELECT COUNT(*), MIN(made) FROM letters WHERE sent = 0"
_FORGET: Final = "DELETE FROM letters WHERE sent = 1 AND due < :before"


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


class Waiting(NamedTuple):
    """Letters that are not there yet: how many, and when the oldest was made, in seconds since 1970."""

    many: int
    since: float | None


class Letters(Protocol):
    """Letters by their keys."""

    def keep(self, letter: Letter) -> bool:
        """Takes a letter that is about to be sent; False where one of its key is on its way or was sent."""
        ...

    def sent(self, letter: Letter) -> None:
        """It is there, or will never be."""
        ...

    def put_off(self, letter: Letter, seconds: float) -> None:
        """It could not be sent now; the next time it is due in so many seconds."""
        ...

    def due(self) -> list[Letter]:
        """Letters to send again; they are taken."""
        ...


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

    def sent(self, letter: Letter) -> None:
        """Nothing is left to be done about it."""

    def put_off(self, letter: Letter, seconds: float) -> None:
        with self._lock:
            self._later[letter.key] = (self._clock() + seconds, replace(letter, tries=letter.tries + 1))

    def waiting(self) -> Waiting:
        """Those that could not be sent so far."""
        with self._lock:
            made = [letter.made for _, letter in self._later.values()]
        return Waiting(len(made), min(made, default=None))

    def due(self) -> list[Letter]:
        with self._lock:
            found = [letter for at, letter in self._later.values() if at <= self._clock()]
            for letter in found:
                del self._later[letter.key]
        return found


class Kept:
    """Letters on a shelf, also for the next process. Of those that share it one has a letter for `lease` seconds."""

    def __init__(self, shelf: Shelf, lease: float = 60.0, clock: Callable[[], float] = time.time) -> None:
        self._shelf, self._lease, self._clock = shelf, lease, clock
        self._taken = count()

    def keep(self, letter: Letter) -> bool:
        if next(self._taken) % _NOW_AND_THEN == 0:
            self._shelf.run(_FORGET, before=self._clock() - _REMEMBERED)
        row = {
            "workspace": letter.workspace,
            "key": letter.key,
            "channel": letter.channel,
            "thread_ts": letter.thread_ts,
            "message": json.dumps(asdict(letter.message)),
            "made": letter.made,
        }
        return bool(self._shelf.run(_KEEP, **row, due=self._clock() + self._lease))

    def has(self, workspace: str, key: str) -> bool:
        """Whether a letter of a key is on its way, or was sent in the last days."""
        return bool(self._shelf.run(_HAS, workspace=workspace, key=key))

    def sent(self, letter: Letter) -> None:
        self._note(_SENT, letter, now=self._clock())

    def put_off(self, letter: Letter, seconds: float) -> None:
        self._note(_PUT_OFF, letter, due=self._clock() + seconds)

    def due(self) -> list[Letter]:
        """Letters to send again; they are taken, and due again when the lease ends."""
        now = self._clock()
        if not self._shelf.run(_IS_DUE, now=now):
            return []
        return [
            Letter(key, workspace, channel, thread_ts, Message(**json.loads(message)), made, tries)
            for key, workspace, channel, thread_ts, message, made, tries in self._shelf.run(
                _TAKE, now=now, due=now + self._lease
            )
        ]

    def note(self, workspace: str, key: str) -> bool:
        """Whether a key is new, of what is told at once and never again; True too where that can't be looked up."""
        try:
            return bool(self._shelf.run(_NOTE, workspace=workspace, key=key, now=self._clock()))
        except StorageError:
            return True

    def waiting(self) -> Waiting:
        """All of every process."""
        ((many, since),) = self._shelf.run(_WAITING)
        return Waiting(int(many), since)

    def _note(self, statement: str, letter: Letter, **values: float) -> None:
        """Where a server is away nothing is noted: the letter is due again, and looked for, when its lease ends."""
        try:
            self._shelf.run(statement, workspace=letter.workspace, key=letter.key, **values)
        except StorageError as fault:
            _log.warning("What became of a message could not be noted: %s.", type(fault).__name__)
