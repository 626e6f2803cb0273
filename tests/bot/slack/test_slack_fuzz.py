"""Signed requests of any shape: each gets an answer soon, none breaks the desk, and none records for somebody else."""

import copy
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.verify.alone import verify
from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind, OverHttp
from tests.fake_slack.workspace import Json

SECRET = "nightjar"
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)
_FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def desk(slack: FakeSlack, file: Path, paula: Person, ana: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        buys(paula)
        yield app


def payloads(slack: FakeSlack, ana: Person) -> list[tuple[Kind, Json]]:
    """One of each kind, as Slack sends them."""
    said = {"type": "message", "channel_type": "im", "user": ana.id, "channel": ana.dm, "text": SECRET}
    user = {"id": ana.id, "name": "ana", "team_id": slack.workspace.team}
    team = {"team": {"id": slack.workspace.team}, "user": user}
    button = {"action_id": "choice-1", "block_id": "choices-of-x", "type": "button", "value": "plan:{}"}
    view = {"id": "V1", "type": "modal", "callback_id": "form", "state": {"values": {}}}
    kept = json.dumps({"form": "assign", "nonce": "n", "before": {}})
    return [
        (Kind.EVENT, slack.workspace.event(said | {"ts": "1.1", "event_ts": "1.1"})),
        (Kind.EVENT, slack.workspace.event({"type": "user_change", "user": {"id": ana.id, "profile": {}}})),
        (Kind.EVENT, slack.workspace.event({"type": "app_home_opened", "user": ana.id, "tab": "home"})),
        (Kind.INTERACTION, team | {"type": "block_actions", "actions": [button], "container": {}, "trigger_id": "t"}),
        (Kind.INTERACTION, team | {"type": "view_submission", "view": view | {"private_metadata": kept}}),
        (Kind.INTERACTION, team | {"type": "shortcut", "callback_id": "assign_seat", "trigger_id": "t"}),
        (Kind.COMMAND, {"command": "/mpn", "text": "help", "user_id": ana.id, "team_id": slack.workspace.team}),
    ]


def _broken(payload: Json, at: list[int], value: Any, *, gone: bool) -> Json:
    """The payload with another value somewhere in it, or without what stood there."""
    broken = copy.deepcopy(payload)
    here: Any = broken
    for step in at[:-1]:
        inner = list(here.values() if isinstance(here, dict) else here)
        inner = [one for one in inner if isinstance(one, dict | list) and one]
        if not inner:
            break
        here = inner[step % len(inner)]
    keys = list(here) if isinstance(here, dict) else list(range(len(here)))
    key = keys[at[-1] % len(keys)]
    if gone:
        del here[key]
    else:
        here[key] = value
    return broken


def _is_well(slack: FakeSlack, file: Path, paula: Person, ana: Person) -> None:
    report = verify(file)
    assert report.is_sound, report.findings
    assert report.entries <= 2
    ana.says("whats for lunch")
    ana.sees("`help`")


@pytest.mark.parametrize("number", range(7))
def test_a_payload_with_anything_anywhere(
    slack: FakeSlack,
    desk: OverHttp,
    file: Path,
    paula: Person,
    ana: Person,
    caplog: pytest.LogCaptureFixture,
    number: int,
) -> None:
    kind, payload = payloads(slack, ana)[number]

    @settings(_FEW, max_examples=25)
    @given(at=st.lists(st.integers(0, 9), min_size=1, max_size=4), value=_ANYTHING, gone=st.booleans())
    def tried(at: list[int], value: Any, gone: bool) -> None:
        broken = _broken(payload, at, value, gone=gone)
        if kind is Kind.COMMAND:
            broken = {name: str(one) for name, one in broken.items()}
        status, body = desk.bring(kind, broken, 0)
        assert status in (200, 400, 401, 404, 500), (status, broken)
        assert "Traceback" not in body
        assert SECRET not in body or status == 200

    with caplog.at_level(logging.DEBUG, logger="bot"):
        tried()
    assert SECRET not in caplog.text
    _is_well(slack, file, paula, ana)


def test_a_signed_body_of_any_bytes(slack: FakeSlack, desk: OverHttp, file: Path, paula: Person, ana: Person) -> None:
    @_FEW
    @given(
        body=st.text(max_size=200) | _ANYTHING.map(json.dumps) | st.text(max_size=80).map(lambda one: f"payload={one}"),
        content_type=st.sampled_from(["application/json", "application/x-www-form-urlencoded", "text/plain", ""]),
    )
    def tried(body: str, content_type: str) -> None:
        try:
            encoded = body.encode()
        except UnicodeEncodeError:
            return
        status, answer = desk.send(encoded.decode(), content_type)
        assert status in (200, 400, 401, 404), (status, body)
        assert "Traceback" not in answer

    tried()
    _is_well(slack, file, paula, ana)


def test_a_wrong_signature_gets_nothing_whatever_it_carries(slack: FakeSlack, desk: OverHttp, ana: Person) -> None:
    for kind, payload in payloads(slack, ana):
        assert desk.forged().bring(kind, payload, 0)[0] == 401
        assert desk.at(lambda: 1_000_000.0).bring(kind, payload, 0)[0] == 401
    assert not ana.sees_all()
