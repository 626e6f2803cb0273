"""The linear scorer: a weight for each piece of a sentence and each answer."""

from collections.abc import Sequence
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

Bag = tuple[NDArray[np.int64], NDArray[np.float32]]


def rarity_of(sentences: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """(ROWS,): how rare each piece is, as the logarithm of the sentences to one that has it; 0 for one hardly seen."""
    seen = np.zeros(ROWS, np.int64)
    for words in sentences:
        seen[np.unique(_rows_of(words))] += 1
    rarity = np.log((1 + len(sentences)) / (1 + seen)) + 1
    rarity[seen < _SEEN_OFTEN_ENOUGH] = 0
    return rarity.astype(np.float16).astype(np.float32)


def bags_of(sentences: Sequence[Sequence[str]], rarity: NDArray[np.float32]) -> list[Bag]:
    """Each sentence's rows and their weights: rarity, over the length of the whole."""
    bags = []
    for words in sentences:
        rows = np.array(_rows_of(words))
        rows = rows[rarity[rows] > 0]
        weights = rarity[rows]
        bags.append((rows, weights / max(float(np.sqrt((weights**2).sum())), 1e-6)))
    return bags


def fitted(bags: Sequence[Bag], wanted: Tensor, sizes: Sequence[int], seed: int = 0) -> tuple[Tensor, Tensor]:
    """The table (ROWS, answers) and the bias (answers,) after some rounds on `wanted`, the shares of each answer."""
    torch.manual_seed(seed)
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
            chosen = [bags[n] for n in picked.tolist()]
            places = np.repeat(np.arange(len(chosen)), [len(rows) for rows, _ in chosen])
            rows = number[np.concatenate([rows for rows, _ in chosen])]
            weights = torch.from_numpy(np.concatenate([weights for _, weights in chosen]))
            batch = torch.sparse_coo_tensor(
                torch.from_numpy(np.stack([places, rows])), weights, (len(chosen), len(used)), check_invariants=False
            )
            with torch.no_grad():
                scores = torch.sparse.mm(batch, table) + bias
                targets = wanted[picked]
                parts = zip(scores.split(list(sizes), 1), targets.split(list(sizes), 1), strict=True)
                shares = torch.cat([F.softmax(part, 1) * target.sum(1, keepdim=True) for part, target in parts], 1)
                total -= float((targets * torch.log(shares.clamp(min=1e-9))).sum())
                off = (shares - targets) / len(chosen)
                table.grad = torch.sparse.mm(batch.t(), off) + _DECAY * table
                bias.grad = off.sum(0)
            optimizer.step()
        pace.step()
        print(f"linear, round {epoch + 1} of {_EPOCHS}: loss {total / len(bags):.3f}", flush=True)
    whole = torch.zeros(ROWS, sum(sizes))
    whole[torch.from_numpy(used)] = table.detach()
    return whole, bias.detach()


def _rows_of(words: Sequence[str]) -> list[int]:
    return [row for word in words for row in rows_of_word(word)] + rows_of_pairs(words)


def packed(table: Tensor, bias: Tensor, rarity: NDArray[np.float32]) -> dict[str, NDArray[np.generic]]:
    """The arrays that `intents.pieces` reads: rows that were seen, their weights times their rarity in 127 steps."""
    at = np.flatnonzero(rarity)
    weights = table.numpy()[at] * rarity[at, None]
    scale = np.abs(weights).max(axis=1, keepdims=True) / 127 + 1e-6
    return {
        "pieces": np.round(weights / scale).astype(np.int8),
        "pieces_at": at.astype(np.uint16),
        "pieces_scale": scale[:, 0].astype(np.float16),
        "pieces_rarity": rarity[at].astype(np.float16),
        "pieces_bias": bias.numpy().astype(np.float16),
    }
