"""A delivery that comes again: the same reply for the same person, nothing more recorded, nothing told to others."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.reply import Kind
from tests.journeys import people
from tests.journeys.people import Office, did


@pytest.fixture
def office() -> Office:
    office = Office("2026-02-10")
    did(office.paula.says("we bought the action pack on 3 Feb"))
    did(office.paula.says("the action pack gives us 3 VS Professional and 5 Office 365"))
    return office


def test_an_act_that_comes_again_gets_its_reply_and_records_nothing(office: Office) -> None:
    first = office.paula.says("we used 2 presales hours", cause="d1")
    before = office.entries
    again = office.paula.says("we used 2 presales hours", cause="d1")
    assert (again.kind, again.text, again.recorded) == (first.kind, first.text, first.recorded)
    assert office.entries == before


def test_what_somebody_was_told_is_not_for_another_who_comes_with_the_same_cause(office: Office) -> None:
    done = office.paula.says("add key K1 for Office with 25 activations", cause="d2")
    assert did(done) == ["key_issued"]
    for words in ("I need a VS seat", "add key K1 for Office with 25 activations", "who has visual studio?"):
        reply = office.bob.says(words, cause="d2")
        assert (reply.kind, reply.recorded, reply.deliveries) == (Kind.REFUSED, (), ())
        assert "by somebody else (#4)" in reply.text
        assert "K1" not in reply.text
    assert office.entries[-1] == "key_issued"
    assert office.paula.says("add key K1 for Office with 25 activations", cause="d2").text == done.text


def test_an_administrator_is_told_who_was_first(office: Office) -> None:
    did(office.paula.says("make ana an administrator"))
    did(office.bob.says("I need a VS seat", cause="d3"))
    assert "by Bob Miller (#5)" in office.ana.says("I need a VS seat", cause="d3").text


def test_a_question_that_comes_again_gets_the_same_reply_and_for_another_their_own(office: Office) -> None:
    asked = office.paula.says("assign VS seat to ana", cause="d4")
    assert asked.kind is Kind.QUESTION
    before = office.entries
    assert office.paula.says("assign VS seat to ana", cause="d4") == asked
    assert office.bob.says("assign VS seat to ana", cause="d4").kind is Kind.REFUSED
    assert office.entries == before
    assert did(office.paula.says("yes", cause="d5")) == ["seat_assigned"]
    seen = office.paula.says("who has visual studio?", cause="d6")
    assert "Ana Souza" in seen.text
    assert "Ana Souza" not in office.bob.says("who has visual studio?", cause="d6").text


def test_the_same_cause_at_the_same_moment_records_once(office: Office) -> None:
    """Two of one company at two desks: one records, the other is told that it stands."""
    url = people.new_place()
    offices = [Office("2026-02-10", file=url) for _ in range(2)] if url else [office, office]
    said = zip(offices, ("zoe", "bob"), strict=True)
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda one: getattr(*one).says("I need a VS seat", cause="d7"), said))
    assert sorted(bool(reply.recorded) for reply in replies) == [False, True]
    assert [reply.kind for reply in replies if not reply.recorded] == [Kind.REFUSED]
