"""Who may record what: every act as each role, by the table of docs/security.md. What stands in no row fails."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

from policy import acts
from policy.acts import Act, AskAdministrator, Outcome, Refuse
from policy.facts import Programme
from policy.ledger import Ledger
from policy.model import Answered, Claim, Decided, Role
from tests.policy.workspace import Workspace

_PAGE: Final = Path(__file__).parent.parent / "docs" / "security.md"
_ROW: Final = re.compile(r"^\| (`\w+`(?:, `\w+`)*) \| (\w+) \| (\w+) \| (\w+) \|$", re.MULTILINE)
_ACTS: Final = {
    name: kind
    for name in acts.__all__
    if isinstance(kind := getattr(acts, name), type) and issubclass(kind, Act) and kind is not Act
}
_NEEDED: Final[dict[str, dict[str, Any]]] = {
    "DecideRequest": {"decision": Answered.APPROVED},
    "FinishReminder": {"deadline": "refund:offer-1"},
    "HandOverReminder": {"deadline": "refund:offer-1"},
    "MakeClaim": {"claim": Claim.REFUND},
    "RecordDecision": {"decision": Decided.APPROVED},
    "SnoozeReminder": {"deadline": "refund:offer-1"},
    "StateFact": {"fact": "learning_partner"},
}
_PEOPLE: Final = {"paula": 0, "olga": 1, "bob": 2, "mallory": 2}
"""Who asks, and the column of their role: an administrator, an auditor, somebody else, somebody nobody knows."""


def _rights() -> dict[str, tuple[str, ...]]:
    rows = _ROW.findall(_PAGE.read_text(encoding="utf-8"))
    return {name: tuple(row[1:]) for row in rows for name in re.findall(r"\w+", row[0])}


RIGHTS: Final = _rights()


@pytest.fixture(scope="module")
def company() -> Workspace:
    workspace = Workspace()
    workspace.does(acts.GiveRole(person="olga", role=Role.AUDITOR))
    workspace.does(acts.RequestSeat(), by="bob")
    return workspace


def _act(name: str) -> Act:
    act: Act = _ACTS[name](**_NEEDED.get(name, {}))
    return act


def _is_kept_out(outcome: Outcome, act: Act) -> bool:
    """Whether a right is in the way: then the wish can be passed on, as it is."""
    wish = AskAdministrator(wish=act)
    return isinstance(outcome, Refuse) and any(choice.act == wish for choice in outcome.choices)


def test_every_act_stands_in_the_table_once() -> None:
    rows = re.findall(r"\w+", " ".join(row[0] for row in _ROW.findall(_PAGE.read_text(encoding="utf-8"))))
    assert sorted(rows) == sorted(_ACTS)


@pytest.mark.parametrize("who", _PEOPLE)
@pytest.mark.parametrize("name", _ACTS)
def test_an_act_is_open_to_those_whom_the_table_names(company: Workspace, name: str, who: str) -> None:
    act, before = _act(name), company.ledger.last_seq
    outcome = company.asks(act, by=who, confirmed=True)
    right = RIGHTS[name][_PEOPLE[who]]
    assert right in ("yes", "no", "own", "first")
    assert _is_kept_out(outcome, act) is (right == "no")
    if right in ("no", "first"):
        assert isinstance(outcome, Refuse)
    assert company.ledger.last_seq == before


def test_somebody_else_takes_back_what_is_their_own_only(company: Workspace) -> None:
    asked_by_bob = company.ledger.last_seq
    assert not isinstance(company.asks(acts.Undo(seq=asked_by_bob), by="bob"), Refuse)
    for who in ("mallory", "olga"):
        assert isinstance(company.asks(acts.Undo(seq=asked_by_bob), by=who), Refuse)
    assert isinstance(company.asks(acts.Undo(seq=1), by="bob"), Refuse)


def test_a_holder_tells_that_their_own_seat_is_activated() -> None:
    workspace = Workspace()
    workspace.does(acts.RecordPurchase(program=Programme.ACTION_PACK))
    workspace.does(acts.RecordGrant(grants=(("visual-studio-professional", 2),)))
    workspace.does(acts.AssignSeat(person="bob", product="visual-studio-professional"))
    own = acts.ActivateSeat(person="bob")
    for who in ("mallory", "olga", "ana"):
        assert _is_kept_out(workspace.asks(own, by=who), own)
    assert not isinstance(workspace.asks(own, by="bob"), Refuse)
    workspace.does(acts.GiveRole(person="bob", role=Role.AUDITOR))
    assert _is_kept_out(workspace.asks(own, by="bob"), own)


def test_somebody_else_ends_and_hands_on_only_reminders_that_are_theirs(company: Workspace) -> None:
    workspace = company.copy()
    for act in (
        acts.FinishReminder(deadline="refund:offer-1"),
        acts.HandOverReminder(deadline="refund:offer-1", to="ana"),
    ):
        assert isinstance(workspace.asks(act, by="bob"), Refuse)
    workspace.does(acts.HandOverReminder(deadline="refund:offer-1", to="bob"))
    both = acts.FinishReminder(deadline="refund:offer-1", also=("swap:offer-1",))
    assert isinstance(workspace.asks(both, by="bob"), Refuse)
    assert not isinstance(workspace.asks(acts.FinishReminder(deadline="refund:offer-1"), by="bob"), Refuse)


def test_only_an_empty_workspace_can_be_taken_over() -> None:
    empty = Workspace(set_up=False)
    assert empty.ledger.last_seq == Ledger().last_seq
    assert not isinstance(empty.asks(acts.SetUp(), by="mallory"), Refuse)
    empty.does(acts.SetUp(), by="paula")
    assert isinstance(empty.asks(acts.SetUp(), by="mallory"), Refuse)


def test_a_right_ends_with_the_role(company: Workspace) -> None:
    workspace = Workspace()
    workspace.does(acts.GiveRole(person="ana"))
    assert not _is_kept_out(workspace.asks(acts.AddLocation(location="Lyon"), by="ana"), acts.AddLocation())
    workspace.does(acts.TakeRole(person="ana"))
    wish = acts.AddLocation(location="Lyon")
    assert _is_kept_out(workspace.asks(wish, by="ana"), wish)
