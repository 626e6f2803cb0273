"""Taking back and putting right: nothing that others rest on."""

import pytest

from policy import model
from policy.acts import (
    ActivateKey,
    ActivateSeat,
    AddKey,
    AddToken,
    AssignSeat,
    Correct,
    MakeClaim,
    QueueSeat,
    Record,
    RecordDecision,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    ReleaseSeat,
    RequestSeat,
    Undo,
    ViewToken,
)
from policy.model import Claim, Decided, Programme
from tests.policy.workspace import VS, Workspace, at, day


def bought(seats: int = 2) -> Workspace:
    """#3 the purchase, #4 the grant; it is 1 June."""
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, seats),)))
    return paula.on("2026-06-01")


def test_undo_takes_back_the_last_request_whole_and_then_the_one_before() -> None:
    paula = bought()
    paula.does(RecordGrant(grants=(("office", 5), ("windows", 3))))
    undone = paula.does(Undo())
    assert [getattr(entry, "seq_reversed", 0) for entry in undone.entries] == [6, 5]
    assert paula.ledger.offers.grant("offer-1", "office", paula.today) is None
    assert [getattr(entry, "seq_reversed", 0) for entry in paula.does(Undo()).entries] == [4]


def test_undo_is_ones_own() -> None:
    paula = bought()
    paula.does(RequestSeat(), by="bob")
    undone = paula.does(Undo(), by="bob")
    assert [getattr(entry, "seq_reversed", 0) for entry in undone.entries] == [5]
    assert paula.is_refused(Undo(), by="bob").rules == ("track-usage",)
    assert paula.is_refused(Undo(seq=4), by="bob").rules == ("admin-role",)
    assert [getattr(entry, "seq_reversed", 0) for entry in paula.does(Undo()).entries] == [4]


def test_what_others_rest_on_stays_and_they_are_named() -> None:
    paula = bought()
    paula.does(AssignSeat(person="ana"))
    paula.does(ActivateSeat(person="ana"))
    refusal = paula.is_refused(Undo(seq=5))
    assert refusal.entry == 6
    assert "#6 (Ana Souza activated Visual Studio Professional seat 1)" in refusal.text
    assert "#5 (Ana Souza got Visual Studio Professional seat 1)" in paula.is_refused(Undo(seq=4)).text
    assert "#4 (the Action Pack grants 2 Visual Studio Professional)" in paula.is_refused(Undo(seq=3)).text
    for seq in (6, 5, 4, 3):
        paula.does(Undo(seq=seq))
    assert paula.ledger.offers.bought(paula.today) == []


def test_a_release_stays_while_somebody_else_has_the_seat() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    paula.does(ReleaseSeat(person="ana"))
    paula.on("2026-09-01").does(AssignSeat(person="bob"))
    assert paula.is_refused(Undo(seq=6)).entry == 7
    assert isinstance(paula.asks(Undo(seq=7)), Record)


def test_a_grant_may_go_while_another_covers_the_seats() -> None:
    paula = bought(1)
    paula.does(RecordGrant(grants=((VS, 3),)))
    paula.does(AssignSeat(person="ana"))
    assert isinstance(paula.asks(Undo(seq=5)), Record), "the first grant still has room for one"
    paula.does(AssignSeat(person="bob"))
    assert paula.is_refused(Undo(seq=5)).entry == 7


def test_a_renewal_stays_while_it_is_used() -> None:
    paula = bought()
    paula.on("2027-01-05").does(RecordRenewal())
    paula.does(AssignSeat(person="ana"))
    assert paula.is_refused(Undo(seq=5)).entry == 6


def test_a_claim_stays_while_it_is_decided_and_a_decision_goes_with_what_it_ended() -> None:
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(MakeClaim(claim=Claim.REFUND))
    paula.does(RecordDecision(decision=Decided.APPROVED))
    assert paula.is_refused(Undo(seq=4)).entry == 6 - 1
    assert paula.is_refused(Undo(seq=5)).entry == 6
    paula.does(Undo())
    assert paula.ledger.offers.covers("offer-1", paula.today)


def test_an_activation_stays_while_a_later_one_counted_its_machine_as_known() -> None:
    paula = bought()
    paula.does(AddKey(label="K1", product="office", activations=5))
    paula.does(ActivateKey(key="K1", machine="pc-1"))
    paula.does(ActivateKey(key="K1", machine="pc-1"))
    assert paula.is_refused(Undo(seq=6)).entry == 7
    paula.does(Undo(seq=7))
    paula.does(Undo(seq=6))


def test_a_key_a_token_and_a_request_stay_while_they_are_used() -> None:
    paula = bought()
    paula.does(AddToken(label="7", service="office-365", seats=5))
    paula.does(ViewToken(token="7"))
    paula.does(RequestSeat(), by="bob")
    assert paula.is_refused(Undo(seq=5)).entry == 6


def test_what_is_not_there_and_what_is_gone_already() -> None:
    paula = bought()
    assert "There is no entry #99; the last one is #4" in paula.is_refused(Undo(seq=99)).text
    paula.does(Undo(seq=4))
    refusal = paula.is_refused(Undo(seq=4))
    assert (refusal.entry, "was taken back already (#5)" in refusal.text) == (5, True)
    assert "stays" in paula.is_refused(Undo(seq=1)).text


def test_a_reversal_reversed_puts_the_entry_back_if_it_still_fits() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    paula.does(Undo())
    back = paula.copy()
    back.does(Undo(seq=6))
    assert [seat.last for seat in back.ledger.seats.of("ana", back.today)] == ["ana"]
    paula.does(AssignSeat(person="bob"))
    assert paula.is_refused(Undo(seq=6)).entry in (5, 7)


