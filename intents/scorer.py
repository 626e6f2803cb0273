"""A linear scorer over words, pairs of words, letters and concepts: what a sentence is most likely about.

It decides what is proposed or answered, never what is written.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

WEIGHTS: Final = Path(__file__).parent / "weights.npz"
Scores = NDArray[np.float32]


def word_features(word: str) -> Iterator[str]:
    """The word, and its pieces of three to five letters, so that slips and endings still tell something."""
    yield f"w {word}"
    if word[0] == "<" or len(word) < 4:
        return
    framed = f"^{word}$"
    for size in (3, 4, 5):
        for start in range(len(framed) - size + 1):
            yield f"g {framed[start : start + size]}"


def sentence_features(masked: Sequence[str], concepts: Sequence[str]) -> Iterator[str]:
    """Features that take more than one word: beginnings, neighbours, concepts and their pairs."""
    yield "1"
    if masked:
        yield f"f {masked[0]}"
        yield f"f {' '.join(masked[:2])}"
        yield f"l {masked[-1]}"
    for pair in zip(masked, masked[1:], strict=False):
        yield "b " + " ".join(pair)
    for triple in zip(masked, masked[1:], masked[2:], strict=False):
        yield f"s {triple[0]} {triple[2]}"
    ordered = sorted(concepts[:12])
    for at, concept in enumerate(ordered):
        yield f"c {concept}"
        for other in ordered[at + 1 :]:
            yield f"p {concept} {other}"


@dataclass(frozen=True, slots=True)
class Guess:
    """A label and its share of the probability, 0 to 1."""

    label: str
    share: float


class Head(StrEnum):
    """The questions that the scorer answers about a sentence."""

    LABEL = "label"
    FORM = "form"  # polar or open
    STANCE = "stance"  # act: something to record; talk: anything else


class Scorer:
    """Scores a masked sentence. Weights are 8-bit integers times one scale, a row a feature, a column an answer."""

    def __init__(
        self, answers: dict[str, list[str]], features: Sequence[str], weights: NDArray[np.int8], scale: float
    ) -> None:
        self._index = {feature: row for row, feature in enumerate(features)}
        self._weights, self._scale = weights, np.float32(scale)
        self._answers = {Head(head): labels for head, labels in answers.items()}
        ends = np.cumsum([len(labels) for labels in answers.values()])
        self._columns = {Head(head): slice(int(end) - len(labels), int(end)) for (head, labels), end in zip(answers.items(), ends, strict=True)}
        self._words: dict[str, NDArray[np.int16]] = {}

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "Scorer":
        with np.load(path) as stored:
            head = json.loads(bytes(stored["head"]))
            features = bytes(stored["features"]).decode().split("\n")
            return cls(head["answers"], features, stored["weights"], head["scale"])

    def scores(self, masked: Sequence[str], concepts: Sequence[str]) -> Scores:
        """One score for each answer of each head."""
        index = self._index
        rows = [row for f in sentence_features(masked, concepts) if (row := index.get(f)) is not None]
        total = self._weights[rows].sum(axis=0, dtype=np.int32)
        for word in masked:
            total += self._word(word)
        return total * self._scale

    def _word(self, word: str) -> NDArray[np.int16]:
        found = self._words.get(word)
        if found is None:
            rows = [row for f in word_features(word) if (row := self._index.get(f)) is not None]
            found = self._weights[rows].sum(axis=0, dtype=np.int16)
            if len(self._words) < 8_000:
                self._words[word] = found
        return found

    def best(self, scores: Scores, head: Head = Head.LABEL) -> Guess:
        """The best answer of a head."""
        return self.ranked(scores, head, 1)[0]

    def ranked(self, scores: Scores, head: Head = Head.LABEL, most: int = 2) -> list[Guess]:
        """The `most` best answers of a head, the best first."""
        columns = scores[self._columns[head]]
        raised = np.exp(columns - columns.max())
        order = np.argsort(-columns)[:most]
        total = float(raised.sum())
        return [Guess(self._answers[head][row], float(raised[row]) / total) for row in order]
