"""Who is meant: names looked up exactly, then with one slip of the finger; never guessed."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA

_SHORTEST_REPAIRED: Final = 4
_SHORTEST_NEAR: Final = 3
_MOST_NEAR: Final = 20
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_REBUILD_AFTER: Final = 200


def fold(word: str) -> str:
    """A word for comparing: lower case, without accents ("Müller" and "muller" are one)."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def shortened(word: str) -> list[str]:
    """The word, and the word without each of its letters."""
    return [word, *(word[:n] + word[n + 1 :] for n in range(len(word)))]


class People:
    """An index of people by the words of their names, kept up to date one person at a time.

    Exact look-ups are two dictionary reads. A misspelt word is found through an index of deletions
    (64-bit hashes in sorted arrays: 100,000 names take some 20 MB), and taken only when one name alone
    is within one slip and begins with the same letter.
    """

    def __init__(self, people: Iterable[tuple[str, str]] = ()) -> None:
        self._names: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._ids: dict[str, str | set[str]] = {}
        self._slips = _Slips()
        for person, name in people:
            self.add(person, name)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, person: object) -> bool:
        return person in self._names

    def name(self, person: str) -> str | None:
        return self._names.get(person)

    def add(self, person: str, name: str, address: str = "") -> None:
        """Adds a person, or renames one. An `address` finds them too, as it stands, and an id that is like a name."""
        if person in self._names:
            self.remove(person)
        self._names[person] = name
        if address:
            self._addresses[person] = fold(address)
            self._hold(fold(address), person)
        if _is_like_a_name(person) and person not in _words_of(name):
            self._hold(person, person)
        for word in _words_of(name):
            if self._hold(word, person):
                self._slips.add(word)

    def _hold(self, word: str, person: str) -> bool:
        """Whether a word, that from now on finds a person too, is new."""
        held = self._ids.get(word)
        if held is None:
            self._ids[word] = person
        elif isinstance(held, str):
            self._ids[word] = {held, person}
        else:
            held.add(person)
        return held is None

    def remove(self, person: str) -> None:
        for word in _words_of(self._names.pop(person, "")) | {self._addresses.pop(person, ""), person}:
            held = self._ids.get(word)
            if isinstance(held, set):
                held.discard(person)
                if not held:
                    del self._ids[word]
            elif held == person:
                del self._ids[word]

    def knows(self, word: str) -> bool:
        """Whether somebody has `word` in the name, as it stands."""
        return fold(word) in self._ids

    def knows_any(self, low: Sequence[str]) -> bool:
        """Whether any of some words, in lower case, is one of somebody's name."""
        return not self._ids.keys().isdisjoint(low) or (not "".join(low).isascii() and any(map(self.knows, low)))

    def find(self, words: Sequence[str], at: int = 0) -> tuple[int, tuple[str, ...]]:
        """Whom the words from `at` on name exactly: how many words were used, and the ids that fit.

        Several ids: the name is shared, ask which. (0, ()): nobody.
        """
        ids: frozenset[str] | set[str] = frozenset()
        end = at
        while end < len(words) and (held := self._ids.get(fold(words[end]))):
            these = {held} if isinstance(held, str) else held
            both = these if end == at else ids & these
            if not both:
                break
            ids, end = both, end + 1
        return end - at, tuple(sorted(ids)) if len(ids) < 50 else tuple(ids)

    def find_misspelt(self, words: Sequence[str], at: int = 0) -> tuple[int, tuple[str, ...]]:
        """As `find`, for words of which some hold one slip each."""
        first = self._repaired(words[at]) if at < len(words) else None
        if first is None:
            return 0, ()
        return self.find([first, *(self._repaired(word) or "\0" for word in words[at + 1 : at + 3])])

    def near(self, word: str) -> tuple[str, ...]:
        """Whom a word nearly names, the short names too: "anna" is near "ana". Nobody where it is far from a name."""
        word = fold(word)
        if len(word) < _SHORTEST_NEAR or not word.isalpha():
            return ()
        cut = (word[:at] + word[at + 1 :] for at in range(1, len(word)))
        turned = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
        put = (word[:at] + letter + word[at:] for at in range(1, len(word) + 1) for letter in _LETTERS)
        changed = (word[:at] + letter + word[at + 1 :] for at in range(1, len(word)) for letter in _LETTERS)
        found: dict[str, None] = {}
        for other in (*cut, *turned, *put, *changed):
            if len(other) >= _SHORTEST_NEAR and other != word and (held := self._ids.get(other)):
                found |= dict.fromkeys([held] if isinstance(held, str) else sorted(held)[:_MOST_NEAR])
        return tuple(found)

    def _repaired(self, word: str) -> str | None:
        word = fold(word)
        if word in self._ids:
            return word
        near = [other for other in self._slips.near(word) if other in self._ids]
        return near[0] if len(near) == 1 else None


def _is_like_a_name(person: str) -> bool:
    """Whether an id can be typed for a name: "gus" of a people file, and not "U024BE7LH" of Slack."""
    return person.islower() and person.isalnum() and person.isascii()


def _words_of(name: str) -> set[str]:
    return {fold(word.strip(".,()")) for word in name.replace("’", "'").split()} - {""}


class _Slips:
    """Words within one slip of another, through the hashes of what is left without one letter."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._known: set[str] = set()
        self._fresh: list[str] = []
        self._hashes = np.empty(0, np.int64)
        self._owners = np.empty(0, np.int32)

    def add(self, word: str) -> None:
        if len(word) >= _SHORTEST_REPAIRED and word not in self._known:
            self._known.add(word)
            self._fresh.append(word)

    def near(self, word: str) -> list[str]:
        """Known words with the same first letter, one insertion, deletion, change or swap away."""
        if len(word) < _SHORTEST_REPAIRED:
            return []
        if len(self._fresh) > _REBUILD_AFTER or (self._fresh and not self._words):
            self._rebuild()
        wanted = np.fromiter(map(hash, shortened(word)), np.int64)
        starts = np.searchsorted(self._hashes, wanted, "left")
        ends = np.searchsorted(self._hashes, wanted, "right")
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        owners = {owner for a, b in spans if a < b for owner in self._owners[a:b].tolist()}
        candidates = [self._words[owner] for owner in owners] + self._fresh
        return [
            other
            for other in candidates
            if other[0] == word[0]
            and abs(len(other) - len(word)) <= 1
            and OSA.distance(other, word, score_cutoff=1) <= 1
        ]

    def _rebuild(self) -> None:
        self._words += self._fresh
        self._fresh = []
        sizes = np.fromiter((len(word) + 1 for word in self._words), np.int32, len(self._words))
        every = (hash(one) for word in self._words for one in shortened(word))
        hashes = np.fromiter(every, np.int64, int(sizes.sum()))
        owners = np.repeat(np.arange(len(self._words), dtype=np.int32), sizes)
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._owners = hashes[order], owners[order]
