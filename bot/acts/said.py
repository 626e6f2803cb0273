"""What a reading names, by slot, as acts take it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from intents.leftover import Amended
from intents.marks import Kind, Tag
from intents.model import Reading
from intents.numbers import number_of
from intents.slots import reason_at, role_of, told
from intents.stated import programme_of
from intents.words import STOPS, Words, split
from policy.acts import Act
from policy.facts import Level, Programme

_AMOUNT: Final = re.compile(r"[$€£]?\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?\s?(?:(k)\b|[$€£]|h\b|hrs?\b)?[$€£]?")
_CURRENCIES: Final = {
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP",
}  # fmt: skip
_SERVICES: Final = {
    "hours": {"presales": "presales-hours"},
    "incidents": {"cloud": "cloud-incidents", "signature": "cloud-incidents", "product": "product-incidents"},
}
_SERVICE_WORDS: Final = 5
_SELF: Final = frozenset({"my", "me", "myself", "mine"})
_SIGNS: Final = re.compile(r"[$€£]|[a-z]+")


def label_of(tag: Tag) -> str:
    """The label of a key or token as it was typed, "A4" and not "a4"; a number for "the second token"."""
    return tag.text if tag.text.casefold() == tag.value.casefold() else tag.value


def granted(reading: Reading) -> tuple[tuple[str, int], ...]:
    """Each product or service that is named behind a count, with it: "3 VS Professional and 50 presales hours"."""
    pairs: list[tuple[str, int]] = []
    counted: int | None = None
    for tag in reading.tags:
        if tag.kind is Kind.COUNT and (service := _service_behind(reading.words, tag.end)):
            pairs.append((service, int(tag.value)))
        elif tag.kind is Kind.COUNT:
            counted = int(tag.value)
        elif tag.kind is Kind.PRODUCT and counted is not None:
            pairs.append((tag.value, counted))
            counted = None
    return tuple(pairs)


def _service_behind(words: tuple[str, ...], at: int) -> str | None:
    """What is granted and is no product: "50 presales hours", "15 product support incidents"."""
    for end in range(at, min(at + _SERVICE_WORDS, len(words))):
        if words[end] in _SERVICES:
            return next((of for word, of in _SERVICES[words[end]].items() if word in words[at:end]), None)
    return None


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is asked instead of an act: a name that is nobody's, or that several people share (`ids`), a day that does
    not exist, or words that fit two ways (`text` is the question; `amended`: where one value amends another).
    `instead` are the acts that are most likely meant, to be offered below the question."""

    text: str
    typed: str = ""
    ids: tuple[str, ...] = ()
    amended: Amended | None = None
    instead: tuple[Act, ...] = ()


class Said:
    """What a reading names. Nothing is filled in: what nobody said is None."""

    def __init__(self, reading: Reading, speaker: str) -> None:
        self.reading, self.speaker = reading, speaker
        self.named = told(reading.words, reading.tags)

    def tags(self, kind: Kind) -> list[Tag]:
        return [tag for tag in self.named if tag.kind is kind]

    def people(self, slot: str = "person") -> list[str]:
        words, tags, label = self.reading.words, self.named, self.reading.label
        return [
            tag.ids[0]
            for tag in self.tags(Kind.PERSON)
            if len(tag.ids) == 1 and role_of(words, tags, tag, label) == slot
        ]

    def myself(self) -> list[str]:
        """Who speaks, where the words mean them: "release my seat", "assign one to me"."""
        return [] if _SELF.isdisjoint(self.reading.words) or self.tags(Kind.PERSON) else [self.speaker]

    def person(self, slot: str = "person") -> str | None:
        return next(iter(self.people(slot)), None)

    def value(self, kind: Kind) -> str | None:
        return next((tag.value for tag in self.tags(kind)), None)

    def text(self, kind: Kind) -> str | None:
        return next((tag.text for tag in self.tags(kind)), None)

    def label(self, kind: Kind) -> str | None:
        return next(map(label_of, self.tags(kind)), None)

    @property
    def day(self) -> date | None:
        return next((tag.day.on for tag in self.tags(Kind.DATE) if tag.day), None)

    @property
    def count(self) -> int | None:
        value = self.value(Kind.COUNT)
        return int(value) if value else None

    @property
    def amount(self) -> Decimal | None:
        """A number that may have a fraction: "15.50", "1.5 hours", "half an hour"."""
        if self.says("half an", "half a", "and a half"):
            return Decimal(self.count or 0) + Decimal("0.5")
        taken = [tag for tag in self.reading.tags if tag.kind not in (Kind.COUNT, Kind.KEY)]
        for at, word in enumerate(self.reading.words):
            if any(tag.start <= at < tag.end for tag in taken):
                continue
            if match := _AMOUNT.fullmatch(word):
                return Decimal(match[1].replace(",", "") + (match[2] or "")) * (1_000 if match[3] else 1)
        if self.count is not None:
            return Decimal(self.count)
        numbers = (number_of(word) for word in self.reading.words if word not in ("a", "an"))
        return next((Decimal(number) for number in numbers if number is not None), None)

    @property
    def currency(self) -> str | None:
        words = _SIGNS.findall(self.reading.text.lower())
        return next((_CURRENCIES[word] for word in words if word in _CURRENCIES), None)

    @property
    def product(self) -> str | None:
        return self.value(Kind.PRODUCT)

    @property
    def token(self) -> str | None:
        return self.label(Kind.TOKEN) or self.label(Kind.KEY)

    @property
    def key(self) -> str | None:
        return self.text(Kind.KEY) or self.label(Kind.TOKEN)

    @property
    def offers(self) -> list[Tag]:
        return self.tags(Kind.OFFER)

    @property
    def level(self) -> Level | None:
        return next((Level(tag.value) for tag in self.offers if tag.value in set(Level)), None)

    @property
    def of(self) -> dict[str, Any]:
        """The offer that is named, as acts take it: nothing where none is."""
        return {"program": self.programme, "level": self.level} if self.offers else {}

    @property
    def programme(self) -> Programme | None:
        return programme_of(self.offers[-1].value) if self.offers else None

    @property
    def typed(self) -> Words:
        """The words as typed: as many as the reading has."""
        return split(self.reading.text)

    @property
    def why(self) -> str | None:
        """The reason that is said, as typed: "because he left"."""
        at = reason_at(self.reading.words)
        typed = self.typed
        if at is None or len(typed) != len(self.reading.words):
            return None
        start = at if self.reading.words[at] != "reason" else at + 1
        while start < len(typed) and typed.low[start] in (":", "is"):
            start += 1
        end = start
        while end < len(typed) and typed.low[end] not in STOPS - {",", ":"}:
            end += 1
        return typed.text[typed.spans[start][0] : typed.spans[end - 1][1]] if end > start else None

    @property
    def common(self) -> dict[str, Any]:
        """What every act takes: its day, why, and the number of an order or a case."""
        return {"on": self.day, "why": self.why, "reference": self.text(Kind.REFERENCE)}

    def has(self, *words: str) -> bool:
        return any(word in self.reading.words for word in words)

    def says(self, *phrases: str) -> bool:
        line = f" {' '.join(self.reading.words)} "
        return any(f" {phrase} " in line for phrase in phrases)


Make = Callable[[Said], list[Act] | Unclear | None]
"""From what is said to the acts that it asks for, or to what is unclear; None where it asks for none."""


def for_each(values: list[Any], make: Callable[[Any], Act]) -> list[Act]:
    """One act a value; one with None where there is none."""
    return [make(value) for value in (values or [None])]
