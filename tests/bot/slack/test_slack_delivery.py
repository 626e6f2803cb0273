"""What Slack brings: signed or not, twice, at once, for nobody, in pieces."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from bot.reply import Reply, Request
from tests.bot.slack.conftest import StandIn, echo
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind, OverHttp, brought

pytestmark = pytest.mark.usefixtures("app")

_MESSAGE = {"type": "event_callback", "team_id": "T0ACME", "event": {"type": "message", "text": "a secret"}}


def test_slack_checks_the_address(app: OverHttp) -> None:
    challenge = {"type": "url_verification", "challenge": "c4a11e"}
    status, body = app.send(json.dumps(challenge), "application/json")
    assert (status, json.loads(body)) == (200, {"challenge": "c4a11e"})


def test_a_forged_signature_is_turned_away(
    app: OverHttp, ana: Person, desk: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert brought(app.forged(), Kind.EVENT, _MESSAGE).status == 401
    assert not desk.asked
    assert "secret" not in caplog.text


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_signature_of_another_time_is_turned_away(app: OverHttp, desk: StandIn, minutes: int) -> None:
    assert brought(app.at(lambda: time.time() + 60 * minutes), Kind.EVENT, _MESSAGE).status == 401
    assert not desk.asked


def test_an_unsigned_request_is_turned_away(app: OverHttp, desk: StandIn) -> None:
    headers = {"Content-Type": "application/json"}
    status, _ = app.request("POST", "/slack/events", json.dumps(_MESSAGE).encode(), headers)
    assert status == 401
    assert not desk.asked


@pytest.mark.parametrize("time", ["9" * 5_000, "-5", "1e9", "²", ""])
def test_a_time_that_is_none_is_turned_away(app: OverHttp, caplog: pytest.LogCaptureFixture, time: str) -> None:
    """Of a number of 5,000 digits the check raised: 500, and a stack in the log for every request."""
    headers = {"X-Slack-Request-Timestamp": time, "X-Slack-Signature": "v0=0"}
    status, _ = app.request("POST", "/slack/events", b"{}", headers)
    assert (status, caplog.text) == (401, "")


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"payload=nonsense", b"[1]", b"5", b'{"team": 5}'])
def test_junk_is_turned_away(app: OverHttp, body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    status, _ = app.request("POST", "/slack/events", body, {"Content-Type": "application/json"})
    assert status in (400, 401)
    assert not [record for record in caplog.records if record.name.startswith(("bot", "slack_"))]


def test_the_desk_tells_that_it_is_well(app: OverHttp) -> None:
    assert app.request("GET", "/healthz") == (200, "ok")
    assert app.request("HEAD", "/healthz") == (200, "")
    assert app.request("HEAD", "/slack/events")[0] == 404
    assert app.request("GET", "/")[0] == 404
    assert app.request("GET", "/slack/events")[0] == 404


def test_a_repeated_delivery_is_answered_once(ana: Person, desk: StandIn) -> None:
    first = ana.says("can we demo Dynamics?")
    again = first.again().again()
    ana.says("and then?")
    ana.sees("and then?")
    assert (first.status, again.status) == (200, 200)
    assert [request.text for request in desk.asked] == ["can we demo Dynamics?", "and then?"]
    assert len(ana.sees_all()) == 2


def test_a_repeated_command_and_press_are_answered_once(ana: Person, desk: StandIn) -> None:
    repeated = ana.runs("/mpn can we demo Dynamics?").again()
    assert (repeated.status, repeated.body) == (200, "")
    ana.says("hello")
    ana.sees("hello")
    ana.presses("Why?").again()
    ana.sees("Why?")
    assert [request.text or request.press for request in desk.asked] == [
        "can we demo Dynamics?",
        "hello",
        "Why?",
    ]


def test_two_copies_at_once_are_answered_once(ana: Person, desk: StandIn) -> None:
    here, twice = Event(), Event()

    def is_slow(request: Request) -> Reply:
        (here if len(desk.asked) == 1 else twice).set()
        assert not twice.wait(0.2)
        return echo(request)

    desk.says = is_slow
    with ThreadPoolExecutor() as pool:
        first = pool.submit(ana.says, "can we demo Dynamics?")
        assert here.wait(5)
        assert ana.under_way
        second = pool.submit(ana.under_way.again)
        assert (first.result().status, second.result().status) == (200, 200)
    assert len(desk.asked) == 1


def test_a_second_copy_waits_for_the_first(ana: Person, desk: StandIn) -> None:
    """The first copy fails while the second is here: the second is answered, not sent away."""
    here, go_on = Event(), Event()

    def fails_at_first(request: Request) -> Reply:
        if len(desk.asked) == 1:
            here.set()
            go_on.wait(5)
            raise RuntimeError
        return echo(request)

    desk.says = fails_at_first
    with ThreadPoolExecutor() as pool:
        first = pool.submit(ana.says, "we demoed Dynamics")
        assert here.wait(5)
        assert ana.under_way
        second = pool.submit(ana.under_way.again)
        go_on.set()
        assert (first.result().status, second.result().status) == (500, 200)
    ana.sees("*Heard:* we demoed Dynamics")


_OF_NOBODY: list[dict[str, Any]] = [
    {"bot_id": "B0OTHER"},
    {"subtype": "bot_message", "user": None, "bot_id": "B0OTHER"},
    {"user": "U0DESK", "bot_id": "B0DESK"},
    {"user": "USLACKBOT"},
    {"subtype": "message_changed", "user": None, "text": None, "message": {"user": "U1", "text": "new"}},
    {"subtype": "message_deleted", "user": None, "text": None, "deleted_ts": "1.1"},
    {"subtype": "channel_join"},
    {"edited": {"user": "U1", "ts": "1.1"}},
    {"channel_type": "channel"},
    {"channel_type": None, "channel": "C1"},
]


@pytest.mark.parametrize("event", _OF_NOBODY, ids=str)
def test_what_no_person_says_to_the_desk_is_passed_over(ana: Person, desk: StandIn, event: dict[str, Any]) -> None:
    assert ana.says("hello", **event).status == 200
    assert not desk.asked


@pytest.mark.parametrize("event", [{"bot_id": "B0OTHER"}, {"edited": {"user": "U1", "ts": "1.1"}}], ids=str)
def test_a_mention_by_a_bot_or_an_edit_is_passed_over(
    slack: FakeSlack, ana: Person, desk: StandIn, event: dict[str, Any]
) -> None:
    assert ana.mentions("hello", slack.workspace.channel("general"), **event).status == 200
    assert not desk.asked


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_words_with_a_file_or_to_the_channel_are_answered(ana: Person, subtype: str) -> None:
    ana.says("can we demo Dynamics?", subtype=subtype)
    ana.sees("*Heard:* can we demo Dynamics?")


def test_a_direct_message_is_known_by_its_channel_where_its_kind_is_missing(ana: Person) -> None:
    ana.says("can we demo Dynamics?", channel_type=None)
    ana.sees("*Heard:* can we demo Dynamics?")
