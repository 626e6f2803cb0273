"""Messages that are about to be sent: what each will have told, so that it is recorded even if the sender dies."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from policy.model import Entry, from_json, to_json
from storage.database import Transaction

_PUT: Final = (
    "INSERT INTO claims (workspace, person, cause, entries) VALUES (:workspace, :person, :cause, :entries) "
    "ON CONFLICT (workspace, person) DO UPDATE SET cause = excluded.cause, entries = excluded.entries"
)
_OPEN: Final = "SELECT cause, entries FROM claims WHERE workspace = :workspace AND entries <> '' ORDER BY person"
_CLOSE: Final = "UPDATE claims SET entries = '' WHERE workspace = :workspace AND cause = :cause"


def put(transaction: Transaction, workspace: str, person: str, cause: str, entries: Sequence[Entry]) -> None:
    """Notes what a message to a person will have told, in place of the one before."""
    drafts = json.dumps([to_json(entry) for entry in entries])
    transaction.rows(_PUT, workspace=workspace, person=person, cause=cause, entries=drafts)


def open_ones(transaction: Transaction, workspace: str) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """The messages of which nobody has noted how they ended: their cause, and what is to be recorded."""
    for cause, drafts in transaction.rows(_OPEN, workspace=workspace):
        yield str(cause), tuple(from_json(one) for one in json.loads(drafts))


def close(transaction: Transaction, workspace: str, cause: str) -> None:
    """It is recorded, or was never sent."""
    transaction.rows(_CLOSE, workspace=workspace, cause=cause)
