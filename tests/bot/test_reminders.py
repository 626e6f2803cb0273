"""The sweep: one message a person a day, in their morning, each step once."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.reminding.calendar import calendar
from bot.reminding.days_off import days_off
from policy.acts import (
    ActivateSeat,
    AddPerson,
    AssignSeat,
    ChangeSettings,
    ErasePerson,
    GrantCredit,
    QueueSeat,
    SnoozeReminder,
)
from policy.deadlines import deadlines, weekend
from policy.ledger import Ledger
from policy.model import CreditForm
from tests.bot.reminders_office import Office, bought, days_told, rungs
from tests.policy.workspace import Workspace


def test_the_refund_window_is_told_on_its_days_once_and_in_one_message_with_the_swap() -> None:
    office = bought()
    for n in range(24 * 40):
        office.sweep(dt.datetime(2026, 1, 12, tzinfo=dt.UTC) + dt.timedelta(hours=n))
    expected = [
        ("2026-01-28", "14"),
        ("2026-02-04", "7"),
        ("2026-02-06", "3"),  # the 8th is a Sunday
        ("2026-02-10", "1"),
        ("2026-02-11", "0"),
        ("2026-02-12", "closed"),
    ]
    assert days_told(office, "refund:offer-1") == days_told(office, "swap:offer-1") == expected
    assert len(office.sent) == 6
    assert {now.hour for now, _ in office.sent} == {9}
    dm = office.sent[0][1]
    assert dm.to == "paula"
    assert dm.text.startswith(
        "**The time to ask for a refund of the Action Pack ends on Wed 11 Feb 2026, in 14 days.**"
    )
    assert {item.date for item in dm.items} == {dt.date(2026, 2, 11)}
    assert [choice.label for choice in dm.choices][:4] == [
        "We've asked for the refund",
        "Done with the refund",
        "Snooze the refund",
        "Hand the refund to …",
    ]


def test_a_jump_of_months_tells_what_is_due_now_and_nothing_of_the_past() -> None:
    office = bought()
    assert rungs(office.sweep("2026-11-30T10:00")) == [
        ("paula", "renewal:offer-1:2026", "60"),
        ("paula", "rights-end:offer-1:2026", "60"),
    ]
    assert "in 42 days" in office.sent[-1][1].text


def test_missed_steps_are_folded_into_the_last_one_reached() -> None:
    office = bought()
    assert rungs(office.sweep("2026-02-09T10:00"))[0] == ("paula", "refund:offer-1", "3")
    assert office.sweep("2026-02-09T18:00") == ()
    assert rungs(office.sweep("2026-02-10T10:00"))[0] == ("paula", "refund:offer-1", "1")


def test_nobody_is_told_before_the_morning_or_late_in_the_evening() -> None:
    office = bought()
    assert office.sweep("2026-01-28T08:59") == ()
    assert office.sweep("2026-01-28T21:00") == ()
    assert len(office.sweep("2026-01-29T09:00")) == 1


@pytest.mark.parametrize("morning", ["06:30", "22:15"])
def test_the_morning_is_when_the_workspace_says(morning: str) -> None:
    office = bought()
    office.does(ChangeSettings(changes=(("morning", morning),)))
    hour, minute = map(int, morning.split(":"))
    assert office.sweep(f"2026-01-28T{hour:02}:{minute - 1:02}") == ()
    assert len(office.sweep(f"2026-01-28T{morning}")) == 1


def test_the_last_day_gets_through_on_a_sunday_and_late_in_the_evening() -> None:
    office = bought("2026-01-09")  # until Sunday, 8 February
    assert rungs(office.sweep("2026-02-06T09:00"))[0] == ("paula", "refund:offer-1", "1")
    assert office.sweep("2026-02-07T12:00") == ()
    assert rungs(office.sweep("2026-02-08T23:30"))[0] == ("paula", "refund:offer-1", "0")


def test_the_last_day_gets_through_where_a_ladder_has_no_step_for_it() -> None:
    office = bought("2026-01-09")
    office.does(SnoozeReminder(deadline="refund:offer-1", until=dt.date(2026, 5, 1)))
    office.does(SnoozeReminder(deadline="swap:offer-1", until=dt.date(2026, 5, 1)))
    for n in range(1, 28):
        office.sweep(f"2026-02-{n:02}T09:00")
    assert days_told(office, "refund:offer-1")[0] == ("2026-02-08", "0")


def test_put_off_to_a_saturday_that_is_the_last_day_it_comes_on_it() -> None:
    office = bought()
    office.does(GrantCredit(form=CreditForm.MONTHLY, amount=Decimal(100)), on="2026-02-12")
    office.sweep("2026-02-23T09:00")
    office.does(SnoozeReminder(deadline="credit:credit-1:2026-02", until=dt.date(2026, 2, 28)))
    for n in range(24, 29):
        office.sweep(f"2026-02-{n}T09:00")
    assert [on for on, _ in days_told(office, "credit:credit-1:2026-02")] == ["2026-02-23", "2026-02-28"]


def test_somebody_erased_is_told_nothing() -> None:
    office = bought()
    office.does(AddPerson(person="paula", name="Paula Gomez"))
    office.does(ErasePerson(person="paula"), by="olga")
    assert {dm.to for dm in office.sweep("2026-01-28T09:00")} == {"olga"}


def test_a_holiday_of_the_country_is_a_day_off() -> None:
    office = bought("2026-04-01")  # until Friday, 1 May
    office.holidays = "DE"
    assert rungs(office.sweep("2026-04-16T09:00")) == []
    for n in range(17, 31):
        office.sweep(f"2026-04-{n:02}T09:00")
    office.sweep("2026-05-01T09:00")
    assert days_told(office, "refund:offer-1") == [
        ("2026-04-17", "14"),
        ("2026-04-24", "7"),
        ("2026-04-28", "3"),
        ("2026-04-30", "1"),
        ("2026-05-01", "0"),
    ]
    assert not days_off(None)(dt.date(2026, 5, 1))
    assert days_off("DE-BY")(dt.date(2026, 11, 1))
    assert days_off("Atlantis") is weekend
    assert [days_off("IL")(dt.date(2026, 6, day)) for day in (5, 6, 7)] == [True, True, False]


def test_each_is_told_in_the_morning_of_their_own_zone() -> None:
    office = bought(company="America/Sao_Paulo", ana="Asia/Tokyo")
    office.does(AssignSeat(person="ana"), on="2026-03-02")
    told = [
        moment.astimezone(ZoneInfo("Asia/Tokyo"))
        for n in range(24 * 9)
        if office.sweep(moment := dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC) + dt.timedelta(hours=n))
    ]
    assert [f"{moment:%Y-%m-%d %H}" for moment in told] == ["2026-03-09 09"]


def test_the_window_of_the_company_has_not_closed_when_who_lives_far_west_hears_of_its_last_day() -> None:
    office = bought(company="Pacific/Kiritimati", paula="Pacific/Pago_Pago")
    for n in range(24 * 33):
        office.sweep(dt.datetime(2026, 1, 12, tzinfo=dt.UTC) + dt.timedelta(hours=n))
    ((last, _),) = [(now, dm) for now, dm in office.sent if dm.items[0].rung == "0"]
    assert last.astimezone(ZoneInfo("Pacific/Kiritimati")).date() == dt.date(2026, 2, 11)
    assert last.astimezone(ZoneInfo("Pacific/Pago_Pago")).hour == 9


def test_what_becomes_possible_on_a_sunday_is_told_on_monday() -> None:
    office = bought()
    office.does(AssignSeat(person="ana"), on="2026-06-01")
    office.does(ActivateSeat(person="ana"))
    office.does(QueueSeat(person="bob", seat="seat-1"))
    for n in range(28, 31):
        assert office.sweep(f"2026-08-{n}T09:00") == ()
    (dm,) = office.sweep("2026-08-31T09:00")
    assert "from Sun 30 Aug 2026" in dm.text


def test_a_clock_that_is_set_back_tells_nothing_again() -> None:
    office = bought()
    office.sweep("2026-02-10T09:00")
    assert office.sweep("2026-02-09T15:00") == ()
    assert office.sweep("2026-02-10T09:00") == ()
    assert rungs(office.sweep("2026-02-11T09:00"))[0][2] == "0"


def test_a_second_import_of_the_calendar_moves_what_moved() -> None:
    from icalendar import Calendar

    def events(office: Office, at: dt.datetime) -> dict[str, dt.date]:
        found = deadlines(office.workspace.ledger, office.context())
        return {str(e["uid"]): e.decoded("dtstart") for e in Calendar.from_ical(calendar(found, at=at)).walk("VEVENT")}

    at = dt.datetime(2026, 1, 12, 9, tzinfo=dt.UTC)
    first = events(bought(), at)
    second = events(bought("2026-01-14"), at)
    assert set(first) == set(second)
    assert first["refund:offer-1@mpn-desk"] == dt.date(2026, 2, 11)
    assert second["refund:offer-1@mpn-desk"] == dt.date(2026, 2, 13)


def test_an_empty_ledger_owes_nothing() -> None:
    office = Office(Workspace("2026-01-05", set_up=False))
    assert office.sweep("2026-01-05T09:00") == ()
    assert deadlines(Ledger(), office.context()) == ()
