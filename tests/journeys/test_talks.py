"""Talks at the desk as tired people lead them: those of talks.toml, acts.toml and the like."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.reply import Kind, Reply
from tests.journeys.people import Office, did

OTHER_TALK = tomllib.loads((Path(__file__).parent / "other_talk.toml").read_text(encoding="utf-8"))["say"]
TALKS = {
    name: talk
    for file in ("talks.toml", "acts.toml", "people_and_counts.toml", "answering.toml", "worded_oddly.toml")
    for name, talk in tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8")).items()
}


def desk(talk: dict[str, Any]) -> Office:
    office = Office("2026-02-09")
    if talk["desk"] == "open":
        for said in (
            "we bought the action pack on 1 Dec 2025",
            f"the action pack gives us {talk.get('grants', 2)} VS Professional and 5 Office 365",
            "add key K1 for Office with 25 activations",
            "got token 7 for 25 seats of Office 365",
            "got token 8 for 25 seats of Office 365",
            "assign VS to jun",
        ):
            did(office.paula.says(said))
    return office.on("2026-02-10")


def answer(office: Office, said: str) -> Reply:
    thread = ""
    if said[0] == "~":
        thread, _, said = said[1:].partition(" ")
    return office.paula.presses(said[1:], thread=thread) if said[0] == "!" else office.paula.says(said, thread=thread)


@pytest.mark.parametrize("name", TALKS)
def test_a_talk(name: str) -> None:
    office = desk(TALKS[name])
    for line in TALKS[name]["talk"]:
        before = len(office.entries)
        reply = answer(office, line["says"])
        told = f"{line['says']}: {reply.kind}: {reply.text}"
        if "kind" in line:
            assert reply.kind == line["kind"], told
        assert office.entries[before:] == line.get("records", []), told
        if "proposes" in line or line.get("kind") != "question":
            assert [entry["kind"] for entry in reply.proposed] == line.get("proposes", []), told
        assert line.get("has", "") in reply.text, told
        assert "lacks" not in line or line["lacks"] not in reply.text, told
        if "choices" in line:
            assert list(reply.choices) == line["choices"], told


def test_other_talk_gets_no_card() -> None:
    office = desk({"desk": "open", "grants": 9})
    assert [text for text in OTHER_TALK if _is_taken(office.paula.says(text, thread=text))] == []


def test_other_talk_behind_a_record_corrects_nothing() -> None:
    office = desk({"desk": "open", "grants": 9})
    taken = []
    for text in OTHER_TALK:
        did(office.paula.says("queue ana for VS", thread=text))
        if _is_taken(office.paula.says(text, thread=text)):
            taken.append(text)
        did(office.paula.says("unqueue ana", thread=text))
    assert taken == []


def _is_taken(reply: Reply) -> bool:
    return bool(reply.recorded or reply.proposed or reply.kind is Kind.QUESTION)


@pytest.mark.parametrize("words", ["yes", "ana", "no", "assign VS seat", "2"])
def test_words_that_recorded_nothing_and_come_again_do_nothing_new(words: str) -> None:
    """Slack delivers again what it thinks was lost; meanwhile another question may be open."""
    office = desk({"desk": "open"})
    first = office.paula.says(words, cause="Ev1")
    assert first.recorded == ()
    office.paula.says("zoe should have a VS seat")
    before = len(office.entries)
    again = office.paula.says(words, cause="Ev1")
    assert (again, len(office.entries)) == (first, before)
    assert did(office.paula.says("yes", cause="Ev2")) == ["seat_assigned"]


def test_who_may_not_see_others_learns_nothing_by_undoing_and_correcting() -> None:
    office = desk({"desk": "open", "grants": 4})
    did(office.paula.says("assign VS to ana", thread="t"))
    for words in ("undo ana's seat", "no, for zoe", "make that 5", "and zoe"):
        reply = office.bob.says(words, thread="t")
        assert (reply.recorded, reply.proposed) == ((), ())
        assert "Ana Souza" not in reply.text
