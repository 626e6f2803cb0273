"""Makes the weights file from the phrases: `make weights`. Takes about an hour on two cores.

With `--further` the shipped network goes on from where it stands, in half the time after phrases were added;
with `--alone` besides, it does so without the sentence model, in some three minutes. The linear scorer is always
made anew.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from intents.names import Names
from intents.reader import Reader
from intents.scorer import Head
from intents.training.examples import Example, examples, vocabulary
from intents.training.linear import Linear
from intents.training.shipped import Shipped, write
from intents.training.student import FURTHER, Student, learnt, rows_of, scores_of
from intents.training.teacher import Teacher, pretrained, taught
from intents.training.variants import Variants
from policy.catalogue import Catalogue

_DIMENSIONS: Final = 96
_VARIANTS_EACH, _VARIANTS_FURTHER, _VARIANTS_ALONE = 6, 5, 3
_ANY_DAY: Final = date(2026, 6, 15)
_TRUSTED, _TRUSTED_OF_VARIANTS = 0.7, 0.6
"""How far a sentence's own label counts against the shares that a teacher gives; and its label for its variants."""


@dataclass(frozen=True)
class Lesson:
    """What there is to learn: sentences and, for each head, the answers that they have."""

    sentences: Sequence[Example]

    @cached_property
    def texts(self) -> list[str]:
        return [example.text for example in self.sentences]

    @cached_property
    def answers(self) -> dict[Head, list[str]]:
        """The answers of each head, sorted."""
        return {
            Head.LABEL: sorted({example.label for example in self.sentences}),
            Head.FORM: sorted({example.form for example in self.sentences if example.form}),
            Head.STANCE: sorted({example.stance for example in self.sentences}),
        }

    @cached_property
    def sizes(self) -> list[int]:
        return [len(labels) for labels in self.answers.values()]

    @cached_property
    def columns(self) -> list[Tensor]:
        """For each head the number of each sentence's answer, -100 where it has none."""
        columns = []
        for head, labels in self.answers.items():
            number = {label: n for n, label in enumerate(labels)}
            found = [number.get(getattr(example, head.value), -100) for example in self.sentences]
            columns.append(torch.tensor(found))
        return columns

    @cached_property
    def own(self) -> Tensor:
        """(n, answers): 1 for each sentence's own answer; nothing for a head where it has none."""
        parts = [
            F.one_hot(column.clamp(min=0), size) * (column >= 0).unsqueeze(1)
            for column, size in zip(self.columns, self.sizes, strict=True)
        ]
        return torch.cat(parts, 1).float()


def shares(scores: Tensor, sizes: Sequence[int]) -> Tensor:
    return torch.cat([F.softmax(part, 1) for part in scores.split(list(sizes), dim=1)], 1)


def mixed(own: Tensor, guessed: Tensor, trusted: float, sizes: Sequence[int], *, fill: bool) -> Tensor:
    """A sentence's own shares with guessed ones; with `fill` those alone for a head that it has no answer of."""
    known = torch.cat([part.sum(1, keepdim=True).expand(-1, part.shape[1]) for part in own.split(list(sizes), 1)], 1)
    return trusted * own + (1 - trusted) * known * guessed + (fill * (1 - known)) * guessed


def agreed(scores: Sequence[Tensor], sizes: Sequence[int]) -> Tensor:
    """The shares that several scorers give together: each one's logarithms count the same."""
    logs = [torch.log(shares(one, sizes).clamp(min=1e-6)) for one in scores]
    return shares(torch.stack(logs).mean(0), sizes)


def main(*, further: bool, alone: bool) -> None:
    torch.manual_seed(0)
    lesson = Lesson(examples())
    if not further:
        _from_the_start(lesson)
        return
    teacher = None if alone else taught(Teacher(pretrained(), lesson.sizes), lesson.sentences, lesson.columns)
    _further(lesson, teacher)


