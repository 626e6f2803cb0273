"""Questions on a company's days: what the ledger says, and the day that matters."""

from dataclasses import replace
from typing import Any

import pytest

from policy.acts import (
    ActivateKey,
    ActivateSeat,
    ActivateToken,
    AddKey,
    AddToken,
    AssignSeat,
    GrantCredit,
    InstallSoftware,
    MakeClaim,
    OpenIncident,
    QueueSeat,
    RecordDecision,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    RecordSwap,
    ReleaseSeat,
    RemoveSoftware,
    ReplaceToken,
    RequestSeat,
    Undo,
    UseCredit,
    UseHours,
    ViewToken,
)
from policy.deadlines import coming_up
from policy.decision import Form, Verdict
from policy.model import Claim, CreditForm, Decided, Level, Programme, Support
from policy.reports import REPORTS, Asked, Report, report
from policy.reports.view import listed
from tests.policy.workspace import VS, Workspace, day

PACK = RecordPurchase(program=Programme.ACTION_PACK)
GOLD = RecordPurchase(program=Programme.COMPETENCY, competency="Data Analytics", level=Level.GOLD)


def bought(today: str = "2026-01-05") -> Workspace:
    """An Action Pack bought today, with what it grants, a key and a token; nothing used."""
    paula = Workspace(today)
    paula.does(PACK)
    paula.does(RecordGrant(grants=((VS, 3), ("office", 10), ("office-365", 5))))
    paula.does(AddKey(label="K1", product="office", activations=10))
    paula.does(AddToken(label="7", service="office-365", seats=5))
    return paula


def says(paula: Workspace, label: str, by: str = "paula", **about: Any) -> Report:
    if "on" in about:
        about["on"] = day(about["on"])
    return report(paula.ledger, paula.context(by), Asked(label, **about))


def yes_or_no(paula: Workspace, label: str, by: str = "paula", **about: Any) -> Report:
    return says(paula, label, by, form=Form.POLAR, **about)


def head(found: Report) -> str:
    return found.text.split("\n")[0]


# An empty ledger


@pytest.mark.parametrize(
    "label", sorted(set(REPORTS) - {"history", "burn_check", "requests_waiting", "reassign_check"})
)
def test_before_anything_is_recorded_it_says_what_to_tell(label: str) -> None:
    found = says(Workspace(), label)
    assert "Tell me" in found.text or label == "seats_of"
    assert found.date is None
    assert found.verdict in (None, Verdict.NOT_ALLOWED)


def test_an_empty_ledger_offers_the_sentence_that_records_a_purchase() -> None:
    found = says(Workspace("2026-10-03"), "refund_window")
    assert '"we bought the Action Pack on 3 Oct"' in found.text


def test_without_a_key_a_burn_depends_on_the_programme() -> None:
    assert says(Workspace(), "burn_check").verdict is Verdict.IT_DEPENDS
    gold = Workspace()
    gold.does(GOLD)
    assert says(gold, "burn_check").verdict is Verdict.ALLOWED


# Windows


def test_the_refund_window_includes_day_30() -> None:
    paula = bought("2018-10-15")
    found = yes_or_no(paula.on("2018-11-14"), "refund_window")
    assert (found.verdict, found.date) == (Verdict.ALLOWED_IF, day("2018-11-14"))
    assert "today is its last day" in found.text
    assert found.rules == ("refund-window", "refund-untouched")
    assert "Microsoft reviews each request and may refuse" in found.text
    late = yes_or_no(paula.on("2018-11-15"), "refund_window")
    assert (late.verdict, late.date, late.conditions) == (Verdict.NOT_ALLOWED, day("2018-11-14"), ())
    assert head(late).startswith("**Too late.**")


def test_until_when_has_no_verdict() -> None:
    found = says(bought(), "refund_window")
    assert (found.verdict, found.date, found.conditions) == (None, day("2026-02-04"), ())
    assert "You ask by 4 Feb 2026." in yes_or_no(bought(), "refund_window").conditions
    assert "**Open until 4 Feb 2026** (30 days)" in found.text


def test_the_entry_that_ended_the_refund_is_named() -> None:
    paula = bought()
    paula.on("2026-01-14").does(ViewToken(token="7"))
    seq = paula.ledger.last_seq
    found = yes_or_no(paula, "refund_window")
    assert found.verdict is Verdict.NOT_ALLOWED
    assert found.rules[0] == "refund-untouched"
    assert f"Entry #{seq} of 14 Jan 2026" in found.text
    assert "a token was viewed" in found.text
    assert f'"undo {seq}"' in found.text
    assert found.date == day("2026-01-14")
    paula.does(Undo())
    assert yes_or_no(paula, "refund_window").verdict is Verdict.ALLOWED_IF


