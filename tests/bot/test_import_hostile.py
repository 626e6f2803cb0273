"""`mpn import` with files that are odd or mean harm: a person reads what can be recorded, or what to do instead."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.commands import record_cli
from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Kind, Request
from tests.journeys.people import READER, RULEBOOK
from tests.storage.office import workbook

HEADER = "Subscriber Name,Email,Subscription Level,Assigned,Activated"
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
LEVEL = "Visual Studio Professional"

Import = Callable[..., Result]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The ledger of a company with twenty seats since May 2026, as its administrator told it."""
    place = tmp_path / "desk.sqlite3"
    desk = Desk(READER, RULEBOOK, Records.open(place))
    granted = "the action pack grants 20 visual studio professional on 1 May 2026"
    for words in ("we bought the Action Pack on 1 May 2026", granted):
        asked = Request("terminal", "paula", NOON, text=words, cause=words)
        assert desk.answer(asked).kind is Kind.DONE
    return place


class Noon(dt.datetime):
    """The clock of these days."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> "Noon":
        return cls.fromisoformat(NOON.isoformat())


@pytest.fixture
def takes_in(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """What `mpn import` does with a file of a name and a content; every good row is recorded."""

    monkeypatch.setattr(record_cli, "dt", SimpleNamespace(datetime=Noon))

    def run(name: str, content: bytes) -> Result:
        (tmp_path / name).write_bytes(content)
        return CliRunner().invoke(main, ["import", str(tmp_path / name), "--db", str(file), "--yes"])

    return run


def kinds(file: Path) -> list[str]:
    return [entry.kind for entry in Records.open(file).log.entries("terminal")][2:]


def names(file: Path) -> set[str]:
    return {person.name for person in Records.open(file).people.all("terminal")}


def csv(*rows: str, separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "\n".join([HEADER.replace(",", separator), *rows, ""]).encode(encoding)


@pytest.mark.parametrize(
    ("name", "content", "person"),
    [
        (
            "formula.csv",
            csv(f'"=HYPERLINK(""http://a.example"",""b"")",a@b.example,{LEVEL},2026-05-10,'),
            "=HYPERLINK(",
        ),
        ("at.csv", csv(f"@SUM(1+1)*cmd|' /C calc'!A0,a@b.example,{LEVEL},2026-05-10,"), "@SUM(1+1)*cmd"),
        ("quotes.csv", csv(f'"Souza, ""Ana""",a@b.example,{LEVEL},2026-05-10,'), 'Souza, "Ana"'),
        ("newlines.csv", csv(f'"Ana\nMaria\r\nSouza",a@b.example,{LEVEL},2026-05-10,'), "Ana Maria Souza"),
        ("latin.csv", csv(f"Jörg Müller,a@b.example,{LEVEL},2026-05-10,", encoding="cp1252"), "Jörg Müller"),
        ("utf16.csv", csv(f"山田 太郎,a@b.example,{LEVEL},2026-05-10,", encoding="utf-16"), "山田 太郎"),
        ("semicolons.csv", csv(f"Ana;a@b.example;{LEVEL};2026-05-10;", separator=";"), "Ana"),
        ("tabs.csv", csv(f"Ana\ta@b.example\t{LEVEL}\t2026-05-10\t", separator="\t"), "Ana"),
    ],
)
def test_odd_cells_are_names_like_others(takes_in: Import, file: Path, name: str, content: bytes, person: str) -> None:
    done = takes_in(name, content)
    assert done.exit_code == 0, done.output
    assert f"Nothing is recorded yet. Of 1 row in {name}, 1 can be." in done.output
    assert f"line 2: {person}" in done.output
    assert f"Recorded: 1 row of {name} (#3 to #5)." in done.output
    assert any(one.startswith(person) for one in names(file))


def test_a_guessed_encoding_is_told(takes_in: Import) -> None:
    done = takes_in("latin.csv", csv(f"Jörg Müller,a@b.example,{LEVEL},2026-05-10,", encoding="cp1252"))
    assert "The file is not UTF-8; I read it as cp1252. Look whether names with accents are right." in done.output


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (("2026-05-03", "2026-05-13"), "3 May 2026"),
        (("5/3/2026", "5/13/2026"), "3 May 2026"),
        (("3/5/2026", "13/5/2026"), "3 May 2026"),
    ],
)
def test_days_in_three_orders_are_one_day(takes_in: Import, days: tuple[str, str], read: str) -> None:
    rows = [f"P{number} X,p{number}@b.example,{LEVEL},{day}," for number, day in enumerate(days)]
    done = takes_in("days.csv", csv(*rows))
    assert f"line 2: P0 X, {LEVEL}, assigned on {read}, not activated" in done.output
    assert "Recorded: 2 rows of days.csv" in done.output


