"""In a channel: answers from the guide for all, in the thread of the mention; all else to who asked, alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind, OverHttp

_OF_BOB = "Bob Meyer"


@pytest.fixture
def bob(slack: FakeSlack, paula: Person) -> Person:
    return slack.person(_OF_BOB)


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, paula: Person, ana: Person, bob: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        buys(paula)
        paula.says("assign VS pro to @bob")
        paula.sees("#3")
        yield app


@pytest.fixture
def general(slack: FakeSlack) -> str:
    return slack.workspace.channel("general")


_OF_THE_RECORD = ["who has a seat?", "what does @bob hold?", "audit report", "undo", "what's coming up?"]


@pytest.mark.parametrize("text", _OF_THE_RECORD)
def test_what_is_of_the_record_is_shown_to_who_asked(paula: Person, ana: Person, general: str, text: str) -> None:
    mention = paula.mentions(text, general)
    shown = paula.is_told(general)
    assert shown.alone == paula.id
    assert shown.thread_ts == mention.payload["event"]["ts"]
    assert not [seen for seen in ana.sees_all() if seen.channel == general]


def test_in_a_thread_too(paula: Person, bob: Person, ana: Person, general: str) -> None:
    ana.mentions("can we demo Dynamics at a client's?", general)
    answer = ana.sees("Allowed, if")
    assert answer.alone is None
    paula.mentions("what does @bob hold?", general, under=answer)
    held = paula.is_told(general, 1)
    assert _OF_BOB in held.words
    assert (held.alone, held.thread_ts) == (paula.id, answer.thread_ts)
    assert not [seen for seen in ana.sees_all() if _OF_BOB in seen.words]


def test_somebody_else_learns_nothing_of_bob(ana: Person, bob: Person, general: str) -> None:
    ana.mentions("what does @bob hold?", general)
    refused = ana.is_told(general)
    assert refused.alone == ana.id
    assert "seat 1 of 3" not in refused.words
    ana.runs("/mpn who has a seat?", general)
    assert not [seen for seen in ana.sees_all() if "seat 1 of 3" in seen.words]


def test_a_command_in_a_channel_is_answered_to_one(paula: Person, ana: Person, general: str) -> None:
    paula.runs("/mpn who has a seat?", general)
    held = paula.is_told(general)
    assert _OF_BOB in held.words
    assert held.alone == paula.id
    assert not ana.sees_all()


def test_a_choice_below_an_answer_for_all_is_answered_there(paula: Person, ana: Person, general: str) -> None:
    ana.mentions("can I use Office for customer training?", general)
    answer = ana.sees("No, unless")
    paula.presses("Why?", below=answer)
    ana.sees("What I took as given")
    assert "What I took as given" in answer.words


def test_without_a_mention_the_desk_says_nothing_in_a_channel(
    slack: FakeSlack, ana: Person, paula: Person, general: str
) -> None:
    event = {"type": "message", "channel_type": "channel"}
    ana._event(event, general, "can we demo Dynamics?", None)
    paula.says("hello")
    paula.sees("Hello.")
    assert not [seen for seen in ana.sees_all() if seen.channel == general]


def test_somebody_of_another_workspace_presses_nothing_in_a_shared_channel(
    slack: FakeSlack, ana: Person, general: str
) -> None:
    ana.mentions("can I use Office for customer training?", general)
    answer = ana.sees("No, unless")
    stranger = slack.person("Mallory Else", team_id="T0OTHER", is_stranger=True)
    for label in ("Why?", "We are a learning partner"):
        block, button = answer.pressable()[answer.buttons.index(label)]
        pressed = stranger._press(answer, block, button)
        pressed["user"]["team_id"] = "T0OTHER"
        stranger._brings(Kind.INTERACTION, pressed)
        assert stranger.sees("I answer people of this workspace only.").alone == stranger.id
    assert "What I took as given" not in answer.words
    assert [seen for seen in ana.sees_all() if seen.channel == general] == [answer]