def test_on_the_day_before_the_view_the_refund_was_open() -> None:
    paula = bought()
    paula.on("2026-01-14").does(ViewToken(token="7"))
    assert yes_or_no(paula, "refund_window", on="2026-01-13").verdict is Verdict.ALLOWED_IF


def test_a_renewal_opens_no_refund() -> None:
    paula = bought()
    paula.on("2027-01-04").does(RecordRenewal())
    found = yes_or_no(paula, "refund_window")
    assert found.verdict is Verdict.NOT_ALLOWED
    assert "A renewal opened no new window" in found.text


def test_a_refund_asked_for_waits_for_microsoft() -> None:
    paula = bought()
    paula.does(MakeClaim(claim=Claim.REFUND))
    assert "has not answered yet" in says(paula, "refund_window").text
    paula.does(RecordDecision(decision=Decided.APPROVED))
    assert "ended on 5 Jan 2026 (refunded)" in says(paula, "refund_window").text
    assert yes_or_no(paula, "refund_window").verdict is Verdict.NOT_ALLOWED


def test_a_refused_refund_is_told() -> None:
    paula = bought()
    paula.does(MakeClaim(claim=Claim.REFUND))
    paula.does(RecordDecision(decision=Decided.REFUSED))
    assert "Microsoft refused it" in says(paula, "refund_window").text


def test_the_swap_is_made_once_and_only_between_the_packs() -> None:
    paula = bought()
    assert yes_or_no(paula, "swap_window").date == day("2026-02-04")
    assert "of the Action Pack to the Learning Action Pack" in says(paula, "swap_window").text
    paula.does(RecordSwap())
    found = yes_or_no(paula, "swap_window")
    assert (found.verdict, found.rules[0]) == (Verdict.NOT_ALLOWED, "swap-window")
    gold = Workspace()
    gold.does(GOLD)
    assert yes_or_no(gold, "swap_window").verdict is Verdict.NOT_ALLOWED


def test_two_offers_have_a_window_each() -> None:
    paula = bought()
    paula.on("2026-01-20").does(GOLD)
    found = says(paula, "refund_window")
    assert "4 Feb 2026" in found.text
    assert "19 Feb 2026" in found.text
    assert "Microsoft reviews each request and may refuse" in found.text
    assert found.date == day("2026-02-04")
    assert says(paula, "refund_window", programme="competency").date == day("2026-02-19")


def test_of_two_offers_the_one_that_is_untouched_decides() -> None:
    paula = bought()
    paula.on("2026-01-20").does(GOLD)
    paula.does(ViewToken(token="7"))
    found = yes_or_no(paula, "refund_window")
    assert (found.verdict, found.date) == (Verdict.ALLOWED_IF, day("2026-02-19"))
    assert "**No refund any more.**" in found.text
    assert says(paula, "refund_window").date == day("2026-02-19")


def test_of_two_tokens_the_sooner_window_is_the_date() -> None:
    paula = bought()
    paula.does(AddToken(label="8", service="office-365", seats=5))
    paula.on("2026-03-05").does(ActivateToken(token="8", tenant="fabrikam", seats=5))
    paula.does(ActivateToken(token="7", tenant="contoso", seats=5, on=day("2026-03-01")))
    found = yes_or_no(paula, "replacement_window")
    assert (found.verdict, found.date) == (Verdict.ALLOWED_IF, day("2026-03-31"))
    paula.does(MakeClaim(claim=Claim.REPLACEMENT, token="7"))
    assert says(paula, "replacement_window").date == day("2026-04-04")


def test_a_replacement_can_be_asked_for_within_30_days_of_the_activation() -> None:
    paula = bought()
    before = yes_or_no(paula, "replacement_window", token="7")
    assert before.verdict is Verdict.NOT_ALLOWED
    assert "nothing to replace" in before.text
    paula.on("2026-03-01").does(ActivateToken(token="7", tenant="contoso", seats=5))
    found = yes_or_no(paula.on("2026-03-31"), "replacement_window", token="7")
    assert (found.verdict, found.date) == (Verdict.ALLOWED_IF, day("2026-03-31"))
    assert says(paula, "replacement_window", tenant="Contoso").date == day("2026-03-31")
    late = yes_or_no(paula.on("2026-04-01"), "replacement_window")
    assert (late.verdict, late.date) == (Verdict.NOT_ALLOWED, day("2026-03-31"))


