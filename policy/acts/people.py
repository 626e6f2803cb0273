"""People: added, erased, given a role, represented by a deputy; a question passed on to the administrators."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.outcome import Act, Ask, Choice, Confirm, Decides, DirectoryChange, Note, Outcome, Record
from policy.acts.seats import ReleaseSeat
from policy.acts.settle import Cost, common, settle
from policy.context import Context, in_words
from policy.ledger import Ledger
from policy.model import Role
from policy.visible import in_one_line

_FEW: Final = 3
"""Seats of somebody who is erased that get a choice each."""

DO_IT: Final = "Do it"
"""The choice by which an administrator records what somebody else wants."""

_LONGEST_QUOTED: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson(Act):
    """`name` and `email` go to the directory, not into the entry."""

    person: str | None = None
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson(Act):
    """Name and address are erased from the directory; the entries keep an id that says nothing."""

    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRole(Act):
    person: str | None = None
    role: Role = Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRole(Act):
    person: str | None = None
    role: Role = Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDeputy(Act):
    """`deputy` gets the reminders of `person` (of who acts, where nobody is named)."""

    deputy: str | None = None
    person: str | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissDeputy(Act):
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAdministrator(Act):
    """Somebody who may not write passes on what they wanted to: `wish` as an act, or as their own words."""

    wish: Act | None = None
    words: str = ""


def _add(ledger: Ledger, act: AddPerson, ctx: Context) -> Outcome:
    if act.name is None:
        return Ask("name", "What is their name?", act)
    if act.person is None:
        return Ask("person", f"Who is {act.name}? Pick them, or give an address.", act)
    entry = model.PersonAdded(person=act.person, **common(act, ctx))
    address = f", {act.email}" if act.email else ""
    text = f"**Done.** {act.name}{address} is known here now (#{ledger.last_seq + 1})."
    change = DirectoryChange(act.person, act.name, act.email)
    return settle(ledger, act, ctx, Record((entry,), text, directory=(change,)))


def _erase(ledger: Ledger, act: ErasePerson, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", "Whose name and address?", act)
    entry = model.PersonErased(person=act.person, **common(act, ctx))
    name = ctx.name(act.person)
    text = (
        f"**Done.** Name and address of {name} are erased (#{ledger.last_seq + 1}). "
        "What was recorded stays, without the name."
    )
    held = {
        f"{ctx.product(seat.product)} seat {ledger.seats.number(seat.id)}": ReleaseSeat(
            person=act.person, product=seat.product, seat=seat.id
        )
        for seat in ledger.seats.of(act.person, ctx.today)
    }
    holds = " and ".join(held)
    if held:
        text += f"\nStill held: {holds}. Release what is no longer used."
    later = tuple(Choice(f"Release {seat}", release) for seat, release in list(held.items())[:_FEW])
    record = Record((entry,), text, choices=later, directory=(DirectoryChange(act.person),))
    cost = Cost(
        f"Erasing the name and address of {name} can't be taken back. What was recorded stays, without the name."
        + (f" {name} holds {holds}; afterwards nobody finds that by name." if held else f" {name} holds no seat."),
        "Erase them?",
        ("audit-records",),
        yes=f"Erase {name}",
    )
    outcome = settle(ledger, act, ctx, record, [cost])
    if not isinstance(outcome, Confirm) or not held:
        return outcome
    first = tuple(Choice(f"Release {seat} first", release) for seat, release in list(held.items())[:_FEW])
    return replace(outcome, choices=(outcome.choices[0], *first, outcome.choices[-1]))


def _give(ledger: Ledger, act: GiveRole, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", f"Who becomes {act.role}?", act)
    entry = model.RoleGiven(person=act.person, role=act.role, **common(act, ctx))
    may = "may record and decide" if act.role == Role.ADMINISTRATOR else "may read everything and record nothing"
    text = (
        f"**Done.** {ctx.name(act.person)} is {act.role} from {ctx.day(entry.on)} and {may} (#{ledger.last_seq + 1})."
    )
    note = Note(act.person, f"{ctx.name(ctx.by)} made you {act.role} of the partner benefits desk: you {may}.")
    notes = () if act.person == ctx.by else (note,)
    costs = []
    if act.person in ctx.guests:
        outsider = f"{ctx.name(act.person)} is a guest here, and the guide speaks of somebody inside your organisation."
        costs = [Cost(outsider, "Give the role all the same?", ("admin-role",), yes="Give the role")]
    return settle(ledger, act, ctx, Record((entry,), text, ("admin-role",), None, notes), costs)


def _take(ledger: Ledger, act: TakeRole, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", f"Who is no longer {act.role}?", act)
    entry = model.RoleTaken(person=act.person, role=act.role, **common(act, ctx))
    text = (
        f"**Done.** {ctx.name(act.person)} is no longer {act.role}, from {ctx.day(entry.on)} (#{ledger.last_seq + 1})."
    )
    note = Note(act.person, f"{ctx.name(ctx.by)} took back your role as {act.role} of the partner benefits desk.")
    notes = () if act.person == ctx.by else (note,)
    costs = []
    if act.person == ctx.by and act.role is Role.ADMINISTRATOR:
        own = "You would record and decide nothing here any more; only another administrator could give the role back."
        costs = [Cost(own, "Give up your own role?", ("admin-role",), yes="Give up my role")]
    return settle(ledger, act, ctx, Record((entry,), text, ("admin-role",), None, notes), costs)


def _deputy(ledger: Ledger, act: NameDeputy, ctx: Context) -> Outcome:
    if act.deputy is None:
        return Ask("deputy", "Who stands in?", act)
    person = act.person or ctx.by
    entry = model.DeputyNamed(person=person, deputy=act.deputy, until=act.until, **common(act, ctx))
    until = f" until {in_words(act.until)}" if act.until else " until you say otherwise"
    text = f"**Done.** {ctx.name(act.deputy)} stands in for {ctx.name(person)}{until} (#{ledger.last_seq + 1})."
    if not ledger.company.is_administrator(act.deputy, ctx.today):
        text += " Reminders go there; to record, the deputy needs to be an administrator."
    notes = () if act.deputy == ctx.by else (Note(act.deputy, f"You stand in for {ctx.name(person)}{until}."),)
    return settle(ledger, act, ctx, Record((entry,), text, ("admin-role",), act.until, notes))


def _dismiss(ledger: Ledger, act: DismissDeputy, ctx: Context) -> Outcome:
    person = act.person or ctx.by
    deputy = ledger.company.deputy_of(person, ctx.today)
    if deputy is None:
        return Record((), f"Nobody stands in for {ctx.name(person)}.")
    entry = model.DeputyDismissed(person=person, deputy=deputy, **common(act, ctx))
    text = f"**Done.** {ctx.name(deputy)} no longer stands in for {ctx.name(person)} (#{ledger.last_seq + 1})."
    return settle(ledger, act, ctx, Record((entry,), text, ("admin-role",)))


def _ask(ledger: Ledger, act: AskAdministrator, ctx: Context) -> Outcome:
    administrators = [one for one in ledger.company.administrators(ctx.today) if one != ctx.by]
    names = " and ".join(ctx.name(one) for one in administrators) or "an administrator"
    words = f": “{_quoted(act.words)}”" if act.words else "."
    choices = (Choice(DO_IT, act.wish), Choice("No")) if act.wish else ()
    card = f"**{ctx.name(ctx.by)} asks you to record something**{words}"
    notes = tuple(Note(one, card, choices) for one in administrators)
    return Record((), f"I've asked {names}. Nothing is recorded until somebody says yes.", ("admin-role",), None, notes)


def _quoted(words: str) -> str:
    """Somebody's words in one line, without marks: they are not to look like what the desk says."""
    plain = in_one_line(words).replace("*", "").replace("`", "'")
    return plain if len(plain) <= _LONGEST_QUOTED else f"{plain[:_LONGEST_QUOTED]}…"


DECIDES: Final[Decides] = {
    AddPerson: _add,
    ErasePerson: _erase,
    GiveRole: _give,
    TakeRole: _take,
    NameDeputy: _deputy,
    DismissDeputy: _dismiss,
    AskAdministrator: _ask,
}
