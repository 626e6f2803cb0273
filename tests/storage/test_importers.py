"""Paula's first morning: the company comes in with the spreadsheets that it has."""

import csv
import datetime as dt
import io
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from policy import model
from policy.acts import AddPerson, AssignSeat, Context, Record, RecordGrant, RecordPurchase, Undo, decide
from policy.ledger import Ledger
from policy.model import Programme
from storage.importers import Held, Kind, Listed, Preview, Why, bulk_add, preview, read_list, record
from storage.log import Drafts, Log, Recorded
from storage.people.directory import People, Person
from storage.sqlite.database import SQLite
from tests.policy.workspace import CATALOGUE, EDITION, VS, Workspace, at

DATA = Path(__file__).parent.parent / "data"
T1 = "E1/T1"
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
PEOPLE = (Person("paula", "Paula Gomez", "paula@contoso.example"), Person("ana", "Ana Souza", "ANA@contoso.example"))
HEADER = "Subscriber Name,Email,Subscription Level,Assigned,Activated"


class Office:
    """Paula's ledger on a file, and the day."""

    def __init__(self, file: Path, seats: int = 3) -> None:
        self.log = Log(SQLite(file))
        self.people = People(self.log.database)
        self.people.upsert(T1, PEOPLE)
        self.today = dt.date(2026, 6, 1)
        paula = Workspace("2026-01-05")
        paula.does(RecordPurchase(program=Programme.ACTION_PACK))
        if seats:
            paula.does(RecordGrant(grants=((VS, seats),)))
        self.log.append(T1, "start", lambda ledger: Drafts(tuple(paula.entries)), at=NOON)

    @property
    def ctx(self) -> Context:
        return Context(self.today, "paula", lambda person: person, EDITION, CATALOGUE)

    def does(self, act: object) -> None:
        def on(ledger: Ledger) -> Drafts:
            outcome = decide(ledger, act, replace(self.ctx, confirmed=True))  # type: ignore[arg-type]
            assert isinstance(outcome, Record), outcome
            return Drafts(outcome.entries, directory=outcome.directory)

        self.log.append(T1, None, on, at=NOON)

    def looks_at(self, listed: Listed, offer: str | None = None) -> Preview:
        with self.log.ledger(T1) as ledger:
            return preview(listed, ledger, self.ctx, self.people.all(T1), offer=offer)

    def records(self, shown: Preview, cause: str = "m1", *, without_wrong: bool = False) -> Recorded | Held:
        return record(self.log, T1, cause, shown, self.ctx, at=NOON, without_wrong=without_wrong)

    def holders(self) -> list[str]:
        with self.log.ledger(T1) as ledger:
            return [self.name(seat.last) for seat in ledger.seats.holders("offer-1", VS, self.today)]

    def name(self, person: str) -> str:
        found = self.people.get(T1, person)
        return found.name if found else person


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "mpn.sqlite3")


def export(*rows: str, header: str = HEADER) -> Listed:
    return read_list("export.csv", "\n".join([header, *rows]).encode())


def data(name: str) -> Listed:
    return read_list(name, (DATA / name).read_bytes())


def row(name: str, assigned: str = "2026-03-02", activated: str = "", level: str = "Visual Studio Professional") -> str:
    return f"{name},{name.split()[0].lower()}@contoso.example,{level},{assigned},{activated}"


# --- Microsoft's export ---


def test_the_export_is_shown_first_and_nothing_is_recorded_by_it(office: Office) -> None:
    before = office.log.head(T1)
    shown = office.looks_at(data("subscribers.csv"))
    assert [(good.line, good.what) for good in shown.good] == [
        (2, "Ana Souza, Visual Studio Professional, assigned on 20 Feb 2026, activated on 24 Feb 2026"),
        (3, "Bob Miller, Visual Studio Professional, assigned on 2 Mar 2026, not activated"),
        (4, "Diaz, Carol, Visual Studio Professional, assigned on 2 Mar 2026, activated on 2 Mar 2026"),
    ]
    assert [wrong.line for wrong in shown.wrong] == [5]
    assert "the Action Pack has no Visual Studio Enterprise" in shown.wrong[0].reason
    assert office.log.head(T1) == before


