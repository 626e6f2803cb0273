"""Cards of requests: what one administrator decides closes the cards of the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import OverHttp
from tests.fake_slack.workspace import Posted


@pytest.fixture
def ana(slack: FakeSlack, paula: Person) -> Person:
    return slack.person("Ana Souza")


@pytest.fixture
def bob(slack: FakeSlack, paula: Person) -> Person:
    return slack.person("Bob Meyer")


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
    paula.presses("Deny", of_paula)
    assert bob.sees("Ana Souza asks for", "Paula Reyes denied this.") is of_bob
    assert not of_bob.buttons
    assert paula.sees("Ana Souza asks for", "Paula Reyes: Deny").buttons == ["Undo"]
    assert "denied this." not in of_paula.words


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
