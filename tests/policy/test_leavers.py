"""Who has left with a seat: told once to who acts, with what each seat may do; and nobody who left is told anything."""

from dataclasses import replace

from policy.acts import (
    ActivateSeat,
    AssignSeat,
    FinishReminder,
    GiveRole,
    HandOverReminder,
    MoveSeat,
    NameDeputy,
    QueueSeat,
    RecordGrant,
    RecordPurchase,
    ReleaseSeat,
)
from policy.deadlines import Deadline, Step, deadlines, tell
from policy.model import Programme
from tests.policy.workspace import VS, Workspace, day


def office() -> Workspace:
    """Ana has had a seat since 2 March, Bob since 1 June; today is 10 June."""
    paula = Workspace("2026-01-05")
    paula.does(GiveRole(person="olga"))
    paula.on("2026-01-12").does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 3),)))
    for on, person in (("2026-03-02", "ana"), ("2026-06-01", "bob")):
        paula.on(on).does(AssignSeat(person=person, product=VS))
        paula.does(ActivateSeat(person=person))
    return paula.on("2026-06-10")


def due(workspace: Workspace, *left: str) -> dict[str, Deadline]:
    found = deadlines(workspace.ledger, replace(workspace.context("paula"), left=left))
    return {one.id: one for one in found}


def told(workspace: Workspace, one: Deadline) -> str:
    return tell([Step(one, one.rungs[0])], workspace.context("paula"), workspace.today).text


def test_nobody_has_left_until_it_is_known() -> None:
    assert not [one for one in due(office()) if one.startswith("leaver")]


def test_the_seat_and_the_day_from_which_it_may_move_are_named() -> None:
    paula = office()
    found = due(paula, "ana", "bob")
    ana, bob = found["leaver:ana"], found["leaver:bob"]
    assert "still holds Visual Studio Professional seat 1.** It can go to somebody else now." in told(paula, ana)
    assert "still holds Visual Studio Professional seat 2.** It can go to somebody else from Sun 30 Aug 2026." in told(
        paula, bob
    )
    assert ana.people[0] == "paula"
    move, release, keep = (button.act for button in ana.buttons)
    assert move == MoveSeat(from_person="ana", product=VS, seat="seat-1")
    assert release == ReleaseSeat(person="ana", product=VS, seat="seat-1")
    assert isinstance(keep, FinishReminder)
    assert bob.buttons[0].act == QueueSeat(product=VS, seat="seat-2")


def test_it_stands_until_the_seat_is_released_or_somebody_says_so() -> None:
    paula = office()
    paula.does(ReleaseSeat(person="ana"))
    paula.does(FinishReminder(deadline="leaver:bob"))
    assert not [one for one in due(paula, "ana", "bob") if one.startswith("leaver")]


def test_who_left_is_told_of_nothing_and_the_next_administrator_is() -> None:
    paula = office()
    paula.on("2026-06-01").does(RecordPurchase(program=Programme.LEARNING_ACTION_PACK))
    paula.does(HandOverReminder(deadline="swap:offer-2", to="carol"))
    assert due(paula)["refund:offer-2"].people == ("paula", "olga")
    assert due(paula, "paula")["refund:offer-2"].people == ("olga",)
    assert due(paula, "carol")["swap:offer-2"].people == ("paula", "olga")
    paula.does(NameDeputy(deputy="dave"))
    assert due(paula)["refund:offer-2"].people[0] == "dave"
    assert due(paula, "dave")["refund:offer-2"].people[0] == "paula"


def test_who_left_is_not_asked_to_activate_a_seat() -> None:
    paula = office()
    paula.does(AssignSeat(person="carol", product=VS))
    assert "seat-activation:seat-3:carol" in due(paula)
    assert "seat-activation:seat-3:carol" not in due(paula, "carol")


def test_a_seat_of_an_offer_that_is_over_is_nobodys_matter() -> None:
    paula = office().on("2027-03-01")
    assert due(paula, "ana") == due(paula)
    assert day("2027-03-01") == paula.today