def test_a_token_that_was_replaced_has_no_second_time() -> None:
    paula = bought()
    paula.on("2026-03-01").does(ActivateToken(token="7", tenant="contoso", seats=5))
    paula.does(MakeClaim(claim=Claim.REPLACEMENT, token="7"))
    assert "has not answered yet" in says(paula, "replacement_window", token="7").text
    paula.does(RecordDecision(decision=Decided.APPROVED))
    paula.does(AddToken(label="21", service="office-365", seats=5))
    paula.does(ReplaceToken(token="7", with_token="21"))
    assert "by Token 21" in says(paula, "replacement_window", token="7").text
    assert "was replaced** by Token 21" in says(paula, "token_status", token="7").text


# Seats


def staffed() -> Workspace:
    """On 12 June 2026: Ana has seat 1 and has not activated it, Bob seat 2 and has; Carol asked for one."""
    paula = bought().on("2026-06-01")
    paula.does(AssignSeat(person="ana"))
    paula.does(AssignSeat(person="bob"))
    paula.does(ActivateSeat(person="bob"))
    paula.does(RequestSeat(), by="carol")
    return paula.on("2026-06-12")


def test_who_has_visual_studio_today_and_before() -> None:
    paula = staffed()
    found = says(paula, "who_has", product="visual-studio")
    assert head(found) == "**2 people have a seat of Visual Studio.**"
    assert "Ana Souza: Visual Studio Professional seat 1 of 3, since 1 Jun 2026, not activated yet" in found.text
    assert "Bob Miller: Visual Studio Professional seat 2 of 3, since 1 Jun 2026, activated on 1 Jun 2026" in found.text
    assert found.table
    assert [row[0] for row in found.table.rows] == ["Ana Souza", "Bob Miller"]
    paula.does(ReleaseSeat(person="ana"))
    assert head(says(paula, "who_has", product=VS)) == "**1 person has a seat of Visual Studio Professional.**"
    past = says(paula, "who_has", product="visual-studio", on="2026-06-11")
    assert head(past) == "**2 people had a seat of Visual Studio on 11 Jun 2026.**"
    assert "Nobody had" in says(paula, "who_has", product="visual-studio", on="2026-05-31").text


def test_who_has_office_names_the_machines() -> None:
    paula = staffed()
    assert "on no machine" in says(paula, "who_has", product="office").text
    paula.does(ActivateKey(key="K1", machine="build01"))
    found = says(paula, "who_has", product="office")
    assert head(found) == "**Office is on 1 machine.**"
    assert "build01" in found.text


def test_who_has_a_cloud_service_names_its_tenants() -> None:
    paula = staffed()
    paula.does(ActivateToken(token="7", tenant="contoso", seats=5))
    assert "5 on contoso (token 7)" in says(paula, "who_has", product="office-365").text


def test_what_ana_has() -> None:
    paula = staffed()
    found = says(paula, "seats_of", person="ana")
    assert head(found) == "**Ana Souza has Visual Studio Professional seat 1 of 3.**"
    assert "counts once Ana Souza signs in and activates it" in found.text
    assert "from 30 Aug 2026" in found.text
    assert found.date == day("2026-08-30")
    assert yes_or_no(paula, "seats_of", person="ana", product="visual-studio").verdict is Verdict.ALLOWED
    assert yes_or_no(paula, "seats_of", person="ana", product="office-365").verdict is Verdict.NOT_ALLOWED
    assert yes_or_no(paula, "seats_of", person="ana", on="2026-05-31").verdict is Verdict.NOT_ALLOWED


def test_somebody_without_a_seat_is_told_what_there_was_and_what_they_wait_for() -> None:
    paula = staffed()
    paula.does(ReleaseSeat(person="ana"))
    released = paula.ledger.last_seq
    found = says(paula, "seats_of", person="ana")
    assert f"given back on 12 Jun 2026 (#{released})" in found.text
    assert "not decided yet" in says(paula, "seats_of", person="carol").text
    paula.does(QueueSeat(person="dave", product=VS))
    assert "Waiting for Visual Studio Professional since 12 Jun 2026" in says(paula, "seats_of", person="dave").text