def test_a_correction_is_a_reversal_and_a_new_entry_in_one_request() -> None:
    paula = bought()
    paula.does(AssignSeat(person="ana"))
    paula.on("2026-06-10")
    corrected = paula.does(Correct(seq=5, changes=(("on", day("2026-05-20")),)))
    reversal, new = corrected.entries
    assert isinstance(reversal, model.EntryReversed) and reversal.seq_reversed == 5
    assert isinstance(new, model.SeatAssigned) and (new.on, new.person) == (day("2026-05-20"), "ana")
    assert "#7 says: Ana Souza got Visual Studio Professional seat 1, on 20 May 2026" in corrected.text
    assert paula.ledger.seats.of("ana", day("2026-05-20")) != []
    paula.does(Undo())
    assert paula.ledger.seats.of("ana", day("2026-05-20")) == []
    assert paula.ledger.seats.of("ana", day("2026-06-01")) != []


def test_a_correction_may_not_break_what_came_later() -> None:
    paula = bought(1)
    paula.does(AssignSeat(person="ana"))
    paula.does(ActivateSeat(person="ana"))
    assert paula.is_refused(Correct(seq=5, changes=(("person", "bob"),))).entry == 6
    assert paula.is_refused(Correct(seq=5, changes=(("on", day("2026-06-02")),))).entry in (6, None)
    paula.is_refused(Correct(seq=3, changes=(("on", day("2026-06-02")),)))
    paula.does(Correct(seq=3, changes=(("on", day("2026-01-03")),)))
    offer = paula.ledger.offers.offer("offer-1", paula.today)
    assert offer and offer.window_end == day("2026-02-02")


def test_a_correction_of_a_person() -> None:
    paula = bought()
    paula.does(AssignSeat(person="ana"))
    paula.does(Correct(seq=5, changes=(("person", "bob"),)))
    assert paula.ledger.seats.of("ana", paula.today) == []
    assert len(paula.ledger.seats.of("bob", paula.today)) == 1


def test_a_corrected_activation_is_counted_anew() -> None:
    paula = bought()
    paula.does(AddKey(label="K1", product="office", activations=5))
    paula.does(ActivateKey(key="K1", machine="pc-1"))
    paula.does(Correct(seq=6, changes=(("machine_new", False),)))
    key = paula.ledger.licences.key("key-1", paula.today)
    assert key and key.left == 5


def test_a_refund_decision_moves_with_the_end_of_the_offer() -> None:
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(MakeClaim(claim=Claim.REFUND))
    paula.on("2026-01-20").does(RecordDecision(decision=Decided.APPROVED))
    paula.does(Correct(seq=5, changes=(("on", day("2026-01-15")),)))
    offer = paula.ledger.offers.known("offer-1")
    assert offer and offer.ended == day("2026-01-15")


@pytest.mark.parametrize("changes", [(), (("colour", "red"),), (("on", "someday"),), (("seq", 9),)])
def test_what_cannot_be_put_right(changes: tuple[tuple[str, object], ...]) -> None:
    paula = bought()
    outcome = paula.asks(Correct(seq=4, changes=changes))
    assert not isinstance(outcome, Record)
    assert not isinstance(paula.asks(Correct()), Record)


def test_a_correction_into_the_future_is_a_plan() -> None:
    paula = bought()
    paula.does(QueueSeat(person="bob"))
    assert paula.is_asked_first(Correct(seq=5, changes=(("on", day("2026-06-20")),)))


def test_a_correction_of_a_quantity_below_what_is_used_is_said() -> None:
    paula = bought(2)
    for person in ("ana", "bob"):
        paula.does(AssignSeat(person=person))
    outcome = paula.asks(Correct(seq=4, changes=(("quantity", 1),)))
    assert not isinstance(outcome, Record) or "1" in outcome.text


def test_dated_back_and_then_undone_leaves_no_trace_in_the_state() -> None:
    paula = bought()
    before = paula.ledger.offers.first_use("offer-1", paula.today)
    paula.does(at(AssignSeat(person="ana"), "2026-05-01"))
    paula.does(Undo())
    assert paula.ledger.offers.first_use("offer-1", paula.today) == before


def test_what_was_used_already_can_be_issued_on_a_later_day() -> None:
    """Else the entry that is taken back would stand in the way of the one that takes its place."""
    paula = bought()
    paula.does(AddToken(label="7", service="office-365", seats=25))
    paula.does(ViewToken(token="7"))
    paula.on("2026-06-03")
    paula.does(Correct(seq=5, changes=(("on", day("2026-06-02")), ("seats", 10))))
    token = paula.ledger.licences.token("token-1", paula.today)
    assert token is not None
    assert (token.seats, token.issued, token.issue) == (10, day("2026-06-02"), 8)
    assert token.view == 6


def test_a_key_that_is_issued_later_keeps_what_was_used() -> None:
    paula = bought()
    paula.does(AddKey(label="K1", product="office", activations=25))
    paula.does(ActivateKey(key="K1", machine="build01"))
    paula.on("2026-06-03")
    paula.does(Correct(seq=5, changes=(("on", day("2026-06-02")), ("activations", 30))))
    key = paula.ledger.licences.key("key-1", paula.today)
    assert key is not None
    assert (key.activations, key.left, key.consumed) == (30, 29, 1)


def test_a_refusal_names_what_is_to_be_put_right_by_the_number_that_stands() -> None:
    paula = bought()
    paula.does(RecordRenewal())
    refusal = paula.is_refused(Correct(seq=3, changes=(("on", day("2024-01-05")),)))
    assert not any(f"#{number}" in refusal.text for number in range(paula.ledger.last_seq + 1, 20)), refusal.text
    assert refusal.entry is None or refusal.entry <= paula.ledger.last_seq
