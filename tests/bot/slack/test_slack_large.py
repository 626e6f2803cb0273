"""A ledger of a large company, with long names: every surface stays within Slack's limits."""

import datetime as dt
import logging
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from shutil import copy

import pytest

from bot.desk import Desk
from bot.record.plans import whole
from bot.record.records import Records
from bot.reply import Kind, Request
from bot.slack.views.home import menu
from bot.talk.plan import Plan, Wish
from policy import acts
from policy.model import Level, Programme
from storage.people.directory import Person as Known
from tests.bot.slack.conftest import NOON, opened
from tests.bot.slack.office import shelf_of
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.workspace import elements_of

_SEATS, _TOKENS, _KEYS, _OFFERS, _REQUESTS = 1_000, 200, 150, 12, 60
_LONG = "Wilhelmina-Alexandra Konstantinopolitanska-Brandenburg & Söhne <Vertrieb> of the Northern Region"
PRO = "visual-studio-professional"


def _recorded(desk: Desk, workspace: str, by: str, wishes: list[acts.Act]) -> None:
    """Records acts at the desk, a hundred at a time."""
    for at in range(0, len(wishes), 100):
        plan = Plan(tuple(Wish(act, confirmed=True) for act in wishes[at : at + 100]))
        request = Request(workspace, by, NOON, press="x", plan=whole(plan))
        reply = desk.answer(request)
        assert reply.kind is Kind.DONE, reply.text[:500]
        assert len(reply.recorded) >= len(plan.wishes), reply.text[-500:]


def _wishes(people: list[str]) -> list[acts.Act]:
    bought, year = dt.date(2026, 1, 5), dt.date(2026, 1, 6)
    competency = f"{_LONG} " * 2
    return [
        acts.RecordPurchase(program=Programme.ACTION_PACK, on=bought),
        *(
            acts.RecordPurchase(
                program=Programme.COMPETENCY, level=Level.GOLD, competency=f"{competency}{number}", on=bought
            )
            for number in range(_OFFERS)
        ),
        acts.RecordGrant(offer="offer-1", grants=((PRO, _SEATS), ("office", 500), ("office-365", 5_000)), on=bought),
        *(acts.RecordGrant(offer=f"offer-{n + 2}", grants=((PRO, 5),), on=bought) for n in range(_OFFERS)),
        *(
            acts.AddToken(service="office-365", seats=25, label=f"{_LONG} {n}", offer="offer-1", on=year)
            for n in range(_TOKENS)
        ),
        *(acts.AddKey(product="office", label=f"{_LONG} {n}", offer="offer-1", on=year) for n in range(_KEYS)),
        *(acts.AssignSeat(person=one, product=PRO, offer="offer-1", on=year) for one in people[:_SEATS]),
        *(acts.RequestSeat(person=one, product=PRO) for one in people[_SEATS : _SEATS + _REQUESTS]),
        *(acts.QueueSeat(person=one, product=PRO) for one in people[_SEATS : _SEATS + _REQUESTS]),
    ]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with the record of the company, whose administrator is U001PAULA."""
    file = tmp_path_factory.mktemp("large") / "mpn.sqlite3"
    with FakeSlack() as slack:
        workspace = slack.workspace.team
        paula = slack.person("Paula Reyes", is_admin=True, is_owner=True)
    records = Records.open(file)
    people = [f"U9{number:06}" for number in range(_SEATS + _REQUESTS)]
    known = [Known(one, f"{_LONG} {number}") for number, one in enumerate(people)]
    records.welcome(workspace, [Known(paula.id, "Paula Reyes", administrator=True), *known])
    _recorded(Desk.open(records), workspace, paula.id, _wishes(people))
    records.log.database.close()  # type: ignore[attr-defined]
    return file


@pytest.fixture
def paula(slack: FakeSlack, ledger: Path, file: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Person]:
    paula = slack.person("Paula Reyes", is_admin=True, is_owner=True)
    copy(ledger, file)
    records = Records.open(file, first_speaks=False)
    with caplog.at_level(logging.WARNING), opened(slack, Desk.open(records), records, shelf_of(file, records)):
        yield paula
    assert "invalid_blocks" not in caplog.text
    assert "Fault" not in caplog.text


def test_home(paula: Person) -> None:
    paula.opens_home()
    paula.sees_at_home("Edition of the guide", "1,000 of 1,000 used", "more")


_ASKED = [
    "who has a seat?", "who has visual studio?", "audit report", "what's coming up?", "where do we stand?",
    "what tokens do we have?", "which keys do we have?", "how many seats are free?", "who waits for a seat?",
    "which tokens are not entered?", "open requests", "what happens when we renew?", "status", "what did we record?",
    "who are the administrators?", "people", "what's in the log?", "show the seats of the action pack",
    "assign VS to U9000005", "activated the token on contoso.onmicrosoft.com", "viewed the key", "undo",
    "we were refused the refund", "approve the request", "release the seat", "assign VS",
]  # fmt: skip


@pytest.mark.parametrize("words", _ASKED)
def test_an_answer(paula: Person, words: str) -> None:
    many = len(paula.sees_all())
    paula.says(words)
    told = paula.is_told(paula.dm, many)
    assert told.words
    paula.runs(f"/mpn {words}")
    assert "wrong on my side" not in paula.is_told(paula.dm, many + 1).words


def test_every_form(paula: Person) -> None:
    paula.opens_home()
    paula.sees_at_home("Edition of the guide")
    for label in (form.menu or "" for form in menu()):
        paula.chooses_at_home(label)
        assert paula.modal()["blocks"]
        paula._workspace.stack(paula.id).clear()


def test_many_choices_are_a_list_that_tells_them_apart(paula: Person) -> None:
    paula.says("viewed the key")
    asked = paula.sees("Which key?")
    assert asked.buttons == ["No, cancel", "Fill in a form"]
    ((_, select),) = elements_of(asked.blocks, "static_select")
    drawn = [unescape(option["text"]["text"]) for option in select["options"]]
    assert len(drawn) == len(set(drawn)) == 100
    paula.picks_choice(next(label for label in drawn if label.endswith(" 77")), below=asked)
    paula.sees(f"Key {_LONG} 77")


def test_a_few_long_choices_are_told_apart_too(paula: Person) -> None:
    paula.says("the gold competency gives us 3 office")
    asked = paula.sees("Of which offer?")
    assert len(set(asked.buttons)) == len(asked.buttons) > _OFFERS
