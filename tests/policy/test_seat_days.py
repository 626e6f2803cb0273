"""Seats, day by day: one holder, 90 days, rest, queue, requests, the grant's limit."""

import pytest

from policy import model
from policy.acts import (
    ActivateSeat,
    AskAdministrator,
    AssignSeat,
    DecideRequest,
    EndOffer,
    MoveSeat,
    QueueSeat,
    Record,
    RecordGrant,
    RecordPurchase,
    Refuse,
    ReleaseSeat,
    RequestSeat,
    Undo,
    UnqueueSeat,
)
from policy.model import Answered, Programme
from tests.policy.workspace import VS, Workspace, at, day


def bought(seats: int = 3) -> Workspace:
    """An Action Pack of January with seats of Visual Studio Professional, on 1 June."""
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, seats), ("office-365", 2))))
    return paula.on("2026-06-01")


def test_a_seat_is_assigned_and_both_are_told() -> None:
    paula = bought()
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
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    refusal = paula.on("2026-08-29").is_refused(MoveSeat(from_person="ana", person="bob"))
    assert refusal.rules[0] == "vs-reassign"
    assert (refusal.entry, refusal.date) == (6, day("2026-08-30"))
    assert "Assigning subscriptions · entry #6" in refusal.text
    moved = paula.on("2026-08-30").does(MoveSeat(from_person="ana", person="bob"))
    assert isinstance(moved.entries[0], model.SeatReassigned)
    assert moved.date == day("2026-11-28")
    assert {note.to for note in moved.notes} == {"ana", "bob"}


def test_the_clock_is_the_present_holders() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    paula.on("2026-08-30").does(MoveSeat(from_person="ana", person="bob"))
    assert paula.on("2026-11-27").is_refused(MoveSeat(from_person="bob", person="ana")).date == day("2026-11-28")
    paula.on("2026-11-28").does(MoveSeat(from_person="bob", person="ana"))


def test_too_early_a_free_seat_or_the_queue_is_offered() -> None:
    paula = bought()
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
    paula = bought()
    paula.does(AssignSeat(person="ana"))
    refusal = paula.is_refused(MoveSeat(from_person="ana", person="bob"))
    paula.does(AssignSeat(person="carol"))
    second = paula.presses(refusal, "Give Bob Miller seat 2")
    assert isinstance(second, Refuse)
    assert second.choices[0].label == "Give Bob Miller seat 3"
    assert isinstance(paula.presses(second, "Give Bob Miller seat 3"), Record)


def test_a_released_seat_rests_except_for_the_same_person() -> None:
    paula = bought(1)
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
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    paula.on("2026-06-10").does(ReleaseSeat(person="ana"))
    paula.on("2026-06-15").does(AssignSeat(person="ana"))
    assert paula.on("2026-09-12").is_refused(MoveSeat(from_person="ana", person="bob")).date == day("2026-09-13")


def test_a_resting_seat_takes_its_place_of_the_grant() -> None:
    paula = bought(2)
    for person in ("ana", "bob"):
        paula.does(AssignSeat(person=person))
    paula.does(ReleaseSeat(person="ana"))
    assert paula.is_refused(AssignSeat(person="carol")).date == day("2026-08-30")


def test_seats_of_other_products_have_no_clock() -> None:
    paula = bought()
    for person in ("ana", "bob"):
        paula.does(AssignSeat(person=person, product="office-365"))
    paula.does(ReleaseSeat(person="ana", product="office-365"))
    paula.does(AssignSeat(person="carol", product="office-365"))
    paula.does(MoveSeat(from_person="bob", person="dave", product="office-365"))


def test_over_the_grant_is_refused_with_the_sentence_that_would_record_more() -> None:
    paula = bought(2)
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
    paula = bought()
    refusal = paula.is_refused(AssignSeat(person="ana", product="visual-studio-enterprise"))
    assert refusal.rules[0] == "vs-included"
    given = paula.presses(refusal, "Assign Visual Studio Professional")
    assert isinstance(given, Record)


def test_one_person_needs_one_seat() -> None:
    paula = bought()
    paula.does(AssignSeat(person="ana"))
    refusal = paula.is_refused(AssignSeat(person="ana"))
    assert (refusal.rules, refusal.entry) == (("vs-per-user",), 6)
    paula.does(AssignSeat(person="bob"))
    paula.on("2026-09-30").is_refused(MoveSeat(from_person="ana", person="bob"))


