"""The weights file: written from what was learnt, and read back as a student that can learn further."""

import json
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from intents.scorer import WEIGHTS, Head
from intents.training.examples import fingerprint
from intents.training.student import Student

SHARES = (0.8, 0.8)
"""How far the network and the linear scorer count: their sum errs least so, and is not surer than it should be."""


def write(
    student: Student,
    linear: Mapping[str, NDArray[np.generic]],
    words: Sequence[str],
    plain: Sequence[str],
    answers: Mapping[Head, list[str]],
) -> None:
    """Writes `intents/weights.npz`; `words` are the rows of the student's vectors from 2 on."""
    arrays = {name: parameter.detach().numpy() for name, parameter in student.named_parameters()}
    vectors = arrays["vectors.weight"][1:]
    scale = float(np.abs(vectors).max()) / 127
    head = {"answers": answers, "scale": scale, "phrases": fingerprint()}
    with WEIGHTS.open("wb") as file:
        np.savez(  # not compressed: large arrays are mapped, see stored.py
            file,
            head=np.frombuffer(json.dumps(head).encode(), np.uint8),
            words=np.frombuffer("\n".join(words).encode(), np.uint8),
            vocabulary=np.frombuffer("\n".join(plain).encode(), np.uint8),
            vectors=np.round(vectors / scale).astype(np.int8),
            convolution=arrays["convolution.weight"].transpose(1, 2, 0).astype(np.float16),  # in, place, out
            convolution_bias=arrays["convolution.bias"].astype(np.float16),
            hidden=arrays["hidden.weight"].T.astype(np.float16),
            hidden_bias=arrays["hidden.bias"].astype(np.float16),
            heads=arrays["heads.weight"].T.astype(np.float16),
            heads_bias=arrays["heads.bias"].astype(np.float16),
            shares=np.array(SHARES, np.float16),
            **linear,  # type: ignore[arg-type]  # numpy's stub takes each of them for `allow_pickle`
        )
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size:,} bytes")


class Shipped:
    """What the weights file holds: its words and, as a start for further rounds, its network."""

    def __init__(self) -> None:
        with np.load(WEIGHTS) as stored:
            self._arrays = {name: stored[name] for name in stored.files}
        head = json.loads(self._arrays["head"].tobytes())
        self._answers: dict[str, list[str]] = head["answers"]
        self._vectors = self._arrays["vectors"].astype(np.float32) * head["scale"]
        self.words: list[str] = self._arrays["words"].tobytes().decode().split("\n")
        self.vocabulary: list[str] = self._arrays["vocabulary"].tobytes().decode().split("\n")

    def student(self, words: Sequence[str], answers: Mapping[Head, list[str]]) -> Student:
        """Its network for `words` and `answers`; a new word or answer starts from little."""
        rows = {word: row for row, word in enumerate(self.words, start=1)}
        start = np.random.default_rng(0).normal(0, 0.03, (len(words) + 2, self._vectors.shape[1])).astype(np.float32)
        start[0], start[1] = 0, self._vectors[0]
        for at, word in enumerate(words, start=2):
            if (row := rows.get(word)) is not None:
                start[at] = self._vectors[row]
        student = Student(start, [len(labels) for labels in answers.values()])
        stored = {name: torch.tensor(self._arrays[name].astype(np.float32)) for name in _NETWORK}
        columns = {pair: n for n, pair in enumerate((h, label) for h, ls in self._answers.items() for label in ls)}
        with torch.no_grad():
            student.convolution.weight.copy_(stored["convolution"].permute(2, 0, 1))
            student.convolution.bias.copy_(stored["convolution_bias"])
            student.hidden.weight.copy_(stored["hidden"].T)
            student.hidden.bias.copy_(stored["hidden_bias"])
            student.heads.weight.zero_()
            student.heads.bias.fill_(float(stored["heads_bias"].min()))
            for n, pair in enumerate((h.value, label) for h, labels in answers.items() for label in labels):
                if (column := columns.get(pair)) is not None:
                    student.heads.weight[n] = stored["heads"][:, column]
                    student.heads.bias[n] = stored["heads_bias"][column]
        return student


_NETWORK = ("convolution", "convolution_bias", "hidden", "hidden_bias", "heads", "heads_bias")
