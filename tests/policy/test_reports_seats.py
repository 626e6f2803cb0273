"""Who has what, what is free, and which seat can move."""

import pytest

from policy.acts import (
    ActivateKey,
    ActivateToken,
    AssignSeat,
    QueueSeat,
    ReleaseSeat,
)
from policy.decision import Form, Verdict
from tests.policy.companies import PACK, staffed
from tests.policy.told import head, says, yes_or_no
from tests.policy.workspace import VS, Workspace, day


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
