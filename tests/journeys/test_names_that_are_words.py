"""People called Will, May, Mark, Joy and Grant: an answer that is their name and no more means them."""

import pytest

from bot.reply import Kind
from storage.people import Person
from tests.journeys.people import Office, did

_STAFF = (
    Person("paula", "Paula Gomez", "paula@acme.example", "Europe/Berlin", administrator=True),
    *(Person(name.split()[0].lower(), name) for name in ("Will Turner", "May Chen", "Mark Lopez", "Joy Adeyemi")),
)


def _asked_whose() -> Office:
    office = Office("2026-02-09", staff=_STAFF)
    did(office.paula.says("we bought the action pack on 1 Dec 2025"))
    did(office.paula.says("the action pack gives us 5 VS Professional"))
    for name in ("Will Turner", "May Chen", "Mark Lopez", "Joy Adeyemi"):
        did(office.paula.says(f"assign VS to {name}"))
    assert office.paula.says("release a VS seat").kind is Kind.QUESTION
    return office


@pytest.mark.parametrize(
    ("said", "meant"),
    [("Will", "will"), ("will", "will"), ("May.", "may"), ("MARK", "mark"), ("from joy please", "joy")],
)
def test_a_bare_name_answers_who_is_meant(said: str, meant: str) -> None:
    released = _asked_whose().paula.says(said)
    assert [(entry["kind"], entry["person"]) for entry in released.recorded] == [("seat_released", meant)]


@pytest.mark.parametrize(
    "said", ["will?", "will do", "may be", "may I", "no joy", "mark my words", '"mark"', "mark 😂"]
)
def test_a_word_that_is_only_like_a_name_answers_nothing(said: str) -> None:
    reply = _asked_whose().paula.says(said)
    assert not reply.recorded, reply.text
    assert not reply.proposed, reply.text
