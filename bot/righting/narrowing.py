"""Of several people on a card, or in a record, only some are meant: "no, only ana", "not zoe"."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.righting.put_right import without_names
from bot.talk.choosing import is_unquoted
from bot.talk.conversation import Thread
from bot.talk.plan import Plan, Wish
from intents.leftover import ONLY_SOME
from intents.marks import Kind, Tag
from intents.model import Reading
from policy.acts import Undo
from policy.ledger import Ledger
from policy.model import EntryReversed

_SEVERAL: Final = 2


def only_some(thread: Thread, ledger: Ledger, text: str, readings: Sequence[Reading]) -> Plan | None:
    """The open card, or what was recorded last, left to those of its people who are said to be meant; to be proposed.

    None for other words, and where fewer than two people are on it or none of them would be left out.
    """
    reading = readings[0] if len(readings) == 1 else None
    if reading is None or ONLY_SOME["cues"].isdisjoint(reading.words) or not is_unquoted(text):
        return None
    named = [tag for tag in reading.tags if tag.kind is Kind.PERSON and len(tag.ids) == 1]
    rest = without_names(reading, {Kind.PERSON})
    bare = all(word in ONLY_SOME["cues"] | ONLY_SOME["around"] for word in rest)
    if not named or len(named) != len(reading.tags) or not bare or "?" in reading.words:
        return None
    denied = {tag.ids[0] for tag in named if _is_denied(reading.words, tag)}
    meant = {tag.ids[0] for tag in named} - denied
    if thread.question is not None:
        plan = thread.asks if thread.question.proposed else None
        return _left_of(plan, meant, denied) if plan else None
    return _taken_back(thread, ledger, meant, denied)


def _left_of(plan: Plan, meant: set[str], denied: set[str]) -> Plan | None:
    people = plan.people
    stay = people & meant if meant else people - denied
    if len(people) < _SEVERAL or not meant <= people or not stay or stay == people:
        return None
    wishes = tuple(wish for wish in plan.wishes if getattr(wish.act, "person", None) in {*stay, None})
    return replace(plan, wishes=wishes, at=0, slot=None, sure=False)


def _taken_back(thread: Thread, ledger: Ledger, meant: set[str], denied: set[str]) -> Plan | None:
    found = ((seq, ledger.entry(seq)) for seq in thread.recorded if not ledger.is_reversed(seq))
    whose = {seq: getattr(entry, "person", None) for seq, entry in found if not isinstance(entry, EntryReversed)}
    people = {person for person in whose.values() if person}
    stay = meant & people if meant else people - denied
    goes = tuple(seq for seq, person in whose.items() if person and person not in stay)
    if len(people) < _SEVERAL or not meant <= people or not stay or not goes:
        return None
    return Plan((Wish(Undo(seqs=goes)),), sure=False)


def _is_denied(words: Sequence[str], tag: Tag) -> bool:
    return any(word in ONLY_SOME["denying"] for word in words[max(0, tag.start - 2) : tag.start])
