"""When something goes wrong: words and a reference for the person, a stack without their words in the log."""

import re

import pytest

from bot.reply import Reply, Request
from tests.bot.slack.conftest import StandIn, echo
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind, brought

pytestmark = pytest.mark.usefixtures("app")

_SECRET = "key AAAAA-BBBBB"


def _breaks(request: Request) -> Reply:
    raise ValueError(f"cannot read {request.text or request.press}") from KeyError(request.text)


def _reference(words: str) -> str:
    found = re.search(r"nothing was recorded\. Reference `([2-9A-Z]{4})`", words)
    assert found, words
    return found[1]


def test_a_fault_is_told_with_a_reference_and_logged_without_words(
    ana: Person, desk: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    desk.says = _breaks
    assert ana.says(_SECRET).status == 500
    reference = _reference(ana.sees("Something went wrong on my side").words)
    assert f"Fault {reference} in message." in caplog.text
    assert "in _breaks" in caplog.text
    assert "KeyError\n\nthen\n" in caplog.text
    assert caplog.text.rstrip().endswith("ValueError")
    assert "AAAAA" not in caplog.text


def test_a_delivery_that_failed_is_answered_when_slack_repeats_it(ana: Person, desk: StandIn) -> None:
    desk.says = _breaks
    failed = ana.says("we demoed Dynamics")
    desk.says = echo
    assert failed.again().status == 200
    ana.sees("*Heard:* we demoed Dynamics")


def test_a_question_that_failed_after_its_acknowledgement_is_told_with_a_reference(
    ana: Person, desk: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    desk.says = _breaks
    assert ana.says("can we demo Dynamics?").status == 200
    reference = _reference(ana.sees("Something went wrong on my side").words)
    assert f"Fault {reference}" in caplog.text
    assert "Dynamics" not in caplog.text


def test_a_fault_that_lasts_is_told_once(ana: Person, desk: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    desk.says = _breaks
    assert ana.says("hello").again().again().status == 500
    desk.says = echo
    ana.says("and now")
    ana.sees("and now")
    assert len(ana.sees_all()) == 2
    told = _reference(ana.sees_all()[0].words)
    assert caplog.text.count(f"Fault {told} in message.") == 3


def test_a_delivery_without_an_id_is_known_by_its_message(slack: FakeSlack, ana: Person, desk: StandIn) -> None:
    desk.says = _breaks
    failed = ana.says("hello")
    nameless = {key: value for key, value in failed.payload.items() if key != "event_id"}
    for _ in range(2):
        assert brought(failed.sender, Kind.EVENT, nameless).status == 500
    slack.workspace.waits(lambda: len(ana.sees_all()) == 2 or None)
    assert len({_reference(seen.words) for seen in ana.sees_all()}) == 2
    nameless["event"] = nameless["event"] | {"ts": "1790000000.000009"}
    brought(failed.sender, Kind.EVENT, nameless)
    slack.workspace.waits(lambda: len(ana.sees_all()) == 3 or None)
    assert len(ana.sees_all()) == 3


def test_a_fault_in_a_mention_is_told_in_its_thread(slack: FakeSlack, ana: Person, desk: StandIn) -> None:
    desk.says = _breaks
    mention = ana.mentions("hello", slack.workspace.channel("general"))
    assert ana.sees("Something went wrong").thread_ts == mention.payload["event"]["ts"]


def test_a_fault_in_a_command_is_told_in_its_acknowledgement(ana: Person, desk: StandIn) -> None:
    desk.says = _breaks
    assert ana.runs("/mpn hello").status == 200
    assert _reference(ana.sees("Something went wrong").words)


def test_a_fault_in_a_press_is_told_to_who_pressed(ana: Person, desk: StandIn) -> None:
    ana.says("hello")
    ana.sees("hello")
    desk.says = _breaks
    assert ana.presses("Why?").status == 200
    assert ana.sees("Something went wrong").alone == ana.id


def test_an_event_that_cannot_be_read_is_logged_and_refused(
    ana: Person, desk: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    assert ana.says(_SECRET, ts=None).status == 400
    assert "could not be read in message" in caplog.text
    assert "Fault" not in caplog.text
    assert "AAAAA" not in caplog.text
    assert not desk.asked
