"""Checks the chain of a database on a server, as `verify.alone` does of a file: the same walk, the same report."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final, Protocol, runtime_checkable

from storage import chain
from storage.database import Database, Value
from storage.errors import StorageError
from storage.log import Log
from storage.verify import alone as verify
from storage.verify.alone import Anchor, Finding, Report
from storage.verify.replies import altered_replies

_PAGE: Final = (
    'SELECT seq, cause, part, at, "on", kind, body, hash FROM entries '
    "WHERE workspace = :workspace AND seq > :after ORDER BY seq LIMIT :most"
)


@runtime_checkable
class Guarded(Protocol):
    """A database that can tell what of its tables and guards is not as the desk made it."""

    def faults_of_shape(self) -> tuple[str, ...]: ...


def verify_log(log: Log, anchors: Iterable[Anchor] = (), heads: Iterable[Anchor] = ()) -> Report:
    """Reads every entry and changes nothing; the desk may go on working meanwhile.

    `anchors` must be in the chain; `heads` must be its end as well. What cannot be read to its end is a finding.
    """
    wanted, closed = [*anchors, *(heads := list(heads))], {head.workspace for head in heads}
    findings: list[Finding] = []
    found: list[Anchor] = []
    count = 0
    try:
        findings += _shape(log.database)
        noted = _noted(log.database)
        for workspace in log.workspaces():
            own = [one for one in wanted if one.workspace == workspace]
            walk = verify.Walk(workspace, own, workspace in closed, noted.pop(workspace, 0))
            for row in _rows(log.database, workspace):
                walk.take(*row)
            findings += walk.ended()
            found.append(Anchor(workspace, walk.seq, walk.hash))
            count += walk.count
        findings += verify.lost(wanted, found, noted)
        findings += verify.unnoted(found, _noted(log.database), verify.without(wanted, found))
        findings += _orphans(log.database)
        findings += altered_replies(partial(_read, log.database))
    except StorageError as error:
        findings.append(Finding(f"it cannot be read to its end: {error}"))
    return Report(count, tuple(found), tuple(findings), verify.without(wanted, found))


def _shape(database: Database) -> list[Finding]:
    return [Finding(text) for text in database.faults_of_shape()] if isinstance(database, Guarded) else []


def _noted(database: Database) -> dict[str, int]:
    """How far the entries of each workspace go by what is noted with each; read before the entries, which only grow."""
    with database.reading() as transaction:
        return {str(workspace): int(seq) for workspace, seq in transaction.rows(verify.NOTED)}


def _read(database: Database, statement: str, /, **values: Value) -> list[tuple[Any, ...]]:
    with database.reading() as transaction:
        return transaction.rows(statement, **values)


def _rows(database: Database, workspace: str) -> Iterator[tuple[Any, ...]]:
    after = -(2**63)
    while True:
        with database.reading() as transaction:
            page = transaction.rows(_PAGE, workspace=workspace, after=after, most=chain.PAGE)
        yield from page
        if len(page) < chain.PAGE:
            return
        after = page[-1][0]


def _orphans(database: Database) -> Iterator[Finding]:
    with database.reading() as transaction:
        for workspace, many in transaction.rows(verify.ORPHANS):
            yield verify.orphaned(workspace, many)
