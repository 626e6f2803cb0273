"""A list recorded: all its good rows and the entry of the import, in one transaction."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.acts import Context
from policy.ledger import Ledger
from policy.model import Entry, ImportRecorded
from storage.importers.listed import Progress
from storage.importers.preview import Preview, preview
from storage.log import Drafts, Log, Recorded

_LONGEST_NAME: Final = 200


class Why(StrEnum):
    """Why a list was not recorded."""

    SEEN = "seen"
    NOTHING = "nothing"
    WRONG_ROWS = "wrong_rows"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing was recorded. `shown` is the preview as it is now.

    SEEN: the same file was imported before. NOTHING: no row has anything new. WRONG_ROWS: some rows are wrong, and
    nobody said to leave them out. CHANGED: the ledger has changed since, and other rows are good now.
    """

    why: Why
    shown: Preview


def record(
    log: Log,
    workspace: str,
    cause: str | None,
    shown: Preview,
    ctx: Context,
    *,
    at: dt.datetime,
    without_wrong: bool = False,
    progress: Progress | None = None,
) -> Recorded | Held:
    """Records what a preview showed, judged again under the lock if the ledger has changed; all of it or nothing.

    `without_wrong`: the person has seen the wrong rows and wants the good ones without them. A cause that has
    recorded before gets what it got then. Raises a StorageError.
    """

    def on(ledger: Ledger) -> Drafts | Held:
        now = shown
        if not _still_holds(shown, ledger, ctx):
            now = preview(shown.listed, ledger, ctx, shown.people, offer=shown.offer, progress=progress)
        if why := _held(shown, now, without_wrong):
            return Held(why, now)
        entries = (*now.entries, _import(now, ctx))
        return Drafts(entries, reply=lambda stamped: _reply(now, stamped), directory=now.directory)

    return log.append(workspace, cause, on, at=at)


def _still_holds(shown: Preview, ledger: Ledger, ctx: Context) -> bool:
    """Whether nothing was recorded since: then others need not wait until all is judged again under the lock."""
    return (shown.by, shown.today, shown.seq) == (ctx.by, ctx.today, ledger.last_seq) and (
        ledger.company.is_administrator(ctx.by, ctx.today)
    )


def _held(shown: Preview, now: Preview, without_wrong: bool) -> Why | None:
    if now.seen:
        return Why.SEEN
    if not now.entries:
        return Why.NOTHING
    if {one.line for one in now.good} != {one.line for one in shown.good} or now.costs != shown.costs:
        return Why.CHANGED
    return Why.WRONG_ROWS if now.wrong and not without_wrong else None


def _import(shown: Preview, ctx: Context) -> ImportRecorded:
    return ImportRecorded(
        file=shown.listed.file[-_LONGEST_NAME:] or "a list",
        sha256=shown.listed.sha256,
        rows=len(shown.good),
        by=ctx.by,
        on=ctx.today,
    )


def _reply(shown: Preview, entries: Sequence[Entry]) -> str:
    """The reply that is kept with the batch: short, however long the list is."""
    first, last = entries[0].number, entries[-1].number
    return json.dumps(
        {
            "kind": "done",
            "rules": list(shown.rules),
            "text": f"{shown.listed.file}: {len(shown.good):,} rows recorded (#{first} to #{last}).",
        }
    )
