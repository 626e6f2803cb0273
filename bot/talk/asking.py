"""The missing value that an answer gives to an open question, in words or as picked."""

import datetime as dt
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bot.acts.said import Unclear, granted
from bot.talk.choosing import AROUND, is_yes
from bot.talk.follow_up import courtesy
from bot.talk.plan import Plan
from intents.lexicon import load
from intents.marks import Kind, Tag
from intents.model import Mood, Reading
from intents.mood import mood_words
from intents.numbers import number_at, number_of
from intents.people import People
from intents.stated import programme_of
from intents.words import STOPS, split

_ANSWERS: Final = load("answers")
_PERSONS: Final = frozenset({"person", "from_person", "deputy", "to"})
_NUMBERS: Final = frozenset({"seats", "left", "activations", "number", "seq"})
_AMOUNTS: Final = frozenset({"amount", "hours", "used"})
_OF_WORDS: Final = frozenset({"changes", "grants"})
"""Values of several parts, that no picker gives."""
_DAYS: Final = frozenset({"on", "until"})
_PRODUCTS: Final = frozenset({"product", "service"})
_LABELS: Final = {"token": Kind.TOKEN, "with_token": Kind.TOKEN, "key": Kind.KEY}
_TYPED: Final = {"machine": Kind.MACHINE, "tenant": Kind.TENANT, "location": None, "name": None}
_KINDS: Final = {
    **dict.fromkeys(_PERSONS, "persons"),
    **dict.fromkeys(_NUMBERS, "numbers"),
    **dict.fromkeys(_AMOUNTS, "amounts"),
    **dict.fromkeys(_DAYS, "days"),
    **dict.fromkeys(_PRODUCTS, "products"),
    **dict.fromkeys(_LABELS, "labels"),
    **dict.fromkeys(_TYPED, "places"),
    "seq": "entries",
    "grants": "numbers",
    "changes": "days",
}
_AROUND: Final = {kind: AROUND | frozenset(_ANSWERS[kind]["words"]) for kind in set(_KINDS.values())}
"""What may stand around a value, by what the question asks for."""
_NAMES: Final = {
    "persons": {Kind.PERSON, Kind.PRODUCT},
    "numbers": {Kind.COUNT, Kind.KEY, Kind.TOKEN, Kind.PRODUCT, Kind.OFFER},
    "amounts": {Kind.COUNT, Kind.KEY, Kind.PRODUCT},
    "days": {Kind.DATE, Kind.PERSON},
    "products": {Kind.PRODUCT},
    "labels": {Kind.TOKEN, Kind.KEY, Kind.COUNT, Kind.PRODUCT},
    "places": {Kind.TENANT, Kind.MACHINE},
    "entries": {Kind.COUNT, Kind.KEY, Kind.TOKEN},
    "": {Kind.OFFER},
}
"""What an answer may name, by what the question asks for."""
_NO_NAME: Final = mood_words() | frozenset(
    word
    for words in (_ANSWERS["no_name"], _ANSWERS["asked_of_the_desk"], load("follow_up")["common"])
    for word in words["words"]
)

_BESIDE_A_NAME: Final = frozenset({".", "!", ",", "to", "for", "from", "please", "pls", "thanks", "thx"})
_LONGEST: Final = 12
_LONGEST_NAME: Final = 80
_FEW_WORDS: Final = 3
_AMOUNT: Final = re.compile(r"[$€£]?(\d{1,9}(?:\.\d{1,2})?)(?:h|hrs?|hours?|[$€£])?")


@dataclass(frozen=True, slots=True)
class Given:
    """A value for the open slot; not `certain` where it is only words as they were typed."""

    value: Any
    certain: bool = True


