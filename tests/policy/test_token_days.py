"""Tokens, day by day: one tenant, one replacement, new each year."""

import pytest

from policy import model
from policy.acts import (
    ActivateToken,
    AddToken,
    Confirm,
    Correct,
    MakeClaim,
    Record,
    RecordDecision,
    RecordRenewal,
    ReplaceToken,
    ViewToken,
)
from policy.model import Claim, Decided
from tests.policy.companies import licensed
from tests.policy.workspace import Workspace, at, day


def with_token() -> Workspace:
    paula = licensed()
    paula.does(AddToken(label="7", service="office-365", seats=25))
    return paula


def test_the_tenant_is_asked_about_before_it_is_recorded() -> None:
    paula = with_token()
    assert paula.is_asked(ActivateToken(token="7")).slot == "tenant"
    asked = paula.is_asked_first(ActivateToken(token="7", tenant="contoso"))
    assert asked.rules[0] == "token-tenant"
    assert [choice.label for choice in asked.choices] == ["Yes, contoso", "No, cancel"]
    done = paula.presses(asked, "Yes, contoso")
    assert isinstance(done, Record)
    assert done.date == day("2026-07-01")
    token = paula.ledger.licences.token("token-1", paula.today)
    assert token and (token.tenant, token.activated) == ("contoso", day("2026-06-01"))


@pytest.mark.parametrize(
    ("tenant", "rules"), [("contoso", ("token-once",)), ("fabrikam", ("token-once", "token-tenant"))]
)
def test_a_token_works_once(tenant: str, rules: tuple[str, ...]) -> None:
    paula = with_token()
    paula.does(ActivateToken(token="7", tenant="contoso"))
    used = paula.ledger.last_seq
    refusal = paula.is_refused(ActivateToken(token="7", tenant=tenant))
    assert (refusal.rules, refusal.entry) == (rules, used)
    assert "until 1 Jul 2026" in refusal.text
    claimed = paula.presses(refusal, "We've asked for a replacement")
    assert isinstance(claimed, Record)


def test_a_token_is_not_split() -> None:
    paula = with_token()
    refusal = paula.is_refused(ActivateToken(token="7", tenant="contoso", seats=10))
    assert refusal.rules[0] == "token-not-split"
    assert [choice.label for choice in refusal.choices] == ["Activate all 25 on contoso"]


def test_a_replacement_is_asked_for_by_day_30_one_time() -> None:
    paula = with_token()
    paula.is_refused(MakeClaim(claim=Claim.REPLACEMENT, token="7"))
    paula.is_refused(MakeClaim(claim=Claim.REPLACEMENT))
    paula.does(ActivateToken(token="7", tenant="contoso"))
    claim = MakeClaim(claim=Claim.REPLACEMENT, token="7", reference="119")
    late = paula.copy().on("2026-07-02").is_refused(claim)
    assert paula.copy().on("2026-07-02").is_refused(MakeClaim(claim=Claim.REPLACEMENT)).date == late.date
    assert (late.rules[0], late.date) == ("token-replace", day("2026-07-01"))
    paula.on("2026-07-01").does(claim)
    paula.does(RecordDecision(decision=Decided.REFUSED))
    assert paula.is_refused(claim).rules == ("token-replace",)


def test_a_replacement_token_takes_the_place_of_the_old_one() -> None:
    paula = with_token()
    paula.does(ActivateToken(token="7", tenant="contoso"))
    paula.does(MakeClaim(claim=Claim.REPLACEMENT, token="7"))
    paula.does(RecordDecision(decision=Decided.APPROVED))
    done = paula.does(ReplaceToken(token="7", with_token="21"))
    assert [entry.kind for entry in done.entries] == ["token_issued", "token_replaced"]
    [unused] = paula.ledger.licences.unused_tokens(paula.today)
    assert (unused.label, unused.seats) == ("21", 25)
    paula.does(ActivateToken(token="21", tenant="fabrikam"))
    assert paula.is_refused(ReplaceToken(token="7", with_token="22")).rules == ("token-replace",)


def test_a_replacement_nobody_asked_for_is_asked_about() -> None:
    paula = with_token()
    paula.does(ActivateToken(token="7", tenant="contoso"))
    assert paula.is_asked_first(ReplaceToken(token="7", with_token="8")).rules == ("token-replace",)