def test_bad_rows_are_never_left_out_silently(office: Office) -> None:
    shown = office.looks_at(data("subscribers.csv"))
    held = office.records(shown)
    assert isinstance(held, Held)
    assert held.why is Why.WRONG_ROWS
    assert office.holders() == []
    done = office.records(shown, without_wrong=True)
    assert isinstance(done, Recorded)
    assert office.holders() == ["Ana Souza", "Bob Miller", "Diaz, Carol"]


def test_a_batch_is_one_request_that_ends_with_the_import(office: Office) -> None:
    done = office.records(office.looks_at(data("subscribers.csv")), without_wrong=True)
    assert isinstance(done, Recorded)
    last = done.entries[-1]
    assert isinstance(last, model.ImportRecorded)
    assert (last.file, last.rows, last.sha256) == ("subscribers.csv", 3, data("subscribers.csv").sha256)
    assert [entry.part for entry in done.entries] == list(range(1, len(done.entries) + 1))
    again = office.records(office.looks_at(data("subscribers.csv")), without_wrong=True)
    assert isinstance(again, Recorded)
    assert again.again, "the same press delivered twice"


def test_entries_keep_the_days_of_the_export(office: Office) -> None:
    office.records(office.looks_at(data("subscribers.csv")), without_wrong=True)
    with office.log.ledger(T1) as ledger:
        (seat,) = ledger.seats.of("ana", office.today)
        assert (seat.since, seat.activated) == (dt.date(2026, 2, 20), dt.date(2026, 2, 24))
        first = ledger.entry(seat.assignment)
        assert first and first.reference == "PO 7"


def test_a_file_seen_before_changes_nothing(office: Office) -> None:
    office.records(office.looks_at(data("subscribers.csv")), without_wrong=True)
    before = office.log.head(T1)
    shown = office.looks_at(data("subscribers.csv"))
    assert shown.seen is not None
    held = office.records(shown, "m2", without_wrong=True)
    assert isinstance(held, Held)
    assert held.why is Why.SEEN
    assert office.log.head(T1) == before


def test_a_file_that_was_taken_back_can_be_imported_again(office: Office) -> None:
    done = office.records(office.looks_at(data("subscribers.csv")), without_wrong=True)
    assert isinstance(done, Recorded)
    office.does(Undo(seqs=tuple(entry.number for entry in done.entries)))
    assert office.holders() == []
    done = office.records(office.looks_at(data("subscribers.csv")), "m2", without_wrong=True)
    assert isinstance(done, Recorded)
    assert office.holders() == ["Ana Souza", "Bob Miller", "Diaz, Carol"]


def test_who_is_known_keeps_their_id_and_newcomers_get_one_that_says_nothing(office: Office) -> None:
    office.records(office.looks_at(data("subscribers.csv")), without_wrong=True)
    with office.log.ledger(T1) as ledger:
        holders = [seat.last for seat in ledger.seats.holders("offer-1", VS, office.today)]
    assert holders == ["ana", "person-1", "person-2"]
    assert office.people.get(T1, "person-1") == Person("person-1", "Bob Miller", "bob@contoso.example")


def test_a_namesake_with_another_address_is_somebody_else(office: Office) -> None:
    text = "Ana Souza,ana.souza@other.example,Visual Studio Professional,2026-03-02,"
    done = office.records(office.looks_at(export(row("Ana Souza"), text)))
    assert isinstance(done, Recorded)
    assert office.holders() == ["Ana Souza", "Ana Souza"]
    with office.log.ledger(T1) as ledger:
        assert [seat.last for seat in ledger.seats.holders("offer-1", VS, office.today)] == ["ana", "person-1"]


def test_a_name_that_fits_several_people_needs_the_address(office: Office) -> None:
    office.people.upsert(T1, [Person("ana2", "Ana Souza")])
    shown = office.looks_at(export("Ana Souza,,Visual Studio Professional,2026-03-02,"))
    assert "Several people are called Ana Souza" in shown.wrong[0].reason


def test_nobody_is_added_for_a_row_that_is_left_out(office: Office) -> None:
    office.records(office.looks_at(data("subscribers.csv")), without_wrong=True)
    assert sorted(person.name for person in office.people.all(T1)) == [
        "Ana Souza",
        "Bob Miller",
        "Diaz, Carol",
        "Paula Gomez",
    ]


