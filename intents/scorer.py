"""What a sentence is most likely about: a small network over its words and a linear scorer, in numpy.

It decides what is proposed or answered, never what is written. Word vectors pass one convolution over
three words; its maxima and its sum over the sentence go through two layers to the answers of each head.
The convolution's share of each word is kept, so that a sentence costs little more than adding them up.
The scores of pieces.py are added: its errors are others.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from intents.pieces import Pieces
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

    `vocabulary` are words it learnt from; `words` are all that have a vector, each with its row.
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
        self.words = {word: row for row, word in enumerate(stored["words"].tobytes().decode().split("\n"), start=1)}
        self._vectors = stored["vectors"]
        into, places, out = stored["convolution"].shape
        self._places, self._out = places, out
        self._convolution = stored["convolution"].astype(np.float32).reshape(into, places * out)
        self._bias = stored["convolution_bias"].astype(np.float32)
        self._hidden = stored["hidden"].astype(np.float32)
        self._hidden_bias = stored["hidden_bias"].astype(np.float32)
        self._heads = stored["heads"].astype(np.float32)
        self._heads_bias = stored["heads_bias"].astype(np.float32)
        self._kept: dict[str, Scores] = {}
        self._pieces = Pieces(stored)
        self._shares = stored["shares"].astype(np.float32)

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "Scorer":
        return cls(arrays(path))

    def scores(self, masked: Sequence[str]) -> Scores:
        """One score for each answer of each head."""
        words = masked[:LONGEST] or [""]
        parts = np.stack([self._word(word) for word in words])
        seen = parts[:, 1] + self._bias
        seen[1:] += parts[:-1, 0]
        seen[:-1] += parts[1:, 2]
        np.maximum(seen, 0, out=seen)
        pooled = np.concatenate([seen.max(axis=0), seen.sum(axis=0) / np.float32(len(words) ** 0.5)])
        hidden = np.maximum(pooled @ self._hidden + self._hidden_bias, 0)
        network: Scores = hidden @ self._heads + self._heads_bias
        scores: Scores = self._shares[0] * network + self._shares[1] * self._pieces.scores(words)
        return scores

    def _word(self, word: str) -> Scores:
        """(places, out): what a word adds to the one after it, to itself and to the one before it."""
        kept = self._kept.get(word)
        if kept is not None:
            return kept
        vector = self._vectors[self._row(word)].astype(np.float32) * self._scale
        found: Scores = (vector @ self._convolution).reshape(self._places, self._out)
        if len(self._kept) < _WORDS_KEPT:
            self._kept[word] = found
        return found

    def _row(self, word: str) -> int:
        """The row of a word, or of the word that it begins with ("bookkeepers": "bookkeeper"), or of none."""
        for end in range(len(word), max(len(word) - 4, 4), -1):
            if (row := self.words.get(word[:end])) is not None:
                return row
        return self.words.get(word, 0)

    def answer(self, scores: Scores, head: Head) -> str:
        """The best answer of a head."""
        labels: list[str] = self._answers[head]
        return labels[int(scores[self._columns[head]].argmax())]

    def ranked(self, scores: Scores, most: int = 2) -> list[Guess]:
        """The `most` best labels, the best first."""
        columns = scores[self._columns[Head.LABEL]]
        raised = np.exp(columns - columns.max())
        total = float(raised.sum())
        order = np.argpartition(-columns, most)[:most]
        labels = self._answers[Head.LABEL]
        return sorted((Guess(labels[row], float(raised[row]) / total) for row in order), key=lambda guess: -guess.share)
