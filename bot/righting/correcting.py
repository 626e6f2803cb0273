"""Said right behind a record or a card: "sorry, I meant 5 Feb", "no, for Zoe", "make that 25", "and Zoe too"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import islice
from typing import Final

from bot.record.records import Visit
from bot.righting.put_right import (
    Right,
    bare_day,
    bare_level,
    bare_tenant,
    changes_by,
    corrected,
    put_right,
    told_by_number,
    without_names,
)
from bot.talk.choosing import is_unquoted
from bot.talk.conversation import Thread
from bot.talk.plan import Plan, Wish
from intents.leftover import how_many_back, kinds_taken_back, people_of, points_back
from intents.lexicon import load
from intents.marks import Kind, Tag
from intents.model import Reading
from policy.acts import Act, ActivateKey, ActivateToken, AddPerson, AssignSeat, Correct, GiveRole, QueueSeat, Undo
from policy.facts import Programme
from policy.ledger import Ledger
from policy.model import (
    Entry,
    EntryReversed,
    KeyActivated,
    OfferPurchased,
    PersonErased,
    ReminderSent,
    RoleGiven,
    SeatAssigned,
    SeatQueued,
    WorkspaceSetUp,
)

_AGAIN: Final = {name: frozenset(words) for name, words in load("leftover")["once_more"].items()}
_LOOKED_AT: Final = 300
"""Entries looked through for the one that says what is denied."""


def corrections_of(thread: Thread, visit: Visit, text: str, readings: Sequence[Reading]) -> Mapping[int, Plan]:
    """What a correction may ask for, to be proposed: by the number of the entry that it puts right, 0 for a card.

    It is about what was recorded or refused last in the thread, or about the open card; where it denies a value, else
    about the latest entry of who speaks that has it. Nothing for other words; several where it fits more than one
    entry.
    """
    is_about_something = thread.recorded or thread.question or thread.refused or "not" in text
    if not is_about_something or len(readings) != 1 or not is_unquoted(text):
        return {}
    ledger = visit.ledger
    found = put_right(readings[0])
    if found is None and (thread.question is not None or _is_of_today(_standing(thread, ledger), visit.today)):
        found = bare_day(readings[0])
    if found is None and thread.question is None and any(map(_lacks_a_level, _standing(thread, ledger))):
        found = bare_level(readings[0])
    in_question = _in_question(thread)
    if found is None and thread.question is not None and in_question is not None:
        found = bare_tenant(readings[0])
    if found is None:
        return {}
    if in_question is not None and not _is_of_the_issue(in_question, found):
        changed = _changed(in_question, found.tag)
        if changed or thread.question is not None or found.wrong is None:
            return {0: changed} if changed else {}
    if thread.question is not None and in_question is None:
        return {}
    entries = [one for one in _standing(thread, ledger) if visit.reads_all or one.by == visit.request.person]
    if found.tag.kind is Kind.PERSON and (redone := _for_another(entries, ledger, found.tag.ids[0])):
        return {0: Plan((Wish(redone),), sure=False)}
    wishes = dict(corrected(entries, found, ledger))
    if found.wrong is not None and not wishes:
        wishes = dict(islice(corrected(_latest(visit), found, ledger), 1))
    if found.tag.kind is Kind.DATE and wishes:
        return {next(iter(wishes)): Plan(tuple(wishes.values()), sure=False)}
    return {seq: Plan((wish,), sure=False) for seq, wish in wishes.items()}


def _in_question(thread: Thread) -> Plan | None:
    """What the open card would record, or what was refused last."""
    if thread.question is not None:
        return thread.asks if thread.question.proposed else None
    return thread.refused if not thread.recorded else None


def _is_of_the_issue(plan: Plan, found: Right) -> bool:
    """Whether a number of seats is that of the token, and not of the activation that is asked for: none is split."""
    of_seats = found.tag.kind is Kind.COUNT and found.wrong is not None
    return of_seats and any(isinstance(wish.act, ActivateToken) for wish in plan.wishes)


def _latest(visit: Visit) -> Iterator[Entry]:
    """What stands recorded by who asks, the latest first."""
    ledger = visit.ledger
    for seq in range(ledger.last_seq, max(0, ledger.last_seq - _LOOKED_AT), -1):
        entry = ledger.entry(seq)
        if entry and entry.by == visit.request.person and not ledger.is_reversed(seq):
            yield entry


def once_more(thread: Thread, ledger: Ledger, text: str, readings: Sequence[Reading]) -> Plan | None:
    """The last record of the thread again for another person or machine, to be proposed: "and zoe", "same for zoe"."""
    entries = _standing(thread, ledger)
    alike = len({(type(entry), getattr(entry, "product", None), getattr(entry, "key", None)) for entry in entries}) == 1
    if len(readings) != 1 or not alike or not is_unquoted(text) or "?" in readings[0].words:
        return None
    (reading,), entry = readings, entries[-1]
    rest = without_names(reading, [Kind.PERSON, Kind.MACHINE, Kind.COUNT])
    people = [tag.ids[0] for tag in reading.named(Kind.PERSON) if len(tag.ids) == 1]
    machines = [tag.value for tag in reading.named(Kind.MACHINE)]
    again = not _AGAIN["cues"].isdisjoint(rest) and all(word in _AGAIN["cues"] | _AGAIN["around"] for word in rest)
    named = len(people or machines)
    counts = [tag for tag in reading.named(Kind.COUNT) if tag.value == str(named)]  # "2 more on build02 and build03"
    if not again or named != len(reading.tags) - len(counts):
        return None
    match entry:
        case SeatAssigned():
            acts: list[Act] = [AssignSeat(person=one, product=entry.product, offer=entry.offer) for one in people]
        case SeatQueued():
            acts = [QueueSeat(person=one, product=entry.product) for one in people]
        case RoleGiven():
            acts = [GiveRole(person=one, role=entry.role) for one in people]
        case KeyActivated():
            acts = [ActivateKey(key=entry.key, machine=one) for one in machines]
        case _:
            acts = []
    return Plan(tuple(map(Wish, acts)), sure=False) if acts else None


def what_is_meant(thread: Thread, visit: Visit, reading: Reading, act: Undo | Correct, *, sure: bool) -> Plan | None:
    """What is to be undone or put right: "that" is only what was recorded last in this very thread, else it is asked.

    None where somebody is named of whom nothing is recorded.
    """
    ledger, person = visit.ledger, visit.request.person
    if isinstance(act, Correct) and act.seq is not None:
        meant = told_by_number(act, ledger, reading)
        return Plan((Wish(meant),), sure=sure and meant == act)
    if isinstance(act, Correct):
        standing = [entry for entry in _standing(thread, ledger) if not isinstance(entry, EntryReversed)]
        alone = act.seq is None and len(standing) == 1
        return Plan((Wish(replace(act, seq=standing[0].number) if alone else act),), sure=sure and not alone)
    people = people_of(reading)
    if act.seq is None and people and (visit.reads_all or people == [person]):
        told_of = [entry for one in people for entry in ledger.about(one)]
        numbers = [entry.number for entry in told_of if not ledger.is_reversed(entry.number)]
        return Plan((Wish(replace(act, seq=max(numbers))),), sure=False) if numbers else None
    if act.seq is None and not act.seqs and (kinds := kinds_taken_back(reading)):
        last = _last_entries_by(ledger, person, 1, kinds)
        return Plan((Wish(Undo(seqs=last)),), sure=False) if last else None
    if many := how_many_back(reading):
        last = _last_entries_by(ledger, person, many)
        return Plan((Wish(Undo(seqs=last)),), sure=False) if last else Plan((Wish(Undo()),))
    if not points_back(reading):
        return Plan((Wish(act),), sure=sure)
    entries = [ledger.entry(seq) for seq in thread.recorded]
    own = bool(entries) and all(entry and entry.by == person for entry in entries)
    return Plan((Wish(Undo(seqs=thread.recorded) if own else act),), sure=sure and own)


def _last_entries_by(ledger: Ledger, person: str, many: int, kinds: frozenset[str] = frozenset()) -> tuple[int, ...]:
    """The numbers of the last few entries of a person that can be taken back, in order; of some kinds only."""
    found: list[int] = []
    for seq in range(ledger.last_seq, 0, -1):
        entry = ledger.entry(seq)
        stays = entry is None or isinstance(entry, EntryReversed | PersonErased | ReminderSent | WorkspaceSetUp)
        other = entry is None or (bool(kinds) and entry.kind not in kinds)
        if entry and entry.by == person and not stays and not other and not ledger.is_reversed(seq):
            found.append(seq)
        if len(found) == many:
            break
    return tuple(sorted(found))


def _standing(thread: Thread, ledger: Ledger) -> list[Entry]:
    """What was recorded last in the thread and still stands."""
    return [entry for seq in thread.recorded if (entry := ledger.entry(seq)) and not ledger.is_reversed(seq)]


def _lacks_a_level(entry: Entry) -> bool:
    """Whether a competency was recorded without its level."""
    return isinstance(entry, OfferPurchased) and entry.program is Programme.COMPETENCY and entry.level is None


def _is_of_today(entries: Sequence[Entry], today: date) -> bool:
    """Whether no day, or today, was said of what was recorded."""
    return bool(entries) and all(entry.on == today for entry in entries)


def _for_another(entries: Sequence[Entry], ledger: Ledger, person: str) -> Act | None:
    """What was just taken back, for somebody else: "undo", "it should have been tj"."""
    reversed_ = [ledger.entry(entry.seq_reversed) for entry in entries if isinstance(entry, EntryReversed)]
    if len(reversed_) != 1 or len(entries) != 1 or not isinstance(old := reversed_[0], SeatAssigned):
        return None
    return AssignSeat(person=person, product=old.product, offer=old.offer, on=old.on)


def _changed(plan: Plan, right: Tag) -> Plan | None:
    """The plan of a card with its one act put right; asked again, and what it costs said again."""
    acts = [at for at, wish in enumerate(plan.wishes) if not isinstance(wish.act, AddPerson)]
    if len(acts) != 1 or (len(plan.wishes) > 1 and right.kind is not Kind.DATE):
        return None
    act = plan.wishes[acts[0]].act
    changes = changes_by(right, {field.name for field in fields(act)})
    if not changes:
        return None
    wishes = list(plan.wishes)
    wishes[acts[0]] = Wish(replace(act, **dict(changes)))
    return Plan(tuple(wishes), sure=False)
