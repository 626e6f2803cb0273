"""A linear scorer over the pieces of a sentence: its words, their parts of three to five letters, its pairs of words.

It knows words by their spelling where the network knows them by their company, so that the two err on
different sentences, and their sum on fewer. Pieces are rows of a table by their hash: no list of them is kept.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

ROWS: Final = 1 << 16
_SHORTEST, _LONGEST = 3, 5
_WORDS_KEPT: Final = 4_000
Weights = NDArray[np.float32]


def rows_of_word(word: str) -> list[int]:
    """A word and its parts, its ends marked; a type such as "<vs>" has no parts."""
    pieces = [word]
    if word[:1] != "<":
        marked = f"^{word}$"
        for length in range(_SHORTEST, _LONGEST + 1):
            pieces += [marked[at : at + length] for at in range(len(marked) - length + 1)]
    return [crc32(piece.encode()) % ROWS for piece in pieces]


def rows_of_pairs(words: Sequence[str]) -> list[int]:
    """Each word with the one after it; the sentence's ends count as words."""
    return [
        crc32(f"{before} {after}".encode()) % ROWS for before, after in zip(["", *words], [*words, ""], strict=True)
    ]


class Pieces:
    """Scores sentences by their pieces: the sum of the pieces' weights, over the length of the whole."""

    def __init__(self, stored: Mapping[str, NDArray[np.generic]], share: float) -> None:
        """`pieces` are the rows in `pieces_at` along `pieces_directions`, in steps of `pieces_scale`.

        `share` is what every score is multiplied by.
        """
        self._weights = stored["pieces"]
        self._scale, self._rarity = (stored[f"pieces_{name}"].astype(np.float32) for name in ("scale", "rarity"))
        self._directions = stored["pieces_directions"].astype(np.float32) * np.float32(share)
        self._bias = stored["pieces_bias"].astype(np.float32) * np.float32(share)
        self._size = self._weights.shape[1]
        self._at = np.full(ROWS, -1, np.int32)
        self._at[stored["pieces_at"].astype(np.int32)] = np.arange(len(self._weights), dtype=np.int32)
        self._word = lru_cache(_WORDS_KEPT)(self._sum_of)

    def scores(self, words: Sequence[str]) -> Weights:
        """One score for each answer."""
        parts = np.concatenate([self._sum(rows_of_pairs(words)), *map(self._word, words)])
        total = np.add.reduce(parts.reshape(-1, self._size + 1))
        scores: Weights = total[:-1] @ self._directions
        scores *= max(float(total[-1]), 1e-6) ** -0.5
        scores += self._bias
        return scores

    def _sum_of(self, word: str) -> Weights:
        return self._sum(rows_of_word(word))

    def _sum(self, rows: Sequence[int]) -> Weights:
        """The sum of the rows' weights, each times its rarity, and behind it that of their squared rarities."""
        found = self._at[rows]
        found = found[found >= 0]
        rarity = self._rarity[found]
        total = np.empty(self._size + 1, np.float32)
        np.matmul(self._scale[found], self._weights[found].astype(np.float32), out=total[:-1])
        total[-1] = rarity @ rarity
        return total
