"""The company to look around in."""

import datetime as dt
import html
from pathlib import Path

import pytest

from bot.demo import open_demo
from bot.desk import Desk
from bot.reply import Kind, Request
from storage.audit import make_pack
from tests.journeys import people
from tests.journeys.people import READER, RULEBOOK


@pytest.mark.parametrize("today", ["2026-11-24", "2028-02-29", "2027-01-01", "2026-07-15"])
def test_the_demo_stands_on_any_day_and_answers(today: str) -> None:
    now = dt.datetime.fromisoformat(f"{today}T10:00:00+01:00")
    records, paula = open_demo("demo", now, people.new_place())
    desk = Desk(READER, RULEBOOK, records)
    with records.visit(Request("demo", paula, now), RULEBOOK.as_of(now.date()), READER.catalogue) as visit:
        assert len(visit.ledger.offers.in_force(visit.today)) == 2
        assert len(visit.ledger.seats.open_requests(visit.today)) == 1
    reply = desk.answer(Request("demo", paula, now, text="who has visual studio?"))
    assert reply.kind is Kind.REPORT
    assert "Ana Souza" in reply.text
    assert desk.tick("demo", now).deliveries


def test_its_report_tells_every_part_of_a_request_with_its_rules(tmp_path: Path) -> None:
    now = dt.datetime.fromisoformat("2026-11-24T10:00:00+01:00")
    records, paula = open_demo("demo", now)
    with records.visit(Request("demo", paula, now), RULEBOOK.as_of(now.date()), READER.catalogue) as visit:
        make_pack(records.log, records.people, "demo", visit.today, tmp_path / "pack", visit.context(), at=now)
    report = html.unescape((tmp_path / "pack" / "report.html").read_text(encoding="utf-8"))
    assert "Done. Ana Souza has Visual Studio Professional seat 1 of 3" in report
    assert "Done. Bob Miller has Visual Studio Professional seat 2 of 3" in report, "of the same request"
    assert "3 Visual Studio Professional (#2); 5 Office 365 (#3); 10 Windows Server (#4); 2 SQL Server (#5)." in report
    assert "Program Administrator: refund-window, refund-untouched" in report
