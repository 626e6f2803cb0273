"""Who sees whom: administrators and auditors everybody, others their own and how many are free."""

from typing import Any

import pytest

from policy.acts import (
    ActivateKey,
    ActivateToken,
    AddKey,
    AddToken,
    AssignSeat,
    GiveRole,
    MoveSeat,
    QueueSeat,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    ReleaseSeat,
    RequestSeat,
)
from policy.model import Programme, Role
from policy.reports import REPORTS, Asked, Report, report
from tests.policy.workspace import NAMES, VS, Workspace, day

OTHERS = ("Ana Souza", "Carol Diaz", "Dave Chen")


@pytest.fixture(scope="module")
def office() -> Workspace:
    """Ana, Bob and Carol had seats, Dave asked for one and waits, Olga audits."""
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 3), ("office", 10), ("office-365", 5))))
    paula.does(AddKey(label="K1", product="office", activations=10))
    paula.does(AddToken(label="7", service="office-365", seats=5))
    paula.on("2026-06-01")
    for person in ("ana", "bob", "carol"):
        paula.does(AssignSeat(person=person))
    paula.does(ActivateKey(key="K1", machine="build01"))
    paula.does(ActivateToken(token="7", tenant="contoso", seats=5))
    paula.does(RequestSeat(), by="dave")
    paula.does(QueueSeat(person="dave", product=VS))
    paula.does(GiveRole(person="olga", role=Role.AUDITOR))
    paula.does(ReleaseSeat(person="carol"))
    return paula.on("2026-06-12")


def says(paula: Workspace, label: str, by: str, **about: Any) -> Report:
    return report(paula.ledger, paula.context(by), Asked(label, **about))


ABOUT: list[dict[str, Any]] = [
    {},
    {"person": "bob"},
    {"product": VS},
    {"product": "office"},
    {"product": "office-365", "on": day("2026-06-02")},
    {"on": day("2026-06-01")},
    {"on": day("2026-09-15")},
    {"on": day("2027-01-20")},
    {"key": "K1", "machine": "build01"},
    {"token": "7"},
    {"seat": "seat-1"},
    {"seat": "seat-2"},
    *({"entry": seq} for seq in range(1, 20)),
]


@pytest.mark.parametrize("label", sorted(REPORTS))
def test_bob_reads_no_other_name(office: Workspace, label: str) -> None:
    for about in ABOUT:
        found = says(office, label, "bob", **about)
        rows = " ".join(cell for row in (found.table.rows if found.table else ()) for cell in row)
        for name in OTHERS:
            assert name not in found.text, (about, found.text)
            assert name not in rows, about
        assert all(name not in choice.label for choice in found.choices for name in OTHERS)


@pytest.mark.parametrize("label", ["who_has", "reassign_check", "requests_waiting", "history", "status"])
def test_administrators_and_auditors_read_the_names(office: Workspace, label: str) -> None:
    for by in ("paula", "olga"):
        found = says(office, label, by)
        assert any(name in found.text for name in OTHERS), found.text
        assert "shown to administrators and auditors only" not in found.text


@pytest.mark.parametrize("label", ["seats_of", "reassign_check", "history", "expiry", "who_has"])
def test_asked_about_ana_bob_is_told_who_may_see_it(office: Workspace, label: str) -> None:
    found = says(office, label, "bob", person="ana")
    assert "Ana Souza" in found.text
    assert "shown to administrators and auditors only. Ask Paula Gomez." in found.text
    assert "seat 1" not in found.text
    assert found.date is None


def test_bob_sees_his_own_and_how_many_are_free(office: Workspace) -> None:
    found = says(office, "who_has", "bob", product="visual-studio")
    assert found.text.startswith("**You have Visual Studio Professional seat 2 of 3.**")
    assert "Free today: 0 Visual Studio Professional seats of 3." in found.text
    assert found.table is None
    free = says(office, "seats_free", "bob", product="visual-studio")
    assert "seat 3 until 30 Aug 2026." in free.text


def test_the_audit_report_is_not_for_everybody(office: Workspace) -> None:
    assert says(office, "audit_report", "bob").text.startswith("**I can't show the audit report.**")
    assert "in use of 3 granted" in says(office, "audit_report", "olga").text


def test_an_auditor_gets_no_buttons(office: Workspace) -> None:
    assert [choice.label for choice in says(office, "requests_waiting", "paula").choices] == ["Approve", "Deny"]
    assert says(office, "requests_waiting", "olga").choices == ()


def test_the_right_to_see_is_that_of_today(office: Workspace) -> None:
    """Olga audits since 1 June and sees May's seats too; a day on which she did not audit takes nothing from her."""
    found = says(office, "who_has", "olga", on=day("2026-05-31"))
    assert "shown to administrators" not in found.text


def test_fewer_seats_are_told_without_names(office: Workspace) -> None:
    paula = office.copy().on("2026-12-20")
    paula.does(AssignSeat(person="carol"))
    paula.on("2027-01-02").does(RecordRenewal())
    found = says(paula, "renewal_list", "bob")
    assert all(name not in found.text for name in NAMES.values() if name != "Paula Gomez")


def test_bob_cannot_open_an_entry_about_ana(office: Workspace) -> None:
    anas = next(entry for entry in office.entries if getattr(entry, "person", None) == "ana")
    assert says(office, "history", "bob", entry=anas.number).text.startswith(f"**I can't show #{anas.number}.**")
    assert "Ana Souza got" in says(office, "history", "paula", entry=anas.number).text


def test_of_a_seat_that_came_from_ana_bob_reads_that_it_came_from_somebody(office: Workspace) -> None:
    paula = office.copy().on("2026-09-01")
    paula.does(ReleaseSeat(person="bob"))
    paula.does(MoveSeat(from_person="ana", person="bob"))
    assert "went from somebody to Bob Miller" in says(paula, "history", "bob", person="bob").text
    assert "went from Ana Souza to Bob Miller" in says(paula, "history", "paula", person="bob").text
