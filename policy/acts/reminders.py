"""Reminders: put off, done, handed over by who got them."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.outcome import Act, Ask, Choice, Decides, Note, Outcome, Record
from policy.acts.settle import common, settle
from policy.context import Context, in_words
from policy.ledger import Ledger

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeReminder(Act):
    """Until tomorrow where no day is given; `pick` asks for one. `also` are further deadlines put off with it.

    `last` is the last day of its window, on which it is told all the same.
    """

    deadline: str
    until: dt.date | None = None
    called: str = "this"
    also: tuple[str, ...] = ()
    pick: bool = False
    last: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishReminder(Act):
    """Nothing more is told of a deadline, nor of those in `also`."""

    deadline: str
    called: str = "this"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReminder(Act):
    deadline: str
    to: str | None = None
    called: str = "this"


def _snooze(ledger: Ledger, act: SnoozeReminder, ctx: Context) -> Outcome:
    if act.pick and act.until is None:
        return Ask("until", f"Until which day shall I keep {act.called} back?", act)
    until = max(act.until or ctx.today, ctx.today + _DAY)
    entries = tuple(
        model.ReminderSnoozed(deadline=deadline, to=ctx.by, until=until, **common(act, ctx))
        for deadline in (act.deadline, *act.also)
    )
    text = f"**Done.** I'll remind you of {act.called} again on {in_words(until)}"
    text += f", and on its last day, {in_words(act.last)}." if act.last and ctx.today <= act.last < until else "."
    choices: tuple[Choice, ...] = ()
    if act.until is None:
        week = Choice("Snooze for a week", replace(act, until=ctx.today + 7 * _DAY))
        choices = (week, Choice("Snooze until …", replace(act, pick=True)))
    return settle(ledger, act, ctx, Record(entries, text, (), until, choices=choices))


def _finish(ledger: Ledger, act: FinishReminder, ctx: Context) -> Outcome:
    entries = tuple(
        model.ReminderDone(deadline=deadline, to=ctx.by, **common(act, ctx)) for deadline in (act.deadline, *act.also)
    )
    return settle(ledger, act, ctx, Record(entries, f"**Done.** No more reminders of {act.called}."))


def _hand_over(ledger: Ledger, act: HandOverReminder, ctx: Context) -> Outcome:
    if act.to is None:
        return Ask("to", "To whom?", act)
    entry = model.ReminderHandedOver(deadline=act.deadline, to=act.to, **common(act, ctx))
    text = f"**Done.** {ctx.name(act.to)} is reminded of {act.called} from now on."
    notes = () if act.to == ctx.by else (Note(act.to, f"{ctx.name(ctx.by)} handed {act.called} to you."),)
    return settle(ledger, act, ctx, Record((entry,), text, (), None, notes))


DECIDES: Final[Decides] = {SnoozeReminder: _snooze, FinishReminder: _finish, HandOverReminder: _hand_over}
