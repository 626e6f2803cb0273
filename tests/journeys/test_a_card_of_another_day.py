"""A yes of a later day records what the card showed, with the card's day."""

from tests.journeys.people import Office, did


def _office() -> Office:
    office = Office("2026-02-09")
    for said in ("we bought the action pack on 1 Dec 2025", "the action pack gives us 2 VS Professional"):
        did(office.paula.says(said))
    did(office.paula.says("got token 7 for 25 seats of Office 365"))
    did(office.paula.says("assign VS to ana"))
    return office.on("2026-02-10")


def test_a_yes_weeks_later_records_the_day_of_the_card() -> None:
    office = _office()
    card = office.paula.says("ana left")
    said = office.on("2026-03-20").paula.says("yes")
    assert [entry["on"] for entry in said.recorded] == [entry["on"] for entry in card.proposed] == ["2026-02-10"]


def test_what_cannot_be_taken_back_keeps_its_day_too() -> None:
    office = _office()
    office.paula.says("activated token 7 on contoso")
    said = office.on("2026-02-12").paula.presses("Yes, contoso")
    assert [entry["on"] for entry in said.recorded] == ["2026-02-10"]
