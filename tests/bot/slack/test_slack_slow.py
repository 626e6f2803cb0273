"""A slow Slack and a busy database delay no acknowledgement beyond what Slack waits for."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Delivery, OverHttp

PRO = "visual-studio-professional"


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, ana: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        yield app
        slack.slow(0)  # what is left to be said at the end need not be slow as well


def every_path(slack: FakeSlack, paula: Person, ana: Person) -> Iterator[Delivery]:
    yield paula.says("assign VS to @ana")
    yield paula.mentions("can we demo Dynamics?", slack.workspace.channel("general"))
    yield paula.runs("/mpn who has a seat?")
    yield ana.runs("/mpn I need a SQL Server")
    yield paula.opens_home()
    yield paula.uses_shortcut("assign_seat")


def test_every_path_acknowledges_while_slack_is_slow(slack: FakeSlack, paula: Person, ana: Person) -> None:
    buys(paula)
    slack.slow(2.0)
    for delivery in every_path(slack, paula, ana):
        assert delivery.status == 200
        assert delivery.seconds < 1.0, delivery.payload
    paula.sees_modal("Assign a seat", within=10)
    sent = paula.submits(person=paula.id, product=PRO)
    assert sent.seconds < 1.0
    paula.sees_modal("Paula Reyes has Visual Studio Professional seat 2 of 3")
    assert paula.presses_in_modal("Undo").seconds < 1.0
    paula.sees_modal("Taken back", within=10)


def test_every_path_acknowledges_while_the_database_is_busy(
    slack: FakeSlack, file: Path, paula: Person, ana: Person
) -> None:
    buys(paula)
    other = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    for number, _ in enumerate(range(3)):
        other.execute("BEGIN IMMEDIATE")
        Timer(1.0, lambda: other.execute("COMMIT")).start()
        said = paula.says(f"the action pack grants {number + 4} visual studio professional")
        assert said.status == 200
        assert said.seconds < 2.5
    paula.sees("#5")


def test_a_first_word_does_not_wait_for_a_slow_slack(slack: FakeSlack, file: Path, paula: Person) -> None:
    slack.slow(2.0)
    said = paula.says("hello")
    assert said.status == 200
    assert said.seconds < 1.7
