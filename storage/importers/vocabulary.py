"""The words of spreadsheets, from columns.toml: what columns, levels and products are called."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from policy.catalogue import Catalogue

_FILE: Final = Path(__file__).parent / "columns.toml"


def as_compared(cell: str) -> str:
    """A cell in the one way that names are compared in: in lower case, with single blanks."""
    return " ".join(cell.split()).casefold()


class Columns(BaseModel):
    """A kind of file: fields with the names of their columns, and which must be there.

    `likely` are names that people give to the columns of lists of their own, and that may mean something else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    needed: tuple[tuple[str, ...], ...]
    column: Mapping[str, tuple[str, ...]]
    likely: Mapping[str, tuple[str, ...]] = {}

    def found_in(self, header: Sequence[str]) -> dict[str, int] | None:
        """Where each field stands in a header; None for a header of another kind of file."""
        places = _places(header, self.column, {})
        return None if self.lacks(places) else places

    def guessed_in(self, header: Sequence[str]) -> dict[str, int]:
        """As much as can be guessed of where each field stands, by the likely names too."""
        return _places(header, self.likely, _places(header, self.column, {}))

    def lacks(self, places: Collection[str]) -> list[tuple[str, ...]]:
        """The groups of fields of which one is needed and none is there."""
        return [group for group in self.needed if not any(field in places for field in group)]


def _places(header: Sequence[str], named: Mapping[str, Iterable[str]], found: Mapping[str, int]) -> dict[str, int]:
    """Where the fields stand that are not found yet, each by the first of its names that no other has taken."""
    names = [as_compared(cell) for cell in header]
    places = dict(found)
    for field, wanted in named.items():
        at = (names.index(name.casefold()) for name in wanted if name.casefold() in names)
        if field not in places and (place := next((one for one in at if one not in places.values()), None)) is not None:
            places[field] = place
    return places


class Level(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    words: tuple[str, ...]
    product: str


class Vocabulary(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    subscribers: Columns
    licences: Columns
    people: Columns
    level: tuple[Level, ...]
    words: Mapping[str, frozenset[str]]
    special: Mapping[str, frozenset[str]]

    def says(self, word: str, cell: str) -> bool:
        """Whether a cell is one of the words for something: yes, no, token."""
        return as_compared(cell) in self.words[word]

    def level_of(self, cell: str) -> str | None:
        """The product that a subscription level is."""
        words = set(cell.casefold().replace("(", " ").replace(")", " ").split())
        return next((one.product for one in self.level if words.issuperset(one.words)), None)

    def product_of(self, cell: str, catalogue: Catalogue) -> str | None:
        """The product of the catalogue that a cell names, also with a version or an edition behind its name."""
        wanted = as_compared(cell)
        for product, names in self.special.items():
            if wanted in names or wanted == product:
                return product
        names_to_ids = _by_name(catalogue)
        if wanted in names_to_ids:
            return names_to_ids[wanted]
        words = wanted.replace("(", " ").replace(")", " ").split()
        for length in range(len(words) - 1, 0, -1):
            name, rest = " ".join(words[:length]), words[length:]
            if name in names_to_ids and all(_is_edition(word, self.words["edition"]) for word in rest):
                return names_to_ids[name]
        return None


def _is_edition(word: str, editions: frozenset[str]) -> bool:
    return word in editions or word.isdigit()


def _by_name(catalogue: Catalogue) -> dict[str, str]:
    return _cached_names(tuple((product.id, product.name) for product in catalogue.product))


@cache
def _cached_names(products: tuple[tuple[str, str], ...]) -> dict[str, str]:
    by_name: dict[str, str] = {}
    for product, name in products:
        called = name.casefold()
        before, _, older = called.partition(" (")
        for one in (called, product, before, older.rstrip(")")):
            if one:
                by_name.setdefault(one, product)
                by_name.setdefault(f"microsoft {one}", product)
    return by_name


@cache
def vocabulary() -> Vocabulary:
    """The shipped words."""
    return Vocabulary.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))
