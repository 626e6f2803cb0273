"""A question that stands twice, or was answered in words, is recorded once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import OverHttp
from tests.fake_slack.workspace import Posted

ALREADY = "*That is answered already:*"


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, paula: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        buys(paula)
        yield app


@pytest.fixture
def card(paula: Person) -> Posted:
    paula.says("opnd incident exchange")
    return paula.sees("*Shall I record this?*")


def test_what_was_answered_in_words_is_not_recorded_by_its_button(paula: Person, card: Posted) -> None:
    paula.says("yes")
    paula.sees("9 incidents left")
    paula.presses("Record it", below=card)
    paula.sees(ALREADY)


def test_of_a_card_that_stands_twice_one_is_recorded(paula: Person, card: Posted) -> None:
    paula.says("what is free?")
    paula.presses("Record it", below=paula.sees("Still open:"))
    paula.sees("9 incidents left")
    paula.presses("Record it", below=card)
    paula.sees(ALREADY)


def test_the_same_said_anew_is_another(paula: Person, card: Posted) -> None:
    paula.presses("Record it", below=card)
    paula.sees("9 incidents left")
    paula.says("opnd incident exchange")
    until(lambda: "Record it" in paula.sees_all()[-1].buttons)
    paula.presses("Record it")
    paula.sees("8 incidents left")