def _from_the_start(lesson: Lesson) -> None:
    """Everything anew: the sentence model learns the phrases, the student learns from it."""
    sizes = lesson.sizes
    base = Teacher(pretrained(), sizes)
    english = base.words()
    plain = vocabulary(lesson.sentences, english)
    words = english + [word for word in plain if word not in set(english)]
    vectors = base.vectors_of(words, _DIMENSIONS)
    teacher = taught(base, lesson.sentences, lesson.columns)

    reader = Reader(plain, frozenset(words), None, Catalogue.load())
    masked = [_masked(reader, text) for text in lesson.texts]
    masks = _types(masked)
    start = np.zeros((len(words) + len(masks) + 2, _DIMENSIONS), np.float32)
    start[2 : 2 + len(words)] = vectors
    start[2 + len(words) :] = np.random.default_rng(0).normal(0, 0.1, (len(masks), _DIMENSIONS))

    variants = Variants(words, vectors).of(lesson.texts, _VARIANTS_EACH)
    print(f"{len(masked)} sentences, {sizes[0]} labels, {len(variants)} variants", flush=True)
    guessed = shares(teacher.scores(lesson.texts), sizes)
    wanted = torch.cat(
        [shares(teacher.scores(variants), sizes), mixed(lesson.own, guessed, _TRUSTED, sizes, fill=True)]
    )
    rows = rows_of([_masked(reader, text) for text in variants] + masked, _rows(words + masks))
    student = learnt(Student(start, sizes), rows, wanted)
    write(student, Linear.fitted(masked, lesson.own, sizes).packed(), words + masks, plain, lesson.answers)


def _further(lesson: Lesson, teacher: Teacher | None) -> None:
    """The shipped network learns on; what each variant may mean besides, it, the linear scorer and the teacher say."""
    sizes, own = lesson.sizes, lesson.own
    shipped = Shipped()
    english = [word for word in shipped.words if word[0] != "<"]
    plain = sorted({*shipped.vocabulary, *vocabulary(lesson.sentences, english)})  # a word once known stays known
    words = english + [word for word in plain if word not in set(english)]
    reader = Reader(plain, frozenset(words), None, Catalogue.load())
    masked = [_masked(reader, text) for text in lesson.texts]
    masks = sorted({*_types(masked), *(word for word in shipped.words if word[0] == "<")})
    linear = Linear.fitted(masked, own, sizes)
    student = shipped.student(words + masks, lesson.answers)

    vectors = student.vectors.weight.detach().numpy()[2 : 2 + len(words)]
    near = Variants(words, vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6), replaced=0.15, spliced=0)
    each = _VARIANTS_FURTHER if teacher else _VARIANTS_ALONE
    variants = near.of(lesson.texts, each)
    print(f"{len(masked)} sentences, {sizes[0]} labels, {len(variants)} variants", flush=True)
    texts, seen = variants + lesson.texts, [_masked(reader, text) for text in variants] + masked
    rows = rows_of(seen, _rows(words + masks))
    scores = [linear.scores(seen)]
    if teacher:
        scores += [scores_of(student, rows), teacher.scores(texts)]
    guessed = agreed(scores, sizes)
    own_of_variants = own.repeat_interleave(each, 0)
    wanted = torch.cat(
        [
            mixed(own_of_variants, guessed[: len(variants)], _TRUSTED_OF_VARIANTS, sizes, fill=False),
            mixed(own, guessed[len(variants) :], _TRUSTED, sizes, fill=False),
        ]
    )
    student = learnt(student, rows, wanted, FURTHER)
    write(student, linear.packed(), words + masks, plain, lesson.answers)


def _rows(words: Sequence[str]) -> dict[str, int]:
    return {word: row for row, word in enumerate(words, start=2)}


def _types(masked: Sequence[Sequence[str]]) -> list[str]:
    return sorted({word for words in masked for word in words if word[0] == "<"})


def _masked(reader: Reader, text: str) -> list[str]:
    return reader.masked(text, Names(), _ANY_DAY)


if __name__ == "__main__":
    main(further="--further" in sys.argv[1:], alone="--alone" in sys.argv[1:])
