"""The first week of an Action Pack: bought, granted, given to people, and what that ends."""

from pathlib import Path

import pytest

from bot.reply import Kind
from bot.terminal.jsonl import as_json
from policy.decision import Verdict
from tests.journeys.people import STAFF, Office, did


@pytest.fixture
def office() -> Office:
    """Bought a week ago; three Visual Studio seats are granted, nothing is used."""
    office = Office("2026-02-10")
    did(office.paula.says("we bought the action pack on 3 Feb"))
    did(office.paula.says("the action pack gives us 3 VS Professional and 5 Office 365"))
    return office


def test_a_purchase_says_until_when_and_is_the_first_entry() -> None:
    office = Office("2026-02-10")
    reply = office.paula.says("we bought the action pack on 3 Feb")
    assert did(reply) == ["offer_purchased"]
    assert reply.recorded[0]["seq"] == 1
    assert (reply.recorded[0]["on"], str(reply.date)) == ("2026-02-03", "2026-03-05")


def test_the_first_use_asks_and_then_ends_the_refund(office: Office) -> None:
    assert office.paula.says("can we still get a refund?").verdict is Verdict.ALLOWED_IF
    asked = office.paula.says("assign VS seat to ana")
    assert (asked.kind, [entry["kind"] for entry in asked.proposed]) == (Kind.QUESTION, ["seat_assigned"])
    assert "seq" not in asked.proposed[0]
    assert office.entries == ["offer_purchased", "grant_recorded", "grant_recorded"]
    done = office.paula.says("yes")
    assert did(done) == ["seat_assigned"]
    assert [(sent.to, "seat 1 of 3" in sent.text) for sent in done.deliveries] == [("ana", True)]
    refund = office.paula.says("can we still get a refund?")
    assert refund.verdict is Verdict.NOT_ALLOWED
    assert "#4" in refund.text


def test_no_calls_it_off(office: Office) -> None:
    office.paula.says("assign VS seat to ana")
    assert office.paula.says("no").kind is Kind.ANSWER
    assert office.paula.says("yes").kind is Kind.UNKNOWN
    assert len(office.entries) == 3


def test_something_else_said_meanwhile_closes_the_question(office: Office) -> None:
    office.paula.says("assign VS seat to ana")
    office.paula.says("can we demo Dynamics at a client's?")
    assert office.paula.says("yes").kind is Kind.UNKNOWN
    assert len(office.entries) == 3


def test_a_move_too_early_offers_what_can_be_done_now(office: Office) -> None:
    office.paula.says("assign VS seat to ana")
    office.paula.says("yes")
    reply = office.paula.says("move ana's VS seat to zoe")
    assert (reply.kind, reply.verdict, str(reply.date)) == (Kind.REFUSED, Verdict.NOT_ALLOWED, "2026-05-11")
    assert did(office.paula.presses("Give Zoe Park seat 2")) == ["seat_assigned"]
    assert office.on("2026-05-10").paula.says("move ana's VS seat to jun").kind is Kind.REFUSED
    assert did(office.on("2026-05-11").paula.says("move ana's VS seat to jun")) == ["seat_reassigned"]


def test_two_bobs_are_asked_about(office: Office) -> None:
    asked = office.paula.says("assign vs to bob")
    assert asked.choices == ("Bob Miller", "Bob Stone", "No, cancel")
    assert office.paula.says("yes").choices == asked.choices
    assert office.paula.presses("Bob Stone").proposed[0]["person"] == "bob2"
    office.paula.says("assign vs to bob")
    assert office.paula.picks("nobody").kind is Kind.ERROR
    assert office.paula.picks("bob2").proposed[0]["person"] == "bob2"
    done = office.paula.says("yes")
    assert did(done) == ["seat_assigned"]


def test_a_stranger_is_offered_to_be_added_and_given_the_seat_at_once(office: Office) -> None:
    asked = office.paula.says("give hannah a VS seat")
    assert asked.choices[0] == "Add Hannah"
    assert [entry["kind"] for entry in asked.proposed] == ["person_added", "seat_assigned"]
    assert "refund" in asked.text
    assert did(office.paula.presses("Add Hannah")) == ["person_added", "seat_assigned"]
    assert "Hannah" in office.paula.says("undo").text


def test_who_is_asked_for_may_be_named_or_picked(office: Office) -> None:
    for answer in ("says", "picks"):
        assert "To whom?" in office.paula.says("assign VS seat").text
        reply = office.paula.says("jun") if answer == "says" else office.paula.picks("jun")
        assert reply.proposed[0]["person"] == "jun"


def test_several_people_in_one_message(office: Office) -> None:
    office.paula.says("assign vs to jun, zoe and ana")
    done = office.paula.says("yes")
    assert did(done) == ["seat_assigned"] * 3
    assert [entry["part"] for entry in done.recorded] == [1, 2, 3]
    assert len(done.parts) == 3
    assert did(office.paula.presses("Undo")) == ["entry_reversed"] * 3


