"""Everyday names and what words are about, from the data files of `lexicon/`."""

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

LEXICON: Final = Path(__file__).parent / "lexicon"


def load(name: str) -> dict[str, Any]:
    """One file of the lexicon."""
    return tomllib.loads((LEXICON / f"{name}.toml").read_text(encoding="utf-8"))


class Phrases:
    """Phrases with a value each, found in a sentence from the longest to the shortest.

    `starts` are the words that one can begin with.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, value in phrases:
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append((words, value))
        for ways in self._by_first.values():
            ways.sort(key=lambda way: -len(way[0]))
        self.starts: Final = self._by_first.keys()

    def at(self, low: Sequence[str], start: int) -> tuple[int, str] | None:
        """The longest phrase that begins at word `start`: the word after it, and its value."""
        for words, value in self._by_first.get(low[start], ()):
            end = start + len(words)
            if len(words) == 1 or tuple(low[start:end]) == words:
                return end, value
        return None

    def stand_in(self, low: Sequence[str]) -> bool:
        """Whether any of the phrases stands somewhere in a sentence."""
        if self.starts.isdisjoint(low):
            return False
        return any(word in self.starts and self.at(low, at) is not None for at, word in enumerate(low))

    def words(self) -> set[str]:
        return {word for ways in self._by_first.values() for words, _ in ways for word in words}


def named(file: str) -> Phrases:
    """Phrases of a file that lists names below each id."""
    return Phrases((name, key) for key, entry in load(file).items() for name in entry["names"])
