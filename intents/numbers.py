"""Numbers as people write them: 25, twenty-five, two hundred and fifty, a couple, 25x."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS: Final = (
    {word: number for number, word in enumerate(_ONES)}
    | {word: 10 * number for number, word in enumerate(_TENS, start=2)}
    | {
        f"{ten}-{one}": 10 * tens + ones
        for tens, ten in enumerate(_TENS, start=2)
        for ones, one in enumerate(_ONES[1:10], start=1)
    }
    | {"a": 1, "an": 1, "hundred": 100, "thousand": 1_000, "couple": 2, "pair": 2, "dozen": 12}
)
_SETS: Final = frozenset({"couple", "pair", "dozen", "hundred", "thousand"})
_TIMES: Final = frozenset({"hundred", "thousand"})
_ARTICLES: Final = frozenset({"a", "an"})
_GLUED: Final = re.compile(r"(\d{1,6})(?:x|-?(?:seats?|seater|users?|licen[cs]es?|activations?))|x(\d{1,6})")
_LONGEST: Final = 6
NUMBER_STARTS: Final = frozenset(_WORDS)


class Number(NamedTuple):
    """A number, the word behind it, and its digits where more is glued to them ("25-seat")."""

    value: int
    end: int
    digits: str = ""


def number_of(word: str) -> int | None:
    """The number that a word is: "25", "two"; None where it is none."""
    if word.isdigit() and word.isascii() and len(word) <= _LONGEST:
        return int(word)
    return _WORDS.get(word)


def number_at(low: Sequence[str], at: int) -> Number | None:
    """The number that begins at a word: "25", "25x", "twenty five", "a couple of", "two hundred and fifty"."""
    word = low[at]
    if word[0].isdigit() or word[0] == "x":
        if match := _GLUED.fullmatch(word):
            digits = match[1] or match[2]
            return Number(int(digits), at + 1, digits)
        value = number_of(word)
        return None if value is None else _multiplied(low, Number(value, at + 1))
    small = _small(low, at)
    return _multiplied(low, small) if small else None


def _small(low: Sequence[str], at: int) -> Number | None:
    """A number of one or two words: "five", "twenty five", "a couple"."""
    word, following = low[at], low[at + 1] if at + 1 < len(low) else ""
    value = _WORDS.get(word)
    if value is None:
        return None
    if following in _SETS and value < 20 and word not in _SETS:
        return Number(value * _WORDS[following], at + 2)
    if word in _TENS and 0 < (ones := _WORDS.get(following, 0)) < 10 and following not in _ARTICLES:
        return Number(value + ones, at + 2)
    return Number(value, at + 1)


def _multiplied(low: Sequence[str], number: Number) -> Number:
    """A number with the hundreds and thousands behind it, and what is added to those."""
    value, end = number.value, number.end
    while end < len(low) and low[end] in _TIMES:
        value, end = value * _WORDS[low[end]], end + 1
    if low[end - 1] not in _TIMES:
        return number
    more = end + (end < len(low) and low[end] == "and")
    if more < len(low) and low[more] in _WORDS.keys() - _SETS - _ARTICLES and (rest := number_at(low, more)):
        if 0 < rest.value < _WORDS[low[end - 1]]:
            return Number(value + rest.value, rest.end)
    return Number(value, end)
