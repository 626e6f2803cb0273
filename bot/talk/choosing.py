"""Which of the offered choices words mean: yes, no, a choice by its label, by a part of it, or by its place."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.talk.follow_up import only_words
from intents.certainty import has_quotation
from intents.lexicon import load
from intents.model import Mood
from intents.mood import mood_of
from intents.signs import has_other_signs, hides, without_neutral_signs
from intents.words import STOPS, clean, split

_WORDS: Final = {name: frozenset(load("follow_up")[name]["words"]) for name in ("yes", "no", "thanks")}
_ANSWERS: Final = load("answers")
_CALLS_OFF: Final = frozenset(_ANSWERS["calls_off"]["phrases"])
AROUND: Final = frozenset(_ANSWERS["around"]["words"])
"""Words that may stand around an answer, whatever the question."""
_TURNS: Final = tuple(_ANSWERS["turns"]["phrases"])
_COURTEOUS: Final = frozenset({"please", "pls", "plz", "thanks", "thx", "ty", "cheers", "then", "oh", "and", "sorry"})
_ALOUD: Final = frozenset({"hm", "hmm", "hmmm", "um", "uh", "er", "ah", "well", "oh"})
_POINTED_AT: Final = frozenset({"it", "that", "this", "them", "then", "please", "pls", "now", "instead"})
_POINTED_AT_SOMEBODY: Final = frozenset({"her", "him", "them", "just", "only"})
_GIVING: Final = frozenset({"give", "assign"})
"""What is done with a choice, and says nothing of which it is: "give her one"."""
_NTH: Final = {word: at for at, words in _ANSWERS["nth"].items() for word in words}
_LIKE: Final = {word: meant for meant, words in _ANSWERS["like"].items() for word in words}
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LONGEST: Final = 4
_ENOUGH: Final = 3
"""Letters of a word of a label that stand for it."""


def is_unquoted(text: str) -> bool:
    """Whether words are somebody's own: no quotation, and no sign that could turn them round."""
    words = split(without_neutral_signs(clean(text)))
    if not len(words) or words.low[0] in STOPS or hides(text) or has_quotation(words.text):
        return False
    return not has_other_signs(words.text, words.spans)


def answers_plainly(text: str) -> bool:
    """Whether words may answer a question: their own, no question, and nothing that turns them round."""
    low = split(without_neutral_signs(clean(text))).low
    line = f" {' '.join(low)} "
    turned = "?" in low or any(f" {phrase} " in line for phrase in _TURNS)
    return not turned and is_unquoted(text) and mood_of(low) is not Mood.QUESTION


def is_yes(words: Sequence[str]) -> bool:
    """Whether somebody only says yes, once or more: "yes, go ahead", "ok thanks"."""
    return _says_only(words, "yes")


def is_no(words: Sequence[str]) -> bool:
    """Whether somebody only says no, or calls it off, thinking aloud or not: "hmm no"."""
    thinking = [word for word in words if word not in _ALOUD]
    return _says_only(thinking, "no")


def calls_off(words: Sequence[str]) -> bool:
    """Whether words call off what is open, and would take back what is recorded where nothing is: "cancel that"."""
    return only_words(words) in _CALLS_OFF


def _says_only(words: Sequence[str], what: str) -> bool:
    if any(word[0] == "#" for word in words):  # "cancel #33" is about an entry
        return False
    if only_words(words) in _WORDS[what]:
        return True
    left = [word for word in only_words(words).split() if word not in _COURTEOUS]
    if not left:
        return False
    while left:
        size = next((n for n in range(_LONGEST, 0, -1) if " ".join(left[:n]) in _WORDS[what]), 0)
        if not size:
            return False
        left = left[size:]
    return True


def label_meant(text: str, labels: Sequence[str]) -> str | None:
    """The choice that is typed out: its label, or the only one that begins with what is typed."""
    typed = text.strip().casefold().rstrip(".!")
    exact = [label for label in labels if label.casefold() == typed]
    begun = [label for label in labels if len(typed) > 2 and label.casefold().startswith(typed)]
    return next(iter(exact or (begun if len(begun) == 1 else [])), None)


def label_typed(text: str, labels: Iterable[str]) -> str | None:
    """The choice whose label is typed out whole."""
    typed = text.strip().casefold().rstrip(".!")
    return next((label for label in labels if label.casefold() == typed), None)


def label_pointed_at(words: Sequence[str], labels: Iterable[str]) -> str | None:
    """The choice that is said as an order about what is before one: "deny it then"."""
    said = [word for word in words if word not in STOPS]
    if len(said) < 2 or not set(said[1:]) <= _POINTED_AT:
        return None
    return next((label for label in labels if label.casefold() == said[0]), None)


def is_place(words: Sequence[str]) -> bool:
    """Whether words only name a place in a list: "2", "the second one"."""
    said = [word for word in words if word not in STOPS and word not in AROUND]
    return len(said) == 1 and (said[0].isdecimal() or said[0] in _NTH)


def is_place_beyond(words: Sequence[str], labels: Sequence[str]) -> bool:
    """Whether words only name a place in a list that has fewer: "7" of three."""
    said = [word for word in words if word not in STOPS and word not in AROUND]
    if not is_place(words) or any(label.isdecimal() for label in labels):
        return False
    place = said[0] if said[0].isdecimal() else _NTH[said[0]]
    return place != "last" and not 1 <= int(place) <= len(labels)


def choice_meant(words: Sequence[str], labels: Sequence[str]) -> str | None:
    """The one of several that words name by a part of its label or by its place: "miller", "the second one"."""
    told = [_LIKE.get(word, word) for word in words if word not in STOPS]
    said = [word for word in told if word not in AROUND and word not in _POINTED_AT_SOMEBODY]
    if not said or (said[0] in _GIVING and len(said) == 1):
        said = [word for word in told if word == "one"]
    if not said:
        return None
    parts = {label: [_LIKE.get(word, word) for word in _WORD.findall(label.casefold())] for label in labels}
    fits = [label for label, part in parts.items() if all(_is_in(word, part) for word in said)]
    whole = [label for label in fits if [word for word in parts[label] if word not in AROUND] == said]
    if len(whole or fits) == 1:
        return (whole or fits)[0]
    if any(label.isdecimal() for label in labels):  # "2" is a value there, and no place
        return None
    place = (_NTH.get(said[0]) or (said[0] if said[0].isdecimal() else None)) if len(said) == 1 else None
    if place is None or (fits and not whole):
        return None
    at = len(labels) if place == "last" else int(place)
    return labels[at - 1] if 1 <= at <= len(labels) else None


def _is_in(word: str, part: Sequence[str]) -> bool:
    """Whether a word is one of a label's, or begins one of them: "pro", "bob m"."""
    begins = len(word) >= _ENOUGH and any(one.startswith(word) for one in part)
    return (
        word in part
        or begins
        or (len(word.rstrip(".")) == 1 and any(one.startswith(word.rstrip(".")) for one in part[1:]))
    )