def given(slot: str, reading: Reading, known: Callable[[str], bool]) -> Given | Unclear | None:
    """The value that words give for a slot; None where they are no answer to the question.

    Only the value may be said, with words around it that turn nothing round: "to ana", not "anyone but ana".
    A name that is nobody's or several people's is unclear. `known` tells whether a word is ordinary English.
    """
    if reading.plain or len(reading.words) > _LONGEST or courtesy(reading.words) or not _is_bare(slot, reading):
        return None
    if slot in _PERSONS:
        return _person(reading, known)
    if slot in _NUMBERS | _AMOUNTS:
        number = _number(reading)
        if number is None or (slot in _NUMBERS and number % 1):
            return None
        return Given(number if slot in _AMOUNTS else int(number))
    if slot in _PRODUCTS:
        named = reading.named(Kind.PRODUCT)
        return Given(named[0].value) if len(named) == 1 else None
    if slot in _DAYS:
        return _day(reading)
    if slot == "program":
        offers = reading.named(Kind.OFFER)
        return Given(programme_of(offers[0].value)) if len(offers) == 1 else None
    if slot == "grants":
        pairs = granted(reading)
        return Given(pairs) if pairs else None
    if slot == "changes":
        return _changes(reading)
    if slot in _LABELS:
        named = reading.named(_LABELS[slot]) or reading.named(Kind.TOKEN) or reading.named(Kind.KEY)
        return Given(named[0].value) if len(named) == 1 else (None if named else _counted(reading))
    if slot in _TYPED:
        kind = _TYPED[slot]
        named = reading.named(kind) if kind else []
        return Given(named[0].value) if len(named) == 1 else _typed(slot, reading)
    return None


def several(slot: str, reading: Reading) -> tuple[str, ...] | Unclear | None:
    """The people or machines that words give for a slot, where they name more than one; None where they say else."""
    machines = reading.named(Kind.MACHINE)
    if slot == "machine" and len(machines) > 1 and len(machines) == len(reading.tags) and _is_bare(slot, reading):
        return tuple(dict.fromkeys(tag.value for tag in machines))
    named = reading.named(Kind.PERSON)
    if slot != "person" or len(named) < 2 or len(named) != len(reading.tags) or not _is_bare(slot, reading):
        return None
    if (unclear := next((tag for tag in named if len(tag.ids) != 1), None)) is not None:
        known = f"{len(unclear.ids)} people fit it" if unclear.ids else "I don't know them"
        return Unclear(f"**Who is {unclear.text}?** {known[0].upper()}{known[1:]}. Say the whole names.")
    return tuple(dict.fromkeys(tag.ids[0] for tag in named))


def name_alone(plan: Plan | None, reading: Reading, people: People, *, naming: bool) -> Reading | None:
    """The reading with its words taken for a name, where a person is asked for and they are one and no more.

    Names that are words, "Will", "may", are nobody's in a sentence; as the whole answer they can be nothing else.
    """
    asked = naming or (plan is not None and plan.slot in _PERSONS)
    at = [place for place, word in enumerate(reading.words) if word not in _BESIDE_A_NAME]
    if not asked or reading.tags or not at or at[-1] - at[0] >= len(at):
        return None
    used, ids = people.find(reading.words, at[0])
    if not ids or used != len(at):
        return None
    typed = split(reading.text)
    name = typed.piece(at[0], at[-1] + 1)
    tag = Tag(at[0], at[-1] + 1, Kind.PERSON, name.lower(), name, ids)
    return replace(reading, tags=(tag,), plain=False, mood=Mood.STATEMENT)


def _is_bare(slot: str, reading: Reading) -> bool:
    """Whether words hold values and nothing that could turn them round; a name as it is typed is looked at there."""
    kind = _KINDS.get(slot, "")
    if not reading.tags and (slot in _TYPED or slot in _PERSONS):
        return True
    named = {at for tag in reading.tags if tag.kind in _NAMES[kind] for at in range(tag.start, tag.end)}
    rest = [word for at, word in enumerate(reading.words) if at not in named and word not in STOPS]
    return all(word in _AROUND.get(kind, AROUND) or _value_of(word) is not None for word in rest)


