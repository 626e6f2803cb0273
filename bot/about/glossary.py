"""Words of the field that somebody asks the meaning of: "what is a MAK?", "n-1 meaning"."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from bot.about.matching import load
from intents.model import Reading
from intents.repair import Repair
from intents.words import STOPS, clean, split

_LONGEST: Final = 12
_PHRASES: Final = load("openings")["term"]
_STARTS: Final = tuple(tuple(start.split()) for start in _PHRASES["starts"])
_ENDS: Final = tuple(tuple(end.split()) for end in _PHRASES["ends"])
_OF_MEANING: Final = frozenset(_PHRASES["of_meaning"])
_ARTICLES: Final = frozenset({"a", "an", "the"})
_BEFORE: Final = frozenset(load("openings")["before"]["words"])
_FIRST: Final = frozenset(start[0] for start in _STARTS)


def term_asked(reading: Reading) -> Mapping[str, Any] | None:
    """The word of the glossary that a sentence asks the meaning of, and nothing else; None for other sentences.

    "What is our tenant?" asks for something else, and so does "what is the token?" of a word that is one of many.
    """
    words = _bare(reading.words)
    if not 1 < len(words) <= _LONGEST or not (words[0] in _FIRST or words[-1] in _OF_MEANING):
        return None
    return _term(words) or _term(_bare(split(clean(reading.text)).low))


def _bare(low: Sequence[str]) -> list[str]:
    """The words without stops and without what stands in front of a question."""
    words = [word for word in low if word not in STOPS]
    return words[next((at for at, word in enumerate(words) if word not in _BEFORE), len(words)) :]


def _term(words: Sequence[str]) -> Mapping[str, Any] | None:
    started = [start for start in _STARTS if tuple(words[: len(start)]) == start]
    rest = list(words[len(max(started, key=len)) :] if started else words)
    meant = bool(started)
    while end := next((end for end in _ENDS if tuple(rest[-len(end) :]) == end and len(rest) > len(end)), None):
        meant = meant or end[0] in _OF_MEANING
        rest = rest[: -len(end)]
    article = rest[0] if rest and rest[0] in _ARTICLES else None
    said = " ".join(rest[1:] if article else rest)
    terms = _by_name()
    term = terms.get(said) or terms.get(" ".join(_repair().repaired(word) for word in said.split()))
    if term is None or not meant:
        return None
    return term if article != "the" or term.get("the") else None


@cache
def _by_name() -> Mapping[str, Mapping[str, Any]]:
    return {name: term for term in load("glossary").values() for name in term["names"]}


@cache
def _repair() -> Repair:
    return Repair(word for name in _by_name() for word in name.split())
