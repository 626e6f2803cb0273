"""Seats, day by day: one holder, 90 days, rest, the grant's limit."""

import pytest

from policy import model
from policy.acts import (
    ActivateSeat,
    AskAdministrator,
    AssignSeat,
    EndOffer,
    MoveSeat,
    Record,
    RecordGrant,
    RecordPurchase,
    Refuse,
    ReleaseSeat,
    RequestSeat,
    Undo,
)
from policy.model import Programme
from tests.policy.companies import with_seats
from tests.policy.workspace import VS, Workspace, at, day


def test_a_seat_is_assigned_and_both_are_told() -> None:
    paula = with_seats()
    done = paula.does(AssignSeat(person="ana"))
    assert "Ana Souza has Visual Studio Professional seat 1 of 3 from today, 1 Jun 2026 (#6)." in done.text
    assert "from 30 Aug 2026" in done.text
    assert done.date == day("2026-08-30")
    assert [(note.to, "activate it" in note.text) for note in done.notes] == [("ana", True)]
    assert [choice.label for choice in done.choices] == ["Undo"]
    assert done.entries == (
        model.SeatAssigned(by="paula", on=day("2026-06-01"), seat="seat-1", offer="offer-1", product=VS, person="ana"),
    )


def test_day_90_is_the_first_and_day_89_is_refused() -> None:
    paula = with_seats(1)
    paula.does(AssignSeat(person="ana"))
    refusal = paula.on("2026-08-29").is_refused(MoveSeat(from_person="ana", person="bob"))
    assert refusal.rules[0] == "vs-reassign"
    assert (refusal.entry, refusal.date) == (6, day("2026-08-30"))
    assert "Assigning subscriptions · entry #6" in refusal.text
    moved = paula.on("2026-08-30").does(MoveSeat(from_person="ana", person="bob"))
    assert isinstance(moved.entries[0], model.SeatReassigned)
    assert moved.date == day("2026-11-28")
    assert {note.to for note in moved.notes} == {"ana", "bob"}


def test_nobody_gets_a_seat_on_the_day_before_they_got_it() -> None:
    """Ana gives seat 2 back on the day on which she gets it, and then has Carol's."""
    paula = with_seats(2)
    paula.does(AssignSeat(person="carol"))
    paula.on("2026-08-30").does(AssignSeat(person="ana"))
    paula.does(ReleaseSeat(person="ana"))
    paula.does(MoveSeat(from_person="carol", person="ana"))
    paula.is_refused(at(AssignSeat(person="ana"), "2026-08-29"))


def test_the_clock_is_the_present_holders() -> None:
    paula = with_seats(1)
    paula.does(AssignSeat(person="ana"))
    paula.on("2026-08-30").does(MoveSeat(from_person="ana", person="bob"))
    assert paula.on("2026-11-27").is_refused(MoveSeat(from_person="bob", person="ana")).date == day("2026-11-28")
    paula.on("2026-11-28").does(MoveSeat(from_person="bob", person="ana"))


def test_too_early_a_free_seat_or_the_queue_is_offered() -> None:
    paula = with_seats()
    paula.does(AssignSeat(person="ana"))
    refusal = paula.on("2026-08-18").is_refused(MoveSeat(from_person="ana", person="bob"))
    assert [choice.label for choice in refusal.choices] == ["Give Bob Miller seat 2", "Queue Bob Miller for 30 Aug"]
    assert "seat 2 of 3 is free today" in refusal.text
    given = paula.copy().on("2026-08-18").presses(refusal, "Give Bob Miller seat 2")
    assert isinstance(given, Record) and "Bob Miller has Visual Studio Professional seat 2 of 3" in given.text
    queued = paula.presses(refusal, "Queue Bob Miller for 30 Aug")
    assert isinstance(queued, Record)
    assert queued.entries[0] == model.SeatQueued(
        by="paula", on=day("2026-08-18"), product=VS, seat="seat-1", person="bob"
    )
    assert queued.date == day("2026-08-30")


def test_a_seat_taken_in_the_meantime_another_is_offered() -> None:
    paula = with_seats()
    paula.does(AssignSeat(person="ana"))
    refusal = paula.is_refused(MoveSeat(from_person="ana", person="bob"))
    paula.does(AssignSeat(person="carol"))
    second = paula.presses(refusal, "Give Bob Miller seat 2")
    assert isinstance(second, Refuse)
    assert second.choices[0].label == "Give Bob Miller seat 3"
    assert isinstance(paula.presses(second, "Give Bob Miller seat 3"), Record)


