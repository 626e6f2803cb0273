"""An auditor opens the pack with what they have, and asks who had what."""

import csv
import datetime as dt
import html.parser
import re
import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import openpyxl  # type: ignore[import-untyped]
import pytest

from policy.acts import (
    AssignSeat,
    ErasePerson,
    MakeClaim,
    RecordDecision,
    RecordSwap,
)
from policy.ledger import Ledger
from policy.model import Claim, Decided
from storage.audit import Pack, as_png, make_pack, pictures_of, title_of, verify_pack, write_pictures
from storage.audit.columns import TABLES
from storage.errors import FileTakenError, StorageError
from tests.policy.workspace import VS
from tests.storage.audited import DAY, asked, office, packed
from tests.storage.years import HOSTILE, T1, Company


def test_who_had_what_on_a_day_by_what_right_recorded_by_whom(made: Pack) -> None:
    question = (
        "SELECT person, product, seat, from_day, granted, grant_entry, recorded_by FROM who_had_what "
        "WHERE from_day <= '{0}' AND (to_day IS NULL OR to_day > '{0}')"
    )
    paula = "<script>alert(1)</script>"
    first = ("Visual Studio Professional", 1, "2024-03-01", 2, 4, paula)
    assert asked(made.folder, question.format("2024-05-01")) == [
        ("Ana Souza", *first),
        (HOSTILE[0], "Visual Studio Professional", 2, "2024-03-01", 2, 4, paula),
    ]
    assert asked(made.folder, question.format("2024-07-01")) == [
        ("Bob Miller", "Visual Studio Professional", 1, "2024-06-01", 2, 4, paula)
    ]


def test_what_took_effect_later_is_in_the_entries_and_not_in_the_tables(made: Pack) -> None:
    assert asked(made.folder, "SELECT COUNT(*) FROM seats WHERE person = 'dave'") == [(0,)]
    later = "SELECT kind FROM entries WHERE NOT counts AND reversed_by IS NULL"
    assert asked(made.folder, later) == [("seat_assigned",)]


def test_each_decision_has_the_rules_that_it_rests_on(made: Pack) -> None:
    rules = asked(
        made.folder,
        "SELECT rule, section FROM decision_rules AS r JOIN decisions AS d ON d.first_entry = r.decision "
        "JOIN entries AS e ON e.seq = d.first_entry WHERE e.kind = 'seat_reassigned' ORDER BY position",
    )
    assert rules == [
        ("vs-reassign", "Assigning subscriptions"),
        ("vs-per-user", "Visual Studio – Developer Tools"),
    ]


def test_activations_used_and_left(made: Pack) -> None:
    assert asked(made.folder, 'SELECT label, activations, used, "left" FROM keys') == [("K1", 4, 2, 2)]
    assert asked(made.folder, "SELECT machine FROM machines ORDER BY entry") == [(HOSTILE[0],), ("build",)]


def test_every_link_between_tables_leads_somewhere(made: Pack) -> None:
    with closing(sqlite3.connect(made.folder / "audit.sqlite3")) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_swap_ends_the_seats_of_before(tmp_path: Path) -> None:
    """Recorded late: the seat was given before anybody knew that Microsoft had approved the swap."""
    company = Company()
    company.does(MakeClaim(claim=Claim.SWAP, offer="offer-1"))
    company.today += dt.timedelta(days=2)
    assert company.does(AssignSeat(person="ana", product=VS, offer="offer-1"))
    company.today += dt.timedelta(days=2)
    assert company.does(RecordDecision(decision=Decided.APPROVED, claim=Claim.SWAP))
    assert company.does(RecordSwap(offer="offer-1"))
    pack = packed(company, tmp_path / "pack")
    rows = asked(pack.folder, "SELECT person, to_day, ended_by FROM seats")
    assert rows == [("ana", company.today.isoformat(), "offer_swapped")]
    assert asked(pack.folder, "SELECT COUNT(*) FROM grants WHERE counts") == [(0,)]
    assert asked(pack.folder, "SELECT program, swapped FROM offers") == [
        ("learning_action_pack", company.today.isoformat())
    ]
    assert verify_pack(pack.folder) == []


def test_a_refund_ends_everything_of_the_offer(tmp_path: Path) -> None:
    company = Company()
    company.does(MakeClaim(claim=Claim.REFUND, offer="offer-1"))
    company.does(AssignSeat(person="ana", product=VS, offer="offer-1"))
    company.today += dt.timedelta(days=5)
    company.does(RecordDecision(decision=Decided.APPROVED, claim=Claim.REFUND))
    pack = packed(company, tmp_path / "pack", company.today)
    assert asked(pack.folder, "SELECT in_force, reason FROM offers") == [(0, "refunded")]
    assert asked(pack.folder, "SELECT ended_by FROM seats") == [("offer_ended",)]
    assert "No offer is in force" in (pack.folder / "report.html").read_text(encoding="utf-8")
    assert verify_pack(pack.folder) == []