def test_a_seat_is_free() -> None:
    paula = staffed()
    found = says(paula, "seats_free")
    assert (found.verdict, found.date) == (Verdict.ALLOWED, None)
    assert head(found) == "**Yes. 1 of 3 Visual Studio Professional seats is free.**"
    assert says(paula, "seats_free", form=Form.OPEN).verdict is None


def test_no_seat_is_free_until_the_first_may_move() -> None:
    paula = staffed()
    paula.does(AssignSeat(person="carol"))
    found = says(paula, "seats_free")
    assert (found.verdict, found.date) == (Verdict.NOT_ALLOWED, day("2026-08-30"))
    assert "Ana Souza's Visual Studio Professional seat 1 of 3, from **30 Aug 2026**" in found.text
    paula.does(ReleaseSeat(person="carol"))
    rests = says(paula, "seats_free")
    assert (rests.verdict, rests.date) == (Verdict.NOT_ALLOWED, day("2026-08-30"))
    assert "seat 3 until 10 Sep 2026 (Carol Diaz gave it back)" in rests.text
    assert says(paula.on("2026-09-10"), "seats_free").verdict is Verdict.ALLOWED


def test_a_person_named_is_told_what_a_seat_would_mean() -> None:
    paula = staffed()
    assert "already, since 1 Jun 2026" in says(paula, "seats_free", person="ana").text
    assert "stays with its holder for 90 days" in says(paula, "seats_free", person="dave").text
    paula.does(ReleaseSeat(person="ana"))
    assert "Ana Souza may have it again any day" in says(paula, "seats_free", person="ana").text
    assert says(paula, "seats_free", person="dave").choices == ()


def test_without_a_grant_no_seat_is_free_and_the_sentence_is_offered() -> None:
    paula = Workspace()
    paula.does(PACK)
    found = says(paula, "seats_free", product="visual-studio")
    assert found.verdict is Verdict.NOT_ALLOWED
    assert '"the Action Pack gives us 3 Visual Studio Professional"' in found.text


def test_no_seat_is_free_once_the_offer_has_run_out() -> None:
    paula = staffed().on("2027-01-05")
    found = says(paula, "seats_free")
    assert (found.verdict, found.date) == (Verdict.NOT_ALLOWED, day("2027-01-04"))


@pytest.mark.parametrize(("today", "verdict"), [("2026-08-29", Verdict.NOT_ALLOWED), ("2026-08-30", Verdict.ALLOWED)])
def test_a_seat_may_move_on_day_90(today: str, verdict: Verdict) -> None:
    paula = staffed().on(today)
    found = says(paula, "reassign_check", person="bob")
    assert (found.verdict, found.date, found.rules[0]) == (verdict, day("2026-08-30"), "vs-reassign")
    assert "got Visual Studio Professional seat 2 of 3 on 1 Jun 2026" in found.text


def test_asked_early_about_the_day_itself() -> None:
    paula = staffed()
    assert says(paula, "reassign_check", person="bob", on="2026-08-30").verdict is Verdict.ALLOWED
    assert says(paula, "reassign_check", person="bob", form=Form.OPEN).verdict is None


def test_a_seat_given_back_rests() -> None:
    paula = staffed()
    paula.does(ReleaseSeat(person="ana"))
    found = says(paula, "reassign_check", person="ana")
    assert (found.verdict, found.date) == (Verdict.NOT_ALLOWED, day("2026-08-30"))
    assert "Until then only Ana Souza may have it again" in found.text


def test_other_seats_wait_for_nothing() -> None:
    paula = staffed()
    paula.does(AssignSeat(person="dave", product="office-365"))
    found = says(paula, "reassign_check", person="dave")
    assert found.verdict is Verdict.ALLOWED
    assert "for Visual Studio only" in found.text


def test_of_two_seats_the_one_with_a_clock_is_meant() -> None:
    paula = staffed()
    paula.does(AssignSeat(person="ana", product="office-365"))
    found = says(paula, "reassign_check", person="ana")
    assert (found.verdict, found.date) == (Verdict.NOT_ALLOWED, day("2026-08-30"))
    assert says(paula, "reassign_check", person="ana", product="office-365").verdict is Verdict.ALLOWED


def test_a_seat_of_an_offer_that_ran_out_does_not_move() -> None:
    found = says(staffed().on("2027-01-05"), "reassign_check", person="bob")
    assert (found.verdict, found.rules[0], found.date) == (Verdict.NOT_ALLOWED, "no-renewal", day("2027-01-04"))


