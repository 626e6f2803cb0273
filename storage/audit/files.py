"""The tables as a database, as CSV files and as a workbook."""

import csv
import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]

from storage.audit.columns import INTEGER, NUMBER, TABLES, Column, Table
from storage.audit.facts import Facts, Row, Value
from storage.audit.rows import rows_of
from storage.audit.verify import LONGEST_CELL, MOST_ROWS, WHO_HAD_WHAT, as_cell

_LEFT_OUT: Final = frozenset({"cause", "body", "hash"})
"""Columns that are for machines: they stand in the database and the CSV files."""


def write_database(file: Path, facts: Facts) -> None:
    """A relational database of every table, with links between them, that opens in any tool for SQLite."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("BEGIN")
        for table in TABLES:
            db.execute(_created(table))
            places = ", ".join("?" for _ in table.columns)
            db.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', _tuples(table, facts))
            for column in table.columns[1:]:
                if column.links:
                    db.execute(f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")')
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


def write_workbook(file: Path, database: Path, about: Sequence[tuple[str, Value]], made: dt.datetime) -> None:
    """A workbook with a sheet for each table; names stand beside ids."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book, closing(sqlite3.connect(database)) as db:
        book.set_properties({"title": "Audit pack", "created": made.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        front = book.add_worksheet("about")
        front.set_column(0, 0, 24)
        front.set_column(1, 1, 90, wrap)
        for number, (what, value) in enumerate([*about, *((table.name, table.says) for table in TABLES)]):
            _write(front, number, 0, what, bold)
            _write(front, number, 1, value, wrap)
        for table in TABLES:
            _write_sheet(book, db, table, bold)


def _write_sheet(book: Any, db: sqlite3.Connection, table: Table, bold: Any) -> None:
    sheet = book.add_worksheet(table.name)
    names, statement = _with_names(table)
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
            sheet.write_string(last, 0, "There are more rows; the CSV file has them all.")
            break
        for place, value in enumerate(row):
            _write(sheet, last, place, value)
    sheet.autofilter(0, 0, max(1, last), len(names) - 1)


def _with_names(table: Table) -> tuple[list[str], str]:
    """The columns of a sheet, and the statement that gives its rows: after each id the name that it stands for."""
    names, wanted, joins = [], [], []
    for column in table.columns:
        if column.name in _LEFT_OUT:
            continue
        names.append(column.name)
        wanted.append(f't."{column.name}"')
        if column.links in ("people(id)", "products(id)"):
            other = column.links.partition("(")[0]
            joins.append(f'LEFT JOIN {other} AS "{column.name}_of" ON "{column.name}_of".id = t."{column.name}"')
            names.append(f"{column.name} (name)")
            wanted.append(f'"{column.name}_of".name')
    return names, f'SELECT {", ".join(wanted)} FROM "{table.name}" AS t {" ".join(joins)} ORDER BY t.rowid'


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


def _created(table: Table) -> str:
    lines = [_column(column, is_key=table.has_key and place == 0) for place, column in enumerate(table.columns)]
    columns = ",\n  ".join(lines)
    return f'CREATE TABLE "{table.name}" (\n  {columns}\n)'


def _column(column: Column, *, is_key: bool) -> str:
    kind = "NUMERIC" if column.type == NUMBER else column.type
    links = f" REFERENCES {column.links}" if column.links else ""
    key = " PRIMARY KEY" if is_key else ""
    return f'"{column.name}" {INTEGER if column.type == INTEGER else kind}{key}{links}'


def _quoted(table: Table) -> str:
    return ", ".join(f'"{name}"' for name in table.names)
