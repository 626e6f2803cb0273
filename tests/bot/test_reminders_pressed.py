"""What is pressed below a reminder, and whom it goes to from then on."""

import datetime as dt

import pytest

from bot.reminders import due
from policy.acts import (
    ActivateSeat,
    ActivateToken,
    AddToken,
    AskAdministrator,
    AssignSeat,
    FinishReminder,
    HandOverReminder,
    MakeClaim,
    NameDeputy,
    QueueSeat,
    RecordPurchase,
    RecordRenewal,
    SnoozeReminder,
)
from policy.model import Claim, Programme
from tests.bot.reminders_office import bought, days_told, rungs
from tests.policy.workspace import VS


def test_the_button_of_a_seat_works_on_the_morning_it_is_offered() -> None:
    office = bought(company="Pacific/Pago_Pago", paula="Pacific/Kiritimati")
    office.does(AssignSeat(person="ana"), on="2026-06-01")
    office.does(ActivateSeat(person="ana"))
    office.does(QueueSeat(person="bob", seat="seat-1"))
    start = dt.datetime(2026, 8, 28, tzinfo=dt.UTC)
    found = [dm for n in range(24 * 6) for dm in office.sweep(start + dt.timedelta(hours=n))]
    assert rungs(tuple(found)) == [("paula", "seat-move:seat-1:ana:bob", "+0")]
    assert found[0].items[0].date == dt.date(2026, 8, 30)
    office.presses(found[0], "Give Bob Miller Visual Studio Professional seat 1")
    assert office.workspace.ledger.seats.of("bob", office.workspace.today)


@pytest.mark.parametrize(
    "label", ["We've asked for the refund", "Done with the refund"], ids=["asked for", "marked done"]
)
def test_a_button_stops_it(label: str) -> None:
    office = bought()
    (dm,) = office.sweep("2026-01-28T09:00")
    office.presses(dm, label)
    for n in range(29, 32):
        office.sweep(f"2026-01-{n}T09:00")
    for n in range(1, 20):
        office.sweep(f"2026-02-{n:02}T09:00")
    assert days_told(office, "refund:offer-1") == [("2026-01-28", "14")]
    assert len(days_told(office, "swap:offer-1")) == 6


def test_snoozed_it_comes_back_on_its_day() -> None:
    office = bought()
    (dm,) = office.sweep("2026-01-28T09:00")
    office.presses(dm, "Snooze the refund")
    said = office.workspace.asks(SnoozeReminder(deadline="x", until=dt.date(2026, 3, 1), last=dt.date(2026, 2, 11)))
    assert "again on 2 Mar 2026, and on its last day, 11 Feb 2026." in said.text  # 1 March is a Sunday
    assert rungs(office.sweep("2026-01-29T09:00")) == [("paula", "refund:offer-1", "snoozed-2026-01-29")]
    office.does(SnoozeReminder(deadline="refund:offer-1", until=dt.date(2026, 2, 9)))
    office.does(FinishReminder(deadline="swap:offer-1"))
    for n in range(1, 12):
        office.sweep(f"2026-02-{n:02}T09:00")
    assert days_told(office, "refund:offer-1")[2:] == [
        ("2026-02-09", "snoozed-2026-02-09"),
        ("2026-02-10", "1"),
        ("2026-02-11", "0"),
    ]


def test_handed_over_it_goes_to_the_other_and_no_longer_here() -> None:
    office = bought()
    office.does(HandOverReminder(deadline="refund:offer-1", to="dave"), on="2026-01-20")
    found = office.sweep("2026-01-28T09:00")
    assert rungs(found) == [("dave", "refund:offer-1", "14"), ("paula", "swap:offer-1", "14")]
    asked, done, *_ = found[0].choices
    claim = MakeClaim(claim=Claim.REFUND, offer="offer-1")
    assert asked.act == AskAdministrator(wish=claim, words="We've asked for the refund")
    assert isinstance(done.act, FinishReminder)


def test_a_deputy_gets_what_falls_due_during_an_absence() -> None:
    office = bought()
    office.does(NameDeputy(deputy="olga", until=dt.date(2026, 1, 30)), on="2026-01-20")
    assert {dm.to for dm in office.sweep("2026-01-28T09:00")} == {"olga"}
    assert {dm.to for dm in office.sweep("2026-02-04T09:00")} == {"paula"}


def test_who_cannot_be_reached_gives_way_to_the_next_administrator() -> None:
    office = bought()
    now = office.at("2026-01-28T09:00")
    settings = office.workspace.ledger.company.settings(office.workspace.today)
    found = due(
        office.workspace.ledger, office.context(), now, office.zone_of, settings, lambda person: person != "paula"
    )
    assert {dm.to for dm in found} == {"olga"}


def test_a_holder_may_say_so_through_an_administrator() -> None:
    office = bought()
    office.does(AssignSeat(person="ana"), on="2026-03-02")
    (dm,) = office.sweep("2026-03-09T09:00")
    assert dm.to == "ana"
    first = dm.choices[0]
    assert first.label == "I've activated Visual Studio Professional seat 1"
    assert isinstance(first.act, AskAdministrator)
    assert first.act.wish == ActivateSeat(person="ana", product=VS, seat="seat-1")


def test_many_tokens_share_a_sentence_and_each_has_its_button() -> None:
    office = bought()
    for label in "ABCDEF":
        office.does(AddToken(label=label, service="office-365", seats=20), on="2026-02-20")
        office.does(ActivateToken(token=label, tenant="contoso"))
    office.does(RecordRenewal(), on="2027-01-04")
    for label in "GHIJKL":
        office.does(AddToken(label=label, service="office-365", seats=20))
    (dm,) = office.sweep("2027-01-04T12:00")
    assert "Token G, token H, token I, token J, token K and token L are not entered for this year." in dm.text
    assert "Mon 11 Jan 2027" in dm.text
    labels = [choice.label for choice in dm.choices]
    assert {"Snooze token G", "Token L is entered", "Snooze everything"} <= set(labels)
    assert len(labels) == len(set(labels))
    office.presses(dm, "Snooze everything")
    assert office.sweep("2027-01-05T08:00") == ()
    assert len(office.sweep("2027-01-05T12:00")[0].items) == 6


def test_two_offers_of_one_name_have_buttons_that_tell_them_apart() -> None:
    office = bought()
    office.does(RecordPurchase(program=Programme.ACTION_PACK))
    (dm,) = office.sweep("2026-01-28T09:00")
    labels = [choice.label for choice in dm.choices]
    assert len(labels) == len(set(labels)) == 17
    assert "Snooze the refund of the Action Pack (offer 2)" in labels
