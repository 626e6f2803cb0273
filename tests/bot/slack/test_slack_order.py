"""What comes first: commit, acknowledgement, calls to Slack; and of a conversation one message after the other."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from bot.reply import Reply, Request
from bot.slack.sending.later import Sent, begin, later
from bot.slack.words import only_asks
from tests.bot.slack.conftest import StandIn, echo
from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person

pytestmark = pytest.mark.usefixtures("app")


def _held(desk: StandIn, text: str) -> tuple[Event, Event]:
    """The desk waits with this text: once it is there, and until it may go on."""
    here, go_on = Event(), Event()

    def says(request: Request) -> Reply:
        if request.text == text:
            here.set()
            assert go_on.wait(5)
        return echo(request)

    desk.says = says
    return here, go_on


def test_a_question_is_acknowledged_before_it_is_answered(ana: Person, desk: StandIn) -> None:
    here, go_on = _held(desk, "can we demo Dynamics?")
    assert ana.says("can we demo Dynamics?").status == 200
    assert here.wait(5)
    assert not ana.sees_all()
    go_on.set()
    ana.sees("can we demo Dynamics?")


def test_what_may_be_recorded_is_answered_before_it_is_acknowledged(ana: Person, desk: StandIn) -> None:
    here, go_on = _held(desk, "assign VS to bob")
    with ThreadPoolExecutor() as pool:
        said = pool.submit(ana.says, "assign VS to bob")
        assert here.wait(5)
        assert not said.done()
        go_on.set()
        assert said.result().status == 200


def test_calls_to_slack_wait_until_the_acknowledgement_is_sent() -> None:
    done: list[str] = []
    later(lambda: done.append("at once"))  # no request is under way
    begin()
    later(lambda: done.append("first"))
    later(lambda: done.append("second"))
    body = Sent(b"ok")
    assert list(body) == [b"ok"]
    assert done == ["at once"]
    body.close()
    later(lambda: done.append("last"))
    assert done == ["at once", "first", "second", "last"]


def test_a_message_waits_for_the_question_before_it(ana: Person, desk: StandIn) -> None:
    here, go_on = _held(desk, "can we demo Dynamics?")
    ana.says("can we demo Dynamics?")
    assert here.wait(5)
    with ThreadPoolExecutor() as pool:
        second = pool.submit(ana.says, "we are gold")
        assert not second.done()
        go_on.set()
        assert second.result().status == 200
    ana.sees("we are gold")
    assert [request.text for request in desk.asked] == ["can we demo Dynamics?", "we are gold"]


@pytest.mark.parametrize(
    "text", ["can we demo Dynamics?", "What's the refund cutoff?", "who has a seat?", "is token 3 activated?"]
)
def test_what_plainly_asks(text: str) -> None:
    assert only_asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "can you assign VS to bob?",
        "could somebody give bob a seat?",
        "we bought the Action Pack today. When does the window close?",
        "who has a seat? assign one to bob",
        "assign VS to bob?",
        "is it ok\nassign VS to bob?",
        "undo",
        "Why?x",
        "can we demo Dynamics",
    ],
)
def test_what_may_be_more_than_a_question(text: str) -> None:
    assert not only_asks(text)


def test_what_was_taken_for_a_question_is_proposed_and_never_recorded(
    slack: FakeSlack, file: Path, paula: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Acknowledged before it is committed, it could be lost: whoever said it decides once more."""
    with office(slack, file):
        buys(paula)
        monkeypatch.setattr("bot.slack.face.only_asks", lambda text: True)
        slack.person("Ana Souza")
        paula.says("assign VS pro to @ana")
        proposed = paula.sees("Shall I record this?")
        assert "#3" not in proposed.words
        paula.presses("Record it")
        paula.sees("seat 1 of 3", "#3")
