"""A file as a list of one kind, its cells found by the names of their columns."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from policy.days import DayOrder
from policy.visible import in_one_line
from policy.whole_keys import with_last_fives
from storage.importers import text, workbook
from storage.importers.days import is_open, order_of
from storage.importers.faults import EmptySheetError, OldExcelError, OtherColumnsError, SheetError, TooLargeError
from storage.importers.limits import LONGEST_CELL, MOST_BYTES, MOST_ROWS
from storage.importers.near import near, said_of
from storage.importers.vocabulary import Columns, as_compared, vocabulary

_HEADER_WITHIN: Final = 20
"""A list may begin with a title and some notes; the line with the columns is one of the first."""

_ONLY_OF_LICENCES: Final = frozenset(
    {"product", "quantity", "key", "token", "activations", "left", "seats", "level", "assigned", "activated", "guid"}
)
_DAYS: Final = ("assigned", "activated", "expires", "day")

Progress = Callable[[int, int], None]
"""(done, of all)"""


class Kind(StrEnum):
    SUBSCRIBERS = "subscribers"
    LICENCES = "licences"
    PEOPLE = "people"


_TITLES: Final = {
    Kind.SUBSCRIBERS: "the subscriber export",
    Kind.LICENCES: "a list of grants, keys and tokens",
    Kind.PEOPLE: "a list of people",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its line or row number in the file, and its cells by field; empty cells are left out."""

    number: int
    cells: dict[str, str]
    fault: str = ""

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a file holds. `order`: how its days are proved to be written; `both_orders`: it has both.

    `notes`: what a person should know of how the file was read, in sentences. `guessed`: some columns were taken for
    what they are likely to be, so that a person has to look before anything is recorded.
    """

    file: str
    sha256: str
    kind: Kind
    lines: tuple[Line, ...]
    order: DayOrder | None = None
    both_orders: bool = False
    has_open_days: bool = False
    notes: tuple[str, ...] = field(default=())
    guessed: bool = False


def read_file(path: Path | str) -> Listed:
    """The list in a file on disk. Raises a SheetError that says what to do."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(path.name, size)
        raw = path.read_bytes()
    except OSError as error:
        raise SheetError(file=path.name, fault=error.strerror or "the disk refused it") from error
    return read_list(path.name, raw)


def read_list(file: str, raw: bytes) -> Listed:
    """The list in a file, of which `file` is the name. Raises a SheetError that says what to do."""
    file = with_last_fives(in_one_line(file)) or "the file"
    if len(raw) > MOST_BYTES:
        raise _too_large(file, len(raw))
    notes: list[str] = []
    if raw.startswith(workbook.OLD_EXCEL):
        raise OldExcelError(file=file)
    if raw.startswith(workbook.ZIP):
        rows = workbook.rows_of(file, raw)
    else:
        decoded, encoding = text.decoded(file, raw)
        rows = text.rows_of(file, decoded)
        if not encoding.startswith("utf"):
            notes.append(f"The file is not UTF-8; I read it as {encoding}. Look whether names with accents are right.")
    found = _columns_of(file, rows)
    notes += found.notes
    lines = tuple(_lines(file, found.rows, found.places, len(found.header)))
    if not lines:
        raise EmptySheetError(file=file)
    if raw.startswith(workbook.ZIP) and (merged := workbook.merged_cells(raw)):
        notes.append(f"Cells are merged ({', '.join(merged[:3])}): only the first of such cells has a value.")
    days = [cell for line in lines for name in _DAYS if (cell := line[name])]
    order, both = order_of(days)
    return Listed(
        file=file,
        sha256=hashlib.sha256(raw).hexdigest(),
        kind=found.kind,
        lines=lines,
        order=order,
        both_orders=both,
        has_open_days=any(map(is_open, days)),
        notes=tuple(notes),
        guessed=bool(found.notes),
    )


def _too_large(file: str, size: int) -> TooLargeError:
    return TooLargeError(file=file, found=f"{size >> 20:,} MB", most=f"{MOST_BYTES >> 20} MB")


class _Found(NamedTuple):
    """The kind of a file, where each field stands, its header, the rows below it, and what was guessed, in words."""

    kind: Kind
    places: dict[str, int]
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    notes: tuple[str, ...] = ()


