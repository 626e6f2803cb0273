"""Looks into the record for what Slack shows of itself: the Home tab, and what forms offer to pick."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from bot.desk import Desk
from bot.record.records import Records, Visit
from bot.reply import Request

_Seen = TypeVar("_Seen")


class Visits:
    """The record as one person may look at it."""

    def __init__(self, desk: Desk, records: Records, now: Callable[[], dt.datetime]) -> None:
        self._desk, self._records, self.now = desk, records, now

    def reached(self, workspace: str, person: str) -> None:
        """Notes that somebody is there, whom a message may not have reached before."""
        self._records.found_reached(workspace, person, reached=True)

    def look(self, workspace: str, person: str, see: Callable[[Visit], _Seen]) -> _Seen:
        """What `see` makes of the record; others wait meanwhile, so it must not take long."""
        request = Request(workspace, person, self.now())
        edition = self._desk.rulebook.as_of(request.now.date())
        with self._records.visit(request, edition, self._desk.reader.catalogue) as visit:
            return see(visit)
