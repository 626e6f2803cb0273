"""Finds what is asked about the desk itself: by how a sentence begins, and by words all of which are known."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from intents.lexicon import Phrases
from intents.marks import Kind
from intents.model import Reading
from intents.repair import Repair
from intents.words import STOPS, clean, split

_FOLDER: Final = Path(__file__).parent
_LONGEST: Final = 16
"""Words of the longest question about the desk; what is longer tells a story."""
_ALONE: Final = "alone"
"""The head of a sentence that begins with none: "import a spreadsheet"."""
_SAYS_NOTHING: Final = "the"
"""A word of the filler that no way of asking needs: what stands in for a name."""
_LISTS: Final = (".csv", ".xlsx", ".xls")
_A_FILE: Final = "file"
"""What the name of a list is like: "import licences.xlsx"."""
_A_WORD: Final = 4
"""Letters from which on a slip of the finger is mended."""

Spelt = frozenset[str]
"""A word as it was typed and as it may be meant."""


def load(name: str) -> dict[str, Any]:
    """One data file of this folder."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Way:
    """A way of asking: how it begins, groups of words of each of which one has to be there, and all its own words."""

    key: str
    heads: frozenset[str]
    needs: tuple[frozenset[str], ...]
    own: frozenset[str]

    def fits(self, rest: Sequence[Spelt], filler: frozenset[str]) -> bool:
        """Whether nothing that is needed is missing, and every word, in one of its spellings, is its own or filler."""
        if any(self.own.isdisjoint(word) and filler.isdisjoint(word) for word in rest):
            return False
        return all(any(not group.isdisjoint(word) for word in rest) for group in self.needs)


class Phrasebook:
    """The ways of asking of one data file.

    Each entry has `asked`: a list of ways with `heads`, `needs` (a word of each group has to be there) and `also`
    (words that may be). With any other word a sentence is about something else.
    """

    def __init__(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        openings = load("openings")
        self._heads = Phrases((phrase, name) for name, phrases in openings["heads"].items() for phrase in phrases)
        self._before = frozenset(openings["before"]["words"])
        self._filler = frozenset(openings["filler"]["words"])
        ways = tuple(_ways(entries))
        self._by_head = {head: [way for way in ways if head in way.heads] for head in (_ALONE, *openings["heads"])}
        self._first = frozenset(word for way in self._by_head[_ALONE] for word in way.own)
        self._known = self._filler.union(*(way.own for way in ways))
        self._nothing = _SAYS_NOTHING
        self._repair = Repair(word for word in self._known if len(word) >= _A_WORD)

    def found(self, reading: Reading) -> str | None:
        """The key of the entry that a sentence asks for, of several the one that needs the most; None for none."""
        said = [at for at, word in enumerate(reading.words) if word not in STOPS]
        while said and reading.words[said[0]] in self._before:
            said = said[1:]
        if not 0 < len(said) <= _LONGEST:
            return None
        low = [reading.words[at] for at in said]
        head = self._heads.at(low, 0)
        people = {at for tag in reading.named(Kind.PERSON) for at in range(tag.start, tag.end)}
        begins = low[0] in self._first or said[0] in people
        if head is None and not begins:
            return None
        skip = 0 if head is None else head[0]
        rest = self._spelt(reading, said[skip:])
        if rest is None:
            return None
        fitting = [way for way in self._by_head[head[1]] if way.fits(rest, self._filler)] if head else []
        if not fitting and begins:
            whole = self._spelt(reading, said[:skip])
            alone = self._by_head[_ALONE] if whole is not None else []
            fitting = [way for way in alone if way.fits([*(whole or ()), *rest], self._filler)]
        return max(fitting, key=lambda way: len(way.needs)).key if fitting else None

    def _spelt(self, reading: Reading, said: Sequence[int]) -> list[Spelt] | None:
        """The words as read, as typed and without slips; None where one is known in none of these.

        Somebody who is named is like a word that says nothing.
        """
        typed = split(clean(reading.text)).low
        same = len(typed) == len(reading.words)
        people = {at for tag in reading.named(Kind.PERSON) for at in range(tag.start, tag.end)}
        spelt = []
        for at in said:
            word = typed[at] if same else reading.words[at]
            found = {word, reading.words[at]}
            if word.endswith(_LISTS):
                found.add(_A_FILE)
            if at in people:
                found.add(self._nothing)
            if self._known.isdisjoint(found):
                found.add(self._repair.repaired(word))
            if self._known.isdisjoint(found):
                return None
            spelt.append(frozenset(found))
        return spelt


def _ways(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[Way]:
    for key, entry in entries.items():
        for way in entry["asked"]:
            needs = tuple(frozenset(group.split()) for group in way["needs"])
            own = frozenset(way.get("also", "").split()).union(*needs)
            yield Way(key, frozenset(way["heads"]), needs, own)
