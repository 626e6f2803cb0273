"""What reports count: seats on tenants, a portal's count, what is left after the end, an install once more."""

from typing import Any

import pytest

from policy.acts import ActivateKey, ActivateToken, AddKey, AddToken, CountKey, RecordGrant, RecordPurchase
from policy.decision import Form, Verdict
from policy.model import Programme
from policy.reports import Asked, Report, report
from tests.policy.workspace import Workspace


def with_a_token_entered() -> Workspace:
    """An Action Pack of 5 January with 25 Office 365, of which a token put 20 on contoso."""
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=(("office-365", 25), ("office", 10))))
    paula.does(AddToken(label="A4", service="office-365", seats=20))
    paula.does(ActivateToken(token="A4", tenant="contoso"))
    return paula


def answer(paula: Workspace, label: str, **about: Any) -> Report:
    return report(paula.ledger, paula.context("paula"), Asked(label, **about))


def test_seats_on_a_tenant_are_in_use() -> None:
    paula = with_a_token_entered()
    assert "Office 365: 20 of 25 on a tenant by token, 0 given to people" in answer(paula, "status").text
    assert "20 stand on a tenant by token" in answer(paula, "seats_free", product="office-365").text
    audit = answer(paula, "audit_report")
    assert audit.table and ("Office 365", "25", "20", "") in audit.table.rows


def test_a_key_of_which_the_portal_counts_less_is_used_so_far() -> None:
    paula = with_a_token_entered()
    paula.does(AddKey(label="K1", product="office", activations=20))
    paula.does(ActivateKey(key="K1", machine="pc-1"))
    paula.does(CountKey(key="K1", left=12))
    assert "By the portal's count 8 activations are used." in answer(paula, "key_status", key="K1").text
    assert "8 used activations on 1 key" in answer(paula, "audit_report").text


def test_after_the_end_a_token_on_a_tenant_needs_somebody() -> None:
    paula = with_a_token_entered().on("2027-03-01")
    found = answer(paula, "status").text
    assert "All quiet" not in found and "Stop using, or license commercially: Office 365 on contoso (Token A4)" in found
    who = answer(paula, "who_has", product="visual-studio").text
    assert "The Action Pack ran out on 4 Jan 2027." in who and "grant" not in who
    left = answer(paula, "incidents_left", form=Form.POLAR)
    assert left.verdict is Verdict.NOT_ALLOWED and left.text.startswith("**No.** The Action Pack ran out")


@pytest.mark.parametrize(("activations", "used", "low"), [(5, 1, False), (5, 3, True), (50, 39, False), (50, 40, True)])
def test_a_key_is_low_when_few_are_left_and_most_are_used(activations: int, used: int, low: bool) -> None:
    paula = with_a_token_entered()
    paula.does(AddKey(label="K1", product="office", activations=activations))
    for number in range(used):
        paula.does(ActivateKey(key="K1", machine=f"pc-{number}"))
    assert ("Activations are low" in answer(paula, "status").text) is low


@pytest.mark.parametrize(
    ("about", "verdict"),
    [
        ({}, Verdict.ALLOWED),
        ({"again": True}, Verdict.NOT_ALLOWED),
        ({"supposed": True}, Verdict.NOT_ALLOWED),
        ({"supposed": True, "significant": True}, Verdict.ALLOWED),
    ],
)
def test_one_more_install_is_judged_anew(about: dict[str, bool], verdict: Verdict) -> None:
    paula = with_a_token_entered()
    paula.does(AddKey(label="K1", product="office", activations=5))
    paula.does(ActivateKey(key="K1", machine="pc-1"))
    assert answer(paula, "burn_check", machine="pc-1", **about).verdict is verdict


def test_licences_on_machines_are_left_as_granted_and_not_in_use() -> None:
    paula = with_a_token_entered()
    paula.does(AddKey(label="K1", product="office", activations=20))
    for machine in ("pc-1", "pc-2", "pc-3"):
        paula.does(ActivateKey(key="K1", machine=machine))
    found = answer(paula, "seats_free", product="office")
    assert found.text.startswith("**Yes. Office: 10 granted, on 3 machines, 7 left.**")
    assert found.verdict is Verdict.ALLOWED
    nothing = answer(paula, "seats_free", product="sql-server")
    assert "No grant of" in nothing.text
    assert nothing.verdict is Verdict.NOT_ALLOWED
