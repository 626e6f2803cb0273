"""Settings of the reminders in words, and what they do: the hour, quiet hours, days off, which of them and when."""

from typing import Any

import pytest

from bot.reminding.days_off import country_called
from bot.reminding.said import reminder_changes
from policy.acts import (
    ActivateSeat,
    AssignSeat,
    ChangeSettings,
    GiveRole,
    HandOverReminder,
    QueueSeat,
    RecordGrant,
    RecordPurchase,
)
from policy.deadlines import deadlines
from policy.model import Programme
from tests.bot.reminders_office import Office
from tests.journeys.people import Office as Desk
from tests.journeys.people import did
from tests.policy.workspace import VS, Workspace


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("quiet hours 18-8", [("evening", "18:00"), ("morning", "08:00")]),
        ("quiet hours from 6pm to 7:30am", [("evening", "18:00"), ("morning", "07:30")]),
        ("quiet hours 25-8", []),
        ("holidays of Germany", [("holidays", "DE")]),
        ("our holidays are those of Bayern, Germany", [("holidays", "DE-BY")]),
        ("use the holidays of the UK", [("holidays", "GB")]),
        ("use the holidays of Atlantis", []),
        ("no holidays", [("holidays", None)]),
        ("don't remind us about refunds", [("ladders", (("refund", ()),))]),
        ("refund reminders 10 and 2 days before", [("ladders", (("refund", (10, 2)),))]),
        ("remind us of swaps 10, 5 and 2 days before", [("ladders", (("swap", (10, 5, 2)),))]),
        (
            "remind us about token replacements 7 days before and on the last day",
            [("ladders", (("replacement", (7, 0)),))],
        ),
        ("remind us about credit again", [("ladders", (("credit", None),))]),
        ("remind us about lunch again", []),
        ("the refund is due in 3 days", []),
        ("post the weekly summary in #partner", [("weekly_channel", "#partner")]),
        ("post the weekly summary in <#C0123ABCD|partner>", [("weekly_channel", "C0123ABCD")]),
        ("weekly summary to #C0123ABCDE", [("weekly_channel", "C0123ABCDE")]),
        ("stop the weekly summary", [("weekly_channel", None)]),
        ("send the head of the record to #audit", [("head_channel", "#audit")]),
        ("no head of the record", [("head_channel", None)]),
        ("remind us at 8", []),
    ],
)
def test_what_is_said_about_reminders(words: str, changes: list[tuple[str, Any]]) -> None:
    assert reminder_changes(words) == changes


def test_a_country_goes_by_its_name_or_its_code() -> None:
    names = ("Germany", "de", "DE-BY", "the Netherlands", "usa", "DEU", "Nowhere", "")
    assert [country_called(name) for name in names] == ["DE", "DE", "DE-BY", "NL", "US", "DE", None, None]


def bought(*changes: tuple[str, Any]) -> Office:
    """An Action Pack whose refund window closes on Wednesday, 11 February 2026."""
    office = Office(Workspace("2026-01-05"))
    office.does(GiveRole(person="olga"))
    office.does(RecordPurchase(program=Programme.ACTION_PACK), on="2026-01-12")
    office.does(RecordGrant(grants=((VS, 3),)))
    if changes:
        office.does(ChangeSettings(changes=changes))
    return office


def days_told(office: Office, deadline: str, until: int = 28) -> list[str]:
    for n in range(13, 32):
        office.sweep(f"2026-01-{n}T10:00")
    for n in range(1, until + 1):
        office.sweep(f"2026-02-{n:02}T10:00")
    return [now.date().isoformat() for now, dm in office.sent for item in dm.items if item.deadline == deadline]


def test_a_ladder_of_ones_own_is_kept_to_and_the_last_word_is_said() -> None:
    office = bought(("ladders", (("refund", (10, 2)),)))
    assert days_told(office, "refund:offer-1") == ["2026-01-30", "2026-02-09", "2026-02-12"]


def test_no_reminders_of_a_kind_leaves_it_in_the_lists() -> None:
    office = bought(("ladders", (("refund", ()),)))
    assert days_told(office, "refund:offer-1") == []
    office.at("2026-02-05T10:00")
    assert "refund:offer-1" in {one.id for one in deadlines(office.workspace.ledger, office.context())}
    assert len(days_told(office, "swap:offer-1")) == 6


