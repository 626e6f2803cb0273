"""Entries as rows: the statements, written once for SQLite and for PostgreSQL, and the chain of their hashes.

Portable: `:name` parameters, ON CONFLICT DO NOTHING RETURNING, ISO dates and ASCII JSON in TEXT.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pydantic import ValidationError

from policy.model import Entry, as_dict, from_json, stamped, to_json
from storage.database import Transaction
from storage.errors import BrokenChainError, TakenError, UnknownEntryError
from storage.verify.alone import Anchor, chained, genesis

_TAIL: Final = "SELECT seq, hash FROM entries WHERE workspace = :workspace ORDER BY seq DESC LIMIT 1"
_FROM: Final = (
    "SELECT seq, cause, body, hash FROM entries WHERE workspace = :workspace AND seq >= :seq ORDER BY seq LIMIT :most"
)
_OF_CAUSE: Final = "SELECT seq, body FROM entries WHERE workspace = :workspace AND cause = :cause ORDER BY part"
_INSERT: Final = (
    'INSERT INTO entries (workspace, seq, cause, part, at, "on", kind, body, hash) '
    "VALUES (:workspace, :seq, :cause, :part, :at, :on, :kind, :body, :hash) ON CONFLICT DO NOTHING RETURNING seq"
)
_WORKSPACES: Final = "SELECT DISTINCT workspace FROM entries ORDER BY workspace"

PAGE: Final = 5_000
"""Rows that are read at once."""

Row = tuple[int, str, str, str]
"""seq, cause, body, hash."""


def tail(transaction: Transaction, workspace: str) -> Anchor:
    """The last entry's number and hash; number 0 where there is none yet."""
    rows = transaction.rows(_TAIL, workspace=workspace)
    return Anchor(workspace, rows[0][0], rows[0][1]) if rows else Anchor(workspace, 0, genesis(workspace))


def workspaces(transaction: Transaction) -> tuple[str, ...]:
    """The workspaces that have entries, by name."""
    return tuple(str(name) for (name,) in transaction.rows(_WORKSPACES))


def rows_from(transaction: Transaction, workspace: str, seq: int) -> list[Row]:
    """The entry with a number and those after it, at most a PAGE of them."""
    return [(*row,) for row in transaction.rows(_FROM, workspace=workspace, seq=seq, most=PAGE)]


def rows_after(transaction: Transaction, known: Anchor) -> list[Row] | None:
    """What was recorded after a known entry, at most a PAGE; None if that entry is not in the log (any more)."""
    rows = rows_from(transaction, known.workspace, known.seq)
    if known.seq == 0:
        return rows
    if not rows or (rows[0][0], rows[0][3]) != (known.seq, known.hash):
        return None
    return rows[1:]


def checked(before: Anchor, rows: Iterable[Row]) -> Iterator[tuple[Entry, str]]:
    """The entries of rows, each with its hash. Raises BrokenChainError or UnknownEntryError."""
    seq, digest = before.seq, before.hash
    for number, cause, body, found in rows:
        seq, digest = seq + 1, chained(digest, cause, body)
        if (number, found) != (seq, digest):
            raise BrokenChainError(workspace=before.workspace, seq=number)
        yield _entry(before.workspace, seq, body), digest


def of_cause(transaction: Transaction, workspace: str, cause: str) -> tuple[Entry, ...]:
    """The entries that a cause has recorded."""
    rows = transaction.rows(_OF_CAUSE, workspace=workspace, cause=cause)
    return tuple(_entry(workspace, seq, body) for seq, body in rows)


def insert(
    transaction: Transaction, before: Anchor, cause: str, drafts: Sequence[Entry], at: dt.datetime
) -> tuple[tuple[Entry, ...], str]:
    """Stamps drafts and writes them after `before`: the entries as they will be read, and the last one's hash."""
    rows: list[Row] = []
    digest = before.hash
    for entry in stamped(drafts, before.seq + 1, at):
        body = to_json(entry)
        digest = chained(digest, cause, body)
        rows.append((entry.number, cause, body, digest))
    entries = tuple(entry for entry, _ in checked(before, rows))
    for entry, (seq, _, body, hashed) in zip(entries, rows, strict=True):
        fields = as_dict(entry)
        written = transaction.rows(
            _INSERT,
            workspace=before.workspace,
            seq=seq,
            cause=cause,
            part=entry.part or 1,
            at=fields["at"],
            on=fields["on"],
            kind=entry.kind,
            body=body,
            hash=hashed,
        )
        if not written:
            raise TakenError(workspace=before.workspace, seq=seq)
    return entries, digest


def _entry(workspace: str, seq: int, body: str) -> Entry:
    try:
        return from_json(body)
    except ValidationError as error:
        raise UnknownEntryError(workspace=workspace, seq=seq) from error
