"""Text to typed requests: repair, tag, mask, score. Pure; never guesses a write."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

import numpy as np

from intents.dates import DayOrder
from intents.lexicon import concepts, load
from intents.model import Reading
from intents.mood import mood_of
from intents.names import Names
from intents.repair import Repair
from intents.scorer import WEIGHTS, Head, Scorer
from intents.segments import segments
from intents.stated import stated_facts
from intents.tags import Kind, Tag, Tagger
from intents.words import STOPS, Words, clean, split
from policy.catalogue import Catalogue
from policy.decision import Form

_PUBLIC: Final[dict[str, str]] = {label: intent for intent, labels in load("intents").items() for label in labels["labels"]}
_NUMBER: Final = re.compile(r"\d")


class Prepared:
    """A sentence ready to be scored: words, tags, and the words with types in place of what they name."""

    __slots__ = ("concepts", "masked", "tags", "words")

    def __init__(self, words: Words, tags: list[Tag], kinds: dict[str, str]) -> None:
        self.words, self.tags = words, tags
        self.masked = _mask(words, tags, kinds)
        self.concepts = concepts().of(self.masked)


class Reader:
    """Reads messages. One instance serves every thread: nothing in it changes but caches."""

    def __init__(self, vocabulary: Iterable[str], scorer: Scorer | None, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.kinds = {product.id: product.kind for product in catalogue.product}
        plain = frozenset(vocabulary)
        self.tagger = Tagger(self.kinds, plain.__contains__)
        lexical = self.tagger.products.words() | self.tagger.offers.words()
        self.repair = Repair(plain | lexical | self.tagger.given_names)
        self.tagger.known = self._known
        self._plain = plain | lexical
        self.scorer = scorer

    @classmethod
    def load(cls) -> "Reader":
        with np.load(WEIGHTS) as stored:
            vocabulary = bytes(stored["vocabulary"]).decode().split("\n")
        return cls(vocabulary, Scorer.load(), Catalogue.load())

    def _known(self, word: str) -> bool:
        return word in self._plain

    def read(
        self, text: str, names: Names, today: date, order: DayOrder = DayOrder.MONTH_FIRST
    ) -> tuple[Reading, ...]:
        """The requests of a message, left to right; none for a message without words."""
        words = self._repaired(split(clean(text)), names)
        return tuple(self._request(words, start, end, names, today, order) for start, end in segments(words.low))

    def prepare(self, text: str, names: Names, today: date, order: DayOrder = DayOrder.MONTH_FIRST) -> Prepared:
        """A whole text as one sentence ready to be scored."""
        words = self._repaired(split(clean(text)), names)
        return Prepared(words, self.tagger.tag(words, names, today, order), self.kinds)

    def _repaired(self, words: Words, names: Names) -> Words:
        for at, word in enumerate(words.low):
            if word not in self.repair and not names.people.knows(word):
                words.low[at] = self.repair(word)
        return words

    def _request(self, words: Words, start: int, end: int, names: Names, today: date, order: DayOrder) -> Reading:
        if self.scorer is None:
            raise ValueError("this reader has no weights: make weights")
        piece = _part(words, start, end)
        sentence = Prepared(piece, self.tagger.tag(piece, names, today, order), self.kinds)
        scores = self.scorer.scores(sentence.masked, sentence.concepts)
        best, second = self.scorer.ranked(scores)
        intent = public_intent(best.label)
        return Reading(
            text=piece.piece(0, len(piece)),
            label=best.label,
            intent=intent,
            confidence=best.share,
            runner_up=second.label,
            form=Form(self.scorer.best(scores, Head.FORM).label),
            mood=mood_of(piece.low),
            slots=slots_of(sentence.tags, intent),
            tags=tuple(sentence.tags),
            facts=stated_facts(piece.low, sentence.tags, today, self.catalogue),
            words=tuple(piece.low),
            scores=scores,
        )


def public_intent(label: str) -> str:
    """The public name of a label; questions about the guide that have none of their own are `can_use`."""
    return _PUBLIC.get(label, label if "_" in label or label in ("none", "help") else "can_use")


def slots_of(tags: Iterable[Tag], intent: str) -> dict[str, tuple[str, ...]]:
    """The slots of a sentence with their words as typed."""
    slots: dict[str, list[str]] = {}
    for tag in tags:
        name = {Kind.OFFER: "product", Kind.TOKEN: "key"}.get(tag.kind, tag.kind.value)
        slots.setdefault(name, []).append(tag.text)
    return {name: tuple(values) for name, values in slots.items()}


def _part(words: Words, start: int, end: int) -> Words:
    if (start, end) == (0, len(words)):
        return words
    return Words(words.text, words.typed[start:end], words.low[start:end], words.spans[start:end], words.owns[start:end])


def _mask(words: Words, tags: list[Tag], kinds: dict[str, str]) -> list[str]:
    masked: list[str] = []
    at = 0
    for tag in tags:
        masked += _plain(words.low[at : tag.start])
        masked.append(_type_of(tag, kinds))
        at = tag.end
    return masked + _plain(words.low[at:])


def _plain(low: list[str]) -> list[str]:
    return ["<number>" if _NUMBER.search(word) else word for word in low if word not in STOPS]


def _type_of(tag: Tag, kinds: dict[str, str]) -> str:
    if tag.kind is Kind.PRODUCT:
        return {"visual_studio": "<vs>", "cloud": "<cloud>"}.get(kinds.get(tag.value, ""), "<onprem>")
    if tag.kind is Kind.OFFER:
        return "<competency>" if tag.value in ("silver", "gold") else f"<{tag.value}>"
    return f"<{tag.kind.value}>"


