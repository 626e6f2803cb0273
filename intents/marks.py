"""A sentence while it is tagged: its words, and which of them are taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from intents.days.day import Day
from intents.lexicon import load
from intents.names import Names
from intents.words import STOPS, Words


class Kind(StrEnum):
    PRODUCT = "product"
    OFFER = "offer"
    DATE = "date"
    COUNT = "count"
    KEY = "key"
    TOKEN = "token"  # noqa: S105
    TENANT = "tenant"
    MACHINE = "machine"
    PERSON = "person"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Tag:
    """Words `start` to `end` (not included) name something.

    `value` is a product's or offer's id, a label, a number or a name; `ids` are the people that fit;
    `version` is a product's, as typed; `day` what a date resolves to; `owned` marks a possessive. A
    reference is the number of an order or a case.
    """

    start: int
    end: int
    kind: Kind
    value: str
    text: str
    ids: tuple[str, ...] = ()
    version: str = ""
    day: Day | None = None
    owned: bool = False


_PLACES: Final = frozenset({Kind.TENANT, Kind.MACHINE})
"""A new one is called as it was typed."""


def _lists() -> Mapping[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    for name in ("structure", "naming"):
        for key, entry in load(name).items():
            if "words" in entry:
                lists[key] = frozenset(entry["words"])
    lists["other_systems"] |= frozenset(load("field")["vendors"]["systems"])
    return lists


WORDS: Final = _lists()
"""Words that tell what the words beside them are, by list."""


@dataclass(slots=True)
class Marks:
    """The words of a sentence, the tags found so far, and what is known of words and names.

    `known` tells whether a word is in some list or is ordinary English, `common` whether it is a word of the field;
    `given_names` and `companies` are names wherever they stand. `as_known` marks words that are known and were read
    as they were typed.
    """

    words: Words
    names: Names
    known: Callable[[str], bool]
    given_names: frozenset[str]
    companies: frozenset[str]
    low: list[str]
    taken: list[bool]
    tags: list[Tag]
    common: Callable[[str], bool] = lambda word: True
    as_known: list[bool] = field(default_factory=list)

    def put(
        self,
        kind: Kind,
        start: int,
        end: int,
        value: str = "",
        *,
        ids: tuple[str, ...] = (),
        version: str = "",
        day: Day | None = None,
        text: str = "",
    ) -> None:
        """Adds a tag; none where one of its words is taken."""
        if any(self.taken[start:end]):
            return
        self.taken[start:end] = [True] * (end - start)
        text = text or self.words.piece(start, end)
        value = value or (text if kind in _PLACES else text.lower())
        self.tags.append(Tag(start, end, kind, value, text, ids, version, day, self.words.owns[end - 1]))

    def word(self, at: int) -> str:
        return self.low[at] if 0 <= at < len(self.low) else ""

    def free(self, at: int) -> bool:
        return 0 <= at < len(self.low) and not self.taken[at]

    def is_new(self, at: int) -> bool:
        """A word that no list explains: somebody's or something's name."""
        return (
            self.free(at)
            and self.low[at] not in STOPS
            and self.low[at][0].isalpha()
            and not self.known(self.low[at])
            and self.low[at] not in WORDS["other_systems"]
            and self.low[at] not in self.given_names
        )

    def beside(self, at: int) -> bool:
        """Whether only a blank stands between a word and the one before it."""
        return self.words.text[self.words.spans[at - 1][1] : self.words.spans[at][0]].isspace()

    def capital(self, at: int) -> bool:
        return self.words.typed[at][0].isupper()

    def names_somebody(self, at: int) -> bool:
        """Whether a word can begin a person: a mention, or a name of the directory or the list."""
        if not 0 <= at < len(self.low):
            return False
        word = self.low[at]
        return word[0] == "@" or word.startswith("<@") or word in self.given_names or self.names.people.knows(word)
