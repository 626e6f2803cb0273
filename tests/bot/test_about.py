"""Questions about the desk itself, words of the field, help by subject: answered, and never taken for an act."""

import re
import tomllib
from pathlib import Path
from typing import Final

import click
import pytest

from bot.about.glossary import term_asked
from bot.about.matching import load
from bot.answers.help import help_text, topic_text, topics
from bot.cli import main
from bot.desk import Desk
from bot.reply import Kind, Reply, Request
from intents.names import Names
from tests.journeys.people import READER, RULEBOOK, Office, did
from tests.journeys.test_talks import desk as company

_SAID: Final = tomllib.loads((Path(__file__).parent / "howto.toml").read_text(encoding="utf-8"))
_ENTRIES: Final = {**load("howto"), **load("you")}
_GLOSSARY: Final = load("glossary")
_SAYS: Final = re.compile(r"“([^”]+)”")


@pytest.fixture(scope="module")
def office() -> Office:
    return company({"desk": "open", "grants": 3})


def _quiet(reply: Reply) -> bool:
    return not (reply.recorded or reply.proposed or reply.kind is Kind.QUESTION)


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in _SAID["asked"].items() for text in texts])
def test_a_question_about_the_desk_is_answered_and_does_nothing(key: str, text: str, office: Office) -> None:
    for reply in (office.paula.says(text, thread=text), office.bob.says(text, thread=text)):
        told = Kind.REPORT if key in ("who_am_i", "am_i_listed", "my_deputy") else Kind.HELP  # of people: not for all
        assert (reply.kind, _quiet(reply)) == (told, True), reply.text
        if "text" in _ENTRIES[key]:
            assert reply.text == _ENTRIES[key]["text"].strip()


@pytest.mark.parametrize("text", _SAID["others"]["sentences"])
def test_other_sentences_are_not_taken_for_one(text: str, office: Office) -> None:
    reply = office.paula.says(text, thread=text)
    assert reply.kind is not Kind.HELP or reply.text == help_text()
    if reply.recorded:
        did(office.paula.says("undo", thread=text))


def _commands(group: click.Group) -> dict[str, click.Command]:
    return group.commands


@pytest.mark.parametrize("key", load("howto"))
def test_what_an_answer_says_to_type_or_to_say_works(key: str) -> None:
    text = _ENTRIES[key]["text"]
    for command in re.findall(r"`mpn (\w+)", text):
        assert command in _commands(main)
    for said in _SAYS.findall(text):
        reply = company({"desk": "open", "grants": 3}).paula.says(said)
        assert reply.kind is not Kind.UNKNOWN, f"{said}: {reply.text}"


def test_the_words_of_every_entry_are_tested() -> None:
    assert set(_SAID["asked"]) <= set(_ENTRIES)


@pytest.mark.parametrize("key", _GLOSSARY)
def test_a_word_of_the_field_is_told_with_its_section(key: str, office: Office) -> None:
    term = _GLOSSARY[key]
    edition = RULEBOOK.as_of(office.now.date())
    assert set(term["rules"]) <= set(edition.rules)
    for name in term["names"]:
        for asked in (f"what is a {name}?", f"{name} meaning", f"what does {name} mean?", f"define {name} please"):
            reply = office.bob.says(asked, thread=asked)
            assert (reply.kind, reply.verdict, list(reply.rules)) == (Kind.ANSWER, None, term["rules"]), asked
            assert reply.text.startswith(term["text"]), asked
    for rule in term["rules"]:
        assert edition.section_of[rule] in reply.text


def test_the_section_behind_a_word_of_the_field_can_be_asked_for(office: Office) -> None:
    office.ana.says("what is a MAK?", thread="mak")
    assert "mak-finite" in office.ana.says("which section is that?", thread="mak").rules


def test_a_word_of_the_field_never_takes_the_place_of_a_question_of_the_guide(office: Office) -> None:
    """Every case of the rulebook is still answered by its rule."""
    for rule in RULEBOOK.as_of(office.now.date()).rules.values():
        for case in rule.case:
            for reading in READER.read(case.ask, Names(), office.now.date()):
                term = term_asked(reading)
                assert term is None or rule.id in term["rules"], case.ask


