"""Said at the wrong time, pressed on an old card, pressed by two, sent twice, edited, deleted: nothing doubles."""

import copy
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.record.records import Records
from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind, OverHttp
from tests.fake_slack.workspace import Posted

PRO = "visual-studio-professional"


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, paula: Person, ana: Person, bob: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        buys(paula)
        yield app


def recorded(file: Path, kind: str) -> int:
    """How many entries of a kind there are."""
    return sum(type(entry).__name__ == kind for entry in Records.open(file).log.entries("T0ACME"))


@pytest.mark.parametrize("text", ["2", "1.", "the second one", "yes", "no"])
def test_a_stray_answer_answers_nothing(paula: Person, file: Path, text: str) -> None:
    before = Records.open(file).log.head("T0ACME").seq
    paula.says(text)
    paula.sees(f"Nothing is open here that “{text}” could answer", "nothing was recorded")
    assert Records.open(file).log.head("T0ACME").seq == before


def test_a_button_of_an_answered_question_records_nothing_more(paula: Person, ana: Person, file: Path) -> None:
    """Another device may still show the question."""
    paula.says("got token 1 for 25 seats of Office 365")
    paula.sees("oken 1")
    paula.says("I viewed token 1 today")
    asked = paula.sees("Token 1", "Undo")
    old = copy.deepcopy(asked)
    paula.presses("Undo", below=asked)
    paula.sees("Taken back")
    many = Records.open(file).log.head("T0ACME").seq
    assert paula.presses("Undo", below=old).status == 200
    paula.says("hello")
    paula.sees("Hello.")
    assert Records.open(file).log.head("T0ACME").seq == many


def test_yes_and_no_of_one_question_are_one_answer(paula: Person, ana: Person, file: Path) -> None:
    paula.says("assign a VS pro seat to @ana on 1 July")
    question = paula.sees("1 Jul 2026")
    old = copy.deepcopy(question)
    yes = next(label for label in question.buttons if not label.startswith("No"))
    no = next(label for label in question.buttons if label.startswith("No"))
    paula.presses(yes, below=question)
    paula.sees("Ana Souza", "seat 1 of 3", "#3")
    assert paula.presses(no, below=old).status == 200
    paula.says("hello")
    paula.sees("Hello.")
    assert recorded(file, "SeatAssigned") == 1


def card_of(person: Person) -> Posted:
    return person.sees("Bob Meyer asks for a Visual Studio Professional seat")


def test_two_administrators_approve_and_one_seat_is_given(
    slack: FakeSlack, paula: Person, ana: Person, bob: Person, file: Path
) -> None:
    paula.says("make @ana an administrator")
    ana.sees("made you administrator")
    bob.says("I need a VS seat")
    cards = {person: card_of(person) for person in (paula, ana)}
    with ThreadPoolExecutor() as pool:
        presses = [pool.submit(person.presses, "Approve", card) for person, card in cards.items()]
        assert [one.result().status for one in presses] == [200, 200]
    told = ("Approved.", "approved already.")
    slack.workspace.waits(lambda: all(any(one in card.words for card in cards.values()) for one in told) or None)
    words = sorted((card.words for card in cards.values()), key=lambda one: "already" in one)
    assert "Approved." in words[0]
    assert "Bob Meyer's request was approved already." in words[1]
    assert (recorded(file, "SeatAssigned"), recorded(file, "RequestDecided")) == (1, 1)
    bob.sees("gave you Visual Studio Professional seat 1 of 3")
    assert len([seen for seen in bob.sees_all() if "gave you" in seen.words]) == 1


def test_approved_by_one_it_is_denied_by_no_other(paula: Person, ana: Person, bob: Person, file: Path) -> None:
    paula.says("make @ana an administrator")
    ana.sees("made you administrator")
    bob.says("I need a VS seat")
    as_first_shown = replace(card_of(ana))  # her screen may lag behind the card that lost its buttons
    paula.presses("Approve", card_of(paula))
    paula.sees("Approved.")
    ana.presses("Deny", as_first_shown)
    ana.sees("Bob Meyer's request was approved already.")
    assert recorded(file, "RequestDecided") == 1


def test_a_form_sent_twice_at_once_is_recorded_once(paula: Person, ana: Person, file: Path) -> None:
    paula.uses_shortcut("assign_seat")
    paula.sees_modal("Assign a seat")
    sent = paula.submits(person=ana.id, product=PRO)
    with ThreadPoolExecutor() as pool:
        assert {one.status for one in pool.map(lambda _: sent.again(), range(3))} == {200}
    assert recorded(file, "SeatAssigned") == 1


@pytest.mark.parametrize("subtype", ["message_changed", "message_deleted"])
def test_a_message_edited_or_deleted_says_and_records_nothing_anew(
    slack: FakeSlack, running: OverHttp, paula: Person, ana: Person, file: Path, subtype: str
) -> None:
    """What was recorded stays until it is taken back: by Undo, which is below it."""
    said = paula.says("assign VS pro to @ana")
    paula.sees("#3")
    many = len(paula.sees_all())
    old = dict(said.payload["event"])
    edited = old | {"text": f"assign VS pro to <@{paula.id}>", "edited": {"user": paula.id, "ts": "1.2"}}
    event = {
        "type": "message",
        "subtype": subtype,
        "channel": paula.dm,
        "channel_type": "im",
        "hidden": True,
        "ts": slack.workspace.ts(),
        "previous_message": old,
    } | ({"message": edited} if subtype == "message_changed" else {"deleted_ts": old["ts"]})
    assert running.bring(Kind.EVENT, slack.workspace.event(event), 0)[0] == 200
    paula.says("hello")
    paula.sees("Hello.")
    assert len(paula.sees_all()) == many + 1
    assert recorded(file, "SeatAssigned") == 1
