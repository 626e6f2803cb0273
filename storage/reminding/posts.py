"""What is done once, by its name, and the last day it was for: a post to a channel, the answer to a card."""

from typing import Final

from storage.database import Transaction

_DAY: Final = "SELECT day FROM posts WHERE workspace = :workspace AND name = :name"
_PUT: Final = (
    "INSERT INTO posts (workspace, name, day) VALUES (:workspace, :name, :day) "
    "ON CONFLICT (workspace, name) DO UPDATE SET day = excluded.day WHERE posts.day <> excluded.day RETURNING day"
)


def day_of(transaction: Transaction, workspace: str, name: str) -> str | None:
    """For which day something was posted or answered last, as ISO text."""
    rows = transaction.rows(_DAY, workspace=workspace, name=name)
    return str(rows[0][0]) if rows else None


def posted(transaction: Transaction, workspace: str, name: str, day: str) -> bool:
    """Notes that it was posted or answered for a day; False where that was noted before."""
    return bool(transaction.rows(_PUT, workspace=workspace, name=name, day=day))