def test_a_released_seat_rests_except_for_the_same_person() -> None:
    paula = with_seats(1)
    paula.does(AssignSeat(person="ana"))
    released = paula.on("2026-06-10").does(ReleaseSeat(person="ana"))
    assert released.date == day("2026-08-30")
    assert [note.to for note in released.notes] == ["ana"]
    refusal = paula.is_refused(AssignSeat(person="bob"))
    assert (refusal.rules[0], refusal.date, refusal.entry) == ("vs-reassign", day("2026-08-30"), 6)
    assert [choice.label for choice in refusal.choices] == ["Queue Bob Miller for 30 Aug"]
    assert paula.on("2026-08-29").is_refused(AssignSeat(person="bob")).date == day("2026-08-30")
    paula.copy().on("2026-08-30").does(AssignSeat(person="bob"))
    back = paula.on("2026-06-15").does(AssignSeat(person="ana"))
    assert isinstance(back.entries[0], model.SeatAssigned) and back.entries[0].seat == "seat-1"


def test_given_back_to_the_same_person_the_90_days_count_from_the_new_assignment() -> None:
    paula = with_seats(1)
    paula.does(AssignSeat(person="ana"))
    paula.on("2026-06-10").does(ReleaseSeat(person="ana"))
    paula.on("2026-06-15").does(AssignSeat(person="ana"))
    assert paula.on("2026-09-12").is_refused(MoveSeat(from_person="ana", person="bob")).date == day("2026-09-13")


def test_a_resting_seat_takes_its_place_of_the_grant() -> None:
    paula = with_seats(2)
    for person in ("ana", "bob"):
        paula.does(AssignSeat(person=person))
    paula.does(ReleaseSeat(person="ana"))
    assert paula.is_refused(AssignSeat(person="carol")).date == day("2026-08-30")


def test_seats_of_other_products_have_no_clock() -> None:
    paula = with_seats()
    for person in ("ana", "bob"):
        paula.does(AssignSeat(person=person, product="office-365"))
    paula.does(ReleaseSeat(person="ana", product="office-365"))
    paula.does(AssignSeat(person="carol", product="office-365"))
    paula.does(MoveSeat(from_person="bob", person="dave", product="office-365"))


def test_over_the_grant_is_refused_with_the_sentence_that_would_record_more() -> None:
    paula = with_seats(2)
    for person in ("ana", "bob"):
        paula.does(AssignSeat(person=person))
    refusal = paula.is_refused(AssignSeat(person="carol"))
    assert refusal.rules == ("grant-as-listed",)
    assert refusal.entry == 4
    assert '"the Action Pack gives us 3 Visual Studio Professional"' in refusal.text
    paula.does(RecordGrant(grants=((VS, 3),)))
    paula.does(AssignSeat(person="carol"))


def test_without_a_grant_the_sentence_that_records_one_is_given() -> None:
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    refusal = paula.is_refused(AssignSeat(person="ana", product=VS))
    assert refusal.rules == ("grant-as-listed",)
    assert '"the Action Pack gives us 3 Visual Studio Professional"' in refusal.text


def test_without_a_purchase_benefits_have_not_started() -> None:
    assert Workspace().is_refused(AssignSeat(person="ana")).rules == ("benefits-start",)


def test_an_action_pack_has_no_enterprise() -> None:
    paula = with_seats()
    refusal = paula.is_refused(AssignSeat(person="ana", product="visual-studio-enterprise"))
    assert refusal.rules[0] == "vs-included"
    given = paula.presses(refusal, "Assign Visual Studio Professional")
    assert isinstance(given, Record)


def test_one_person_needs_one_seat() -> None:
    paula = with_seats()
    paula.does(AssignSeat(person="ana"))
    refusal = paula.is_refused(AssignSeat(person="ana"))
    assert (refusal.rules, refusal.entry) == (("vs-per-user",), 6)
    paula.does(AssignSeat(person="bob"))
    paula.on("2026-09-30").is_refused(MoveSeat(from_person="ana", person="bob"))


def test_assigned_is_not_valid_until_activated() -> None:
    paula = with_seats()
    paula.does(AssignSeat(person="ana"))
    assert paula.ledger.seats.of("ana", paula.today)[0].activated is None
    paula.on("2026-06-03").does(at(ActivateSeat(person="ana"), "2026-06-02"))
    assert paula.ledger.seats.of("ana", paula.today)[0].activated == day("2026-06-02")
    assert paula.ledger.seats.of("ana", day("2026-06-01"))[0].activated is None
    assert paula.is_refused(ActivateSeat(person="ana")).date == day("2026-06-02")
    paula.is_refused(ActivateSeat(person="bob"))