def test_days_of_both_orders_in_one_file_are_not_guessed(takes_in: Import, file: Path) -> None:
    rows = [f"P{n} X,p{n}@b.example,{LEVEL},{day}," for n, day in enumerate(("13/5/2026", "5/30/2026", "3/5/2026"))]
    done = takes_in("days.csv", csv(*rows))
    assert "Of 3 rows in days.csv, 2 can be, 1 row can't." in done.output
    assert "line 4: Assigned: “3/5/2026”" in done.output
    assert kinds(file).count("seat_assigned") == 2


def test_merged_cells_are_told(takes_in: Import) -> None:
    header = ["Product", "Quantity", "Offer"]
    rows: list[list[object]] = [["SQL Server", 2, "Action Pack"], ["Exchange Server", 1, None]]
    done = takes_in("merged.xlsx", workbook(header, *rows, merged="C2:C3"))
    assert "Cells are merged (C2:C3): only the first of such cells has a value." in done.output
    assert "Recorded: 2 rows of merged.xlsx" in done.output


def bomb() -> bytes:
    """A few hundred kilobytes that unpack to 400 MB."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for number in range(4):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", bytes(100 * 2**20))
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "million.csv",
            lambda: csv() + b"a,a@b.example,VS,,\n" * 1_000_000,
            "million.csv is too large: it has more than 50,000 rows, and I read up to 50,000 rows. Split it and import "
            "the parts one after the other. Nothing was recorded.",
        ),
        (
            "bomb.xlsx",
            bomb,
            "bomb.xlsx is too large: unpacked it is a multiple of its size, and I read up to 128 MB. Split it and "
            "import the parts one after the other. Nothing was recorded.",
        ),
        (
            "other.csv",
            lambda: b"Month,Turnover\nMay,7\n",
            "I don't know the columns of other.csv: its first line is “Month, Turnover”. I read Microsoft's "
            "subscriber export (Email, Subscription Level, Assigned, …), a list of grants, keys and tokens (Product "
            "with Quantity, Key or Seats), and a list of people (name, email). Nothing was recorded.",
        ),
        (
            "who.csv",
            lambda: b"Name,Product,Quantity\nTom,Office,1\n",
            "I don't know the columns of who.csv: its first line is “Name, Product, Quantity”. I read Microsoft's "
            "subscriber export (Email, Subscription Level, Assigned, …), a list of grants, keys and tokens (Product "
            "with Quantity, Key or Seats), and a list of people (name, email). Nothing was recorded.",
        ),
        (
            "open.csv",
            lambda: csv(f'"Ana,a@b.example,{LEVEL},2026-05-10,'),
            "The quotes in open.csv don't close: unexpected end of data (near line 2). A cell with quotes in it needs "
            "them doubled. Nothing was recorded.",
        ),
        (
            "sjis.csv",
            lambda: csv(*[f"山田太郎,p{n}@b.example,{LEVEL},2026-05-10," for n in range(20)], encoding="cp932"),
            "I can't tell in which encoding sjis.csv is written. Save it as “CSV UTF-8” and import that. Nothing was "
            "recorded.",
        ),
        (
            "old.xls",
            lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
            "old.xls is no XLSX file but an older or a protected one. Open it, save it as “Excel workbook (.xlsx)” or "
            "as “CSV UTF-8”, and import that. Nothing was recorded.",
        ),
        ("empty.csv", lambda: b"\n\n", "empty.csv has no rows. Nothing was recorded."),
    ],
)
def test_what_can_not_be_read_is_refused_in_words(
    takes_in: Import, file: Path, name: str, content: Callable[[], bytes], words: str
) -> None:
    done = takes_in(name, content())
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == f"Error: {words}"
    assert kinds(file) == []


KEY = "ABCDE-12345-FGHIJ-67890-KLMN1"


def test_a_key_in_any_cell_or_in_the_name_of_the_file_goes_no_further(takes_in: Import, file: Path) -> None:
    other = KEY.replace("-", "\u2011")
    blanks = KEY.replace("-", " ")
    rows = f"Windows,{KEY},{KEY},10,{KEY}\nWindows,K2 {other},token {blanks},5,{other}\n{KEY},K3,x,{KEY},\n"
    shown = takes_in(f"keys {KEY}.csv", f"Product,Label,Key,Activations,Reference\n{rows}".encode())
    assert "Recorded: 2 rows of keys KLMN1.csv" in shown.output
    assert "12345" not in shown.output
    assert b"12345" not in file.read_bytes()
    shown = takes_in("other.csv", f"{KEY},{other}\n".encode())
    assert "12345" not in shown.output


def test_a_name_of_a_file_that_no_text_can_hold_is_one_line(takes_in: Import) -> None:
    shown = takes_in("a\udcff\x1b[31m\nb.csv", f"{HEADER}\nAna,a@x.org,{LEVEL},2026-05-20,\n".encode())
    assert "Recorded: 1 row of a[31m b.csv" in shown.output
