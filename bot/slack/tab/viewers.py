"""Who looked at their Home tab lately, where any of several processes may record what changes it."""

import time
from collections.abc import Callable
from typing import Final

from bot.slack.kept.shelf import Shelf

_LOOKED: Final = (
    "INSERT INTO viewers (workspace, person, reads_all, at) VALUES (:workspace, :person, :reads_all, :at) "
    "ON CONFLICT (workspace, person) DO UPDATE SET reads_all = excluded.reads_all, at = excluded.at"
)
_LATELY: Final = "SELECT person, reads_all FROM viewers WHERE workspace = :workspace AND at > :since"
_FORGET: Final = "DELETE FROM viewers WHERE workspace = :workspace AND at <= :since"

_A_DAY: Final = 86_400.0
"""Seconds for which a tab is kept up to date: of others the next opening does."""


class Viewers:
    """Viewers of every workspace; nobody where no other process shares the shelf."""

    def __init__(self, shelf: Shelf, clock: Callable[[], float] = time.time) -> None:
        self._shelf, self._clock = shelf, clock

    @property
    def are_shared(self) -> bool:
        return self._shelf.is_shared

    def looked(self, workspace: str, person: str, *, reads_all: bool) -> None:
        """Somebody's tab was shown; `reads_all`: it tells of everybody."""
        if self.are_shared:
            self._shelf.run(_FORGET, workspace=workspace, since=self._clock() - _A_DAY)
            self._shelf.run(_LOOKED, workspace=workspace, person=person, reads_all=int(reads_all), at=self._clock())

    def of(self, workspace: str) -> dict[str, bool]:
        """Who looked lately at any process, and whether their tab tells of everybody."""
        if not self.are_shared:
            return {}
        since = self._clock() - _A_DAY
        return {person: bool(reads) for person, reads in self._shelf.run(_LATELY, workspace=workspace, since=since)}
