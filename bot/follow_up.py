"""Questions that rest on the one before: "and at home?", "what about an affiliate?", "what if we were gold?"."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from intents.lexicon import load
from intents.model import Reading
from intents.names import Names
from intents.reader import Reader, public_intent
from intents.tags import Kind
from policy.decision import Form

_WORDS: Final = {name: frozenset(entry["words"]) for name, entry in load("follow_up").items() if "words" in entry}
_STARTS: Final = tuple(tuple(phrase.split()) for phrase in load("follow_up")["starts"]["phrases"])
_WEIGHT_OF_BEFORE: Final = 0.5
_LONGEST: Final = 9


def is_why(low: tuple[str, ...]) -> bool:
    """Whether somebody asks for the reasons: "why?", "how come"."""
    return " ".join(word for word in low if word.isalpha() or "'" in word) in _WORDS["why"]


def is_which_section(low: tuple[str, ...]) -> bool:
    """Whether somebody asks for the place in the guide."""
    said = {word for word in low if word.isalpha()}
    return len(said) <= 8 and bool(said & _WORDS["section"]) and bool(said & _WORDS["section_ask"])


def rests_on_before(low: tuple[str, ...]) -> bool:
    """Whether a sentence is only whole together with the question before it."""
    words = tuple(word for word in low if word not in (",", "?", "!", "."))
    begins = any(words[: len(start)] == start for start in _STARTS)
    return begins and len(words) <= _LONGEST


def together(reader: Reader, before: Reading, now: Reading, names: Names, today: date) -> Reading:
    """The question that is meant: what was asked before, with what is new in it.

    A new product or programme takes the old one's place; new words count double against the old ones.
    """
    rest = [word for word in now.words if re.match(r"\w", word) and word not in _WORDS["empty"]]
    named = {word for tag in now.tags for word in tag.text.lower().split() if tag.kind in (Kind.PRODUCT, Kind.OFFER)}
    said_only_names = all(word in named or word in _WORDS["around_names"] for word in rest)
    facts = now.facts.over(before.facts)
    if now.facts.programme is not None and now.facts.level is None:
        facts = replace(facts, level=None)
    label, scores = before.label, before.scores
    products = [tag for tag in now.tags if tag.kind is Kind.PRODUCT]
    if said_only_names and products:
        again = reader.read(_with_product(before, products[0].text), names, today)[0]
        label, scores = again.label, again.scores
    elif not said_only_names and reader.scorer:
        scores = now.scores + _WEIGHT_OF_BEFORE * before.scores
        label = reader.scorer.best(scores).label
    return replace(
        now,
        text=f"{before.text} — {now.text}",
        label=label,
        intent=public_intent(label),
        facts=facts,
        scores=scores,
        form=before.form if said_only_names else Form.POLAR,
        tags=(*now.tags, *(tag for tag in before.tags if tag.kind is Kind.PRODUCT and not products)),
        confidence=max(now.confidence, before.confidence),
    )


def _with_product(before: Reading, product: str) -> str:
    old = before.named(Kind.PRODUCT)
    if old:
        return re.sub(re.escape(old[0].text), lambda _: product, before.text, count=1)
    return f"{before.text.rstrip('?')} with {product}?"
