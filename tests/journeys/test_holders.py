"""Who had a seat before somebody, and what was recorded under the number of a case: for who may read it."""

from bot.reply import Kind
from tests.journeys.people import Office, did


def _office() -> Office:
    office = Office("2026-02-10")
    for said in (
        "we bought the action pack on 1 Dec 2025",
        "the action pack gives us 1 VS Professional and 5 Office 365",
        "assign VS to jun",
    ):
        did(office.paula.says(said))
    return office


def test_the_holder_before_is_told_with_both_days() -> None:
    office = _office().on("2026-06-10")
    did(office.paula.says("move jun's VS seat to zoe"))
    reply = office.paula.says("who had it before zoe?")
    assert reply.kind is Kind.REPORT
    assert "Jun Ito had Visual Studio Professional seat 1 before: from 10 Feb 2026" in reply.text
    assert "then Zoe Park from 10 Jun 2026" in reply.text


def test_who_may_not_see_others_is_told_no_holder() -> None:
    office = _office().on("2026-06-10")
    did(office.paula.says("move jun's VS seat to zoe"))
    reply = office.bob.says("who had it before zoe?")
    assert "Jun Ito" not in reply.text


def test_who_may_not_see_others_finds_no_case() -> None:
    office = _office()
    office.paula.says("log a support incident for VS, case 12345")
    did(office.paula.says("yes"))
    assert "(#5)" in office.paula.says("what was case 12345 about?").text
    reply = office.bob.says("what was case 12345 about?")
    assert "(#5)" not in reply.text
    assert "incident" not in reply.text
