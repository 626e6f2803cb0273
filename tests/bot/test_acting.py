"""From plain commands to acts."""

from datetime import date

import pytest

from bot.acting import Unclear, acts_of
from intents.names import Names
from intents.people import People
from intents.reader import Reader
from policy import acts
from policy.days import DayOrder
from policy.facts import Level, Programme
from policy.model import Claim

TODAY = date(2026, 2, 10)
NAMES = Names(
    people=People([("ana", "Ana Souza"), ("bob", "Bob Miller"), ("bob2", "Bob Baker"), ("zoe", "Zoe Martin")]),
    tokens={"7": "token-1"},
    tenants={"contoso": "contoso"},
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def acts_in(reader: Reader, text: str) -> object:
    (reading,) = reader.read(text, NAMES, TODAY, DayOrder.MONTH_FIRST)
    assert reading.plain, text
    return acts_of(reading, "paula")


CASES: list[tuple[str, list[acts.Act]]] = [
    ("assign VS seat to ana", [acts.AssignSeat(person="ana", product="visual-studio")]),
    (
        "pls give ana and zoe a VS pro licence",
        [acts.AssignSeat(person=who, product="visual-studio-professional") for who in ("ana", "zoe")],
    ),
    (
        "move ana's VS seat to zoe",
        [acts.MoveSeat(from_person="ana", person="zoe", product="visual-studio")],
    ),
    ("release ana's seat", [acts.ReleaseSeat(person="ana")]),
    (
        "we bought the action pack on 3 Oct",
        [acts.RecordPurchase(program=Programme.ACTION_PACK, on=date(2025, 10, 3))],
    ),
    (
        "bought the gold competency yesterday",
        [acts.RecordPurchase(program=Programme.COMPETENCY, level=Level.GOLD, on=date(2026, 2, 9))],
    ),
    (
        "the action pack gives us 3 VS Professional and 5 Office 365",
        [
            acts.RecordGrant(
                grants=(("visual-studio-professional", 3), ("office-365", 5)), program=Programme.ACTION_PACK
            )
        ],
    ),
    (
        "activated token 7 for 25 seats on contoso yesterday",
        [acts.ActivateToken(token="7", tenant="contoso", seats=25, on=date(2026, 2, 9))],
    ),
    ("I viewed token 7", [acts.ViewToken(token="7")]),
    ("record a replacement request for token 7", [acts.MakeClaim(claim=Claim.REPLACEMENT, token="7")]),
    ("undo 14", [acts.Undo(seq=14)]),
    ("undo", [acts.Undo()]),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_plain_command_is_an_act(reader: Reader, text: str, wanted: list[acts.Act]) -> None:
    assert acts_in(reader, text) == wanted


def test_a_shared_name_is_unclear(reader: Reader) -> None:
    found = acts_in(reader, "assign VS seat to bob")
    assert isinstance(found, Unclear)
    assert found.ids == ("bob", "bob2")


def test_a_day_that_does_not_exist_is_unclear(reader: Reader) -> None:
    found = acts_in(reader, "we bought the action pack on 31 September")
    assert isinstance(found, Unclear)
    assert "September has 30 days" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "don't assign VS seat to ana",
        "no need to assign VS seat to ana",
        "should we assign VS seat to ana?",
        "as soon as zoe starts give her a seat",
        "he said assign VS seat to ana",
        "> assign VS seat to ana",
        "maybe assign VS seat to ana",
        "we did not buy the action pack",
        "assign VS seat to ana?",
        "assign a Figma seat to ana",
        "assign VS seat to ana if bob agrees",
    ],
)
def test_anything_around_a_command_makes_it_none(reader: Reader, text: str) -> None:
    assert not any(reading.plain for reading in reader.read(text, NAMES, TODAY))
