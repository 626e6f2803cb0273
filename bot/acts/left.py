"""How many activations of a key are left, as it is said."""

import re
from collections.abc import Sequence
from typing import Final

from bot.acts.said import Said
from intents.marks import Kind, Tag

RATIO: Final = re.compile(r"(?<![\d/])(\d{1,4})/(\d{1,4})(?![\d/])")
"""Used of all: "K8 12/25"."""
_LEFT: Final = frozenset({"left", "remaining", "remain", "remains", "unused", "free", "available"})
_USED: Final = frozenset({"used", "gone", "consumed", "spent", "burned", "burnt", "taken"})
_BETWEEN: Final = frozenset({"activation", "activations", "are", "is", "were", "was", "still", "more", ":", "=", "it"})


def activations_left(said: Said) -> int | None:
    """What is left: "18 left", "left: 18", "5 of 25 left", "20 used, 5 left", "20 of 25 used"; None where it is not
    certain which number tells it."""
    if ratio := RATIO.search(said.reading.text):
        return abs(int(ratio[2]) - int(ratio[1]))
    words, counts = said.reading.words, said.tags(Kind.COUNT)
    numbers = [int(tag.value) for tag in counts]
    if not _LEFT.isdisjoint(words):
        beside = [_part(words, counts, at) for at in range(len(counts)) if _is_beside(words, counts[at], _LEFT)]
        if len(set(beside)) == 1:
            return beside[0]
        return numbers[0] if len(numbers) == 1 and not _is_beside(words, counts[0], _USED) else None
    if not _USED.isdisjoint(words):
        return max(numbers) - min(numbers) if len(numbers) == 2 else None
    return numbers[0] if len(numbers) == 1 else None


def _part(words: Sequence[str], counts: Sequence[Tag], at: int) -> int:
    """The number at a place, or the one that is said to be a part of it: "5 of 25 activations left"."""
    part = at and words[counts[at - 1].end : counts[at].start] in (("of",), ("out", "of"), ("of", "the"))
    return int(counts[at - 1 if part else at].value)


def _is_beside(words: Sequence[str], tag: Tag, what: frozenset[str]) -> bool:
    """Whether one of some words stands beside a number, or only small words between them."""
    after, before = tag.end, tag.start - 1
    while after < len(words) and words[after] in _BETWEEN:
        after += 1
    while before >= 0 and words[before] in _BETWEEN:
        before -= 1
    return (after < len(words) and words[after] in what) or (before >= 0 and words[before] in what)