@pytest.mark.parametrize("name", topics())
def test_every_example_of_help_does_what_it_says(name: str) -> None:
    office = company({"desk": "open", "grants": 3})
    if name == "support":
        did(office.paula.says("the action pack gives us 10 product incidents"))
    for example in topics()[name]["examples"]:
        reply = office.paula.says(example["say"])
        assert reply.kind == example["kind"], f"{example['say']}: {reply.kind}: {reply.text}"


@pytest.mark.parametrize("name", topics())
def test_help_by_subject(name: str, office: Office) -> None:
    for asked in (f"help {name}", f"help me with {name}", f"{name} help", f"I need help with {name}"):
        reply = office.paula.says(asked, thread=asked)
        assert (reply.kind, reply.text) == (Kind.HELP, topic_text(name)), asked


@pytest.mark.parametrize("name", topics())
def test_help_names_to_who_may_not_record_only_what_they_may_say(name: str) -> None:
    office = company({"desk": "open", "grants": 3})
    if name == "corrections":
        did(office.bob.says("I need a VS seat"))
    shown = office.bob.says(f"help {name}").text
    said = [example for example in topics()[name]["examples"] if f"“{example['say']}”" in shown]
    for example in said:
        assert office.bob.says(example["say"]).kind == example["kind"], example["say"]
    more = len(said) < len(topics()[name]["examples"])
    assert ("for administrators: ask Paula Gomez." in shown or "Ask Paula Gomez." in shown) is more


def test_the_short_help_is_of_what_somebody_may_do() -> None:
    office = company({"desk": "open", "grants": 3})
    did(office.paula.says("make zoe an auditor"))
    record, everybodys, own = "assign VS seat to ana", "who had Visual Studio on 1 July?", "I need a VS seat"
    seen = {who: getattr(office, who).says("help").text for who in ("paula", "zoe", "bob")}
    assert all(one in seen["paula"] for one in (record, everybodys, own))
    assert [one in seen["zoe"] for one in (record, everybodys, own)] == [False, True, False]
    assert [one in seen["bob"] for one in (record, everybodys, own)] == [False, False, True]
    assert "ask Paula Gomez" in seen["bob"]
    assert "settings" not in seen["bob"]


def test_who_speaks_is_told_as_the_record_knows_them(office: Office) -> None:
    assert "Bob Miller" in office.bob.says("who am i").text
    assert "an administrator" in office.paula.says("who am i").text
    assert "no administrator" in office.bob.says("am I on the list?").text
    assert "no deputy" in office.paula.says("who is my deputy?").text
    did(office.paula.says("make zoe my deputy"))
    assert "Zoe Park" in office.paula.says("who is my deputy?").text
    assert "Tuesday, 10 Feb 2026, 09:00" in office.paula.says("what day is it?").text


def test_nobody_is_added_twice_by_the_same_name() -> None:
    office = Office()
    assert "Zoe Park is in the directory already" in office.paula.says("add colleague Zoe Park").text
    card = office.paula.says("add colleague Zoe Park, zoe.park@contoso.com")
    assert [entry["kind"] for entry in card.proposed] == ["person_added"]
    assert [entry["kind"] for entry in office.paula.says("add colleague Zoe Lane").proposed] == ["person_added"]


def test_somebody_can_be_asked_for_by_name_by_who_may_see_the_others(office: Office) -> None:
    assert "**Zoe Park** (`zoe`)" in office.paula.says("who is zoe?").text
    assert "(`zoe`)" not in office.jun.says("who is zoe?").text


def test_the_first_to_speak_can_give_their_name() -> None:
    office = Office(staff=())
    card = office.root.says("my name is Rita Vale")
    assert [entry["kind"] for entry in card.proposed] == ["person_added"]
    assert "Rita Vale" in card.text
    did(office.root.says("yes"))
    assert "Rita Vale" in office.root.says("who am i?").text


@pytest.mark.parametrize("text", ["my name is on the list", "call me back", "call me tomorrow", "is my name Rita?"])
def test_other_words_give_nobody_a_name(text: str) -> None:
    assert Office(staff=()).root.says(text).proposed == ()


def test_without_a_record_the_desk_tells_how_to_open_one(office: Office) -> None:
    desk = Desk(READER, RULEBOOK)
    for text in ("who am i", "who is my deputy?", "am i on the list"):
        assert "mpn chat --db" in desk.answer(Request("acme", "paula", office.now, text=text)).text
