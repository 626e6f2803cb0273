"""The company to look around in."""

import datetime as dt

import pytest

from bot.demo import open_demo
from bot.desk import Desk
from bot.reply import Kind, Request
from tests.journeys.people import READER, RULEBOOK


@pytest.mark.parametrize("today", ["2026-11-24", "2028-02-29", "2027-01-01", "2026-07-15"])
def test_the_demo_stands_on_any_day_and_answers(today: str) -> None:
    now = dt.datetime.fromisoformat(f"{today}T10:00:00+01:00")
    records, paula = open_demo("demo", now)
    desk = Desk(READER, RULEBOOK, records)
    with records.visit(Request("demo", paula, now), RULEBOOK.as_of(now.date()), READER.catalogue) as visit:
        assert len(visit.ledger.offers.in_force(visit.today)) == 2
        assert len(visit.ledger.seats.open_requests(visit.today)) == 1
    reply = desk.answer(Request("demo", paula, now, text="who has visual studio?"))
    assert reply.kind is Kind.REPORT
    assert "Ana Souza" in reply.text
    assert desk.tick("demo", now).deliveries
