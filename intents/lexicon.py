"""Everyday names and what words are about, from the data files of `lexicon/`."""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

LEXICON: Final = Path(__file__).parent / "lexicon"


def load(name: str) -> dict[str, Any]:
    """One file of the lexicon."""
    return tomllib.loads((LEXICON / f"{name}.toml").read_text(encoding="utf-8"))


class Phrases:
    """Phrases with a value each, found in a sentence from the longest to the shortest."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, value in phrases:
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append((words, value))
        for ways in self._by_first.values():
            ways.sort(key=lambda way: -len(way[0]))

    def at(self, low: Sequence[str], start: int) -> tuple[int, str] | None:
        """The longest phrase that begins at word `start`: the word after it, and its value."""
        for words, value in self._by_first.get(low[start], ()):
            end = start + len(words)
            if len(words) == 1 or tuple(low[start:end]) == words:
                return end, value
        return None

    def words(self) -> set[str]:
        return {word for ways in self._by_first.values() for words, _ in ways for word in words}


def named(file: str) -> Phrases:
    """Phrases of a file that lists names below each id."""
    return Phrases((name, key) for key, entry in load(file).items() for name in entry["names"])


class Concepts:
    """What words are about: `customer`, `training`, `hosting`, …"""

    def __init__(self, concepts: dict[str, list[str]]) -> None:
        exact = [(p, c) for c, ps in concepts.items() for p in ps if not p.endswith("*")]
        stems = [(p[:-1], c) for c, ps in concepts.items() for p in ps if p.endswith("*")]
        self._words: dict[str, list[str]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, concept in exact:
            words = tuple(phrase.split())
            if len(words) == 1:
                self._words.setdefault(phrase, []).append(concept)
            else:
                self._phrases.setdefault(words[0], []).append((words, concept))
        self._stems: dict[str, list[tuple[str, str]]] = {}
        for stem, concept in stems:
            words = tuple(stem.split())
            if len(words) == 1:
                self._stems.setdefault(stem[:3], []).append((stem, concept))
            else:
                self._phrases.setdefault(words[0], []).append(((*words[:-1], f"{words[-1]}*"), concept))
        self._cached: dict[str, tuple[str, ...]] = {}

    def of_word(self, word: str) -> tuple[str, ...]:
        found = self._cached.get(word)
        if found is None:
            stems = [concept for stem, concept in self._stems.get(word[:3], ()) if word.startswith(stem)]
            found = tuple(dict.fromkeys([*self._words.get(word, ()), *stems]))
            if len(self._cached) < 20_000:
                self._cached[word] = found
        return found

    def of(self, low: Sequence[str]) -> list[str]:
        """The concepts of a sentence in their order, each once."""
        found: dict[str, None] = {}
        for start, word in enumerate(low):
            for concept in self.of_word(word):
                found[concept] = None
            for words, concept in self._phrases.get(word, ()):
                if _follows(words, low, start):
                    found[concept] = None
        return list(found)

    def words(self) -> set[str]:
        """Words that stand whole in the lexicon."""
        phrases = {word for ways in self._phrases.values() for words, _ in ways for word in words}
        return set(self._words) | {word for word in phrases if not word.endswith("*")}


def _follows(words: tuple[str, ...], low: Sequence[str], start: int) -> bool:
    if start + len(words) > len(low):
        return False
    return all(
        said == word or (word[-1] == "*" and said.startswith(word[:-1]))
        for word, said in zip(words, low[start : start + len(words)], strict=True)
    )


@cache
def concepts() -> Concepts:
    return Concepts(load("concepts"))