def test_assigned_is_not_valid_until_activated() -> None:
    paula = bought()
    paula.does(AssignSeat(person="ana"))
    assert paula.ledger.seats.of("ana", paula.today)[0].activated is None
    paula.on("2026-06-03").does(at(ActivateSeat(person="ana"), "2026-06-02"))
    assert paula.ledger.seats.of("ana", paula.today)[0].activated == day("2026-06-02")
    assert paula.ledger.seats.of("ana", day("2026-06-01"))[0].activated is None
    assert paula.is_refused(ActivateSeat(person="ana")).date == day("2026-06-02")
    paula.is_refused(ActivateSeat(person="bob"))


def test_what_is_missing_is_asked_for() -> None:
    paula = bought()
    ask = paula.is_asked(AssignSeat())
    assert (ask.slot, ask.text) == ("person", "To whom?")
    paula.does(ask.filled("ana"))
    assert paula.is_asked(MoveSeat(from_person="ana")).slot == "person"
    assert paula.is_asked(ReleaseSeat()).slot == "person"


def test_two_editions_are_asked_about() -> None:
    paula = bought()
    paula.does(RecordPurchase(program=Programme.COMPETENCY, level=model.Level.GOLD))
    paula.does(RecordGrant(grants=(("visual-studio", 5),), offer="offer-2"))
    ask = paula.is_asked(AssignSeat(person="ana"))
    assert ask.slot == "product"
    assert {choice.label for choice in ask.choices} == {"Visual Studio Professional", "Visual Studio Enterprise"}
    assert "Enterprise seat 1 of 5" in paula.does(AssignSeat(person="ana", product="visual-studio-enterprise")).text
    assert "Professional seat 1 of 3" in paula.does(AssignSeat(person="ana", program=Programme.ACTION_PACK)).text
    assert paula.is_asked(ReleaseSeat(person="ana")).slot == "seat"


def test_the_same_product_of_two_offers_is_asked_about() -> None:
    paula = bought()
    paula.does(RecordPurchase(program=Programme.LEARNING_ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 1),), offer="offer-2"))
    ask = paula.is_asked(AssignSeat(person="ana"))
    assert (ask.slot, [choice.label for choice in ask.choices]) == ("offer", ["Action Pack", "Learning Action Pack"])


def test_an_assignment_dated_back_is_checked_against_all_that_came_after() -> None:
    paula = bought(1)
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    refusal = paula.on("2026-06-12").is_refused(at(AssignSeat(person="bob"), "2026-05-20"))
    assert refusal.entry == 6
    assert paula.is_refused(at(AssignSeat(person="ana"), "2026-05-20")).entry == 6
    paula.does(at(ReleaseSeat(person="ana"), "2026-06-03"))
    assert paula.ledger.seats.of("ana", day("2026-06-02")) != []
    assert paula.ledger.seats.of("ana", day("2026-06-03")) == []


def test_dated_back_before_90_days_of_rest() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    paula.does(ReleaseSeat(person="ana"))
    paula.on("2026-09-15")
    assert paula.is_refused(at(AssignSeat(person="bob"), "2026-08-29")).date == day("2026-08-30")
    paula.does(at(AssignSeat(person="bob"), "2026-08-30"))


def test_two_seats_for_one_person_are_seen_also_when_dated_back() -> None:
    paula = bought(2)
    paula.does(AssignSeat(person="ana"))
    refusal = paula.on("2026-06-12").is_refused(at(AssignSeat(person="ana"), "2026-05-20"))
    assert (refusal.rules, refusal.entry) == (("vs-per-user",), 6)


def test_before_the_purchase_nothing_can_be_assigned() -> None:
    paula = bought()
    refusal = paula.is_refused(at(AssignSeat(person="ana"), "2026-01-04"))
    assert (refusal.rules[0], refusal.date) == ("benefits-start", day("2026-01-05"))


def test_what_is_listed_counts_from_the_purchase_also_when_recorded_later() -> None:
    paula = Workspace("2026-01-20")
    paula.does(at(RecordPurchase(program=Programme.ACTION_PACK), "2026-01-05"))
    paula.does(RecordGrant(grants=((VS, 3),)))
    paula.does(at(AssignSeat(person="ana"), "2026-01-10"))


