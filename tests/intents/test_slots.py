"""What people name in a sentence, in the words they typed."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from intents.marks import Kind
from intents.model import Mood
from intents.names import Names
from intents.people import People
from intents.reader import Reader
from intents.slots import slots_of
from intents.words import split

TODAY = date(2026, 2, 10)
TEAM = (
    "Ana Souza,Bob Miller,Bob Baker,Zoë Martin,Jun Tanaka,Priya Nair,Frank Müller,Maria Lopez,Beth King,Erin O'Brien,"
    "Carol Diaz,Will Grant,May Summers"
).split(",")
NAMES = Names(
    people=People((name.lower(), name) for name in TEAM),
    tokens={**{str(n): f"token-{n}" for n in range(1, 20)}, "a4": "token-20"},
    keys={f"k{n}": f"key-{n}" for n in range(1, 21)},
    tenants={name: name for name in ("contoso", "fabrikam", "northwind", "adventure works")},
    machines={"build01": "build01", "build box": "build box"},
)
SENTENCES = tomllib.loads(Path(__file__).with_name("slots.toml").read_text(encoding="utf-8"))
ALL = [(intent, text, slots) for intent, sentences in SENTENCES.items() for text, slots in sentences.items()]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(("intent", "text", "wanted"), ALL, ids=[text for _, text, _ in ALL])
def test_a_sentence_names_what_its_writer_meant(
    reader: Reader, intent: str, text: str, wanted: dict[str, list[str]]
) -> None:
    found: dict[str, list[str]] = {}
    for reading in reader.read(text, NAMES, TODAY):
        typed = split(reading.text)
        for slot, words in slots_of(reading.words, reading.tags, intent, typed).items():
            found.setdefault(slot, []).extend(words)
    assert {slot: sorted(words) for slot, words in found.items()} == {
        slot: sorted(words) for slot, words in wanted.items()
    }


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("give bob a vs seat", [("bob baker", "bob miller")]),
        ("give bob baker a vs seat", [("bob baker",)]),
        ("give bth king a vs seat", [("beth king",)]),
        ("give pria a vs seat", [("priya nair",)]),
        ("give @beth a vs seat", [("beth king",)]),
        ("give <@U123> a vs seat", [("U123",)]),
        ("release bobs seat", [("bob baker", "bob miller")]),
        ("release zoes seat", [("zoë martin",)]),
        ("assign vs to Ana Pereira", [()]),
        ("assign vs to ana oyelaran", [()]),
        ("assign vs to Ana King", [()]),
        ("assign vs to kees", [()]),
        ("assign vs to ana, zoe and kees", [("ana souza",), ("zoë martin",), ()]),
        ("give may a vs seat", [("may summers",)]),
        ("will needs vs", [("will grant",)]),
        ("may we use vs for this?", []),
        ("will the seat be free on monday?", []),
        ("can we grant a seat?", []),
    ],
)
def test_a_name_is_exactly_one_person_or_is_told_as_typed(reader: Reader, text: str, meant: list[tuple[str]]) -> None:
    people = [tag for reading in reader.read(text, NAMES, TODAY) for tag in reading.named(Kind.PERSON)]
    assert [tuple(sorted(tag.ids)) for tag in people] == meant


@pytest.mark.parametrize("typed", ["Ana@Example.com", "<mailto:ana@example.com|ana@example.com>"])
def test_an_address_is_somebody_too(reader: Reader, typed: str) -> None:
    people = People([("ana", "Ana Souza")])
    people.add("ana", "Ana Souza", "ana@example.com")
    (reading,) = reader.read(f"assign VS to {typed}", Names(people=people), TODAY)
    assert [tag.ids for tag in reading.named(Kind.PERSON)] == [("ana",)]


def test_a_known_tenant_and_machine_are_called_as_they_are_recorded(reader: Reader) -> None:
    (reading,) = reader.read("activated token 7 on contso", NAMES, TODAY)
    assert [tag.value for tag in reading.named(Kind.TENANT)] == ["contoso"]
    (reading,) = reader.read("activated office on BUILD01 with key k1", NAMES, TODAY)
    assert [tag.value for tag in reading.named(Kind.MACHINE)] == ["build01"]
    (reading,) = reader.read("activated office on LAP-33 with key k1", NAMES, TODAY)
    assert [tag.value for tag in reading.named(Kind.MACHINE)] == ["LAP-33"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("a couple of seats", ["2"]),
        ("twenty-five seats", ["25"]),
        ("twenty five users", ["25"]),
        ("25x office 365", ["25"]),
        ("a dozen seats", ["12"]),
        ("two hundred activations", ["200"]),
        ("two hundred and fifty activations", ["250"]),
        ("ten thousand activations", ["10000"]),
        ("3 thousand two hundred users", ["3200"]),
        ("minus two seats", []),
        ("negative 5 seats", []),
        ("1,200 users", ["1200"]),
        ("order 4711", []),
        ("seat 3 of zoe", []),
    ],
)
def test_a_count_is_a_number_however_it_is_written(reader: Reader, text: str, numbers: list[str]) -> None:
    (reading,) = reader.read(text, NAMES, TODAY)
    assert [tag.value for tag in reading.named(Kind.COUNT)] == numbers


@pytest.mark.parametrize("text", ["we viewed token no 12 on 6 feb", "we viewed token no. 12 on 6 feb"])
def test_the_no_of_a_number_denies_nothing(reader: Reader, text: str) -> None:
    (reading,) = reader.read(text, NAMES, TODAY)
    assert reading.mood is Mood.STATEMENT
    assert reading.slots["key"] == ("12",)
