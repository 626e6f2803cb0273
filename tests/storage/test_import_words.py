"""What people read of an import: the verdict first, then what, then why not."""

import datetime as dt
from pathlib import Path

import pytest

from bot.record.imports import choices, outcome_text, shown_text
from storage.importers import SheetError, read_list
from tests.storage.test_importers import Office, data, export, row


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "mpn.sqlite3")


def test_a_preview_begins_with_the_verdict_and_says_why_rows_are_wrong(office: Office) -> None:
    shown = office.looks_at(data("subscribers.csv"))
    assert shown_text(shown).split("\n") == [
        "**Nothing is recorded yet.** Of 5 rows in subscribers.csv, 3 can be, 1 row can't.",
        "It would record 3 seats assigned, 2 seats activated and 2 people added:",
        "• line 2: Ana Souza, Visual Studio Professional, assigned on 20 Feb 2026, activated on 24 Feb 2026",
        "• line 3: Bob Miller, Visual Studio Professional, assigned on 2 Mar 2026, not activated",
        "• line 4: Diaz, Carol, Visual Studio Professional, assigned on 2 Mar 2026, activated on 2 Mar 2026",
        "**Wrong, and why:**",
        "• line 5: No, the Action Pack has no Visual Studio Enterprise. It brings Visual Studio Professional; "
        "Enterprise comes with certain competencies.",
    ]
    assert choices(shown) == ("Record the good rows", "No, cancel")


def test_what_became_of_it_says_how_to_take_it_back(office: Office) -> None:
    shown = office.looks_at(data("subscribers.csv"))
    held = office.records(shown)
    assert outcome_text(held, shown).startswith("**Nothing was recorded:** 1 row is wrong.")
    done = office.records(shown, without_wrong=True)
    assert outcome_text(done, shown) == (
        "**Recorded:** 3 rows of subscribers.csv (#5 to #12). 1 row was left out.\n"
        'To take all of it back, say "undo" before you record anything else.'
    )
    again = office.looks_at(data("subscribers.csv"))
    assert shown_text(again).startswith("**Nothing to record:** subscribers.csv was imported before (#12)")
    assert choices(again) == ()


def test_many_rows_and_many_reasons_are_told_in_short(office: Office) -> None:
    rows = [row(f"P{number} X", "soon" if number % 2 else "2026-03-02") for number in range(100)]
    text = shown_text(office.looks_at(export(*rows)))
    assert len(text) < 3_000
    assert "lines 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25 and 38 more: Assigned: “soon” is no day" in text


def test_what_it_ends_is_said_before(office: Office) -> None:
    office.today = dt.date(2026, 1, 20)
    assert "**Careful:** Once a benefit has been used" in shown_text(
        office.looks_at(export(row("Ann A", "2026-01-10")))
    )


def test_a_list_of_people_may_call_its_columns_as_offices_do(office: Office) -> None:
    shown = office.looks_at(read_list("staff.csv", b"Our staff;\nFull name;E-mail address\nZoe Wolf;zoe@contoso.com\n"))
    assert [good.what for good in shown.good] == ["Zoe Wolf, zoe@contoso.com"]


def test_a_refusal_names_the_columns_and_not_the_title_above_them(office: Office) -> None:
    with pytest.raises(SheetError, match="Who has it, What"):
        read_list("mine.csv", b"Our licences 2026,,\nWho has it,What,Since\nAna,VS,today\n")
