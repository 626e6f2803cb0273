"""An audit workbook, or a CSV file, that says something else than the tables is found."""

import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing

import pytest

from storage.audit import Pack, verify, verify_pack
from storage.audit.columns import TABLES
from tests.storage.audited import resealed


@pytest.mark.parametrize(
    ("cell", "value"), [("F2", "dave"), ("G2", "Somebody Else"), ("H2", "2024-03-02"), ("A2", 99), ("A9", 7)]
)
def test_a_workbook_that_says_something_else_is_found_with_the_manifest_made_anew(
    copy: Pack, cell: str, value: object
) -> None:
    sheet = SHEET.format(2 + [table.name for table in TABLES].index("seats"))
    assert faults_of_workbook(copy) == []
    rewritten(copy, {sheet: lambda part: _written(part, cell, value)})
    assert faults_of_workbook(copy) != []


def test_csv_files_that_say_something_else_are_found_with_the_manifest_made_anew(copy: Pack) -> None:
    file = copy.folder / "csv" / "seats.csv"
    text = file.read_text(encoding="utf-8-sig")
    manifest = json.loads((copy.folder / "manifest.json").read_text())
    file.write_text(text.replace(",bob,", ",dave,"), encoding="utf-8-sig")
    manifest["files"]["csv/seats.csv"]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (copy.folder / "manifest.json").write_text(json.dumps(manifest))
    assert any(finding.startswith("csv/seats.csv: line") for finding in verify_pack(copy.folder))


SHEET = "xl/worksheets/sheet{}.xml"


RELS, BOOK, TYPES, STYLES = "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"


SEATS = SHEET.format(2 + [table.name for table in TABLES].index("seats"))


def faults_of_workbook(pack: Pack) -> list[str]:
    manifest = json.loads((pack.folder / "manifest.json").read_text())
    with closing(sqlite3.connect(pack.folder / "audit.sqlite3")) as db:
        return verify.check_workbook(db, pack.folder / "audit.xlsx", manifest)


def rewritten(pack: Pack, parts: dict[str, Callable[[str], str]], *more: tuple[str, str]) -> None:
    """Writes the workbook with some of its parts changed and others put in."""
    with zipfile.ZipFile(pack.folder / "audit.xlsx") as before:
        was = {name: before.read(name).decode() for name in before.namelist()}
    with zipfile.ZipFile(pack.folder / "audit.xlsx", "w") as after:
        for name, part in was.items():
            after.writestr(name, (made := parts.get(name, str)(part)))
            assert name not in parts or made != part, "the attack changed nothing"
        for name, part in more:
            after.writestr(name, part)


def put(before: str, text: str) -> Callable[[str], str]:
    return lambda part: part.replace(before, text + before, 1)


def instead(old: str, new: str) -> Callable[[str], str]:
    return lambda part: part.replace(old, new, 1)


def swapped(one: str, other: str) -> Callable[[str], str]:
    return lambda part: part.replace(one, "\0").replace(other, one).replace("\0", other)


FORGED = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'


