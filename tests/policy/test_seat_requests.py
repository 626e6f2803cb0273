"""Who waits for a seat and who asks for one: the queue, the card, and what either comes to."""

from policy.acts import (
    AssignSeat,
    DecideRequest,
    MoveSeat,
    QueueSeat,
    Record,
    RecordGrant,
    RecordPurchase,
    Refuse,
    ReleaseSeat,
    RequestSeat,
    UnqueueSeat,
)
from policy.model import Answered, Programme
from tests.policy.companies import with_seats
from tests.policy.workspace import VS, Workspace, at, day


def test_getting_a_seat_ends_the_wait() -> None:
    paula = with_seats(1)
    paula.does(AssignSeat(person="ana"))
    paula.does(QueueSeat(person="bob", seat="seat-1"))
    assert [wait.person for wait in paula.ledger.seats.waiting(VS, paula.today)] == ["bob"]
    paula.is_refused(QueueSeat(person="bob"))
    paula.on("2026-08-30").does(MoveSeat(from_person="ana", person="bob"))
    assert paula.ledger.seats.waiting(VS, paula.today) == []
    paula.is_refused(QueueSeat(person="bob"))
    paula.is_refused(UnqueueSeat(person="carol"))


def test_somebody_taken_off_the_list() -> None:
    paula = with_seats(1)
    paula.does(QueueSeat(person="bob"))
    paula.does(UnqueueSeat(person="bob"))
    assert paula.ledger.seats.waiting(VS, paula.today) == []


def test_who_waits_is_offered_a_seat_that_is_released() -> None:
    paula = with_seats(1)
    paula.does(AssignSeat(person="ana"))
    paula.does(QueueSeat(person="bob"))
    released = paula.on("2026-09-01").does(ReleaseSeat(person="ana"))
    given = paula.presses(released, "Give Bob Miller the seat")
    assert isinstance(given, Record)


def test_a_request_is_a_card_and_approving_assigns() -> None:
    paula = with_seats()
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
    paula = with_seats()
    paula.does(RequestSeat(), by="bob")
    paula.is_refused(RequestSeat(), by="bob")
    denied = paula.does(DecideRequest(decision=Answered.DENIED, why="no project"))
    [note] = denied.notes
    assert note.to == "bob" and "no project" in note.text
    paula.does(RequestSeat(), by="bob")


def test_a_request_is_no_way_round_the_rules() -> None:
    paula = with_seats(1)
    paula.does(AssignSeat(person="ana"))
    requested = paula.does(RequestSeat(), by="bob")
    assert "No seat is free" in requested.text
    refusal = paula.is_refused(DecideRequest(decision=Answered.APPROVED))
    assert refusal.rules[0] == "grant-as-listed"
    assert paula.ledger.seats.open_requests(paula.today) != []


def test_a_holder_asks_for_nothing_more() -> None:
    paula = with_seats()
    paula.does(AssignSeat(person="ana"))
    assert paula.is_refused(RequestSeat(), by="ana").rules == ("vs-per-user",)


def test_assigning_past_who_waits_is_recorded_and_says_who() -> None:
    paula = with_seats(1)
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
    paula = with_seats(2)
    paula.does(QueueSeat(person="bob"))
    done = paula.does(AssignSeat(person="carol"))
    assert isinstance(paula.presses(done, "Give Bob Miller seat 2"), Record)
    assert "has waited" not in paula.asks(AssignSeat(person="dave")).text


def test_a_seat_given_answers_the_request_for_it() -> None:
    paula = with_seats()
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
