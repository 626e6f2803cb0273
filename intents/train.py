"""Trains the reader's weights from the phrases, offline: `make weights`. Needs scikit-learn, which the product does not."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from intents.names import Names
from intents.reader import Prepared, Reader
from intents.scorer import WEIGHTS, Head, sentence_features, word_features
from intents.words import clean, split
from policy.catalogue import Catalogue
from policy.decision import Form

PHRASES: Final = Path(__file__).parent / "phrases"
_ANY_DAY: Final = date(2026, 6, 15)
_SEEN_OFTEN_ENOUGH: Final = 2
_STRENGTH: Final = 4.0


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its label; its form where it is a question about the guide; whether it is an act."""

    text: str
    label: str
    form: str | None
    stance: str


def examples(folder: Path = PHRASES) -> list[Example]:
    """Every sentence of the phrase files.

    `polar` and `open` are questions below a matter of the rulebook; `say` are sentences of a report or,
    where `talk` lists the same words without an act, of an act.
    """
    return list(_examples(folder))


def _examples(folder: Path) -> Iterator[Example]:
    for path in sorted(folder.glob("*.toml")):
        for label, lists in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name, sentences in lists.items():
                form = name if name in (Form.POLAR, Form.OPEN) else None
                stance = "act" if name == "say" and "talk" in lists else "talk"
                for text in sentences:
                    yield Example(text, label, form, stance)


def vocabulary(sentences: Sequence[Example]) -> list[str]:
    """Words that are plainly words: in two sentences at least, in lower case, and nobody's name."""
    names = Reader((), None, Catalogue.load()).tagger.given_names
    seen: Counter[str] = Counter()
    for example in sentences:
        words = split(clean(example.text))
        lower = {w for w, typed, own in zip(words.low, words.typed, words.owns, strict=True) if typed[0].islower() and not own}
        seen.update(lower | set(words.low[:1]))
    return sorted(w for w, count in seen.items() if count >= _SEEN_OFTEN_ENOUGH and w not in names and w.isprintable())


def features_of(sentence: Prepared) -> Counter[str]:
    """Every feature of a sentence with its count, as the scorer adds them up."""
    found = Counter(sentence_features(sentence.masked, sentence.concepts))
    for word in sentence.masked:
        found.update(word_features(word))
    return found


def train(sentences: Sequence[Example]) -> dict[str, Any]:
    """The arrays of the weights file."""
    words = vocabulary(sentences)
    reader = Reader(words, None, Catalogue.load())
    names = Names()
    rows = [features_of(reader.prepare(example.text, names, _ANY_DAY)) for example in sentences]
    counts = Counter(feature for row in rows for feature in row)
    features = sorted(feature for feature, count in counts.items() if count >= _SEEN_OFTEN_ENOUGH)
    matrix = _matrix(rows, features)
    asked = [n for n, example in enumerate(sentences) if example.form]
    fits = {
        Head.LABEL: _fit(matrix, [example.label for example in sentences]),
        Head.FORM: _fit(matrix[asked], [sentences[n].form or "" for n in asked]),
        Head.STANCE: _fit(matrix, [example.stance for example in sentences]),
    }
    whole = np.hstack([weights for _, weights in fits.values()])
    scale = float(np.abs(whole).max()) / 127
    head = {"answers": {name: labels for name, (labels, _) in fits.items()}, "scale": scale}
    return {
        "head": np.frombuffer(json.dumps(head).encode(), np.uint8),
        "features": np.frombuffer("\n".join(features).encode(), np.uint8),
        "vocabulary": np.frombuffer("\n".join(words).encode(), np.uint8),
        "weights": np.round(whole / scale).astype(np.int8),
    }


def _matrix(rows: Sequence[Counter[str]], features: Sequence[str]) -> csr_matrix:
    index = {feature: column for column, feature in enumerate(features)}
    data, columns, starts = [], [], [0]
    for row in rows:
        for feature, count in row.items():
            if (column := index.get(feature)) is not None:
                columns.append(column)
                data.append(count)
        starts.append(len(columns))
    return csr_matrix((np.array(data, np.float64), columns, starts), shape=(len(rows), len(features)))


def _fit(matrix: csr_matrix, answers: Sequence[str]) -> tuple[list[str], NDArray[np.float64]]:
    """Labels, and one row of weights a feature with a column a label."""
    if len(set(answers)) == 1:
        return [answers[0]], np.zeros((matrix.shape[1], 1))
    model = LogisticRegression(C=_STRENGTH, max_iter=300, tol=1e-3, fit_intercept=False)
    model.fit(matrix, list(answers))
    weights = model.coef_.T
    if weights.shape[1] == 1:
        weights = np.hstack([-weights / 2, weights / 2])
    return [str(label) for label in model.classes_], weights


def main() -> None:
    sentences = examples()
    arrays = train(sentences)
    with WEIGHTS.open("wb") as file:
        np.savez_compressed(file, **arrays)
    labels = len({example.label for example in sentences})
    print(f"{len(sentences)} sentences, {labels} labels, {arrays['weights'].shape[0]} features, {WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
