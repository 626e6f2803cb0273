"""What no screen of the desk offers: altered buttons and forms, people and products that nobody knows, odd values."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.record import plans
from bot.talk.plan import Plan, Wish
from policy import acts
from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Delivery, Kind, OverHttp
from tests.fake_slack.workspace import Json

PRO = "visual-studio-professional"


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, paula: Person, ana: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        buys(paula)
        yield app


@pytest.fixture(autouse=True)
def no_fault(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever somebody sends, the log tells of no fault of the desk's own."""
    with caplog.at_level(logging.WARNING):
        yield
    assert "Fault" not in caplog.text
    assert "Traceback" not in caplog.text


def sends(person: Person, form: str, values: dict[str, Any], **kept: Any) -> Delivery:
    """A form with any values at all, as no client of Slack's lets through."""
    metadata = json.dumps({"form": form, "nonce": "n1", "before": {}} | kept)
    return sends_view(person, metadata, {"values": {name: {"value": {"value": one}} for name, one in values.items()}})


def sends_view(person: Person, metadata: str, state: Any) -> Delivery:
    view = {"id": "V1", "type": "modal", "callback_id": "form", "private_metadata": metadata, "state": state}
    return person._brings(Kind.INTERACTION, person._interaction("view_submission") | {"view": view})


def presses(person: Person, value: str = "x", action: str = "choice-0", **more: Any) -> Delivery:
    """A button that carries whatever its value says."""
    button = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.1"}
    text = {"text": {"type": "plain_text", "text": "Record it"}}
    payload = person._interaction("block_actions") | {
        "container": {"type": "message", "message_ts": "1.1", "channel_id": person.dm, "is_ephemeral": True},
        "channel": {"id": person.dm, "name": "directmessage"},
        "response_url": person._slack.address + person._workspace.response_url(person.dm, person.id),
        "actions": [button | text | more],
    }
    return person._brings(Kind.INTERACTION, payload)


def errors_of(delivery: Delivery) -> Json:
    assert delivery.status == 200
    return dict(delivery.answer.get("errors", {}))


def words_of(delivery: Delivery) -> str:
    assert delivery.status == 200
    return str(delivery.answer["view"])


def is_unchanged(paula: Person) -> None:
    """Nothing stands behind what was bought and granted."""
    paula.says("undo")
    paula.sees("Taken back:", "#2")


def test_a_form_gives_no_seat_to_somebody_outside(paula: Person) -> None:
    for outside in ("U0NOBODY9", "USLACKBOT", "ana.souza", "<@U0NOBODY9>"):
        values = {"person": {"selected_user": outside}, "product": {"value": PRO}}
        state = {"values": {name: {"value": one} for name, one in values.items()}}
        told = words_of(sends_view(paula, json.dumps({"form": "assign", "nonce": outside, "before": {}}), state))
        assert "I don't know" in told
        assert "nothing was recorded" in told
    is_unchanged(paula)


def test_who_joined_just_now_is_looked_up_first(slack: FakeSlack, paula: Person) -> None:
    newcomer = slack.person("Nina Berg")
    paula.uses_shortcut("assign_seat")
    paula.submits(person=newcomer.id, product=PRO)
    paula.sees_modal("Nina Berg has Visual Studio Professional seat 1 of 3")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (acts.AssignSeat(person="U0NOBODY9", product=PRO), "I don't know"),
        (acts.QueueSeat(person="U0NOBODY9", product=PRO), "I don't know"),
        (acts.GiveRole(person="U0NOBODY9"), "I don't know"),
        (acts.NameDeputy(deputy="U0NOBODY9"), "I don't know"),
        (acts.ChangeSettings(changes=(("who", (("refund", "U0NOBODY9"),)),)), "I don't know"),
        (acts.HandOverReminder(deadline="refund:offer-1", to="U0NOBODY9"), "I don't know"),
        (acts.RecordGrant(grants=(("bogus", 3),)), "I know no product “bogus”"),
        (acts.AddKey(product="bogus"), "I know no product “bogus”"),
        (acts.AddToken(service="bogus", seats=3), "I know no product “bogus”"),
        (acts.Correct(seq=2, changes=(("product", "bogus"),)), "I know no product “bogus”"),
    ],
)
def test_an_altered_button_records_nothing(paula: Person, act: acts.Act, told: str) -> None:
    presses(paula, f"plan:{plans.written(Plan((Wish(act, confirmed=True),)))}")
    paula.sees(told, "nothing was recorded")
    is_unchanged(paula)


_WISH = '{"act":"AssignSeat","confirmed":true,"fields":{}}'


