"""What a sentence is most likely about: a small network over its words and a linear scorer, in numpy.

It decides what is proposed or answered, never what is written. Word vectors pass one convolution over
three words; its maxima and its sum over the sentence go through two layers to the answers of each head.
The convolution's share of each word is kept, so that a sentence costs little more than adding them up.
The scores of pieces.py are added: its errors are others.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from intents.pieces import Pieces
from intents.rows import Rows
from intents.stored import arrays

WEIGHTS: Final = Path(__file__).parent / "weights.npz"
LONGEST: Final = 40
"""Words of a sentence that are looked at."""

_WORDS_KEPT: Final = 4_000
Scores = NDArray[np.float32]


class Head(StrEnum):
    """The questions that the scorer answers about a sentence."""

    LABEL = "label"
    FORM = "form"  # polar or open
    STANCE = "stance"  # act: something to record; talk: anything else


@dataclass(frozen=True, slots=True)
class Guess:
    """An answer and its share of the probability, 0 to 1."""

    label: str
    share: float


class Scorer:
    """Scores masked sentences with the weights of a file made by `make weights`.

    `vocabulary` are words it learnt from; `words` are the rows of all that have a vector.
    """

    def __init__(self, stored: dict[str, NDArray[np.generic]]) -> None:
        head = json.loads(stored["head"].tobytes())
        self._answers: dict[Head, list[str]] = {Head(name): labels for name, labels in head["answers"].items()}
        ends = np.cumsum([len(labels) for labels in self._answers.values()])
        self._columns = {
            name: slice(int(end) - len(labels), int(end))
            for (name, labels), end in zip(self._answers.items(), ends, strict=True)
        }
        self.phrases: str = head["phrases"]
        self._scale = np.float32(head["scale"])
        self.vocabulary: list[str] = stored["vocabulary"].tobytes().decode().split("\n")
        self.words = Rows(word[0] for word in re.finditer(r".+", stored["words"].tobytes().decode()))
        self._vectors = stored["vectors"]
        into, places, out = stored["convolution"].shape
        self._places, self._out = places, out
        self._convolution = stored["convolution"].astype(np.float32).reshape(into, places * out)
        self._bias = np.zeros(places * out, np.float32)
        self._bias[out : 2 * out] = stored["convolution_bias"]
        self._hidden = stored["hidden"].astype(np.float32)
        self._hidden_bias = stored["hidden_bias"].astype(np.float32)
        share = np.float32(stored["shares"][0])
        self._heads = stored["heads"].astype(np.float32) * share
        self._heads_bias = stored["heads_bias"].astype(np.float32) * share
        self._shares = lru_cache(_WORDS_KEPT)(self._shares_of)
        self._pieces = Pieces(stored, share=float(stored["shares"][1]))

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "Scorer":
        return cls(arrays(path))

    def scores(self, masked: Sequence[str]) -> Scores:
        """One score for each answer of each head."""
        words = masked[:LONGEST] or [""]
        to_next, own, to_last = zip(*map(self._shares, words), strict=True)
        seen = np.concatenate(own)
        if len(words) > 1:
            seen[self._out :] += np.concatenate(to_next[:-1])
            seen[: -self._out] += np.concatenate(to_last[1:])
        seen = np.maximum(seen, 0, out=seen).reshape(-1, self._out)
        pooled = np.empty(2 * self._out, np.float32)
        np.maximum.reduce(seen, out=pooled[: self._out])
        np.add.reduce(seen, out=pooled[self._out :])
        pooled[self._out :] *= len(words) ** -0.5
        hidden = pooled @ self._hidden
        hidden += self._hidden_bias
        np.maximum(hidden, 0, out=hidden)
        scores: Scores = hidden @ self._heads
        scores += self._heads_bias
        scores += self._pieces.scores(words)
        return scores

    def _shares_of(self, word: str) -> tuple[Scores, ...]:
        """What a word adds to the one after it, to itself (with the bias) and to the one before it."""
        vector = self._vectors[self._row(word)].astype(np.float32) * self._scale
        return tuple((vector @ self._convolution + self._bias).reshape(self._places, self._out))

    def _row(self, word: str) -> int:
        """The row of a word, or of the word that it begins with ("bookkeepers": "bookkeeper"), or of none."""
        for end in range(len(word), max(len(word) - 4, 4), -1):
            if (row := self.words.get(word[:end])) is not None:
                return row
        return self.words.get(word) or 0

    def answer(self, scores: Scores, head: Head) -> str:
        """The best answer of a head."""
        labels: list[str] = self._answers[head]
        return labels[int(scores[self._columns[head]].argmax())]

    def ranked(self, scores: Scores, most: int = 2) -> list[Guess]:
        """The `most` best labels, the best first."""
        columns = scores[self._columns[Head.LABEL]]
        raised = np.exp(columns - np.maximum.reduce(columns))
        total = np.add.reduce(raised)
        best = columns.argsort()[: -most - 1 : -1]
        labels = self._answers[Head.LABEL]
        shares = (raised[best] / total).tolist()
        return [Guess(labels[row], share) for row, share in zip(best.tolist(), shares, strict=True)]
