"""What Slack usually says and a server that only speaks its API may leave out: the desk answers all the same."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.methods import ALL_SCOPES
from tests.fake_slack.sender import Kind, OverHttp


@pytest.fixture(autouse=True)
def app(slack: FakeSlack, file: Path, paula: Person, ana: Person) -> Iterator[OverHttp]:
    slack.workspace.people[ana.id] = {"id": ana.id, "name": "ana.souza", "profile": {"display_name": "Ana"}}
    with office(slack, file) as app:
        buys(paula)
        yield app


def test_an_event_of_no_more_than_who_said_what_where(app: OverHttp, ana: Person) -> None:
    said = {"type": "message", "channel": ana.dm, "user": ana.id, "text": "can we demo Dynamics?", "ts": "1790000000.1"}
    for _ in range(2):
        assert app.bring(Kind.EVENT, {"type": "event_callback", "event": said}, 0)[0] == 200
    ana.sees("*Allowed, if*")
    assert len([seen for seen in ana.sees_all() if "Allowed" in seen.words]) == 1


def test_an_event_of_a_team_that_slack_did_not_name(app: OverHttp, ana: Person) -> None:
    """By its own token the desk is in one workspace only."""
    said = {"type": "message", "channel": ana.dm, "user": ana.id, "text": "what seats do I have?", "ts": "1790000000.2"}
    assert app.bring(Kind.EVENT, {"type": "event_callback", "team_id": "T0OTHER", "event": said}, 0)[0] == 200
    ana.sees("You have no seat")


def test_a_command_as_json(app: OverHttp, ana: Person) -> None:
    status, body = app.send(json.dumps({"command": "/mpn", "text": "help", "user_id": ana.id}), "application/json")
    assert status == 200
    assert "I answer from the Programs Guide" in json.loads(body)["text"]


def test_a_command_about_a_payload(ana: Person) -> None:
    """The framework looks for this word in what is no JSON."""
    assert ana.runs("/mpn can I use Office for customer training? payload= is a word").status == 200
    assert ana.runs("/mpn does a payload count?").status == 200
    ana.sees("I only know your Microsoft partner benefits")


def test_a_press_with_nulls_for_what_is_not_there(app: OverHttp, paula: Person) -> None:
    paula.says("can I use Office for customer training?")
    answer = paula.sees("*No")
    (block, button), *_ = answer.pressable()
    press = {
        "type": "block_actions",
        "user": {"id": paula.id, "team_id": None},
        "team": None,
        "channel": {"id": paula.dm},
        "container": None,
        "view": None,
        "message": {"ts": answer.ts, "blocks": answer.blocks, "thread_ts": None},
        "actions": [button | {"block_id": block["block_id"]}],
    }
    assert app.bring(Kind.INTERACTION, press, 0)[0] == 200
    assert paula.sees("Decided by") is answer


def test_a_form_with_nulls_for_what_is_not_there(app: OverHttp, paula: Person, ana: Person) -> None:
    paula.uses_shortcut("assign_seat")
    view = paula.sees_modal("Assign a seat")
    values = {
        "person": {"value": {"type": "users_select", "selected_user": ana.id}},
        "product": {"value": {"selected_option": {"value": "visual-studio-professional"}}},
        "on": {"value": {"selected_date": None}},
        "why": {"value": None},
    }
    sent = {
        "type": "view_submission",
        "user": {"id": paula.id},
        "view": {"id": view["id"], "type": "modal", "callback_id": view["callback_id"], "hash": None}
        | {"private_metadata": view["private_metadata"], "state": {"values": values}},
    }
    status, body = app.bring(Kind.INTERACTION, sent, 0)
    assert status == 200
    assert json.loads(body)["response_action"] == "update", body


def test_the_home_tab_where_no_tab_is_named(app: OverHttp, ana: Person) -> None:
    opened = {"type": "event_callback", "event": {"type": "app_home_opened", "user": ana.id}}
    assert app.bring(Kind.EVENT, opened, 0)[0] == 200
    ana.sees_at_home("You hold no seat")


def test_word_arrives_where_no_direct_conversation_can_be_opened(slack: FakeSlack, paula: Person, ana: Person) -> None:
    ana.says("I need a VS seat")
    card = paula.sees("asks for a Visual Studio Professional seat")
    slack.scopes = ALL_SCOPES - {"im:write"}
    paula.presses("Approve", card)
    ana.sees("gave you Visual Studio Professional seat 1 of 3")


def test_the_desk_does_not_answer_itself(slack: FakeSlack, app: OverHttp, ana: Person) -> None:
    said = {
        "type": "message",
        "channel": ana.dm,
        "user": "U0DESK",
        "text": "can we demo Dynamics?",
        "ts": "1790000000.3",
    }
    assert app.bring(Kind.EVENT, {"type": "event_callback", "event": said}, 0)[0] == 200
    ana.says("what seats do I have?")
    ana.sees("You have no seat")
    assert not [seen for seen in ana.sees_all() if "Allowed" in seen.words]
