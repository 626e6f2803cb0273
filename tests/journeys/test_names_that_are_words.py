"""People called Will, May, Mark, Joy and Grant: an answer that is their name and no more means them."""

import pytest

from bot.reply import Kind
from storage.people.directory import Person
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


@pytest.mark.parametrize(
    ("said", "recorded"),
    [
        ("make Will an auditor", [("role_given", "will")]),
        ("make may and will auditors", [("role_given", "may"), ("role_given", "will")]),
        ("appoint Joy administrator", [("role_given", "joy")]),
        ("mark gave back his seat", [("seat_released", "mark")]),
        ("may gets mark's seat", [("seat_reassigned", "may")]),
    ],
)
def test_a_name_that_is_a_word_turns_no_sentence_round(said: str, recorded: list[tuple[str, str]]) -> None:
    office = Office("2026-02-09", staff=_STAFF)
    did(office.paula.says("we bought the action pack on 1 Dec 2025"))
    did(office.paula.says("the action pack gives us 5 VS Professional"))
    did(office.paula.says("assign VS to Mark Lopez"))
    reply = office.on("2026-05-20").paula.says(said)
    assert [(entry["kind"], entry["person"]) for entry in reply.recorded] == recorded, reply.text


@pytest.mark.parametrize("said", ["replace Mark with Joy", "please swap mark for joy", "can you replace mark by Joy?"])
def test_who_stands_in_anothers_place_gets_their_seat(said: str) -> None:
    office = Office("2026-02-09", staff=_STAFF)
    did(office.paula.says("we bought the action pack on 1 Dec 2025"))
    did(office.paula.says("the action pack gives us 5 VS Professional"))
    did(office.paula.says("assign VS to Mark Lopez"))
    reply = office.on("2026-05-20").paula.says(said)
    moved = [(entry["kind"], entry["from_person"], entry["person"]) for entry in reply.proposed]
    assert moved == [("seat_reassigned", "mark", "joy")], reply.text


@pytest.mark.parametrize(
    "said",
    ["who will the auditor ask?", "may mark have a seat?", "make it so", "we should replace mark with joy", "will may"],
)
def test_a_word_that_is_only_like_a_name_records_nothing(said: str) -> None:
    office = Office("2026-02-09", staff=_STAFF)
    did(office.paula.says("we bought the action pack on 1 Dec 2025"))
    reply = office.paula.says(said)
    assert (reply.recorded, reply.proposed) == ((), ()), reply.text
