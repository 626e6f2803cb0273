"""Rights on every surface: each act by each role, as a plan behind a button, as words, as a form. Denied by default."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.desk import Desk
from bot.record.plans import whole
from bot.record.records import Records
from bot.reply import Kind, Request
from bot.slack.forms import Field, Form, Stock, forms, new_nonce, stock_of
from bot.slack.views.form import form_view
from bot.talk.plan import Plan, Wish
from bot.terminal.jsonl import Session
from policy.acts import Act, decide
from policy.model import Entry
from tests.bot.slack.office import office as slack_office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.workspace import BOT_USER, Posted
from tests.journeys.people import STAFF, WORKSPACE, Office
from tests.policy.workspace import Workspace
from tests.test_docs import _PARTS
from tests.test_rights import _ACTS, RIGHTS, _act

_OPEN: Final = {
    "bob": {"seat_requested", "entry_reversed", "reminder_snoozed", "reminder_done", "reminder_handed_over"},
    "olga": {"reminder_snoozed", "reminder_done", "reminder_handed_over"},
    "mallory": {"seat_requested", "entry_reversed", "reminder_snoozed", "reminder_done", "reminder_handed_over"},
}
"""The kinds of entries that a role can bring about; olga is an auditor, and mallory stands in no directory."""

_COLUMN: Final = {"olga": 1, "bob": 2, "mallory": 2}
_SET_UP: Final = ("make zoe an auditor", "we bought the action pack on 3 Feb 2026", "the action pack gives us 3 VS")


def _lines() -> Iterator[str]:
    """Every sentence of the page for administrators that records or proposes something."""
    for lines in _PARTS.values():
        yield from (line.words for line in lines if line.kind in (Kind.DONE, Kind.QUESTION) and line.words[0] != "[")


LINES: Final = tuple(dict.fromkeys(_lines()))


def _company() -> Office:
    """Paula administrates, olga audits, bob waits for a seat."""
    olga = replace(STAFF[1], id="olga", name="Olga Ivanova", email="olga@acme.example")
    office = Office("2026-02-10", staff=(*STAFF, olga))
    for words in ("make olga an auditor", *_SET_UP[1:]):
        assert office.paula.says(words).recorded, words
    assert office.bob.says("I need a VS seat").recorded
    return office


def _by(entries: list[Entry], who: str) -> set[str]:
    return {entry.kind for entry in entries if entry.by == who}


def _entries(office: Office) -> list[Entry]:
    return list(office.records.log.entries(WORKSPACE))


@pytest.mark.parametrize("who", _COLUMN)
def test_a_button_does_what_its_presser_may(who: str) -> None:
    """Whatever a button carries, and whoever it was made for."""
    office = _company()
    for name in _ACTS:
        plan = whole(Plan((Wish(_act(name), confirmed=True),)))
        before = len(_entries(office))
        reply = office.desk.answer(Request(WORKSPACE, who, office.now, press="Record it", plan=plan, thread=name))
        if RIGHTS[name][_COLUMN[who]] == "no":
            assert (name, reply.kind, reply.recorded) == (name, Kind.REFUSED, ())
            assert len(_entries(office)) == before, name
    assert _by(_entries(office), who) <= _OPEN[who]


@pytest.mark.parametrize("who", _COLUMN)
def test_words_record_what_their_speaker_may_for_programs(who: str) -> None:
    """Each sentence, then each choice below its reply, and yes."""
    assert len(LINES) > 60
    office = _company()
    session = Session(office.desk, WORKSPACE, who, office.now)
    for number, words in enumerate(LINES):
        for line in (words, "yes"):
            reply = session.reply(1, _line(line, f"t{number}"))
        reply = session.reply(1, _line(words, f"c{number}"))
        for choice in reply.choices:
            session.reply(1, _line(words, f"c{number}-{choice}"))
            session.reply(1, _line(None, f"c{number}-{choice}", press=choice))
    assert _by(_entries(office), who) <= _OPEN[who]
    before = len(_entries(office))
    Session(office.desk, WORKSPACE, "paula", office.now).reply(1, _line(LINES[0], "p"))
    Session(office.desk, WORKSPACE, "paula", office.now).reply(1, _line("we used 1 presales hour", "p"))
    assert len(_entries(office)) > before


def _line(text: str | None, thread: str, press: str | None = None) -> str:
    given = {"text": text, "thread": thread, "press": press}
    return json.dumps({name: value for name, value in given.items() if value is not None})


@pytest.mark.parametrize("who", ["olga", "bob"])
def test_words_record_what_their_speaker_may_in_the_terminal(tmp_path: Path, who: str) -> None:
    file, people = tmp_path / "mpn.sqlite3", tmp_path / "people.csv"
    named = [
        ("paula", "Paula Gomez", "yes"),
        ("ana", "Ana Souza", ""),
        ("bob", "Bob Miller", ""),
        ("olga", "Olga Ivanova", ""),
    ]
    rows = [f"{one},{name},,Europe/Berlin,{administrator}" for one, name, administrator in named]
    people.write_text("\n".join(["id,name,email,tz,administrator", *rows]), encoding="utf-8")

    def types(person: str, lines: list[str]) -> set[str]:
        given = ["chat", "--db", str(file), "--people", str(people), "--as", person, "--now", "2026-02-10"]
        done = CliRunner().invoke(main, given, input="\n".join(lines))
        assert done.exit_code == 0, done.output
        return _by(list(Records.open(file).log.entries("terminal")), person)

    assert types("paula", ["make olga an auditor", *_SET_UP[1:]]) == {"role_given", "offer_purchased", "grant_recorded"}
    assert types(who, [one for words in LINES for one in (words, "1", words, "yes")]) <= _OPEN[who]


def test_an_act_that_nobody_gave_a_right_is_an_administrators() -> None:
    class Strange(Act):
        """Of no module."""

    workspace = Workspace()
    outcome = decide(workspace.ledger, Strange(), workspace.context("bob"))
    assert "That is for an administrator" in outcome.text
    with pytest.raises(KeyError):
        decide(workspace.ledger, Strange(), workspace.context("paula"))


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        yield slack


@pytest.fixture
def in_slack(slack: FakeSlack, tmp_path: Path) -> Iterator[tuple[dict[str, Person], Callable[[], list[Entry]], Stock]]:
    """The same company in Slack, all that was recorded there, and what its forms offer to pick."""
    people = {
        "paula": slack.person("Paula Gomez", is_owner=True),
        "bob": slack.person("Bob Miller"),
        "olga": slack.person("Olga Ivanova"),
    }
    file = tmp_path / "mpn.sqlite3"
    with slack_office(slack, file):
        said = (f"make <@{people['olga'].id}> an auditor", *_SET_UP[1:])
        for number, words in enumerate(said, 1):
            people["paula"].says(words)
            people["paula"].sees(f"#{number}", within=10)
        people["bob"].says("I need a VS seat")
        people["paula"].sees("asks for")
        records = Records.open(file)
        desk = Desk.open(records)
        request = Request(slack.workspace.team, people["paula"].id, dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC))
        edition = desk.rulebook.as_of(request.now.date())
        with records.visit(request, edition, desk.reader.catalogue) as visit:
            stock = stock_of(visit.ledger, visit.context())
        yield people, lambda: list(records.log.entries(slack.workspace.team)), stock


def _kinds(entries: list[Entry], person: Person) -> set[str]:
    return _by(entries, person.id)


@pytest.mark.parametrize("who", ["olga", "bob"])
def test_messages_in_slack(in_slack: Any, who: str) -> None:
    people, entries, _ = in_slack
    for words in LINES:
        assert people[who].says(words).status == 200
        people[who].says("yes")
    assert _kinds(entries(), people[who]) <= _OPEN[who]


@pytest.mark.parametrize("who", ["olga", "bob"])
def test_buttons_in_slack(slack: FakeSlack, in_slack: Any, who: str) -> None:
    """A button of an administrator's that somebody else can press, as below a message in a channel."""
    people, entries, _ = in_slack
    before = len(entries())
    for name in _ACTS:
        _press(slack, people[who], name)
    assert _kinds(entries(), people[who]) <= _OPEN[who]
    assert {entry.by for entry in entries()[before:]} <= {people[who].id}
    _press(slack, people["paula"], "RecordRenewal")
    assert len(entries()) > before


