"""Refunds and swaps, day by day: the window, what ends it, what an approval ends."""

import pytest

from policy import model
from policy.acts import (
    Act,
    ActivateKey,
    ActivateToken,
    AssignSeat,
    Confirm,
    CountKey,
    EndOffer,
    MakeClaim,
    OpenIncident,
    Record,
    RecordDecision,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    RecordSwap,
    UseCredit,
    UseHours,
    ViewKey,
    ViewToken,
)
from policy.model import Claim, Decided, EndReason, Level, Programme
from tests.policy.companies import REFUND, SWAP, offer, with_credit
from tests.policy.workspace import VS, Workspace, at, day


def test_day_30_counts_for_a_refund_and_day_31_is_too_late() -> None:
    paula = with_credit()
    assert isinstance(paula.on("2026-02-04").asks(REFUND), Record)
    refusal = paula.on("2026-02-05").is_refused(REFUND)
    assert (refusal.rules[0], refusal.date, refusal.entry) == ("refund-window", day("2026-02-04"), 3)
    paula.does(at(REFUND, "2026-02-04"))


USES: list[Act] = [
    AssignSeat(person="ana"),
    ViewKey(key="K1"),
    ActivateKey(key="K1", machine="pc-1"),
    ViewToken(token="7"),
    ActivateToken(token="7", tenant="contoso"),
    OpenIncident(product="sql-server", version="2025"),
    UseCredit(amount=10),
    UseHours(hours=1),
]


@pytest.mark.parametrize("use", USES, ids=lambda use: type(use).__name__)
def test_every_use_asks_first_while_the_window_is_open_and_then_ends_it(use: Act) -> None:
    paula = with_credit().on("2026-01-14")
    asked = paula.is_asked_first(use)
    assert {"refund-untouched", "swap-untouched"} <= set(asked.rules)
    assert "4 Feb 2026 (21 days)" in asked.text and "Learning Action Pack" in asked.text
    paula.does(use)
    used = paula.ledger.last_seq
    for claim in (REFUND, SWAP):
        refusal = paula.is_refused(claim)
        assert refusal.rules[0] in ("refund-untouched", "swap-untouched")
        assert refusal.entry == used
    late = with_credit()
    late.on("2026-02-05")
    outcome = late.asks(use)
    assert isinstance(outcome, Record) or "refund-untouched" not in getattr(outcome, "rules", ())


def test_the_question_before_a_view() -> None:
    asked = with_credit().on("2026-01-14").is_asked_first(ViewToken(token="7"))
    assert [choice.label for choice in asked.choices] == ["Record it", "Not viewed, cancel"]
    assert asked.choices[-1].act is None
    assert asked.date == day("2026-02-04")


def test_on_the_last_day_of_the_window_it_still_asks() -> None:
    assert "today is its last day" in with_credit().on("2026-02-04").is_asked_first(ViewToken(token="7")).text


def test_the_second_use_asks_no_more() -> None:
    paula = with_credit().on("2026-01-14")
    paula.does(ViewKey(key="K1"))
    assert isinstance(paula.asks(ViewToken(token="7")), Record)


def test_a_grant_a_key_and_a_token_noted_are_no_use() -> None:
    paula = with_credit()
    paula.does(CountKey(key="K1", left=9))
    assert paula.ledger.offers.first_use("offer-1", paula.today) is None
    assert isinstance(paula.asks(REFUND), Record)


def test_a_use_dated_back_before_the_claim_is_found() -> None:
    paula = with_credit()
    paula.on("2026-01-20").does(at(ViewToken(token="7"), "2026-01-10"))
    assert paula.is_refused(at(REFUND, "2026-01-12")).rules[0] == "refund-untouched"
    assert isinstance(paula.asks(at(REFUND, "2026-01-09")), Record)


def test_a_use_taken_back_opens_the_window_again() -> None:
    paula = with_credit()
    done = paula.does(ViewToken(token="7"))
    paula.is_refused(REFUND)
    paula.presses(done, "Undo")
    assert isinstance(paula.asks(REFUND), Record)


