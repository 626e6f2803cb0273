"""The linear scorer: a weight for each piece of a sentence and each answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from intents.pieces import ROWS, rows_of_pairs, rows_of_word

_EPOCHS, _BATCH, _PACE = 14, 512, 0.05
_SEEN_OFTEN_ENOUGH: Final = 2
_DECAY: Final = 2.5e-6
_DIRECTIONS: Final = 96
"""Of some 180: the others add more noise than sense, and a third of the file."""

Bag = tuple[NDArray[np.int64], NDArray[np.float32]]


@dataclass(frozen=True)
class Linear:
    """`table` (ROWS, answers) and `bias` (answers,); `rarity` (ROWS,) says how rare each piece is, 0 if hardly seen."""

    table: Tensor
    bias: Tensor
    rarity: NDArray[np.float32]

    @classmethod
    def fitted(cls, sentences: Sequence[Sequence[str]], wanted: Tensor, sizes: Sequence[int]) -> "Linear":
        """Learnt from masked sentences and the shares (n, answers) that each one's answers have."""
        rarity = _rarity_of(sentences)
        return cls(*_fitted(_bags_of(sentences, rarity), wanted, sizes), rarity)

    def scores(self, sentences: Sequence[Sequence[str]]) -> Tensor:
        """(n, answers) for any number of masked sentences."""
        found = self.bias.repeat(len(sentences), 1)
        for n, (rows, weights) in enumerate(_bags_of(sentences, self.rarity)):
            found[n] += torch.from_numpy(weights) @ self.table[torch.from_numpy(rows)]
        return found

    def packed(self) -> dict[str, NDArray[np.generic]]:
        """The arrays that `intents.pieces` reads: each row times its rarity, along the table's main directions."""
        at = np.flatnonzero(self.rarity)
        at = at[np.argsort(self.rarity[at], kind="stable")]  # what is seen most side by side: fewer pages are read
        weights = self.table.numpy()[at] * self.rarity[at, None]
        _, directions = np.linalg.eigh(weights.T @ weights)
        directions = directions[:, : -_DIRECTIONS - 1 : -1]
        along = weights @ directions
        scale = np.abs(along).max(axis=1, keepdims=True) / 127 + 1e-6
        return {
            "pieces": np.round(along / scale).astype(np.int8),
            "pieces_at": at.astype(np.uint16),
            "pieces_scale": scale[:, 0].astype(np.float16),
            "pieces_rarity": self.rarity[at].astype(np.float16),
            "pieces_directions": directions.T.astype(np.float16),
            "pieces_bias": self.bias.numpy().astype(np.float16),
        }


def _rarity_of(sentences: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """(ROWS,): the logarithm of all sentences to those that have a piece, and one; 0 for a piece hardly seen."""
    seen = np.zeros(ROWS, np.int64)
    for words in sentences:
        seen[np.unique(_rows_of(words))] += 1
    rarity = np.log((1 + len(sentences)) / (1 + seen)) + 1
    rarity[seen < _SEEN_OFTEN_ENOUGH] = 0
    return rarity.astype(np.float16).astype(np.float32)


def _bags_of(sentences: Sequence[Sequence[str]], rarity: NDArray[np.float32]) -> list[Bag]:
    """Each sentence's rows and their weights: rarity, over the length of the whole."""
    bags = []
    for words in sentences:
        rows = np.array(_rows_of(words), np.int64)
        rows = rows[rarity[rows] > 0]
        weights = rarity[rows]
        bags.append((rows, weights / max(float(np.sqrt((weights**2).sum())), 1e-6)))
    return bags


def _fitted(bags: Sequence[Bag], wanted: Tensor, sizes: Sequence[int]) -> tuple[Tensor, Tensor]:
    """The table and the bias after some rounds of softmax regression, its gradient by hand."""
    used = np.unique(np.concatenate([rows for rows, _ in bags]))
    number = np.zeros(ROWS, np.int64)
    number[used] = np.arange(len(used))
    table = torch.zeros(len(used), sum(sizes), requires_grad=True)
    bias = torch.zeros(sum(sizes), requires_grad=True)
    optimizer = torch.optim.Adam([{"params": [table], "lr": _PACE}, {"params": [bias], "lr": _PACE / 5}])
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1 - epoch / _EPOCHS)
    for epoch in range(_EPOCHS):
        total = 0.0
        for picked in torch.randperm(len(bags)).split(_BATCH):
            batch = _matrix([bags[n] for n in picked.tolist()], number, len(used))
            targets = wanted[picked]
            with torch.no_grad():
                scores = torch.sparse.mm(batch, table) + bias
                parts = zip(scores.split(list(sizes), 1), targets.split(list(sizes), 1), strict=True)
                found = torch.cat([F.softmax(part, 1) * target.sum(1, keepdim=True) for part, target in parts], 1)
                total -= float((targets * torch.log(found.clamp(min=1e-9))).sum())
                off = (found - targets) / len(picked)
                table.grad = torch.sparse.mm(batch.t(), off) + _DECAY * table
                bias.grad = off.sum(0)
            optimizer.step()
        pace.step()
        print(f"linear, round {epoch + 1} of {_EPOCHS}: loss {total / len(bags):.3f}", flush=True)
    whole = torch.zeros(ROWS, sum(sizes))
    whole[torch.from_numpy(used)] = table.detach()
    return whole, bias.detach()


def _matrix(bags: Sequence[Bag], number: NDArray[np.int64], width: int) -> Tensor:
    """(bags, width), sparse: the weights of each bag in the columns that `number` gives its rows."""
    places = np.repeat(np.arange(len(bags)), [len(rows) for rows, _ in bags])
    columns = number[np.concatenate([rows for rows, _ in bags])]
    weights = torch.from_numpy(np.concatenate([weights for _, weights in bags]))
    return torch.sparse_coo_tensor(torch.from_numpy(np.stack([places, columns])), weights, (len(bags), width))


def _rows_of(words: Sequence[str]) -> list[int]:
    return [row for word in words for row in rows_of_word(word)] + rows_of_pairs(words)
