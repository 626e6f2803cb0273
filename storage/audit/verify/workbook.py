"""The workbook, read as a spreadsheet program reads it: nothing may stand in it but what the tables say.

What could show other data is refused by a list of all that the desk writes: parts, relations, elements, attributes.
"""

import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from storage.audit.columns import TABLES, Table, with_names
from storage.audit.verify.chain import Fields

WORKBOOK = "audit.xlsx"
LONGEST_CELL = 32_000
"""Characters of a text in the workbook; the rest of it stands in the database."""
MOST_ROWS = 1_000_000
"""Rows of a sheet of the workbook; all of them stand in the database."""
MORE_ROWS = "There are more rows; the CSV file has them all."
SHEETS = ("about", *(table.name for table in TABLES))
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OF_BOOK = {
    **{f"worksheets/sheet{number}.xml": f"{RELATIONS}/worksheet" for number in range(1, len(SHEETS) + 1)},
    "theme/theme1.xml": f"{RELATIONS}/theme",
    "styles.xml": f"{RELATIONS}/styles",
}
"""What the workbook relates to, and as what: a sheet's data is found by its name, its id there, its target here."""
OF_PACKAGE = {
    "xl/workbook.xml": f"{RELATIONS}/officeDocument",
    "docProps/core.xml": f"{PACKAGE}/relationships/metadata/core-properties",
    "docProps/app.xml": f"{RELATIONS}/extended-properties",
}
CONTENT = "application/vnd.openxmlformats-"
TYPES = {
    "/xl/workbook.xml": f"{CONTENT}officedocument.spreadsheetml.sheet.main+xml",
    "/xl/styles.xml": f"{CONTENT}officedocument.spreadsheetml.styles+xml",
    "/xl/theme/theme1.xml": f"{CONTENT}officedocument.theme+xml",
    "/docProps/core.xml": f"{CONTENT}package.core-properties+xml",
    "/docProps/app.xml": f"{CONTENT}officedocument.extended-properties+xml",
    "rels": f"{CONTENT}package.relationships+xml",
    "xml": "application/xml",
    **dict.fromkeys(
        (f"/xl/worksheets/sheet{number}.xml" for number in range(1, len(SHEETS) + 1)),
        f"{CONTENT}officedocument.spreadsheetml.worksheet+xml",
    ),
}
CONTENTS = "[Content_Types].xml"
PARTS = {
    *(CONTENTS, "_rels/.rels", "xl/_rels/workbook.xml.rels"),
    *(f"xl/{target}" for target in OF_BOOK),
    *OF_PACKAGE,
}
IN_BOOK = {
    "workbook": "",
    "fileVersion": "appName lastEdited lowestEdited rupBuild",
    "workbookPr": "defaultThemeVersion",
    "bookViews": "",
    "workbookView": "xWindow yWindow windowWidth windowHeight",
    "sheets": "",
    "sheet": f"name sheetId {{{RELATIONS}}}id",
    "definedNames": "",
    "definedName": "name localSheetId hidden",
    "calcPr": "calcId fullCalcOnLoad",
}
IN_SHEET = {
    "worksheet": "",
    "sheetPr": "",
    "pageSetUpPr": "fitToPage",
    "dimension": "ref",
    "sheetViews": "",
    "sheetView": "tabSelected workbookViewId",
    "pane": "ySplit topLeftCell activePane state",
    "selection": "pane",
    "sheetFormatPr": "defaultRowHeight",
    "cols": "",
    "col": "min max width style customWidth",
    "sheetData": "",
    "row": "r",
    "c": "r s t",
    "is": "",
    "t": "{http://www.w3.org/XML/1998/namespace}space",
    "v": "",
    "autoFilter": "ref",
    "pageMargins": "left right top bottom header footer",
    "pageSetup": "fitToHeight orientation",
}
IN_STYLES = {
    **dict.fromkeys("styleSheet b left right top diagonal".split(), ""),
    **dict.fromkeys("fonts fills borders cellStyleXfs cellXfs cellStyles dxfs".split(), "count"),
    **dict.fromkeys("font fill border".split(), ""),
    **dict.fromkeys("sz name family scheme".split(), "val"),
    "color": "theme auto",
    "patternFill": "patternType",
    "bottom": "style",
    "xf": "numFmtId fontId fillId borderId xfId applyFont applyBorder applyAlignment",
    "alignment": "vertical wrapText",
    "cellStyle": "name xfId builtinId",
    "tableStyles": "count defaultTableStyle defaultPivotStyle",
}
ONLY = {
    **{"numFmtId": {"0"}, "theme": {"1"}, "auto": {"1"}, "patternType": {"none", "gray125"}},
    **{"defaultRowHeight": {"15"}, "ySplit": {"1"}, "topLeftCell": {"A2"}, "tabSelected": {"1"}, "fitToHeight": {"0"}},
    **{"<sz>": {"11"}, "<name>": {"Calibri"}, "<scheme>": {"minor"}},
}
"""Values of attributes and elements that show a cell as what it holds; others could show it as something else."""
NARROWEST = 5.0
PLAIN_THEME = (
    r'<a:dk1><a:sysClr val="windowText"[^>]*/></a:dk1><a:lt1><a:sysClr val="window"[^>]*/></a:lt1>.*'
    r'<a:minorFont><a:latin typeface="Calibri"[^>]*/>'
)