def test_a_refund_approved_ends_the_offer_at_once() -> None:
    paula = with_credit()
    paula.does(REFUND)
    assert paula.is_refused(REFUND).entry == paula.ledger.last_seq
    decided = paula.on("2026-02-20").does(RecordDecision(decision=Decided.APPROVED))
    assert [entry.kind for entry in decided.entries] == ["claim_decided", "offer_ended"]
    assert isinstance(decided.entries[1], model.OfferEnded) and decided.entries[1].reason is EndReason.REFUNDED
    assert not paula.ledger.offers.covers("offer-1", paula.today)
    assert paula.is_refused(AssignSeat(person="ana")).rules[0] == "no-renewal"
    assert paula.is_refused(RecordRenewal(offer="offer-1")).rules[0] == "no-renewal"


def test_a_refund_refused_changes_nothing_and_may_be_asked_again() -> None:
    paula = with_credit()
    paula.does(REFUND)
    paula.does(RecordDecision(decision=Decided.REFUSED, claim=Claim.REFUND))
    assert paula.ledger.offers.covers("offer-1", paula.today)
    assert isinstance(paula.asks(REFUND), Record)
    assert paula.is_refused(RecordDecision(decision=Decided.REFUSED)).rules[0] == "refund-window"


def test_a_refund_recorded_without_the_decision_is_refused() -> None:
    assert with_credit().is_refused(EndOffer(reason=EndReason.REFUNDED)).rules[0] == "refund-window"


def test_a_competency_has_a_refund_and_no_swap() -> None:
    paula = Workspace()
    paula.does(RecordPurchase(program=Programme.COMPETENCY, level=Level.SILVER, competency="DevOps"))
    assert "Silver DevOps competency" in paula.does(REFUND).text
    assert paula.is_refused(SWAP).rules[0] == "swap-window"
    assert paula.is_refused(RecordSwap()).rules[0] == "swap-window"


def test_a_swap_keeps_id_and_term_and_ends_grants() -> None:
    paula = with_credit()
    done = paula.on("2026-01-20").does(RecordSwap())
    assert done.entries[0].kind == "offer_swapped"
    assert offer(paula).program is Programme.LEARNING_ACTION_PACK
    assert offer(paula).term.end == day("2027-01-04")
    assert paula.ledger.offers.grant("offer-1", VS, paula.today) is None
    assert paula.ledger.offers.grant("offer-1", VS, day("2026-01-19")) is not None
    paula.does(RecordGrant(grants=((VS, 1),)))
    assert paula.ledger.offers.grant("offer-1", VS, paula.today)


def test_a_swap_is_made_one_time_only_within_30_days_and_untouched() -> None:
    assert with_credit().on("2026-02-05").is_refused(RecordSwap()).date == day("2026-02-04")
    paula = with_credit().on("2026-02-04")
    paula.does(RecordSwap())
    refusal = paula.is_refused(RecordSwap())
    assert (refusal.rules[0], refusal.entry) == ("swap-window", paula.ledger.last_seq)
    used = with_credit()
    used.does(ViewKey(key="K1"))
    assert used.is_refused(RecordSwap()).rules[0] == "swap-untouched"
    assert with_credit().is_refused(RecordSwap(to=Programme.COMPETENCY)).rules[0] == "swap-window"
    assert with_credit().is_refused(RecordSwap(to=Programme.ACTION_PACK)).rules[0] == "swap-window"


def test_a_swap_asked_for_in_time_may_be_done_later() -> None:
    paula = with_credit()
    paula.does(SWAP)
    decided = paula.on("2026-02-20").does(RecordDecision(decision=Decided.APPROVED))
    assert [entry.kind for entry in decided.entries] == ["claim_decided"]
    asked = paula.presses(decided, "The swap is done")
    assert isinstance(asked, Confirm)
    assert isinstance(paula.presses(asked, "Record the swap"), Record)
    assert offer(paula).program is Programme.LEARNING_ACTION_PACK