def test_each_row_is_held_to_the_rules_with_those_before_it(tmp_path: Path) -> None:
    office = Office(tmp_path / "two.sqlite3", seats=2)
    shown = office.looks_at(export(row("Ann A"), row("Ben B", "2026-03-03"), row("Cleo C", "2026-03-01")))
    assert [wrong.line for wrong in shown.wrong] == [3], "the two who were first have the two seats"
    assert "No seat is free" in shown.wrong[0].reason
    assert "**" not in shown.wrong[0].reason


def test_a_row_is_recorded_whole_or_not_at_all(office: Office) -> None:
    """Assigned in the term, activated after it: the assignment alone is not taken either."""
    office.today = dt.date(2027, 3, 1)
    shown = office.looks_at(export(row("Ann A", "2026-12-01", "2027-02-01"), row("Ben B", "2026-12-02")))
    assert [wrong.line for wrong in shown.wrong] == [2]
    assert [entry.kind for entry in shown.entries] == ["seat_assigned", "person_added"]
    assert shown.entries[0].person == shown.entries[1].person  # type: ignore[attr-defined]


def test_a_seat_before_the_purchase_is_wrong_with_the_reason(office: Office) -> None:
    shown = office.looks_at(export(row("Ann A", "2025-03-02")))
    assert "bought on 5 Jan 2026" in shown.wrong[0].reason


def test_without_a_grant_every_row_says_what_to_record_and_the_reasons_are_counted(tmp_path: Path) -> None:
    office = Office(tmp_path / "none.sqlite3", seats=0)
    shown = office.looks_at(export(row("Ann A"), row("Ben B"), row("Cleo C")))
    ((reason, lines),) = shown.reasons
    assert "No grant" in reason
    assert lines == [2, 3, 4]
    held = office.records(shown, without_wrong=True)
    assert isinstance(held, Held)
    assert held.why is Why.NOTHING


def test_what_differs_between_the_export_and_the_ledger_is_told(office: Office) -> None:
    office.does(at(AssignSeat(person="ana", product=VS), "2026-02-22"))
    office.does(AddPerson(person="olga", name="Olga Ivanova", email="olga@contoso.example"))
    office.does(at(AssignSeat(person="olga", product=VS), "2026-03-01"))
    shown = office.looks_at(export(row("Ana Souza", "2026-02-20", "2026-02-24"), row("Ben B")))
    assert [difference.text for difference in shown.differences] == [
        "Ana Souza, Visual Studio Professional: the export says assigned on 20 Feb 2026, the ledger 22 Feb 2026.",
        "Olga Ivanova has Visual Studio Professional seat 2 in the ledger since 1 Mar 2026, and is not in the export.",
    ]
    assert next(good.what for good in shown.good).endswith("activated on 24 Feb 2026")
    office.records(shown)
    with office.log.ledger(T1) as ledger:
        (seat,) = ledger.seats.of("ana", office.today)
    assert seat.activated == dt.date(2026, 2, 24)


def test_an_export_without_news_is_known(office: Office) -> None:
    office.records(office.looks_at(export(row("Ann A"))))
    shown = office.looks_at(export(row("Ann A"), ""))
    assert [known.line for known in shown.known] == [2]
    assert (shown.good, shown.wrong, shown.differences) == ((), (), ())


def test_another_expiry_than_the_term_is_a_difference(office: Office) -> None:
    header = f"{HEADER},Expiration Date (UTC)"
    shown = office.looks_at(export(f"{row('Ann A')},2027-06-30", f"{row('Ben B')},2027-01-04", header=header))
    (difference,) = shown.differences
    assert difference.text == "1 row of the export expires on 30 Jun 2027; by the ledger it is 4 Jan 2027."


def test_a_subscription_that_is_not_active_is_a_difference(office: Office) -> None:
    header = f"{HEADER},Subscription Status"
    shown = office.looks_at(export(f"{row('Ann A')},Expired", f"{row('Ben B')},Active", header=header))
    assert [one.text for one in shown.differences] == [
        "Ann A, Visual Studio Professional: the export says the subscription is expired."
    ]


def test_a_team_is_no_subscriber(office: Office) -> None:
    shown = office.looks_at(export(row("Dev1"), row("Build Team"), row("Ann Developer")))
    assert len(shown.notes) == 2
    assert "“Dev1” (line 2)" in shown.notes[0]


