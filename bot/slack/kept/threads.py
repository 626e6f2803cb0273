"""Conversations on a shelf that processes share, for a day."""

import time
from collections.abc import Callable
from itertools import count
from typing import Final

from bot.desk import Desk
from bot.slack.kept.shelf import Shelf, opened_shelf
from bot.talk.handover import Handover
from storage.database import Database
from storage.sqlite.database import SQLite

_READ: Final = "SELECT name, body FROM threads WHERE workspace = :workspace AND name IN (:a, :b, :c, :d, :e)"
_KEEP: Final = (
    "INSERT INTO threads (workspace, name, body, at) VALUES (:workspace, :name, :body, :at) "
    "ON CONFLICT (workspace, name) DO UPDATE SET body = excluded.body, at = excluded.at"
)
_FORGET: Final = "DELETE FROM threads WHERE workspace = :workspace"
_FORGET_OLD: Final = "DELETE FROM threads WHERE at < :before"

_A_DAY: Final = 86_400.0
_NOW_AND_THEN: Final = 500
"""Every so many that are kept, old ones are deleted."""


class Threads:
    """Texts by a workspace and a name."""

    def __init__(self, shelf: Shelf, clock: Callable[[], float] = time.time) -> None:
        self._shelf, self._clock = shelf, clock
        self._kept = count()

    def read(self, workspace: str, names: tuple[str, ...]) -> dict[str, str]:
        """The texts of up to five names, of those that there are."""
        asked = dict(zip("abcde", (*names, *names[:1] * 5), strict=False))
        return dict(self._shelf.run(_READ, workspace=workspace, **asked))

    def keep(self, workspace: str, name: str, text: str) -> None:
        if next(self._kept) % _NOW_AND_THEN == 0:
            self._shelf.run(_FORGET_OLD, before=self._clock() - _A_DAY)
        self._shelf.run(_KEEP, workspace=workspace, name=name, body=text, at=self._clock())

    def forget(self, workspace: str) -> None:
        self._shelf.run(_FORGET, workspace=workspace)


def share(desk: Desk, database: Database) -> None:
    """Lets other processes on the same server go on with a desk's conversations; nothing where the ledger is a file."""
    if not isinstance(database, SQLite):
        shelf = opened_shelf(database)
        desk.handover = Handover(Threads(shelf), desk.reader, desk.conversations)
