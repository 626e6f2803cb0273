"""A person's day with the desk in Slack: direct messages, mentions, commands, choices."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.desk import Desk
from bot.reply import Kind, Reply
from tests.bot.slack.conftest import NOON, StandIn, opened
from tests.fake_slack import FakeSlack, Person

pytestmark = pytest.mark.usefixtures("app")


def test_a_direct_message_is_answered(ana: Person, desk: StandIn) -> None:
    asked = ana.says("can we demo Dynamics?")
    seen = ana.sees("*Heard:* can we demo Dynamics?", "The section")
    assert asked.status == 200
    assert seen.channel == ana.dm
    assert seen.thread_ts is None
    assert seen.text.startswith("Heard: can we demo Dynamics?")
    (request,) = desk.asked
    assert (request.workspace, request.person, request.now) == ("T0ACME", ana.id, NOON)
    assert (request.text, request.thread) == ("can we demo Dynamics?", ana.dm)
    assert request.cause == asked.payload["event_id"]


def test_a_thread_in_a_direct_message_is_its_own_conversation(ana: Person, desk: StandIn) -> None:
    ana.says("can we demo Dynamics?")
    answer = ana.sees("can we demo")
    ana.says("and at home?", under=answer)
    assert ana.sees("and at home?").thread_ts == answer.ts
    assert desk.asked[1].thread == f"{ana.dm}:{answer.ts}"


def test_a_mention_is_answered_in_its_thread(slack: FakeSlack, ana: Person, desk: StandIn) -> None:
    general = slack.workspace.channel("general")
    mention = ana.mentions("what does @ana hold?", general)
    seen = ana.sees("*Heard")
    assert (seen.channel, seen.thread_ts) == (general, mention.payload["event"]["ts"])
    assert desk.asked[0].text == f"what does <@{ana.id}> hold?"
    assert desk.asked[0].thread == f"{general}:{seen.thread_ts}"

    ana.mentions("and bob?", general, under=seen)
    assert ana.sees("and bob?").thread_ts == seen.thread_ts
    assert desk.asked[1].thread == desk.asked[0].thread


def test_a_command_is_answered_to_this_person_alone(slack: FakeSlack, ana: Person, bob: Person, desk: StandIn) -> None:
    general = slack.workspace.channel("general")
    command = ana.runs("/mpn can I use Office for customer training?", general)
    assert command.answer["response_type"] == "ephemeral"
    assert ana.sees("*Heard:* can I use Office for customer training?").alone == ana.id
    assert not bob.sees_all()
    assert slack.calls["chat.postMessage"] == 0
    (request,) = desk.asked
    assert (request.person, request.cause) == (ana.id, command.payload["trigger_id"])
    assert request.thread == f"{general}:{ana.id}"


@pytest.mark.parametrize("line", ["/mpn", "/mpn ", "/mpn help"])
def test_a_command_without_words_is_help(ana: Person, desk: StandIn, line: str) -> None:
    ana.runs(line)
    assert desk.asked[0].text == "help"


def test_a_command_names_people_by_id(ana: Person, bob: Person, desk: StandIn) -> None:
    ana.runs("/mpn assign VS to @bob")
    assert desk.asked[0].text == f"assign VS to <@{bob.id}>"


def test_a_choice_is_answered_below_what_the_message_says(ana: Person, desk: StandIn) -> None:
    ana.says("can we demo Dynamics?")
    answer = ana.sees("can we demo Dynamics?")
    press = ana.presses("Why?")
    seen = ana.sees("*Heard:* can we demo Dynamics?", "Ana Souza: Why?", "*Heard:* Why?")
    assert seen is answer
    assert seen.buttons == ["Why?", "We are a learning partner"]
    assert press.status == 200
    request = desk.asked[1]
    assert (request.press, request.text, request.thread) == ("Why?", None, ana.dm)
    assert request.cause == press.payload["trigger_id"]


def test_a_choice_in_a_thread_is_answered_there(slack: FakeSlack, ana: Person, bob: Person, desk: StandIn) -> None:
    ana.mentions("can we demo Dynamics?", slack.workspace.channel("general"))
    ana.sees("can we demo Dynamics?")
    bob.presses("We are a learning partner")
    ana.sees("*Heard:* We are a learning partner", "Bob Meyer: We are a learning partner")
    assert desk.asked[1].person == bob.id
    assert desk.asked[1].thread == desk.asked[0].thread


def test_a_choice_only_its_reader_sees_is_answered_to_them(ana: Person, bob: Person, desk: StandIn) -> None:
    ana.runs("/mpn can we demo Dynamics?")
    ana.presses("Why?")
    assert ana.sees("*Heard:* Why?").alone == ana.id
    assert not bob.sees_all()
    assert desk.asked[1].thread == desk.asked[0].thread


def test_a_choice_below_an_earlier_answer_is_closed(ana: Person, desk: StandIn) -> None:
    ana.says("can we demo Dynamics?")
    first = ana.sees("can we demo Dynamics?")
    ana.says("can we resell it?")
    ana.sees("can we resell it?")
    ana.presses("Why?", below=first)
    assert ana.sees("belong to an earlier answer") is first
    assert not first.buttons
    assert [request.press for request in desk.asked] == [None, None]
    ana.presses("Why?")
    ana.sees("can we resell it?", "*Heard:* Why?")


def test_a_choice_is_answered_where_slack_names_its_blocks_itself(ana: Person, desk: StandIn) -> None:
    ana.says("can we demo Dynamics?")
    answer = ana.sees("can we demo Dynamics?")
    for block in answer.blocks:
        block["block_id"] = "xY1"
    ana.presses("Why?")
    ana.sees("*Heard:* Why?")


def test_a_choice_below_a_long_answer_is_answered_by_a_message_of_its_own(ana: Person, desk: StandIn) -> None:
    desk.says = lambda request: Reply(kind=Kind.ANSWER, text="word " * 1_500, choices=("Why?",))
    ana.says("tell me all")
    answer = ana.sees("word")
    desk.says = lambda request: Reply(kind=Kind.ANSWER, text="because " * 1_000)
    ana.presses("Why?")
    assert ana.sees("because") is not answer


def test_workspaces_of_an_enterprise_are_kept_apart(slack: FakeSlack, ana: Person, desk: StandIn) -> None:
    slack.workspace.enterprise = "E0GROUP"
    ana.says("hello")
    ana.runs("/mpn hello")
    ana.sees("*Heard:* hello")
    ana.presses("Why?")
    assert {request.workspace for request in desk.asked} == {"E0GROUP/T0ACME"}


def test_answers_in_one_conversation_keep_their_order(slack: FakeSlack, ana: Person) -> None:
    words = [f"question {number}" for number in range(20)]
    with slack.held():
        for each in words:
            ana.says(each)
    ana.sees(words[-1])
    assert [seen.text.split("\n")[0] for seen in ana.sees_all()] == [f"Heard: {each}" for each in words]


def test_the_desk_itself_answers(slack: FakeSlack) -> None:
    with opened(slack, Desk.open()):
        ana = slack.person("Ana Souza")
        ana.says("can I use Office for customer training?")
        answer = ana.sees("*No", "edition 12 Nov 2020")
        ana.presses("Why?")
        assert ana.sees("Decided by") is answer
        assert ana.runs("/mpn can I use Office for customer training?").answer["text"].startswith("No")


def test_the_desk_itself_answers_on_every_thread_of_the_server(slack: FakeSlack) -> None:
    with opened(slack, Desk.open()):
        people = [slack.person(f"Person{number}") for number in range(8)]
        with ThreadPoolExecutor(8) as pool:
            asked = list(pool.map(lambda person: person.says("whats for lunch"), people * 4))
        assert {delivery.status for delivery in asked} == {200}


def test_what_a_press_below_an_answer_for_all_records_is_told_to_who_pressed(
    slack: FakeSlack, ana: Person, bob: Person, desk: StandIn
) -> None:
    ana.mentions("can we demo Dynamics?", slack.workspace.channel("general"))
    answer = ana.sees("can we demo Dynamics?")
    before = answer.words
    desk.says = lambda request: Reply(kind=Kind.DONE, text=f"**Recorded** {request.press}", recorded=({"seq": 1},))
    bob.presses("We are a learning partner", below=answer)
    told = bob.sees("Recorded")
    assert (told.alone, told.thread_ts) == (bob.id, answer.thread_ts)
    assert answer.words == before
