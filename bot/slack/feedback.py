"""Whether answers helped, collected for the administrators: by matter, without names and without words."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from bot.slack.kept.shelf import Shelf

_KEEP: Final = (
    "INSERT INTO feedback (workspace, message, day, matter, helpful) "
    "VALUES (:workspace, :message, :day, :matter, :helpful) ON CONFLICT (workspace, message) "
    "DO UPDATE SET day = excluded.day, matter = excluded.matter, helpful = excluded.helpful"
)
_RATED: Final = (
    "SELECT matter, SUM(helpful), SUM(1 - helpful) FROM feedback WHERE workspace = :workspace AND day >= :since "
    "GROUP BY matter ORDER BY 3 DESC, matter"
)
_LATELY: Final = dt.timedelta(days=90)
_NAMED: Final = 3


class Feedback:
    """The ratings of answers; the last one of a message counts."""

    def __init__(self, shelf: Shelf, now: Callable[[], dt.datetime]) -> None:
        self._shelf, self._now = shelf, now

    def keep(self, workspace: str, message: str, matter: str, *, helpful: bool) -> None:
        """Notes whether the answer in a message (its channel and id) helped."""
        day = self._now().date().isoformat()
        self._shelf.run(_KEEP, workspace=workspace, message=message, day=day, matter=matter, helpful=int(helpful))

    def summary(self, workspace: str) -> str:
        """How answers were rated lately, in a sentence; empty where nobody rated any."""
        since = (self._now().date() - _LATELY).isoformat()
        rows = self._shelf.run(_RATED, workspace=workspace, since=since)
        if not rows:
            return ""
        helped, failed = sum(row[1] for row in rows), sum(row[2] for row in rows)
        worst = [f"{matter.replace('_', ' ')} ({count})" for matter, _, count in rows[:_NAMED] if count]
        what = f" What did not help: {', '.join(worst)}." if worst else ""
        return f"Answers rated in the last 90 days: {helped:,} helped, {failed:,} did not.{what}"
