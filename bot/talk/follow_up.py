"""Questions that rest on the one before: "and at home?", "what about an affiliate?", "what if we were gold?"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from intents.lexicon import load
from intents.marks import Kind
from intents.model import Reading
from intents.reader import Reader, public_intent
from policy.decision import Form

_WORDS: Final = {name: frozenset(entry["words"]) for name, entry in load("follow_up").items() if "words" in entry}
_STARTS: Final = tuple(tuple(phrase.split()) for phrase in load("follow_up")["starts"]["phrases"])
_WEIGHT_OF_BEFORE: Final = 0.5
_LONGEST: Final = 9
_LONGEST_COURTESY: Final = 5
_A_QUESTION_OF_ITS_OWN: Final = 4
_OF_MY_SEAT: Final = frozenset({"seats_free", "request_seat"})


def is_why(low: tuple[str, ...]) -> bool:
    """Whether somebody asks for the reasons: "why?", "how come"."""
    words = [word for word in low if word.isalpha() or "'" in word]
    while len(words) > 1 and words[0] in _WORDS["before_why"]:
        words = words[1:]
    return " ".join(words) in _WORDS["why"]


def only_words(low: Sequence[str]) -> str:
    """What is said, without its stops."""
    return " ".join(word for word in low if word.isalnum() or "'" in word)


def courtesy(low: tuple[str, ...]) -> str | None:
    """What to say to a greeting or to thanks; None for anything else."""
    said = only_words(low)
    if said in _WORDS["hello"]:
        return "**Hello.** Ask me about your Microsoft partner benefits, tell me what to record, or type `help`."
    if said in _WORDS["who"]:
        return (
            "**I'm the MPN Desk**, a program: I answer from the written Programs Guide and keep your record. "
            "No AI model reads your messages. Type `help` for examples."
        )
    if said in _WORDS["bye"]:
        return "**Goodbye.**"
    rest = said.split()
    while len(rest) > 1 and rest[0] in _WORDS["before_thanks"]:
        rest = rest[1:]
    if " ".join(rest) in _WORDS["thanks"]:
        return "**You're welcome.**"
    halves = [(" ".join(rest[:at]), " ".join(rest[at:])) for at in range(1, min(len(rest), _LONGEST_COURTESY))]
    return "**Goodbye.**" if any(one in _WORDS["thanks"] and two in _WORDS["bye"] for one, two in halves) else None


def asks_for_people(low: Sequence[str]) -> bool:
    """Whether somebody wants to see who is in the directory."""
    return only_words(low) in _WORDS["people"]


def asks_what_i_have(reading: Reading) -> bool:
    """Whether somebody asks for their own seat, whatever stands in front: "hey do I have a VS seat"."""
    said = f" {' '.join(reading.words).casefold()} "
    return reading.label in _OF_MY_SEAT and " do i have " in said and " do i have to " not in said


def telling_words(low: tuple[str, ...]) -> list[str]:
    """The words that say something of what a sentence is about."""
    return [word for word in low if word not in _WORDS["common"]]


def is_which_section(low: tuple[str, ...]) -> bool:
    """Whether somebody asks for the place in the guide that the last answer rests on, and for nothing else."""
    said = {word for word in low if word.isalpha() or "'" in word}
    asks = bool(said & _WORDS["section"]) and bool(said & _WORDS["section_ask"])
    return asks and said <= _WORDS["section"] | _WORDS["section_ask"] | _WORDS["around_section"]


def rests_on_before(low: tuple[str, ...]) -> bool:
    """Whether a sentence is only whole together with the question before it."""
    words = tuple(word for word in low if word not in (",", "?", "!", "."))
    start = next((start for start in _STARTS if words[: len(start)] == start), None)
    if start is None or len(words) > _LONGEST:
        return False
    rest = words[len(start) :]
    return not (len(rest) > _A_QUESTION_OF_ITS_OWN and rest[0] in _WORDS["asking"])


def together(reader: Reader, before: Reading, now: Reading) -> Reading:
    """The question that is meant: what was asked before, with what is new in it.

    A new product or programme takes the old one's place; new words count double against the old ones.
    """
    rest = [word for word in now.words if re.match(r"\w", word) and word not in _WORDS["empty"]]
    named = {word for tag in now.tags for word in tag.text.lower().split() if tag.kind in (Kind.PRODUCT, Kind.OFFER)}
    said_only_names = all(word in named or word in _WORDS["around_names"] for word in rest)
    facts = now.facts.over(before.facts)
    if now.facts.programme is not None and now.facts.level is None:
        facts = replace(facts, level=None)
    scores, guesses = before.scores, before.guesses
    if not said_only_names and reader.scorer and now.scores is not None and before.scores is not None:
        scores = now.scores + _WEIGHT_OF_BEFORE * before.scores
        guesses = tuple(reader.scorer.ranked(scores, len(now.guesses)))
    products = now.named(Kind.PRODUCT)
    return replace(
        now,
        label=guesses[0].label,
        intent=public_intent(guesses[0].label),
        facts=facts,
        scores=scores,
        guesses=guesses,
        confidence=guesses[0].share,
        form=before.form if said_only_names else Form.POLAR,
        tags=(*now.tags, *(tag for tag in before.tags if tag.kind is Kind.PRODUCT and not products)),
    )
