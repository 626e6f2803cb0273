"""Corrections: a request or an entry taken back, an entry put right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import ValidationError

from policy import model
from policy.acts.outcome import Act, Ask, Decides, DirectoryChange, Note, Outcome, Record, Refuse
from policy.acts.settle import Cost, refuse, settle
from policy.context import Context, in_words
from policy.laws import Fault
from policy.laws.company import last_administrator
from policy.laws.licences import consumes
from policy.laws.rests import rests_on
from policy.ledger import Ledger
from policy.model import Entry, EntryReversed
from policy.people import is_of_the_desk
from policy.telling import told

_NUMBER: Final = re.compile(r"#(\d+)")
"""The number of an entry, in the words of a refusal."""
_STAYS = (model.WorkspaceSetUp, model.ReminderSent, model.PersonErased)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Act):
    """Takes back an entry, or the entries of a request; with neither, the last request of who acts."""

    seq: int | None = None
    seqs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Act):
    """Puts an entry right: (field, value) pairs, for example ("on", date) or ("person", id)."""

    seq: int | None = None
    changes: tuple[tuple[str, Any], ...] = ()


def _undo(ledger: Ledger, act: Undo, ctx: Context) -> Outcome:
    found = _to_undo(ledger, act, ctx)
    if isinstance(found, Refuse):
        return found
    if fault := _may_go(ledger, ctx, found):
        return fault
    reversals = tuple(
        EntryReversed(seq_reversed=entry.number, by=ctx.by, on=ctx.today, why=act.why) for entry in reversed(found)
    )
    lines = [f"#{entry.number}, {told(ledger, ctx, entry)}" for entry in found]
    text = f"**Taken back:** {'; '.join(lines)} (#{ledger.last_seq + 1}). The log keeps both."
    notes = tuple(note for entry in found for note in _untold(ctx, entry))
    gone = tuple(DirectoryChange(person) for person in _nobody_any_more(ledger, found))
    if gone:
        text += f" {' and '.join(ctx.name(one.person) for one in gone)} left the directory again."
    return settle(ledger, act, ctx, Record(reversals, text, ("track-usage",), None, notes, directory=gone))


def _nobody_any_more(ledger: Ledger, taken_back: list[Entry]) -> Iterator[str]:
    """Who came into the directory by what is taken back, and of whom nothing else is told."""
    seqs = {entry.number for entry in taken_back}
    for entry in taken_back:
        if isinstance(entry, model.PersonAdded) and is_of_the_desk(entry.person):
            others = (one for one in ledger.about(entry.person) if one.number not in seqs)
            if not any(not ledger.is_reversed(one.number) for one in others):
                yield entry.person


def _untold(ctx: Context, entry: Entry) -> tuple[Note, ...]:
    """Word to the person who was told of a seat that now was never theirs."""
    if not isinstance(entry, model.SeatAssigned | model.SeatReassigned) or entry.person == ctx.by:
        return ()
    return (
        Note(
            entry.person,
            f"{ctx.name(ctx.by)} took back #{entry.number}: the seat of {in_words(entry.on)} is not yours.",
        ),
    )


def _to_undo(ledger: Ledger, act: Undo, ctx: Context) -> list[Entry] | Refuse:
    if act.seqs:
        each = [_to_undo(ledger, Undo(seq=seq), ctx) for seq in act.seqs]
        refused = next((one for one in each if isinstance(one, Refuse)), None)
        return refused or [entry for one in each if not isinstance(one, Refuse) for entry in one]
    if act.seq is None:
        request = ledger.last_request_by(ctx.by)
        found = [entry for entry in request if not ledger.is_reversed(entry.number)]
        return found or refuse(ctx, Fault("There is nothing of yours left to take back.", ("track-usage",)))
    entry = ledger.entry(act.seq)
    if entry is None:
        last = f"the last one is #{ledger.last_seq}" if ledger.last_seq else "nothing is recorded yet"
        return refuse(ctx, Fault(f"There is no entry #{act.seq}; {last}.", ("track-usage",)))
    if reversal := ledger.reversal(act.seq):
        text = f"#{act.seq} was taken back already (#{reversal})."
        return refuse(ctx, Fault(text, ("track-usage",), reversal))
    return [entry]


def _may_go(ledger: Ledger, ctx: Context, entries: list[Entry]) -> Refuse | None:
    """Why entries can't be taken back: not theirs, part of the record itself, the last administrator, or relied on."""
    if not ledger.company.is_administrator(ctx.by, ctx.today) and any(one.by != ctx.by for one in entries):
        return refuse(
            ctx,
            Fault("Only an administrator takes back what somebody else recorded.", ("admin-role",), entries[0].number),
        )
    for entry in entries:
        if isinstance(entry, _STAYS):
            text = f"#{entry.number} ({told(ledger, ctx, entry)}) tells what happened and stays."
            return refuse(ctx, Fault(text, ("audit-records",), entry.number))
    seqs = [entry.number for entry in entries]
    trial = ledger.trial((), without=seqs)
    if ledger.company.administrators(ctx.today) and not trial.company.administrators(ctx.today):
        role = next((one for one in entries if isinstance(one, model.RoleGiven)), None)
        return refuse(ctx, last_administrator(ctx, role.person if role else ctx.by, role.seq if role else None))
    if nameless := _without_a_name(ledger, ctx, entries):
        text = f"#{nameless} brought somebody in whose name is gone from the directory. Add them again: “add …”."
        return refuse(ctx, Fault(text, ("audit-records",), nameless))
    if any(isinstance(entry, EntryReversed) for entry in entries):
        return None
    resting = rests_on(ledger, ctx, seqs)
    if not resting:
        return None
    named = "; ".join(f"#{one.number} ({told(ledger, ctx, one)})" for one in resting[:3])
    more = f" and {len(resting) - 3} more" if len(resting) > 3 else ""
    which = ", ".join(f"#{seq}" for seq in seqs)
    text = (
        f"**Not yet.** Other entries rest on {which}: {named}{more}. Take "
        "those back first, the latest before the others."
    )
    return refuse(ctx, Fault(text, ("audit-records", "track-usage"), resting[-1].number))


