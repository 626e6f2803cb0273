"""A CSV file as rows of cells, whatever program wrote it: its encoding, its separator, its line ends."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Final

from storage.importers.alphabets import alphabet_of
from storage.importers.faults import BrokenQuotesError, UnknownLettersError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 20_000
_SEPARATORS: Final = ",;\t|"

Rows = Iterator[tuple[int, list[str]]]
"""The line on which a row begins, and its cells."""


def decoded(file: str, raw: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises UnknownLettersError."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strictly(file, raw, encoding), encoding
    try:
        text, encoding = raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _guessed(file, raw)
        text = _strictly(file, raw, encoding)
    if "\0" in text:
        raise UnknownLettersError(file=file)
    return text, encoding


def rows_of(file: str, text: str) -> Rows:
    """The rows that say something. Raises BrokenQuotesError where it comes to it."""
    lines = io.StringIO(text, newline="")
    begins = 1
    separator = None
    if text[:5].lower().startswith("sep=") and text[5:6] in ("\n", "\r"):  # Excel's own first line
        separator = text[4]
        lines.readline()
        begins = 2
    reader = csv.reader(lines, delimiter=separator or separator_of(text), strict=True)
    offset = begins - 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + offset + 1
    except csv.Error as error:
        raise BrokenQuotesError(file=file, fault=error, line=begins) from error


def separator_of(text: str) -> str:
    """What stands between the cells: the sign that the first lines have most of, outside quotes."""
    head = text[:_SAMPLE]
    bare = "".join(head.split('"')[::2])
    return max(_SEPARATORS, key=bare.count)


def _guessed(file: str, raw: bytes) -> str:
    """The encoding by the lines that are not plain ASCII, which are few in most files."""
    telling = b"\n".join(line for line in raw.splitlines() if not line.isascii())[:_SAMPLE]
    if (encoding := alphabet_of(telling)) is None:
        raise UnknownLettersError(file=file)
    return encoding


def _strictly(file: str, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownLettersError(file=file) from error
