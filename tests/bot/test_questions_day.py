"""A day of questions at the desk."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.desk import LONGEST, Desk
from bot.reply import Kind, Reply, Request
from intents.names import Names
from policy.decision import Verdict

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


class Person:
    """Somebody at the desk: `says` and `presses`, and the last reply."""

    def __init__(self, desk: Desk, name: str, workspace: str = "acme") -> None:
        self.desk, self.name, self.workspace = desk, name, workspace

    def says(self, text: str) -> Reply:
        return self.desk.answer(Request(self.workspace, self.name, NOW, text=text))

    def presses(self, label: str) -> Reply:
        return self.desk.answer(Request(self.workspace, self.name, NOW, press=label))


@pytest.fixture(scope="module")
def opened() -> Desk:
    return Desk.open()


@pytest.fixture
def ana(opened: Desk) -> Iterator[Person]:
    opened.conversations.forget()
    yield Person(opened, "ana")


def test_customer_training_turns_on_being_a_learning_partner(ana: Person) -> None:
    reply = ana.says("can I use Office for customer training?")
    assert (reply.verdict, reply.rules[0]) == (Verdict.IT_DEPENDS, "not-customer-training")
    assert reply.text.startswith("**No, unless")
    assert "We are a learning partner" in reply.choices
    assert "We are a learning partner" in ana.presses("Why?").choices
    assert ana.presses("We are a learning partner").verdict is Verdict.ALLOWED
    assert ana.says("may we teach our clients Excel with it?").verdict is Verdict.ALLOWED


def test_a_stated_programme_counts_and_lasts_for_everybody(ana: Person) -> None:
    reply = ana.says("we're gold, we reimaged the build box, did that burn an activation?")
    assert (reply.verdict, reply.rules[0]) == (Verdict.ALLOWED, "mak-competency")
    bob = Person(ana.desk, "bob")
    assert bob.says("does reimaging a machine use an activation?").verdict is Verdict.ALLOWED
    elsewhere = Person(ana.desk, "eve", workspace="other")
    assert elsewhere.says("does reimaging a machine use an activation?").verdict is Verdict.IT_DEPENDS


def test_a_follow_up_rests_on_the_question_before(ana: Person) -> None:
    ana.says("can I use Office for customer training?")
    assert ana.says("and for our new hires?").verdict is Verdict.ALLOWED
    ana.says("does reimaging the same machine consume an activation?")
    gold = ana.says("what if we were gold?")
    assert (gold.verdict, gold.rules[0]) == (Verdict.ALLOWED, "mak-competency")
    assert ana.says("does reimaging the same machine consume an activation?").verdict is Verdict.IT_DEPENDS


def test_why_shows_the_chain_and_the_section(ana: Person) -> None:
    ana.says("with an action pack, does reinstalling on the same laptop cost an activation?")
    why = ana.says("why?")
    assert "action pack" in why.text
    assert "mak-action-pack" in why.text
    section = ana.says("which section is that?")
    assert "On-premises Software Installation and Activation" in section.text


def test_several_questions_get_several_answers(ana: Person) -> None:
    reply = ana.says("Can we host a customer's website on our SQL Server? And may our new hires learn Excel with it?")
    assert [part.verdict for part in reply.parts] == [Verdict.NOT_ALLOWED, Verdict.ALLOWED]
    assert reply.verdict is Verdict.NOT_ALLOWED
    assert all(part.text in reply.text for part in reply.parts)


def test_the_date_of_a_window_is_worked_out(ana: Person) -> None:
    reply = ana.says("we bought the action pack 10 days ago, can we still get a refund?")
    assert reply.verdict is Verdict.ALLOWED_IF
    assert reply.date is not None
    assert reply.date.isoformat() == "2026-07-05"
    assert ana.says("we bought it 40 days ago, refund possible?").verdict is Verdict.NOT_ALLOWED


def test_something_else_is_unknown(ana: Person) -> None:
    reply = ana.says("what's for lunch?")
    assert (reply.kind, reply.verdict, reply.recorded) == (Kind.UNKNOWN, None, ())


def test_help_comes_from_the_list_of_abilities(ana: Person) -> None:
    reply = ana.says("help")
    assert reply.kind is Kind.HELP
    assert "customer training" in reply.text


@pytest.mark.parametrize(
    "text", ["", "   ", "?", "!!!", "\x00\x01", "🙂🙂", "\ud800", "你好，可以吗", "a" * LONGEST, "x " * 1_500]
)
def test_odd_input_gets_a_reply(ana: Person, text: str) -> None:
    assert ana.says(text).kind in (Kind.UNKNOWN, Kind.ANSWER)


def test_too_long_a_message_is_refused_with_its_length(ana: Person) -> None:
    reply = ana.says("a" * 100_000)
    assert reply.kind is Kind.ERROR
    assert "100,000 characters" in reply.text


def test_a_choice_that_is_not_open_is_an_error(ana: Person) -> None:
    assert ana.presses("Nonsense").kind is Kind.ERROR


def test_a_follow_up_rests_on_a_pressed_case_too(ana: Person) -> None:
    ana.says("can I use Office for customer training?")
    ana.presses("We are a learning partner")
    assert ana.says("and for Visual Studio?").rules[0] == "not-customer-training"
    assert ana.says("and for our new hires?").verdict is Verdict.ALLOWED


def test_asking_for_a_rule_is_not_asking_for_the_section_of_the_last_answer(ana: Person) -> None:
    ana.says("can I use Office for customer training?")
    assert "not-resell" in ana.says("which rule forbids reselling?").text
    assert "not-customer-training" in ana.says("which rule is that?").text
    assert "not-customer-training" in ana.says("where in the guide is that written?").text


def test_how_sure_the_desk_was_is_told_as_it_is(ana: Person) -> None:
    """Also where a sentence without a sure label is taken for the likeliest question."""
    for text in (
        "25 seats, 10 here and 15 there?",
        "if I view token 3 do we lose the refund?",
        "may we resell our seats?",
    ):
        reading = ana.says(text).reading
        assert reading is not None
        guesses = {guess.label: guess.share for guess in ana.desk.reader.read(text, Names(), NOW.date())[0].guesses}
        assert any(abs(reading.confidence - share) < 0.001 for share in guesses.values())


def test_a_date_counts_only_from_its_own_event(ana: Person) -> None:
    """The day somebody left says nothing of the day the seat was assigned."""
    assert ana.says("ana left 100 days ago, can I give her VS seat to bob?").verdict is not Verdict.ALLOWED
    assert ana.says("ana left, her VS seat was assigned 100 days ago, can it go to bob?").verdict is Verdict.ALLOWED


@pytest.mark.parametrize("span", ["800000 days", "99999 weeks", "9999 years"])
def test_a_span_that_leaves_the_calendar_is_no_window(ana: Person, span: str) -> None:
    reply = ana.says(f"we bought the action pack {span} ago, refund?")
    assert (reply.kind, "too far away" in reply.text) == (Kind.QUESTION, True)


@pytest.mark.parametrize(
    "used",
    [
        "We bought a silver competency 5 days ago and already activated Office with it. Can we get the fee refunded?",
        "Purchased the action pack a week ago, we have assigned two seats. May we get a refund?",
        "bought the Action Pack 6 days ago and already installed Windows with it, can we swap to Learning Action Pack?",
    ],
)
def test_what_was_used_ends_the_right(ana: Person, used: str) -> None:
    assert ana.says(used).verdict is Verdict.NOT_ALLOWED


def test_what_was_not_used_does_not(ana: Person) -> None:
    text = "bought the action pack 5 days ago and we have not already used anything, can we get a refund?"
    assert ana.says(text).verdict is Verdict.ALLOWED_IF
