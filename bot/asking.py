"""Answers to an open question: yes, no, a choice by its label, or the missing value in words or as picked."""

import datetime as dt
from collections.abc import Container, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bot.acting import Unclear
from bot.follow_up import courtesy, only_words
from bot.said import granted
from intents.dates import number_of
from intents.lexicon import load
from intents.model import Reading
from intents.stated import programme_of
from intents.tags import Kind
from intents.words import STOPS

_WORDS: Final = {name: frozenset(load("follow_up")[name]["words"]) for name in ("yes", "no")}
_PERSONS: Final = frozenset({"person", "from_person", "deputy", "to"})
_NUMBERS: Final = frozenset({"seats", "left", "seq"})
_AMOUNTS: Final = frozenset({"amount", "hours", "used"})
_OF_WORDS: Final = frozenset({"changes", "grants"})
"""Values of several parts, that no picker gives."""
_DAYS: Final = frozenset({"on", "until"})
_PRODUCTS: Final = frozenset({"product", "service"})
_LABELS: Final = {"token": Kind.TOKEN, "with_token": Kind.TOKEN, "key": Kind.KEY}
_TYPED: Final = {"machine": Kind.MACHINE, "tenant": Kind.TENANT, "location": None, "name": None}
_AROUND: Final = frozenset(
    {"to", "for", "it", "it's", "its", "is", "please", "pls", "on", "of", "the", "a", "seats", "seat", "hours", "hour",
     "activations", "token", "key", "number", "and", "about", "entry"}
)  # fmt: skip
"""What may stand around a value."""

_LONGEST_NAME: Final = 80
_FEW_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Given:
    """A value for the open slot; not `certain` where it is only words as they were typed."""

    value: Any
    certain: bool = True


def is_yes(words: Sequence[str]) -> bool:
    """Whether somebody only says yes."""
    return only_words(words) in _WORDS["yes"]


def is_no(words: Sequence[str]) -> bool:
    """Whether somebody only says no, or calls it off."""
    return only_words(words) in _WORDS["no"]


def label_meant(text: str, labels: Sequence[str]) -> str | None:
    """The choice that is typed out: its label, or the only one that begins with what is typed."""
    typed = text.strip().casefold().rstrip(".!")
    exact = [label for label in labels if label.casefold() == typed]
    begun = [label for label in labels if len(typed) > 2 and label.casefold().startswith(typed)]
    return next(iter(exact or (begun if len(begun) == 1 else [])), None)


def given(slot: str, reading: Reading) -> Given | Unclear | None:
    """The value that words give for a slot; None where they are no answer to the question.

    A name that is nobody's or several people's is unclear.
    """
    if reading.plain or len(reading.words) > 12 or "?" in reading.words or courtesy(reading.words):
        return None
    if slot not in _TYPED and (reading.tags or slot not in _PERSONS) and not _is_bare(reading):
        return None
    if slot in _PERSONS:
        return _person(reading)
    if slot in _NUMBERS | _AMOUNTS:
        number = _number(reading)
        return None if number is None else Given(Decimal(number) if slot in _AMOUNTS else number)
    if slot in _PRODUCTS:
        named = reading.named(Kind.PRODUCT)
        return Given(named[0].value) if len(named) == 1 else None
    if slot in _DAYS:
        days = [tag.day for tag in reading.named(Kind.DATE) if tag.day]
        if len(days) == 1 and days[0].fault:
            return Unclear(f"**Which day?** {days[0].fault[0].upper()}{days[0].fault[1:]}.")
        return Given(days[0].on) if len(days) == 1 and days[0].on else None
    if slot == "program":
        offers = reading.named(Kind.OFFER)
        return Given(programme_of(offers[0].value)) if len(offers) == 1 else None
    if slot == "grants":
        pairs = granted(reading)
        return Given(pairs) if pairs else None
    if slot in _LABELS:
        named = reading.named(_LABELS[slot]) or reading.named(Kind.TOKEN) or reading.named(Kind.KEY)
        return Given(named[0].value) if named else _typed(reading)
    if slot in _TYPED:
        kind = _TYPED[slot]
        named = reading.named(kind) if kind else []
        return Given(named[0].text) if named else _typed(reading)
    return None


def _is_bare(reading: Reading) -> bool:
    """Whether words hold a value and nothing that could turn it round: "to ana", not "anyone but ana"."""
    named = {at for tag in reading.tags for at in range(tag.start, tag.end)}
    rest = [word for at, word in enumerate(reading.words) if at not in named and word not in STOPS]
    return all(word in _AROUND or number_of(word.lstrip("#")) is not None for word in rest)


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


def _person(reading: Reading) -> Given | Unclear | None:
    named = reading.named(Kind.PERSON)
    if len(named) != 1:
        words = [word for word in reading.words if word.isalpha()]
        stranger = 0 < len(words) <= 2 and not named and not is_yes(reading.words)
        return Unclear("", reading.text.strip(" .,!")) if stranger else None
    return Given(named[0].ids[0]) if len(named[0].ids) == 1 else Unclear("", named[0].text, named[0].ids)


def _number(reading: Reading) -> int | None:
    numbers = [number for word in reading.words if (number := number_of(word.lstrip("#"))) is not None]
    return numbers[0] if len(numbers) == 1 else None


def _typed(reading: Reading) -> Given | None:
    """A few words as they were typed: a name of something that the desk does not know yet."""
    text = reading.text.strip(" .,!")
    few = len(reading.words) <= _FEW_WORDS and len(text) <= _LONGEST_NAME
    return Given(text, certain=False) if text and few and not is_yes(reading.words) else None
