"""An answer that says more than was asked: "zoe, from monday", "office, 25 activations", "yes for zoe"."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from bot.righting.put_right import changes_by
from bot.talk.asking import Given, given
from bot.talk.choosing import is_yes
from bot.talk.plan import Plan
from intents.lexicon import load
from intents.marks import Kind, Tag
from intents.model import Reading
from intents.words import STOPS

_AROUND: Final = frozenset(load("answers")["around_more"]["words"])
_MOST: Final = 2
"""Things beside the answer that are taken with it."""
_EXTRAS: Final = frozenset({Kind.DATE, Kind.COUNT, Kind.TENANT, Kind.MACHINE, Kind.PRODUCT})


def with_more(plan: Plan, reading: Reading, known: Callable[[str], bool]) -> Plan | None:
    """The plan with the missing value and with what is named beside it, to be proposed; None where that does not fit.

    What is beside it goes into a field of the act that nobody has filled.
    """
    if plan.slot is None or reading.plain or not 1 < len(reading.tags) <= 1 + _MOST:
        return None
    act = plan.wishes[plan.at].act
    empty = {one.name for one in fields(act) if getattr(act, one.name) is None} - {plan.slot}
    extra: dict[Tag, tuple[tuple[str, Any], ...]] = {}
    for tag in reading.tags:
        alone = _without(reading, [tag])
        if (
            tag.kind in _EXTRAS
            and len(extra) < len(reading.tags) - 1
            and isinstance(given(plan.slot, alone, known), Given)
        ):
            extra[tag] = changes_by(tag, empty)
    if len(extra) != len(reading.tags) - 1 or not all(extra.values()):
        return None
    value = given(plan.slot, _without(reading, list(extra)), known)
    if not isinstance(value, Given) or not value.certain:
        return None
    changes = dict(one for found in extra.values() for one in found)
    return replace(plan.with_act(replace(act, **{plan.slot: value.value}, **changes)), sure=False)


def confirms_by_name(plan: Plan, reading: Reading) -> bool:
    """Whether somebody says yes and names all the people of a card, and nobody else: "yes for zoe"."""
    named = [tag for tag in reading.tags if tag.kind is Kind.PERSON and len(tag.ids) == 1]
    if not named or len(named) != len(reading.tags) or {tag.ids[0] for tag in named} != plan.people:
        return False
    rest = _without(reading, named).words
    return is_yes([word for word in rest if word not in _AROUND])


def _without(reading: Reading, tags: Sequence[Tag]) -> Reading:
    """The reading without some of what it names, and without the words that only join it to the rest."""
    gone = {at for tag in tags for at in range(tag.start, tag.end)}
    named = {at for tag in reading.tags for at in range(tag.start, tag.end)}
    gone |= {at for at, word in enumerate(reading.words) if at not in named and word in _AROUND | STOPS}
    left = [at for at in range(len(reading.words)) if at not in gone]
    place = {at: number for number, at in enumerate(left)}
    kept = [tag for tag in reading.tags if tag not in tags and tag.start in place]
    moved = (replace(tag, start=place[tag.start], end=place[tag.start] + tag.end - tag.start) for tag in kept)
    return replace(reading, words=tuple(reading.words[at] for at in left), tags=tuple(moved))
