"""The skeletons of `lexicon/commands.toml`, word for word: what is left of a command that may be recorded unasked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product
from sys import intern
from typing import Final

from intents.lexicon import load

FILE: Final = load("commands")
"""The allow-list as it is written; its skeletons are taken out as they are read."""

_PLACE: Final = "<place>"
_LONGEST_PLACE: Final = 3

Way = tuple[str, ...]
"""The words of one way to read a skeleton."""

_Choices = list[Way]
"""What can stand at one place of a skeleton; `()` among them where nothing can."""


class Manner(StrEnum):
    """How a skeleton is meant, by its list in commands.toml."""

    DOES = "does"
    TELLS = "tells"
    PLEASE = "please"
    BEGS = "begs"
    CARDS = "cards"


@dataclass(frozen=True, slots=True)
class Known:
    """What a skeleton stands for, what may be lifted out beside it, and what must be."""

    label: str
    manner: Manner
    adjuncts: frozenset[str]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Skeleton:
    places: list[_Choices]
    label: str
    manner: Manner
    adjuncts: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether a word stands anywhere in it."""
        return any(word in choice for choices in self.places for choice in choices)

    def ways(self, first: str | None = None) -> Iterator[Way]:
        """Every way to read it, or those that begin with a word."""
        if first is None:
            yield from _ways_through(self.places)
            return
        for n, choices in enumerate(self.places):
            begun = [choice for choice in choices if choice[:1] == (first,)]
            yield from _ways_through([begun, *self.places[n + 1 :]])
            if () not in choices:
                return

    def firsts(self) -> set[str]:
        """Every word that it can begin with."""
        found: set[str] = set()
        for choices in self.places:
            found |= {choice[0] for choice in choices if choice}
            if () not in choices:
                break
        return found


@cache
def _known(label: str, manner: Manner, adjuncts: frozenset[str], needs: frozenset[str]) -> Known:
    """One object for all that are equal: there are thousands of ways and few kinds."""
    return Known(label, manner, adjuncts, needs)


@cache
def _choices(word: str) -> _Choices:
    """What a word of a pattern stands for; one object for all that are equal."""
    named = "|".join(FILE["short"].get(one, one) for one in word.rstrip("?").split("|"))
    choices = [tuple(map(intern, one.split("+"))) for one in named.split("|")]
    return [*choices, ()] if word.endswith("?") else choices


def _ways_through(places: Iterable[_Choices]) -> Iterator[Way]:
    for way in product(*places):
        yield tuple(word for part in way for word in part)


def expanded(pattern: str) -> Iterator[Way]:
    """Every way to read a pattern: see the head of commands.toml."""
    return _ways_through(map(_choices, pattern.split()))


def _all() -> Iterator[_Skeleton]:
    for label, entry in FILE.pop("act").items():
        adjuncts = frozenset(entry.get("adjuncts", ()))
        for manner in Manner:
            for pattern in entry.get(manner, ()):
                yield _Skeleton([_choices(word) for word in pattern.split()], label, manner, adjuncts)


def _ways(skeletons: Iterable[_Skeleton], first: str | None = None) -> dict[Way, Known]:
    table: dict[Way, Known] = {}
    for one in skeletons:
        for words in one.ways(first):
            way = tuple(word for word in words if word[0] != "@")
            needs = frozenset(word[1:] for word in words if word[0] == "@")
            known = _known(one.label, one.manner, one.adjuncts, needs)
            if table.setdefault(way, known).label != one.label:
                raise ValueError(f"commands.toml: {' '.join(way)!r} stands below {table[way].label} and {one.label}")
    return table


_SKELETONS: Final = tuple(_all())
WORDS: Final = frozenset(word for one in _SKELETONS for choices in one.places for choice in choices for word in choice)
"""Every word and type of the skeletons."""

_BY_FIRST: Final[dict[str, list[_Skeleton]]] = {}
for _one in _SKELETONS:
    for _first in _one.firsts():
        _BY_FIRST.setdefault(_first, []).append(_one)
FIRST_WORDS: Final = frozenset(_BY_FIRST)
"""Every word that a skeleton can begin with."""

_AROUND_A_PLACE: Final = [
    (way[: way.index(_PLACE)], way[way.index(_PLACE) + 1 :], known)
    for way, known in _ways(one for one in _SKELETONS if one.has(_PLACE)).items()
    if _PLACE in way
]
BESIDE_A_PLACE: Final = frozenset(
    max((word for word in before + after if word.islower()), key=len) for before, after, _ in _AROUND_A_PLACE
)
"""Of each skeleton with a place, the word that tells most: "location", "timezone"."""


@cache
def ways_beginning(first: str) -> Mapping[Way, Known]:
    """Every skeleton, word for word, that begins with a word.

    Worked out when it is first asked for: there are 17,000 of them (3 MB), and a question has none of their words.
    Raises ValueError where one stands below two labels.
    """
    return _ways(_BY_FIRST.get(first, ()), first)


def known(words: Way) -> Known | None:
    """What the words of a clause stand for, every one of them, or None."""
    found = ways_beginning(words[0]).get(words) if words and words[0] in FIRST_WORDS else None
    return found or _with_a_place(words)


def _with_a_place(words: Way) -> Known | None:
    if BESIDE_A_PLACE.isdisjoint(words):
        return None
    for before, after, known in _AROUND_A_PLACE:
        size = len(words) - len(before) - len(after)
        if 1 <= size <= _LONGEST_PLACE and words[: len(before)] == before and words[len(words) - len(after) :] == after:
            return known
    return None
