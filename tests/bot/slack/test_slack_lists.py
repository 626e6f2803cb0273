"""A day on which Paula brings the company's spreadsheets: dropped, looked at, recorded by a button."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from slack_sdk import WebClient

from bot.record.records import Records
from bot.slack.files import transfer as files
from bot.slack.kept.drops import Drop, Drops
from bot.slack.kept.shelf import beside, opened_shelf
from bot.slack.payloads import Place, SharedFile
from tests.bot.slack.office import buys, office
from tests.bot.slack.test_slack_files import shared
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import OverHttp

HEADER = "Subscriber Name,Email,Subscription Level,Assigned,Activated"
GOOD = f"""{HEADER}
Ana Souza,ana.souza@acme.example,Visual Studio Professional,2026-05-10,2026-05-12
Bob Meyer,bob.meyer@acme.example,Visual Studio Professional,2026-05-11,
""".encode()
MIXED = GOOD + b"Carol Diaz,carol@acme.example,Visual Studio Professional,soon,\n"


@pytest.fixture
def running(slack: FakeSlack, file: Path, ana: Person, bob: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        yield app


def recorded(file: Path) -> list[str]:
    """The kinds of all that stands in the ledger."""
    return [entry.kind for entry in Records.open(file).log.entries("T0ACME")]


def test_a_list_is_shown_first_and_recorded_by_its_button(running: OverHttp, file: Path, paula: Person) -> None:
    buys(paula)
    paula.drops("subscribers.csv", MIXED)
    shown = paula.sees(
        "*Nothing is recorded yet.* Of 3 rows in subscribers.csv, 2 can be, 1 row can't.",
        "2 seats assigned and 1 seat activated",
        "• line 2: Ana Souza, Visual Studio Professional, assigned on 10 May 2026",
        "• line 4: Assigned: “soon” is no day",
    )
    assert shown.buttons == ["Record these 2", "No, cancel"]
    assert recorded(file)[2:] == []
    paula.presses("Record these 2")
    done = paula.sees("*Recorded:* 2 rows of subscribers.csv (#3 to #", "1 row was left out", "Nothing is recorded yet")
    assert (done, done.buttons) == (shown, [])
    assert recorded(file)[2:] == ["seat_assigned", "seat_assigned", "seat_activated", "import_recorded"]
    paula.says("who has visual studio?")
    paula.sees("Ana Souza", "Bob Meyer", "2 of 3")


def test_all_of_it_can_be_taken_back(running: OverHttp, file: Path, paula: Person) -> None:
    buys(paula)
    paula.drops("subscribers.csv", GOOD)
    paula.presses("Record these 2", below=paula.sees("2 rows in subscribers.csv"))
    paula.sees("*Recorded:*", 'say "undo"')
    paula.says("undo")
    paula.sees("*Taken back:*")
    paula.says("who has visual studio?")
    paula.sees("Nobody")


def test_a_long_list_says_that_it_takes_a_moment(running: OverHttp, paula: Person) -> None:
    rows = "\n".join(f"p{number},Person {number},p{number}@b.example" for number in range(1_100))
    paula.drops("people.csv", f"id,name,email\n{rows}\n".encode())
    shown = paula.sees("*Nothing is recorded yet.* Of 1,100 rows in people.csv, 1,100 can be.", within=20)
    assert shown.buttons == ["Record these 1,100", "No, cancel"]
    paula.presses("Record these 1,100", below=shown)
    assert paula.sees("*Recording 1,100 rows.*").alone == paula.id
    paula.sees("*Recorded:* 1,100 rows of people.csv (#1 to #1101).", within=20)


def test_a_workbook_is_read_too(running: OverHttp, paula: Person) -> None:
    buys(paula)
    book = openpyxl.Workbook()
    for row in (["Product", "Quantity"], ["SQL Server", 2], ["Office 365", 5]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    paula.drops("grants.xlsx", content.getvalue())
    paula.presses("Record these 2", below=paula.sees("2 quantities granted", "line 2: 2 SQL Server"))
    paula.sees("*Recorded:* 2 rows of grants.xlsx (#3 to #5)")


def test_a_file_seen_before_says_so(running: OverHttp, paula: Person) -> None:
    buys(paula)
    paula.drops("subscribers.csv", GOOD)
    paula.presses("Record these 2", below=paula.sees("2 rows in subscribers.csv"))
    paula.sees("*Recorded:*")
    paula.drops("the same again.csv", GOOD)
    again = paula.sees("*Nothing to record:* the same again.csv was imported before (#6), byte for byte.")
    assert again.buttons == []


def test_what_somebody_does_not_want_is_left(running: OverHttp, file: Path, paula: Person) -> None:
    buys(paula)
    paula.drops("subscribers.csv", GOOD)
    shown = paula.sees("2 rows in subscribers.csv")
    paula.presses("No, cancel", below=shown)
    assert paula.sees("*Nothing was recorded.*", "Paula Reyes: No, cancel") is shown
    assert shown.buttons == []
    assert len(recorded(file)) == 2


def test_only_an_administrator_may(slack: FakeSlack, running: OverHttp, paula: Person, bob: Person) -> None:
    buys(paula)
    bob.drops("subscribers.csv", GOOD)
    bob.sees("*Lists are for administrators.* Ask Paula Reyes.", "Nothing was recorded.")
    assert slack.calls["files-pri"] == 0


def test_who_may_no_longer_is_refused_at_the_button(running: OverHttp, file: Path, paula: Person, bob: Person) -> None:
    buys(paula)
    paula.says("make @bob an administrator")
    paula.sees("Bob Meyer is administrator")
    bob.drops("subscribers.csv", GOOD)
    shown = bob.sees("2 rows in subscribers.csv")
    paula.says("take the administrator role from @bob")
    paula.sees("Bob Meyer is no longer administrator")
    before = len(recorded(file))
    bob.presses("Record these 2", below=shown)
    bob.sees("*Lists are for administrators.* Ask Paula Reyes.")
    assert len(recorded(file)) == before


def test_in_a_channel_it_is_not_read(slack: FakeSlack, running: OverHttp, paula: Person, bob: Person) -> None:
    general = slack.workspace.channel("general")
    paula.drops("subscribers.csv", GOOD, "import this", general)
    assert paula.sees("*Not here.* Drop the list in a direct message to me").alone == paula.id
    assert not bob.sees_all()
    assert slack.calls["files-pri"] == 0


def test_the_button_means_the_same_after_a_restart(
    slack: FakeSlack, file: Path, ana: Person, bob: Person, paula: Person
) -> None:
    with office(slack, file):
        buys(paula)
        paula.drops("subscribers.csv", GOOD)
        shown = paula.sees("2 rows in subscribers.csv")
    with office(slack, file):
        paula.presses("Record these 2", below=shown)
        paula.sees("*Recorded:* 2 rows of subscribers.csv (#3 to #6)")


def test_a_list_that_was_dropped_when_the_process_ended_is_shown_by_the_next(
    slack: FakeSlack, file: Path, ana: Person, bob: Person, paula: Person
) -> None:
    with office(slack, file):
        buys(paula)
    drop = Drop("T0ACME", "Ev1:list:0", paula.id, Place(paula.dm), shared(slack, paula, GOOD), None, beside=False)
    Drops(opened_shelf(beside(file))).keep(drop)
    with office(slack, file):
        paula.sees("2 rows in list.csv")
        paula.says("hello")
        paula.sees("*Hello.*")
    with office(slack, file):
        paula.says("hello")
    assert sum("2 rows in list.csv" in seen.words for seen in paula.sees_all()) == 1


def test_a_list_that_ends_the_process_does_not_end_each_that_follows(
    slack: FakeSlack, file: Path, ana: Person, bob: Person, paula: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office(slack, file):
        buys(paula)
    drops = Drops(opened_shelf(beside(file)))
    drops.keep(Drop("T0ACME", "Ev1:list:0", paula.id, Place(paula.dm), shared(slack, paula, GOOD), None, beside=False))
    kept: list[list[Drop]] = []

    def fetched(client: WebClient, of: SharedFile) -> bytes:
        kept.append(drops.left())  # what the next process would find, should this one end here
        return GOOD

    monkeypatch.setattr(files, "fetched", fetched)
    with office(slack, file):
        paula.sees("2 rows in list.csv")
    assert kept == [[]]


def test_however_often_it_is_pressed_it_is_recorded_once(running: OverHttp, file: Path, paula: Person) -> None:
    buys(paula)
    paula.drops("subscribers.csv", GOOD)
    shown = paula.sees("2 rows in subscribers.csv")
    blocks = [dict(block) for block in shown.blocks]
    press = paula.presses("Record these 2", below=shown)
    paula.sees("*Recorded:*")
    shown.blocks = blocks  # a client that still shows the old buttons
    paula.presses("Record these 2", below=shown)
    until(lambda: shown.changed == 2)
    assert press.again().status == 200
    assert recorded(file).count("import_recorded") == 1


def test_what_has_changed_meanwhile_is_shown_again(running: OverHttp, file: Path, paula: Person, ana: Person) -> None:
    buys(paula)
    paula.drops("subscribers.csv", GOOD)
    shown = paula.sees("2 can be")
    paula.says("assign VS to @ana on 10 May 2026")
    paula.sees("Ana Souza has Visual Studio Professional seat 1 of 3")
    paula.says("assign VS to @paula")
    paula.sees("seat 2 of 3")
    paula.says("the action pack grants 2 visual studio professional")
    paula.sees("2 Visual Studio Professional")
    before = len(recorded(file))
    paula.presses("Record these 2", below=shown)
    assert paula.sees("*Nothing was recorded:* what can be recorded has changed since you looked.") is shown
    assert len(recorded(file)) == before


def test_rows_without_an_offer_belong_to_the_one_written_beside_the_file(running: OverHttp, paula: Person) -> None:
    buys(paula)
    paula.says("we bought the gold data analytics competency on 2 May 2026")
    paula.sees("competency bought on 2 May 2026")
    paula.drops("grants.csv", b"Product,Quantity\nSQL Server,4\n")
    assert paula.sees("Several offers are in force", "name one in a column Offer").buttons == []
    paula.drops("grants.csv", b"Product,Quantity\nSQL Server,4\n", "offer-2")
    shown = paula.sees("4 SQL Server, Gold data analytics competency")
    assert "I read the file alone" not in shown.words
    paula.presses("Record this one", below=shown)
    paula.sees("*Recorded:* 1 row of grants.csv")


def test_words_beside_a_file_are_not_passed_over_in_silence(running: OverHttp, paula: Person) -> None:
    buys(paula)
    paula.drops("subscribers.csv", GOOD, "and assign VS to @bob")
    paula.sees("2 rows in subscribers.csv", "I read the file alone. What you wrote beside it, send once more")
    paula.drops("photo.png", b"\x89PNG", "who has visual studio?")
    paula.sees("Nobody")


def test_another_file_gets_what_can_be_read(running: OverHttp, paula: Person) -> None:
    paula.drops("photo.png", b"\x89PNG")
    paula.sees("*That is no list that I can read.* I take CSV and XLSX files")


def test_a_hostile_name_pings_nobody(running: OverHttp, paula: Person) -> None:
    buys(paula)
    row = b"<!channel> & <https://evil.example|ana>,a@b.example,Visual Studio Professional,2026-05-10,\n"
    paula.drops("subscribers.csv", HEADER.encode() + b"\n" + row)
    shown = paula.sees("<!channel> & <https://evil.example|ana>")
    assert "<!channel>" not in str(shown.blocks)


def test_long_cells_and_many_reasons_fit_into_a_message(running: OverHttp, paula: Person) -> None:
    buys(paula)
    paula.says("the action pack grants 20 visual studio professional")
    paula.sees("20 Visual Studio Professional")
    rows = [f"{'Ann & ' * 300}{n},a{n}@b.example,Visual Studio Professional,{n or ''}," for n in range(60)]
    rows += [row.replace(f",{n or ''},", ",2026-06-01,") for n, row in enumerate(rows)]
    paula.drops("subscribers.csv", "\n".join([HEADER, *rows]).encode())
    shown = paula.sees("Of 120 rows in subscribers.csv, 20 can be, 100 rows can't.", "This is longer than Slack shows")
    assert shown.buttons == ["Record these 20", "No, cancel"]


def test_a_value_that_a_spreadsheet_takes_for_a_formula_is_text(running: OverHttp, file: Path, paula: Person) -> None:
    buys(paula)
    row = b'"=HYPERLINK(""http://evil.example"")",a@b.example,Visual Studio Professional,2026-05-10,\n'
    paula.drops("subscribers.csv", HEADER.encode() + b"\n" + row)
    shown = paula.sees('• line 2: =HYPERLINK("http://evil.example"), Visual Studio Professional')
    paula.presses("Record this one", below=shown)
    paula.sees("*Recorded:* 1 row")


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "bomb.xlsx",
            zipped(**{f"xl/worksheets/sheet{n}.xml": bytes(100 * 2**20) for n in (1, 2)}),
            "and I read up to",
        ),
        ("rows.csv", f"{HEADER}\n".encode() + b"a,a@b.example,VS,2026-03-02,\n" * 60_000, "more than 50,000 rows"),
        (
            "many.csv",
            f"{HEADER}\n".encode() + b"a,a@b.example,VS,2026-03-02,\n" * 12_000,
            "it has 12,000 rows, and I read",
        ),
        ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "save it as “Excel workbook (.xlsx)”"),
        ("other.csv", b"Month,Turnover\nMay,7\n", "I don't know the columns of other.csv"),
        ("page.csv", b"\x00\x01\x02" * 400, "Nothing was recorded"),
        ("empty.csv", b"\n", "empty.csv has no rows"),
    ],
)
def test_files_that_are_no_lists_or_mean_harm_get_words(
    running: OverHttp, file: Path, paula: Person, name: str, content: bytes, words: str
) -> None:
    buys(paula)
    paula.drops(name, content)
    assert paula.sees(words, "Nothing was recorded", within=20).buttons == []
    assert len(recorded(file)) == 2


def test_a_file_far_too_large_is_not_fetched(slack: FakeSlack, running: OverHttp, paula: Person) -> None:
    paula.says("hello")
    paula.sees("I")
    paula.drops("huge.csv", b"x" * (33 * 2**20))
    paula.sees("huge.csv is too large: 33 MB, and I read up to 32 MB.")
    assert slack.calls["files-pri"] == 0


def test_a_file_that_lies_elsewhere_is_not_fetched(slack: FakeSlack, running: OverHttp, paula: Person) -> None:
    paula.says("hello")
    paula.sees("I")
    paula.drops("sheet.xlsx", b"", is_external=True)
    paula.sees("sheet.xlsx does not lie in Slack, and I fetch files from Slack alone.")
    assert slack.calls["files-pri"] == 0


def test_a_file_that_is_gone_is_said(slack: FakeSlack, running: OverHttp, paula: Person, file: Path) -> None:
    buys(paula)
    paula.drops("subscribers.csv", GOOD)
    shown = paula.sees("2 rows in subscribers.csv")
    slack.workspace.files.kept.clear()
    paula.presses("Record these 2", below=shown)
    paula.sees("is no longer in Slack. Drop it here once more.")
    assert len(recorded(file)) == 2


def test_without_the_scope_it_is_said_what_to_do(slack: FakeSlack, running: OverHttp, paula: Person) -> None:
    buys(paula)
    slack.scopes = slack.scopes - {"files:read"}
    paula.drops("subscribers.csv", GOOD)
    paula.sees("Slack did not give me subscribers.csv.", "files:read")


def test_a_slack_that_fails_for_a_moment_is_said_and_the_log_has_no_name(
    slack: FakeSlack, running: OverHttp, paula: Person, caplog: pytest.LogCaptureFixture
) -> None:
    buys(paula)
    paula.drops("subscribers.csv", GOOD)
    shown = paula.sees("2 rows in subscribers.csv")
    slack.answers("files.info", status=500, times=10)
    paula.presses("Record these 2", below=shown)
    paula.sees("Something went wrong on my side and nothing was recorded.")
    assert "Ana Souza" not in caplog.text
    slack.mends()
    paula.presses("Record these 2", below=shown)
    paula.sees("*Recorded:*")


def test_reading_a_list_keeps_nobody_waiting(slack: FakeSlack, running: OverHttp, paula: Person) -> None:
    buys(paula)
    with slack.held():
        assert paula.drops("subscribers.csv", GOOD).seconds < 2
    shown = paula.sees("2 rows in subscribers.csv")
    with slack.held():
        assert paula.presses("Record these 2", below=shown).seconds < 2
    paula.sees("*Recorded:*")