def test_which_seats_can_move() -> None:
    paula = staffed().on("2026-07-01")
    paula.does(AssignSeat(person="dave"))
    found = says(paula.on("2026-08-30"), "reassign_check")
    assert head(found) == "**2 of 3 Visual Studio seats may move to somebody else today.**"
    assert "Dave Chen: Visual Studio Professional seat 3 of 3, from 29 Sep 2026" in found.text


# Keys and tokens


def test_activations_left_on_one_key_and_on_all() -> None:
    paula = bought().on("2026-03-01")
    paula.does(ActivateKey(key="K1", machine="build01"))
    found = says(paula, "activations_left", key="k1")
    assert head(found) == "**9 activations of 10 are left on Key K1** (Office)."
    assert found.rules[0] == "mak-finite"
    paula.does(AddKey(label="K2", product="office", activations=1))
    paula.does(ActivateKey(key="K2", machine="build02"))
    every = says(paula, "activations_left")
    assert head(every) == "**9 activations left on 2 keys.**"
    assert "Key K2 is low" in every.text
    assert yes_or_no(paula, "activations_left", key="K2").verdict is Verdict.NOT_ALLOWED
    assert yes_or_no(paula, "activations_left", product="office").verdict is Verdict.ALLOWED
    assert "There is no key K9" in says(paula, "activations_left", key="K9").text
    assert "was not there yet on 1 Jan 2026" in says(paula, "key_status", key="K1", on="2026-01-01").text


def test_did_that_install_burn_one() -> None:
    paula = bought().on("2026-03-01")
    paula.does(ActivateKey(key="K1", machine="build01"))
    assert says(paula, "burn_check", key="K1", machine="build01").verdict is Verdict.ALLOWED
    paula.does(ActivateKey(key="K1", machine="BUILD01", machine_new=False, hardware_changed=False))
    found = says(paula, "burn_check", machine="build01")
    assert (found.verdict, found.rules[0]) == (Verdict.NOT_ALLOWED, "mak-action-pack")
    assert "2 activations on that machine in all, costing 1" in found.text
    assert says(paula, "burn_check", key="K1", machine="build02").verdict is Verdict.IT_DEPENDS


def test_on_a_competencys_key_a_reimaged_machine_burns_one() -> None:
    paula = Workspace()
    paula.does(GOLD)
    paula.does(RecordGrant(grants=(("windows", 50),)))
    paula.does(AddKey(label="W1", product="windows", activations=50))
    paula.does(ActivateKey(key="W1", machine="build01"))
    paula.does(ActivateKey(key="W1", machine="build01", machine_new=False))
    found = says(paula, "burn_check", key="W1")
    assert (found.verdict, found.rules[0]) == (Verdict.ALLOWED, "mak-competency")


def test_tokens_entered_and_still_to_enter() -> None:
    paula = bought().on("2026-03-01")
    assert head(says(paula, "token_status")) == "**0 of 1 token is entered; 1 still to enter.**"
    assert "**Token 7 is not activated**" in says(paula, "token_status", token="7").text
    assert yes_or_no(paula, "token_status", token="7").verdict is Verdict.NOT_ALLOWED
    paula.does(AddToken(label="8", service="office-365", seats=25))
    paula.does(ActivateToken(token="7", tenant="contoso", seats=5))
    every = says(paula, "token_status")
    assert head(every) == "**1 of 2 tokens is entered; 1 still to enter.**"
    assert every.text.index("Token 8") < every.text.index("Token 7")
    found = says(paula, "token_status", token="7")
    assert head(found).startswith("**Token 7 was activated on 1 Mar 2026** on contoso")
    assert "until 31 Mar 2026 (30 days)" in found.text
    assert "**Token 7 is not activated on 28 Feb 2026**" in says(paula, "token_status", token="7", on="2026-02-28").text
    assert "There is no token 9" in says(paula, "token_status", token="9").text


# Years


def test_when_does_it_end() -> None:
    paula = staffed()
    found = says(paula, "expiry")
    assert found.date == day("2027-01-04")
    assert "**The Action Pack runs until 4 Jan 2027** (206 days)." in found.text
    assert yes_or_no(paula, "expiry").verdict is Verdict.ALLOWED
    assert says(paula, "expiry", token="7").date == day("2027-01-04")
    assert says(paula, "expiry", person="bob").date == day("2027-01-04")
    late = yes_or_no(paula.on("2027-01-20"), "expiry")
    assert late.verdict is Verdict.NOT_ALLOWED
    assert "recorded by 3 Feb 2027 still continues" in late.text


