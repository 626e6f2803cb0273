"""The words of spreadsheets, from columns.toml: what columns, levels and products are called."""

import tomllib
from collections.abc import Mapping
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
    """A kind of file: fields with the names of their columns, and which must be there."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    needed: tuple[tuple[str, ...], ...]
    column: Mapping[str, tuple[str, ...]]

    def found_in(self, header: list[str]) -> dict[str, int] | None:
        """Where each field stands in a header; None for a header of another kind of file."""
        names = [as_compared(cell) for cell in header]
        places: dict[str, int] = {}
        for field, wanted in self.column.items():
            for name in wanted:
                if name.casefold() in names and names.index(name.casefold()) not in places.values():
                    places[field] = names.index(name.casefold())
                    break
        complete = all(any(field in places for field in group) for group in self.needed)
        return places if complete else None


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
