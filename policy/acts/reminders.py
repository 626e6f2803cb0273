"""Reminders: put off, done, handed over by who got them."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from policy import model
from policy.acts.outcome import Act, Ask, Decides, Note, Outcome, Record
from policy.acts.settle import common, settle
from policy.context import Context, in_words
from policy.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeReminder(Act):
    deadline: str
    until: dt.date | None = None
    called: str = "this"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishReminder(Act):
    deadline: str
    called: str = "this"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReminder(Act):
    deadline: str
    to: str | None = None
    called: str = "this"


def _snooze(ledger: Ledger, act: SnoozeReminder, ctx: Context) -> Outcome:
    until = act.until or ctx.today + dt.timedelta(days=1)
    entry = model.ReminderSnoozed(deadline=act.deadline, to=ctx.by, until=until, **common(act, ctx))
    text = f"**Done.** I'll remind you of {act.called} again on {in_words(until)}; the last day gets through anyway."
    return settle(ledger, act, ctx, Record((entry,), text, (), until))


def _finish(ledger: Ledger, act: FinishReminder, ctx: Context) -> Outcome:
    entry = model.ReminderDone(deadline=act.deadline, to=ctx.by, **common(act, ctx))
    return settle(ledger, act, ctx, Record((entry,), f"**Done.** No more reminders of {act.called}."))


def _hand_over(ledger: Ledger, act: HandOverReminder, ctx: Context) -> Outcome:
    if act.to is None:
        return Ask("to", "To whom?", act)
    entry = model.ReminderHandedOver(deadline=act.deadline, to=act.to, **common(act, ctx))
    text = f"**Done.** {ctx.name(act.to)} is reminded of {act.called} from now on."
    notes = () if act.to == ctx.by else (Note(act.to, f"{ctx.name(ctx.by)} handed {act.called} to you."),)
    return settle(ledger, act, ctx, Record((entry,), text, (), None, notes))


DECIDES: Final[Decides] = {SnoozeReminder: _snooze, FinishReminder: _finish, HandOverReminder: _hand_over}
