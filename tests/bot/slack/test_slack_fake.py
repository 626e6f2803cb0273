"""The fake Slack refuses what Slack refuses, and has its shapes."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.slack.payloads import Checked, Command, Press, Said
from bot.slack.submitted import Submission
from bot.slack.words import escape
from tests.bot.slack.office import office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.linter import faults_of_message, faults_of_view

pytestmark = pytest.mark.usefixtures("app")

Json = dict[str, Any]

_SHARED = Path(os.environ.get("MPN_SHARED", Path(__file__).parents[4] / "shared")) / "slack"


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return WebClient(slack.bot_token, slack.url, retry_handlers=[])


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Go"}} | more


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": {"type": "plain_text", "text": "Seat"}, "blocks": []} | more


def refuses(error: str, client: WebClient, method: str, **args: Any) -> SlackApiError:
    with pytest.raises(SlackApiError) as refusal:
        client.api_call(method, json=args)
    assert refusal.value.response["error"] == error
    return refusal.value


def test_who_may_call_what(slack: FakeSlack, client: WebClient) -> None:
    assert client.auth_test()["user_id"] == "U0DESK"
    refuses("unknown_method", client, "chat.postTelegram")
    refuses("invalid_auth", WebClient("xoxb-other", slack.url), "auth.test")
    refuses("not_authed", WebClient(None, slack.url), "auth.test")
    refuses("not_allowed_token_type", client, "apps.connections.open")
    slack.scopes = frozenset({"commands"})
    refusal = refuses("missing_scope", client, "chat.postMessage", channel="C1", text="hi")
    assert (refusal.response["needed"], refusal.response["provided"]) == ("chat:write", "commands")


def test_what_a_message_must_be(slack: FakeSlack, client: WebClient) -> None:
    channel = slack.workspace.channel("general")
    refuses("channel_not_found", client, "chat.postMessage", text="hi")
    refuses("channel_not_found", client, "chat.postMessage", channel="C9", text="hi")
    refuses("no_text", client, "chat.postMessage", channel=channel)
    refuses("no_text", client, "chat.postMessage", channel=channel, text=" ")
    refuses("msg_too_long", client, "chat.postMessage", channel=channel, text="x" * 40_001)
    refuses("thread_not_found", client, "chat.postMessage", channel=channel, text="hi", thread_ts="1.1")
    refuses("message_not_found", client, "chat.update", channel=channel, text="hi", ts="1.1")
    refuses("invalid_blocks_format", client, "chat.postMessage", channel=channel, blocks="[")
    refuses("user_not_in_channel", client, "chat.postEphemeral", channel=channel, user="U9", text="hi")
    refusal = refuses("invalid_blocks", client, "chat.postMessage", channel=channel, blocks=[section("")])
    assert "/blocks/0/text/text" in refusal.response["response_metadata"]["messages"][0]


def test_a_message_is_kept_changed_and_read_back(slack: FakeSlack, client: WebClient) -> None:
    ana = slack.person("Ana Souza")
    channel = client.conversations_open(users=ana.id)["channel"]["id"]
    metadata = {"event_type": "reminder", "event_payload": {"key": "k1"}}
    posted = client.chat_postMessage(channel=ana.id, text="hi", metadata=metadata)
    assert posted["channel"] == channel == ana.dm
    client.chat_update(channel=channel, ts=posted["ts"], text="hello")
    assert ana.sees("hello").changed == 1
    (read,) = client.conversations_history(channel=channel, include_all_metadata=True)["messages"]
    assert (read["text"], read["metadata"]) == ("hello", metadata)
    client.chat_postEphemeral(channel=channel, user=ana.id, text="for you")
    assert ana.sees("for you").alone == ana.id
    refuses("user_not_found", client, "conversations.open", users="U9")


def test_what_somebody_else_said_is_not_changed(slack: FakeSlack, ana: Person, client: WebClient) -> None:
    ts = ana.says("hello").payload["event"]["ts"]
    refuses("cant_update_message", client, "chat.update", channel=ana.dm, ts=ts, text="hi")


def test_people_come_in_pages(slack: FakeSlack, client: WebClient) -> None:
    for number in range(5):
        slack.person(f"Person {number}")
    pages = [page["members"] for page in client.users_list(limit=2)]
    assert [len(page) for page in pages] == [2, 2, 2]
    assert client.users_info(user=pages[1][0]["id"])["user"]["tz"] == "Europe/Paris"
    refuses("user_not_found", client, "users.info", user="U9")


def test_a_trigger_lives_three_seconds_and_works_once(slack: FakeSlack, client: WebClient) -> None:
    trigger = slack.workspace.trigger()
    view = client.views_open(trigger_id=trigger, view=modal())["view"]
    refuses("exchanged_trigger_id", client, "views.open", trigger_id=trigger, view=modal())
    refuses("invalid_trigger_id", client, "views.open", view=modal())
    late = slack.workspace.trigger()
    slack.workspace.passes(3.1)
    refuses("expired_trigger_id", client, "views.open", trigger_id=late, view=modal())
    client.views_update(view_id=view["id"], hash=view["hash"], view=modal(blocks=[section("new")]))
    refuses("hash_conflict", client, "views.update", view_id=view["id"], hash=view["hash"], view=modal())
    refuses("not_found", client, "views.update", view_id="V9", view=modal())
    refuses("invalid_arguments", client, "views.publish", user_id="U0DESK", view=modal())
    refuses("invalid_arguments", client, "views.open", trigger_id="1", view=modal(type="drawer"))
    refuses("user_not_found", client, "views.publish", user_id="U9", view={"type": "home", "blocks": []})


def test_a_response_url_works_five_times_for_half_an_hour(slack: FakeSlack) -> None:
    ana = slack.person("Ana Souza")
    webhook = WebhookClient(slack.address + slack.workspace.response_url(ana.dm, ana.id))
    assert [webhook.send(text="hi").body for _ in range(6)] == ["ok"] * 5 + ["used_url"]
    late = WebhookClient(slack.address + slack.workspace.response_url(ana.dm, ana.id))
    assert late.send(blocks=[section("")]).body == "invalid_blocks"
    assert WebhookClient(slack.address + "/response/none").send(text="hi").body == "no_such_url"
    slack.workspace.passes(31 * 60)
    assert late.send(text="hi").body == "expired_url"


@pytest.mark.parametrize(
    ("blocks", "fault"),
    [
        ([section("x")] * 51, "/blocks"),
        ([section("x" * 3_001)], "/blocks/0/text/text"),
        ([section("x" * 3_000)] * 5, "msg_blocks_too_long"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "/blocks/0/text/text"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text"),
        ([{"type": "actions", "elements": []}], "/blocks/0/elements"),
        ([{"type": "actions", "elements": [button(action_id=str(n)) for n in range(26)]}], "/blocks/0/elements"),
        ([{"type": "actions", "elements": [button(), button()]}], "used twice: a"),
        ([{"type": "actions", "elements": [button(value="x" * 2_001)]}], "/value"),
        ([{"type": "actions", "elements": [button(text={"type": "plain_text", "text": "x" * 76})]}], "/text"),
        ([{"type": "actions", "elements": [button(colour="red")]}], "colour"),
        ([section("x") | {"block_id": "b"}] * 2, "used twice: b"),
        ([{"type": "context", "elements": [{"type": "mrkdwn", "text": ""}]}], "/elements/0/text"),
        (
            [{"type": "input", "label": {"type": "plain_text", "text": "x"}, "element": button()}],
            "unsupported",
        ),
        ([{"type": "hologram"}], "unsupported type: hologram"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}], "/rows/0/0/text"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}], "/rows"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2, "only one table"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 10_001}]]}], "10000"),
    ],
)
def test_what_blocks_must_be(blocks: list[Json], fault: str) -> None:
    assert any(fault in each for each in faults_of_message(blocks)), faults_of_message(blocks)


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        (modal(title={"type": "plain_text", "text": "x" * 25}), "/view/title"),
        (modal(private_metadata="x" * 3_001), "/view/private_metadata"),
        (modal(blocks=[section("x")] * 101), "/view/blocks"),
        (modal(type="drawer"), "/view/type"),
        (
            modal(blocks=[{"type": "input", "label": {}, "element": {"type": "datepicker", "action_id": "d"}}]),
            "/view/submit",
        ),
    ],
)
def test_what_views_must_be(view: Json, fault: str) -> None:
    assert any(fault in each for each in faults_of_view(view))


# Shapes, beside Slack's own samples.

_SAMPLES = pytest.mark.skipif(not _SHARED.exists(), reason="Slack's samples are not beside this checkout")
_SHAPED_ELSEWHERE = {"blocks", "view", "profile", "metadata", "form"}


@_SAMPLES
def test_answers_have_slacks_shapes(slack: FakeSlack, client: WebClient) -> None:
    ana = slack.person("Ana Souza")
    posted = client.chat_postMessage(channel=ana.dm, text="hi")
    for answer, sample in (
        (client.auth_test(), "auth.test"),
        (posted, "chat.postMessage"),
        (client.chat_update(channel=ana.dm, ts=posted["ts"], text="hello"), "chat.update"),
        (client.chat_postEphemeral(channel=ana.dm, user=ana.id, text="hi"), "chat.postEphemeral"),
        (client.conversations_open(users=ana.id), "conversations.open"),
        (client.conversations_history(channel=ana.dm), "conversations.history"),
        (client.users_info(user=ana.id), "users.info"),
        (client.users_list(), "users.list"),
        (client.views_open(trigger_id=slack.workspace.trigger(), view=modal()), "views.open"),
        (client.apps_connections_open(app_token=slack.app_token), "apps.connections.open"),
    ):
        _is_shaped_like(answer.data, f"api/{sample}.json")


@_SAMPLES
def test_what_people_do_has_slacks_shapes(slack: FakeSlack, ana: Person) -> None:
    general = slack.workspace.channel("general")
    said = ana.says("hello")
    ana.sees("hello")
    _is_shaped_like(said.payload, "events/MessagePayload.json")
    _is_shaped_like(ana.mentions("hello", general).payload, "events/AppMentionPayload.json")
    _is_shaped_like(ana.runs("/mpn hello").payload, "app-backend/SlashCommandPayload.json")
    ana.mentions("and then?", general)
    ana.sees("and then?")
    _is_shaped_like(ana.presses("Why?").payload, "app-backend/BlockActionPayload.json")


@_SAMPLES
def test_what_people_do_at_home_and_in_modals_has_slacks_shapes(slack: FakeSlack, file: Path, paula: Person) -> None:
    with office(slack, file):
        opened = paula.opens_home()
        _is_shaped_like(opened.payload, "events/AppHomeOpenedPayload.json")
        paula.sees_at_home("Still to be set up")
        _is_shaped_like(paula.presses_at_home("Settings").payload, "app-backend/BlockActionPayload.json")
        _is_shaped_like(paula.submits().payload, "app-backend/ViewSubmissionPayload.json")
        said = slack.workspace.messages[0]
        _is_shaped_like(paula.checks(said, "check_message").payload, "app-backend/MessageShortcutPayload.json")


@_SAMPLES
def test_slacks_own_samples_are_read() -> None:
    Submission.model_validate(_sample("app-backend/ViewSubmissionPayload.json"))
    Checked.model_validate(_sample("app-backend/MessageShortcutPayload.json"))
    for name in (
        "Message",
        "AppMention",
        "MessageBot",
        "MessageChanged",
        "MessageDeleted",
        "MessageFileShare",
    ):
        Said.model_validate(_sample(f"events/{name}Payload.json")["event"])
    Command.model_validate(_sample("app-backend/SlashCommandPayload.json"))
    Press.model_validate(_sample("app-backend/BlockActionPayload.json"))


def _sample(path: str) -> Json:
    return dict(json.loads((_SHARED / path).read_text(encoding="utf-8")))


def _is_shaped_like(value: Any, path: str) -> None:
    unknown = list(_unknown(value, _sample(path), ""))
    assert not unknown, f"{path} has no {unknown}"


def _unknown(value: Any, sample: Any, at: str) -> Iterator[str]:
    """The keys of a value that its sample has not."""
    if isinstance(value, list) and isinstance(sample, list) and sample:
        for each in value:
            yield from _unknown(each, sample[0], f"{at}[]")
    elif isinstance(value, dict) and isinstance(sample, dict):
        for key, each in value.items():
            if key not in sample:
                yield f"{at}.{key}"
            elif key not in _SHAPED_ELSEWHERE:
                yield from _unknown(each, sample[key], f"{at}.{key}")


def test_what_people_type_is_escaped_on_its_way(slack: FakeSlack, ana: Person) -> None:
    hostile = "R&D <b> @ana"
    sent = ana.says(hostile).payload["event"]["text"]
    assert sent == f"R&amp;D &lt;b> <@{ana.id}>"
    assert re.search(r"&amp;lt;", escape(escape("<")))
