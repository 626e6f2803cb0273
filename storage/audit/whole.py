"""The whole record of a workspace at one moment: its entries with their chain, and the replies that were given."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policy.ledger import Ledger
from policy.model import Entry
from storage import chain
from storage.log import Log
from storage.replies import ALL_REPLIES
from storage.verify.alone import Anchor, genesis


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it stands in the log."""

    entry: Entry
    cause: str
    body: str
    hash: str


@dataclass(frozen=True, slots=True)
class Whole:
    """`ledger` is the fold of the links; `replies` holds the reply of each cause that has one, as JSON values."""

    workspace: str
    links: tuple[Link, ...]
    replies: dict[str, Any]
    ledger: Ledger
    head: Anchor


def whole(log: Log, workspace: str) -> Whole:
    """Reads everything of a workspace, checked along its chain. Raises BrokenChainError where it does not fit."""
    links = tuple(_links(log, workspace))
    with log.database.reading() as transaction:
        replies = {cause: json.loads(reply) for cause, reply in transaction.rows(ALL_REPLIES, workspace=workspace)}
    causes = {link.cause for link in links}
    head = Anchor(workspace, len(links), links[-1].hash if links else genesis(workspace))
    return Whole(
        workspace,
        links,
        {cause: reply for cause, reply in replies.items() if cause in causes},
        Ledger.of(link.entry for link in links),
        head,
    )


def _links(log: Log, workspace: str) -> Iterator[Link]:
    known = Anchor(workspace, 0, genesis(workspace))
    while True:
        with log.database.reading() as transaction:
            rows = chain.rows_after(transaction, known)
        if not rows:
            return
        for (entry, digest), (_, cause, body, _) in zip(chain.checked(known, rows), rows, strict=True):
            yield Link(entry, cause, body, digest)
            known = Anchor(workspace, entry.number, digest)
