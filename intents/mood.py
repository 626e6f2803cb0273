"""How a clause is meant, from cues. A deny-list leaks: it only spares people needless proposals."""

from collections.abc import Sequence
from typing import Final

from intents.lexicon import load
from intents.model import Mood

_CUES: Final = {
    kind: (
        [tuple(p.split()) for p in entry.get("starts", [])],
        [tuple(p.split()) for p in entry.get("has", [])],
    )
    for kind, entry in load("moods").items()
}


def _indexed(phrases: list[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        index.setdefault(phrase[0], []).append(phrase)
    return index


_STARTS: Final = {kind: _indexed(starts) for kind, (starts, _) in _CUES.items()}
_HAS: Final[dict[str, list[tuple[tuple[str, ...], str]]]] = {}
for _kind, (_, _phrases) in _CUES.items():
    for _phrase in _phrases:
        _HAS.setdefault(_phrase[0], []).append((_phrase, _kind))
_ORDER: Final = ("quote", "reported", "hypothetical", "plan", "negation")
_MOODS: Final = {"reported": Mood.REPORTED} | {
    kind: Mood(kind) for kind in ("quote", "hypothetical", "plan", "negation")
}


def mood_words() -> set[str]:
    """Every word that tells a mood."""
    return {word for starts, has in _CUES.values() for phrase in (*starts, *has) for word in phrase}


def mood_of(low: Sequence[str]) -> Mood:
    """The mood of a clause, its words in lower case with its stops."""
    words = list(low)
    while words and words[0] in (
        '"',
        "“",
        "”",
        "(",
        ",",
        "and",
        "so",
        "ok",
        "okay",
        "hi",
        "hey",
        "hello",
        "well",
        "um",
    ):
        if words[0] in ('"', "“", "”"):
            return Mood.QUOTE
        words = words[1:]
    if any(word in ('"', "“", "”") for word in words):
        return Mood.QUOTE
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
    }
    for kind in _ORDER:
        if kind in found:
            return _MOODS[kind]
    return Mood.REQUEST if polite else Mood.STATEMENT


def _begins(words: Sequence[str], kind: str) -> bool:
    return any(tuple(words[: len(phrase)]) == phrase for phrase in _STARTS[kind].get(words[0], ())) if words else False