def test_an_offer_that_is_over_does_not_end_the_membership() -> None:
    paula = bought()
    paula.on("2026-12-01").does(GOLD)
    paula.does(RecordGrant(grants=(("windows", 5),), program=Programme.COMPETENCY))
    paula.does(InstallSoftware(product="windows", machine="build02", program=Programme.COMPETENCY))
    paula.does(InstallSoftware(product="office", machine="build01", program=Programme.ACTION_PACK))
    found = yes_or_no(paula.on("2027-02-10"), "expiry")
    assert (found.verdict, found.date) == (Verdict.ALLOWED, day("2027-11-30"))
    ends = says(paula, "uninstall_list")
    assert ends.date == day("2027-11-30")
    assert "**4 Jan 2027**, Action Pack, over: no rights any more:" in ends.text


def test_a_renewal_puts_off_the_end_but_not_of_last_years_token() -> None:
    paula = staffed()
    paula.does(ActivateToken(token="7", tenant="contoso", seats=5))
    paula.on("2027-01-04").does(RecordRenewal())
    assert says(paula, "expiry").date == day("2028-01-04")
    found = says(paula.on("2027-01-05"), "token_status", token="7")
    assert "The rights of Token 7 ended on 4 Jan 2027" in found.text
    assert (found.rules[0], found.date) == ("cloud-rights-end", day("2027-01-04"))
    assert says(paula, "expiry", token="7").date == day("2027-01-04")


def test_the_renewal_list_before_and_after() -> None:
    paula = staffed()
    before = says(paula.on("2026-12-20"), "renewal_list")
    assert before.date == day("2027-01-04")
    assert "**Renew the Action Pack by 4 Jan 2027** (15 days)." in before.text
    assert "Visual Studio Professional: 3 granted, 2 in use; with one fewer" not in before.text
    paula.does(AssignSeat(person="carol"))
    assert "with one fewer, Carol Diaz would lose a seat" in says(paula, "renewal_list").text
    paula.on("2027-01-04").does(RecordRenewal())
    assert "Fetch new tokens for Office 365" in says(paula, "renewal_list").text
    paula.does(AddToken(label="8", service="office-365", seats=3))
    after = says(paula, "renewal_list")
    assert "Still to enter: token 8 (Office 365)" in after.text
    assert "the new number is not recorded" in after.text
    paula.does(RecordGrant(grants=((VS, 5),)))
    assert "3 last year, 5 now, 3 in use" in says(paula, "renewal_list").text


def test_what_must_be_uninstalled() -> None:
    paula = staffed()
    assert says(paula, "uninstall_list", product="office").text.startswith("**Nothing is recorded in use**")
    paula.does(ActivateKey(key="K1", machine="build01"))
    paula.does(ActivateToken(token="7", tenant="contoso", seats=5))
    found = says(paula, "uninstall_list")
    assert found.date == day("2027-01-04")
    assert "**If you don't renew, 1 installation must be uninstalled**" in found.text
    assert found.table
    assert ("4 Jan 2027", "Office", "on build01") in found.table.rows
    assert "Office 365, 5 seats: on contoso (token 7)" in found.text


# Counts


def test_credit_hours_and_incidents() -> None:
    paula = staffed()
    paula.does(GrantCredit(form=CreditForm.MONTHLY, amount=100))
    paula.does(UseCredit(amount=30))
    credit = says(paula, "credit_left")
    assert credit.date == day("2026-06-30")
    assert "70 of 100 USD left of June's credit" in credit.text
    assert "100 of 100 USD" in says(paula.on("2026-07-01"), "credit_left").text
    assert yes_or_no(paula, "hours_left").verdict is Verdict.IT_DEPENDS
    paula.does(RecordGrant(grants=(("presales-hours", 50),)))
    paula.does(UseHours(hours=12))
    assert head(says(paula, "hours_left")) == "**38 presales hours left.**"
    usual = says(paula, "incidents_left")
    assert "10 incidents left, by the usual number: check Partner Center" in usual.text
    paula.does(OpenIncident(support=Support.PRODUCT, product="sql-server", version="2022"))
    assert "9 incidents left" in says(paula, "incidents_left").text
    paula.does(RecordGrant(grants=(("product-incidents", 1),)))
    none = yes_or_no(paula, "incidents_left", product="sql-server")
    assert none.verdict is Verdict.NOT_ALLOWED
    assert "check Partner Center" not in none.text
    assert "Of SQL Server, product support takes 2022 until 11 Jan 2028 and 2025" in none.text


