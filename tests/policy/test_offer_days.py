"""Offers, day by day: terms, renewals, grants, what ends a right."""

import datetime as dt
from typing import Any

import pytest

from policy.acts import (
    Act,
    ActivateToken,
    AddKey,
    AddToken,
    AssignSeat,
    Confirm,
    Correct,
    EndOffer,
    MakeClaim,
    Record,
    RecordDecision,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    RecordSwap,
    UseHours,
)
from policy.model import Claim, Decided, EndReason, Level, Programme
from tests.policy.companies import PACK, REFUND, SWAP, offer, with_credit
from tests.policy.workspace import VS, Workspace, at, day


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
    paula = with_credit()
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
    paula = with_credit().on(renewed)
    done = paula.does(RecordRenewal())
    assert (str(offer(paula).term.start), str(offer(paula).term.end)) == (start, end)
    assert done.date == day(end)


def test_expired_on_15_october_the_last_day_to_renew_in_line_is_14_november() -> None:
    paula = Workspace("2018-10-15")
    paula.does(at(PACK, "2017-10-16"))
    paula.on("2018-11-14").does(RecordRenewal())
    assert offer(paula).term.start == day("2018-10-16")


def test_a_gap_that_a_renewal_closed_is_covered() -> None:
    paula = with_credit().on("2027-01-20")
    assert not paula.ledger.offers.covers("offer-1", paula.today)
    paula.does(RecordRenewal())
    assert paula.ledger.offers.covers("offer-1", day("2027-01-06"))


def test_a_second_renewal_of_the_same_year_is_asked_about() -> None:
    paula = with_credit().on("2026-12-20")
    paula.does(RecordRenewal())
    assert paula.is_asked_first(RecordRenewal()).choices[0].label == "Record one more year"


def test_a_renewal_said_again_is_asked_about_though_the_new_year_has_begun() -> None:
    paula = with_credit().on("2027-01-05")
    paula.does(RecordRenewal())
    asked = paula.on("2027-01-07").is_asked_first(RecordRenewal())
    assert "runs until 4 Jan 2028 already, since the renewal of 5 Jan 2027" in asked.text
    assert isinstance(paula.on("2027-11-05").asks(RecordRenewal()), Record), "60 days before the end it is none"


def test_a_renewal_keeps_grants_and_seats_and_opens_no_window() -> None:
    paula = with_credit()
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    paula.on("2027-01-05").does(RecordRenewal())
    assert len(paula.ledger.seats.of("ana", paula.today)) == 1
    assert paula.ledger.offers.grant("offer-1", VS, paula.today)
    refusal = paula.is_refused(REFUND)
    assert (refusal.rules[0], refusal.date) == ("refund-window", day("2026-02-04"))


def test_an_end_dated_before_a_use_is_refused() -> None:
    paula = with_credit()
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    refusal = paula.on("2026-07-01").is_refused(at(EndOffer(), "2026-05-01"))
    assert refusal.entry == paula.ledger.last_seq
    paula.does(at(EndOffer(reason=EndReason.LAPSED), "2026-06-30"))


def test_a_purchase_or_grant_put_right_leaves_no_seat_on_nothing() -> None:
    paula = with_credit()
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


def test_what_ends_a_right_is_asked_about_first_and_names_who_has_it() -> None:
    paula = with_credit()
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
    paula = with_credit()
    paula.does(REFUND)
    assert "With it end Token 7 (not entered)" in paula.is_asked_first(RecordDecision(decision=Decided.APPROVED)).text
    assert "it ends what it grants" in with_credit().is_asked_first(RecordSwap()).text


def test_two_offers_are_asked_about_unless_the_programme_tells() -> None:
    paula = with_credit()
    paula.does(RecordPurchase(program=Programme.COMPETENCY, level=Level.GOLD))
    assert paula.is_asked(UseHours(hours=1)).slot == "offer"
    assert paula.is_asked(REFUND).slot == "offer"
    assert isinstance(paula.asks(MakeClaim(claim=Claim.REFUND, program=Programme.COMPETENCY)), Record)
    assert isinstance(paula.asks(SWAP), Record), "only one of them can be swapped"


def test_the_level_tells_one_competency_from_another() -> None:
    paula = with_credit()
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
    refusal = with_credit().is_refused(UseHours(hours=1, **silver))
    assert "No Silver competency is recorded yet" in refusal.text


def test_enterprise_on_an_action_pack_is_asked_about() -> None:
    asked = with_credit().is_asked_first(RecordGrant(grants=(("visual-studio-enterprise", 2),)))
    assert asked.rules[0] == "vs-included"


def test_a_later_grant_replaces_the_quantity() -> None:
    paula = with_credit()
    done = paula.does(RecordGrant(grants=((VS, 5),)))
    assert "5 Visual Studio Professional" in done.text and "instead of 3" in done.text
    grant = paula.ledger.offers.grant("offer-1", VS, paula.today)
    assert grant and grant.quantity == 5


def test_a_lapse_on_the_last_day_of_the_term_leaves_that_day() -> None:
    paula = with_credit().on("2026-01-05")
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
    paula = with_credit().on("2026-01-05")
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