def _without_a_name(ledger: Ledger, ctx: Context, entries: list[Entry]) -> int | None:
    """The addition of somebody that would come back, where their name does not: it was taken out with the entry."""
    undone = (ledger.entry(one.seq_reversed) for one in entries if isinstance(one, EntryReversed))
    added = (one for one in undone if isinstance(one, model.PersonAdded) and is_of_the_desk(one.person))
    return next((one.number for one in added if ctx.name(one.person) == one.person), None)


def _correct(ledger: Ledger, act: Correct, ctx: Context) -> Outcome:
    if act.seq is None:
        return Ask("seq", "Which entry? Give its number, such as #14.", act)
    found = _to_undo(ledger, Undo(seq=act.seq), ctx)
    if isinstance(found, Refuse):
        return found
    old = found[0]
    if not ledger.company.is_administrator(ctx.by, ctx.today) and old.by != ctx.by:
        return refuse(
            ctx, Fault("Only an administrator corrects what somebody else recorded.", ("admin-role",), old.number)
        )
    if isinstance(old, EntryReversed | model.ImportRecorded | model.ReminderSent):
        return refuse(ctx, Fault(f"#{old.number} tells what happened and stays.", ("audit-records",), old.number))
    if not act.changes:
        return Ask("changes", f"What should #{old.number} say instead? It says: {told(ledger, ctx, old)}.", act)
    pairs = []
    for entry in _together(ledger, old, dict(act.changes)):
        corrected = _corrected(ledger, ctx, entry, act)
        if corrected is None:
            fields = ", ".join(name for name, _ in act.changes)
            return refuse(
                ctx, Fault(f"#{entry.number} has no such {fields} to put right.", ("track-usage",), entry.number)
            )
        pairs.append((entry, corrected))
    return _put_right(ledger, act, ctx, pairs)


