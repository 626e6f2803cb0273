"""The sweep: one message a person a day, in their morning, each step once, and nothing after it is done."""

import datetime as dt
import threading
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.reminders import Dm, due, sweep
from bot.reminding.calendar import calendar
from bot.reminding.days_off import days_off
from policy.acts import (
    ActivateSeat,
    ActivateToken,
    AddPerson,
    AddToken,
    AskAdministrator,
    AssignSeat,
    ChangeSettings,
    ErasePerson,
    FinishReminder,
    GiveRole,
    GrantCredit,
    HandOverReminder,
    MakeClaim,
    NameDeputy,
    QueueSeat,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    SnoozeReminder,
)
from policy.deadlines import deadlines, weekend
from policy.ledger import Ledger
from policy.model import Claim, CreditForm, Programme
from storage.log import Drafts, Log
from storage.sqlite import SQLite
from tests.bot.reminders_office import Office
from tests.policy.workspace import VS, Workspace


def bought(on: str = "2026-01-12", company: str = "UTC", **zones: str) -> Office:
    """An Action Pack of a Monday; refund and swap close on Wednesday, 11 February 2026."""
    office = Office(Workspace("2026-01-05"), company, zones)
    office.does(GiveRole(person="olga"))
    office.does(RecordPurchase(program=Programme.ACTION_PACK), on=on)
    office.does(RecordGrant(grants=((VS, 20), ("office-365", 200))))
    return office


def rungs(found: tuple[Dm, ...]) -> list[tuple[str, str, str]]:
    return [(dm.to, item.deadline, item.rung) for dm in found for item in dm.items]


def days_told(office: Office, deadline: str) -> list[tuple[str, str]]:
    """On which days a deadline was told, and with which step."""
    return [
        (now.date().isoformat(), item.rung) for now, dm in office.sent for item in dm.items if item.deadline == deadline
    ]


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


def test_what_becomes_possible_on_a_sunday_is_told_on_monday() -> None:
    office = bought()
    office.does(AssignSeat(person="ana"), on="2026-06-01")
    office.does(ActivateSeat(person="ana"))
    office.does(QueueSeat(person="bob", seat="seat-1"))
    for n in range(28, 31):
        assert office.sweep(f"2026-08-{n}T09:00") == ()
    (dm,) = office.sweep("2026-08-31T09:00")
    assert "from Sun 30 Aug 2026" in dm.text


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


def kept(office: Office, log: Log) -> None:
    """Puts what was recorded so far into a log."""
    entries = tuple(office.workspace.entries)
    drafts = tuple(entry.model_copy(update={"seq": None, "at": None, "part": None}) for entry in entries)
    log.append("acme", "begin", lambda ledger: Drafts(drafts), at=dt.datetime(2026, 1, 12, 9, tzinfo=dt.UTC))


def swept(office: Office, log: Log, moment: str, **how: object) -> tuple[Dm, ...]:
    now = office.at(moment)
    with log.ledger("acme") as ledger:
        return sweep(log, "acme", now, ledger, office.context(), office.zone_of, **how)  # type: ignore[arg-type]


def test_a_sweep_records_what_it_told_and_a_second_one_tells_nothing(tmp_path: Path) -> None:
    office, log = bought(), Log(SQLite(tmp_path / "desk.db"))
    kept(office, log)
    (dm,) = swept(office, log, "2026-01-28T09:00")
    assert [entry.number for entry in dm.entries] == [7, 8]
    assert swept(office, log, "2026-01-28T09:30") == ()
    other = Log(SQLite(tmp_path / "desk.db"))
    assert swept(office, other, "2026-01-28T10:00") == ()
    recorded = log.recorded("acme", dm.cause)
    assert recorded
    assert [(e.kind, e.by, e.on.isoformat()) for e in recorded.entries] == [("reminder_sent", "desk", "2026-01-28")] * 2
    assert dm.delivery.choices[0] == "We've asked for the refund"
    assert dm.delivery.items == dm.items


def test_two_processes_at_once_tell_it_once(tmp_path: Path) -> None:
    office, first = bought(), Log(SQLite(tmp_path / "desk.db"))
    kept(office, first)
    office.at("2026-01-28T09:00")
    told: list[Dm] = []

    def run() -> None:
        told.extend(swept(office, Log(SQLite(tmp_path / "desk.db")), "2026-01-28T09:00"))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1


def test_what_another_process_recorded_meanwhile_counts(tmp_path: Path) -> None:
    office, log = bought(), Log(SQLite(tmp_path / "desk.db"))
    kept(office, log)
    other = Log(SQLite(tmp_path / "desk.db"))
    now = office.at("2026-01-28T09:00")
    with log.ledger("acme") as ledger:
        claims = (
            office.workspace.does(MakeClaim(claim=Claim.REFUND)).entries
            + office.workspace.does(MakeClaim(claim=Claim.SWAP)).entries
        )
        thread = threading.Thread(target=lambda: other.append("acme", "click", lambda _: Drafts(claims), at=now))
        thread.start()
        thread.join()
        assert due(ledger, office.context(), now, office.zone_of, ledger.company.settings(now.date()))
        assert sweep(log, "acme", now, ledger, office.context(), office.zone_of) == ()


def test_what_could_not_be_sent_stays_due(tmp_path: Path) -> None:
    office, log = bought(), Log(SQLite(tmp_path / "desk.db"))
    kept(office, log)
    assert swept(office, log, "2026-01-28T09:00", send=lambda dm: False) == ()
    sent: list[str] = []
    assert len(swept(office, log, "2026-01-28T09:30", send=lambda dm: sent.append(dm.to) is None)) == 1
    assert swept(office, log, "2026-01-28T10:00", send=lambda dm: sent.append(dm.to) is None) == ()
    assert sent == ["paula"]


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
