"""Commands inside other words: questions, negations, conditions, quotes, reports, plans. None is ever plain."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from intents.names import Names
from intents.people import People
from intents.reader import Reader

FILE = tomllib.loads((Path(__file__).parent / "wrappers.toml").read_text())
TODAY = date(2026, 2, 10)
NAMES = Names(
    people=People([("ana", "Ana Souza"), ("zoe", "Zoe Martin"), ("bob", "Bob Miller"), ("tom", "Tom Baker")]),
    tokens={"7": "token-1"},
    tenants={"contoso": "contoso"},
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize("command", FILE["commands"])
def test_a_command_is_plain_by_itself(reader: Reader, command: str) -> None:
    readings = reader.read(command, NAMES, TODAY)
    assert [reading.plain for reading in readings] == [True]


@pytest.mark.parametrize("around", FILE["around"])
def test_wrapped_it_is_not(reader: Reader, around: str) -> None:
    texts = [around.format(command) for command in FILE["commands"]]
    assert [t for t in texts if any(reading.plain for reading in reader.read(t, NAMES, TODAY))] == []