def test_what_is_missing_is_asked_for() -> None:
    paula = with_seats()
    ask = paula.is_asked(AssignSeat())
    assert (ask.slot, ask.text) == ("person", "To whom?")
    paula.does(ask.filled("ana"))
    assert paula.is_asked(MoveSeat(from_person="ana")).slot == "person"
    assert paula.is_asked(ReleaseSeat()).slot == "person"


def test_two_editions_are_asked_about() -> None:
    paula = with_seats()
    paula.does(RecordPurchase(program=Programme.COMPETENCY, level=model.Level.GOLD))
    paula.does(RecordGrant(grants=(("visual-studio", 5),), offer="offer-2"))
    ask = paula.is_asked(AssignSeat(person="ana"))
    assert ask.slot == "product"
    assert {choice.label for choice in ask.choices} == {"Visual Studio Professional", "Visual Studio Enterprise"}
    assert "Enterprise seat 1 of 5" in paula.does(AssignSeat(person="ana", product="visual-studio-enterprise")).text
    assert "Professional seat 1 of 3" in paula.does(AssignSeat(person="ana", program=Programme.ACTION_PACK)).text
    assert paula.is_asked(ReleaseSeat(person="ana")).slot == "seat"


def test_the_same_product_of_two_offers_is_asked_about() -> None:
    paula = with_seats()
    paula.does(RecordPurchase(program=Programme.LEARNING_ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 1),), offer="offer-2"))
    ask = paula.is_asked(AssignSeat(person="ana"))
    assert (ask.slot, [choice.label for choice in ask.choices]) == ("offer", ["Action Pack", "Learning Action Pack"])


def test_an_assignment_dated_back_is_checked_against_all_that_came_after() -> None:
    paula = with_seats(1)
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    refusal = paula.on("2026-06-12").is_refused(at(AssignSeat(person="bob"), "2026-05-20"))
    assert refusal.entry == 6
    assert paula.is_refused(at(AssignSeat(person="ana"), "2026-05-20")).entry == 6
    paula.does(at(ReleaseSeat(person="ana"), "2026-06-03"))
    assert paula.ledger.seats.of("ana", day("2026-06-02")) != []
    assert paula.ledger.seats.of("ana", day("2026-06-03")) == []


def test_dated_back_before_90_days_of_rest() -> None:
    paula = with_seats(1)
    paula.does(AssignSeat(person="ana"))
    paula.does(ReleaseSeat(person="ana"))
    paula.on("2026-09-15")
    assert paula.is_refused(at(AssignSeat(person="bob"), "2026-08-29")).date == day("2026-08-30")
    paula.does(at(AssignSeat(person="bob"), "2026-08-30"))


def test_two_seats_for_one_person_are_seen_also_when_dated_back() -> None:
    paula = with_seats(2)
    paula.does(AssignSeat(person="ana"))
    refusal = paula.on("2026-06-12").is_refused(at(AssignSeat(person="ana"), "2026-05-20"))
    assert (refusal.rules, refusal.entry) == (("vs-per-user",), 6)


def test_before_the_purchase_nothing_can_be_assigned() -> None:
    paula = with_seats()
    refusal = paula.is_refused(at(AssignSeat(person="ana"), "2026-01-04"))
    assert (refusal.rules[0], refusal.date) == ("benefits-start", day("2026-01-05"))


def test_what_is_listed_counts_from_the_purchase_also_when_recorded_later() -> None:
    paula = Workspace("2026-01-20")
    paula.does(at(RecordPurchase(program=Programme.ACTION_PACK), "2026-01-05"))
    paula.does(RecordGrant(grants=((VS, 3),)))
    paula.does(at(AssignSeat(person="ana"), "2026-01-10"))


def test_a_future_day_is_a_plan_to_confirm() -> None:
    paula = with_seats(1)
    asked = paula.is_asked_first(at(AssignSeat(person="ana"), "2026-10-03"))
    assert asked.choices[0].label == "Record it for 3 Oct 2026"
    assert asked.entries[0].on == day("2026-10-03")
    planned = paula.presses(asked, "Record it for 3 Oct 2026")
    assert isinstance(planned, Record)
    assert paula.ledger.seats.of("ana", paula.today) == []
    assert paula.ledger.seats.of("ana", day("2026-10-03")) != []
    refusal = paula.is_refused(AssignSeat(person="bob"))
    assert refusal.entry == 6, "the seat is planned for Ana, 90 days do not pass before that"


