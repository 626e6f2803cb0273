"""How a clause is meant, from cues. A deny-list leaks: it only spares people needless proposals."""

from collections.abc import Sequence
from typing import Final

from intents.lexicon import Phrases, load
from intents.model import Mood

_CUES: Final = load("moods")
_STARTS: Final = {kind: Phrases((phrase, kind) for phrase in entry.get("starts", ())) for kind, entry in _CUES.items()}
_HAS: Final[dict[str, list[tuple[tuple[str, ...], str]]]] = {}
for _kind, _entry in _CUES.items():
    for _phrase in _entry.get("has", ()):
        _words = tuple(_phrase.split())
        _HAS.setdefault(_words[0], []).append((_words, _kind))
_ONE_TIME: Final = frozenset(_CUES["hypothetical"]["one_time"])
_NO_PEOPLE: Final = frozenset(_CUES["reported"]["no_people"])
_QUOTES: Final = frozenset({'"', "“", "”"})
_PASSED_OVER: Final = frozenset("( , and so ok okay hi hey hello well um".split())
_ORDER: Final = ("quote", "reported", "hypothetical", "plan", "negation")
_MOODS: Final = {"reported": Mood.REPORTED} | {
    kind: Mood(kind) for kind in ("quote", "hypothetical", "plan", "negation")
}


def mood_words() -> set[str]:
    """Every word that tells a mood."""
    phrases = (phrase for entry in _CUES.values() for kind in ("starts", "has") for phrase in entry.get(kind, ()))
    return {word for phrase in phrases for word in phrase.split()}


def mood_of(low: Sequence[str]) -> Mood:
    """The mood of a clause, its words in lower case with its stops."""
    if not _QUOTES.isdisjoint(low):
        return Mood.QUOTE
    words = list(low)
    while words and words[0] in _PASSED_OVER:
        words = words[1:]
    if _begins(words, "quote"):
        return Mood.QUOTE
    asks = words[-1:] == ["?"]
    polite = _begins(words, "request")
    if not polite and (asks or _begins(words, "question")):
        return Mood.QUESTION
    found = {
        kind
        for at, word in enumerate(words)
        for phrase, kind in _HAS.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
        and not (word == "once" and _is_one_time(words, at))
        and not (word == "says" and words[at - 1] in _NO_PEOPLE)
    }
    for kind in _ORDER:
        if kind in found:
            return _MOODS[kind]
    return Mood.REQUEST if polite else Mood.STATEMENT


def _is_one_time(words: Sequence[str], at: int) -> bool:
    """Whether "once" counts, and begins no clause: "we used it once today"."""
    return at > 0 and (at + 1 == len(words) or words[at + 1] in _ONE_TIME)


def _begins(words: Sequence[str], kind: str) -> bool:
    return bool(words) and _STARTS[kind].at(words, 0) is not None
