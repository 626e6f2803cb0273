"""Cards of requests: what one administrator decides closes the cards of the others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.record.records import Records
from policy.model import RequestDecided
from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import OverHttp
from tests.fake_slack.workspace import Posted


@pytest.fixture
def zoe(slack: FakeSlack, paula: Person) -> Person:
    return slack.person("Zoe Lang")


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, paula: Person, ana: Person, bob: Person, zoe: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        buys(paula)
        paula.says("make @bob an administrator")
        paula.sees("Bob Meyer is administrator")
        yield app


def asks(ana: Person, paula: Person, bob: Person) -> tuple[Posted, Posted]:
    """Ana asks for a seat; the cards of both administrators."""
    ana.says("I need a VS pro seat")
    card = "Ana Souza asks for a Visual Studio Professional seat"
    return paula.sees(card), bob.sees(card)


def test_what_one_decides_closes_the_card_of_the_other(paula: Person, ana: Person, bob: Person) -> None:
    of_paula, of_bob = asks(ana, paula, bob)
    assert of_bob.buttons == ["Approve", "Deny"]
    paula.presses("Approve", of_paula)
    assert bob.sees("Ana Souza asks for", "Paula Reyes approved this.") is of_bob
    assert not of_bob.buttons
    assert paula.sees("Ana Souza asks for", "Paula Reyes: Approve").buttons == ["Undo"]
    assert "approved this." not in of_paula.words


def test_who_denies_may_say_why_and_who_asked_is_told(paula: Person, ana: Person, bob: Person) -> None:
    of_paula, of_bob = asks(ana, paula, bob)
    paula.presses("Deny", of_paula)
    paula.sees_modal("Deny a request", "Ana Souza asks for a Visual Studio Professional seat, since 1 Jun 2026.")
    assert of_paula.buttons == ["Approve", "Deny"]
    paula.submits(why="we're waiting for the new grant <!channel>")
    paula.sees_modal("Done.", "Ana Souza's request", "is denied")
    ana.sees("Paula Reyes denied your request", "seat: we're waiting for the new grant <!channel>")
    for each, card in ((paula, of_paula), (bob, of_bob)):
        assert each.sees("Ana Souza asks for", "Paula Reyes denied this.") is card
        assert not card.buttons
    paula.presses_in_modal("Undo")
    paula.sees_modal("Taken back")


def test_a_denial_needs_no_reason_and_is_pressed_at_home_too(paula: Person, ana: Person, bob: Person) -> None:
    asks(ana, paula, bob)
    bob.opens_home()
    bob.sees_at_home("Ana Souza asks for")
    bob.presses_at_home("Deny")
    bob.sees_modal("Deny a request", "Ana Souza asks for")
    bob.submits()
    ana.sees("Bob Meyer denied your request for a Visual Studio Professional seat.")
    assert "asks for" not in bob.sees_at_home("All quiet")


def test_who_may_not_decide_is_asked_for_no_reason(paula: Person, ana: Person, bob: Person) -> None:
    of_paula, _ = asks(ana, paula, bob)
    ana.presses("Deny", replace(of_paula, channel=ana.dm))
    ana.sees("administrator")
    assert not ana._workspace.stack(ana.id)


def test_of_two_who_answer_at_once_the_second_is_told(paula: Person, ana: Person, bob: Person, file: Path) -> None:
    of_paula, of_bob = asks(ana, paula, bob)
    paula.presses("Deny", of_paula)
    paula.sees_modal("Deny a request")
    bob.presses("Deny", of_bob)
    bob.sees_modal("Deny a request")
    paula.submits(why="not now")
    bob.submits(why="never")
    bob.sees_modal("Not recorded", "Ana Souza's request was denied already.")
    entries = Records.open(file).log.entries("T0ACME")
    assert [entry.why for entry in entries if isinstance(entry, RequestDecided)] == ["not now"]
    ana.sees("denied your request")
    assert len([seen for seen in ana.sees_all() if "denied your request" in seen.words]) == 1


def test_approved_meanwhile_a_request_is_not_denied(paula: Person, ana: Person, bob: Person) -> None:
    of_paula, of_bob = asks(ana, paula, bob)
    paula.presses("Deny", of_paula)
    paula.sees_modal("Deny a request")
    bob.presses("Approve", of_bob)
    bob.sees("Approved.")
    paula.submits(why="not now")
    paula.sees_modal("Not recorded", "Ana Souza's request was approved already.")


def test_what_is_decided_in_words_closes_every_card(paula: Person, ana: Person, bob: Person) -> None:
    of_paula, of_bob = asks(ana, paula, bob)
    paula.says("assign VS pro to @ana")
    paula.sees("Ana Souza has Visual Studio Professional seat 1")
    for each, card in ((paula, of_paula), (bob, of_bob)):
        assert each.sees("Ana Souza asks for", "Paula Reyes approved this.") is card
        assert not card.buttons


def test_a_request_that_is_taken_back_can_be_approved_no_more(paula: Person, ana: Person, bob: Person) -> None:
    of_paula, of_bob = asks(ana, paula, bob)
    ana.presses("Undo", ana.sees("I've asked"))
    for each, card in ((paula, of_paula), (bob, of_bob)):
        assert each.sees("Ana Souza asks for", "Ana Souza took this back.") is card
        assert not card.buttons


def test_the_card_of_another_request_stays_open(paula: Person, ana: Person, bob: Person, zoe: Person) -> None:
    zoe.says("I need a VS pro seat")
    of_zoe = bob.sees("Zoe Lang asks for")
    _, of_ana = asks(ana, paula, bob)
    paula.says("deny ana's request")
    paula.sees("is denied")
    until(lambda: not of_ana.buttons)
    assert of_zoe.buttons == ["Approve", "Deny"]


def test_who_asks_is_told_nothing_of_what_others_hold(paula: Person, ana: Person, bob: Person, zoe: Person) -> None:
    paula.says("assign VS pro to @zoe, @bob and @paula")
    paula.sees("Zoe Lang has Visual Studio Professional seat 1 of 3")
    paula.says("release @zoe's seat")
    paula.sees("Zoe Lang gave back")
    paula.presses("Record it")
    paula.sees("no longer has")
    ana.says("I need a VS pro seat")
    told = ana.sees("I've asked", "Not yet. One may be given from 30 Aug 2026.").words
    assert "Zoe" not in told
    assert "Partner Center" not in told
    paula.sees("Ana Souza asks for", "Zoe Lang got Visual Studio Professional seat 1")


def test_the_card_says_what_approving_costs_or_asks(paula: Person, ana: Person, zoe: Person) -> None:
    paula.says("we bought the gold Data Analytics competency on 20 May 2026")
    paula.sees("Gold Data Analytics competency bought")
    paula.says("the competency grants 2 VS enterprise")
    paula.sees("2 Visual Studio Enterprise")
    ana.says("I need a VS enterprise seat")
    paula.sees("Ana Souza asks for", "no longer considers a refund for the Gold Data Analytics competency")
    zoe.says("I need a VS seat")
    paula.sees("Zoe Lang asks for a Visual Studio seat", "Approving asks you first: Which edition")
    zoe.sees("It is for an administrator to look at first.")