@pytest.mark.parametrize(
    "plan",
    [
        "",
        "{}",
        "[" * 1_900,
        '{"wishes":[' + ",".join([_WISH] * 30) + '],"at":30,"slot":null}',
        f'{{"wishes":[{_WISH}],"at":0,"slot":"nothing"}}',
        f'{{"wishes":[{_WISH}],"at":-1,"slot":"person"}}',
        '{"wishes":[{"act":"Act","confirmed":true,"fields":{}}],"at":0,"slot":null}',
        '{"wishes":[{"act":"ChangeSettings","confirmed":true,"fields":{"changes":[["who",3]]}}],"at":0,"slot":null}',
        '{"wishes":[{"act":"ChangeSettings","confirmed":true,"fields":{"changes":[["by","U1"]]}}],"at":0,"slot":null}',
        '{"wishes":[{"act":"RecordPurchase","confirmed":true,"fields":{"program":"action_pack","on":"9999-12-31"}}],'
        '"at":0,"slot":null}',
    ],
)
def test_a_plan_that_is_none_gets_a_plain_sentence(paula: Person, plan: str) -> None:
    many = len(paula.sees_all())
    presses(paula, f"plan:{plan}")
    assert "wrong on my side" not in paula.is_told(paula.dm, many).words
    assert presses(paula, f"form:{plan}", "form").status == 200
    is_unchanged(paula)


@pytest.mark.parametrize(
    ("form", "values", "errors"),
    [
        ("grant", {"offer": "offer-1", "product": "office", "quantity": "--5"}, {"quantity": "Write a whole number."}),
        (
            "grant",
            {"offer": "offer-1", "product": "office", "quantity": "9" * 5_000},
            {"quantity": "Write at most 9 digits."},
        ),
        ("token", {"service": "office-365", "seats": "٣x"}, {"seats": "Write a whole number."}),
        ("role", {"person": "U1", "role": "owner"}, {"role": "Pick one of the list."}),
        (
            "activation",
            {"key": "K1", "machine": "pc", "machine_new": "perhaps"},
            {"machine_new": "Pick one of the list."},
        ),
        ("purchase", {"program": "action_pack", "on": "2026-02-31"}, {"on": "Pick a day."}),
        ("purchase", {"program": "action_pack", "on": "1"}, {"on": "Pick a day."}),
        ("hours", {"hours": "1e9"}, {"hours": "Write a number such as 2.5."}),
        ("location", {"location": "x" * 3_000}, {"location": "Write at most 200 characters."}),
        (
            "settings",
            {"zone": "../etc", "day_order": "x"},
            {
                "zone": "Write a zone such as Europe/Paris.",
                "day_order": "Pick one of the list.",
                "morning": "Fill this in.",
                "evening": "Fill this in.",
            },
        ),
        ("assign", {}, {"person": "Fill this in.", "product": "Fill this in."}),
    ],
)
def test_an_odd_value_is_told_at_its_field(
    paula: Person, form: str, values: dict[str, Any], errors: dict[str, str]
) -> None:
    assert errors_of(sends(paula, form, values)) == errors
    is_unchanged(paula)


@pytest.mark.parametrize(
    ("form", "values", "told"),
    [
        ("purchase", {"program": "action_pack", "on": "9999-12-31"}, "too far away"),
        ("grant", {"offer": "offer-9", "product": "office", "quantity": "3"}, "No offer-9 is recorded"),
        ("grant", {"offer": "offer-1", "product": "bogus", "quantity": "3"}, "I know no product"),
        ("key_view", {"key": "key-9"}, "There is no key key-9"),
        ("location", {"location": "a\x00b"}, "can't record that"),
    ],
)
def test_what_was_not_offered_is_refused_in_words(paula: Person, form: str, values: dict[str, Any], told: str) -> None:
    assert told in words_of(sends(paula, form, values))
    is_unchanged(paula)


@pytest.mark.parametrize(
    ("metadata", "state"),
    [
        ("", {}),
        ("nonsense", {"values": {}}),
        ("[" * 2_900, {"values": {}}),
        ('{"form":"nothing","nonce":"n","before":{}}', {"values": {}}),
        ('{"form":["assign"],"nonce":"n","before":{}}', {"values": {}}),
        ('{"form":"assign","before":{}}', {"values": {}}),
        ('{"form":"assign","nonce":"n","before":[1]}', {"values": {}}),
        ('{"form":"assign","nonce":"n","before":{}}', {"values": {"person": "ana"}}),
        ('{"form":"assign","nonce":"n","before":{}}', {"values": [1]}),
        ('{"form":"assign","nonce":"n","before":{}}', []),
        ('{"form":"assign","nonce":"n","before":{}}', {"values": {"person": {"value": {"selected_option": 3}}}}),
        ('{"form":"assign","nonce":"n","before":{}}', {"values": {"person": {"value": {"value": [3]}}}}),
    ],
)
def test_a_form_that_is_none_gets_a_plain_sentence(paula: Person, metadata: str, state: Any) -> None:
    assert "I can't read what Slack sent" in words_of(sends_view(paula, metadata, state))
    is_unchanged(paula)


def test_other_buttons_with_anything_in_them_get_a_plain_sentence(paula: Person) -> None:
    for action, more in (
        ("record-list", {"value": "{}"}),
        ("send-pack", {"value": "31 June"}),
        ("record", {"selected_option": {"value": "nothing"}}),
        ("open-nothing.home", {}),
    ):
        many = len(paula.sees_all())
        presses(paula, action=action, **more)
        assert "I can't read what Slack sent" in paula.is_told(paula.dm, many).words
    is_unchanged(paula)