def test_a_kind_goes_to_whom_the_workspace_chose_unless_one_is_handed_on() -> None:
    office = bought(("who", (("swap", "dave"),)))
    office.does(HandOverReminder(deadline="renewal:offer-1:2026", to="carol"))
    found = office.sweep("2026-01-28T09:00")
    assert {dm.to: [item.deadline for item in dm.items] for dm in found} == {
        "paula": ["refund:offer-1"],
        "dave": ["swap:offer-1"],
    }
    office.does(HandOverReminder(deadline="swap:offer-1", to="carol"))
    assert {dm.to for dm in office.sweep("2026-02-04T09:00")} == {"paula", "carol"}


def test_whom_a_kind_goes_to_is_said_in_words() -> None:
    desk = Desk()
    desk.paula.says("we bought the Action Pack on 2 Feb 2026")
    said = desk.paula.says("zoe gets the refund reminders")
    assert did(said) == ["settings_changed"]
    assert "Zoe Park gets the reminders about refunds" in said.text
    desk.on("2026-02-18")
    assert {one.to for one in desk.desk.tick("acme", desk.now).deliveries} == {"zoe", "paula"}
    assert "reminders about refunds go to Zoe Park" in desk.paula.says("what has been recorded?").text
    assert desk.paula.says("remind bob about refunds").recorded == ()  # there are two


def test_no_reminders_of_seats_spares_their_holders_too() -> None:
    office = bought(("ladders", (("seat-activation", ()),)))
    said = office.workspace.on("2026-01-14").does(AssignSeat(person="ana", product=VS))
    assert "remind them" not in said.text
    assert days_told(office, "seat-activation:seat-1:ana") == []


def test_in_quiet_hours_only_what_closes_the_same_day_gets_through() -> None:
    office = bought(("evening", "18:00"), ("morning", "08:00"))
    assert office.sweep("2026-01-28T07:59") == ()
    assert office.sweep("2026-01-28T18:00") == ()
    assert len(office.sweep("2026-01-29T08:00")) == 1
    assert len(office.sweep("2026-02-11T23:00")) == 1


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ("2026-06-01", "from **30 Aug 2026**; I'll tell you on Mon 31 Aug 2026."),  # a Sunday
        ("2026-06-02", "from **31 Aug 2026**; I'll tell you that morning."),
    ],
)
def test_the_day_is_named_on_which_it_will_really_be_told(since: str, told: str) -> None:
    office = bought()
    office.does(AssignSeat(person="ana", product=VS), on=since)
    office.does(ActivateSeat(person="ana"))
    said = office.workspace.does(QueueSeat(person="bob", seat="seat-1"))
    assert told in said.text
    days = [f"2026-08-{n}" for n in range(28, 32)] + ["2026-09-01"]
    found = [
        day for day in days for dm in office.sweep(f"{day}T09:00") for item in dm.items if "seat-move" in item.deadline
    ]
    assert found == ["2026-08-31"]


def test_a_holiday_and_a_ladder_of_ones_own_move_the_day_that_is_named() -> None:
    desk = Desk("2026-09-04")
    desk.paula.says("we bought the Action Pack on 1 Jun 2026")
    desk.paula.says("the Action Pack gives us 3 VS Professional")
    did(desk.paula.says("holidays of Germany"))
    assert "remind them on 11 Sep" in desk.paula.says("assign VS to ana").text
    desk.on("2026-09-26")  # a Saturday; seven days later is the third of October
    assert "remind them on 5 Oct" in desk.paula.says("assign VS to zoe").text
    did(desk.paula.says("stop reminding us about seat activations"))
    assert "remind them" not in desk.paula.says("assign VS to jun").text


def test_what_a_setting_was_and_is_stands_in_the_history() -> None:
    desk = Desk()
    desk.paula.says("we bought the Action Pack on 2 Feb 2026")
    did(desk.paula.says("quiet hours 18-8"))
    card = desk.paula.says("refund reminders 10 and 2 days before")
    assert "The settings: reminders about refunds 10, 2 days before" in card.text
    did(desk.paula.presses(card.choices[0]))
    history = desk.paula.says("what has been recorded?").text
    assert "reminders from 08:00, none from 18:00" in history
    refused = desk.paula.says("refund reminders 900 days before")
    assert refused.recorded == ()
