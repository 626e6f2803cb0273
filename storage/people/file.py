"""People from a file: `id,name,email,tz,administrator`, as a person would keep it in a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from policy.days import is_zone
from storage.people.directory import Person

_NEEDED: Final = ("id", "name")
_KNOWN: Final = (*_NEEDED, "email", "tz", "administrator")
_YES: Final = frozenset({"yes", "y", "true", "x", "1"})
_NO: Final = frozenset({"", "no", "n", "false", "0"})
_LONGEST: Final = 200
_MOST_FAULTS: Final = 10
_WITHOUT_IDS: Final = (
    ". An id is a short word of your choice, such as ana, by which `--as ana` speaks. A list of names and addresses "
    "without ids is taken in by `mpn import`"
)


class PeopleFileError(Exception):
    """{file}: {faults}"""

    def __init__(self, file: Path | str, faults: list[str]) -> None:
        told = faults[:_MOST_FAULTS]
        if more := len(faults) - len(told):
            told.append(f"and {more:,} more lines")
        super().__init__("\n".join(f"{file}, {fault}" for fault in told))
        self.file, self.faults = file, faults


def read_people(file: Path | str) -> list[Person]:
    """The people of a file. Columns are found by name, in any order; others are passed over.

    Commas, semicolons or tabs between them; with or without a byte order mark. Raises PeopleFileError that
    names each line with a fault.
    """
    rows = csv.reader(io.StringIO(text := _text(file), newline=""), delimiter=_delimiter(text), strict=True)
    people: dict[str, Person] = {}
    lines: dict[str, int] = {}
    faults: list[str] = []
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if missing := [name for name in _NEEDED if name not in header]:
            told = f"line 1: there is no column {' and no column '.join(missing)}; write {','.join(_KNOWN)}"
            raise PeopleFileError(file, [told + (_WITHOUT_IDS if missing == ["id"] else "")])
        for first, cells in _numbered(rows):
            row = dict(zip(header, map(str.strip, cells), strict=False))
            found = list(_faults(row, len(cells) - len(header), lines))
            faults += [f"line {first}: {fault}" for fault in found]
            if not found:
                people[row["id"]] = _person(row)
            lines.setdefault(row.get("id", ""), first)
    except csv.Error as error:
        raise PeopleFileError(file, [*faults, f"line {rows.line_num}: {error}"]) from error
    if faults:
        raise PeopleFileError(file, faults)
    return list(people.values())


def _text(file: Path | str) -> str:
    try:
        return Path(file).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PeopleFileError(file, [f"line {line}: this is not UTF-8; save the file as “CSV UTF-8”"]) from error
    except OSError as error:
        raise PeopleFileError(file, [f"the file can't be read: {error.strerror}"]) from error


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that say something, with the line that each begins on (a quoted cell may go over several)."""
    first = 2
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield first, cells
        first = rows.line_num + 1  # type: ignore[attr-defined]


def _faults(row: Mapping[str, str], surplus: int, lines: Mapping[str, int]) -> Iterator[str]:
    if surplus > 0:
        yield "there are more cells than columns; a name with a comma needs quotes"
    for column in _NEEDED:
        if not row.get(column):
            yield f"there is no {column}"
    for column in _KNOWN:
        if len(row.get(column, "")) > _LONGEST or "\0" in row.get(column, ""):
            yield f"the {column} is too long or has a character that is none"
    if (person := row.get("id")) and person in lines:
        yield f"the id {person} is on line {lines[person]} already"
    if (email := row.get("email")) and "@" not in email:
        yield f"{email!r} is no address"
    if (zone := row.get("tz")) and not is_zone(zone):
        yield f"{zone!r} is no time zone; write one such as Europe/Berlin"
    if (word := row.get("administrator", "").lower()) not in _YES | _NO:
        yield f"administrator is {word!r}; write yes or leave it empty"


def _person(row: Mapping[str, str]) -> Person:
    return Person(
        row["id"],
        row["name"],
        row.get("email", ""),
        row.get("tz", ""),
        administrator=row.get("administrator", "").lower() in _YES,
    )
