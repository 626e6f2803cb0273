"""Slack in a bad mood: slow, full, broken, or refusing what it does not know yet."""

import pytest

from bot.reply import Kind, Reply, Table
from tests.bot.slack.conftest import StandIn
from tests.fake_slack import FakeSlack, Person, Posted, until

pytestmark = pytest.mark.usefixtures("app")

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


def test_a_message_whose_answer_was_lost_is_looked_for_and_not_sent_twice(slack: FakeSlack, ana: Person) -> None:
    slack.resets("chat.postMessage")
    ana.says("can we demo Dynamics?")
    until(lambda: slack.calls["conversations.history"])
    ana.says("and then?")
    ana.sees("and then?")
    assert len(ana.sees_all()) == 2
    assert slack.calls["chat.postMessage"] == 2


def test_in_a_channel_that_it_cannot_read_a_message_is_rather_lost_than_doubled(
    slack: FakeSlack, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    slack.resets("chat.postMessage")
    ana.mentions("can we demo Dynamics?", slack.workspace.channel("general"))
    until(lambda: "A message was not delivered." in caplog.text)
    assert slack.calls["conversations.history"] == 0


@pytest.mark.parametrize("status", [500, 503])
def test_a_message_to_a_broken_slack_is_sent_again(
    slack: FakeSlack, ana: Person, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    slack.answers("chat.postMessage", status=status, times=2)
    ana.says("my key is AAAAA")
    ana.sees("my key is AAAAA")
    assert len(ana.sees_all()) == 1
    assert "A message is sent again" in caplog.text
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


def test_a_message_is_looked_for_as_far_back_as_it_was_written(slack: FakeSlack, ana: Person) -> None:
    slack.resets("chat.postMessage")
    ana.says("can we demo Dynamics?")
    ana.sees("can we demo Dynamics?")
    for number in range(450):
        slack.workspace.keeps(Posted(ana.dm, slack.workspace.ts(), ana.id, f"chatter {number}"))
    until(lambda: slack.calls["conversations.history"] >= 3)
    ana.says("and then?")
    ana.sees("and then?")
    assert len(ana.sees_all()) == 2


def test_a_table_that_answers_a_command_is_left_out_where_it_is_refused(
    slack: FakeSlack, ana: Person, desk: StandIn
) -> None:
    desk.says = lambda request: _WITH_TABLE
    assert ana.runs("/mpn who has what?").body == ""
    assert [block["type"] for block in ana.sees("Ana has seat 2.").blocks] == ["section", "table", "actions"]
    slack.refused_blocks = frozenset({"table"})
    ana.runs("/mpn who has what?")
    until(lambda: len(ana.sees_all()) == 2)
    seen = ana.sees_all()[-1]
    assert seen.alone == ana.id
    assert [block["type"] for block in seen.blocks] == ["section", "actions"]
