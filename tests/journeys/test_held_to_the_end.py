"""What Microsoft refused stays refused, and what others hold is not told to everybody."""

import datetime as dt

import pytest

from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Kind, Reply, Request
from storage.people.directory import Person

DAY = dt.datetime(2026, 2, 10, 9, tzinfo=dt.UTC)


@pytest.fixture
def desk() -> Desk:
    records = Records.open(None)
    records.welcome("acme", [Person("paula", "Paula Gomez", administrator=True), Person("zoe", "Zoe Park")])
    return Desk.open(records)


def say(desk: Desk, *words: str, person: str = "paula", now: dt.datetime = DAY, cause: str | None = None) -> Reply:
    for text in words:
        reply = desk.answer(Request("acme", person, now, text=text, cause=cause))
        if reply.kind is Kind.QUESTION and reply.proposed:
            reply = desk.answer(Request("acme", person, now, text="yes"))
    return reply


def test_a_refused_replacement_is_none(desk: Desk) -> None:
    say(desk, "we bought the action pack on 2 Jan 2026", "got token 7 for 25 seats of office 365")
    say(desk, "activated token 7 for 25 seats on contoso", "we asked for a replacement of token 7")
    say(desk, "Microsoft refused the replacement of token 7", "got token 8 for 25 seats of office 365")
    reply = say(desk, "token 7 was replaced by token 8")
    assert (reply.kind, reply.rules[:1], reply.recorded) == (Kind.REFUSED, ("token-replace",), ())


def test_a_replacement_that_nobody_asked_for_in_time_is_too_late(desk: Desk) -> None:
    say(desk, "we bought the action pack on 2 Jan 2026", "got token 7 for 25 seats of office 365")
    say(desk, "activated token 7 for 25 seats on contoso")
    july = DAY.replace(month=7, day=1)
    say(desk, "got token 8 for 25 seats of office 365", now=july)
    reply = say(desk, "token 7 was replaced by token 8", now=july)
    assert (reply.kind, reply.date, reply.recorded) == (Kind.REFUSED, dt.date(2026, 3, 12), ())


def test_a_refused_swap_is_none(desk: Desk) -> None:
    say(desk, "we bought the action pack on 2 Jan 2026")
    say(desk, "we asked for a swap to the learning action pack on 20 Jan 2026", "Microsoft refused the swap")
    reply = say(desk, "we swapped the action pack for the learning action pack")
    assert (reply.kind, reply.recorded) == (Kind.REFUSED, ())


def test_who_holds_what_is_not_told_with_a_lost_refund(desk: Desk) -> None:
    say(desk, "we bought the action pack on 2 Jan 2026", "the action pack gives us 3 VS Professional")
    say(desk, "assign VS to paula")
    assert "Paula Gomez got" in say(desk, "is a refund guaranteed?").text
    told = say(desk, "is a refund guaranteed?", person="zoe").text
    assert "a seat was assigned" in told
    assert "Paula" not in told


def test_an_empty_cause_is_none(desk: Desk) -> None:
    say(desk, "we bought the action pack on 2 Jan 2026", cause="")
    assert say(desk, "the action pack gives us 3 VS Professional", cause="").recorded
