"""The first sheet of an XLSX file as rows of cells, read row by row and never more than the limits."""

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from openpyxl import load_workbook  # type: ignore[import-untyped]

from storage.importers.faults import BrokenWorkbookError, OldExcelError, TooLargeError
from storage.importers.limits import (
    LONGEST_ROW,
    MOST_COLUMNS,
    MOST_OF_A_PART,
    MOST_OF_STRINGS,
    MOST_PARTS,
    MOST_UNPACKED,
)

_CHUNK: Final = 1024 * 1024
_ROW: Final = re.compile(rb"<(/?)(?:\w+:)?(row|sheetData)\b")
_TAG: Final = 64
"""Bytes that may hold the beginning of a tag that the next chunk ends."""

_MERGED: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_MOST_EMPTY: Final = 1_000
"""Empty rows in a row after which a sheet is over: formats alone can fill a million rows."""

ZIP: Final = b"PK\x03\x04"
OLD_EXCEL: Final = bytes.fromhex("d0cf11e0a1b11ae1")

Cells = Iterator[tuple[int, list[str]]]


def rows_of(file: str, raw: bytes) -> Cells:
    """The rows of the first sheet that say something, with their numbers. Raises a SheetError where it comes to it."""
    _look_inside(file, raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles it does not keep
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file claims of its size is not to be trusted
        yield from _said(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
    except Exception as error:  # what openpyxl raises for a part that is not as it should be has no common class
        raise BrokenWorkbookError(file=file, fault=_fault(error)) from error


def merged_cells(raw: bytes) -> list[str]:
    """Where cells of the first sheet are merged: A2:A5. Of such cells only the first has a value."""
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        if not sheets:
            return []
        with book.open(min(sheets, key=lambda name: (len(name), name))) as part:
            tail = b""
            found: list[str] = []
            while chunk := part.read(_CHUNK):
                found += [match[1].decode() for match in _MERGED.finditer(tail + chunk)]
                tail = (tail + chunk)[-64:]
            return list(dict.fromkeys(found))


def _look_inside(file: str, raw: bytes) -> None:
    """Unpacks every part once, counting only: what a zip file says of its sizes may be a lie."""
    if raw.startswith(OLD_EXCEL):
        raise OldExcelError(file=file)
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            parts = book.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise _bomb(file)
            for part in parts:
                left -= _size_of(file, book, part, min(left, _most_of(part.filename)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BrokenWorkbookError(file=file, fault=_fault(error)) from error


def _most_of(part: str) -> int:
    if part.startswith("xl/worksheets/"):
        return MOST_UNPACKED
    return MOST_OF_STRINGS if part.lower().endswith("sharedstrings.xml") else MOST_OF_A_PART


def _size_of(file: str, book: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """The size of a part, unpacked. Raises TooLargeError beyond `most`, and for a row of a sheet without end."""
    size = row = 0
    in_rows, tail = part.filename.startswith("xl/worksheets/"), b""
    with book.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            begins = size - len(tail)
            size += len(chunk)
            if size > most:
                raise _bomb(file)
            text = tail + chunk if in_rows else b""
            for match in _ROW.finditer(text):
                _bound(file, begins + match.start() - row)
                row = begins + match.start()
                in_rows = not (match[1] and match[2] == b"sheetData")
            if in_rows:
                _bound(file, size - row)
                tail = text[-_TAG:]
    return size


def _bound(file: str, length: int) -> None:
    if length > LONGEST_ROW:
        raise TooLargeError(file=file, found="it has a row of millions of cells", most=f"{MOST_COLUMNS} columns")


def _bomb(file: str) -> TooLargeError:
    return TooLargeError(file=file, found="unpacked it is a multiple of its size", most=f"{MOST_UNPACKED >> 20} MB")


def _fault(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _said(rows: Iterator[tuple[Any, ...]]) -> Cells:
    empty = 0
    for number, values in enumerate(rows, 1):
        cells = [_cell(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if cells else empty + 1
        if cells:
            yield number, cells
        if empty > _MOST_EMPTY:
            return


def _cell(value: Any) -> str:
    """A value as a person reads it: a day as ISO, a whole number without decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
