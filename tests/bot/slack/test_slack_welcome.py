"""Who opens the conversation for the first time is told what it is for, with questions to begin with."""

from pathlib import Path

import pytest

from bot.slack.views.welcome import QUESTIONS
from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person, until


def test_a_newcomer_is_welcomed_once_and_asks_by_a_button(
    slack: FakeSlack, file: Path, paula: Person, ana: Person
) -> None:
    with office(slack, file):
        buys(paula)
        ana.opens_messages()
        ana.sees("Ask me in your own words")
        ana.opens_messages()
        ana.presses("What seats do I have?")
        ana.sees("You asked: What seats do I have?", "You have no seat")
        ana.presses("Can we demo Dynamics at a client's?")
        ana.sees("Allowed, if", "Product Licenses granted can be used for")
        assert len([seen for seen in ana.sees_all() if "Ask me in your own words" in seen.words]) == 1


def test_who_has_written_already_is_not_welcomed(slack: FakeSlack, file: Path, paula: Person, ana: Person) -> None:
    with office(slack, file):
        buys(paula)
        paula.opens_messages()
        until(lambda: slack.calls["conversations.history"])
        paula.says("hello")
        paula.sees("Hello.")
        assert not [seen for seen in paula.sees_all() if "Ask me in your own words" in seen.words]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_to_begin_with_is_answered(
    slack: FakeSlack, file: Path, paula: Person, ana: Person, question: str
) -> None:
    with office(slack, file):
        buys(paula)
        for person in (paula, ana):
            said = len(person.sees_all())
            person.says(question)
            slack.workspace.waits(lambda person=person, said=said: len(person.sees_all()) > said or None)
            assert "I only know" not in person.sees_all()[-1].words
            assert "don't have a rule" not in person.sees_all()[-1].words
