"""May this be recorded? The one gate that every act goes through."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any, Final

from pydantic import ValidationError

from policy.acts import (
    assigning,
    claims,
    corrections,
    credit,
    grants,
    keys,
    offers,
    people,
    reminders,
    requests,
    seats,
    settings,
    software,
    support,
    tokens,
    waiting,
)
from policy.acts.named import unknown
from policy.acts.outcome import Act, Choice, Confirm, Decides, Outcome, Record, Refuse
from policy.acts.settle import refuse
from policy.context import Context, in_words
from policy.laws import Fault
from policy.ledger import Ledger
from policy.model import Role
from policy.telling import told
from policy.whole_keys import with_last_fives

_DECIDES: Final[Decides] = {
    **offers.DECIDES,
    **claims.DECIDES,
    **grants.DECIDES,
    **keys.DECIDES,
    **software.DECIDES,
    **tokens.DECIDES,
    **assigning.DECIDES,
    **seats.DECIDES,
    **waiting.DECIDES,
    **requests.DECIDES,
    **support.DECIDES,
    **credit.DECIDES,
    **people.DECIDES,
    **settings.DECIDES,
    **corrections.DECIDES,
    **reminders.DECIDES,
}

_ANYBODY: Final = (
    requests.RequestSeat,
    people.AskAdministrator,
    corrections.Undo,
    reminders.SnoozeReminder,
    reminders.FinishReminder,
    reminders.HandOverReminder,
    settings.SetUp,
)
"""Not for administrators only. What somebody may undo is looked at there."""

_ECHOED: Final = 60
"""Letters of a value that are said back."""

_FIRST, _LAST = 1990, 2199
"""Years in which something can have happened or be planned."""


def decide(ledger: Ledger, act: Act, ctx: Context) -> Outcome:
    """What comes of an act on a ledger: recorded, refused, confirmed first, or asked for what is missing.

    Pure: neither the ledger nor anything else changes. Only administrators write, auditors never.
    """
    act = _without_whole_keys(act)
    if refusal := _may_not(ledger, act, ctx):
        return refusal
    if (day := _out_of_reach(act)) is not None:
        return refuse(ctx, Fault(f"**{in_words(day)} is too far away.** Nothing was recorded.", ("track-usage",)))
    try:
        outcome = _DECIDES[type(act)](ledger, act, ctx)
    except ValidationError as error:
        return refuse(ctx, _no_such_value(error))
    if isinstance(act, people.AskAdministrator) and isinstance(outcome, Record):
        return _with_what_a_yes_records(ledger, act, ctx, outcome)
    if isinstance(outcome, Record | Confirm) and (fault := unknown(ledger, act, ctx, outcome.entries)):
        return refuse(ctx, fault)
    if isinstance(outcome, Record) and outcome.entries and not isinstance(act, corrections.Undo | people.ErasePerson):
        return replace(outcome, choices=(*outcome.choices, _undo(ledger, outcome)))
    return outcome


def _with_what_a_yes_records(ledger: Ledger, act: people.AskAdministrator, ctx: Context, asked: Record) -> Record:
    """The cards to administrators with the entries that their yes would record, as somebody's own words may mislead."""
    if act.wish is None or not asked.notes:
        return asked
    then = decide(ledger, act.wish, replace(ctx, by=asked.notes[0].to, confirmed=True))
    if not isinstance(then, Record) or not then.entries:
        return asked
    after = ledger.trial(then.entries)
    numbered = (one.model_copy(update={"seq": seq}) for seq, one in enumerate(then.entries, ledger.last_seq + 1))
    lines = [f"{told(after, ctx, entry)} ({ctx.day(entry.on)})" for entry in numbered]
    would = "\n".join([f"**{people.DO_IT}** records:", *(f"• {line[0].upper()}{line[1:]}." for line in lines)])
    return replace(asked, notes=tuple(replace(note, text=f"{note.text}\n{would}") for note in asked.notes))


def _without_whole_keys(act: Act) -> Act:
    """The act with every key or token in full cut down to its last five characters, in whatever field one stands."""
    given = {one.name: getattr(act, one.name) for one in fields(act)}
    cut = {name: value for name, whole in given.items() if (value := _cut(whole)) != whole}
    return replace(act, **cut) if cut else act


def _cut(value: Any) -> Any:
    match value:
        case str() if type(value) is str:
            return with_last_fives(value)
        case tuple():
            return tuple(map(_cut, value))
        case Act():
            return _without_whole_keys(value)
        case _:
            return value


def _out_of_reach(act: Act) -> dt.date | None:
    """A day so far off that its windows would leave the calendar; words give none, a form or a button may."""
    changes = act.changes if isinstance(act, corrections.Correct) else ()
    days = (act.on, getattr(act, "until", None), getattr(act, "last", None), *(value for _, value in changes))
    return next((day for day in days if isinstance(day, dt.date) and not _FIRST <= day.year <= _LAST), None)


def _no_such_value(error: ValidationError) -> Fault:
    """A value that no entry can have: a negative number, a currency of four letters."""
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else "a value"
    given = str(first["input"])[:_ECHOED]
    text = f"**I can't record that.** “{given}” is no {field.replace('_', ' ')}. Nothing was recorded."
    return Fault(text, ("track-usage",))


def _undo(ledger: Ledger, record: Record) -> Choice:
    first = ledger.last_seq + 1
    return Choice("Undo", corrections.Undo(seqs=tuple(range(first, first + len(record.entries)))))


def _may_not(ledger: Ledger, act: Act, ctx: Context) -> Refuse | None:
    if ledger.company.is_administrator(ctx.by, ctx.today):
        return None
    auditor = ledger.company.has_role(ctx.by, Role.AUDITOR, ctx.today)
    if isinstance(act, seats.ActivateSeat) and act.person == ctx.by and not auditor:
        return None  # as by the button of the reminder
    if isinstance(act, _ANYBODY) and not (auditor and isinstance(act, requests.RequestSeat | corrections.Undo)):
        return None
    names = " or ".join(ctx.name(one) for one in ledger.company.administrators(ctx.today))
    who = "An auditor reads everything and records nothing." if auditor else "Only an administrator records here."
    text = f"**That is for an administrator.** {who} " + (f"Ask {names}." if names else "There is none yet.")
    ask = people.AskAdministrator(wish=act)
    return refuse(ctx, Fault(text, ("admin-role",)), (Choice("Ask an administrator", ask),))
