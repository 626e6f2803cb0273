"""Whether a repaired word was a slip of the finger or the ear, and not another word ("reneged" is not "renewed")."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from intents.lexicon import load

_NAMING: Final = load("naming")
_SHORT_FOR: Final = {
    *((short, word) for word, shorts in _NAMING["short_for"].items() for short in shorts),
    *_NAMING["digits_for_words"].items(),
}
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS: Final = ("aeiouy", "sc", "sz", "ck", "ks")


def _beside() -> frozenset[str]:
    pairs = {a + b for row in _ROWS for a, b in pairwise(row)}
    for upper, lower in pairwise(_ROWS):
        pairs |= {a + b for keys in (upper, upper[1:]) for a, b in zip(keys, lower, strict=False)}
    pairs |= {a + b for sounds in _SOUNDS for a in sounds for b in sounds}
    return frozenset(pairs | {pair[::-1] for pair in pairs})


_BESIDE: Final = _beside()


def is_as_typed(typed: str, low: str, known: Callable[[str], bool]) -> bool:
    """Whether a word as read is what was typed: itself, its short form spelt out, or a slip in no word of its own."""
    word = typed.lower()
    if word == low or (word[: len(low)] == low and word[len(low) :].strip("'s") == "") or not word.isalnum():
        return True
    return (word, low) in _SHORT_FOR or (not known(word) and is_slip(word, low))


def is_slip(typed: str, meant: str) -> bool:
    """One letter too many, too few or out of turn, or one for its neighbour on the keys or its like in sound."""
    if len(typed) != len(meant) or sorted(typed) == sorted(meant):
        return OSA.distance(typed, meant, score_cutoff=1) == 1
    wrong = [a + b for a, b in zip(typed, meant, strict=True) if a != b]
    return len(wrong) == 1 and wrong[0] in _BESIDE
