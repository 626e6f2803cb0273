"""Slack in a bad mood: slow, full, broken, or refusing what it does not know yet."""

import pytest

from bot.reply import Kind, Reply, Table
from tests.bot.slack.conftest import StandIn
from tests.fake_slack import FakeSlack, Person, until

_WITH_TABLE = Reply(
    kind=Kind.REPORT,
    text="Ana has seat 2.",
    table=Table(columns=("Person", "Seat"), rows=(("Ana", "2"),)),
    choices=("Why?",),
)


def test_a_slow_slack_delays_no_acknowledgement(slack: FakeSlack, ana: Person) -> None:
    slack.slow(2.0)
    asked = [ana.says("can we demo Dynamics?"), ana.runs("/mpn help")]
    assert max(delivery.seconds for delivery in asked) < 1.0
    ana.sees("*Heard:* can we demo Dynamics?")
    assert ana.presses("Why?").seconds < 1.0
    ana.sees("*Heard:* Why?")


def test_a_full_slack_is_asked_again(slack: FakeSlack, ana: Person) -> None:
    slack.answers("chat.postMessage", status=429, times=2)
    ana.says("can we demo Dynamics?")
    ana.sees("*Heard:* can we demo Dynamics?")
    assert slack.calls["chat.postMessage"] == 3


def test_a_lost_answer_doubles_no_message(slack: FakeSlack, ana: Person, caplog: pytest.LogCaptureFixture) -> None:
    slack.resets("chat.postMessage")
    ana.says("can we demo Dynamics?")
    ana.sees("*Heard:* can we demo Dynamics?")
    ana.says("and then?")
    ana.sees("and then?")
    assert len(ana.sees_all()) == 2
    assert "A message was not delivered." in caplog.text


@pytest.mark.parametrize("status", [500, 503])
def test_a_broken_slack_loses_one_message_and_no_more(
    slack: FakeSlack, ana: Person, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    slack.answers("chat.postMessage", status=status)
    ana.says("my key is AAAAA")
    ana.says("and then?")
    ana.sees("and then?")
    assert len(ana.sees_all()) == 1
    assert "A message was not delivered." in caplog.text
    assert "AAAAA" not in caplog.text


def test_a_table_is_drawn_where_slack_knows_tables(ana: Person, desk: StandIn) -> None:
    desk.says = lambda request: _WITH_TABLE
    ana.says("who has what?")
    seen = ana.sees("Ana has seat 2.")
    assert [block["type"] for block in seen.blocks] == ["section", "table", "actions"]


def test_a_refused_table_is_left_out(slack: FakeSlack, ana: Person, desk: StandIn) -> None:
    slack.refused_blocks = frozenset({"table"})
    desk.says = lambda request: _WITH_TABLE
    ana.says("who has what?")
    seen = ana.sees("Ana has seat 2.")
    assert [block["type"] for block in seen.blocks] == ["section", "actions"]
    ana.presses("Why?")
    assert ana.sees("Ana has seat 2.", "Why?") is seen


def test_a_response_url_that_refuses_is_logged(slack: FakeSlack, ana: Person, caplog: pytest.LogCaptureFixture) -> None:
    ana.runs("/mpn hello")
    with slack.held():
        ana.presses("Why?")
        slack.workspace.passes(31 * 60)
    until(lambda: "SlackApiError: expired_url" in caplog.text)


@pytest.mark.parametrize("in_json", [False, True])
def test_a_table_refused_by_a_response_url_is_left_out(
    slack: FakeSlack, ana: Person, desk: StandIn, in_json: bool
) -> None:
    slack.refusals_in_json = in_json
    ana.runs("/mpn hello")
    slack.refused_blocks = frozenset({"table"})
    desk.says = lambda request: _WITH_TABLE
    ana.presses("Why?")
    assert [block["type"] for block in ana.sees("Ana has seat 2.").blocks] == ["section", "actions"]
