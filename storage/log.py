"""The append-only log: every request recorded once, whole, and checked on the state under the lock."""

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import local
from typing import Final, TypeVar

from policy.acts import DirectoryChange
from policy.ledger import Ledger
from policy.model import Entry
from storage import chain, replies
from storage.database import Database, Transaction
from storage.memory import Folded, Shelf, Shelves
from storage.people import directory as people
from storage.reminding import claims, due, posts, sweeps
from storage.verify.alone import Anchor, genesis

_LONGEST_CAUSE: Final = 200
_ALL: Final = ""
"""The workspace of what belongs to all of them."""

_logger = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a request wants recorded, all or nothing.

    `reply` gives the JSON text of the reply from the entries as they are recorded; it is kept for a second
    delivery. `directory` is written to the people in the same transaction.
    """

    entries: tuple[Entry, ...]
    reply: Callable[[tuple[Entry, ...]], str] | None = None
    directory: tuple[DirectoryChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What stands in the log for a cause; `again`: it stood there before, and nothing was written now."""

    entries: tuple[Entry, ...]
    reply: str | None = None
    again: bool = False


class Log:
    """The log of every workspace in a database.

    The ledgers of the `most_in_memory` workspaces used last stay in memory; each use asks the log for what is
    new first, so what other processes record is seen.
    """

    def __init__(self, database: Database, *, most_in_memory: int = 256) -> None:
        self.database = database
        self._shelves = Shelves(most_in_memory)
        self._thread = local()

    def append(
        self,
        workspace: str,
        cause: str | None,
        decide: Callable[[Ledger], Drafts | _Answer],
        *,
        at: dt.datetime,
        card: str | None = None,
    ) -> Recorded | _Answer:
        """Records what `decide` drafts on the ledger as it is under the lock, or gives back its refusal.

        A cause that has recorded something before gets what it got then; `decide` is not called. One that led
        to a refusal, or to no entries, is not remembered. Without a cause a request stands for itself. `decide`
        must not change the ledger. `at` is an aware time. Of the answers to one `card`, whatever their causes, one is
        recorded: another one gets no entries, and `again`. When this returns, the entries are on the disk; when it
        raises (a StorageError, or what `decide` raised), nothing was recorded.
        """
        key = _key(cause)
        with self._held(workspace) as shelf:
            self._follow(workspace, shelf)  # so that a long log is not folded while others wait for the lock
            with self.database.writing(workspace) as transaction:
                if recorded := _recorded(transaction, workspace, key):
                    return recorded
                if card and posts.day_of(transaction, workspace, _card(card)):
                    return Recorded((), again=True)
                folded = _caught_up(workspace, shelf, partial(chain.rows_after, transaction))
                answer = decide(folded.ledger)
                if not isinstance(answer, Drafts):
                    return answer
                before = Anchor(workspace, folded.ledger.last_seq, folded.hash)
                entries, digest = chain.insert(transaction, before, key, answer.entries, at)
                reply = _replied(transaction, workspace, key, answer, entries)
                people.change(transaction, workspace, answer.directory)
                if entries:
                    due.changed(transaction, workspace, entries[-1].number, at)
                if entries and card:
                    posts.posted(transaction, workspace, _card(card), at.date().isoformat())
            _advance(shelf, folded, entries, digest)
            return Recorded(entries, reply)

    @contextmanager
    def ledger(self, workspace: str) -> Iterator[Ledger]:
        """The ledger with all that was committed, to be read inside the block only: other threads that want
        this workspace's wait until its end."""
        with self._held(workspace) as shelf:
            yield self._follow(workspace, shelf).ledger

    def entries(self, workspace: str, after: int = 0) -> Iterator[Entry]:
        """The entries after a number, in order. Raises BrokenChainError where one does not fit what is before it."""
        known = Anchor(workspace, 0, genesis(workspace))
        if after > 0:
            with self.database.reading() as transaction:
                at = chain.rows_from(transaction, workspace, after)[:1]
            if not at or at[0][0] != after:
                return
            known = Anchor(workspace, after, at[0][3])
        while True:
            with self.database.reading() as transaction:
                rows = chain.rows_after(transaction, known)
            if not rows:
                return
            for entry, digest in chain.checked(known, rows):
                yield entry
                known = Anchor(workspace, entry.number, digest)

    def recorded(self, workspace: str, cause: str) -> Recorded | None:
        """What a cause has recorded, or None."""
        with self.database.reading() as transaction:
            return _recorded(transaction, workspace, _key(cause))

    def head(self, workspace: str) -> Anchor:
        """The last entry's number and hash, to be noted outside; number 0 for a workspace without entries."""
        with self.database.reading() as transaction:
            return chain.tail(transaction, workspace)

    def due(self, at: dt.datetime) -> tuple[str, ...]:
        """The workspaces in which something may be due at an aware time; more than there are, never fewer."""
        with self.database.reading() as transaction:
            return due.on(transaction, at)

    def noted_day(self, workspace: str) -> str:
        """What is noted of the day of a workspace's next sweep, to be given back to `put_off`."""
        with self.database.reading() as transaction:
            return due.noted(transaction, workspace)

    def put_off(self, workspace: str, seq: int, day: dt.date | None, noted: str = "") -> None:
        """Nothing falls due in a workspace before a day (None: at all), as its ledger is up to entry `seq`.

        With `noted`, only where no other day was noted meanwhile.
        """
        with self.database.writing(workspace) as transaction:
            due.put_off(transaction, workspace, seq, day, noted)

    def mend_next_day(self, workspace: str, seq: int, latest: dt.date) -> bool:
        """Makes a workspace due at once where no day is noted for it, or one later than `latest`; whether it did so.

        `seq` is the number of its last entry.
        """
        with self.database.reading() as transaction:
            if due.is_right(transaction, workspace, seq, latest):
                return False
        with self.database.writing(workspace) as transaction:
            due.renew(transaction, workspace, chain.tail(transaction, workspace).seq)
        return True

    def swept(self, at: dt.datetime) -> None:
        """A sweep of every workspace came to its end, at an aware time."""
        with self.database.writing(_ALL) as transaction:
            sweeps.ended(transaction, at)

    def last_sweep(self) -> dt.datetime | None:
        """When a sweep last came to its end, of whatever process; None where none did yet."""
        with self.database.reading() as transaction:
            return sweeps.last(transaction)

    def claim(self, workspace: str, person: str, cause: str, entries: Sequence[Entry]) -> None:
        """Notes what a message that is about to be sent will have told."""
        with self.database.writing(workspace) as transaction:
            claims.put(transaction, workspace, person, cause, entries)

    def settle(self, workspace: str, was_sent: Callable[[str], bool], *, at: dt.datetime) -> None:
        """Records what was claimed and sent by who died before it was recorded; what was not sent is let go."""
        with self.database.reading() as transaction:
            left = list(claims.open_ones(transaction, workspace))
        for cause, entries in left:
            if was_sent(cause):
                self.append(workspace, cause, lambda _, entries=entries: Drafts(entries), at=at)  # type: ignore[misc]
            with self.database.writing(workspace) as transaction:
                claims.close(transaction, workspace, cause)

    def posted(self, workspace: str, name: str) -> str | None:
        """For which day something was last posted to a channel, as ISO text."""
        with self.database.reading() as transaction:
            return posts.day_of(transaction, workspace, name)

    def note_post(self, workspace: str, name: str, day: str) -> bool:
        """Notes that it was posted for a day; False where another process had noted that."""
        with self.database.writing(workspace) as transaction:
            return posts.posted(transaction, workspace, name, day)

    def heads(self) -> tuple[Anchor, ...]:
        """The head of every workspace that has entries, by workspace: read without walking through the entries."""
        with self.database.reading() as transaction:
            return due.heads(transaction)

    def workspaces(self) -> tuple[str, ...]:
        """The workspaces that have entries."""
        with self.database.reading() as transaction:
            return chain.workspaces(transaction)

    @contextmanager
    def _held(self, workspace: str) -> Iterator[Shelf]:
        """The shelf of a workspace, this thread's alone; cleared when the block raises."""
        holding = getattr(self._thread, "workspace", None)
        if holding not in (None, workspace):
            raise RuntimeError("a thread that holds one workspace must not ask for another: two could wait for ever")
        shelf = self._shelves.of(workspace)
        with shelf.lock:
            self._thread.workspace = workspace
            try:
                yield shelf
            except BaseException:
                shelf.folded = None
                raise
            finally:
                self._thread.workspace = holding

    def _follow(self, workspace: str, shelf: Shelf) -> Folded:
        return _caught_up(workspace, shelf, self._read_after)

    def _read_after(self, known: Anchor) -> list[chain.Row] | None:
        with self.database.reading() as transaction:
            return chain.rows_after(transaction, known)


