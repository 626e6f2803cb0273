"""Spans that a sentence denies: "it hasn't been 90 days", "the 30 days aren't over", "we didn't ask within 30 days"."""

from collections.abc import Sequence
from typing import Final

from intents.lexicon import load
from intents.numbers import number_of

_FILE: Final = load("elapsed")
_DENIALS: Final = frozenset(_FILE["denial"]["words"])
_DENIALS_OF_AN_ACT: Final = frozenset(_FILE["denial"]["of_an_act"])
_BETWEEN: Final = frozenset(_FILE["denial"]["between"])
_WITHIN: Final = frozenset({"within", "inside"})
_MORE: Final = frozenset({"more", "longer", "less", "fewer"})
OVER: Final = frozenset(_FILE["over"]["words"])
_LEFT: Final = frozenset({"left", "remain", "remaining", "missing", "outstanding"})
_STOPS: Final = frozenset(".?!;,")
_BEHIND: Final = 7
_REACH: Final = 4


def denied(low: Sequence[str], at: int, behind: int) -> int | None:
    """Days by which a denied span, of words `at` to `behind` (not included), differs from its length; None if it isn't.

    "Hasn't been 90 days" and "the 90 days aren't over" are a day short, "not more than 20 days" is 20,
    "didn't ask within 30 days" a day too late.
    """
    if at == 0 or (low[at - 1] not in _BETWEEN and not _is_denial(low[at - 1])):
        return _are_not_over(low, behind)
    start = at
    while start and at - start < _REACH and low[start - 1] in _BETWEEN:
        start -= 1
    passed = {*low[start:at]}
    before = low[max(0, start - 1) : start]
    if before and _is_denial(before[0]):
        return 1 if passed & _WITHIN else 0 if passed & _MORE else -1
    asked_for = start > 1 and (low[start - 2] in _DENIALS_OF_AN_ACT or low[start - 3 : start - 1] == ["did", "not"])
    return 1 if passed & _WITHIN and asked_for else _are_not_over(low, behind)


def part_of(low: Sequence[str], at: int, behind: int, whole: int) -> int | None:
    """The days gone by where only a part of a span is told: 80 of "80 of the 90 days", and of "10 of them are left"."""
    before = low[max(0, at - 3) : at]
    if "of" not in before[-2:] or (part := number_of(before[before.index("of") - 1])) is None or part > whole:
        return None
    return part if _LEFT.isdisjoint(low[behind : behind + 3]) else whole - part


def _are_not_over(low: Sequence[str], behind: int) -> int | None:
    for at in range(behind, min(behind + _BEHIND, len(low))):
        if low[at] in _STOPS:
            return None
        if low[at] in OVER and at > behind and any(_is_denial(word) for word in low[max(behind, at - 2) : at]):
            return -1
    return None


def _is_denial(word: str) -> bool:
    return word in _DENIALS or word.endswith("n't")
