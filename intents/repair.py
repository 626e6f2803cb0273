"""Slips of the finger: an unknown word becomes the one known word that it can only be, or stays."""

from collections.abc import Container, Iterable
from functools import cached_property, lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_AS_NEAR: Final = 8
_WORDS_KEPT: Final = 20_000
_VOWELS: Final = frozenset("aeiou")


class Repair:
    """Repairs words against a vocabulary: same first letter, unique best, or nothing.

    Of several as near, the one with the likelier slip; of none, the one whose consonants are all there
    ("prchsd"). One slip for words of four to seven letters, two from eight on. Shorter words stay: too many are one
    slip away from a word of another meaning. `repaired` gives a word as it is meant, and keeps what it found.
    """

    def __init__(self, vocabulary: Iterable[str], other_words: Container[str] = ()) -> None:
        """`other_words` are left as they are, and nothing is repaired to one of them."""
        self._vocabulary, self._other_words = frozenset(vocabulary), other_words
        self.repaired: Final = lru_cache(_WORDS_KEPT)(self._repaired)

    @cached_property
    def _near(self) -> dict[tuple[str, int], list[str]]:
        """Words by their first letter and every length that a slip can give them."""
        near: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._vocabulary):
            if len(word) >= 4 and word.isalpha():
                for length in range(len(word) - 2, len(word) + 3):
                    near.setdefault((word[0], length), []).append(word)
        return near

    @cached_property
    def _without_vowels(self) -> dict[str, list[str]]:
        bare: dict[str, list[str]] = {}
        for word in sorted(self._vocabulary):
            if len(word) >= 6 and word.isalpha():
                bare.setdefault(_consonants(word), []).append(word)
        return bare

    def __contains__(self, word: object) -> bool:
        return word in self._vocabulary or word in self._other_words

    def _repaired(self, word: str) -> str:
        return word if len(word) < 4 or not word.isalpha() or word in self else self._search(word)

    def _search(self, word: str) -> str:
        slips = 1 if len(word) < 8 else 2
        choices = self._near.get((word[0], len(word)), [])
        near = extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=_AS_NEAR)
        best = [other for other, distance, _ in near if distance == near[0][1]]
        for likelier in (_turned, _same_end, _dropped) if len(best) > 1 else ():
            if len(one := [other for other in best if likelier(other, word)]) == 1:
                return one[0]
        if not best:
            best = self._without_vowels.get(_consonants(word), []) if _is_terse(word) else []
        return best[0] if len(best) == 1 else word


def _turned(other: str, word: str) -> bool:
    """Two letters the wrong way round are the likeliest slip."""
    return sorted(other) == sorted(word)


def _same_end(other: str, word: str) -> bool:
    """Letters are lost inside a word before its end: "opend" is "opened", not "open"."""
    return other[-1] == word[-1] and len(other) > len(word)


def _dropped(other: str, word: str) -> bool:
    return len(other) > len(word)


def _consonants(word: str) -> str:
    return word[0] + "".join(c for c in word[1:] if c not in _VOWELS)


def _is_terse(word: str) -> bool:
    """Whether a word was typed without most of its vowels: "actvtd", "prchsd"."""
    return sum(c in _VOWELS for c in word) <= 1