def _caught_up(workspace: str, shelf: Shelf, read: Callable[[Anchor], list[chain.Row] | None]) -> Folded:
    """The ledger with what was recorded since; folded anew if the log is not the one that it was folded from."""
    while True:
        folded = shelf.folded or Folded(Ledger(), genesis(workspace))
        known = Anchor(workspace, folded.ledger.last_seq, folded.hash)
        rows = read(known)
        if rows is None:
            shelf.folded = None
            continue
        for entry, folded.hash in chain.checked(known, rows):
            folded.ledger.advance(entry)
        shelf.folded = folded
        if len(rows) < chain.PAGE - 1:
            return folded


def _advance(shelf: Shelf, folded: Folded, entries: tuple[Entry, ...], digest: str) -> None:
    """Folds what was committed. If that fails the request is still recorded, and the ledger is folded anew."""
    try:
        for entry in entries:
            folded.ledger.advance(entry)
        folded.hash = digest
    except Exception:
        shelf.folded = None
        _logger.exception("entries were recorded, but the ledger could not take them; it is folded anew")


def _recorded(transaction: Transaction, workspace: str, key: str) -> Recorded | None:
    entries = chain.of_cause(transaction, workspace, key)
    return Recorded(entries, replies.find(transaction, workspace, key), again=True) if entries else None


def _replied(
    transaction: Transaction, workspace: str, key: str, drafts: Drafts, entries: tuple[Entry, ...]
) -> str | None:
    """The reply to drafts that were written; kept only if there were any."""
    reply = drafts.reply(entries) if drafts.reply else None
    return replies.keep(transaction, workspace, key, reply) if reply is not None and entries else reply


def _card(card: str) -> str:
    """A card's name among what is noted once."""
    return f"card:{_key(card)}"


def _key(cause: str | None) -> str:
    """The cause as it is kept: short printable ASCII, whatever a face sends."""
    if cause is None:
        return f"own:{secrets.token_hex(16)}"
    if cause.isascii() and cause.isprintable() and 0 < len(cause) <= _LONGEST_CAUSE:
        return cause
    return f"sha256:{hashlib.sha256(cause.encode('utf-8', 'surrogatepass')).hexdigest()}"
