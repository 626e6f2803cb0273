"""While the desk waits for an answer: what answers it is taken, and nothing else that is said writes anything."""

import tomllib
from itertools import count
from pathlib import Path

import pytest

from bot.reply import Kind, Reply
from tests.journeys.people import Office, Someone, did

ASKED = tomllib.loads((Path(__file__).parent / "open_questions.toml").read_text(encoding="utf-8"))
NEVER = [text for sentences in ASKED.pop("never").values() for text in sentences]


def at_a_desk_where_nothing_asks_first() -> Office:
    """The windows are closed and everything is granted; jun got a seat yesterday."""
    office = Office("2026-02-09")
    for said in (
        "we bought the action pack on 1 Dec 2025",
        "the action pack gives us 3 VS Professional and 5 Office 365",
        "add key K1 for Office with 25 activations",
        "got token 7 for 25 seats of Office 365",
        "got token 8 for 25 seats of Office 365",
        "assign VS to jun",
    ):
        did(office.paula.says(said))
    return office.on("2026-02-10")


def answered(paula: Someone, text: str, thread: str) -> Reply:
    return paula.presses(text[1:], thread=thread) if text[0] == "!" else paula.says(text, thread=thread)


@pytest.mark.parametrize("name", ASKED)
def test_what_is_no_answer_writes_nothing(name: str) -> None:
    office = at_a_desk_where_nothing_asks_first()
    threads = map(str, count())
    wrote = []
    for text in NEVER:
        thread = next(threads)
        asked = office.paula.says(ASKED[name]["opens"], thread=thread)
        assert ASKED[name]["asked"] in asked.text
        before = len(office.entries)
        reply = office.paula.says(text, thread=thread)
        if reply.recorded or len(office.entries) != before:
            wrote.append(text)
    assert wrote == []
    assert len(NEVER) >= 40


@pytest.mark.parametrize("name", ASKED)
def test_what_answers_is_taken(name: str) -> None:
    question = dict(ASKED[name])
    slot = question["slot"]
    fills = {text: value for value, texts in question.items() if isinstance(texts, list) for text in texts}
    assert len(fills) >= 15
    missed = {}
    for text, value in fills.items():
        office = at_a_desk_where_nothing_asks_first()
        office.paula.says(question["opens"], thread="t")
        reply = answered(office.paula, text, "t")
        taken = reply.recorded or (reply.proposed if reply.kind is Kind.QUESTION else ())
        if not any(str(entry.get(slot)) == value for entry in taken):
            missed[text] = reply.text
    assert missed == {}
