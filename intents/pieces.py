"""A linear scorer over the pieces of a sentence: its words, their parts of three to five letters, its pairs of words.

It knows words by their spelling where the network knows them by their company, so that the two err on
different sentences, and their sum on fewer. Pieces are rows of a table by their hash: no list of them is kept.
"""

from collections.abc import Mapping, Sequence
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

    def __init__(self, stored: Mapping[str, NDArray[np.generic]]) -> None:
        """`pieces` are the rows in `pieces_at` along `pieces_directions`, in steps of `pieces_scale`."""
        self._weights = stored["pieces"]
        self._scale, self._rarity = stored["pieces_scale"], stored["pieces_rarity"]
        self._directions = stored["pieces_directions"].astype(np.float32)
        self._bias = stored["pieces_bias"].astype(np.float32)
        self._at = np.full(ROWS, -1, np.int32)
        self._at[stored["pieces_at"].astype(np.int32)] = np.arange(len(self._weights), dtype=np.int32)
        self._kept: dict[str, tuple[Weights, float]] = {}

    def scores(self, words: Sequence[str]) -> Weights:
        """One score for each answer."""
        total, square = self._sum(rows_of_pairs(words))
        for word in words:
            weights, its = self._word(word)
            total += weights
            square += its
        scores: Weights = total @ self._directions
        scores *= np.float32(max(square, 1e-6) ** -0.5)
        scores += self._bias
        return scores

    def _word(self, word: str) -> tuple[Weights, float]:
        kept = self._kept.get(word)
        if kept is None:
            kept = self._sum(rows_of_word(word))
            if len(self._kept) < _WORDS_KEPT:
                self._kept[word] = kept
        return kept

    def _sum(self, rows: Sequence[int]) -> tuple[Weights, float]:
        """The sum of the rows' weights, each times its rarity, and of their squared rarities."""
        found = self._at[rows]
        found = found[found >= 0]
        total: Weights = self._scale[found].astype(np.float32) @ self._weights[found].astype(np.float32)
        rarity = self._rarity[found].astype(np.float32)
        return total, float(rarity @ rarity)
