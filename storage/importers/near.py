"""What columns that nobody knows may be called, and which are missing: for the refusal of a file."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from policy.whole_keys import with_last_fives
from storage.importers.vocabulary import Columns

_AS_NEAR: Final = 0.74
_MOST: Final = 4
_ENOUGH: Final = 2
"""Columns that are likely those of a kind before it is said what else it needs."""


def near(header: Sequence[str], kinds: Mapping[str, Columns]) -> str:
    """The nearest names of columns that are unknown, and what is missing for the likeliest kind; "" where nothing is.

    `kinds` by what they are called. Begins with a blank, for it stands behind a sentence.
    """
    if partly := _partly(header, kinds):
        return partly
    names = {name.casefold(): name for kind in kinds.values() for group in kind.column.values() for name in group}
    said = [" ".join(cell.split()) for cell in header if cell.strip()]
    meant = [(cell, found) for cell in said if cell.casefold() not in names and (found := _nearest(cell, names))]
    if meant:
        pairs = [f"“{with_last_fives(cell)[:40]}” for “{name}”" for cell, name in meant[:_MOST]]
        return f" Does it say {' and '.join(pairs)}?"
    title, kind = max(kinds.items(), key=lambda one: len(_fields(one[1], said)))
    missing = _missing(kind, _fields(kind, said))
    return f" For {title} a column {' and '.join(missing)} is missing." if missing and _fields(kind, said) else ""


def said_of(header: Sequence[str], places: Mapping[str, int], columns: Columns) -> str:
    """Which columns were taken for which: "“Licence” as Subscription Level and “Since” as Assigned"."""
    pairs = [
        (with_last_fives(" ".join(header[at].split()))[:40], columns.column[name][0]) for name, at in places.items()
    ]
    said = [f"“{cell}” as {name}" for cell, name in pairs if cell.casefold() != name.casefold()]
    return " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))


def _partly(header: Sequence[str], kinds: Mapping[str, Columns]) -> str:
    """What is missing where some of the columns are likely to be those of a kind; "" where none or all are."""

    def fit(columns: Columns) -> tuple[int, int, int]:
        places = columns.guessed_in(header)
        return -len(columns.lacks(places)), len(_fields(columns, header)), len(places)

    title, columns = max(kinds.items(), key=lambda one: fit(one[1]))
    places = columns.guessed_in(header)
    guessed = {name: at for name, at in places.items() if name not in _fields(columns, header)}
    lacking = columns.lacks(places)
    if not guessed or not lacking or len(places) < _ENOUGH:
        return ""
    missing = " and ".join(" or ".join(columns.column[name][0] for name in group) for group in lacking)
    return f" I can read {said_of(header, places, columns)}, as in {title}, but a column {missing} is missing."


def _nearest(cell: str, names: Mapping[str, str]) -> str | None:
    found = get_close_matches(cell.casefold(), names, 1, _AS_NEAR)
    return names[found[0]] if found else None


def _fields(kind: Columns, said: Iterable[str]) -> set[str]:
    low = {cell.casefold() for cell in said}
    return {field for field, names in kind.column.items() if any(name.casefold() in low for name in names)}


def _missing(kind: Columns, there: set[str]) -> list[str]:
    """What is missing: the first name of each column of which one is needed."""
    lacking = [group for group in kind.needed if there.isdisjoint(group)]
    return [" or ".join(kind.column[field][0] for field in group) for group in lacking]
