"""The CSV files, against the tables."""

import csv
import sqlite3
from pathlib import Path
from typing import Any

from storage.audit.columns import TABLES, Table

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for a formula when a cell begins with it; such cells have a ' before them."""


def check_csv(db: sqlite3.Connection, folder: Path) -> list[str]:
    """Every CSV file has the rows of its table."""
    limit = csv.field_size_limit(2**30)
    try:
        found = [fault_of_csv(db, folder / "csv" / f"{table.name}.csv", table) for table in TABLES]
        return [fault for fault in found if fault]
    finally:
        csv.field_size_limit(limit)


def fault_of_csv(db: sqlite3.Connection, file: Path, table: Table) -> str | None:
    """The first line of a CSV file that is not the row of its table."""
    where = f"csv/{table.name}.csv"
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = csv.reader(opened)
            if next(rows, None) != list(table.names):
                return f"{where}: its first line is not the columns of the table"
            for number, wanted in enumerate(db.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid'), 2):
                if next(rows, None) != [as_cell(value) for value in wanted]:
                    return f"{where}: line {number} differs from the table"
            return None if next(rows, None) is None else f"{where}: it has more lines than the table"
    except (OSError, ValueError, csv.Error) as error:
        return f"{where}: it can't be read: {error}"


def as_cell(value: Any) -> str:
    """A value as it stands in a CSV file: no spreadsheet takes it for a formula."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return str(value)
