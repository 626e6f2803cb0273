"""An open question belongs to the person who was asked: nobody else's words answer or close it, and it takes only what
it offers."""

import json
from collections.abc import Iterator

import pytest

from bot.reply import Kind
from bot.slack.kept.shelf import FileShelf
from bot.slack.kept.threads import Threads
from bot.talk.handover import Handover
from tests.journeys.people import Office, did


def opened(*, handed_over: bool = False) -> Office:
    """Three seats of Visual Studio and no window open; Zoe administrates too."""
    office = Office("2026-02-10")
    if handed_over:
        office.desk.handover = Handover(Threads(FileShelf(None)), office.desk.reader, office.desk.conversations)
    for said in (
        "we bought the action pack on 1 Dec 2025",
        "the action pack gives us 3 VS Professional",
        "make zoe an administrator",
    ):
        did(office.paula.says(said))
    return office


@pytest.fixture(params=[False, True], ids=["in one process", "handed over"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    yield opened(handed_over=request.param)


_OF_OTHERS = ["hello", "thanks", "yes", "no", "undo", "can we demo Dynamics at a client's?", "assign VS to jun", "2"]


@pytest.mark.parametrize("words", _OF_OTHERS)
@pytest.mark.parametrize("who", ["ana", "zoe"])
def test_the_words_of_others_leave_a_card_open(office: Office, who: str, words: str) -> None:
    card = office.paula.says("ana should have a VS seat", thread="t")
    assert card.kind is Kind.QUESTION
    before = len(office.entries)
    reply = getattr(office, who).says(words, thread="t")
    assert not any(entry.get("person") == "ana" for entry in reply.recorded)
    assert len(office.entries) == before + len(reply.recorded)
    (entry,) = office.paula.says("yes", thread="t").recorded
    assert (entry["kind"], entry["person"]) == ("seat_assigned", "ana")


def test_nobody_presses_the_card_of_another(office: Office) -> None:
    office.paula.says("ana should have a VS seat", thread="t")
    assert office.zoe.presses("Record it", thread="t").kind is Kind.ERROR
    assert office.zoe.says("Record it", thread="t").recorded == ()
    assert did(office.paula.presses("Record it", thread="t")) == ["seat_assigned"]


def test_each_has_a_question_of_their_own_in_one_thread(office: Office) -> None:
    office.paula.says("assign VS to bob", thread="t")
    office.zoe.says("assign VS", thread="t")
    (of_zoe,) = office.zoe.says("jun", thread="t").recorded
    (of_paula,) = office.paula.says("Stone", thread="t").recorded
    assert (of_zoe["person"], of_zoe["by"]) == ("jun", "zoe")
    assert (of_paula["person"], of_paula["by"]) == ("bob2", "paula")


def test_what_follows_an_answer_of_the_guide_is_everybodys(office: Office) -> None:
    office.paula.says("ana should have a VS seat", thread="t")
    office.ana.says("can we use Office for customer training?", thread="t")
    assert office.jun.says("and for our new hires?", thread="t").kind is Kind.ANSWER
    assert office.jun.says("why?", thread="t").rules


def test_undo_and_corrections_go_on_from_ones_own_record(office: Office) -> None:
    did(office.paula.says("assign VS to ana", thread="t"))
    office.zoe.says("hello", thread="t")
    assert office.zoe.says("no, for jun", thread="t").recorded == ()
    assert office.paula.says("no, for jun", thread="t").proposed


def test_a_request_is_decided_from_the_card_of_an_administrator_in_any_thread(office: Office) -> None:
    office.ana.says("I need a VS seat", thread="t")
    assert did(office.zoe.presses("Approve", thread="t")) == ["request_decided", "seat_assigned"]


@pytest.mark.parametrize("other", ["ana", "jun", "paula"])
def test_which_bob_takes_a_bob_only(office: Office, other: str) -> None:
    asked = office.paula.says("assign VS to bob")
    assert asked.text == "**Which Bob?**"
    again = office.paula.picks(other)
    assert again.kind is Kind.QUESTION
    assert "is none of them" in again.text
    assert again.choices == asked.choices
    assert office.paula.says(other).recorded == ()
    (entry,) = office.paula.picks("bob2").recorded
    assert entry["person"] == "bob2"


def test_who_is_asked_for_by_no_name_can_be_anybody(office: Office) -> None:
    office.paula.says("assign VS")
    (entry,) = office.paula.picks("jun").recorded
    assert entry["person"] == "jun"


_AMENDED = {
    "the action pack gives us 10 Office, oops, 12": ("10", "12"),
    "assign VS to ana, no wait, to jun": ("ana", "jun"),
    "got token 5 for 25 seats, correction, 30 seats of office 365": ("25", "30"),
}


@pytest.mark.parametrize("said", _AMENDED)
@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("way", ["says", "picks", "presses"])
def test_one_of_two_values_is_enough(office: Office, said: str, at: int, way: str) -> None:
    values = _AMENDED[said]
    asked = office.paula.says(said)
    assert asked.text == f"**{values[0]} or {values[1]}?**"
    assert asked.recorded == asked.proposed == ()
    then = getattr(office.paula, way)(values[at])
    (entry,) = then.recorded or then.proposed
    assert values[at] in json.dumps(entry)
    assert values[1 - at] not in json.dumps({key: entry[key] for key in entry.keys() & {"quantity", "seats", "person"}})


@pytest.mark.parametrize("words", ["2", "11", "maybe 12", "12?", "not 12", "yes"])
def test_another_value_is_no_answer_to_two(office: Office, words: str) -> None:
    office.paula.says("the action pack gives us 10 Office, oops, 12")
    reply = office.paula.says(words)
    assert reply.recorded == reply.proposed == ()