def test_a_purchase_and_a_question_in_one_message() -> None:
    office = Office("2026-02-10")
    reply = office.paula.says("got the action pack yday! what's the refund cutoff")
    assert did(reply) == ["offer_purchased"]
    assert [part.kind for part in reply.parts] == [Kind.DONE, Kind.ANSWER]
    assert str(reply.parts[1].date) == "2026-03-11"


def test_others_may_ask_but_not_record(office: Office) -> None:
    refused = office.bob.says("assign vs to jun")
    assert (refused.kind, refused.choices) == (Kind.REFUSED, ("Ask an administrator",))
    passed = office.bob.presses("Ask an administrator")
    assert [sent.to for sent in passed.deliveries] == ["paula"]
    assert "assign vs to jun" in passed.deliveries[0].text
    assert office.paula.presses("Do it").kind is Kind.QUESTION
    assert len(office.entries) == 3


def test_a_delivery_that_comes_twice_records_once_and_gets_the_same_reply(office: Office) -> None:
    first = office.paula.says("add key K1 for Office with 25 activations", cause="Ev1")
    again = office.paula.says("add key K1 for Office with 25 activations", cause="Ev1")
    assert did(first) == ["key_issued"]
    assert as_json(again) == as_json(first)
    assert office.entries.count("key_issued") == 1


def test_a_token_s_tenant_is_asked_about(office: Office) -> None:
    assert office.paula.says("activated token 7 for 25 seats on contoso yesterday").kind is Kind.REFUSED
    did(office.paula.says("got token 7 for 25 seats of Office 365"))
    asked = office.paula.says("activated token 7 for 25 seats on contoso yesterday")
    assert (asked.kind, asked.proposed[0]["tenant"]) == (Kind.QUESTION, "contoso")
    assert str(office.paula.says("yes").recorded[0]["on"]) == "2026-02-09"


def test_of_a_key_only_the_last_five_characters_are_kept(office: Office) -> None:
    reply = office.paula.says("add key K1 for Office with 25 activations ABCDE-12345-FGHIJ-67890-KLMN1")
    assert did(reply) == ["key_issued"]
    assert reply.recorded[0]["last_five"] == "KLMN1"
    assert "67890" not in as_json(reply)


def test_the_record_survives_a_restart(tmp_path: Path) -> None:
    office = Office("2026-02-10", tmp_path / "desk.sqlite3")
    did(office.paula.says("we bought the action pack on 3 Feb"))
    again = office.anew()
    assert str(again.paula.says("when does the refund window close?").date) == "2026-03-05"
    assert did(again.paula.says("undo")) == ["entry_reversed"]


def test_without_a_people_file_the_first_to_speak_administrates() -> None:
    office = Office("2026-02-10", staff=())
    did(office.carol.says("we bought the action pack on 3 Feb"))
    assert office.dave.says("we bought the action pack on 4 Feb").kind is Kind.REFUSED


def test_a_fact_about_the_company_is_recorded_by_an_administrator_only() -> None:
    office = Office("2026-02-10", staff=STAFF)
    assert office.bob.says("we are a learning partner").kind is Kind.ANSWER
    assert office.entries == []
    reply = office.paula.says("we are a learning partner")
    reply = office.paula.says("yes") if reply.kind is Kind.QUESTION else reply
    assert did(reply) == ["settings_changed"]
    assert office.zoe.says("can I use Office for customer training?").verdict is Verdict.ALLOWED


def test_why_explains_the_last_reply_whatever_it_was(office: Office) -> None:
    assert office.paula.says("why?").kind is Kind.ANSWER
    office.paula.says("assign VS seat to ana")
    office.paula.says("yes")
    office.paula.says("move ana's VS seat to zoe")
    assert office.paula.says("why?").rules == ("vs-reassign",)
    assert "Assigning subscriptions" in office.paula.says("which section is that?").text
    assert office.bob.says("why?").kind is Kind.UNKNOWN


def test_a_second_delivery_that_passes_the_first_in_another_process_gets_its_reply(office: Office) -> None:
    """Both have looked whether the cause is known before either has recorded."""
    office.paula.says("assign VS seat to ana")
    office.paula.presses("Record it")
    office.desk.clerk.before = lambda turn: None  # type: ignore[method-assign]
    first = office.paula.says("assign VS seat to zoe", cause="Ev9")
    again = office.paula.says("assign VS seat to zoe", cause="Ev9")
    assert did(first) == ["seat_assigned"]
    assert as_json(again) == as_json(first)
    assert (again.plans, office.entries.count("seat_assigned")) == (first.plans, 2)


@pytest.mark.parametrize("words", ["anyone but ana", "not ana", "maybe ana", "ana?", "I like ana", "yes", "thanks"])
def test_words_that_turn_a_name_round_fill_nothing(office: Office, words: str) -> None:
    office.paula.says("make an auditor")
    assert office.paula.says(words).recorded == ()
    assert "role_given" not in office.entries


@pytest.mark.parametrize("words", ["yes", "ok", "I don't know", "thanks", "maybe Porto", "Porto"])
def test_a_name_that_is_only_typed_is_shown_before_it_is_recorded(office: Office, words: str) -> None:
    office.paula.says("add a location")
    assert office.paula.says(words).recorded == ()
    assert "location_added" not in office.entries
