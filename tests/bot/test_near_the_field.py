"""What is not of the guide, what is in odd words, and which rules are named beside an unknown."""

import pytest

from bot.desk import Desk
from bot.reply import Kind
from tests.bot.asking import asked


@pytest.mark.parametrize(
    "text",
    [
        "may I bring my dog to the office?",
        "does a hotel's gold card give us free breakfast?",
        "may we use the silver spoons at the party?",
        "does our silver tarnish?",
        "I lost my key, may I get another?",
        "can I get my key back?",
        "may family come to the office party?",
        "can I cancel my gym membership and get a refund?",
        "may I transfer money to my wife?",
        "can we move the budget to next year?",
        "can I redeem a coupon?",
        "do we have a licence to sell alcohol?",
        "may customers take a seat in the lobby?",
        "can the intern have the keys to the office?",
        "can I lend you my key?",
        "may I take two seats in the first row?",
        "who may join the first-aid course?",
        "who decides on the refund of my train ticket?",
        "what's the difference between the car key and the parking token?",
    ],
)
def test_everyday_life_is_none_of_the_desk(desk: Desk, text: str) -> None:
    reply = asked(desk, text)
    assert (reply.kind, reply.verdict, reply.rules) == (Kind.UNKNOWN, None, ())
    assert "Nearest" not in reply.text


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("may the receptionist use Word for the menu of our canteen?", "allowed"),
        ("may the dog-food division use Excel?", "allowed"),
        ("can our accountants plan the budget in Excel from the Action Pack?", "allowed"),
        ("can we run the coffee machine's firmware tests on Windows Server from the benefits?", "allowed"),
        ("may we host the website of a restaurant?", "not_allowed"),
        ("our client is a football club, may we build their ticket app?", "not_allowed"),
        ("may a hotel that is our customer keep the demo on its own server?", "not_allowed"),
    ],
)
def test_the_company_s_licences_in_odd_words_are(desk: Desk, text: str, verdict: str) -> None:
    reply = asked(desk, text)
    assert (reply.kind, reply.verdict) == (Kind.ANSWER, verdict)


def test_a_question_about_oneself_is_none_of_the_guide(desk: Desk) -> None:
    reply = asked(desk, "who is my deputy?")
    assert (reply.kind is Kind.ANSWER, reply.rules) == (False, ())


def test_near_rules_are_named_by_their_section(desk: Desk) -> None:
    reply = asked(desk, "who has a visual studio seat?")
    assert reply.kind is Kind.UNKNOWN
    assert set(reply.rules) == {"vs-per-user", "vs-included"}
    assert reply.sections == ("Visual Studio – Developer Tools",)
    assert "**Visual Studio – Developer Tools:**" in reply.text
    assert "vs-per-user" not in reply.text


def test_a_single_word_brings_no_rule_near(desk: Desk) -> None:
    reply = asked(desk, "dynamics seats?")
    assert (reply.kind, reply.rules) == (Kind.UNKNOWN, ())
