"""A question that stands twice, or was answered in words, is recorded once: also after a restart, by two processes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from copy import deepcopy
from pathlib import Path

import pytest

from bot.record.records import Records
from policy.model import IncidentOpened
from tests.bot.slack.office import buys, office
from tests.bot.slack.test_slack_many import ByTurns
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import OverHttp
from tests.fake_slack.workspace import Posted
from tests.storage.office import cluster

ALREADY = "*That is answered already:*"


@pytest.fixture
def running(slack: FakeSlack, file: Path, paula: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        buys(paula)
        yield app


@pytest.fixture
def card(running: OverHttp, paula: Person) -> Posted:
    return asks(paula)


def asks(paula: Person) -> Posted:
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


def test_answered_it_stays_after_a_restart(slack: FakeSlack, file: Path, paula: Person) -> None:
    with office(slack, file):
        buys(paula)
        card = asks(paula)
        paula.says("yes")
        paula.sees("9 incidents left")
    with office(slack, file):
        paula.presses("Record it", below=card)
        paula.sees(ALREADY)


@pytest.mark.parametrize("ways", [("button", "yes"), ("button", "copy"), ("yes", "yes")], ids="+".join)
def test_two_processes_that_are_answered_at_once_record_one(
    slack: FakeSlack, paula: Person, ways: tuple[str, str]
) -> None:
    url = cluster().database()
    with ExitStack() as stack:
        stack.callback(cluster().drop, url)
        slack.app = ByTurns([stack.enter_context(office(slack, url, mpn_administrators=paula.id)) for _ in range(2)])
        buys(paula)
        card = deepcopy(asks(paula))
        paula.says("what is free?")
        again = deepcopy(paula.sees("Still open:"))
        answers: dict[str, Callable[[], object]] = {
            "button": lambda: paula.presses("Record it", below=card),
            "copy": lambda: paula.presses("Record it", below=again),
            "yes": lambda: paula.says("yes"),
        }
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda way: answers[way](), ways))
        paula.sees("9 incidents left")
        paula.says("what happened today?")
        paula.sees("recorded today")
        entries = Records.open(url).log.entries(slack.workspace.team)
        assert sum(isinstance(entry, IncidentOpened) for entry in entries) == 1
