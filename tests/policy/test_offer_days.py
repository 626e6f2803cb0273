"""Offers, day by day: terms, windows, refund, swap, what ends a right."""

import datetime as dt
from typing import Any

import pytest

from policy import model
from policy.acts import (
    Act,
    ActivateKey,
    ActivateToken,
    AddKey,
    AddToken,
    AssignSeat,
    Confirm,
    Correct,
    CountKey,
    EndOffer,
    GrantCredit,
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
from policy.ledger import Offer
from policy.model import Claim, CreditForm, Decided, EndReason, Level, Programme
from tests.policy.workspace import VS, Workspace, at, day

PACK = RecordPurchase(program=Programme.ACTION_PACK)
REFUND = MakeClaim(claim=Claim.REFUND)
SWAP = MakeClaim(claim=Claim.SWAP)


def bought(today: str = "2026-01-05") -> Workspace:
    """An Action Pack bought today, with what it grants, a key and a token; nothing used."""
    paula = Workspace(today)
    paula.does(PACK)
    paula.does(RecordGrant(grants=((VS, 3), ("office", 10), ("office-365", 5))))
    paula.does(AddKey(label="K1", product="office", activations=10))
    paula.does(AddToken(label="7", service="office-365", seats=5))
    paula.does(GrantCredit(form=CreditForm.MONTHLY, amount=100))
    return paula


def offer(paula: Workspace) -> Offer:
    state = paula.ledger.offers.offer("offer-1", paula.today)
    assert state
    return state


def test_a_purchase_says_until_when() -> None:
    paula = Workspace("2024-10-15")
    done = paula.does(at(PACK, "2024-10-14"))
    assert "Action Pack bought on 14 Oct 2024 (offer 1, #3)" in done.text
    assert "It runs until 13 Oct 2025" in done.text
    assert "ask by **13 Nov 2024**" in done.text
    assert done.date == day("2024-11-13")
    assert done.rules[0] == "refund-window"


def test_what_was_bought_is_asked_for() -> None:
    ask = Workspace().is_asked(RecordPurchase())
    assert [choice.label for choice in ask.choices] == ["Action Pack", "Learning Action Pack", "Competency"]


def test_the_same_offer_twice_is_asked_about_first() -> None:
    paula = bought()
    asked = paula.is_asked_first(PACK)
    assert "runs until 4 Jan 2027 already" in asked.text
    assert isinstance(paula.asks(RecordPurchase(program=Programme.COMPETENCY, level=Level.GOLD)), Record)


@pytest.mark.parametrize(
    ("renewed", "start", "end"),
    [
        ("2026-12-20", "2027-01-05", "2028-01-04"),  # before the end
        ("2027-01-05", "2027-01-05", "2028-01-04"),
        ("2027-02-03", "2027-01-05", "2028-01-04"),  # day 30 counts
        ("2027-02-04", "2027-02-04", "2028-02-03"),
    ],
)
def test_a_renewal_within_30_days_continues_from_the_old_end(renewed: str, start: str, end: str) -> None:
    paula = bought().on(renewed)
    done = paula.does(RecordRenewal())
    assert (str(offer(paula).term.start), str(offer(paula).term.end)) == (start, end)
    assert done.date == day(end)


def test_expired_on_15_october_the_last_day_to_renew_in_line_is_14_november() -> None:
    paula = Workspace("2018-10-15")
    paula.does(at(PACK, "2017-10-16"))
    paula.on("2018-11-14").does(RecordRenewal())
    assert offer(paula).term.start == day("2018-10-16")


def test_a_gap_that_a_renewal_closed_is_covered() -> None:
    paula = bought().on("2027-01-20")
    assert not paula.ledger.offers.covers("offer-1", paula.today)
    paula.does(RecordRenewal())
    assert paula.ledger.offers.covers("offer-1", day("2027-01-06"))


def test_a_second_renewal_of_the_same_year_is_asked_about() -> None:
    paula = bought().on("2026-12-20")
    paula.does(RecordRenewal())
    assert paula.is_asked_first(RecordRenewal()).choices[0].label == "Record one more year"


def test_a_renewal_said_again_is_asked_about_though_the_new_year_has_begun() -> None:
    paula = bought().on("2027-01-05")
    paula.does(RecordRenewal())
    asked = paula.on("2027-01-07").is_asked_first(RecordRenewal())
    assert "runs until 4 Jan 2028 already, since the renewal of 5 Jan 2027" in asked.text
    assert isinstance(paula.on("2027-11-05").asks(RecordRenewal()), Record), "60 days before the end it is none"


def test_a_renewal_keeps_grants_and_seats_and_opens_no_window() -> None:
    paula = bought()
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    paula.on("2027-01-05").does(RecordRenewal())
    assert len(paula.ledger.seats.of("ana", paula.today)) == 1
    assert paula.ledger.offers.grant("offer-1", VS, paula.today)
    refusal = paula.is_refused(REFUND)
    assert (refusal.rules[0], refusal.date) == ("refund-window", day("2026-02-04"))


def test_day_30_counts_for_a_refund_and_day_31_is_too_late() -> None:
    paula = bought()
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
    paula = bought().on("2026-01-14")
    asked = paula.is_asked_first(use)
    assert {"refund-untouched", "swap-untouched"} <= set(asked.rules)
    assert "4 Feb 2026 (21 days)" in asked.text and "Learning Action Pack" in asked.text
    paula.does(use)
    used = paula.ledger.last_seq
    for claim in (REFUND, SWAP):
        refusal = paula.is_refused(claim)
        assert refusal.rules[0] in ("refund-untouched", "swap-untouched")
        assert refusal.entry == used
    late = bought()
    late.on("2026-02-05")
    outcome = late.asks(use)
    assert isinstance(outcome, Record) or "refund-untouched" not in getattr(outcome, "rules", ())


def test_the_question_before_a_view() -> None:
    asked = bought().on("2026-01-14").is_asked_first(ViewToken(token="7"))
    assert [choice.label for choice in asked.choices] == ["Record it", "Not viewed, cancel"]
    assert asked.choices[-1].act is None
    assert asked.date == day("2026-02-04")


def test_on_the_last_day_of_the_window_it_still_asks() -> None:
    assert "today is its last day" in bought().on("2026-02-04").is_asked_first(ViewToken(token="7")).text


def test_the_second_use_asks_no_more() -> None:
    paula = bought().on("2026-01-14")
    paula.does(ViewKey(key="K1"))
    assert isinstance(paula.asks(ViewToken(token="7")), Record)


def test_a_grant_a_key_and_a_token_noted_are_no_use() -> None:
    paula = bought()
    paula.does(CountKey(key="K1", left=9))
    assert paula.ledger.offers.first_use("offer-1", paula.today) is None
    assert isinstance(paula.asks(REFUND), Record)


def test_a_use_dated_back_before_the_claim_is_found() -> None:
    paula = bought()
    paula.on("2026-01-20").does(at(ViewToken(token="7"), "2026-01-10"))
    assert paula.is_refused(at(REFUND, "2026-01-12")).rules[0] == "refund-untouched"
    assert isinstance(paula.asks(at(REFUND, "2026-01-09")), Record)


def test_a_use_taken_back_opens_the_window_again() -> None:
    paula = bought()
    done = paula.does(ViewToken(token="7"))
    paula.is_refused(REFUND)
    paula.presses(done, "Undo")
    assert isinstance(paula.asks(REFUND), Record)


def test_a_refund_approved_ends_the_offer_at_once() -> None:
    paula = bought()
    paula.does(REFUND)
    assert paula.is_refused(REFUND).entry == paula.ledger.last_seq
    decided = paula.on("2026-02-20").does(RecordDecision(decision=Decided.APPROVED))
    assert [entry.kind for entry in decided.entries] == ["claim_decided", "offer_ended"]
    assert isinstance(decided.entries[1], model.OfferEnded) and decided.entries[1].reason is EndReason.REFUNDED
    assert not paula.ledger.offers.covers("offer-1", paula.today)
    assert paula.is_refused(AssignSeat(person="ana")).rules[0] == "no-renewal"
    assert paula.is_refused(RecordRenewal(offer="offer-1")).rules[0] == "no-renewal"


def test_a_refund_refused_changes_nothing_and_may_be_asked_again() -> None:
    paula = bought()
    paula.does(REFUND)
    paula.does(RecordDecision(decision=Decided.REFUSED, claim=Claim.REFUND))
    assert paula.ledger.offers.covers("offer-1", paula.today)
    assert isinstance(paula.asks(REFUND), Record)
    assert paula.is_refused(RecordDecision(decision=Decided.REFUSED)).rules[0] == "refund-window"


def test_a_refund_recorded_without_the_decision_is_refused() -> None:
    assert bought().is_refused(EndOffer(reason=EndReason.REFUNDED)).rules[0] == "refund-window"


def test_a_competency_has_a_refund_and_no_swap() -> None:
    paula = Workspace()
    paula.does(RecordPurchase(program=Programme.COMPETENCY, level=Level.SILVER, competency="DevOps"))
    assert "Silver DevOps competency" in paula.does(REFUND).text
    assert paula.is_refused(SWAP).rules[0] == "swap-window"
    assert paula.is_refused(RecordSwap()).rules[0] == "swap-window"


def test_a_swap_keeps_id_and_term_and_ends_grants() -> None:
    paula = bought()
    done = paula.on("2026-01-20").does(RecordSwap())
    assert done.entries[0].kind == "offer_swapped"
    assert offer(paula).program is Programme.LEARNING_ACTION_PACK
    assert offer(paula).term.end == day("2027-01-04")
    assert paula.ledger.offers.grant("offer-1", VS, paula.today) is None
    assert paula.ledger.offers.grant("offer-1", VS, day("2026-01-19")) is not None
    paula.does(RecordGrant(grants=((VS, 1),)))
    assert paula.ledger.offers.grant("offer-1", VS, paula.today)


def test_a_swap_is_made_one_time_only_within_30_days_and_untouched() -> None:
    assert bought().on("2026-02-05").is_refused(RecordSwap()).date == day("2026-02-04")
    paula = bought().on("2026-02-04")
    paula.does(RecordSwap())
    refusal = paula.is_refused(RecordSwap())
    assert (refusal.rules[0], refusal.entry) == ("swap-window", paula.ledger.last_seq)
    used = bought()
    used.does(ViewKey(key="K1"))
    assert used.is_refused(RecordSwap()).rules[0] == "swap-untouched"
    assert bought().is_refused(RecordSwap(to=Programme.COMPETENCY)).rules[0] == "swap-window"
    assert bought().is_refused(RecordSwap(to=Programme.ACTION_PACK)).rules[0] == "swap-window"


def test_a_swap_asked_for_in_time_may_be_done_later() -> None:
    paula = bought()
    paula.does(SWAP)
    decided = paula.on("2026-02-20").does(RecordDecision(decision=Decided.APPROVED))
    assert [entry.kind for entry in decided.entries] == ["claim_decided"]
    asked = paula.presses(decided, "The swap is done")
    assert isinstance(asked, Confirm)
    assert isinstance(paula.presses(asked, "Record the swap"), Record)
    assert offer(paula).program is Programme.LEARNING_ACTION_PACK


def test_seats_given_before_a_swap_end_with_it() -> None:
    paula = bought()
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
    paula = bought()
    for claim in (Claim.REFUND, Claim.SWAP):
        paula.does(MakeClaim(claim=claim))
        paula.does(RecordDecision(decision=Decided.REFUSED))
    assert isinstance(paula.asks(ViewToken(token="7")), Record)


def test_an_end_dated_before_a_use_is_refused() -> None:
    paula = bought()
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    refusal = paula.on("2026-07-01").is_refused(at(EndOffer(), "2026-05-01"))
    assert refusal.entry == paula.ledger.last_seq
    paula.does(at(EndOffer(reason=EndReason.LAPSED), "2026-06-30"))


def test_a_swap_dated_back_before_a_seat_is_refused_and_names_it() -> None:
    paula = bought()
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    seat = paula.ledger.last_seq
    paula.on("2026-09-02")
    refusal = paula.is_refused(at(RecordSwap(), "2026-01-20"))
    assert (refusal.rules[0], refusal.entry) == ("swap-window", seat)
    assert f"#{seat} of 1 Jun 2026 could not stand" in refusal.text


def test_a_swap_dated_back_stands_where_the_new_grant_carries_the_seat() -> None:
    paula = bought()
    paula.on("2026-01-25").does(RecordGrant(grants=((VS, 1),)))
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    paula.on("2026-09-02").does(at(RecordSwap(), "2026-01-20"))
    assert paula.ledger.seats.of("ana", paula.today) != []
    more = bought()
    more.on("2026-01-25").does(RecordGrant(grants=((VS, 1),)))
    more.on("2026-06-01").does(AssignSeat(person="ana"))
    more.does(RecordGrant(grants=((VS, 2),)))
    more.on("2026-06-02").does(AssignSeat(person="bob"))
    assert isinstance(more.on("2026-09-02").asks(at(RecordSwap(), "2026-01-20")), Confirm)


def test_a_refund_dated_back_before_a_use_is_refused_and_names_it() -> None:
    paula = bought()
    paula.does(REFUND)
    paula.on("2026-02-10").does(ViewToken(token="7"))
    use = paula.ledger.last_seq
    approved = RecordDecision(decision=Decided.APPROVED)
    refusal = paula.on("2026-03-01").is_refused(at(approved, "2026-02-01"))
    assert (refusal.rules[0], refusal.entry) == ("refund-window", use)
    granted = bought()
    granted.on("2026-02-10").does(RecordGrant(grants=((VS, 4),)))
    end = granted.on("2026-03-01").is_refused(at(EndOffer(), "2026-02-01"))
    assert end.entry == granted.ledger.last_seq and "a grant was recorded" in end.text


def test_a_purchase_or_grant_put_right_leaves_no_seat_on_nothing() -> None:
    paula = bought()
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    seat = paula.ledger.last_seq
    moved = paula.is_refused(Correct(seq=3, changes=(("on", day("2025-01-05")),)))
    assert (moved.entry, moved.rules[0]) == (4, "no-renewal")
    paula.on("2026-06-20")
    late = paula.is_refused(Correct(seq=4, changes=(("on", day("2026-06-02")),)))
    assert late.entry == seat and "could not stand" in late.text
    assert paula.is_refused(at(RecordGrant(grants=((VS, 0),)), "2026-05-20")).entry == seat
    paula.does(at(RecordGrant(grants=((VS, 1),)), "2026-05-20"))
    paula.does(Correct(seq=4, changes=(("on", day("2026-06-02")),)))


def test_a_use_dated_back_before_a_swap_is_refused_and_names_the_swap() -> None:
    paula = bought()
    paula.on("2026-01-20").does(RecordSwap())
    swap = paula.ledger.last_seq
    paula.on("2026-01-25")
    for use in (AssignSeat(person="ana"), ViewKey(key="K1"), ViewToken(token="7")):
        assert paula.is_refused(at(use, "2026-01-10")).entry == swap
    paula.does(ViewKey(key="K1"))


def test_a_use_names_the_request_that_it_goes_against() -> None:
    paula = bought()
    paula.does(REFUND)
    claim = paula.ledger.last_seq
    for today in ("2026-01-14", "2026-02-20"):
        asked = paula.on(today).is_asked_first(ViewToken(token="7"))
        assert f"the refund asked for on 5 Jan 2026 (#{claim})" in asked.text


def test_what_ends_a_right_is_asked_about_first_and_names_who_has_it() -> None:
    paula = bought()
    for claim in (REFUND, SWAP):
        paula.does(claim)
    paula.on("2026-01-20").does(AssignSeat(person="ana"))
    paula.does(ActivateToken(token="7", tenant="contoso"))
    approved = paula.is_asked_first(RecordDecision(decision=Decided.APPROVED, claim=Claim.REFUND))
    assert "Ana Souza's Visual Studio Professional seat 1 and Token 7 on contoso" in approved.text
    assert [entry.kind for entry in approved.entries] == ["claim_decided", "offer_ended"]
    assert approved.choices[-1].act is None
    paula.does(RecordDecision(decision=Decided.APPROVED, claim=Claim.SWAP))
    swapped = paula.is_asked_first(RecordSwap())
    assert "Ana Souza's Visual Studio Professional seat 1" in swapped.text and "one time only" in swapped.text
    assert "Ana Souza's" in paula.is_asked_first(EndOffer()).text


def test_with_nothing_used_the_end_and_the_swap_are_asked_about_as_well() -> None:
    paula = bought()
    paula.does(REFUND)
    assert "With it end Token 7 (not entered)" in paula.is_asked_first(RecordDecision(decision=Decided.APPROVED)).text
    assert "it ends what it grants" in bought().is_asked_first(RecordSwap()).text


def test_two_offers_are_asked_about_unless_the_programme_tells() -> None:
    paula = bought()
    paula.does(RecordPurchase(program=Programme.COMPETENCY, level=Level.GOLD))
    assert paula.is_asked(UseHours(hours=1)).slot == "offer"
    assert paula.is_asked(REFUND).slot == "offer"
    assert isinstance(paula.asks(MakeClaim(claim=Claim.REFUND, program=Programme.COMPETENCY)), Record)
    assert isinstance(paula.asks(SWAP), Record), "only one of them can be swapped"


def test_the_level_tells_one_competency_from_another() -> None:
    paula = bought()
    for level in (Level.SILVER, Level.GOLD):
        paula.does(RecordPurchase(program=Programme.COMPETENCY, level=level))
    silver: dict[str, Any] = {"program": Programme.COMPETENCY, "level": Level.SILVER}
    acts: list[Act] = [
        AddToken(label="11", service="office-365", seats=11, **silver),
        AddKey(product="windows", **silver),
        RecordGrant(grants=(("visual-studio-enterprise", 2),), **silver),
        UseHours(hours=1, **silver),
        EndOffer(reason=EndReason.LAPSED, **silver),
        MakeClaim(claim=Claim.REFUND, **silver),
        RecordRenewal(**silver),
    ]
    for act in acts:
        outcome = paula.asks(act)
        assert isinstance(outcome, Record | Confirm), act
        entry = outcome.entries[0]
        assert "offer-2" in (getattr(entry, "offer", None), getattr(entry, "subject", None)), act
    refusal = bought().is_refused(UseHours(hours=1, **silver))
    assert "No Silver competency is recorded yet" in refusal.text


def test_enterprise_on_an_action_pack_is_asked_about() -> None:
    asked = bought().is_asked_first(RecordGrant(grants=(("visual-studio-enterprise", 2),)))
    assert asked.rules[0] == "vs-included"


def test_a_later_grant_replaces_the_quantity() -> None:
    paula = bought()
    done = paula.does(RecordGrant(grants=((VS, 5),)))
    assert "5 Visual Studio Professional" in done.text and "instead of 3" in done.text
    grant = paula.ledger.offers.grant("offer-1", VS, paula.today)
    assert grant and grant.quantity == 5


def test_a_lapse_on_the_last_day_of_the_term_leaves_that_day() -> None:
    paula = bought().on("2026-01-05")
    term = paula.ledger.offers.in_force(paula.today)[0].term
    last, after = term.end, term.end + dt.timedelta(days=1)
    paula.today = last
    paula.does(RecordGrant(grants=((VS, 2),)))
    paula.does(AssignSeat(person="ana"))
    assert "From the day after" in paula.does(EndOffer(reason=EndReason.LAPSED)).text
    offers, seats = paula.ledger.offers, paula.ledger.seats
    assert offers.covers("offer-1", last) and offers.grant("offer-1", VS, last) and seats.of("ana", last)
    assert not offers.covers("offer-1", after)
    assert not offers.grant("offer-1", VS, after) and not seats.of("ana", after)


def test_an_offer_that_is_cancelled_on_its_last_day_is_over_on_it() -> None:
    paula = bought().on("2026-01-05")
    paula.today = paula.ledger.offers.in_force(paula.today)[0].term.end
    paula.does(EndOffer(reason=EndReason.CANCELLED))
    assert not paula.ledger.offers.covers("offer-1", paula.today)


def test_a_grant_dated_back_tells_of_the_one_that_came_after_it() -> None:
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.on("2026-02-10").does(RecordGrant(grants=((VS, 0),)))
    later = paula.ledger.last_seq
    told = paula.does(at(RecordGrant(grants=((VS, 2),)), "2026-01-10")).text
    assert f"until 10 Feb 2026, from which day on it is 0 (#{later})" in told