def _columns_of(file: str, rows: Iterator[tuple[int, list[str]]]) -> _Found:
    """The kind of a file by the line of its columns: by their names, else by the likely ones."""
    words = vocabulary()
    kinds: dict[Kind, Columns] = {
        Kind.SUBSCRIBERS: words.subscribers,
        Kind.LICENCES: words.licences,
        Kind.PEOPLE: words.people,
    }
    first: list[str] = []
    seen: list[tuple[int, list[str]]] = []
    for number, (line, cells) in enumerate(rows):
        seen.append((line, cells))
        first = cells if not first or (_is_a_title(first) and not _is_a_title(cells)) else first
        fitting = [(kind, places) for kind, columns in kinds.items() if (places := columns.found_in(cells)) is not None]
        if any(kind is Kind.PEOPLE and "id" not in places for kind, places in fitting) and _is_of_licences(
            cells, kinds
        ):
            fitting = [one for one in fitting if one[0] is not Kind.PEOPLE]  # who has what is more than who there is
        if any(words.says("holder", cell) for cell in cells):
            fitting = [one for one in fitting if one[0] is not Kind.LICENCES]  # who has what grants nothing
        if fitting:
            return _Found(*max(fitting, key=lambda one: len(one[1])), cells, rows)
        if number >= _HEADER_WITHIN:
            break
    if not first:
        raise EmptySheetError(file=file)
    if guessed := _guessed(seen, rows, kinds):
        return guessed
    found = ", ".join(" ".join(cell.split()) for cell in first if cell.strip())
    called = {_TITLES[kind]: columns for kind, columns in kinds.items()}
    raise OtherColumnsError(file=file, found=with_last_fives(found)[:120], near=near(first, called))


def _guessed(
    seen: list[tuple[int, list[str]]], rows: Iterator[tuple[int, list[str]]], kinds: Mapping[Kind, Columns]
) -> _Found | None:
    """The first line whose cells are likely to be columns, the rows below it, and what was taken for what."""
    for at, (_, cells) in enumerate(seen):
        for kind in (Kind.SUBSCRIBERS, Kind.LICENCES):
            columns = kinds[kind]
            places = columns.guessed_in(cells)
            if columns.lacks(places) or (kind is Kind.LICENCES and _is_of_holders(cells)):
                continue
            note = f"{_TITLES[kind].capitalize()} by its looks: {said_of(cells, places, columns)}. Is that right?"
            return _Found(kind, places, cells, chain(seen[at + 1 :], rows), (note,))
    return None


def _is_of_holders(cells: list[str]) -> bool:
    """Whether a column says who has something: such a list grants nothing."""
    likely = {as_compared(name) for name in vocabulary().subscribers.likely["name"]}
    return any(as_compared(cell) in likely or vocabulary().says("holder", cell) for cell in cells)


def _is_a_title(cells: list[str]) -> bool:
    """Whether a line has one cell alone, as what stands above the columns."""
    return sum(bool(cell.strip()) for cell in cells) < 2


def _is_of_licences(header: list[str], kinds: dict[Kind, Columns]) -> bool:
    """Whether a header has a column of licences: a product, a level, a key, a number."""
    said = {as_compared(cell) for cell in header}
    columns = [names for field, names in kinds[Kind.LICENCES].column.items() if field in _ONLY_OF_LICENCES]
    columns += [names for field, names in kinds[Kind.SUBSCRIBERS].column.items() if field in _ONLY_OF_LICENCES]
    return any(name.casefold() in said for names in columns for name in names)


def _lines(file: str, rows: Iterator[tuple[int, list[str]]], places: dict[str, int], width: int) -> Iterator[Line]:
    for count, (number, cells) in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise TooLargeError(file=file, found=f"it has more than {MOST_ROWS:,} rows", most=f"{MOST_ROWS:,} rows")
        found = {
            name: with_last_fives(cell)
            for name, place in places.items()
            if place < len(cells) and (cell := " ".join(cells[place].split()))
        }
        if any(cell.strip() for cell in cells[width:]):
            yield Line(number, found, "There are more cells than columns; a cell with a separator in it needs quotes.")
        elif any(len(cell) > LONGEST_CELL or "\0" in cell for cell in found.values()):
            yield Line(number, {}, f"A cell is longer than {LONGEST_CELL:,} characters, or has one that is none.")
        elif found:
            yield Line(number, found)
