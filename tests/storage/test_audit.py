"""An auditor opens the pack with what they have, asks who had what, and looks for what was changed."""

import ast
import csv
import datetime as dt
import hashlib
import html.parser
import json
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import openpyxl  # type: ignore[import-untyped]
import pytest

from policy.acts import (
    ActivateKey,
    ActivateSeat,
    AddPerson,
    AssignSeat,
    ErasePerson,
    MakeClaim,
    MoveSeat,
    RecordDecision,
    RecordGrant,
    RecordSwap,
    ReleaseSeat,
)
from policy.ledger import Ledger
from policy.model import Claim, Decided
from storage.audit import Pack, as_png, make_pack, pictures_of, title_of, verify, verify_pack, write_pictures
from storage.audit.columns import TABLES
from storage.audit.files import write_workbook
from storage.errors import FileTakenError, StorageError
from storage.verify import alone as of_database
from tests.policy.workspace import VS, at
from tests.storage.years import HOSTILE, T1, Company

DAY = dt.date(2024, 7, 1)


def office() -> Company:
    """Half a year: ana, then bob on the same seat; carol for a while; a key used twice; hostile names."""
    company = Company()
    for person, name in (("ana", "Ana Souza"), ("bob", "Bob Miller"), ("carol", HOSTILE[0]), ("dave", HOSTILE[4])):
        company.does(AddPerson(person=person, name=name, email=f"{person}@contoso.example"))
    company.today = dt.date(2024, 3, 1)
    company.does(AssignSeat(person="ana", product=VS, offer="offer-1"))
    company.does(AssignSeat(person="carol", product=VS, offer="offer-1", why=HOSTILE[4]))
    company.does(at(ActivateSeat(person="ana"), "2024-03-02"))
    company.today = dt.date(2024, 6, 1)
    company.does(ActivateSeat(person="ana"))
    company.does(MoveSeat(from_person="ana", person="bob"))
    company.does(ReleaseSeat(person="carol"))
    company.does(ActivateKey(key="K1", machine=HOSTILE[0]))
    company.does(ActivateKey(key="K1", machine="build"))
    company.today = dt.date(2024, 6, 2)
    company.does(RecordGrant(grants=((VS, 3),), offer="offer-1"))
    company.today = dt.date(2024, 8, 1)
    company.does(AssignSeat(person="dave", product=VS, offer="offer-1"))
    return company


def packed(company: Company, folder: Path, day: dt.date = DAY) -> Pack:
    return make_pack(company.log, company.people, T1, day, folder, company.ctx, at=company.at)


def asked(folder: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "audit.sqlite3")) as db:
        return db.execute(question).fetchall()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return packed(office(), tmp_path_factory.mktemp("audit") / "pack")


@pytest.fixture
def copy(made: Pack, tmp_path: Path) -> Pack:
    """A copy to tamper with."""
    folder = tmp_path / "pack"
    shutil.copytree(made.folder, folder)
    return Pack(folder, made.entries, made.head, made.seal, made.files)


# --- asked as an auditor would ---


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


# --- opened with what auditors have ---


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


# --- checked apart ---


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As the auditor runs it: the pack's own file, isolated from everything that is installed."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)


def test_the_packs_own_file_checks_it_with_nothing_installed(made: Pack) -> None:
    done = run(made.folder, "--head", str(made.head), "--seal", made.seal)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("sound")
    assert "made anew as a whole would pass" in run(made.folder).stdout


def test_the_pack_and_the_database_are_chained_alike() -> None:
    assert verify.genesis(T1) == of_database.genesis(T1)
    assert verify.chained("a", "b", "c") == of_database.chained("a", "b", "c")


