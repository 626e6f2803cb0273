"""Makes the weights file from the phrases: `make weights`. Takes some twenty minutes on two cores."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from intents.names import Names
from intents.reader import Reader
from intents.scorer import WEIGHTS, Head
from intents.training.examples import Example, examples, fingerprint, vocabulary
from intents.training.student import Student, learnt, rows_of
from intents.training.teacher import Teacher, pretrained, taught
from intents.training.variants import Variants
from policy.catalogue import Catalogue

_DIMENSIONS: Final = 96
_VARIANTS_EACH: Final = 6
_ANY_DAY: Final = date(2026, 6, 15)
_TRUSTED: Final = 0.7
"""How far a sentence's own label counts against the teacher's shares."""


def answers_of(sentences: Sequence[Example]) -> dict[Head, list[str]]:
    """The answers of each head, sorted."""
    return {
        Head.LABEL: sorted({example.label for example in sentences}),
        Head.FORM: sorted({example.form for example in sentences if example.form}),
        Head.STANCE: sorted({example.stance for example in sentences}),
    }


def columns_of(sentences: Sequence[Example], answers: dict[Head, list[str]]) -> list[Tensor]:
    """For each head the number of each sentence's answer, -100 where it has none."""
    columns = []
    for head, labels in answers.items():
        number = {label: n for n, label in enumerate(labels)}
        columns.append(torch.tensor([number.get(getattr(example, head.value), -100) for example in sentences]))
    return columns


def shares(scores: Tensor, sizes: Sequence[int]) -> Tensor:
    return torch.cat([F.softmax(part, 1) for part in scores.split(list(sizes), dim=1)], 1)


def main() -> None:
    torch.manual_seed(0)
    sentences = examples()
    answers = answers_of(sentences)
    sizes = [len(labels) for labels in answers.values()]
    columns = columns_of(sentences, answers)
    base = Teacher(pretrained(), sizes)
    english = base.words()
    plain = vocabulary(sentences, english)
    words = english + [word for word in plain if word not in set(english)]
    vectors = base.vectors_of(words, _DIMENSIONS)
    teacher = taught(base, sentences, columns)

    reader = Reader(plain, frozenset(words), None, Catalogue.load())
    masks = sorted({word for example in sentences for word in _masked(reader, example.text) if word[0] == "<"})
    index = {word: row for row, word in enumerate(words + masks, start=2)}
    start = np.zeros((len(index) + 2, _DIMENSIONS), np.float32)
    start[2 : 2 + len(words)] = vectors
    start[2 + len(words) :] = np.random.default_rng(0).normal(0, 0.1, (len(masks), _DIMENSIONS))

    texts = [example.text for example in sentences]
    variants = Variants(words, vectors).of(texts, _VARIANTS_EACH)
    print(f"{len(sentences)} sentences, {sizes[0]} labels, {len(variants)} variants", flush=True)
    own = torch.cat([F.one_hot(column.clamp(min=0), size) for column, size in zip(columns, sizes, strict=True)], 1)
    guessed = shares(teacher.scores(texts), sizes)
    known = torch.cat(
        [(column >= 0).float().unsqueeze(1).expand(-1, size) for column, size in zip(columns, sizes, strict=True)],
        1,
    )
    trusted = _TRUSTED * known
    wanted = torch.cat([shares(teacher.scores(variants), sizes), trusted * own + (1 - trusted) * guessed])
    rows = rows_of([_masked(reader, text) for text in variants + texts], index)
    student = learnt(Student(start, sizes), rows, wanted)
    _write(student, words + masks, plain, answers)


def _masked(reader: Reader, text: str) -> list[str]:
    return reader.masked(text, Names(), _ANY_DAY)


def _write(student: Student, words: list[str], plain: list[str], answers: dict[Head, list[str]]) -> None:
    arrays = {name: parameter.detach().numpy() for name, parameter in student.named_parameters()}
    vectors = arrays["vectors.weight"][1:]
    scale = float(np.abs(vectors).max()) / 127
    head = {"answers": answers, "scale": scale, "phrases": fingerprint()}
    with WEIGHTS.open("wb") as file:
        np.savez_compressed(
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
        )
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
