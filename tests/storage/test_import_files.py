"""Files as people really have them, and files that mean harm: each is read, or refused in words that help."""

import datetime as dt
import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from policy.days import DayOrder
from storage.importers import Kind, SheetError, read_file, read_list
from storage.importers.days import UnclearDayError, order_of, read_day
from storage.importers.faults import (
    BrokenQuotesError,
    BrokenWorkbookError,
    EmptySheetError,
    OldExcelError,
    OtherColumnsError,
    TooLargeError,
    UnknownLettersError,
)
from tests.storage.office import workbook

HEADER = "Subscriber Name,Email,Subscription Level,Assigned,Activated"
SHEET = "xl/worksheets/sheet1.xml"
ANA = ["Ana Souza", "ana@contoso.example", "Visual Studio Professional", "2026-03-02", ""]


def csv(text: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    return [line.cells for line in read_list("list.csv", text.encode(encoding)).lines]


def sheet(*rows: list[object]) -> bytes:
    """A workbook as XlsxWriter writes it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "d mmm yyyy"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return buffer.getvalue()


def names(raw: bytes) -> list[str]:
    return [line["name"] for line in read_list("list.xlsx", raw).lines]


# --- columns by their likely names ---


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Name,Licence,Since", {"name", "level", "assigned"}),
        ("Who,SKU,Start date", {"name", "level", "assigned"}),
        ("developer , EDITION, given on", {"name", "level", "assigned"}),
    ],
)
def test_columns_of_a_list_of_ones_own_are_guessed_and_told(header: str, fields: set[str]) -> None:
    listed = read_list("seats.csv", f"Our seats\n\n{header}\nAna Souza,VS Pro,2026-03-02\n".encode())
    assert (listed.kind, listed.guessed) == (Kind.SUBSCRIBERS, True)
    assert set(listed.lines[0].cells) == fields
    assert "as Subscription Level and" in listed.notes[0]
    assert listed.notes[0].endswith("Is that right?")


def test_a_workbook_with_columns_of_ones_own_is_guessed_too() -> None:
    listed = read_list("got.xlsx", sheet(["What we got"], ["Item", "Amount"], ["Office", 5]))
    assert (listed.kind, listed.guessed, listed.lines[0].cells) == (
        Kind.LICENCES,
        True,
        {"product": "Office", "quantity": "5"},
    )


def test_known_columns_are_not_guessed() -> None:
    assert not read_list("list.csv", f"{HEADER}\n{','.join(ANA)}\n".encode()).guessed


# --- separators, quotes, line ends, encodings ---


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_any_line_end(separator: str, end: str) -> None:
    text = end.join([HEADER.replace(",", separator), separator.join(ANA)]) + end
    assert csv(text) == [{"name": ANA[0], "email": ANA[1], "level": ANA[2], "assigned": ANA[3]}]


def test_quotes_newlines_and_separators_inside_cells() -> None:
    text = f'{HEADER}\n"Souza, ""Ana""\nMaria",ana@contoso.example,VS,2026-03-02,\nBob,b@c.example,VS,2026-03-02,\n'
    listed = read_list("list.csv", text.encode())
    assert [(line.number, line["name"]) for line in listed.lines] == [(2, 'Souza, "Ana" Maria'), (4, "Bob")]


def test_quotes_that_never_close_name_the_line() -> None:
    text = f'{HEADER}\nBob,b@c.example,VS,2026-03-02,\n"Ana,ana@contoso.example,VS,2026-03-02,\n'
    with pytest.raises(BrokenQuotesError, match="near line 3"):
        csv(text)


def test_excels_own_first_line_and_a_title_above_the_columns() -> None:
    assert csv(f"sep=;\n{HEADER.replace(',', ';')}\n{';'.join(ANA)}\n")[0]["name"] == "Ana Souza"
    assert csv(f"Contoso agreement 7,,,,\n,,,,\n{HEADER}\n{','.join(ANA)}\n")[0]["name"] == "Ana Souza"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Müller, Jörg", "utf-8-sig"),
        ("Müller, Jörg", "utf-16"),
        ("Müller, Jörg", "cp1252"),
        ("Łukasz Żółć", "cp1250"),
        ("Иванова Ольга", "cp1251"),
        ("Παπαδόπουλος Γιώργος", "cp1253"),
        ("Ayşe Yılmaz", "cp1254"),
        ("山田 太郎", "utf-16"),
    ],
)
def test_names_in_other_encodings_are_read_right(name: str, encoding: str) -> None:
    rows = "\n".join(f'"{name}",p{number}@contoso.example,VS,2026-03-02,' for number in range(20))
    assert {cells["name"] for cells in csv(f"{HEADER}\n{rows}\n", encoding)} == {name}


def test_an_encoding_that_was_guessed_is_told() -> None:
    listed = read_list("list.csv", f"{HEADER}\nMüller Jörg,j@c.example,VS,2026-03-02,\n".encode("cp1252"))
    assert "not UTF-8" in listed.notes[0]


@pytest.mark.parametrize("encoding", ["cp932", "gb18030", "big5"])
def test_an_encoding_that_nobody_can_tell_is_not_guessed(encoding: str) -> None:
    rows = "\n".join(f'"山田太郎",p{number}@contoso.example,VS,2026-03-02,' for number in range(20))
    with pytest.raises(UnknownLettersError, match="CSV UTF-8"):
        csv(f"{HEADER}\n{rows}\n", encoding)


# --- what is no list ---


@pytest.mark.parametrize(
    ("raw", "error", "words"),
    [
        (b"", EmptySheetError, "has no rows"),
        (b"\n\n\n", EmptySheetError, "has no rows"),
        (HEADER.encode(), EmptySheetError, "has no rows"),
        (b"Month,Turnover\nMay,7\n", OtherColumnsError, "Month, Turnover"),
        (b"Email,Subscription Level\na@b.example,VS\n", OtherColumnsError, "a column Assigned is missing"),
        (b"Prodct,Qantity\nOffice,5\n", OtherColumnsError, "“Prodct” for “Product” and “Qantity” for “Quantity”"),
        (b"Product,Comment\nOffice,none\n", OtherColumnsError, "a column Quantity or Key or Token or Label"),
        (b"Name,Email,Product\nAna,a@b.example,Office\n", OtherColumnsError, "Name, Email, Product"),
        (
            b"Who,Licence\nAna,VS Pro\n",
            OtherColumnsError,
            "“Licence” as Subscription Level, as in the subscriber export",
        ),
        (b"Who,Licence\nAna,VS Pro\n", OtherColumnsError, "a column Assigned is missing"),
        (b"Employee,Licence,Count\nAna,Office,5\n", OtherColumnsError, "Employee, Licence, Count"),
        (b"Name,Email,Level\nAna,a@b.example,VS\n", OtherColumnsError, "a column Assigned is missing"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), OldExcelError, "save it as"),
        (b"PK\x03\x04" + bytes(200), BrokenWorkbookError, "damaged"),
        (bytes(range(256)) * 40, SheetError, "Nothing was recorded"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(500), SheetError, "Nothing was recorded"),
        (b"Email,Subscription Level,Assigned\nAna\0,VS,2026-03-02\n", UnknownLettersError, "CSV UTF-8"),
        (b"x" * (33 * 2**20), TooLargeError, "33 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(raw: bytes, error: type[SheetError], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        read_list("list.csv", raw)
    assert "{" not in str(raised.value)


def test_a_key_in_a_wrong_header_is_not_repeated() -> None:
    with pytest.raises(OtherColumnsError) as raised:
        read_list("keys.csv", b"VK7JG-NPHTM-C97JM-9MPGT-3V66T,a\n")
    assert "VK7JG" not in str(raised.value)


def test_a_file_that_is_not_there_or_far_too_large_is_said_without_reading_it(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="No such file"):
        read_file(tmp_path / "list.csv")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(50 * 2**30)
    with pytest.raises(TooLargeError, match="51,200 MB"):
        read_file(huge)
    (tmp_path / "good.csv").write_text(f"{HEADER}\n{','.join(ANA)}\n", encoding="utf-8")
    assert read_file(tmp_path / "good.csv").file == "good.csv"


def test_a_million_rows_are_refused_at_once() -> None:
    raw = HEADER.encode() + b"\n" + b"a,a@b.example,VS,2026-03-02,\n" * 1_000_000
    started = time.monotonic()
    with pytest.raises(TooLargeError, match="more than 50,000 rows"):
        read_list("list.csv", raw)
    assert time.monotonic() - started < 20


def test_a_cell_of_megabytes_spoils_its_row_only() -> None:
    text = f"{HEADER}\n{'A' * 100_000},a@b.example,VS,2026-03-02,\n{','.join(ANA)}\n"
    listed = read_list("list.csv", text.encode())
    assert ["longer than 2,000" in line.fault for line in listed.lines] == [True, False]
    with pytest.raises(SheetError, match="field larger"):
        csv(f"{HEADER}\n{'A' * 1_000_000},a@b.example,VS,2026-03-02,\n")


# --- workbooks ---


def test_a_workbook_is_read_whichever_program_wrote_it() -> None:
    header = HEADER.split(",")
    row: list[object] = ["Ana Souza", "ana@contoso.example", "VS", dt.date(2026, 3, 2), None]
    for raw in (workbook(header, row), sheet(header, row)):
        (line,) = read_list("list.xlsx", raw).lines
        assert (line.number, line["assigned"]) == (2, "2026-03-02")


def test_numbers_are_whole_and_yes_is_yes() -> None:
    raw = workbook(["Product", "Quantity", "Label"], ["SQL Server", 3.0, True])
    (line,) = read_list("list.xlsx", raw).lines
    assert line.cells == {"product": "SQL Server", "quantity": "3", "label": "yes"}


def test_merged_cells_are_told_and_rows_without_a_value_stay_without() -> None:
    header = ["Product", "Quantity", "Offer"]
    raw = workbook(header, ["SQL Server", 2, "Action Pack"], ["Exchange Server", 1, None], merged="C2:C3")
    listed = read_list("list.xlsx", raw)
    assert [line["offer"] for line in listed.lines] == ["Action Pack", ""]
    assert "merged (C2:C3)" in listed.notes[0]


def test_formulas_in_a_workbook_are_not_worked_out() -> None:
    raw = workbook(["Product", "Quantity"], ["SQL Server", '=WEBSERVICE("http://a.example/")'], ["Exchange Server", 1])
    lines = read_list("list.xlsx", raw).lines
    assert [line["quantity"] for line in lines] == ["", "1"]


def test_a_sheet_of_empty_rows_and_a_cell_far_away_ends() -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    book.active.append(ANA)
    book.active["XFD1048576"] = "far away"
    buffer = io.BytesIO()
    book.save(buffer)
    started = time.monotonic()
    assert names(buffer.getvalue()) == ["Ana Souza"]
    assert time.monotonic() - started < 5


def test_what_a_sheet_claims_of_its_size_is_not_believed() -> None:
    raw = sheet(HEADER.split(","), ANA)
    lying = with_part(raw, SHEET, lambda part: part.replace(b'<dimension ref="A1:E2"/>', b'<dimension ref="A1:A1"/>'))
    assert lying != raw
    assert names(lying) == ["Ana Souza"]


def test_a_zip_bomb_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for number in range(4):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", bytes(100 * 2**20))
    raw = buffer.getvalue()
    assert len(raw) < 2**20
    with pytest.raises(TooLargeError, match="128 MB"):
        read_list("bomb.xlsx", raw)


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(300 * 2**20))
    true_size, claimed = struct.pack("<L", 300 * 2**20), struct.pack("<L", 1000)
    with pytest.raises(SheetError):
        read_list("bomb.xlsx", buffer.getvalue().replace(true_size, claimed))


def with_part(raw: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            after.writestr(part, change(before.read(part)) if part == name else before.read(part))
    return buffer.getvalue()


def test_a_row_of_millions_of_cells_is_refused_before_it_is_read() -> None:
    row = b'<row r="3">' + b"<c><v>1</v></c>" * 1_000_000 + b"</row></sheetData>"
    raw = with_part(workbook(HEADER.split(","), ANA), SHEET, lambda part: part.replace(b"</sheetData>", row))
    started = time.monotonic()
    with pytest.raises(TooLargeError, match="millions of cells"):
        read_list("wide.xlsx", raw)
    assert time.monotonic() - started < 5


def test_many_rows_and_a_long_end_of_a_sheet_are_no_long_row() -> None:
    """Rows far apart in the file, and after them what else a sheet may have."""
    more = b"".join(b'<row r="%d"><c t="n"><v>1</v></c></row>' % number for number in range(3, 40_000))
    more += b"</sheetData><!--" + b" " * 3 * 2**20 + b"-->"
    raw = with_part(workbook(HEADER.split(","), ANA), SHEET, lambda part: part.replace(b"</sheetData>", more))
    assert names(raw)[0] == "Ana Souza"


def test_styles_of_megabytes_are_refused_before_they_are_read() -> None:
    more = b"<a/>" * 3_000_000 + b"</styleSheet>"
    raw = with_part(workbook(HEADER.split(",")), "xl/styles.xml", lambda part: part.replace(b"</styleSheet>", more))
    with pytest.raises(TooLargeError):
        read_list("styles.xlsx", raw)


def test_a_workbook_with_ten_billion_laughs_is_refused() -> None:
    raw = workbook(HEADER.split(","), ANA)
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'
    laughs += '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    laughs += '<row r="1"><c r="A1" t="str"><v>&l9;</v></c></row></sheetData></worksheet>'
    with pytest.raises(SheetError):
        read_list("laughs.xlsx", with_part(raw, SHEET, lambda part: laughs.encode()))


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("readme.txt", "hello")
    with pytest.raises(BrokenWorkbookError):
        read_list("list.xlsx", buffer.getvalue())


def test_workbooks_with_bytes_flipped_are_read_or_refused_in_words() -> None:
    good = workbook(HEADER.split(","), ANA, ANA)
    dice = random.Random(7)
    for _ in range(150):
        raw = bytearray(good)
        for _ in range(dice.randint(1, 8)):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        try:
            assert read_list("list.xlsx", bytes(raw)).kind is Kind.SUBSCRIBERS
        except SheetError as error:
            assert str(error)


def test_workbook_parts_that_are_broken_inside_are_refused_in_words() -> None:
    """Damage inside a part, its checksum made right again."""
    good = workbook(HEADER.split(","), ANA, ANA)
    dice = random.Random(11)
    for _ in range(150):
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as before, zipfile.ZipFile(buffer, "w") as after:
            hurt = dice.choice(before.namelist())
            for name in before.namelist():
                part = bytearray(before.read(name))
                if name == hurt:
                    start = dice.randrange(len(part))
                    part[start : start + dice.randint(1, 40)] = bytes(dice.randrange(32, 127) for _ in range(5))
                after.writestr(name, bytes(part))
        try:
            read_list("list.xlsx", buffer.getvalue())
        except SheetError as error:
            assert str(error)


# --- days ---


@pytest.mark.parametrize(
    ("cells", "order", "day"),
    [
        (["2026-06-01", "2026/06/13"], None, "2026-06-01"),
        (["6/1/2026", "6/13/2026"], DayOrder.MONTH_FIRST, "2026-06-01"),
        (["1/6/2026", "13/6/2026"], DayOrder.DAY_FIRST, "2026-06-01"),
        (["1.6.2026"], DayOrder.DAY_FIRST, "2026-06-01"),
        (["6/1/2026 12:00:00 AM", "6/30/2026 1:00:00 PM"], DayOrder.MONTH_FIRST, "2026-06-01"),
        (["1-6-26", "30-6-26"], DayOrder.DAY_FIRST, "2026-06-01"),
        (["1 Jun 2026"], None, "2026-06-01"),
        (["June 1, 2026"], None, "2026-06-01"),
        (["01-Jun-26"], None, "2026-06-01"),
        (["2026-06-01T09:30:00Z"], None, "2026-06-01"),
    ],
)
def test_days_in_three_orders(cells: list[str], order: DayOrder | None, day: str) -> None:
    found, both = order_of(cells)
    assert (found, both) == (order, False)
    assert read_day(cells[0], found).isoformat() == day


def test_dots_are_day_first_whatever_the_workspace_has() -> None:
    assert read_day("1.6.2026", DayOrder.MONTH_FIRST).isoformat() == "2026-06-01"
    assert read_day("1/6/2026", DayOrder.MONTH_FIRST).isoformat() == "2026-01-06"


def test_a_file_with_both_orders_reads_only_what_can_be_one_day() -> None:
    found, both = order_of(["13/6/2026", "6/30/2026", "3/4/2026"])
    assert (found, both) == (None, True)
    assert read_day("13/6/2026", None).isoformat() == "2026-06-13"
    assert read_day("6/30/2026", None).isoformat() == "2026-06-30"
    assert read_day("3/3/2026", None).isoformat() == "2026-03-03"
    with pytest.raises(UnclearDayError, match="both orders"):
        read_day("3/4/2026", None)


@pytest.mark.parametrize("cell", ["", "46174", "31/31/2026", "2026-13-01", "yesterday", "1/1/1900", "0/0/0000"])
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(UnclearDayError):
        read_day(cell, DayOrder.MONTH_FIRST)