def resealed(folder: Path) -> None:
    """Makes the manifest anew, as somebody would who tampers with care; and the CSV files and the workbook with it."""
    manifest = json.loads((folder / "manifest.json").read_text())
    with closing(sqlite3.connect(folder / "audit.sqlite3")) as db:
        for table in TABLES:
            with (folder / "csv" / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                sheet = csv.writer(file)
                sheet.writerow(table.names)
                columns = ", ".join(f'"{name}"' for name in table.names)
                sheet.writerows(
                    map(verify.as_cell, row) for row in db.execute(f"SELECT {columns} FROM {table.name} ORDER BY rowid")
                )
        seq, digest = db.execute("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
        manifest |= {"head": {"seq": seq, "hash": digest}, "entries": seq}
        about, made = verify.about(manifest), dt.datetime(2024, 8, 1, tzinfo=dt.UTC)
        write_workbook(folder / "audit.xlsx", folder / "audit.sqlite3", about, made)
    for name in manifest["files"]:
        manifest["files"][name]["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def rechained(db: sqlite3.Connection) -> None:
    """Computes the chain anew from its beginning."""
    before = verify.genesis(T1)
    for seq, cause, body in db.execute("SELECT seq, cause, body FROM entries ORDER BY seq").fetchall():
        before = verify.chained(before, cause, body)
        db.execute("UPDATE entries SET hash = ? WHERE seq = ?", (before, seq))


def edit(folder: Path, *statements: str, then: Callable[[sqlite3.Connection], None] | None = None) -> None:
    with closing(sqlite3.connect(folder / "audit.sqlite3")) as db:
        for statement in statements:
            assert db.execute(statement).rowcount > 0, statement
        if then:
            then(db)
        db.commit()
    resealed(folder)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE seats SET person = 'carol' WHERE person = 'bob'", "seats: has, against the entries,"),
        ("UPDATE seats SET to_day = '2024-06-02' WHERE to_day IS NULL", "seats:"),
        ("UPDATE seats SET grant_entry = 1", "seats:"),
        ("DELETE FROM seats WHERE person = 'carol'", "seats: lacks, by the entries,"),
        (
            "INSERT INTO seats SELECT 99, seat, number, offer, product, 'dave', from_day, NULL, NULL, NULL, NULL, "
            'grant_entry, "by" FROM seats LIMIT 1',
            "seats: has, against the entries,",
        ),
        ("UPDATE grants SET quantity = 30", "grants:"),
        ("UPDATE grants SET counts = 0", "grants:"),
        ('UPDATE keys SET "left" = 4', "keys:"),
        ("DELETE FROM activations", "activations:"),
        ("UPDATE machines SET machine = 'other'", "machines:"),
        ("UPDATE tokens SET tenant = 'mine'", "tokens:"),
        ("UPDATE offers SET purchased = '2024-06-20'", "offers:"),
        ("UPDATE terms SET last_day = '2026-01-01'", "terms:"),
        ("UPDATE credits SET amount = 1", "credits:"),
        ("UPDATE people SET administrator = 1", "people:"),
        ("UPDATE entries SET counts = 1 - counts", "entries:"),
        ("UPDATE entries SET \"by\" = 'ana' WHERE seq = 8", "#8 differs from its JSON"),
        ("UPDATE entries SET body = replace(body, 'carol', 'dave')", "the chain breaks at #"),
        ("UPDATE entries SET hash = lower(hex(randomblob(32))) WHERE seq = 5", "the chain breaks at #5"),
        ("DELETE FROM entries WHERE seq = 7", "#7 is missing"),
        ("UPDATE decisions SET last_entry = last_entry + 1 WHERE first_entry = 9", "decisions: #9"),
        ("DELETE FROM decisions WHERE first_entry = 9", "decisions:"),
    ],
)
def test_a_tampered_table_is_found_even_with_the_manifest_made_anew(copy: Pack, statement: str, words: str) -> None:
    edit(copy.folder, statement)
    found = verify_pack(copy.folder)
    assert any(words in finding for finding in found), found
    assert run(copy.folder).returncode == 1


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP VIEW who_had_what", "CREATE VIEW who_had_what AS SELECT * FROM seats WHERE person <> 'bob'"),
        ("ALTER TABLE seats RENAME TO other", "CREATE VIEW seats AS SELECT * FROM other WHERE date('now') < '2100'"),
        ("CREATE TRIGGER quiet AFTER INSERT ON seats BEGIN DELETE FROM seats; END",),
        ("CREATE TABLE more_seats (person TEXT)",),
        ("ALTER TABLE seats ADD COLUMN note TEXT",),
        ("DROP TABLE locations",),
        ("DROP VIEW who_had_what",),
    ],
)
def test_a_view_that_shows_something_else_is_found(copy: Pack, statements: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(copy.folder / "audit.sqlite3")) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
        assert verify.check_schema(db) != []


def test_an_entry_cut_off_the_end_is_found_against_the_head(copy: Pack) -> None:
    last = copy.head.seq
    edit(copy.folder, f"DELETE FROM entries WHERE seq = {last}", f"DELETE FROM decisions WHERE first_entry = {last}")
    assert verify_pack(copy.folder) == [], "whole in itself, so it takes a head that was noted"
    found = verify_pack(copy.folder, [(copy.head.workspace, copy.head.seq, copy.head.hash)])
    assert f"#{last} is not the one that you noted" in found[0]


def test_an_entry_appended_is_found_against_the_head(copy: Pack) -> None:
    last = copy.head.seq
    edit(
        copy.folder,
        f'INSERT INTO entries SELECT {last + 1}, at, day, kind, "by", part, why, reference, counts, reversed_by, '
        f"'x', replace(body, '\"seq\":{last}', '\"seq\":{last + 1}'), hash FROM entries WHERE seq = {last}",
        then=rechained,
    )
    noted = [(copy.head.workspace, copy.head.seq, copy.head.hash)]
    words = f"entries: #{last + 1} to #{last + 1} were appended after the head that you noted"
    assert words in verify_pack(copy.folder, noted)
    assert words not in verify_pack(copy.folder, anchors=noted), "of an earlier day it is right that more follows"
    done = run(copy.folder, "--head", str(copy.head))
    assert done.returncode == 1
    assert words in done.stdout


