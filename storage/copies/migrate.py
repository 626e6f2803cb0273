"""Moves a record from one database to another, as from a file to PostgreSQL: entry by entry, with the same hashes."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from storage import chain, replies
from storage.copies.backup import backup
from storage.database import Database, Transaction
from storage.errors import BadCopyError, BrokenChainError, OtherTablesError, StorageError
from storage.log import Log
from storage.opening import opened
from storage.sqlite.database import SQLite
from storage.verify.alone import Anchor, chained, genesis
from storage.verify.log import verify_log

_ENTRIES: Final = ("workspace", "seq", "cause", "part", "at", "on", "kind", "body", "hash")
_REPLIES: Final = ("workspace", "cause", "reply")
_PEOPLE: Final = (
    "workspace", "id", "name", "email", "tz", "administrator", "bot", "guest", "deactivated", "erased", "change",
)  # fmt: skip
_DUE: Final = ("workspace", "day", "seq")

_BESIDE: Final = {
    "posts": ("workspace", "name", "day"),
    "claims": ("workspace", "person", "cause", "entries"),
    "unreached": ("workspace", "id", "now"),
}
"""What stands beside the record: small, a row for each kind of post and each person."""

_PAGE_OF_ENTRIES: Final = (
    'SELECT workspace, seq, cause, part, at, "on", kind, body, hash FROM entries '
    "WHERE workspace = :workspace AND seq > :after ORDER BY seq LIMIT :most"
)
_HASH: Final = "SELECT hash FROM entries WHERE workspace = :workspace AND seq = :seq"
_PAGE_OF_REPLIES: Final = (
    f"SELECT {', '.join(_REPLIES)} FROM replies WHERE workspace = :workspace AND cause > :after "
    "ORDER BY cause LIMIT :most"
)
_PAGE_OF_PEOPLE: Final = (
    f"SELECT {', '.join(_PEOPLE)} FROM people WHERE workspace = :workspace AND id > :after ORDER BY id LIMIT :most"
)
_ERASED: Final = "SELECT id FROM people WHERE workspace = :workspace AND erased = 1"
_NAMES: Final = "SELECT id, name, email FROM people WHERE workspace = :workspace AND erased = 0"
_DUE_DAY: Final = f"SELECT {', '.join(_DUE)} FROM next_due WHERE workspace = :workspace"
_PLACES: Final = "SELECT workspace FROM entries UNION SELECT workspace FROM people ORDER BY workspace"


def _insert(table: str, columns: tuple[str, ...], end: str = "") -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({named}) VALUES ({', '.join(f':{column}' for column in columns)}) {end}"


_PUT_ENTRY: Final = _insert("entries", _ENTRIES)
_PUT_REPLY: Final = _insert("replies", _REPLIES, "ON CONFLICT (workspace, cause) DO UPDATE SET reply = excluded.reply")
_PUT_PERSON: Final = _insert(
    "people",
    _PEOPLE,
    f"ON CONFLICT (workspace, id) DO UPDATE SET {', '.join(f'{one} = excluded.{one}' for one in _PEOPLE[2:])} "
    "WHERE people.erased = 0 AND (people.change < excluded.change OR excluded.erased = 1)",
)
_PUT_DUE: Final = _insert(
    "next_due",
    _DUE,
    "ON CONFLICT (workspace) DO UPDATE SET day = excluded.day, seq = excluded.seq WHERE next_due.seq < excluded.seq",
)


class OtherHistoryError(StorageError):
    """{file} holds another record of {workspace}: it differs at or before #{seq}. Nothing of that workspace was
    moved. Move to an empty database, or to the one that was moved to before."""


class UnsoundSourceError(StorageError):
    """{file} is not sound, so nothing was moved: {fault}. `mpn verify` tells all of it. Keep the file, and move the
    latest backup."""


class UnsoundError(StorageError):
    """Everything was moved to {file}, but its record is not sound: {fault}. Do not use it; the file that was moved is
    as it was. Move to an empty database."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What is now in the target for one workspace: its head, and how many entries came this time.

    `ahead`: more was recorded there since, so nothing was touched.
    """

    head: Anchor
    entries: int
    ahead: bool = False


def migrate_to(file: Path | str, url: str) -> tuple[Moved, ...]:
    """Moves every workspace of a SQLite file to a database at a URL, and verifies the target's whole chain.

    Run again it moves what was recorded since, or nothing. The file is left as it is. The desk should stand still:
    what it records in the file meanwhile is left for the next run. Raises a StorageError; each workspace is moved
    whole or not at all.
    """
    with tempfile.TemporaryDirectory(prefix="mpn-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        try:
            backup(file, copy)
            source = SQLite(copy)
        except (BadCopyError, OtherTablesError) as error:
            raise UnsoundSourceError(file=file, fault=error.facts["fault"]) from error
        with closing(source):
            return move(source, opened(url))


def move(source: Database, target: Database) -> tuple[Moved, ...]:
    """Moves every workspace of a database that nobody writes to, and verifies the target's whole chain."""
    with source.reading() as transaction:
        workspaces = [str(name) for (name,) in transaction.rows(_PLACES)]
    moved = tuple(_moved(source, target, workspace) for workspace in workspaces)
    report = verify_log(Log(target), [one.head for one in moved if one.head.seq])
    if not report.is_sound:
        raise UnsoundError(file=target.name, fault="; ".join(map(str, report.findings[:3])))
    return moved


