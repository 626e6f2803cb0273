"""What somebody who is no administrator may say of their own seat and request, and how a request is denied."""

import pytest

from bot.reply import Kind
from tests.journeys.people import Office, did


@pytest.fixture
def office() -> Office:
    office = Office("2026-02-09")
    for said in ("we bought the action pack on 1 Dec 2025", "the action pack gives us 1 VS Professional"):
        did(office.paula.says(said))
    return office.on("2026-02-10")


def test_the_holder_tells_that_their_own_seat_is_activated(office: Office) -> None:
    did(office.paula.says("assign VS to ana"))
    asked = office.ana.says("i activated my vs")
    assert [entry["kind"] for entry in asked.proposed] == ["seat_activated"]
    assert did(office.ana.says("yes")) == ["seat_activated"]


def test_nobody_else_and_no_auditor_tells_of_it(office: Office) -> None:
    did(office.paula.says("assign VS to ana"))
    assert office.zoe.says("ana activated her VS seat").kind is Kind.REFUSED
    did(office.paula.says("make ana auditor"))
    assert office.ana.says("i activated my vs").kind is Kind.REFUSED
    assert office.entries[-1] == "role_given"


def test_giving_the_own_seat_back_is_passed_on_to_an_administrator(office: Office) -> None:
    did(office.paula.says("assign VS to ana"))
    reply = office.ana.says("give my seat back")
    assert (reply.kind, reply.choices, reply.recorded) == (Kind.REFUSED, ("Ask an administrator",), ())


@pytest.mark.parametrize("words", ["actually nvm dont need it", "I don't need it", "cancel my request"])
def test_a_request_is_withdrawn_by_who_made_it(office: Office, words: str) -> None:
    did(office.ana.says("i need a VS seat"))
    assert office.zoe.says(words).proposed == ()
    asked = office.ana.says(words)
    assert (asked.kind, [entry["kind"] for entry in asked.proposed]) == (Kind.QUESTION, ["entry_reversed"])
    assert did(office.ana.says("yes")) == ["entry_reversed"]
    assert office.ana.says(words).proposed == ()


def test_a_request_that_no_seat_is_free_for_can_be_denied_there(office: Office) -> None:
    did(office.ana.says("i need a VS seat"))
    did(office.paula.says("assign VS to zoe"))
    refused = office.paula.says("approve")
    assert (refused.kind, refused.choices) == (Kind.REFUSED, ("Deny", "Queue Ana Souza"))
    asked = office.paula.says("deny it then")
    assert [entry["kind"] for entry in asked.proposed] == ["request_decided"]
    assert did(office.paula.says("yes")) == ["request_decided"]


def test_an_approval_that_costs_something_can_be_a_denial() -> None:
    office = Office("2026-02-10")
    for said in ("we bought the action pack on 2 Feb 2026", "the action pack gives us 1 VS Professional"):
        did(office.paula.says(said))
    did(office.ana.says("i need a VS seat"))
    assert office.paula.says("approve").choices == ("Record it", "Deny", "No, cancel")
    assert did(office.paula.presses("Deny")) == ["request_decided"]