def test_a_competency_has_cloud_incidents_too() -> None:
    paula = Workspace()
    paula.does(GOLD)
    found = says(paula, "incidents_left")
    assert "product support: 20 incidents left" in found.text
    assert "Signature Cloud Support: the number is not recorded" in found.text
    azure = says(paula, "incidents_left", product="office-365")
    assert "product support" not in azure.text
    assert "Signature Cloud Support takes Office 365" in azure.text
    assert yes_or_no(paula, "incidents_left", product="office-365").verdict is Verdict.IT_DEPENDS
    assert "Importing the list of Partner Center records the number." in azure.text
    paula.does(PACK)
    none = yes_or_no(paula, "incidents_left", product="office-365", programme="action_pack")
    assert none.verdict is Verdict.NOT_ALLOWED
    assert head(none) == "**No incident of yours takes Office 365.**"
    assert "An Action Pack has no Signature Cloud Support" not in says(paula, "incidents_left").text
    only_pack = says(paula, "incidents_left", programme="action_pack")
    assert "An Action Pack has no Signature Cloud Support" in only_pack.text


# Requests, history, audit, status


def test_requests_waiting_have_buttons_for_administrators() -> None:
    paula = staffed()
    found = says(paula, "requests_waiting")
    assert "Carol Diaz: Visual Studio Professional, since 1 Jun 2026" in found.text
    assert [choice.label for choice in found.choices] == ["Approve", "Deny"]
    paula.does(RequestSeat(), by="dave")
    labels = [choice.label for choice in says(paula, "requests_waiting").choices]
    assert labels == ["Approve Carol Diaz", "Deny Carol Diaz", "Approve Dave Chen", "Deny Dave Chen"]
    paula.presses(says(paula, "requests_waiting"), "Approve Carol Diaz")
    assert "Carol" not in says(paula, "requests_waiting").text
    assert says(paula, "requests_waiting", on="2026-06-11").choices == ()


def test_two_people_of_one_name_have_buttons_that_differ() -> None:
    paula = staffed()
    paula.does(RequestSeat(), by="dave")
    ctx = replace(paula.context("paula"), name=lambda person: "Kim Lee")
    labels = [choice.label for choice in report(paula.ledger, ctx, Asked("requests_waiting")).choices]
    assert labels == ["Approve request-1", "Deny request-1", "Approve request-2", "Deny request-2"]


def test_the_history_of_a_person_a_key_an_entry() -> None:
    paula = staffed()
    paula.does(ReleaseSeat(person="ana"))
    released = paula.ledger.last_seq
    found = says(paula, "history", person="ana")
    lines = found.text.split("\n")
    assert lines[0] == "**2 entries about Ana Souza, the latest first.**"
    assert lines[1] == f"• 12 Jun 2026: Ana Souza gave back Visual Studio Professional seat 1 (#{released})"
    assert "key K1 for Office was issued" in says(paula, "history", key="K1").text
    assert "token 7 was issued" in says(paula, "history", token="7").text
    assert "Bob Miller got" in says(paula, "history", seat="seat-2").text
    one = says(paula, "history", entry=released)
    assert f"**#{released}: Ana Souza gave back" in one.text
    assert one.date == day("2026-06-12")
    paula.does(Undo())
    assert f"taken back by #{released + 1}" in says(paula, "history", entry=released).text
    assert "There is no entry #999" in says(paula, "history", entry=999).text


def test_the_audit_summary_as_of_a_day() -> None:
    paula = staffed()
    found = says(paula, "audit_report")
    assert "within what is granted" in head(found)
    assert "Visual Studio Professional: 2 in use of 3 granted" in found.text
    assert "`mpn export audit`" in found.text
    assert found.date == day("2026-06-12")
    assert "0 in use of 3 granted" in says(paula, "audit_report", on="2026-05-31").text


def test_more_machines_than_granted_stand_in_the_audit() -> None:
    paula = bought()
    paula.does(RecordGrant(grants=(("office", 1),)))
    for machine in ("build01", "build02", "build03"):
        paula.does(ActivateKey(key="K1", machine=machine))
    found = says(paula, "audit_report")
    assert "1 product is over what is granted" in head(found)
    assert "Office: 3 in use of 1 granted, 2 over" in found.text
    assert "Office: on 3 machines of 1 granted: too many" in says(paula, "status").text