def test_a_future_day_is_a_plan_to_confirm() -> None:
    paula = bought(1)
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
    paula = bought()
    refusal = paula.on("2027-01-05").is_refused(AssignSeat(person="ana"))
    assert (refusal.rules[0], refusal.date) == ("no-renewal", day("2027-01-04"))
    assert "Record the renewal first" in refusal.text


def test_a_seat_of_an_offer_that_ran_out_stands_back_behind_one_in_force() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    paula.on("2027-03-01").does(RecordPurchase(program=Programme.ACTION_PACK))
    assert isinstance(paula.asks(RequestSeat(), by="ana"), Record)
    paula.does(RecordGrant(grants=((VS, 1),)))
    paula.on("2027-05-01").does(AssignSeat(person="ana"))
    released = paula.does(ReleaseSeat(person="ana"))
    assert getattr(released.entries[0], "offer", None) == "offer-2"


def test_a_cancelled_offer_takes_its_seats_along() -> None:
    paula = bought()
    paula.does(AssignSeat(person="ana"))
    asked = paula.on("2026-07-01").is_asked_first(EndOffer())
    assert asked.rules[0] == "no-renewal"
    paula.does(EndOffer())
    assert paula.ledger.seats.of("ana", paula.today) == []
    assert paula.ledger.seats.of("ana", day("2026-06-30")) != []
    assert paula.is_refused(AssignSeat(person="ana")).rules[0] == "no-renewal"


def test_getting_a_seat_ends_the_wait() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    paula.does(QueueSeat(person="bob", seat="seat-1"))
    assert [wait.person for wait in paula.ledger.seats.waiting(VS, paula.today)] == ["bob"]
    paula.is_refused(QueueSeat(person="bob"))
    paula.on("2026-08-30").does(MoveSeat(from_person="ana", person="bob"))
    assert paula.ledger.seats.waiting(VS, paula.today) == []
    paula.is_refused(QueueSeat(person="bob"))
    paula.is_refused(UnqueueSeat(person="carol"))


def test_somebody_taken_off_the_list() -> None:
    paula = bought(1)
    paula.does(QueueSeat(person="bob"))
    paula.does(UnqueueSeat(person="bob"))
    assert paula.ledger.seats.waiting(VS, paula.today) == []


def test_who_waits_is_offered_a_seat_that_is_released() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    paula.does(QueueSeat(person="bob"))
    released = paula.on("2026-09-01").does(ReleaseSeat(person="ana"))
    given = paula.presses(released, "Give Bob Miller the seat")
    assert isinstance(given, Record)


@pytest.mark.parametrize("by", ["bob", "olga"])
def test_only_administrators_write(by: str) -> None:
    paula = bought()
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


def test_a_request_is_a_card_and_approving_assigns() -> None:
    paula = bought()
    requested = paula.does(RequestSeat(), by="bob")
    assert requested.text.startswith("I've asked Paula Gomez. 3 of 3 Visual Studio Professional seats are free")
    [card] = requested.notes
    assert (card.to, [choice.label for choice in card.choices]) == ("paula", ["Approve", "Deny"])
    approved = paula.presses(card, "Approve")
    assert isinstance(approved, Record)
    assert [entry.kind for entry in approved.entries] == ["request_decided", "seat_assigned"]
    assert [note.to for note in approved.notes] == ["bob"]
    assert paula.ledger.seats.open_requests(paula.today) == []
    assert isinstance(paula.presses(card, "Deny"), Refuse)


def test_a_request_denied_is_told() -> None:
    paula = bought()
    paula.does(RequestSeat(), by="bob")
    paula.is_refused(RequestSeat(), by="bob")
    denied = paula.does(DecideRequest(decision=Answered.DENIED, why="no project"))
    [note] = denied.notes
    assert note.to == "bob" and "no project" in note.text
    paula.does(RequestSeat(), by="bob")


def test_a_request_is_no_way_round_the_rules() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    requested = paula.does(RequestSeat(), by="bob")
    assert "No seat is free" in requested.text
    refusal = paula.is_refused(DecideRequest(decision=Answered.APPROVED))
    assert refusal.rules[0] == "grant-as-listed"
    assert paula.ledger.seats.open_requests(paula.today) != []


