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
_CLAIMED: Final = frozenset(_CUES["reported"]["claimed"])
_CLAUSES: Final = frozenset(_CUES["reported"]["clauses"])
_PASSIVE: Final = frozenset(_CUES["request"]["passive"])
_NUMBERED: Final = frozenset({"case", "order", "ticket", "token", "key", "invoice", "seat", "entry"})
_FEW: Final = 3
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
    polite = _begins(words, "request") or _is_passive(words)
    if not polite and (asks or _begins(words, "question")):
        return Mood.QUESTION
    found = {
        kind
        for at, word in enumerate(words)
        for phrase, kind in _HAS.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
        and not (word == "once" and _is_one_time(words, at))
        and not (word == "says" and words[at - 1] in _NO_PEOPLE)
        and not (word == "claimed" and _is_claimed(words, at))
        and not (word == "no" and words[at - 1] in _NUMBERED and _is_number(words, at + 1))
    }
    for kind in _ORDER:
        if kind in found:
            return _MOODS[kind]
    return Mood.REQUEST if polite else Mood.STATEMENT


def _is_one_time(words: Sequence[str], at: int) -> bool:
    """Whether "once" counts, and begins no clause: "we used it once today"."""
    return at > 0 and (at + 1 == len(words) or words[at + 1] in _ONE_TIME)


def _is_claimed(words: Sequence[str], at: int) -> bool:
    """Whether a thing is claimed, as one claims a key, and nothing is said of it: "we claimed key K4"."""
    return not _CLAIMED.isdisjoint(words[at : at + 1 + _FEW]) and _CLAUSES.isdisjoint(words[at:])


def _is_number(words: Sequence[str], at: int) -> bool:
    """Whether a word of a clause has a digit in it: "no 4711"."""
    return any(letter.isdigit() for word in words[at : at + 1] for letter in word)


def _is_passive(words: Sequence[str]) -> bool:
    """Whether a question only asks to have something done: "can Tom's seat please be moved to Carol"."""
    if "please" not in words or "be" not in words:
        return False
    at = list(words).index("be")
    return words[0] in ("can", "could") and not _PASSIVE.isdisjoint(words[at + 1 : at + 2])


def _begins(words: Sequence[str], kind: str) -> bool:
    return bool(words) and _STARTS[kind].at(words, 0) is not None
