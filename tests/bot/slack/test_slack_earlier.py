"""Choices below an answer that is no more the latest: they are about that answer, and after a restart still."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answers.earlier import Earlier, written
from bot.desk import Desk
from bot.reply import Kind, Request
from policy.facts import Facts
from policy.judge import judge
from policy.rulebook import Rulebook
from tests.bot.slack.conftest import NOON
from tests.bot.slack.office import office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import OverHttp
from tests.fake_slack.workspace import Posted

TRAINING, DEMO = "can I use Office for customer training?", "can we demo Dynamics at a client's?"


@pytest.fixture
def running(slack: FakeSlack, file: Path, ana: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        yield app


@pytest.mark.usefixtures("running")
def test_why_below_an_earlier_answer_explains_that_one(ana: Person) -> None:
    ana.says(TRAINING)
    training = ana.sees("*No")
    ana.says(DEMO)
    ana.sees("*Allowed, if*")
    ana.presses("Why?", below=training)
    assert ana.sees("Decided by", "not-customer-training") is training


@pytest.mark.usefixtures("running")
def test_a_case_below_an_earlier_answer_answers_that_one(ana: Person) -> None:
    ana.says(TRAINING)
    training = ana.sees("*No")
    ana.says(DEMO)
    ana.sees("*Allowed, if*")
    ana.presses("We are a learning partner", below=training)
    assert ana.sees("*Allowed*, because you are a learning partner") is training


def test_why_is_open_after_a_restart(slack: FakeSlack, file: Path, ana: Person) -> None:
    with office(slack, file):
        ana.says(TRAINING)
        training = ana.sees("*No")
    with office(slack, file):
        ana.presses("Why?", below=training)
        assert ana.sees("Decided by", "not-customer-training") is training


def test_the_why_of_a_check_is_open_after_a_restart(slack: FakeSlack, file: Path, ana: Person) -> None:
    message = Posted(slack.workspace.channel("general"), "1.1", ana.id, TRAINING)
    with office(slack, file):
        ana.checks(message, "check_message")
        ana.sees_modal("Checked", "*No")
    with office(slack, file):
        ana.presses_in_modal("Why?")
        ana.sees_modal("Decided by", "not-customer-training")


def test_of_an_answer_of_another_day_only_why_is_open() -> None:
    """Days that it was asked with were counted to that day."""
    desk, later = Desk.open(), NOON + timedelta(days=1)
    first = desk.answer(Request("T1", "U1", NOON, text=TRAINING, thread="D1"))
    desk.answer(Request("T1", "U1", later, text=DEMO, thread="D1"))

    def pressed(label: str) -> Request:
        return Request("T1", "U1", later, press=label, plan=first.plans[label], thread="D1")

    case = desk.answer(pressed("We are a learning partner"))
    assert (case.kind, case.text[:31]) == (Kind.ERROR, "That answer is of another day. ")
    why = desk.answer(pressed("Why?"))
    assert "not-customer-training" in why.text
    assert not why.choices


def test_every_answer_comes_back_from_its_text() -> None:
    rulebook = Rulebook.load()
    for edition in rulebook.editions:
        for matter in edition.matters:
            facts, day = Facts(learning_partner=True, days_since_purchase=12), edition.in_force_from
            decision = judge(edition, matter, facts, day)
            found = Earlier.of(written(decision, facts, Facts(), day), rulebook)
            assert found and (found.decision, found.facts) == (decision, facts), matter


@pytest.mark.parametrize(
    "text",
    [
        '{"answer":5}',
        '{"answer":{"matter":"no-such","of":"2020-11-12","on":"2026-06-01","facts":{},"asked":{},"open":false}}',
        '{"answer":{"matter":"train-customers","of":"2019-01-01","on":"2026-06-01","facts":{},"asked":{},"open":false}}',
        '{"answer":' + "[" * 5_000,
    ],
)
def test_what_no_desk_wrote_is_no_answer(text: str) -> None:
    assert Earlier.of(text, Rulebook.load()) is None
