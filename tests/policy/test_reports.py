"""Questions on a company's days: what the ledger says, and the day that matters."""

from dataclasses import replace

import pytest

from policy.acts import (
    ActivateKey,
    ActivateToken,
    AddToken,
    AssignSeat,
    InstallSoftware,
    MakeClaim,
    RecordDecision,
    RecordGrant,
    RecordRenewal,
    ReleaseSeat,
    RemoveSoftware,
    ReplaceToken,
    RequestSeat,
    Undo,
)
from policy.deadlines import coming_up
from policy.decision import Verdict
from policy.model import Claim, Decided, Programme
from policy.reports import REPORTS, Asked, report
from policy.reports.view import listed
from tests.policy.companies import GOLD, bought, staffed
from tests.policy.told import head, says, yes_or_no
from tests.policy.workspace import VS, Workspace, day

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