def test_after_the_end_nothing_is_assigned() -> None:
    paula = with_seats()
    refusal = paula.on("2027-01-05").is_refused(AssignSeat(person="ana"))
    assert (refusal.rules[0], refusal.date) == ("no-renewal", day("2027-01-04"))
    assert "Record the renewal first" in refusal.text


def test_a_seat_of_an_offer_that_ran_out_stands_back_behind_one_in_force() -> None:
    paula = with_seats(1)
    paula.does(AssignSeat(person="ana"))
    paula.on("2027-03-01").does(RecordPurchase(program=Programme.ACTION_PACK))
    assert isinstance(paula.asks(RequestSeat(), by="ana"), Record)
    paula.does(RecordGrant(grants=((VS, 1),)))
    paula.on("2027-05-01").does(AssignSeat(person="ana"))
    released = paula.does(ReleaseSeat(person="ana"))
    assert getattr(released.entries[0], "offer", None) == "offer-2"


def test_a_cancelled_offer_takes_its_seats_along() -> None:
    paula = with_seats()
    paula.does(AssignSeat(person="ana"))
    asked = paula.on("2026-07-01").is_asked_first(EndOffer())
    assert asked.rules[0] == "no-renewal"
    paula.does(EndOffer())
    assert paula.ledger.seats.of("ana", paula.today) == []
    assert paula.ledger.seats.of("ana", day("2026-06-30")) != []
    assert paula.is_refused(AssignSeat(person="ana")).rules[0] == "no-renewal"


@pytest.mark.parametrize("by", ["bob", "olga"])
def test_only_administrators_write(by: str) -> None:
    paula = with_seats()
    refusal = paula.is_refused(AssignSeat(person="ana"), by=by)
    assert refusal.rules == ("admin-role",)
    [choice] = refusal.choices
    assert choice.label == "Ask an administrator"
    assert isinstance(choice.act, AskAdministrator)
    asked = paula.presses(refusal, "Ask an administrator", by=by)
    assert isinstance(asked, Record)
    assert asked.entries == ()
    [note] = asked.notes
    assert note.to == "paula"
    assert isinstance(paula.presses(note, "Do it"), Record)


def test_fewer_seats_granted_than_held_is_said_and_blocks_the_next() -> None:
    paula = with_seats(3)
    for person in ("ana", "bob", "carol"):
        paula.does(AssignSeat(person=person))
    fewer = paula.does(RecordGrant(grants=((VS, 2),)))
    assert "3 seats are assigned: release 1" in fewer.text
    paula.is_refused(AssignSeat(person="dave"))
    paula.on("2026-09-01").does(ReleaseSeat(person="ana"))
    assert paula.is_refused(AssignSeat(person="dave")).rules[0] == "grant-as-listed"
    paula.does(ReleaseSeat(person="bob"))
    paula.does(AssignSeat(person="dave"))


def test_undo_of_the_button_takes_back_what_was_recorded() -> None:
    paula = with_seats()
    done = paula.does(AssignSeat(person="ana"))
    undone = paula.presses(done, "Undo")
    assert isinstance(undone, Record)
    assert [note.to for note in undone.notes] == ["ana"]
    assert paula.ledger.seats.of("ana", paula.today) == []
    again = paula.does(AssignSeat(person="bob"))
    assert isinstance(again.entries[0], model.SeatAssigned) and again.entries[0].seat == "seat-1"
    assert isinstance(paula.asks(Undo(seq=6)), Refuse)


def test_a_seat_keeps_its_number_on_every_day() -> None:
    paula = with_seats()
    paula.does(AssignSeat(person="ana"))
    paula.does(Undo())
    paula.does(AssignSeat(person="carol", seat="seat-2"))
    then = paula.ledger.as_of(paula.today)
    assert (paula.ledger.seats.number("seat-2"), then.seats.number("seat-2")) == (2, 2)
    paula.does(AssignSeat(person="bob", seat="seat-3", on=day("2026-03-20")))
    assert paula.ledger.as_of(day("2026-03-20")).seats.number("seat-3") == 3


def test_a_seat_that_was_offered_and_is_another_products_by_now_is_not_given() -> None:
    paula = Workspace("2026-01-01")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 2), ("office-365", 5))))
    offered = AssignSeat(person="ana", product=VS, seat=paula.ledger.next_id("seat"))
    paula.does(AssignSeat(person="bob", product="office-365"))
    paula.does(offered)
    assert paula.ledger.seats.home(paula.ledger.seats.of("ana", paula.today)[0].id) == ("offer-1", VS)
