"""Variants of sentences: words left out, near words in their place, halves of two sentences put together.

They need not be good English. The sentence model says what each would mean, and that is what is learnt.
"""

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_NEAR: int = 14
_DROPPED, _TYPO = 0.06, 0.03


class Variants:
    """Makes variants; `vectors` has one row of unit length for each of `words`.

    `replaced` is the share of words with a near one in their place, `spliced` that of halves put together.
    """

    def __init__(
        self,
        words: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        replaced: float = 0.26,
        spliced: float = 0.2,
        seed: int = 0,
    ) -> None:
        self._words, self._vectors = words, vectors
        self._replaced, self._spliced = replaced, spliced
        self._rows = {word: row for row, word in enumerate(words)}
        self._near: dict[str, list[str]] = {}
        self._random = random.Random(seed)  # noqa: S311  # no secret

    def of(self, sentences: Sequence[str], each: int) -> list[str]:
        """`each` variants of every sentence."""
        return [self._variant(text, self._random.choice(sentences)) for text in sentences for _ in range(each)]

    def _variant(self, text: str, other: str) -> str:
        draw = self._random
        words = text.split()
        if draw.random() < self._spliced:
            rest = other.split()
            words = words[: draw.randint(1, len(words))] + rest[draw.randint(0, len(rest) - 1) :]
        out: list[str] = []
        for word in words:
            fate = draw.random()
            if fate < _DROPPED:
                continue
            if fate < _DROPPED + self._replaced and (near := self._near_to(word.lower().strip("?,.!'"))):
                word = draw.choice(near) + word[len(word.rstrip("?,.!")) :]
            elif fate > 1 - _TYPO and len(word) > 4:
                at = draw.randint(1, len(word) - 2)
                word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            out.append(word)
        return " ".join(out) or text

    def _near_to(self, word: str) -> list[str]:
        row = self._rows.get(word)
        if row is None or len(word) < 4:
            return []
        if word not in self._near:
            close = np.argpartition(-(self._vectors @ self._vectors[row]), _NEAR)[:_NEAR]
            self._near[word] = [self._words[n] for n in close if n != row]
        return self._near[word]