def check_workbook(db: sqlite3.Connection, file: Path, manifest: Fields) -> list[str]:
    """Every sheet has the rows of its table, with the names that stand for ids; and there is nothing besides."""
    try:
        with zipfile.ZipFile(file) as book:
            parts = book.namelist()
            if len(parts) != len(set(parts)) or set(parts) != PARTS:
                odd = sorted(set(parts) ^ PARTS) or ["one twice"]
                return [f"{WORKBOOK}: it has other parts than the desk writes: {', '.join(odd[:3])}"]
            sheets = sheets_of(book)
            found = [fault_of(book, sheets["about"], about(manifest), None)]
            for table in TABLES:
                found.append(fault_of(book, sheets[table.name], rows_of_table(db, table), table))
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        return [f"{WORKBOOK}: it can't be read as the desk wrote it: {error}"]
    return [f"{WORKBOOK}, {name}: {fault}" for name, fault in zip(SHEETS, found, strict=True) if fault]


def sheets_of(book: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by its name. Raises ValueError where a program could show something else."""
    types = [(one.get("Extension") or one.get("PartName"), one.get("ContentType")) for one in root_of(book, CONTENTS)]
    if dict(types) != TYPES or len(types) != len(TYPES):
        raise ValueError("[Content_Types].xml: it says of a part what the desk does not")
    if sorted(related(book, "_rels/.rels").values()) != sorted(OF_PACKAGE.items()):
        raise ValueError("_rels/.rels: it leads elsewhere")
    targets = related(book, "xl/_rels/workbook.xml.rels")
    if sorted(targets.values()) != sorted(OF_BOOK.items()):
        raise ValueError("xl/_rels/workbook.xml.rels: it leads elsewhere")
    for part, written in (("xl/workbook.xml", IN_BOOK), ("xl/styles.xml", IN_STYLES)):
        for node in root_of(book, part).iter():
            refuse_unknown(node, allowed(written), part)
    if not re.search(PLAIN_THEME, book.read("xl/theme/theme1.xml").decode(), re.DOTALL):
        raise ValueError("xl/theme/theme1.xml: its text is not black on white")
    listed = root_of(book, "xl/workbook.xml").iter(f"{{{MAIN}}}sheet")
    named = [(one.get("name"), one.get(f"{{{RELATIONS}}}id")) for one in listed]
    if tuple(name for name, _ in named) != SHEETS or len({id for _, id in named}) != len(SHEETS):
        raise ValueError("xl/workbook.xml: its sheets are not about and the tables, in order")
    found = {str(name): targets[str(id)] for name, id in named}
    if any(kind != f"{RELATIONS}/worksheet" for _, kind in found.values()):
        raise ValueError("xl/workbook.xml: a sheet of it is none")
    return {name: f"xl/{target}" for name, (target, _) in found.items()}


def related(book: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """(target, kind) of each relation by its id; none leads out of the file."""
    found = {}
    for one in root_of(book, part):
        if set(one.attrib) != {"Id", "Type", "Target"} or one.attrib["Id"] in found:
            raise ValueError(f"{part}: a relation is not as the desk writes it")
        found[one.attrib["Id"]] = (one.attrib["Target"], one.attrib["Type"])
    return found


def root_of(book: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """The XML of a small part; one that declares entities is refused."""
    raw = book.read(part)
    if not raw.startswith(b'<?xml version="1.0" encoding="UTF-8"') or b"<!" in raw or raw.count(b"<?") > 1:
        raise ValueError(f"{part}: it is not XML as the desk writes it")
    return ElementTree.fromstring(raw)  # noqa: S314  # without a DOCTYPE there are no entities


def allowed(written: dict[str, str]) -> dict[str, set[str]]:
    """The attributes of each element."""
    return {tag: set(names.split()) for tag, names in written.items()}


def refuse_unknown(node: ElementTree.Element, known: dict[str, set[str]], part: str) -> None:
    """Raises ValueError for an element, an attribute or a value that the desk does not write."""
    space, _, tag = node.tag.rpartition("}")
    more = sorted(node.attrib.keys() - known.get(tag, set()))
    if space != f"{{{MAIN}" or tag not in known or more:
        raise ValueError(f"{part}: {' '.join([tag, *more[:1]])} is not what the desk writes")
    values = {**node.attrib, f"<{tag}>": node.get("val", "")}
    odd = [name for name, value in values.items() if name in ONLY and value not in ONLY[name]]
    if odd or (tag == "col" and not float(node.get("width", "0")) >= NARROWEST):
        raise ValueError(f"{part}: {tag} could show something else than what stands in the cells")


def about(manifest: Fields) -> Iterator[list[Any]]:
    """The rows of the first sheet: what the pack is, and what each table says."""
    day, made = date.fromisoformat(manifest["as_of"]), datetime.fromisoformat(manifest["made_at"])
    head = manifest["head"]
    yield ["Workspace", manifest["workspace"]]
    yield ["As of", in_words(day)]
    yield ["Made", f"{in_words(made.date())}, {made:%H:%M} UTC"]
    yield ["Entries", manifest["entries"]]
    yield ["Head of the chain", f"{manifest['workspace']}:{head['seq']}:{head['hash']}"]
    yield from ([table.name, table.says] for table in TABLES)


def in_words(day: date) -> str:
    """A day as the desk writes it: 5 Feb 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def rows_of_table(db: sqlite3.Connection, table: Table) -> Iterator[list[Any]]:
    """The rows of a sheet as they have to be: its columns, then those of the table."""
    names, statement = with_names(table)
    yield names
    for number, row in enumerate(db.execute(statement)):
        if number == MOST_ROWS:
            yield [MORE_ROWS]
            return
        yield list(row)


def fault_of(book: zipfile.ZipFile, part: str, wanted: Iterator[list[Any]], table: Table | None) -> str | None:
    """The first row of a sheet that is not as it has to be."""
    rows = zip_longest(rows_of_sheet(book, part), wanted)
    for number, (found, row) in enumerate(rows, 1):
        if row is None:
            return "it has more rows than the table"
        if found != {place: value for place, one in enumerate(row) if (value := as_in_sheet(one)) is not None}:
            return f"row {number} differs from {'the table' if number > 1 else 'what it should say'}"
    return None


def as_in_sheet(value: Any) -> Any:
    """A value as a cell can hold it: text cut, an empty one left out."""
    return value[:LONGEST_CELL] or None if isinstance(value, str) else value


def rows_of_sheet(book: zipfile.ZipFile, part: str) -> Iterator[dict[int, Any]]:
    """The rows of a sheet: of each the cells that have something, by column. Raises ValueError for anything odd."""
    with book.open(part) as file:
        if b"<!" in file.read(1_000):
            raise ValueError(f"{part}: it is not XML as the desk writes it")
    known = allowed(IN_SHEET)
    with book.open(part) as file:
        last = 0
        for event, node in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314  # see above
            if event == "start":
                refuse_unknown(node, known, part)
            elif node.tag == f"{{{MAIN}}}row":
                last += 1
                if node.get("r") != str(last):
                    raise ValueError(f"{part}: row {node.get('r')} stands where row {last} should")
                yield cells_of(node, last, part)
                node.clear()


def cells_of(row: ElementTree.Element, number: int, part: str) -> dict[int, Any]:
    """The values of a row's cells, by column from 0: texts and numbers, nothing that a program would work out."""
    cells: dict[int, Any] = {}
    last = -1
    for cell in row:
        place = place_of(cell.get("r", ""), number)
        shape = [one.tag.rpartition("}")[2] for one in cell.iter()]
        kind = cell.get("t")
        if place <= last or (kind, *shape) not in ((None, "c", "v"), ("inlineStr", "c", "is", "t"), (None, "c")):
            raise ValueError(f"{part}: the cell {cell.get('r')} is not as the desk writes one")
        last = place
        if kind == "inlineStr":
            text = "".join(cell.itertext())
            if shown := re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text):
                cells[place] = shown
        elif len(shape) > 1:
            cells[place] = float("".join(cell.itertext()))
    return cells


def place_of(name: str, row: int) -> int:
    """The column of a cell from 0; -1 where its name is of another row."""
    letters = name.rstrip("0123456789")
    if not letters.isascii() or not letters.isupper() or name != f"{letters}{row}":
        return -1
    return sum((ord(one) - 64) * int(26**power) for power, one in enumerate(reversed(letters))) - 1