def test_a_holder_asks_for_nothing_more() -> None:
    paula = bought()
    paula.does(AssignSeat(person="ana"))
    assert paula.is_refused(RequestSeat(), by="ana").rules == ("vs-per-user",)


def test_fewer_seats_granted_than_held_is_said_and_blocks_the_next() -> None:
    paula = bought(3)
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
    paula = bought()
    done = paula.does(AssignSeat(person="ana"))
    undone = paula.presses(done, "Undo")
    assert isinstance(undone, Record)
    assert [note.to for note in undone.notes] == ["ana"]
    assert paula.ledger.seats.of("ana", paula.today) == []
    again = paula.does(AssignSeat(person="bob"))
    assert isinstance(again.entries[0], model.SeatAssigned) and again.entries[0].seat == "seat-1"
    assert isinstance(paula.asks(Undo(seq=6)), Refuse)


def test_assigning_past_who_waits_is_recorded_and_says_who() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    queued = paula.does(QueueSeat(person="bob"))
    assert "Ana Souza" in queued.text and queued.date == day("2026-08-30")
    paula.on("2026-08-30").does(ReleaseSeat(person="ana"))
    done = paula.does(AssignSeat(person="carol"))
    assert "Bob Miller has waited for one since 1 Jun 2026" in done.text
    paula.presses(done, "Give it to Bob Miller instead")
    assert paula.ledger.seats.of("carol", paula.today) == []
    assert [seat.id for seat in paula.ledger.seats.of("bob", paula.today)] == ["seat-1"]
    assert paula.ledger.seats.waiting(VS, paula.today) == []


def test_with_a_seat_left_who_waits_is_offered_that_one() -> None:
    paula = bought(2)
    paula.does(QueueSeat(person="bob"))
    done = paula.does(AssignSeat(person="carol"))
    assert isinstance(paula.presses(done, "Give Bob Miller seat 2"), Record)
    assert "has waited" not in paula.asks(AssignSeat(person="dave")).text


def test_a_seat_keeps_its_number_on_every_day() -> None:
    paula = bought()
    paula.does(AssignSeat(person="ana"))
    paula.does(Undo())
    paula.does(AssignSeat(person="carol", seat="seat-2"))
    then = paula.ledger.as_of(paula.today)
    assert (paula.ledger.seats.number("seat-2"), then.seats.number("seat-2")) == (2, 2)
    paula.does(AssignSeat(person="bob", seat="seat-3", on=day("2026-03-20")))
    assert paula.ledger.as_of(day("2026-03-20")).seats.number("seat-3") == 3


def test_a_seat_given_answers_the_request_for_it() -> None:
    paula = bought()
    paula.does(RequestSeat(), by="ana")
    done = paula.does(AssignSeat(person="ana"))
    assert [entry.kind for entry in done.entries] == ["seat_assigned", "request_decided"]
    assert paula.ledger.seats.open_requests(paula.today) == []
    paula.presses(done, "Undo")
    assert [one.person for one in paula.ledger.seats.open_requests(paula.today)] == ["ana"]


def test_who_is_queued_on_a_day_before_their_seat_waits_no_longer() -> None:
    paula = Workspace("2026-01-01")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 2),)))
    paula.on("2026-01-20").does(at(AssignSeat(person="ana", product=VS), "2026-01-08"))
    paula.does(at(QueueSeat(person="ana", product=VS), "2026-01-02"))
    assert [one.person for one in paula.ledger.seats.waiting(VS, day("2026-01-07"))] == ["ana"]
    assert paula.ledger.seats.waiting(VS, paula.today) == []
    assert paula.ledger.as_of(paula.today).seats.waiting(VS, paula.today) == []


def test_a_seat_that_was_offered_and_is_another_products_by_now_is_not_given() -> None:
    paula = Workspace("2026-01-01")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 2), ("office-365", 5))))
    offered = AssignSeat(person="ana", product=VS, seat=paula.ledger.next_id("seat"))
    paula.does(AssignSeat(person="bob", product="office-365"))
    paula.does(offered)
    assert paula.ledger.seats.home(paula.ledger.seats.of("ana", paula.today)[0].id) == ("offer-1", VS)