def test_a_new_year_with_fewer_seats_says_who_is_over() -> None:
    paula = staffed()
    paula.on("2027-01-04").does(RecordRenewal())
    paula.does(RecordGrant(grants=((VS, 1),)))
    found = says(paula, "renewal_list")
    assert "Visual Studio Professional: 3 last year, 1 now, 2 in use; Bob Miller would lose a seat" in found.text
    assert "Visual Studio Professional: 1 more in use than granted" in says(paula, "status").text
    free = says(paula, "seats_free", product=VS)
    assert head(free) == "**No. The only Visual Studio Professional seat is not free.**"
    assert "2 in use, 1 more than granted." in free.text
    assert "1 product is over what is granted" in head(says(paula, "audit_report"))


@pytest.mark.parametrize(("total", "last"), [(20, "• 19"), (21, "And 1 more."), (3_000, "And 2,980 more.")])
def test_a_long_list_says_how_much_more_there_is(total: int, last: str) -> None:
    lines = listed((str(number) for number in range(total)), total)
    assert lines[-1] == last


def test_where_do_we_stand() -> None:
    paula = bought()
    assert head(says(paula, "status")) == "**All quiet.**"
    assert "refund and swap open until 4 Feb 2026 (30 days)" in says(paula, "status").text
    closing = says(paula.on("2026-02-01"), "status")
    assert head(closing) == "**1 thing needs you.**"
    assert closing.date == day("2026-02-04")
    found = says(staffed(), "status")
    assert head(found) == "**3 things need you.**"
    for line in (
        "1 seat is not activated",
        "1 request to decide: Carol Diaz",
        "1 token to enter: Token 7",
        "Visual Studio Professional: 2 of 3 in use, 1 free",
        "Key K1: 10 of 10 activations left",
        "Action Pack: until 4 Jan 2027",
    ):
        assert line in found.text
    assert head(says(staffed(), "status", on="2026-01-05")) == "**As of 5 Jan 2026.**"


# After the end, and after a replacement


def test_a_token_is_no_longer_valid_after_its_year() -> None:
    paula = bought()
    paula.on("2026-03-01").does(ActivateToken(token="7", tenant="contoso"))
    assert yes_or_no(paula, "token_status", token="7").verdict is Verdict.ALLOWED
    for label in ("token_status", "expiry"):
        found = yes_or_no(paula.on("2027-01-10"), label, token="7")
        assert (found.verdict, found.date) == (Verdict.NOT_ALLOWED, day("2027-01-04"))
        assert found.rules[0] == "cloud-rights-end"


def test_a_replaced_token_counts_no_more() -> None:
    paula = bought()
    paula.on("2026-03-01").does(ActivateToken(token="7", tenant="contoso"))
    paula.does(MakeClaim(claim=Claim.REPLACEMENT, token="7"))
    paula.does(RecordDecision(decision=Decided.APPROVED))
    paula.does(ReplaceToken(token="7", with_token="8"))
    paula.does(ActivateToken(token="8", tenant="fabrikam"))
    found = says(paula, "token_status")
    assert head(found).startswith("**1 of 1 token is entered")
    assert "replaced by Token 8" in found.text
    old = yes_or_no(paula, "token_status", token="7")
    assert (old.verdict, old.rules[0]) == (Verdict.NOT_ALLOWED, "token-replace")


def test_after_the_end_status_and_what_is_coming_up_say_the_same() -> None:
    paula = bought()
    paula.on("2026-06-01").does(ActivateKey(key="K1", machine="pc-1"))
    paula.on("2027-01-09")
    ahead = coming_up(paula.ledger, paula.context("paula"))
    for text in (says(paula, "status").text, ahead.text):
        assert "a renewal continues it until 3 Feb 2027" in text
        assert "Uninstall, or license commercially: Office on pc-1" in text
    assert [row[0] for row in ahead.rows] == ["3 Feb 2027", "now"]
    late = coming_up(paula.on("2027-02-04").ledger, paula.context("paula"))
    assert "renewal" not in late.text and "Office on pc-1" in late.text
    paula.does(RemoveSoftware(machine="pc-1"))
    assert coming_up(paula.ledger, paula.context("paula")).rows == ()
    assert "needs you" not in says(paula, "status").text
