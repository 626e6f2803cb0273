"""manifest.json: what Slack takes, the least scopes, and a listener for all that it subscribes to."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from bot.slack.app import opened
from bot.slack.listeners.shortcuts import ASSIGN, CHECK
from tests.bot.slack.conftest import StandIn, settings_for
from tests.fake_slack import FakeSlack
from tests.fake_slack.methods import ALL_SCOPES

_ROOT = Path(__file__).parents[3]
_SHARED = Path(os.environ.get("MPN_SHARED", _ROOT.parent / "shared")) / "slack"
_MANIFEST: dict[str, Any] = json.loads((_ROOT / "manifest.json").read_text(encoding="utf-8"))

_REASONS = {
    "app_mentions:read": "a mention in a channel reaches the desk",
    "chat:write": "the desk answers",
    "commands": "/mpn",
    "files:read": "a list that is dropped in a direct message is read",
    "files:write": "the audit pack and the pictures of the Home tab reach people",
    "im:history": "a direct message reaches the desk",
    "im:write": "the desk opens a direct conversation: reminders",
    "users:read": "the desk knows people by name and zone, and who the owner is",
}


def test_each_scope_has_a_reason() -> None:
    assert set(_MANIFEST["oauth_config"]["scopes"]["bot"]) == _REASONS.keys() == ALL_SCOPES


def test_names_and_descriptions_are_as_short_as_slack_wants() -> None:
    display = _MANIFEST["display_information"]
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert 174 <= len(display["long_description"]) <= 4_000
    assert re.fullmatch("#[0-9a-f]{6}", display["background_color"])
    assert len(_MANIFEST["features"]["bot_user"]["display_name"]) <= 80
    for command in _MANIFEST["features"]["slash_commands"]:
        assert re.fullmatch("/[a-z0-9_-]{1,31}", command["command"])
        assert len(command["description"]) <= 2_000
        assert len(command["usage_hint"]) <= 1_000
        assert command["should_escape"] is True
    for shortcut in _MANIFEST["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_people_can_write_to_the_desk() -> None:
    home = _MANIFEST["features"]["app_home"]
    assert home["home_tab_enabled"] is True
    assert home["messages_tab_enabled"] is True
    assert home["messages_tab_read_only_enabled"] is False
    assert _MANIFEST["settings"]["interactivity"]["is_enabled"] is True


_EVENTS = {"app_mention": "mention"}
"""Listeners that are not called as their event."""


def test_all_that_it_subscribes_to_is_listened_for(slack: FakeSlack, desk: StandIn) -> None:
    with opened(desk, settings_for(slack)) as desk_in_slack:
        listening = {listener.ack_function.__name__ for listener in desk_in_slack.app._listeners}
    events = {event.split(".")[0] for event in _MANIFEST["settings"]["event_subscriptions"]["bot_events"]}
    commands = {command["command"].strip("/") for command in _MANIFEST["features"]["slash_commands"]}
    shortcuts = {shortcut["callback_id"] for shortcut in _MANIFEST["features"]["shortcuts"]}
    assert shortcuts == {ASSIGN, CHECK}
    for name in {_EVENTS.get(event, event) for event in events} | commands | shortcuts:
        assert name in listening, name


def test_every_listener_is_guarded(slack: FakeSlack, desk: StandIn) -> None:
    with opened(desk, settings_for(slack)) as desk_in_slack:
        for listener in desk_in_slack.app._listeners:
            assert listener.ack_function.__wrapped__  # type: ignore[attr-defined]
            assert not listener.lazy_functions


@pytest.mark.skipif(not _SHARED.exists(), reason="Slack's schema is not beside this checkout")
def test_slacks_schema_takes_it() -> None:
    schema = json.loads((_SHARED / "manifest.schema.1.0.0.json").read_text(encoding="utf-8"))
    assert not list(_faults(_MANIFEST, schema, schema, "manifest"))
    broken = json.loads(json.dumps(_MANIFEST))
    broken["features"]["bot_user"]["colour"] = "red"
    broken["display_information"]["name"] = "long " * 10
    assert len(list(_faults(broken, schema, schema, "manifest"))) == 2


def _faults(value: Any, rule: dict[str, Any], schema: dict[str, Any], at: str) -> Any:
    """What of a JSON schema does not hold: as much of the language as Slack's schema uses."""
    if "$ref" in rule:
        rule = rule | schema["definitions"][rule["$ref"].removeprefix("#/definitions/")]
    for key in ("anyOf", "oneOf"):
        if key in rule and all(list(_faults(value, each, schema, at)) for each in rule[key]):
            yield f"{at}: fits no {key}"
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
    }
    wanted = rule.get("type")
    if isinstance(wanted, str) and wanted in kinds and not isinstance(value, kinds[wanted]):  # type: ignore[arg-type]
        yield f"{at}: no {wanted}"
        return
    if "enum" in rule and value not in rule["enum"]:
        yield f"{at}: {value!r} is none of {rule['enum']}"
    if isinstance(value, str | list):
        least, most = ("minLength", "maxLength") if isinstance(value, str) else ("minItems", "maxItems")
        if not rule.get(least, 0) <= len(value) <= rule.get(most, len(value)):
            yield f"{at}: wrong length"
    if isinstance(value, str) and not re.search(rule.get("pattern", ""), value):
        yield f"{at}: not of the pattern {rule['pattern']}"
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _faults(each, rule.get("items", {}), schema, f"{at}[{number}]")
    if isinstance(value, dict):
        for name in rule.get("required", ()):
            if name not in value:
                yield f"{at}: no {name}"
        for name, each in value.items():
            if name in rule.get("properties", {}):
                yield from _faults(each, rule["properties"][name], schema, f"{at}.{name}")
            elif rule.get("additionalProperties") is False:
                yield f"{at}: unknown {name}"
