"""Whether answers helped, collected for the administrators: by matter, without names and without words."""

import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS feedback (
        workspace TEXT NOT NULL, message TEXT NOT NULL, day TEXT NOT NULL, matter TEXT NOT NULL,
        helpful INTEGER NOT NULL, PRIMARY KEY (workspace, message)
    ) STRICT, WITHOUT ROWID
"""
_LATELY: Final = dt.timedelta(days=90)
_NAMED: Final = 3


class Feedback:
    """The ratings of answers; the last one of a message counts."""

    def __init__(self, file: Path | None, now: Callable[[], dt.datetime]) -> None:
        self._now, self._lock = now, Lock()
        self._db = sqlite3.connect(file or ":memory:", timeout=10, isolation_level=None, check_same_thread=False)
        self._db.execute(_TABLE)

    def keep(self, workspace: str, message: str, matter: str, *, helpful: bool) -> None:
        """Notes whether the answer in a message (its channel and id) helped."""
        row = (workspace, message, self._now().date().isoformat(), matter, int(helpful))
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?)", row)

    def summary(self, workspace: str) -> str:
        """How answers were rated lately, in a sentence; empty where nobody rated any."""
        since = (self._now().date() - _LATELY).isoformat()
        with self._lock:
            rows = self._db.execute(
                "SELECT matter, SUM(helpful), SUM(1 - helpful) FROM feedback WHERE workspace = ? AND day >= ? "
                "GROUP BY matter ORDER BY 3 DESC, matter",
                (workspace, since),
            ).fetchall()
        if not rows:
            return ""
        helped, failed = sum(row[1] for row in rows), sum(row[2] for row in rows)
        worst = [f"{matter.replace('_', ' ')} ({count})" for matter, _, count in rows[:_NAMED] if count]
        what = f" What did not help: {', '.join(worst)}." if worst else ""
        return f"Answers rated in the last 90 days: {helped:,} helped, {failed:,} did not.{what}"

    def close(self) -> None:
        with self._lock:
            self._db.close()