def test_seats_given_before_a_swap_end_with_it() -> None:
    paula = with_credit()
    paula.does(SWAP)
    paula.on("2026-01-20").does(AssignSeat(person="ana"))
    paula.on("2026-02-20").does(RecordDecision(decision=Decided.APPROVED))
    paula.does(RecordSwap())
    assert paula.ledger.seats.of("ana", paula.today) == []
    assert paula.ledger.seats.of("ana", day("2026-02-19")) != []
    assert paula.ledger.seats.held("offer-1", VS, paula.today) == 0
    paula.does(RecordGrant(grants=((VS, 1),)))
    paula.does(AssignSeat(person="bob"))
    assert paula.ledger.seats.held("offer-1", VS, paula.today) == 1
    assert paula.is_refused(AssignSeat(person="carol")).rules[0] == "grant-as-listed"


def test_after_a_refusal_of_both_nothing_is_left_to_lose() -> None:
    paula = with_credit()
    for claim in (Claim.REFUND, Claim.SWAP):
        paula.does(MakeClaim(claim=claim))
        paula.does(RecordDecision(decision=Decided.REFUSED))
    assert isinstance(paula.asks(ViewToken(token="7")), Record)


def test_a_swap_dated_back_before_a_seat_is_refused_and_names_it() -> None:
    paula = with_credit()
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    seat = paula.ledger.last_seq
    paula.on("2026-09-02")
    refusal = paula.is_refused(at(RecordSwap(), "2026-01-20"))
    assert (refusal.rules[0], refusal.entry) == ("swap-window", seat)
    assert f"#{seat} of 1 Jun 2026 could not stand" in refusal.text


def test_a_swap_dated_back_stands_where_the_new_grant_carries_the_seat() -> None:
    paula = with_credit()
    paula.on("2026-01-25").does(RecordGrant(grants=((VS, 1),)))
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    paula.on("2026-09-02").does(at(RecordSwap(), "2026-01-20"))
    assert paula.ledger.seats.of("ana", paula.today) != []
    more = with_credit()
    more.on("2026-01-25").does(RecordGrant(grants=((VS, 1),)))
    more.on("2026-06-01").does(AssignSeat(person="ana"))
    more.does(RecordGrant(grants=((VS, 2),)))
    more.on("2026-06-02").does(AssignSeat(person="bob"))
    assert isinstance(more.on("2026-09-02").asks(at(RecordSwap(), "2026-01-20")), Confirm)


def test_a_refund_dated_back_before_a_use_is_refused_and_names_it() -> None:
    paula = with_credit()
    paula.does(REFUND)
    paula.on("2026-02-10").does(ViewToken(token="7"))
    use = paula.ledger.last_seq
    approved = RecordDecision(decision=Decided.APPROVED)
    refusal = paula.on("2026-03-01").is_refused(at(approved, "2026-02-01"))
    assert (refusal.rules[0], refusal.entry) == ("refund-window", use)
    granted = with_credit()
    granted.on("2026-02-10").does(RecordGrant(grants=((VS, 4),)))
    end = granted.on("2026-03-01").is_refused(at(EndOffer(), "2026-02-01"))
    assert end.entry == granted.ledger.last_seq and "a grant was recorded" in end.text


def test_a_use_dated_back_before_a_swap_is_refused_and_names_the_swap() -> None:
    paula = with_credit()
    paula.on("2026-01-20").does(RecordSwap())
    swap = paula.ledger.last_seq
    paula.on("2026-01-25")
    for use in (AssignSeat(person="ana"), ViewKey(key="K1"), ViewToken(token="7")):
        assert paula.is_refused(at(use, "2026-01-10")).entry == swap
    paula.does(ViewKey(key="K1"))


def test_a_use_names_the_request_that_it_goes_against() -> None:
    paula = with_credit()
    paula.does(REFUND)
    claim = paula.ledger.last_seq
    for today in ("2026-01-14", "2026-02-20"):
        asked = paula.on(today).is_asked_first(ViewToken(token="7"))
        assert f"the refund asked for on 5 Jan 2026 (#{claim})" in asked.text