def test_the_first_use_tells_what_it_ends_before_it_is_recorded(office: Office) -> None:
    office.today = dt.date(2026, 1, 20)
    shown = office.looks_at(export(row("Ann A", "2026-01-10"), row("Ben B", "2026-01-11")))
    assert len(shown.costs) == 1
    assert "no longer considers a refund" in shown.costs[0]


def test_what_changed_meanwhile_is_shown_again_before_it_is_recorded(office: Office) -> None:
    shown = office.looks_at(export(row("Ann A"), row("Ben B"), row("Cleo C")))
    office.does(at(AssignSeat(person="ana", product=VS), "2026-03-01"))
    held = office.records(shown, without_wrong=True)
    assert isinstance(held, Held)
    assert held.why is Why.CHANGED
    assert [wrong.line for wrong in held.shown.wrong] == [4]
    assert isinstance(office.records(held.shown, without_wrong=True), Recorded)


def test_what_was_shown_on_another_day_or_to_somebody_else_is_judged_again(office: Office) -> None:
    office.does(AddPerson(person="olga", name="Olga Ivanova"))
    shown = office.looks_at(export(row("Ann A"), row("Ben B")))
    office.today += dt.timedelta(days=1)
    done = office.records(shown)
    assert isinstance(done, Recorded)
    assert {entry.on for entry in done.entries if entry.kind == "person_added"} == {office.today}
    again = office.looks_at(export(row("Cleo C")))
    held = record(office.log, T1, "m2", again, replace(office.ctx, by="olga"), at=NOON)
    assert isinstance(held, Held), "Olga is no administrator"
    assert office.holders() == ["Ann A", "Ben B"]


def test_somebody_who_may_not_record_is_told_so_for_every_row(office: Office) -> None:
    with office.log.ledger(T1) as ledger:
        shown = preview(export(row("Ann A")), ledger, replace(office.ctx, by="ana"), PEOPLE)
    assert "for an administrator" in shown.wrong[0].reason


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("Ann A,ann at contoso,Visual Studio Professional,2026-03-02,", "is no address"),
        ("Ann A,ann@contoso.example,,2026-03-02,", "no subscription level"),
        ("Ann A,ann@contoso.example,Visual Studio Professional,,", "no day on which it was assigned"),
        ("Ann A,ann@contoso.example,Visual Studio Professional,soon,", "“soon” is no day"),
        ("Ann A,ann@contoso.example,Visual Studio Professional,2026-02-30,", "“2026-02-30” is no day"),
        ("Ann A,ann@contoso.example,Visual Studio Professional,2030-02-03,", "still to come"),
        ("Ann A,ann@contoso.example,Visual Studio Professional,2026-03-02,2026-03-01", "before it was assigned"),
        ("Ann, A,ann@contoso.example,Visual Studio Professional,2026-03-02,x", "more cells than columns"),
    ],
)
def test_a_wrong_row_says_what_is_wrong(office: Office, bad: str, reason: str) -> None:
    shown = office.looks_at(export(bad, row("Ben B")))
    assert [wrong.line for wrong in shown.wrong] == [2]
    assert reason in shown.wrong[0].reason
    assert [good.line for good in shown.good] == [3]


# --- grants, keys, tokens ---


def test_what_partner_center_lists_is_recorded_as_grants_keys_and_tokens(tmp_path: Path) -> None:
    office = Office(tmp_path / "licences.sqlite3", seats=0)
    office.today = dt.date(2026, 3, 1)
    shown = office.looks_at(data("licences.csv"))
    ((reason, lines),) = shown.reasons
    assert lines == [8]
    assert "Windos Server" in reason
    assert "Do you mean Windows Server?" in reason
    assert isinstance(office.records(shown, without_wrong=True), Recorded)
    with office.log.ledger(T1) as ledger:
        granted = {one.product: one.quantity for one in ledger.offers.grants_of("offer-1", office.today)}
        key = ledger.licences.key("key-1", office.today)
        (token,) = ledger.licences.unused_tokens(office.today)
    assert granted == {VS: 3, "sql-server": 2, "windows-server": 2, "office-365-e3": 5}
    assert key
    assert (key.label, key.activations, key.left, key.last_five) == ("K7", 50, 44, "3V66T")
    assert (token.label, token.seats, token.program_year) == ("7", 5, 2026)
    shown = office.looks_at(replace(data("licences.csv"), sha256="0" * 64))
    assert [known.line for known in shown.known] == [2, 3, 4, 5, 6, 7]


