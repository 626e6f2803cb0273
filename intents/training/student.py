"""The small network: word vectors, one convolution over three words, its maxima and sum, two layers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

LONGEST = 40
_WIDTH, _HIDDEN = 256, 256
_BATCH = 128


@dataclass(frozen=True)
class Rounds:
    """How often a student goes over what it learns, and how fast it changes at first."""

    epochs: int
    pace: float


ANEW, FURTHER = Rounds(7, 2e-3), Rounds(4, 1.5e-3)


class Student(nn.Module):
    """Row 0 of the vectors is padding, row 1 any unknown word."""

    def __init__(self, vectors: NDArray[np.float32], sizes: Sequence[int]) -> None:
        super().__init__()
        self.sizes = list(sizes)
        self.vectors = nn.Embedding.from_pretrained(torch.tensor(vectors), freeze=False, padding_idx=0)
        self.convolution = nn.Conv1d(vectors.shape[1], _WIDTH, 3, padding=1)
        self.hidden = nn.Linear(2 * _WIDTH, _HIDDEN)
        self.heads = nn.Linear(_HIDDEN, sum(sizes))
        self.drop = nn.Dropout(0.2)

    def forward(self, rows: Tensor) -> Tensor:
        there = (rows > 0).unsqueeze(1)
        seen = F.relu(self.convolution(self.drop(self.vectors(rows)).transpose(1, 2))) * there
        pooled = torch.cat([seen.max(2).values, seen.sum(2) / there.sum(2).clamp(min=1) ** 0.5], 1)
        return self.heads(self.drop(F.relu(self.hidden(self.drop(pooled)))))


def rows_of(sentences: Sequence[Sequence[str]], index: dict[str, int]) -> Tensor:
    """(n, LONGEST) rows of the vectors, padded with 0."""
    found = np.zeros((len(sentences), LONGEST), np.int64)
    for n, words in enumerate(sentences):
        rows = [index.get(word, 1) for word in words[:LONGEST]]
        found[n, : len(rows)] = rows
    return torch.tensor(found)


def learnt(student: Student, rows: Tensor, wanted: Tensor, rounds: Rounds = ANEW, seed: int = 0) -> Student:
    """The student after some rounds on `wanted`, the shares (n, answers) that each sentence's answers have."""
    torch.manual_seed(seed)
    vectors = list(student.vectors.parameters())
    others = [p for name, p in student.named_parameters() if not name.startswith("vectors.")]
    optimizer = torch.optim.AdamW(
        [{"params": vectors, "weight_decay": 0.0, "lr": rounds.pace / 2}, {"params": others, "lr": rounds.pace}]
    )
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1 - epoch / rounds.epochs)
    targets = wanted.split(student.sizes, dim=1)
    for epoch in range(rounds.epochs):
        student.train()
        total = 0.0
        for picked in torch.randperm(len(rows)).split(_BATCH):
            longest = int((rows[picked] > 0).sum(1).max())
            parts = student(rows[picked, :longest]).split(student.sizes, dim=1)
            loss = sum(
                -(target[picked] * F.log_softmax(part, 1)).sum(1).mean()
                for part, target in zip(parts, targets, strict=True)
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += float(loss.detach()) * len(picked)
        pace.step()
        print(f"student, round {epoch + 1} of {rounds.epochs}: loss {total / len(rows):.3f}", flush=True)
    return student.eval()


def scores_of(student: Student, rows: Tensor) -> Tensor:
    """(n, answers) of a student for any number of sentences, without gradients."""
    student.eval()
    with torch.no_grad():
        return torch.cat([student(part[:, : int((part > 0).sum(1).max())]) for part in rows.split(512)])
