"""Reminders: put off, done, handed over by who got them."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.outcome import Act, Ask, Choice, Decides, Note, Outcome, Record
from policy.acts.settle import common, refuse, settle
from policy.context import Context, in_words
from policy.days import working_day
from policy.laws import Fault
from policy.ledger import Ledger

_DAY: Final = dt.timedelta(days=1)
_NOT_THEIRS: Final = Fault(
    "**That reminder is not yours.** Who got it, or an administrator, can end it or hand it on.", ("admin-role",)
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRenewalList(Act):
    """Shows what a renewal brings and takes; nothing is recorded."""


def _snooze(ledger: Ledger, act: SnoozeReminder, ctx: Context) -> Outcome:
    if act.pick and act.until is None:
        return Ask("until", f"Until which day shall I keep {act.called} back?", act)
    until = max(act.until or ctx.today, ctx.today + _DAY)
    entries = tuple(
        model.ReminderSnoozed(deadline=deadline, to=ctx.by, until=until, **common(act, ctx))
        for deadline in (act.deadline, *act.also)
    )
    told = working_day(until, ctx.off)
    if act.last and until <= act.last:  # the last day gets through on a day off too
        told = min(told, act.last)
    text = f"**Done.** I'll remind you of {act.called} again on {in_words(told)}"
    text += f", and on its last day, {in_words(act.last)}." if act.last and ctx.today <= act.last < until else "."
    choices: tuple[Choice, ...] = ()
    if act.until is None:
        week = Choice("Snooze for a week", replace(act, until=ctx.today + 7 * _DAY))
        choices = (week, Choice("Snooze until …", replace(act, pick=True)))
    return settle(ledger, act, ctx, Record(entries, text, (), until, choices=choices))


def _is_theirs(ledger: Ledger, deadlines: tuple[str, ...], ctx: Context) -> bool:
    """Whether somebody administrates, or all of this was told to them or handed to them."""
    told = ledger.reminders
    return ledger.company.is_administrator(ctx.by, ctx.today) or all(
        told.sent(one, ctx.by) or told.handed_to(one) == ctx.by for one in deadlines
    )


def _finish(ledger: Ledger, act: FinishReminder, ctx: Context) -> Outcome:
    if not _is_theirs(ledger, (act.deadline, *act.also), ctx):
        return refuse(ctx, _NOT_THEIRS)
    entries = tuple(
        model.ReminderDone(deadline=deadline, to=ctx.by, **common(act, ctx)) for deadline in (act.deadline, *act.also)
    )
    return settle(ledger, act, ctx, Record(entries, f"**Done.** No more reminders of {act.called}."))


def _hand_over(ledger: Ledger, act: HandOverReminder, ctx: Context) -> Outcome:
    if act.to is None:
        return Ask("to", "To whom?", act)
    if not _is_theirs(ledger, (act.deadline,), ctx):
        return refuse(ctx, _NOT_THEIRS)
    entry = model.ReminderHandedOver(deadline=act.deadline, to=act.to, **common(act, ctx))
    text = f"**Done.** {ctx.name(act.to)} is reminded of {act.called} from now on."
    notes = () if act.to == ctx.by else (Note(act.to, f"{ctx.name(ctx.by)} handed {act.called} to you."),)
    return settle(ledger, act, ctx, Record((entry,), text, (), None, notes))


def _renewal_list(ledger: Ledger, act: OpenRenewalList, ctx: Context) -> Outcome:
    from policy.reports import Asked, report  # reports rest on acts

    found = report(ledger, ctx, Asked("renewal_list"))
    return Record((), found.text, found.rules, found.date, choices=found.choices)


DECIDES: Final[Decides] = {
    OpenRenewalList: _renewal_list,
    SnoozeReminder: _snooze,
    FinishReminder: _finish,
    HandOverReminder: _hand_over,
}
