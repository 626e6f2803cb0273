"""Workspaces that took the desk out: their record is kept for as long as the setting says, then deleted."""

import datetime as dt
import logging
from typing import Final

from bot.record.records import Records
from bot.slack.kept.shelf import TABLES, Shelf
from storage.errors import StorageError
from storage.forget import forget

_log = logging.getLogger(__name__)

_NOTE: Final = "INSERT INTO leavings (workspace, day) VALUES (:workspace, :day) ON CONFLICT DO NOTHING"
_BACK: Final = "DELETE FROM leavings WHERE workspace = :workspace"
_LEFT: Final = "SELECT workspace FROM leavings WHERE day <= :day ORDER BY workspace"
_ALL: Final = "SELECT workspace FROM leavings"
_OF_NO_WORKSPACE: Final = {"states"}
_STAYS: Final = {"installations"}
"""Somebody may be about to install the desk again."""


class Leavings:
    """Who left, and when. `days`: how long the record is kept after that; 0 for ever."""

    def __init__(self, shelf: Shelf, records: Records, days: int = 0) -> None:
        self._shelf, self._records, self.days = shelf, records, days

    def left(self, workspace: str, today: dt.date) -> str:
        """Notes that the desk was taken out, of an organisation's workspaces too; says what becomes of the record."""
        for one in {workspace, *self._within(workspace, self._records.log.workspaces())}:
            self._shelf.run(_NOTE, workspace=one, day=today.isoformat())
        return kept_for(self.days, today)

    def back(self, workspace: str) -> None:
        """The desk was installed again: the record stays."""
        noted = [str(one) for (one,) in self._shelf.run(_ALL)]
        for one in {workspace, *self._within(workspace, noted)}:
            self._shelf.run(_BACK, workspace=one)

    def sweep(self, now: dt.datetime) -> None:
        """Deletes everything of those whose time is over. What can't be deleted now is tried again with the next."""
        if not self.days:
            return
        before = (now.date() - dt.timedelta(days=self.days)).isoformat()
        for (workspace,) in self._shelf.run(_LEFT, day=before):
            try:
                many = forget_all(self._shelf, self._records, workspace)
            except StorageError as fault:  # reminders of others do not wait for it; it is tried again
                _log.error("The record of %s could not be deleted: %s", workspace, fault)
            else:
                _log.warning(
                    "The record of %s is deleted, %s entries: it left %s days ago.", workspace, many, self.days
                )

    @staticmethod
    def _within(organisation: str, workspaces: tuple[str, ...] | list[str]) -> list[str]:
        return [one for one in workspaces if one.startswith(f"{organisation}/")]


def forget_all(shelf: Shelf, records: Records, workspace: str) -> int:
    """Deletes all that is kept of a workspace but its tokens; how many entries there were."""
    many = forget(records.log.database, workspace)
    for table in TABLES.keys() - _OF_NO_WORKSPACE - _STAYS:
        shelf.run(f"DELETE FROM {table} WHERE workspace = :workspace", workspace=workspace)
    return many


def kept_for(days: int, today: dt.date | None = None) -> str:
    """What becomes of the record once the app is taken out."""
    if not days:
        return "The record is kept until whoever runs the desk deletes it."
    until = f", until {(today + dt.timedelta(days=days)).isoformat()}" if today else ""
    return f"The record is kept for {days:,} days{until}, and then deleted. Installed again before that, it goes on."
