"""Requests that are worded round, read as the plain ones: "would you mind assigning …", "do assign …"."""

from typing import Final

from intents.lexicon import load
from intents.words import STOPS, Words

_FILE: Final = load("courtesy")
_ASKS: Final = frozenset(_FILE["mind"]["asks"])
_WHO: Final = frozenset(_FILE["mind"]["who"])
_BEFORE: Final = frozenset(_FILE["before"]["words"])
_JOINS: Final = frozenset(_FILE["joins"]["words"])
_EMPHATIC: Final = frozenset(_FILE["emphatic"]["words"])
_GERUNDS: Final[dict[str, str]] = _FILE["gerunds"]
_ENDS: Final = frozenset(STOPS - {","})
_PLAINLY: Final = ("could", "you", "please")


def make_plain(words: Words) -> None:
    """Puts the plain words of a request in place of its courtesy, word for word, so that every word keeps its place.

    Only where nobody else is spoken to, and never of "would you mind if …", which asks for leave.
    """
    if "mind" in words.low:
        _without_mind(words)
    if "do" in words.low and words.low[-1] != "?":
        at = words.low.index("do")
        if _begins(words.low, at) and words.low[at + 1 : at + 2] and words.low[at + 1] in _EMPHATIC:
            _put(words, at, "please")


def _without_mind(words: Words) -> None:
    low = words.low
    at = low.index("mind")
    start = at - 2 if at > 1 and low[at - 1] in _WHO and low[at - 2] in _ASKS else at
    behind = at + 1 + (low[at + 1 : at + 2] == ["please"])
    if not _begins(low, start) or behind >= len(low) or low[behind] not in _GERUNDS:
        return
    for place, word in zip(range(start, at + 1), _PLAINLY if start < at else _PLAINLY[-1:], strict=True):
        _put(words, place, word)
    for place in range(behind, len(low)):
        if low[place] in _ENDS:
            return
        if low[place] in _GERUNDS and (place == behind or low[place - 1] in _JOINS):
            _put(words, place, _GERUNDS[low[place]])


def _begins(low: list[str], at: int) -> bool:
    """Whether a clause begins at a word, greetings passed over."""
    while at and low[at - 1] in _BEFORE:
        at -= 1
    return at == 0 or low[at - 1] in _ENDS


def _put(words: Words, at: int, word: str) -> None:
    words.low[at] = words.typed[at] = word
