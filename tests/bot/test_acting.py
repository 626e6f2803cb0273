"""From plain commands to acts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.acts.acting import acts_of
from bot.acts.said import Unclear
from intents.names import Names
from intents.people import People
from intents.reader import Reader
from policy import acts
from policy.days import DayOrder
from policy.facts import Level, Programme
from policy.model import Balance, Claim, CreditForm, Support

TODAY = date(2026, 2, 10)
NAMES = Names(
    people=People([("ana", "Ana Souza"), ("bob", "Bob Miller"), ("bob2", "Bob Baker"), ("zoe", "Zoe Martin")]),
    tokens={"7": "token-1"},
    tenants={"contoso": "contoso"},
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def acts_in(reader: Reader, text: str, label: str | None = None) -> object:
    """What a sentence asks for: as a plain command, or with the label that it is about given."""
    (reading,) = reader.read(text, NAMES, TODAY, DayOrder.MONTH_FIRST)
    assert label or reading.plain, text
    return acts_of(replace(reading, label=label or reading.label), "paula")


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
    found = acts_in(reader, "assign VS seat to bob", "assign_seat")
    assert isinstance(found, Unclear)
    assert found.ids == ("bob", "bob2")


def test_a_day_that_does_not_exist_is_unclear(reader: Reader) -> None:
    found = acts_in(reader, "we bought the action pack on 31 September", "record_purchase")
    assert isinstance(found, Unclear)
    assert "there is no 31 September" in found.text


@pytest.mark.parametrize("when", ["31/02/2026", "5 nov 9999", "-3 days ago", "in january", "a few days ago"])
def test_words_that_name_no_one_day_are_asked_about(reader: Reader, when: str) -> None:
    found = acts_in(reader, f"we bought the action pack {when}", "record_purchase")
    assert isinstance(found, Unclear)
    assert "Which day?" in found.text


def test_a_stranger_is_named_in_full(reader: Reader) -> None:
    found = acts_in(reader, "assign VS to Ana Pereira", "assign_seat")
    assert found == Unclear("", "Ana Pereira", ())


def test_people_who_only_did_it_need_not_be_known(reader: Reader) -> None:
    assert acts_in(reader, "wanda viewed token 7", "log_token_view") == [acts.ViewToken(token="7")]


SAID: list[tuple[str, str, list[acts.Act]]] = [
    (
        "add_person",
        "add kees de vries, kees@example.com",
        [acts.AddPerson(name="Kees De Vries", email="kees@example.com")],
    ),
    ("add_person", "new colleague: Hannah Weber", [acts.AddPerson(name="Hannah Weber")]),
    ("add_person", "add <@U0123> to the directory", [acts.AddPerson(person="U0123")]),
    ("add_person", "please add ivo, petra and sven", [acts.AddPerson(name=name) for name in ("Ivo", "Petra", "Sven")]),
    ("erase_person", "erase ana's data", [acts.ErasePerson(person="ana")]),
    ("erase_person", "zoe martin wants to be forgotten", [acts.ErasePerson(person="zoe")]),
    ("erase_person", "forget me please", [acts.ErasePerson(person="paula")]),
    ("erase_person", "somebody wants to be erased", [acts.ErasePerson()]),
    (
        "add_location",
        "we opened an office in Porto yesterday",
        [acts.AddLocation(location="Porto", on=date(2026, 2, 9))],
    ),
    ("add_location", "add the cape town branch", [acts.AddLocation(location="Cape Town")]),
    (
        "add_location",
        "add two locations: Bern and Basel",
        [acts.AddLocation(location=one) for one in ("Bern", "Basel")],
    ),
    ("add_location", "add a new location", [acts.AddLocation()]),
    ("remove_location", "the Hamburg site was closed", [acts.RemoveLocation(location="Hamburg")]),
    ("remove_location", "take Vienna off our profile", [acts.RemoveLocation(location="Vienna")]),
    ("change_setting", "our time zone is Berlin", [acts.ChangeSettings(changes=(("zone", "Europe/Berlin"),))]),
    (
        "change_setting",
        "set the timezone to america/new_york",
        [acts.ChangeSettings(changes=(("zone", "America/New_York"),))],
    ),
    ("change_setting", "we're on pacific time", [acts.ChangeSettings(changes=(("zone", "America/Los_Angeles"),))]),
    ("change_setting", "dates are dd/mm here", [acts.ChangeSettings(changes=(("day_order", DayOrder.DAY_FIRST),))]),
    ("change_setting", "10/3 means October 3rd", [acts.ChangeSettings(changes=(("day_order", DayOrder.MONTH_FIRST),))]),
    ("change_setting", "remind me at half past eight", [acts.ChangeSettings(changes=(("morning", "08:30"),))]),
    ("change_setting", "morning DM at 7.15 please", [acts.ChangeSettings(changes=(("morning", "07:15"),))]),
    ("change_setting", "send my reminders at 6 pm", [acts.ChangeSettings(changes=(("morning", "18:00"),))]),
    ("change_setting", "change something in my settings", [acts.ChangeSettings()]),
    ("set_deputy", "zoe is my deputy until 3 March", [acts.NameDeputy(deputy="zoe", until=date(2026, 3, 3))]),
    (
        "set_deputy",
        "zoe stands in for ana from monday to friday",
        [acts.NameDeputy(deputy="zoe", person="ana", on=date(2026, 2, 16), until=date(2026, 2, 20))],
    ),
    ("set_deputy", "I'm back, ana is no longer my deputy", [acts.DismissDeputy()]),
    ("set_deputy", "I need a deputy", [acts.NameDeputy()]),
    ("opening_balance", "7 of 10 activations were used on K1", [acts.CountKey(key="K1", left=3)]),
    ("opening_balance", "at the start K4 had 18 activations left", [acts.CountKey(key="K4", left=18)]),
    (
        "opening_balance",
        "before the desk we had used 2 cloud incidents",
        [acts.RecordBalance(balance=Balance.CLOUD_INCIDENTS, used=Decimal(2))],
    ),
    (
        "opening_balance",
        "presales hours: 20, used 8 so far",
        [acts.RecordBalance(balance=Balance.PRESALES_HOURS, used=Decimal(8))],
    ),
    (
        "opening_balance",
        "ana had her VS seat since 3 May",
        [acts.AssignSeat(person="ana", product="visual-studio", on=date(2025, 5, 3))],
    ),
    (
        "open_incident",
        "opened a product incident for sql server 2019, case 123",
        [acts.OpenIncident(support=Support.PRODUCT, product="sql-server", version="2019", reference="123")],
    ),
    (
        "record_purchase",
        "bought the action pack on 3 Oct, order no. 4711",
        [acts.RecordPurchase(program=Programme.ACTION_PACK, on=date(2025, 10, 3), reference="4711")],
    ),
    (
        "record_purchase",
        "we bought the gold Data Analytics competency today",
        [
            acts.RecordPurchase(
                program=Programme.COMPETENCY, competency="Data Analytics", level=Level.GOLD, on=date(2026, 2, 10)
            )
        ],
    ),
    (
        "release_seat",
        "release zoe's seat because she left the company",
        [acts.ReleaseSeat(person="zoe", why="because she left the company")],
    ),
    (
        "assign_seat",
        "give zoe a VS seat because ana left",
        [acts.AssignSeat(person="zoe", product="visual-studio", why="because ana left")],
    ),
    (
        "add_key",
        "tokens 40 and 41 for power bi, ten seats each",
        [acts.AddToken(label=one, service="power-bi", seats=10) for one in ("40", "41")],
    ),
    (
        "add_key",
        "new key K12 for office, twenty-five activations",
        [acts.AddKey(label="K12", product="office", activations=25)],
    ),
    (
        "record_activation",
        "activated Windows 10 on PC-14 and PC-15 with K3",
        [acts.ActivateKey(key="K3", product="windows", machine=one) for one in ("PC-14", "PC-15")],
    ),
    ("set_activations_left", "the portal says a dozen activations are left on K1", [acts.CountKey(key="K1", left=12)]),
    ("use_credit", "spent 15.50 euros of the azure credit", [acts.UseCredit(amount=Decimal("15.50"), currency="EUR")]),
    ("use_hours", "used 2.5 presales hours yesterday", [acts.UseHours(hours=Decimal("2.5"), on=date(2026, 2, 9))]),
    (
        "grant_credit",
        "bulk azure credit of $6,000 granted",
        [acts.GrantCredit(form=CreditForm.BULK, amount=Decimal(6000))],
    ),
    ("activate_token", "activated token 7 on contso", [acts.ActivateToken(token="7", tenant="contoso")]),
    (
        "assign_seat",
        "assign VS to ana on friday",
        [acts.AssignSeat(person="ana", product="visual-studio", on=date(2026, 2, 13))],
    ),
    ("move_seat", "swap ana's seat over to zoe", [acts.MoveSeat(from_person="ana", person="zoe")]),
]


@pytest.mark.parametrize(("label", "text", "wanted"), SAID, ids=[text for _, text, _ in SAID])
def test_what_is_said_becomes_the_act_and_nothing_else(
    reader: Reader, label: str, text: str, wanted: list[acts.Act]
) -> None:
    assert acts_in(reader, text, label) == wanted


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