def test_a_pack_computed_anew_is_found_against_the_head_and_against_the_seal(copy: Pack) -> None:
    edit(
        copy.folder,
        "UPDATE entries SET body = replace(body, 'K1', 'K9') WHERE kind = 'key_issued'",
        "UPDATE keys SET label = 'K9'",
        then=rechained,
    )
    assert verify_pack(copy.folder) == []
    assert "computed anew" in verify_pack(copy.folder, [(copy.head.workspace, copy.head.seq, copy.head.hash)])[0]
    assert "sealed" in verify_pack(copy.folder, seal=copy.seal)[0]
    assert run(copy.folder, "--head", str(copy.head)).returncode == 1


@pytest.mark.parametrize("name", ["report.html", "audit.xlsx", "csv/seats.csv", "verify.py", "audit.sqlite3"])
def test_a_file_that_was_touched_is_named(copy: Pack, name: str) -> None:
    with (copy.folder / name).open("ab") as file:
        file.write(b" ")
    assert f"{name}: it was changed since the pack was made" in verify_pack(copy.folder)


def test_a_file_too_many_and_a_file_too_few_are_named(copy: Pack) -> None:
    (copy.folder / "csv" / "keys.csv").unlink()
    (copy.folder / "extra.csv").write_text("x")
    found = verify_pack(copy.folder)
    assert "csv/keys.csv: it is missing" in found
    assert "extra.csv: it is not in the manifest" in found


@pytest.mark.parametrize("name", ["csv/__pycache__.csv", "__pycache__/x.csv", "csv/more.csv", ".hidden"])
def test_a_file_too_many_is_found_whatever_its_name_and_even_if_the_manifest_names_it(copy: Pack, name: str) -> None:
    (copy.folder / name).parent.mkdir(exist_ok=True)
    (copy.folder / name).write_text("x")
    assert f"{name}: it is not in the manifest" in verify_pack(copy.folder)
    manifest = json.loads((copy.folder / "manifest.json").read_text())
    manifest["files"][name] = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    (copy.folder / "manifest.json").write_text(json.dumps(manifest))
    assert f"{name}: it is no file of the pack" in verify_pack(copy.folder)


def test_a_report_left_out_with_its_line_in_the_manifest_is_missed(copy: Pack) -> None:
    (copy.folder / "report.html").unlink()
    manifest = json.loads((copy.folder / "manifest.json").read_text())
    del manifest["files"]["report.html"]
    (copy.folder / "manifest.json").write_text(json.dumps(manifest))
    assert "report.html: the manifest does not name it" in verify_pack(copy.folder)


def test_a_way_out_of_the_pack_is_found(copy: Pack, tmp_path: Path) -> None:
    shutil.move(copy.folder / "csv", tmp_path / "elsewhere")
    (copy.folder / "csv").symlink_to(tmp_path / "elsewhere")
    assert "csv: it leads to somewhere else" in verify_pack(copy.folder)


def test_the_script_defines_each_name_once() -> None:
    """It is made of several modules, in which a name could stand for two things."""
    tree = ast.parse(verify.script())
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    defined += [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in ([node.target] if isinstance(node, ast.AnnAssign) else node.targets)
        if isinstance(target, ast.Name)
    ]
    assert sorted(set(defined)) == sorted(defined)
    assert "import storage" not in verify.script()
    assert "from storage" not in verify.script()


def test_csv_files_that_say_something_else_are_found_with_the_manifest_made_anew(copy: Pack) -> None:
    file = copy.folder / "csv" / "seats.csv"
    text = file.read_text(encoding="utf-8-sig")
    manifest = json.loads((copy.folder / "manifest.json").read_text())
    file.write_text(text.replace(",bob,", ",dave,"), encoding="utf-8-sig")
    manifest["files"]["csv/seats.csv"]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (copy.folder / "manifest.json").write_text(json.dumps(manifest))
    assert any(finding.startswith("csv/seats.csv: line") for finding in verify_pack(copy.folder))


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


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"workspace": 7}', b"\xff\xfe"])
def test_a_broken_manifest_is_said_not_raised(copy: Pack, raw: bytes) -> None:
    (copy.folder / "manifest.json").write_bytes(raw)
    assert "manifest.json" in verify_pack(copy.folder)[0]
    assert run(copy.folder).returncode == 1


def test_a_database_that_is_none_is_said_not_raised(copy: Pack) -> None:
    (copy.folder / "audit.sqlite3").write_bytes(b"no database" * 100)
    assert any("audit.sqlite3: it can't be read" in finding for finding in verify_pack(copy.folder))
    assert run(copy.folder).returncode == 1


def test_a_window_that_an_entry_ended_names_it(made: Pack) -> None:
    text = (made.folder / "report.html").read_text(encoding="utf-8")
    first = asked(made.folder, "SELECT min(entry) FROM seats")[0][0]
    offers = text.partition("Refund or swap until")[2].partition("</table>")[0]
    assert "ended by #" in offers
    assert int(offers.partition("ended by #")[2].split("<")[0]) <= int(str(first))
