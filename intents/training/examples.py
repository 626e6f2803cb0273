"""The sentences to learn from: the phrase files."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from rapidfuzz.distance import OSA

from intents.reader import ACTS, Reader
from intents.words import clean, split
from policy.catalogue import Catalogue
from policy.decision import Form

PHRASES: Final = Path(__file__).parent.parent / "phrases"
_SEEN_OFTEN_ENOUGH: Final = 2
_FAR_MORE_OFTEN: Final = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its label; its form where it is a question about the guide; whether it is an act."""

    text: str
    label: str
    form: str | None
    stance: str


def examples(folder: Path = PHRASES) -> list[Example]:
    """Every sentence of the phrase files.

    `polar` and `open` are questions below a matter of the rulebook; `say` are sentences of a report or, below an act,
    where `talk` lists the same words without an act, of an act.
    """
    return list(_examples(folder))


def _examples(folder: Path) -> Iterator[Example]:
    for path in sorted(folder.rglob("*.toml")):
        for label, lists in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name, sentences in lists.items():
                form = name if name in (Form.POLAR, Form.OPEN) else None
                stance = "act" if name == "say" and label in ACTS else "talk"
                for text in sentences:
                    yield Example(text, label, form, stance)


def fingerprint() -> str:
    """A hash over the phrase files: weights made from others are stale."""
    digest = hashlib.sha256()
    for path in sorted(PHRASES.rglob("*.toml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def vocabulary(sentences: Sequence[Example], english: Sequence[str]) -> list[str]:
    """Words that are plainly words: in two sentences at least, in lower case, nobody's name, and no slip.

    A slip is not in `english` and lies a step from a word that is and is seen as often, or a step, two for a long
    word, from one that is seen far more often. A word seen mostly behind a first name
    is taken for a surname; a first name with an s ("anas seat") is no word.
    """
    tagger = Reader((), (), None, Catalogue.load()).tagger
    names = tagger.given_names | tagger.companies
    seen: Counter[str] = Counter()
    surnames: Counter[str] = Counter()
    for example in sentences:
        words = split(clean(example.text))
        lower = {
            w
            for w, typed, own in zip(words.low, words.typed, words.owns, strict=True)
            if typed[0].islower() and not own
        }
        seen.update(lower | set(words.low[:1]))
        surnames.update({word for first, word in pairwise(words.low) if first in tagger.given_names})
    often = {
        word: count
        for word, count in seen.items()
        if count >= _SEEN_OFTEN_ENOUGH
        and names.isdisjoint((word, word.removesuffix("s")))
        and word.isprintable()
        and 2 * surnames[word] < count
    }
    known = frozenset(english)
    return sorted(w for w, n in often.items() if w in known or not _is_slip(w, n, often, known))


def _is_slip(word: str, count: int, often: Mapping[str, int], english: Container[str]) -> bool:
    if len(word) < 4 or not word.isalpha():
        return False
    steps = 1 if len(word) < 8 else 2
    for other, times in often.items():
        if other[0] != word[0] or word.startswith(other):
            continue
        if times >= _FAR_MORE_OFTEN * count:
            most = steps
        elif times >= count and other in english and not other.startswith(word):
            most = 1
        else:
            continue
        if OSA.distance(word, other, score_cutoff=most) <= most:
            return True
    return False