def test_nothing_of_a_key_but_its_last_five_characters_is_kept(tmp_path: Path) -> None:
    office = Office(tmp_path / "keys.sqlite3")
    key = "VK7JG-NPHTM-C97JM-9MPGT-3V66T"
    text = f"Product,Key,Label,Reference\nWindows 10,{key},{key},see {key}\n"
    shown = office.looks_at(read_list("keys.csv", text.encode()))
    office.records(shown)
    assert "VK7JG" not in repr(shown)
    assert "3V66T" in repr(shown)
    for path in tmp_path.iterdir():
        assert b"NPHTM" not in path.read_bytes()


def test_a_quantity_that_has_changed_is_told_and_recorded(office: Office) -> None:
    shown = office.looks_at(read_list("list.csv", b"Product,Quantity\nVisual Studio Professional,4\n"))
    assert [one.text for one in shown.differences] == ["Visual Studio Professional: the file says 4, the ledger 3."]
    office.records(shown)
    with office.log.ledger(T1) as ledger:
        grant = ledger.offers.grant("offer-1", VS, office.today)
    assert grant
    assert grant.quantity == 4


def test_with_two_offers_a_row_has_to_name_its_own(office: Office) -> None:
    office.does(RecordPurchase(program=Programme.COMPETENCY, level=model.Level.GOLD, competency="Data Analytics"))
    listed = read_list("list.csv", b"Product,Quantity\nSQL Server,4\n")
    assert "name one in a column Offer" in office.looks_at(listed).wrong[0].reason
    assert [good.line for good in office.looks_at(listed, offer="offer-2").good] == [2]
    named = read_list(
        "list.csv", b"Product,Quantity,Offer\nSQL Server,4,Gold Data Analytics\nExchange Server,1,Bronze\n"
    )
    shown = office.looks_at(named)
    assert [good.what for good in shown.good] == ["4 SQL Server, Gold Data Analytics competency, from 1 Jun 2026"]
    assert "“Bronze” is no offer in force" in shown.wrong[0].reason


def test_a_list_of_people_adds_those_who_are_not_known(office: Office) -> None:
    text = "id,name,email,tz,administrator\npaula,Paula Gomez,,,\nbob,Bob Miller,bob@contoso.example,,\n,Nobody,,,\n"
    shown = office.looks_at(read_list("people.csv", text.encode()))
    assert shown.listed.kind is Kind.PEOPLE
    assert [known.line for known in shown.known] == [2]
    assert [wrong.reason for wrong in shown.wrong] == ["There is no id."]
    office.records(shown, without_wrong=True)
    assert office.people.get(T1, "bob") == Person("bob", "Bob Miller", "bob@contoso.example")


def test_a_list_of_people_without_ids_is_known_by_address(office: Office) -> None:
    text = "Name,Email\nPaula Gomez,\nNadia Ferri,nadia@contoso.example\nNadia F,NADIA@contoso.example\nTom,at home\n"
    shown = office.looks_at(read_list("people.csv", text.encode()))
    assert [(wrong.line, wrong.reason) for wrong in shown.wrong] == [
        (2, "There is no id."),
        (4, "The address NADIA@contoso.example is on line 3 already."),
        (5, "“at home” is no address."),
    ]
    office.records(shown, without_wrong=True)
    assert office.people.get(T1, "person-1") == Person("person-1", "Nadia Ferri", "nadia@contoso.example")
    again = office.looks_at(read_list("again.csv", b"email,name\nnadia@contoso.example,Nadia Ferri\n"))
    assert [known.line for known in again.known] == [2]


@pytest.mark.parametrize("said", ["7", "Token 7", "token 7"])
def test_a_token_in_a_column_of_that_name_is_a_label(tmp_path: Path, said: str) -> None:
    office = Office(tmp_path / "tokens.sqlite3")
    shown = office.looks_at(read_list("tokens.csv", f"Product,Token,Quantity\nOffice 365 E3,{said},5\n".encode()))
    assert [good.what for good in shown.good] == ["token 7 for 5 seats of Office 365 E3"]