def _put_right(ledger: Ledger, act: Correct, ctx: Context, pairs: list[tuple[Entry, Entry]]) -> Outcome:
    """The outcome of (entry, the same put right) pairs, the one that was named first."""
    drafts = (
        *(
            EntryReversed(seq_reversed=entry.number, by=ctx.by, on=ctx.today, why=act.why)
            for entry, _ in reversed(pairs)
        ),
        *(corrected for _, corrected in pairs),
    )
    after = ledger.trial(drafts)
    old, new = pairs[0]
    number = ledger.last_seq + len(pairs) + 1
    text = (
        f"**Corrected:** #{old.number} is taken back, and #{number} says: {told(after, ctx, new)}, "
        f"on {in_words(new.on)}."
    )
    if len(pairs) > 1:
        text += f" #{' and #'.join(str(entry.number) for entry, _ in pairs[1:])} with it."
    costs = []
    if new.on > ctx.today:
        costs = [
            Cost(
                f"{in_words(new.on)} is still to come, so this would be a plan.", "Record it for that day?", date=new.on
            )
        ]
    notes = tuple(note for entry, put_right in pairs for note in _told_of(ctx, entry, put_right))
    record = Record(drafts, text, ("track-usage", "audit-records"), new.on, notes)
    return _as_recorded(settle(ledger, act, ctx, record, costs), ledger, [entry for entry, _ in pairs])


def _as_recorded(outcome: Outcome, ledger: Ledger, entries: list[Entry]) -> Outcome:
    """The outcome; a refusal names what would have been put right by the number that stands, not by one to come."""
    if not isinstance(outcome, Refuse):
        return outcome
    first = ledger.last_seq + len(entries) + 1
    standing = {str(first + at): str(entry.number) for at, entry in enumerate(entries)}
    text = _NUMBER.sub(lambda found: f"#{standing.get(found[1], found[1])}", outcome.text)
    entry = outcome.entry and int(standing.get(str(outcome.entry), outcome.entry))
    return replace(outcome, text=text, entry=entry)


def _told_of(ctx: Context, old: Entry, new: Entry) -> tuple[Note, ...]:
    """Word to both where a seat turns out to be another person's."""
    of_seats = (model.SeatAssigned, model.SeatReassigned)
    if not isinstance(old, of_seats) or not isinstance(new, of_seats) or old.person == new.person:
        return ()
    text = f"{ctx.name(ctx.by)} put right #{old.number}: the seat of {in_words(new.on)} is yours."
    return (*_untold(ctx, old), *(() if new.person == ctx.by else (Note(new.person, text),)))


def _together(ledger: Ledger, entry: Entry, changes: dict[str, Any]) -> list[Entry]:
    """A decision of Microsoft and what it brought about move to another day together.

    So does the number of seats of a token, which nobody splits: it is the same where it was issued and activated.
    """
    if set(changes) == {"seats"} and isinstance(entry, model.TokenIssued | model.TokenActivated):
        of_token = (one for one in ledger.about(entry.token) if not ledger.is_reversed(one.number))
        both = [one for one in of_token if isinstance(one, model.TokenIssued | model.TokenActivated)]
        return sorted((one for one in both if one.seats == entry.seats), key=lambda one: one.number)
    kinds = (model.ClaimDecided, model.OfferEnded, model.OfferSwapped)
    request = [one for one in ledger.request_of(entry.number) if not ledger.is_reversed(one.number)]
    if set(changes) <= {"on"} and isinstance(entry, kinds) and all(isinstance(one, kinds) for one in request):
        return request
    return [entry]


def _corrected(ledger: Ledger, ctx: Context, old: Entry, act: Correct) -> Entry | None:
    """The entry as a draft with its fields changed; None where it has no such field, or the value is none."""
    changes = dict(act.changes)
    kept = {name: getattr(old, name) for name in type(old).model_fields if name not in ("seq", "at", "part", "by")}
    if not changes.keys() <= kept.keys() - {"kind", "v"}:
        return None
    fields = {**kept, **changes, "by": ctx.by}
    if act.why:
        fields["why"] = act.why
    if isinstance(old, model.KeyActivated) and (key := ledger.licences.keys.last(fields["key"])):
        if changes.get("machine_new"):
            fields["hardware_changed"] = False
        cost, _ = consumes(ledger, key, machine_new=fields["machine_new"], hardware_changed=fields["hardware_changed"])
        fields["consumed"] = cost
    try:
        return type(old)(**fields)
    except ValidationError:
        return None


DECIDES: Final[Decides] = {Undo: _undo, Correct: _correct}
