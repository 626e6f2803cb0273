"""A few words behind an answer: its day, its number, the case that holds, and what else is asked about."""

from datetime import UTC, datetime

import pytest

from bot.desk import Desk
from bot.reply import Reply, Request

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
_HOME = "may Zoe install Office at home?"
_SEAT = "can Bob's Visual Studio seat go to Zoe?"
_DEMO = "may our sales rep show Dynamics at a trade fair?"
_REIMAGED = "did reimaging the laptop cost an activation?"
_TOKENS = "do we need to enter the tokens again after the renewal?"
_KEEP = "can we keep the windows servers after the year?"


def last_of(desk: Desk, *said: str) -> Reply:
    """The reply to the last of what is said in one conversation."""
    desk.conversations.forget()
    return [desk.answer(Request("acme", "ana", NOW, text=text)) for text in said][-1]


@pytest.mark.parametrize(
    ("before", "asked", "rule", "words"),
    [
        (_TOKENS, "when?", "token-yearly", "every programme year"),
        (_TOKENS, "and if we don't?", "token-yearly", "lapse"),
        (_TOKENS, "what happens if we don't?", "token-yearly", "lapse"),
        (_KEEP, "until when?", "licence-not-perpetual", "membership"),
        (_KEEP, "and for how long?", "licence-not-perpetual", "membership"),
        ("does gold bring Visual Studio Enterprise?", "how many?", "vs-included", "Partner Center"),
        ("may Bob use Zoe's Visual Studio login?", "what should we do?", "vs-no-sharing", "seat of their own"),
    ],
)
def test_the_matter_is_asked_once_more_openly(desk: Desk, before: str, asked: str, rule: str, words: str) -> None:
    reply = last_of(desk, before, asked)
    assert (reply.verdict, reply.rules[0]) == (None, rule), reply.text
    assert words in reply.text


@pytest.mark.parametrize(
    ("before", "told", "verdict", "words"),
    [
        (_HOME, "for work", "allowed", "from there"),
        (_HOME, "it's for the company's work", "allowed", "from there"),
        (_HOME, "for private use", "not_allowed", "ersonal use"),
        ("can the firm we bought use our seats?", "it is not on our profile", "not_allowed", "even if you own it"),
        ("can the firm we bought use our seats?", "it's on our membership profile", "allowed", "shares your licences"),
        (_REIMAGED, "action pack", "not_allowed", "same machine"),
        (_REIMAGED, "it's a competency key", "allowed", "every activation counts"),
        ("can we have a second replacement token?", "for the same token", "not_allowed", "same token"),
    ],
)
def test_the_case_that_holds_is_told_in_words(desk: Desk, before: str, told: str, verdict: str, words: str) -> None:
    reply = last_of(desk, before, told)
    assert reply.verdict == verdict, reply.text
    assert words in reply.text


@pytest.mark.parametrize(
    ("before", "told", "verdict", "day"),
    [
        (_SEAT, "he got it on 1 march", "allowed", "2026-05-30"),
        (_SEAT, "1 may", "not_allowed", "2026-07-30"),
        (_SEAT, "it was assigned 20 days ago", "not_allowed", "2026-08-24"),
        ("may we get a refund of the Action Pack?", "3 june", "allowed_if", "2026-07-03"),
        ("may we get a refund of the Action Pack?", "and after 31 days?", "not_allowed", None),
        ("can we get a replacement token?", "and after 31 days?", "not_allowed", None),
    ],
)
def test_the_day_is_worked_out_once_it_is_told(
    desk: Desk, before: str, told: str, verdict: str, day: str | None
) -> None:
    reply = last_of(desk, before, told)
    assert (reply.verdict, reply.date and reply.date.isoformat()) == (verdict, day), reply.text


@pytest.mark.parametrize(
    ("before", "asked", "verdict", "rule"),
    [
        (_DEMO, "and our distributor?", "not_allowed", "use-demo"),
        (_DEMO, "and on the visitor's own tablet?", "not_allowed", "use-demo"),
        (_DEMO, "what about a freelancer doing it?", "it_depends", "use-demo"),
        ("can two testers share one Visual Studio?", "and a build server?", "it_depends", "vs-per-user"),
        ("do we get Azure credit with a competency?", "does it roll over?", "not_allowed", "azure-credits"),
        ("what do we show an auditor?", "what if we have no records?", "not_allowed", "audit-records"),
        ("can our Lyon office use the licences?", "and the company we bought?", "it_depends", "share-locations"),
        ("can we run Windows Server 2012 instead?", "and virtualise it?", "not_allowed", "no-downgrade"),
        (_KEEP, "and if we renew?", "allowed_if", "licence-not-perpetual"),
        (_KEEP, "and the cloud services?", "not_allowed", "cloud-rights-end"),
        ("can we split the key?", "and if it runs out?", "allowed", "mak-finite"),
    ],
)
def test_what_is_asked_behind_an_answer_is_of_its_own_kind(
    desk: Desk, before: str, asked: str, verdict: str, rule: str
) -> None:
    reply = last_of(desk, before, asked)
    assert (reply.verdict, reply.rules[0]) == (verdict, rule), reply.text


def test_a_yes_to_one_thing_is_none_to_the_next(desk: Desk) -> None:
    talk = ("can we split our 25 seat token over two tenants?", "and if we have two tokens?", "can we merge them?")
    assert last_of(desk, *talk[:2]).verdict == "allowed"
    assert last_of(desk, *talk).verdict == "not_allowed"


@pytest.mark.parametrize("said", ["when?", "how many?", "1 march", "for work", "and our distributor?"])
def test_without_an_answer_before_they_say_nothing(desk: Desk, said: str) -> None:
    assert last_of(desk, said).verdict is None
    assert not last_of(desk, said).recorded


def test_why_tells_what_was_tried_in_words_and_not_how_else_it_might_have_been_asked(desk: Desk) -> None:
    text = last_of(desk, _SEAT, "he got it on 1 march", "why?").text
    assert "at least 90" in text
    assert not any(sign in text for sign in ("must wait", "must asked", ">=", "<="))
