"""What is recorded without asking: everyday commands at once, and nothing that is no clear command."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.acts.acting import acts_of
from bot.acts.said import Unclear
from intents.names import Names
from intents.people import People
from intents.reader import ACTS, Reader

HERE = Path(__file__).parent
COMMANDS = tomllib.loads((HERE / "allow_list.toml").read_text(encoding="utf-8"))
NEVER = tomllib.loads((HERE / "never_plain.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 2, 10)
TEAM = "Ana Souza,Zoe Martin,Bob Miller,Tom Baker,Jun Tanaka,Priya Nair,Beth King".split(",")
NAMES = Names(
    people=People([*((name.split()[0].lower(), name) for name in TEAM), ("bob2", "Bob Baker"), ("U1", "Frank Müller")]),
    tokens={number: f"token-{number}" for number in ("3", "5", "7", "12")},
    keys={f"k{number}": f"key-{number}" for number in (1, 2, 3)},
    tenants={"contoso": "contoso", "fabrikam": "fabrikam"},
    machines={"build01": "build01", "build box": "build box"},
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize("label", COMMANDS)
def test_a_plain_command_is_recorded_at_once(reader: Reader, label: str) -> None:
    wanted = {text: [(label, True)] for text in COMMANDS[label].get("say", ())}
    found = {text: [(one.label, one.plain) for one in reader.read(text, NAMES, TODAY)] for text in wanted}
    assert found == wanted


@pytest.mark.parametrize("label", [label for label, entry in COMMANDS.items() if "cards" in entry])
def test_what_is_clear_but_no_command_is_only_proposed(reader: Reader, label: str) -> None:
    wanted = {text: [(label, False)] for text in COMMANDS[label]["cards"]}
    found = {text: [(one.label, one.plain) for one in reader.read(text, NAMES, TODAY)] for text in wanted}
    assert found == wanted


@pytest.mark.parametrize("why", NEVER)
def test_what_only_looks_like_a_command_is_never_plain(reader: Reader, why: str) -> None:
    assert [text for text in NEVER[why] if any(one.plain for one in reader.read(text, NAMES, TODAY))] == []


def test_a_question_behind_a_report_is_answered_and_the_report_recorded(reader: Reader) -> None:
    report, question = reader.read("got the action pack yday! what's the refund cutoff", NAMES, TODAY)
    assert (report.label, report.plain, question.label, question.plain) == ("record_purchase", True, "refund", False)


def test_what_is_said_for_a_question_is_no_report(reader: Reader) -> None:
    (question,) = reader.read("we viewed token 7 yesterday, can we still swap to the learning pack?", NAMES, TODAY)
    assert not question.plain


def test_a_greeting_and_thanks_around_a_command_are_no_requests(reader: Reader) -> None:
    (only,) = reader.read("Good morning! Please assign VS to ana and zoe. Thanks a lot 🙏", NAMES, TODAY)
    assert (only.label, only.plain) == ("assign_seat", True)


def test_two_commands_are_both_recorded_and_one_unclear_holds_up_the_other(reader: Reader) -> None:
    both = reader.read("we bought the action pack yesterday and I viewed token 7", NAMES, TODAY)
    assert [(one.label, one.plain) for one in both] == [("record_purchase", True), ("log_token_view", True)]
    held = reader.read("we bought the action pack yesterday. Assign VS to bob on friday", NAMES, TODAY)
    assert not any(one.plain for one in held)


@pytest.mark.parametrize("label", COMMANDS)
def test_each_of_them_is_an_act_that_can_be_recorded(reader: Reader, label: str) -> None:
    assert label in ACTS
    acts = {text: acts_of(*reader.read(text, NAMES, TODAY), speaker="ana") for text in COMMANDS[label].get("say", ())}
    assert [text for text, made in acts.items() if not made or isinstance(made, Unclear)] == []


@pytest.mark.parametrize(
    "text",
    ["1. assign VS to zoe 2. release tom's seat", "- assign VS to zoe\n- release tom's seat"],
)
def test_a_list_is_read_item_by_item_and_only_proposed(reader: Reader, text: str) -> None:
    found = [(one.label, one.plain) for one in reader.read(text, NAMES, TODAY)]
    assert found == [("assign_seat", False), ("release_seat", False)]


def test_a_list_below_a_heading_is_no_list_of_commands(reader: Reader) -> None:
    text = "Minutes:\n- assign VS to zoe\n- release tom's seat"
    assert not any(one.plain or one.mood.value in ("statement", "request") for one in reader.read(text, NAMES, TODAY))
