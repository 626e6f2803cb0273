"""The replies that were given, kept for a request that is delivered again; without the names that were erased."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from storage.database import Transaction

_KEEP: Final = "INSERT INTO replies (workspace, cause, reply) VALUES (:workspace, :cause, :reply)"
_FIND: Final = "SELECT reply FROM replies WHERE workspace = :workspace AND cause = :cause"
ALL_REPLIES: Final = "SELECT cause, reply FROM replies WHERE workspace = :workspace"
_REWRITE: Final = "UPDATE replies SET reply = :reply WHERE workspace = :workspace AND cause = :cause"

SOMEBODY: Final = "somebody"
_SHORTEST: Final = 3


def keep(transaction: Transaction, workspace: str, cause: str, reply: str) -> str:
    """Notes a reply, JSON text; the text as it is kept, in ASCII."""
    kept = _ascii(json.loads(reply))
    transaction.rows(_KEEP, workspace=workspace, cause=cause, reply=kept)
    return kept


def find(transaction: Transaction, workspace: str, cause: str) -> str | None:
    """The reply that a cause got, as JSON text."""
    rows = transaction.rows(_FIND, workspace=workspace, cause=cause)
    return str(rows[0][0]) if rows else None


@dataclass(frozen=True, slots=True)
class Gone:
    """A name and an address that somebody no longer has; words that `stays` has are theirs still."""

    person: str
    name: str
    email: str
    stays: str = ""

    @property
    def wanted(self) -> set[str]:
        """What is to be found of it, as patterns: all of it in any case, its longer words as names are written."""
        whole = {f"(?i:{re.escape(one)})" for one in self.whole}
        words = {word for word in self.name.split() if len(word) >= _SHORTEST} - set(self.stays.split())
        if self.person == self.name:
            words = set()
        return whole | {re.escape(form) for word in words for form in (word, word[:1].upper() + word[1:])}

    @property
    def whole(self) -> set[str]:
        return {self.name, self.email} - {"", self.person, self.stays}


def forget(transaction: Transaction, workspace: str, gone: Iterable[Gone]) -> None:
    """Takes names and addresses out of what replies say; the ids in them stay."""
    everybody = tuple(gone)
    wanted = sorted({one for each in everybody for one in each.wanted}, key=len, reverse=True)
    if not wanted:
        return
    whole = {one for each in everybody for one in each.whole}
    pattern = re.compile("|".join(rf"(?<!\w){one}(?!\w)" for one in wanted))
    rewritten = []
    for cause, text in transaction.rows(ALL_REPLIES, workspace=workspace):
        before = json.loads(text)
        after = _without(before, pattern, whole)
        if after != before:
            rewritten.append({"workspace": workspace, "cause": cause, "reply": _ascii(after)})
    transaction.each(_REWRITE, rewritten)


def _without(value: Any, pattern: re.Pattern[str], whole: set[str]) -> Any:
    """The same JSON without the names. A string without a space is an id, unless it is all of the name."""
    if isinstance(value, dict):
        return {key: _without(one, pattern, whole) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, pattern, whole) for one in value]
    if isinstance(value, str) and (" " in value or value in whole):
        return pattern.sub(SOMEBODY, value)
    return value


def _ascii(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