def test_who_was_erased_has_no_name_in_the_pack(tmp_path: Path) -> None:
    company = office()
    company.does(ErasePerson(person="bob"))
    pack = packed(company, tmp_path / "pack")
    for path in pack.folder.rglob("*"):
        if path.is_file() and path.suffix != ".xlsx":
            assert b"Miller" not in path.read_bytes(), path
    assert asked(pack.folder, "SELECT name FROM people WHERE id = 'bob'") == [("bob",)]


def test_an_empty_record_makes_a_sound_pack(tmp_path: Path) -> None:
    company = Company()
    pack = make_pack(company.log, company.people, "E9/T9", DAY, tmp_path / "pack", company.ctx, at=company.at)
    assert (pack.entries, pack.head.seq) == (0, 0)
    assert verify_pack(pack.folder) == []


def test_a_pack_never_goes_over_what_is_there(made: Pack, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileTakenError):
        packed(office(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_csv_cells_are_no_formulas_and_say_what_the_tables_say(made: Pack) -> None:
    for table in TABLES:
        with (made.folder / "csv" / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == list(table.names)
        cells = [cell for row in rows[1:] for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))], table.name
    assert f"'{HOSTILE[0]}" in (made.folder / "csv" / "people.csv").read_text(encoding="utf-8-sig").replace('""', '"')


def test_the_workbook_opens_elsewhere_and_holds_texts_not_formulas(made: Pack) -> None:
    book = openpyxl.load_workbook(made.folder / "audit.xlsx")
    assert book.sheetnames == ["about", *(table.name for table in TABLES)]
    formulas = [
        cell.coordinate for sheet in book for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"
    ]
    assert formulas == []
    seats = book["seats"]
    heads = [cell.value for cell in seats[1]]
    names = [row[heads.index("person (name)")] for row in seats.iter_rows(min_row=2, values_only=True)]
    assert names == ["Ana Souza", HOSTILE[0], "Bob Miller"]


class _Page(html.parser.HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href", "data", "action"):
                self.addresses.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_report_stands_alone_and_escapes_what_people_wrote(made: Pack) -> None:
    page = _Page((made.folder / "report.html").read_text(encoding="utf-8"))
    assert "script" not in page.tags
    assert page.tags.count("svg") == 3, "offers with their windows, seats, activations"
    assert page.addresses == []
    assert page.handlers == []
    assert any(HOSTILE[4] in text for text in page.texts)


def test_pictures_can_be_had_alone_and_are_the_same_each_time() -> None:
    company = office()
    with company.log.ledger(T1) as ledger:
        drawn = pictures_of(ledger, DAY, company.ctx)
        assert pictures_of(ledger, DAY, company.ctx) == drawn
    assert list(drawn) == ["offers", "activations", f"seats-{VS}"]
    for svg in drawn.values():
        root = ElementTree.fromstring(svg)  # noqa: S314
        assert root.tag == "{http://www.w3.org/2000/svg}svg"


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, as the file says."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_pictures_are_drawn_as_png_with_their_letters_and_their_lines() -> None:
    company = office()
    with company.log.ledger(T1) as ledger:
        drawn = pictures_of(ledger, DAY, company.ctx)
    seats = drawn[f"seats-{VS}"]
    png = as_png(seats)
    assert size_of(png) == (1380, 480)
    assert as_png(seats) == png
    assert title_of(seats) == "Visual Studio Professional: seats"
    without_words = re.sub(r"<text.*?</text>", "", seats)
    assert len(as_png(without_words)) < len(png) * 0.7, "the letters need no font of the machine"
    thin = seats.replace("stroke-width:2.5", "stroke-width:1")
    assert thin != seats
    assert as_png(thin) != png, "lines are as wide as they say"


def test_pictures_are_written_to_a_folder_or_it_is_said_why_not(tmp_path: Path) -> None:
    company = office()
    with company.log.ledger(T1) as ledger:
        assert write_pictures(tmp_path / "p", ledger, DAY, company.ctx) == ["offers", "activations", f"seats-{VS}"]
        assert len(list((tmp_path / "p").glob("*.png"))) == len(list((tmp_path / "p").glob("*.svg"))) == 3
        (tmp_path / "taken").write_text("x")
        with pytest.raises(StorageError, match="Choose another folder"):
            write_pictures(tmp_path / "taken", ledger, DAY, company.ctx)
        assert write_pictures(tmp_path / "none", Ledger(), DAY, company.ctx) == []


def test_the_report_begins_with_the_state_of_the_day(made: Pack) -> None:
    text = (made.folder / "report.html").read_text(encoding="utf-8")
    lead = text.partition("<p class=lead>")[2].partition("</p>")[0]
    assert lead == (
        "In force: the Action Pack until 19 Feb 2025. 1 seat is assigned, 0 activated. "
        "1 token is still to be entered. Nothing in use exceeds what is granted."
    )


def test_a_window_that_an_entry_ended_names_it(made: Pack) -> None:
    text = (made.folder / "report.html").read_text(encoding="utf-8")
    first = asked(made.folder, "SELECT min(entry) FROM seats")[0][0]
    offers = text.partition("Refund or swap until")[2].partition("</table>")[0]
    assert "ended by #" in offers
    assert int(offers.partition("ended by #")[2].split("<")[0]) <= int(str(first))