def test_a_whole_token_in_that_column_is_cut_to_its_end(tmp_path: Path) -> None:
    office = Office(tmp_path / "tokens.sqlite3")
    text = b"Product,Token,Seats\nOffice 365 E3,VK7JG-NPHTM-C97JM-9MPGT-3V66T,5\n"
    shown = office.looks_at(read_list("tokens.csv", text))
    assert [good.what for good in shown.good] == ["token 3V66T for 5 seats of Office 365 E3"]


@pytest.mark.parametrize("cell", ["-3", "2.5", "many", "1e3"])
def test_a_number_that_is_none_is_said_with_what_to_write(office: Office, cell: str) -> None:
    shown = office.looks_at(read_list("list.csv", f"Product,Quantity\nOffice,{cell}\n".encode()))
    assert [wrong.reason for wrong in shown.wrong] == [
        f"Quantity: “{cell}” can't be right; write a whole number from 0 up, such as 25."
    ]


# --- bulk add ---


def test_the_bulk_add_sheet_has_those_who_are_assigned_and_not_activated(office: Office) -> None:
    office.records(office.looks_at(data("subscribers.csv")), without_wrong=True)
    with office.log.ledger(T1) as ledger:
        made = bulk_add(ledger, office.today, lambda person: office.people.get(T1, person), CATALOGUE, country="Spain")
    assert (made.rows, made.left_out) == (1, ())
    sheet = openpyxl.load_workbook(io.BytesIO(made.sheet)).worksheets[0]
    assert [tuple(cell.value for cell in cells) for cells in sheet.iter_rows()] == [
        (
            *("Name", "Sign-in Email", "Notification Email", "Subscription Level", "Reference"),
            *("Downloads", "Country", "Language", "Subscription GUID"),
        ),
        (
            *("Bob Miller", "bob@contoso.example", "bob@contoso.example", "Visual Studio Professional"),
            *("seat-2 entry 7", "Enabled", "Spain", "English", None),
        ),
    ]


def test_the_bulk_add_sheet_has_no_commas_and_leaves_out_whom_nobody_can_write_to(office: Office) -> None:
    people = {
        "ana": Person("ana", " Souza,  Ana\n", "ana@contoso.example"),
        "bob": Person("bob", "Bob Miller"),
        "carol": Person("carol", '=HYPERLINK("http://a.example")', "carol@contoso.example"),
    }
    for person in people:
        office.does(AssignSeat(person=person, product=VS))
    with office.log.ledger(T1) as ledger:
        made = bulk_add(ledger, office.today, people.get, CATALOGUE)
    assert made.left_out == ("bob",)
    sheet = openpyxl.load_workbook(io.BytesIO(made.sheet)).worksheets[0]
    assert sheet["A2"].value == "Souza Ana"
    assert (sheet["A3"].data_type, sheet["A3"].value) == ("s", '=HYPERLINK("http://a.example")')


# --- ten thousand rows ---


def many(rows: int) -> bytes:
    buffer = io.StringIO()
    sheet = csv.writer(buffer)
    sheet.writerow(HEADER.split(","))
    for number in range(rows):
        day = dt.date(2026, 2, 10) + dt.timedelta(days=number % 100)
        sheet.writerow([f"Person {number}", f"p{number}@contoso.example", "Visual Studio Professional", day, day])
    return buffer.getvalue().encode()


def test_ten_thousand_rows_take_seconds_and_a_bar_can_show_them(tmp_path: Path) -> None:
    office = Office(tmp_path / "many.sqlite3", seats=10_000)
    told: list[tuple[int, int]] = []
    started = time.monotonic()
    with office.log.ledger(T1) as ledger:
        shown = preview(
            read_list("many.csv", many(10_000)),
            ledger,
            office.ctx,
            office.people.all(T1),
            progress=lambda done, of: told.append((done, of)),
        )
    assert (len(shown.good), len(shown.wrong)) == (10_000, 0)
    assert isinstance(office.records(shown), Recorded)
    assert time.monotonic() - started < 60, "8 seconds on a quiet machine"
    assert told == sorted(told)
    assert told[-1] == (30_000, 30_000)
    assert len(office.holders()) == 10_000


def test_memory_grows_with_the_rows_and_not_faster(tmp_path: Path) -> None:
    peaks = []
    for rows in (200, 200, 800):  # the first run loads what is loaded once
        office = Office(tmp_path / f"{len(peaks)}.sqlite3", seats=rows)
        tracemalloc.start()
        office.looks_at(read_list("many.csv", many(rows)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 6 * peaks[1]
