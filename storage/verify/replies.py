"""Whether the replies that were kept still say what was recorded."""

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, Protocol

from storage.database import Value
from storage.replies import SOMEBODY
from storage.verify.alone import MOST_FINDINGS, Finding

_PAGE: Final = 1_000
_REPLIES_WITH_ENTRIES: Final = (
    "SELECT kept.workspace, kept.cause, kept.reply, entries.seq, entries.body FROM (SELECT workspace, cause, reply "
    "FROM replies WHERE (workspace, cause) > (:workspace, :cause) ORDER BY workspace, cause LIMIT :most) AS kept "
    "LEFT JOIN entries ON entries.workspace = kept.workspace AND entries.cause = kept.cause "
    "ORDER BY kept.workspace, kept.cause, entries.part"
)


class Read(Protocol):
    """A statement's rows, of a file or of a server."""

    def __call__(self, statement: str, /, **values: Value) -> list[tuple[Any, ...]]: ...


def altered_replies(read: Read) -> Iterator[Finding]:
    """The replies whose `recorded` is not what stands in the record: one of the two was edited. At most so many.

    The names of who was erased are out of a reply, and may be in the entry still: somebody's own words.
    """
    many = 0
    for workspace, reply, rows in _replies(read):
        if (fault := _fault_of(reply, [body for _, body in rows])) is None:
            continue
        many += 1
        if many <= MOST_FINDINGS:
            yield Finding(f"the reply that was kept with it {fault}", workspace, rows[0][0])
    if many > MOST_FINDINGS:
        yield Finding(f"and {many - MOST_FINDINGS:,} more replies that tell of something else than was recorded")


def _replies(read: Read) -> Iterator[tuple[str, str, list[tuple[int, str]]]]:
    """Workspace, text, and the entries of each reply that has any."""
    after = ("", "")
    while page := read(_REPLIES_WITH_ENTRIES, workspace=after[0], cause=after[1], most=_PAGE):
        for (workspace, _, reply), rows in groupby(page, key=lambda row: row[:3]):
            if entries := [(seq, body) for *_, seq, body in rows if seq is not None]:
                yield workspace, reply, entries
        after = page[-1][0], page[-1][1]


def _fault_of(reply: str, bodies: list[str]) -> str | None:
    try:
        kept = json.loads(reply)
    except ValueError:
        return "can't be read"
    if not isinstance(kept, dict) or "recorded" not in kept:
        return None
    recorded = kept["recorded"]
    if not isinstance(recorded, list) or len(recorded) != len(bodies):
        return "tells of other entries than stand in the record"
    for told, body in zip(recorded, bodies, strict=True):
        if isinstance(told, dict) and _canonical(told) != body and not _says(told, _read_again(body)):
            return "tells of it otherwise than it stands in the record"
    return None


def _read_again(body: str) -> Any:
    """The entry; None for what is no JSON, which is found on the way along the chain."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def _says(told: Any, entry: Any) -> bool:
    """Whether both are the same but for names that were taken out."""
    if isinstance(told, dict) and isinstance(entry, dict):
        return told.keys() == entry.keys() and all(_says(told[key], entry[key]) for key in told)
    if isinstance(told, list) and isinstance(entry, list):
        return len(told) == len(entry) and all(map(_says, told, entry))
    if isinstance(told, str) and isinstance(entry, str) and SOMEBODY in told:
        return bool(re.fullmatch(".+".join(map(re.escape, told.split(SOMEBODY))), entry, re.DOTALL))
    return bool(told == entry)


def _canonical(entry: Any) -> str:
    return json.dumps(entry, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
