"""On which day a workspace is to be swept next: only ever too early, so that quiet ones cost nothing."""

import datetime as dt
import secrets
from typing import Final

from storage.database import Transaction
from storage.verify.alone import Anchor

_PUT: Final = (
    "INSERT INTO next_due (workspace, day, seq) VALUES (:workspace, :day, :seq) "
    "ON CONFLICT (workspace) DO UPDATE SET day = excluded.day, seq = excluded.seq"
)
_PUT_OFF: Final = (
    "UPDATE next_due SET day = :day WHERE workspace = :workspace AND seq = :seq AND (:noted = '' OR day = :noted)"
)
_AT_ONCE: Final = "UPDATE next_due SET day = :day WHERE workspace = :workspace"
_DAY_OF: Final = "SELECT day, seq FROM next_due WHERE workspace = :workspace"
_DUE: Final = "SELECT workspace FROM next_due WHERE day <= :day ORDER BY day, workspace"
_HEADS: Final = (
    "SELECT entries.workspace, entries.seq, entries.hash FROM next_due JOIN entries "
    "ON entries.workspace = next_due.workspace AND entries.seq = next_due.seq ORDER BY entries.workspace"
)

_LONG_AGO: Final = 100_000
"""Days of the first centuries, all of them long ago."""

AHEAD: Final = dt.timedelta(days=1)
"""The day of some people begins up to fourteen hours before the one of UTC."""


def changed(transaction: Transaction, workspace: str, seq: int, at: dt.datetime) -> None:
    """Something was recorded up to entry `seq`, which may have moved any deadline: due with the next sweep."""
    day = (at.astimezone(dt.UTC).date() - AHEAD).isoformat()
    transaction.rows(_PUT, workspace=workspace, day=day, seq=seq)


def at_once(transaction: Transaction, workspace: str) -> None:
    """Something outside the record may have moved a deadline: due with the next sweep.

    The day is one of long ago, and each time another, so that a sweep that is under way does not put it off.
    """
    day = dt.date.min + dt.timedelta(days=secrets.randbelow(_LONG_AGO))
    transaction.rows(_AT_ONCE, workspace=workspace, day=day.isoformat())


def noted(transaction: Transaction, workspace: str) -> str:
    """The day that is noted for a workspace, as it stands; empty where none is."""
    rows = transaction.rows(_DAY_OF, workspace=workspace)
    return str(rows[0][0]) if rows else ""


def put_off(transaction: Transaction, workspace: str, seq: int, day: dt.date | None, was: str = "") -> None:
    """Not before a day, or never; unless more was recorded than entry `seq`, or another day than `was` stands there."""
    late = (day or dt.date.max).isoformat()
    transaction.rows(_PUT_OFF, workspace=workspace, day=late, seq=seq, noted=was)


def is_right(transaction: Transaction, workspace: str, seq: int, latest: dt.date) -> bool:
    """Whether the day noted for a workspace is no later than one, and rests on its last entry."""
    rows = transaction.rows(_DAY_OF, workspace=workspace)
    return bool(rows) and rows[0][0] <= latest.isoformat() and rows[0][1] == seq


def renew(transaction: Transaction, workspace: str, seq: int) -> None:
    """Notes a workspace anew, with its last entry: due with the next sweep."""
    transaction.rows(_PUT, workspace=workspace, day=dt.date.min.isoformat(), seq=seq)


def on(transaction: Transaction, at: dt.datetime) -> tuple[str, ...]:
    """The workspaces to be swept at a time, the longest due first."""
    day = (at.astimezone(dt.UTC).date() + AHEAD).isoformat()
    return tuple(str(name) for (name,) in transaction.rows(_DUE, day=day))


def heads(transaction: Transaction) -> tuple[Anchor, ...]:
    """The last entry of every workspace: each append notes its number here."""
    return tuple(Anchor(*row) for row in transaction.rows(_HEADS))