def test_a_token_added_today_may_have_been_used_yesterday() -> None:
    paula = with_token()
    paula.does(at(ActivateToken(token="7", tenant="contoso"), "2026-05-31"))
    token = paula.ledger.licences.token("token-1", day("2026-05-31"))
    assert token and token.activated == day("2026-05-31")
    assert paula.ledger.licences.unused_tokens(paula.today) == []


def test_a_token_issued_on_a_day_that_was_said_was_not_used_before() -> None:
    paula = licensed()
    paula.does(at(AddToken(label="7", service="office-365", seats=25), "2026-05-20"))
    refusal = paula.is_refused(at(ViewToken(token="7"), "2026-05-19"))
    assert refusal.date == day("2026-05-20")
    paula.does(at(ViewToken(token="7"), "2026-05-20"))


def test_tokens_are_new_each_year() -> None:
    paula = with_token()
    first = paula.ledger.licences.token("token-1", paula.today)
    assert first and first.program_year == 2026
    paula.on("2026-12-28").does(RecordRenewal())
    entry = paula.does(AddToken(label="8", service="office-365", seats=25)).entries[0]
    assert isinstance(entry, model.TokenIssued) and entry.program_year == 2027
    assert [token.label for token in paula.ledger.licences.unused_tokens(paula.today)] == ["7", "8"]


def test_a_token_on_two_tenants_is_refused() -> None:
    paula = licensed()
    paula.does(AddToken(label="A4", service="office-365", seats=20))
    refusal = paula.is_refused(ActivateToken(token="A4", tenant="contoso", more_tenants=("fabrikam",)))
    assert refusal.rules[0] == "token-not-split"
    assert [choice.label for choice in refusal.choices] == ["It was contoso", "It was fabrikam"]


def renewed() -> Workspace:
    """An Action Pack of January 2026, renewed a year later, with a token of the first year never entered."""
    paula = licensed()
    paula.does(AddToken(label="4", service="office-365", seats=50))
    paula.on("2027-01-06").does(RecordRenewal())
    return paula


def test_a_token_of_a_past_year_is_not_entered_any_more() -> None:
    paula = renewed()
    refusal = paula.is_refused(ActivateToken(token="4", tenant="acme"))
    assert (refusal.rules, refusal.date) == (("token-yearly", "cloud-rights-end"), day("2027-01-04"))
    assert paula.is_refused(ActivateToken(token="4")).rules[0] == "token-yearly"
    assert isinstance(paula.asks(at(ActivateToken(token="4", tenant="acme"), "2027-01-04")), Confirm)
    paula.does(AddToken(label="5", service="office-365", seats=50))
    assert [one.label for one in paula.is_refused(ActivateToken(token="4", tenant="acme")).choices] == ["Use Token 5"]
    assert paula.is_asked(ActivateToken(service="office-365")).act == ActivateToken(
        service="office-365", token="token-2"
    )


def test_a_token_that_came_before_its_year_begins_is_of_that_year() -> None:
    paula = licensed().on("2026-12-20")
    paula.does(RecordRenewal())
    paula.does(AddToken(label="5", service="office-365", seats=50))
    assert isinstance(paula.asks(ActivateToken(token="5", tenant="acme")), Confirm)


def test_tokens_for_more_than_is_granted_are_warned_of() -> None:
    paula = licensed()
    assert "Careful" not in paula.does(AddToken(label="4", service="office-365", seats=50)).text
    assert (
        "for 75 seats of Office 365, and 50 are granted"
        in paula.does(AddToken(label="5", service="office-365", seats=25)).text
    )


def test_an_activation_put_right_leaves_no_replacement_asked_for_too_late() -> None:
    paula = licensed()
    paula.does(AddToken(label="4", service="office-365", seats=50))
    activation = paula.ledger.last_seq + 1
    paula.does(ActivateToken(token="4", tenant="acme"))
    paula.on("2026-06-25").does(MakeClaim(claim=Claim.REPLACEMENT, token="4"))
    refusal = paula.is_refused(Correct(seq=activation, changes=(("on", day("2026-05-20")),)))
    assert (refusal.rules, refusal.entry) == (("token-replace",), activation + 1)
    paula.does(Correct(seq=activation, changes=(("on", day("2026-05-26")),)))