def _press(slack: FakeSlack, person: Person, name: str) -> None:
    plan = whole(Plan((Wish(_act(name), confirmed=True),)))
    button = {"type": "button", "action_id": "choice-1", "text": {"type": "plain_text", "text": "Do it"}}
    block = {"type": "actions", "block_id": f"choices-of-{name}", "elements": [button | {"value": f"plan:{plan}"}]}
    message = slack.workspace.keeps(Posted(person.dm, slack.workspace.ts(), BOT_USER, name, [block]))
    assert person.presses_of(message, "Do it").status == 200


@pytest.mark.parametrize("who", ["olga", "bob"])
def test_forms_in_slack(slack: FakeSlack, in_slack: Any, who: str) -> None:
    """Every form as it was made for an administrator, sent by somebody else; and by an administrator it records."""
    people, entries, stock = in_slack
    for form in forms().values():
        _send(slack, people[who], form, stock)
    assert _kinds(entries(), people[who]) <= _OPEN[who]
    before = len(entries())
    for form in forms().values():
        _send(slack, people["paula"], form, stock)
    assert len(entries()) >= before + 5


def _send(slack: FakeSlack, person: Person, form: Form, stock: Stock) -> None:
    view = form_view(form, stock, new_nonce(), {}, {})
    slack.workspace.stack(person.id).clear()
    slack.workspace.shows(person.id, view)
    asked = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    values = {one.name: _value(one, person, stock) for one in form.fields if one.name in asked}
    assert person.submits(**values).status == 200


def _value(one: Field, person: Person, stock: Stock) -> str:
    if stock.is_listed(one):
        return next(iter(stock.of(one)))
    return {"person": person.id, "day": "2026-05-20", "number": str(max(one.least or 1, 1))}.get(one.kind, "Lyon")
