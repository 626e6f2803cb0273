"""The days of the next sweep held against the record: one that is too late would keep a reminder back."""

import datetime as dt

from bot.record.records import Records
from bot.reminders import BY, reached_by
from bot.reminding.summary import NAMES, next_post_day
from bot.reply import Request
from policy.catalogue import Catalogue
from policy.deadlines import deadlines, next_due_day
from policy.rulebook import Rulebook


def mend_next_days(records: Records, now: dt.datetime) -> int:
    """How many workspaces had no day of their next sweep, or one that is too late; the next sweep opens those.

    Reads every workspace; writes nothing where the days are right. `now` is aware. Raises a StorageError.
    """
    rulebook, catalogue = Rulebook.load(), Catalogue.load()
    mended = 0
    for workspace in records.log.workspaces():
        with records.visit(Request(workspace, "", now), rulebook.as_of(now.date()), catalogue) as visit:
            ledger, ctx = visit.ledger, visit.context(by=BY)
            away = visit.unreached()
            as_told = deadlines(ledger, ctx)
            as_reached = [reached_by(one, lambda person: person not in away) for one in as_told]  # noqa: B023  # used at once
            notes = {name: records.log.posted(workspace, name) for name in NAMES}
            days = [
                next_due_day(ledger, ctx, ctx.off, as_told),
                next_due_day(ledger, ctx, ctx.off, as_reached),
                next_post_day(ledger, ctx, notes),
            ]
            latest = min(filter(None, days), default=dt.date.max)
            mended += records.log.mend_next_day(workspace, ledger.last_seq, latest)
    return mended
