"""The tables as a database, as CSV files and as a workbook."""

import csv
import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from storage.audit.columns import TABLES, Table, created, indexes, with_names
from storage.audit.facts import Facts, Row, Value
from storage.audit.rows import rows_of
from storage.audit.verify import LONGEST_CELL, MORE_ROWS, MOST_ROWS, WHO_HAD_WHAT, as_cell


def write_database(file: Path, facts: Facts) -> None:
    """A relational database of every table, with links between them, that opens in any tool for SQLite."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("BEGIN")
        for table in TABLES:
            db.execute(created(table))
            places = ", ".join("?" for _ in table.columns)
            db.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', _tuples(table, facts))
            for index in indexes(table):
                db.execute(index)
        db.execute(WHO_HAD_WHAT)
        db.execute("COMMIT")


def write_csv(folder: Path, database: Path) -> None:
    """A CSV file of each table, in the order of the database; no cell is taken for a formula."""
    folder.mkdir()
    with closing(sqlite3.connect(database)) as db:
        for table in TABLES:
            with (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                sheet = csv.writer(file)
                sheet.writerow(table.names)
                rows = db.execute(f'SELECT {_quoted(table)} FROM "{table.name}" ORDER BY rowid')
                sheet.writerows(map(as_cell, row) for row in rows)


def write_workbook(file: Path, database: Path, about: Iterable[Sequence[Value]], made: dt.datetime) -> None:
    """A workbook with a sheet for each table, after one with the rows `about` it; names stand beside ids."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book, closing(sqlite3.connect(database)) as db:
        book.set_properties({"title": "Audit pack", "created": made.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        front = book.add_worksheet("about")
        front.set_column(0, 0, 24)
        front.set_column(1, 1, 90, wrap)
        for number, (what, value) in enumerate(about):
            _write(front, number, 0, what, bold)
            _write(front, number, 1, value, wrap)
        for table in TABLES:
            _write_sheet(book, db, table, bold)


def _write_sheet(book: Any, db: sqlite3.Connection, table: Table, bold: Any) -> None:
    sheet = book.add_worksheet(table.name)
    names, statement = with_names(table)
    for place, name in enumerate(names):
        sheet.set_column(place, place, max(10, min(40, len(name) + 6)))
        sheet.write_string(0, place, name, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    last = 0
    for last, row in enumerate(db.execute(statement), 1):
        if last > MOST_ROWS:
            sheet.write_string(last, 0, MORE_ROWS)
            break
        for place, value in enumerate(row):
            _write(sheet, last, place, value)
    sheet.autofilter(0, 0, max(1, last), len(names) - 1)


def _write(sheet: Any, row: int, place: int, value: Value, style: Any = None) -> None:
    """Texts as texts, whatever they begin with."""
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, place, value[:LONGEST_CELL], style)
    else:
        sheet.write_number(row, place, value, style)


def _tuples(table: Table, facts: Facts) -> Iterator[tuple[Value, ...]]:
    return (_tuple(table, row) for row in rows_of(facts, table.name))


def _tuple(table: Table, row: Row) -> tuple[Value, ...]:
    return tuple(row[name] for name in table.names)


def _quoted(table: Table) -> str:
    return ", ".join(f'"{name}"' for name in table.names)
