"""On which day a workspace is to be swept next: only ever too early, so that quiet ones cost nothing."""

import datetime as dt
from typing import Final

from storage.database import Transaction

_PUT: Final = (
    "INSERT INTO next_due (workspace, day, seq) VALUES (:workspace, :day, :seq) "
    "ON CONFLICT (workspace) DO UPDATE SET day = excluded.day, seq = excluded.seq"
)
_PUT_OFF: Final = "UPDATE next_due SET day = :day WHERE workspace = :workspace AND seq = :seq"
_DUE: Final = "SELECT workspace FROM next_due WHERE day <= :day ORDER BY day, workspace"

_AHEAD: Final = dt.timedelta(days=1)
"""The day of some people begins up to fourteen hours before the one of UTC."""


def changed(transaction: Transaction, workspace: str, seq: int, at: dt.datetime) -> None:
    """Something was recorded up to entry `seq`, which may have moved any deadline: due with the next sweep."""
    day = (at.astimezone(dt.UTC).date() - _AHEAD).isoformat()
    transaction.rows(_PUT, workspace=workspace, day=day, seq=seq)


def put_off(transaction: Transaction, workspace: str, seq: int, day: dt.date | None) -> None:
    """Not before a day, or never; unless more was recorded than entry `seq`."""
    transaction.rows(_PUT_OFF, workspace=workspace, day=(day or dt.date.max).isoformat(), seq=seq)


def on(transaction: Transaction, at: dt.datetime) -> tuple[str, ...]:
    """The workspaces to be swept at a time, the longest due first."""
    day = (at.astimezone(dt.UTC).date() + _AHEAD).isoformat()
    return tuple(str(name) for (name,) in transaction.rows(_DUE, day=day))