def _value_of(word: str) -> Decimal | None:
    """The number that a word is: "25", "#14", "1.5", "3h", "$50", "two"."""
    if match := _AMOUNT.fullmatch(word.lstrip("#")):
        return Decimal(match[1])
    number = number_of(word)
    return None if number is None or word in ("a", "an") else Decimal(number)


def picked(slot: str, value: str, people: Container[str]) -> Given | None:
    """A picked value for a slot; None where it is none: a day that does not exist, somebody unknown."""
    if slot in _OF_WORDS or (slot in _PERSONS and value not in people):
        return None
    try:
        if slot in _DAYS:
            return Given(dt.date.fromisoformat(value))
        if slot in _NUMBERS:
            return Given(int(value))
        if slot in _AMOUNTS:
            return Given(Decimal(value))
    except (ValueError, InvalidOperation):
        return None
    return Given(value) if value.strip() else None


def _person(reading: Reading, known: Callable[[str], bool]) -> Given | Unclear | None:
    named = reading.named(Kind.PERSON)
    if len(named) == 1 and len(reading.tags) == 1:
        return Given(named[0].ids[0]) if len(named[0].ids) == 1 else Unclear("", named[0].text, named[0].ids)
    if reading.tags:
        return None
    name = _name_typed("person", reading)
    words = name.split() if name else []
    plain = all(word.replace("-", "").replace("'", "").isalpha() for word in words)
    new = all(word[0].isupper() or not known(word.lower()) for word in words)
    return Unclear("", name) if name and plain and new else None


def _number(reading: Reading) -> Decimal | None:
    """The one number that is said."""
    words, found, at = reading.words, [], 0
    while at < len(words):
        number = number_at(words, at) if words[at] not in ("a", "an", "one") or len(words) == 1 else None
        if number is not None:
            found.append(Decimal(number.value))
            at = number.end
            continue
        if (value := _value_of(words[at])) is not None and words[at] != "one":
            found.append(value)
        at += 1
    return found[0] if len(found) == 1 else None


def _day(reading: Reading) -> Given | Unclear | None:
    days = [tag.day for tag in reading.named(Kind.DATE) if tag.day]
    if len(days) == 1 and days[0].fault:
        return Unclear(f"**Which day?** {days[0].fault[0].upper()}{days[0].fault[1:]}.")
    return Given(days[0].on) if len(days) == 1 and days[0].on else None


def _changes(reading: Reading) -> Given | Unclear | None:
    """What an entry should say instead: another day, or another person."""
    people = reading.named(Kind.PERSON)
    if len(people) == 1 and len(reading.tags) == 1:
        one = people[0]
        return Given((("person", one.ids[0]),)) if len(one.ids) == 1 else None
    day = _day(reading)
    return Given((("on", day.value),)) if isinstance(day, Given) else day


def _counted(reading: Reading) -> Given | None:
    """A label that looks like a number alone: "7"."""
    number = _number(reading)
    return Given(str(number)) if number is not None and not number % 1 else None


def _typed(slot: str, reading: Reading) -> Given | None:
    """A few words as they were typed: a name of something that the desk does not know yet."""
    name = None if reading.tags else _name_typed(slot, reading)
    return Given(name, certain=False) if name else None


def _name_typed(slot: str, reading: Reading) -> str | None:
    """The words between those that only stand around a name, as typed; None where they can be no name."""
    typed = split(reading.text)
    around = _AROUND[_KINDS[slot]] | STOPS
    kept = [at for at, word in enumerate(typed.low) if word not in around]
    if not kept or is_yes(reading.words):
        return None
    words = typed.low[kept[0] : kept[-1] + 1]
    name = typed.piece(kept[0], kept[-1] + 1)
    none = any(word in _NO_NAME or word in STOPS for word in words)
    return None if none or len(words) > _FEW_WORDS or len(name) > _LONGEST_NAME else name
