"""Two processes answer one person by turns: whatever one asked or said, the other goes on from there."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from itertools import cycle

import pytest

from bot.reply import Kind, Reply, Request
from bot.slack.kept.shelf import FileShelf, ServerShelf, Shelf
from bot.slack.kept.threads import Threads
from bot.talk.conversation import Open, Thread
from bot.talk.handover import Handover
from bot.talk.thread_text import Left, Opened
from policy.decision import Verdict
from storage.postgres import Postgres
from tests.journeys.people import WORKSPACE, Office, did
from tests.storage.office import asked, cluster


class ByTurns:
    """Two desks on one record; each request goes to the other one than the request before."""

    def __init__(self, place: str, shelf: Shelf) -> None:
        self.offices = [Office("2026-02-10", file=place) for _ in range(2)]
        for office in self.offices:
            desk = office.desk
            desk.handover = Handover(Threads(shelf), desk.reader, desk.conversations)
        self._turns = cycle(self.offices)

    def says(self, text: str, who: str = "paula", thread: str = "D1") -> Reply:
        return getattr(next(self._turns), who).says(text, thread=thread)

    def picks(self, value: str, who: str = "paula") -> Reply:
        office = next(self._turns)
        return office.desk.answer(Request(WORKSPACE, who, office.now, pick=value, thread="D1"))


@pytest.fixture
def desks(request: pytest.FixtureRequest) -> Iterator[ByTurns]:
    place = cluster().database()
    database = Postgres(place)
    desks = ByTurns(place, ServerShelf(database))
    did(desks.says("we bought the action pack on 3 Feb"))
    did(desks.says("the action pack gives us 3 VS Professional and 5 Office 365"))
    yield desks
    for office in desks.offices:
        office.records.log.database.close()  # type: ignore[attr-defined]
    database.close()
    cluster().drop(place)


def test_a_question_of_one_is_answered_at_the_other(desks: ByTurns) -> None:
    assert desks.says("assign VS seat to ana").kind is Kind.QUESTION
    assert did(desks.says("yes")) == ["seat_assigned"]
    assert desks.says("yes").kind is Kind.UNKNOWN


def test_no_at_the_other_calls_it_off_for_both(desks: ByTurns) -> None:
    desks.says("assign VS seat to ana")
    assert desks.says("no").kind is Kind.ANSWER
    assert desks.says("yes").kind is Kind.UNKNOWN


def test_which_of_two_is_meant_is_said_or_picked_at_the_other(desks: ByTurns) -> None:
    did(desks.says("yes") if desks.says("assign VS seat to ana").kind is Kind.QUESTION else desks.says("help"))
    asked = desks.says("assign VS to bob")
    assert {"Bob Miller", "Bob Stone"} <= set(asked.choices)
    assert did(desks.says("bob stone")) == ["seat_assigned"]
    desks.says("assign VS to bob")
    reply = desks.picks("bob")
    assert did(reply) == ["seat_assigned"]
    assert reply.recorded[0]["person"] == "bob"


def test_a_missing_day_is_given_at_the_other(desks: ByTurns) -> None:
    asked = desks.says("we viewed a token on 31 Feb")
    assert asked.kind is Kind.QUESTION
    assert desks.says("assign VS seat to zoe").kind is Kind.QUESTION
    assert did(desks.says("yes")) == ["seat_assigned"]


@pytest.mark.parametrize(
    "said",
    [
        ["can I use Office for customer training?", "and for our new hires?", "why?", "which section?"],
        ["is it ok to demo Dynamics at a client's?", "what about Windows?", "and if we were gold?", "section?"],
        ["assign VS to bob", "1", "yes", "undo"],
        ["assign VS seat to ana", "bob: yes", "yes", "take that back"],
        ["bob: we are a learning partner", "bob: can I use Office for customer training?", "bob: and at home?"],
        ["assign VS seat to Wolfram Nightjar", "yes", "yes", "who has visual studio?", "why?"],
        ["we used presales hours", "3", "yes", "undo"],
    ],
)
def test_by_turns_they_say_what_one_alone_says(desks: ByTurns, said: list[str]) -> None:
    alone = Office("2026-02-10")
    for words in ("we bought the action pack on 3 Feb", "the action pack gives us 3 VS Professional and 5 Office 365"):
        did(alone.paula.says(words))
    for line in said:
        who, _, words = line.rpartition(": ")
        expected = getattr(alone, who or "paula").says(words, thread="D1")
        reply = desks.says(words, who=who or "paula")
        assert (reply.kind, reply.text, reply.choices) == (expected.kind, expected.text, expected.choices)
    assert desks.offices[0].entries == alone.entries


def test_what_somebody_states_counts_at_the_other_for_them_alone(desks: ByTurns) -> None:
    desks.says("we are a learning partner", who="bob")
    question = "can I use Office for customer training?"
    assert desks.says(question, who="bob", thread="D2").verdict is Verdict.ALLOWED
    assert desks.says(question, who="zoe", thread="D3").verdict is not Verdict.ALLOWED


def test_a_choice_of_a_message_is_pressed_at_the_other_and_once(desks: ByTurns) -> None:
    asked_for = desks.says("I need a VS seat", who="bob", thread="B1")
    (card,) = asked_for.deliveries
    assert card.to == "paula"
    first, second = desks.offices
    confirm = second.paula.presses("Approve")
    assert "refund" in confirm.text
    assert "request_decided" in did(first.paula.presses(confirm.choices[0]))
    assert first.paula.presses("Approve").kind is Kind.ERROR


def test_a_reminder_sent_by_one_is_put_off_at_the_other(desks: ByTurns) -> None:
    first, second = (office.on("2026-02-27") for office in desks.offices)
    (sent,) = first.desk.tick(WORKSPACE, first.now).deliveries
    label = next(one for one in sent.choices if "Snooze" in one)
    assert did(second.paula.presses(label)) == ["reminder_snoozed"]


def test_a_question_that_comes_again_at_the_other_gets_its_first_reply(desks: ByTurns) -> None:
    first, second = desks.offices
    question = first.paula.says("assign VS seat to ana", cause="q1")
    assert first.paula.says("no", cause="q2").kind is Kind.ANSWER
    assert second.paula.says("assign VS seat to ana", cause="q1") == question
    assert second.paula.says("no", cause="q2").kind is Kind.ANSWER
    assert second.bob.says("no", cause="q2").kind is Kind.UNKNOWN
    assert "seat_assigned" not in first.entries


def test_what_is_taken_back_at_one_is_taken_back_at_the_other(desks: ByTurns) -> None:
    question = "can I use Office for customer training?"
    desks.says("we are a learning partner", who="bob", thread="D2")
    assert desks.says(question, who="bob", thread="D2").verdict is Verdict.ALLOWED
    desks.says("we are not a learning partner", who="bob", thread="D2")
    assert desks.says(question, who="bob", thread="D2").verdict is Verdict.NOT_ALLOWED


def test_two_runs_for_programs_on_one_server(desks: ByTurns) -> None:
    """Each line goes to another process than the one before, by JSON Lines."""
    url = str(desks.offices[0].file)
    run = [sys.executable, "-m", "bot", "chat", "--json", "--db", url, "--as", "paula", "--now", "2026-02-10T09:00:00Z"]
    runs = [subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = ("we bought the action pack on 3 Feb", "the action pack gives us 3 VS", "assign VS to bob", "yes", "yes")
    replies = []
    for words, process in zip(said, cycle(runs), strict=False):
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"text": words, "cause": f"c{len(replies)}"}) + "\n")
        process.stdin.flush()
        replies.append(json.loads(process.stdout.readline()))
    for process in runs:
        process.communicate()
    kinds = [[entry["kind"] for entry in reply["recorded"]] for reply in replies]
    assert kinds[:2] == [["offer_purchased"], ["grant_recorded"]]
    assert "Add them" in replies[2]["text"]
    assert kinds[2:] == [[], ["person_added", "seat_assigned"], []]


def test_words_of_a_message_are_kept_only_while_it_is_open_whom_they_mean(desks: ByTurns) -> None:
    def kept() -> str:
        return str(asked(str(desks.offices[0].file), "SELECT body FROM threads"))

    desks.says("can we demo Dynamics at Nightjar's office?")
    assert "Nightjar" not in kept()
    desks.says("assign VS to Wolfram Nightjar")
    assert "Nightjar" in kept()
    desks.says("no")
    assert "Nightjar" not in kept()


def test_with_an_erased_person_all_that_was_left_open_goes(desks: ByTurns) -> None:
    desks.says("assign VS seat to ana", thread="D9")
    desks.says("erase zoe")
    did(desks.says("yes"))
    for _ in desks.offices:
        assert desks.says("yes", thread="D9").kind is Kind.UNKNOWN
    assert "seat_assigned" not in desks.offices[0].entries
    desks.says("erase jun")
    did(desks.says("yes"))
    assert asked(str(desks.offices[0].file), "SELECT count(*) FROM threads") == [(0,)]


def test_what_another_version_left_is_no_fault(desks: ByTurns) -> None:
    desks.says("can I use Office for customer training?")
    asked(str(desks.offices[0].file), """UPDATE threads SET body = '{"reading": 7}'""")
    assert desks.says("can I use Office for customer training?").kind is Kind.ANSWER


def test_every_field_of_a_thread_is_left_for_the_next() -> None:
    """A new field of a thread is to be left too, or the other process does not know of it."""
    of_one = {one.name for one in fields(Open)}
    assert of_one == Opened.model_fields.keys() | {"naming"}
    assert {one.name for one in fields(Thread)} - of_one - {"whose", "others"} == Left.model_fields.keys() - {"opened"}


def test_what_is_older_than_a_day_is_forgotten() -> None:
    now = [1_790_000_000.0]
    threads = Threads(FileShelf(None), lambda: now[0])
    threads.keep("T1", "thread:D1", "a")
    now[0] += 86_401
    for number in range(500):
        threads.keep("T1", f"thread:{number}", "b")
    assert threads.read("T1", ("thread:D1", "thread:1")) == {"thread:1": "b"}
