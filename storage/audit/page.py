"""A page that needs nothing else: headings, tables and pictures, with every text escaped."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from storage.audit.facts import Value

_STYLE: Final = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_SHORT: Final = 13
"""Characters of a cell that is not broken over lines: a day, a number of an entry."""

_MOST_ROWS: Final = 500
"""Of a table in the report; the workbook and the CSV files have them all."""


def page(title: str, parts: Iterable[str]) -> str:
    """The whole page. It loads nothing and runs nothing, whatever stands in it."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{_STYLE}</style></head>\n'
        f"<body><main>\n{chr(10).join(part for part in parts if part)}\n</main></body></html>\n"
    )


def section(title: str, *parts: str) -> Iterator[str]:
    """A heading with what stands under it; one without anything says so."""
    standing = [part for part in parts if part]
    yield f"<section><h2>{escape(title)}</h2>"
    yield from standing or ["<p class=none>Nothing is recorded.</p>"]
    yield "</section>"


def picture(svg: str | None) -> str:
    """A picture of the page; nothing without one."""
    return f"<figure>{svg}</figure>" if svg else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """A table of the page, escaped; of very many rows the first."""
    lines: list[str] = []
    more, numeric = 0, [False] * len(heads)
    for number, row in enumerate(rows):
        if number >= _MOST_ROWS:
            more += 1
            continue
        numeric = [before or isinstance(cell, int | float) for before, cell in zip(numeric, row, strict=True)]
        lines.append(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>")
    if not lines:
        return ""
    marked = zip(heads, numeric, strict=True)
    head = "".join(f"<th{' class=number' if is_number else ''}>{escape(one)}</th>" for one, is_number in marked)
    rest = f"<p class=none>{more:,} more rows are in audit.xlsx and in the CSV files.</p>" if more else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>{rest}"


def _cell(cell: Value) -> str:
    text = _text(cell)
    kind = " class=number" if isinstance(cell, int | float) else " class=short" if len(text) <= _SHORT else ""
    return f"<td{kind}>{escape(text)}</td>"


def _text(cell: Value) -> str:
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) and cell >= 10_000 else str(cell)
