"""Connections to Slack that stay open: used again, let go when Slack hangs up, and every failure known as one."""

import http.client
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.sending import wire
from bot.slack.sending.posting import POSTING, REPEATABLE, may_be_repeated
from bot.slack.sending.wire import Client, Wires
from tests.fake_slack import FakeSlack


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[http.client.HTTPConnection]:
    """Every connection that is made."""
    made: list[http.client.HTTPConnection] = []

    class Counted(wire._Plain):
        def connect(self) -> None:
            made.append(self)
            super().connect()

    monkeypatch.setattr(wire, "_Plain", Counted)
    return made


def _client(slack: FakeSlack, **more: object) -> Client:
    return Client(slack.bot_token, slack.url, Wires(), **more)


def test_calls_share_a_connection(slack: FakeSlack, opened: list[object]) -> None:
    client = _client(slack)
    for _ in range(3):
        assert client.auth_test()["ok"]
    assert Client.beside(client, timeout=1).auth_test()["ok"]
    assert len(opened) == 1


def test_one_that_slack_closed_is_not_used_again(slack: FakeSlack, opened: list[http.client.HTTPConnection]) -> None:
    client = _client(slack, retry_handlers=[])
    slack.answers("auth.test", 503)
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response.status_code == 503
    opened[0].sock.shutdown(2)
    assert client.auth_test()["ok"]
    assert len(opened) == 2


def test_one_that_waited_too_long_is_let_go(
    slack: FakeSlack, opened: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _client(slack)
    client.auth_test()
    monkeypatch.setattr(wire, "_IDLE", 0.0)
    client.auth_test()
    assert len(opened) == 2


def test_a_post_that_was_reset_is_not_repeated_blindly_and_a_reading_is(slack: FakeSlack, opened: list[object]) -> None:
    slack.resets("chat.postMessage")
    ana = slack.person("Ana Souza")
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        _client(slack, retry_handlers=list(POSTING)).chat_postMessage(channel=ana.dm, text="x")
    assert slack.calls["chat.postMessage"] == 1
    slack.resets("auth.test")
    assert _client(slack, retry_handlers=list(REPEATABLE)).auth_test()["ok"]


def test_too_many_calls_are_repeated_when_slack_says(slack: FakeSlack) -> None:
    slack.answers("auth.test", 429, retry_after=0)
    assert _client(slack, retry_handlers=list(POSTING)).auth_test()["ok"]


def test_where_nobody_listens_it_may_be_repeated() -> None:
    with pytest.raises(URLError) as fault:
        Client("xoxb", "http://127.0.0.1:9/api/", Wires(), retry_handlers=[]).auth_test()
    assert may_be_repeated(fault.value, letter=None)  # type: ignore[arg-type]