def _moved(source: Database, target: Database, workspace: str) -> Moved:
    with source.reading() as transaction:
        ours = chain.tail(transaction, workspace)
    with target.writing(workspace) as writing, source.reading() as reading:
        theirs = chain.tail(writing, workspace)
        shared = min(ours.seq, theirs.seq)
        if _hash(reading, workspace, shared) != _hash(writing, workspace, shared):
            raise OtherHistoryError(file=target.name, workspace=workspace, seq=shared)
        if theirs.seq > ours.seq:
            return Moved(theirs, 0, ahead=True)
        last = theirs
        for page in _pages(reading, _PAGE_OF_ENTRIES, workspace, theirs.seq):
            writing.each(_PUT_ENTRY, [dict(zip(_ENTRIES, row, strict=True)) for row in page])
            last = _followed(last, page)
        for page in _pages(reading, _PAGE_OF_REPLIES, workspace, ""):
            writing.each(_PUT_REPLY, [dict(zip(_REPLIES, row, strict=True)) for row in page])
        for page in _pages(reading, _PAGE_OF_PEOPLE, workspace, ""):
            writing.each(_PUT_PERSON, [dict(zip(_PEOPLE, row, strict=True)) for row in page])
        _forget_again(reading, writing, workspace)
        due = reading.rows(_DUE_DAY, workspace=workspace)
        writing.each(_PUT_DUE, [dict(zip(_DUE, row, strict=True)) for row in due])
        for table, columns in _BESIDE.items():
            rows = reading.rows(
                f"SELECT {', '.join(columns)} FROM {table} WHERE workspace = :workspace", workspace=workspace
            )
            put = _insert(table, columns, f"ON CONFLICT ({', '.join(columns[:2])}) DO NOTHING")
            writing.each(put, [dict(zip(columns, row, strict=True)) for row in rows])
    return Moved(last, last.seq - theirs.seq)


def _forget_again(source: Transaction, target: Transaction, workspace: str) -> None:
    """Takes those out of replies who were erased in the target only, which the replies of the source still name."""
    erased = {person for (person,) in target.rows(_ERASED, workspace=workspace)}
    for person, name, email in source.rows(_NAMES, workspace=workspace) if erased else ():
        if person in erased:
            replies.forget(target, workspace, [replies.Gone(person, name, email)])


def _pages(reading: Transaction, statement: str, workspace: str, after: str | int) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a workspace after one, a page at a time, by the column that they are ordered by."""
    while page := reading.rows(statement, workspace=workspace, after=after, most=chain.PAGE):
        yield page
        after = page[-1][1]


def _followed(last: Anchor, page: list[tuple[Any, ...]]) -> Anchor:
    """The last entry of a page, when each follows from the one before."""
    for workspace, seq, cause, _, _, _, _, body, digest in page:
        if (seq, digest) != (last.seq + 1, chained(last.hash, cause, body)):
            raise BrokenChainError(workspace=workspace, seq=seq)
        last = Anchor(workspace, seq, digest)
    return last


def _hash(transaction: Transaction, workspace: str, seq: int) -> str:
    """The hash of an entry; of none, that before the first."""
    rows = transaction.rows(_HASH, workspace=workspace, seq=seq)
    return str(rows[0][0]) if rows else genesis(workspace)
