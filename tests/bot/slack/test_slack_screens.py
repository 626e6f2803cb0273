"""Every view, with small, empty, huge and hostile data, within Slack's limits; and somebody listens to each of it."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.record import plans
from bot.reply import Delivery, Due, Heard, Kind, Reply
from bot.slack.app import opened
from bot.slack.filling import filled
from bot.slack.forms import Stock, forms
from bot.slack.leavings import kept_for
from bot.slack.tab.content import HomeFacts
from bot.slack.tab.lines import Bar, Button, Line, Tail
from bot.slack.views.form import FORM, form_view
from bot.slack.views.home import home_view, menu
from bot.slack.views.lists import ListPlan, list_buttons
from bot.slack.views.modal import reply_view
from bot.slack.views.pack import with_button
from bot.slack.views.question import QUESTION, question_view
from bot.slack.views.reply import blocks_of, delivered, message_of
from bot.slack.views.setup import STEPS, setup_message
from bot.slack.views.welcome import welcome_message
from bot.talk.plan import Plan, Wish
from policy import acts
from tests.bot.slack.conftest import StandIn, settings_for
from tests.fake_slack import FakeSlack
from tests.fake_slack.linter import faults_of_message, faults_of_view, texts_of
from tests.fake_slack.workspace import elements_of

_HOSTILE = "<!channel> & <@U1> *a* **b** `c` <http://x|y> \x00\x07 \ud800 &lt;"
_DAY = dt.date(2026, 6, 1)
_PLAN = plans.written(Plan((Wish(acts.AssignSeat(person="U1")),))) or ""
_ASKS = plans.written(Plan((Wish(acts.AssignSeat()),), slot="person")) or ""


def _home(word: str, many: int, steps: tuple[str, ...] = ()) -> HomeFacts:
    line = Line(word, (Button(word or "x", _PLAN), Button("Deny", _PLAN)), Button("Entered …", _PLAN))
    tail = Tail((line,) * min(many, 10), many)
    bar = Bar(word, many, many, many, _DAY)
    return HomeFacts(
        state=word,
        edition=_DAY,
        pictures=(("F00000001", word),) * min(many, 5),
        administers=True,
        reads_all=True,
        mine=tail,
        attention=tail,
        bars=(bar,) * many,
        windows=tail,
        tokens=tail,
        waiting=tail,
        administrators=(word,) * many,
        steps=steps,
    )


_HOMES: dict[str, HomeFacts] = {
    "empty": _home("", 0),
    "newcomer": HomeFacts("All quiet", _DAY, administers=False, reads_all=False, mine=Tail()),
    "small": _home("a thing", 1, tuple(STEPS)),
    "huge": _home("long " * 2_000, 300, tuple(STEPS)),
    "hostile": _home(_HOSTILE, 10),
}


@pytest.mark.parametrize("kind", _HOMES)
def test_every_home_is_within_slacks_limits(kind: str) -> None:
    view = home_view(_HOMES[kind])
    assert not faults_of_view(view)
    for text in texts_of(view["blocks"]):
        assert not set(text) & {"\x00", "\x07", "\ud800"}
        assert "<!channel>" not in text


def test_a_bar_shows_what_is_used_at_rest_and_free() -> None:
    facts = HomeFacts(
        "All quiet", _DAY, administers=False, reads_all=True, mine=Tail(), bars=(Bar("Pro", 1, 1, 4, _DAY),)
    )
    words = "\n".join(texts_of(home_view(facts)["blocks"]))
    assert "`█████▒▒▒▒▒░░░░░░░░░░` 1 of 4 used · 2 free · 1 at rest until 1 Jun 2026" in words


def _stock(word: str, many: int) -> Stock:
    choices = {f"{word[:40]}{number}": f"{word}{number}" for number in range(many)}
    return Stock(
        {"offer": choices, "key": choices, "token": choices}, tuple((id, name, "cloud") for id, name in choices.items())
    )


_STOCKS: dict[str, Stock] = {
    "empty": Stock({}),
    "small": _stock("x", 1),
    "huge": _stock("long " * 50, 150),
    "hostile": _stock(_HOSTILE.replace("\ud800", ""), 3),
}


def test_the_list_of_forms_has_each_heading_once() -> None:
    ((_, select),) = elements_of(home_view(_HOMES["small"])["blocks"], "static_select")
    labels = [group["label"]["text"] for group in select["option_groups"]]
    assert len(labels) == len(set(labels)) == 6
    assert sum(len(group["options"]) for group in select["option_groups"]) == len(menu())


@pytest.mark.parametrize("kind", _STOCKS)
@pytest.mark.parametrize("form", forms())
def test_every_form_is_within_slacks_limits(form: str, kind: str) -> None:
    one, stock = forms()[form], _STOCKS[kind]
    assert not faults_of_view(form_view(one, stock, "nonce", {}, {}))
    values = {field.name: "long " * 500 for field in one.fields} | {"on": _DAY, "person": "U1"}
    assert not faults_of_view(form_view(one, stock, "nonce", values, {"why": "long " * 5_000}))


@pytest.mark.parametrize("form", forms())
def test_every_form_says_what_is_missing_and_means_its_act(form: str) -> None:
    one = forms()[form]
    wrong = filled(one, {}, {})
    assert set(getattr(wrong, "errors", {})) == {field.name for field in one.fields if field.required}
    full = {
        "person": "U1",
        "day": "2026-05-01",
        "number": "3",
        "amount": "2.5",
        "used_token": "token-2",
        "product": "office",
        "offer": "offer-1",
        "key": "key-1",
        "token": "token-1",
        "yes_no": "yes",
        "zone": "Europe/Paris",
        "time": "09:00",
        "text": "abc",
        "country": "DE",
        "channel": "C01",
        "deadline": "refund",
        "days": "10, 2",
    }
    values = {field.name: next(iter(field.options), full.get(field.kind)) for field in one.fields}
    act = filled(one, values, {})
    assert type(act).__name__ == one.act
    assert isinstance(act, acts.Act)
    again = plans.read(plans.written(Plan((Wish(act),))) or "")
    assert again and again.wishes[0].act == act


def test_a_number_that_is_none_is_told_at_its_field() -> None:
    one = forms()["token"]
    wrong = filled(one, {"service": "office-365", "seats": "many"}, {})
    assert getattr(wrong, "errors", None) == {"seats": "Write a whole number."}
    wrong = filled(one, {"service": "office-365", "seats": "0"}, {})
    assert getattr(wrong, "errors", None) == {"seats": "Write 1 or more."}


_WORDS: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "small": lambda: "Yes.",
    "huge": lambda: "long line\n" * 20_000,
    "hostile": lambda: _HOSTILE,
}


@pytest.mark.parametrize("kind", _WORDS)
def test_every_modal_and_message_is_within_slacks_limits(kind: str) -> None:
    word = _WORDS[kind]()
    labels = tuple(dict.fromkeys(f"{word[:200]}{number}" for number in range(40)))
    reply = Reply(
        kind=Kind.QUESTION,
        text=word,
        choices=labels,
        plans=dict.fromkeys(labels, _PLAN),
        awaits="person",
        asks=_ASKS,
    )
    assert not faults_of_view(reply_view(reply, "long-cause" * 100, word))
    assert not faults_of_message(message_of(reply, "long-cause" * 100).blocks)
    due = Due(deadline="d", date=None, rules=(), rung="r")
    reminder = Delivery(to="U1", text=word, items=(due,), choices=labels, plans=dict.fromkeys(labels, _PLAN))
    assert not faults_of_message(delivered(reminder, "key").blocks)
    assert not faults_of_view(question_view())
    assert not faults_of_message(setup_message(kept_for(30)).blocks)
    assert not faults_of_message(welcome_message().blocks)


def _everything() -> Iterator[dict[str, Any]]:
    """Every block in which something can be pressed or picked."""
    for facts in _HOMES.values():
        yield from home_view(facts)["blocks"]
    for awaits in ("person", "on"):
        yield from blocks_of(
            Reply(kind=Kind.QUESTION, text="x", choices=("a", "b"), plans={"a": _PLAN}, awaits=awaits, asks=_ASKS)
        )
    yield from setup_message(kept_for(0)).blocks
    yield from welcome_message().blocks
    heard = Heard(intent="demo", confidence=1.0)
    yield from blocks_of(Reply(kind=Kind.ANSWER, text="x", rules=("demo",), reading=heard))
    yield list_buttons(ListPlan(file="F1", sha256="0" * 64, rows=2, shown="0" * 16))
    yield from with_button(message_of(Reply(kind=Kind.REPORT, text="x")), dt.date(2026, 7, 1)).blocks


def _request(payload: dict[str, Any]) -> BoltRequest:
    who = {"user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "1"}
    return BoltRequest(body=who | payload, mode="socket_mode")


def test_somebody_listens_to_everything_and_nobody_listens_to_nothing(slack: FakeSlack, desk: StandIn) -> None:
    kinds = ("button", "static_select", "users_select", "datepicker", "feedback_buttons")
    ids = {element["action_id"] for _, element in elements_of(list(_everything()), *kinds)}
    assert len(ids) > 8
    payloads = [
        {"type": "block_actions", "actions": [{"action_id": one, "block_id": "b", "type": "button"}]} for one in ids
    ]
    payloads += [
        {"type": "view_submission", "view": {"type": "modal", "callback_id": one, "id": "V1"}}
        for one in (FORM, QUESTION)
    ]
    with opened(desk, settings_for(slack)) as desk_in_slack:
        heard: set[str] = set()
        listeners = desk_in_slack.app._listeners
        for payload in payloads:
            request = _request(payload)
            found = [
                listener.ack_function.__name__
                for listener in listeners
                if listener.matches(req=request, resp=BoltResponse(status=404))
            ]
            assert len(found) == 1, (payload, found)
            heard |= set(found)
        elsewhere = {
            "message",
            "mention",
            "mpn",
            "app_home_opened",
            "assign_seat",
            "check_message",
            "team_join",
            "user_change",
            "app_uninstalled",
            "tokens_revoked",
        }
        assert heard | elsewhere == {listener.ack_function.__name__ for listener in listeners}