ATTACKS: dict[str, tuple[dict[str, Callable[[str], str]], list[tuple[str, str]]]] = {
    "sheets exchanged by their targets": ({RELS: swapped("sheet11.xml", "sheet12.xml")}, []),
    "sheets exchanged by their ids": ({BOOK: swapped('"rId11"', '"rId12"')}, []),
    "sheets exchanged by their names": ({BOOK: swapped('name="seats"', 'name="machines"')}, []),
    "a target that a new part brings": (
        {RELS: instead("worksheets/sheet11.xml", "worksheets/sheet99.xml")}, [("xl/worksheets/sheet99.xml", FORGED)]),
    "a target from the root": ({RELS: instead('"worksheets/sheet11.xml', '"/xl/worksheets/sheet12.xml')}, []),
    "a target elsewhere": ({RELS: instead('sheet11.xml"/>', 'sheet11.xml" TargetMode="External"/>')}, []),
    "one id twice": ({RELS: instead('"rId12"', '"rId11"')}, []),
    "another workbook": (
        {"_rels/.rels": instead("xl/workbook.xml", "xl/other.xml")}, [("xl/other.xml", FORGED)]),
    "a part twice": ({}, [(SEATS, FORGED)]),
    "a part too many": ({}, [("xl/sharedStrings.xml", "<sst/>")]),
    "a hidden sheet": ({BOOK: instead('name="seats"', 'name="seats" state="hidden"')}, []),
    "a sheet that is not listed": ({BOOK: instead('<sheet name="locations" sheetId="20" r:id="rId20"/>', "")}, []),
    "a name twice": ({BOOK: instead('name="machines"', 'name="seats"')}, []),
    "a link to another file": ({BOOK: put("<definedNames>", "<externalReferences/>")}, []),
    "another kind of part": ({TYPES: instead("spreadsheetml.worksheet+xml", "spreadsheetml.chartsheet+xml")}, []),
    "a kind of part twice": ({TYPES: lambda part: re.sub("(<Override [^>]*sheet11[^>]*>)", r"\1\1", part)}, []),
    "a format that shows something else": ({STYLES: instead('numFmtId="0"', 'numFmtId="164"')}, []),
    "a format of its own": ({STYLES: put("<fonts", '<numFmts count="1"/>')}, []),
    "white letters": ({STYLES: instead('<color theme="1"/>', '<color theme="0"/>')}, []),
    "letters of signs": ({STYLES: instead('"Calibri"', '"Wingdings"')}, []),
    "a theme of white letters": ({"xl/theme/theme1.xml": instead('val="windowText"', 'val="window"')}, []),
    "a hidden row": ({SEATS: instead('<row r="2"', '<row r="2" hidden="1"')}, []),
    "a hidden column": ({SEATS: instead('<col min="1"', '<col hidden="1" min="1"')}, []),
    "a column of no width": ({SEATS: lambda part: re.sub('width="[0-9.]+"', 'width="0"', part, count=1)}, []),
    "a filter": ({SEATS: lambda part: re.sub("(<autoFilter[^/]*)/>", r"\1><filterColumn/></autoFilter>", part)}, []),
    "a row twice": ({SEATS: lambda part: re.sub(r'(<row r="2">.*?</row>)', r"\1\1", part)}, []),
    "rows in another order": ({SEATS: swapped('<row r="2"', '<row r="3"')}, []),
    "a cell twice": ({SEATS: lambda part: re.sub(r'(<c r="A2".*?</c>)', r"\1\1", part)}, []),
    "a cell of another row": ({SEATS: instead('r="A2"', 'r="A3"')}, []),
    "a text beside a number": ({SEATS: instead("</v></c>", "</v><is><t>7</t></is></c>")}, []),
    "a formula": ({SEATS: instead("<v>", "<f>1+1</f><v>")}, []),
    "two runs of text": ({SEATS: instead("</t></is>", "</t><r><t>x</t></r></is>")}, []),
    "a text of another sheet": ({SEATS: instead('t="inlineStr"', 't="s"')}, []),
    "cells put together": ({SEATS: put("<pageMargins", "<mergeCells/>")}, []),
    "a picture over the cells": ({SEATS: instead("</worksheet>", '<drawing r:id="rId1"/></worksheet>')}, []),
    "colours by a condition": ({SEATS: put("<pageMargins", "<conditionalFormatting/>")}, []),
    "a sheet moved out of sight": ({SEATS: instead('topLeftCell="A2"', 'topLeftCell="A99999"')}, []),
    "a declared word": (
        {SEATS: lambda part: part.replace("?>", '?><!DOCTYPE worksheet [<!ENTITY x "y">]>', 1)}, []),
    "another head on the first sheet": ({SHEET.format(1): lambda part: re.sub("[0-9a-f]{64}", "0" * 64, part)}, []),
    "another day on the first sheet": ({SHEET.format(1): instead("1 Jul 2024", "2 Jul 2024")}, []),
    "another sentence on the first sheet": ({SHEET.format(1): instead("Who held which seat", "Nobody held a")}, []),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_workbook_that_could_show_something_else_is_found(
    copy: Pack, attack: tuple[dict[str, Callable[[str], str]], list[tuple[str, str]]]
) -> None:
    rewritten(copy, attack[0], *attack[1])
    assert faults_of_workbook(copy) != []


def test_a_long_table_is_cut_in_the_workbook_with_a_word(copy: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("storage.audit.files", "storage.audit.verify.workbook"):
        monkeypatch.setattr(f"{module}.MOST_ROWS", 5)
    resealed(copy.folder)
    assert verify_pack(copy.folder) == []
    rewritten(copy, {SHEET.format(2): instead(verify.MORE_ROWS, "That is all.")})
    assert faults_of_workbook(copy) == ["audit.xlsx, entries: row 7 differs from the table"]


def _written(sheet: str, cell: str, value: object) -> str:
    """The XML of a sheet with one cell written by hand; a row for it where there is none."""
    text = f'<c r="{cell}"><v>{value}</v></c>'
    if isinstance(value, str):
        text = f'<c r="{cell}" t="inlineStr"><is><t>{value}</t></is></c>'
    changed, times = re.subn(rf'<c r="{cell}".*?</c>', text, sheet)
    return changed if times else sheet.replace("</sheetData>", f'<row r="{cell[1:]}">{text}</row></sheetData>')
