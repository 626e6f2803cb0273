"""A reply as blocks: what it means, and within Slack's limits whatever it says."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reply import Kind, Reply, Table
from bot.slack.views.message import Block
from bot.slack.views.modal import reply_view
from bot.slack.views.reply import blocks_of, message_below, message_of, text_of
from tests.fake_slack.linter import faults_of_message, texts_of

_ANSWER = (
    "**No**, unless you are a learning partner.\nYour profile does not say which you are.\n"
    "• first\n• second\n_Uses · edition 12 Nov 2020_"
)
_HOSTILE = "<!channel> & <@U1> *a* ~b~ `c` <http://x|y> \x00\x07 \ud800 &lt; &amp"


def said(text: str, *choices: str, table: Table | None = None) -> Reply:
    return Reply(kind=Kind.ANSWER, text=text, choices=choices, table=table)


def test_an_answer_is_a_verdict_with_its_section_in_small_and_its_choices() -> None:
    verdict, section, choices = blocks_of(said(_ANSWER, "Why?", "We are not"), "Ev1")
    assert verdict["text"]["text"] == (
        "*No*, unless you are a learning partner.\nYour profile does not say which you are.\n• first\n• second"
    )
    assert section == {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": "Uses · edition 12 Nov 2020"}],
    }
    assert choices["block_id"] == "choices-of-Ev1"
    assert [(button["text"]["text"], button["value"]) for button in choices["elements"]] == [
        ("Why?", "Why?"),
        ("We are not", "We are not"),
    ]
    assert len({button["action_id"] for button in choices["elements"]}) == 2


def test_several_answers_keep_their_order() -> None:
    blocks = blocks_of(said("**Yes.**\n_One_\n\n**No.**\n_Two_"))
    assert [next(texts_of(block)) for block in blocks] == ["*Yes.*", "One", "*No.*", "Two"]


def test_small_words_inside_a_line_stay_as_they_are() -> None:
    (block,) = blocks_of(said("the file _a_b_ is\n_"))
    assert block["text"]["text"] == "the file _a_b_ is\n_"


def test_a_notification_has_no_marks() -> None:
    assert text_of(said(_ANSWER)).startswith("No, unless you are a learning partner.")
    assert text_of(said(_ANSWER)).endswith("\nUses · edition 12 Nov 2020")


def test_hostile_words_take_no_effect() -> None:
    table = Table(columns=(_HOSTILE,), rows=((_HOSTILE,),))
    message = message_of(said(f"{_HOSTILE}\n_{_HOSTILE}_", _HOSTILE, table=table))
    for text in [message.text, *(text for block in message.blocks for text in texts_of(block))]:
        assert "&lt;!channel&gt; &amp; &lt;@U1&gt;" in text
        assert not set(text) & set("<>\x00\x07\ud800")


def test_a_table_is_drawn_and_told_in_words_where_it_is_refused() -> None:
    table = Table(columns=("Person", "Seat"), rows=(("Ana", "2"), ("Bob",)))
    message = message_of(said("Ana has seat 2.", table=table))
    rows = [[cell["text"] for cell in row] for row in message.blocks[1]["rows"]]
    assert rows == [["Person", "Seat"], ["Ana", "2"], ["Bob", " "]]
    assert [block["type"] for block in message.plain.blocks] == ["section"]


def test_long_text_is_cut_between_words_and_never_in_an_entity() -> None:
    words = " ".join(f"word{number}" for number in range(1_000))
    blocks = blocks_of(said(words))
    assert " ".join(text for block in blocks for text in texts_of(block)) == words
    entities = [text for block in blocks_of(said("x" + "&" * 1_500)) for text in texts_of(block)]
    assert [text.replace("&amp;", "") for text in entities] == ["x", "", ""]


def test_text_beyond_a_message_says_that_it_is_cut() -> None:
    blocks = blocks_of(said("word " * 10_000, "Why?"))
    assert "longer than Slack shows" in next(texts_of(blocks[-2]))
    assert blocks[-1]["type"] == "actions"


def test_a_reply_below_a_message_takes_its_buttons_away() -> None:
    shown = blocks_of(said("Question", "Why?", "We are not"), "Ev1")
    for number, block in enumerate(shown):
        block["block_id"] = f"b{number}"
    message = message_below(shown, "U1", "Why? <!here>", said("Because.", "Undo"), "trigger")
    assert message
    assert [text for block in message.blocks for text in texts_of(block)] == [
        "Question",
        "<@U1>: Why? &lt;!here&gt;",
        "Because.",
        "Undo",
    ]
    assert [block.get("block_id") for block in message.blocks] == [None, None, None, "choices-of-trigger"]
    assert not faults_of_message(message.blocks)


def test_a_reply_that_does_not_fit_below_stands_alone() -> None:
    shown = blocks_of(said("word " * 2_000))
    assert message_below(shown, "U1", "Why?", said("word " * 1_000), "trigger") is None
    table = said("a table", table=Table(columns=("a",), rows=()))
    assert message_below(blocks_of(table), "U1", "Why?", table, "trigger") is None


_KINDS_OF_DATA: dict[str, Callable[[], Reply]] = {
    "small": lambda: said("Yes."),
    "empty": lambda: said(""),
    "blank": lambda: said(" \n\n \t", "", " "),
    "no columns": lambda: said("x", table=Table(columns=(), rows=((),))),
    "huge text": lambda: said("x" * 100_000, "Why?"),
    "huge lines": lambda: said("\n".join(f"_{number}_\n{number}" for number in range(5_000)), "Why?"),
    "huge words of entities": lambda: said("&<>" * 50_000),
    "huge choices": lambda: said("x", *(f"{number} " + "long " * 1_000 for number in range(200))),
    "huge table": lambda: said("x", table=Table(columns=("a",) * 50, rows=(("cell",) * 50,) * 500)),
    "huge cells": lambda: said("x", table=Table(columns=("a",), rows=(("cell" * 5_000,),))),
    "hostile": lambda: said(_HOSTILE, _HOSTILE, table=Table(columns=(_HOSTILE,), rows=((_HOSTILE,),))),
    "all at once": lambda: said("x" * 100_000, *("long " * 50,) * 100, table=Table(columns=("a",), rows=())),
}


@pytest.mark.parametrize("kind", _KINDS_OF_DATA)
def test_every_reply_is_within_slacks_limits(kind: str) -> None:
    _is_taken(_KINDS_OF_DATA[kind]())


_words = st.text(st.characters(codec=None), max_size=400) | st.text("_*\n &<>a", max_size=400)
_tables = st.builds(
    Table,
    columns=st.lists(_words, max_size=25).map(tuple),
    rows=st.lists(st.lists(_words, max_size=25).map(tuple), max_size=5).map(tuple),
)


@given(text=_words, choices=st.lists(_words, max_size=30), table=st.none() | _tables, times=st.integers(1, 200))
def test_any_reply_is_within_slacks_limits(text: str, choices: list[str], table: Table | None, times: int) -> None:
    _is_taken(said(text * times, *choices, table=table))


def _is_taken(reply: Reply) -> None:
    message = message_of(reply, "Ev1")
    assert message.text.strip()
    assert len(message.text) <= 4_000
    assert not faults_of_message(message.blocks)
    assert not faults_of_message(message.plain.blocks)
    below = message_below(message.blocks, "U1", "Why?", reply, "trigger")
    shown: list[Block] = below.blocks if below else []
    assert not faults_of_message(shown)


_LISTED = Reply(
    kind=Kind.REPORT,
    text="**Two seats.**\n• Ana: seat 1\n• Bob: seat 2\n_The section_",
    table=Table(columns=("Who", "Seat"), rows=(("Ana", "1"), ("Bob", "2"))),
)


def test_a_list_that_tells_more_than_its_table_stands_alone() -> None:
    table = Table(columns=("Product", "Free"), rows=(("Office", "2"), ("Power BI", "3")))
    told = said("All quiet.\n• Action Pack: until 30 Jun\n• Office: 2 free\n• Power BI: 3 free", table=table)
    assert [block["type"] for block in blocks_of(told)] == ["section"]
    of_one = said("All quiet.\n• Action Pack: until 30 Jun\n• Office: 2 free\n• Visio: 1 free", table=table)
    assert [block["type"] for block in blocks_of(of_one)] == ["section", "table"]


def test_rows_stand_in_a_table_or_in_words_and_not_in_both() -> None:
    message = message_of(_LISTED)
    assert [block["type"] for block in message.blocks] == ["section", "table", "context"]
    assert "Ana: seat 1" not in str(message.blocks)
    assert "• Ana: seat 1" in str(message.plain.blocks)
    assert "• Ana: seat 1" in message.text
    assert "table" not in [block["type"] for block in message.plain.blocks]
    assert "• Bob: seat 2" in str(reply_view(_LISTED)["blocks"])


def test_lines_that_are_no_rows_stay_beside_the_table() -> None:
    told = _LISTED.model_copy(update={"text": "**Where we stand.**\n• One thing\n• Ana: seat 1\n• Bob: seat 2"})
    assert "• One thing" in str(message_of(told).blocks)


def test_a_list_cut_in_words_is_whole_in_its_table() -> None:
    rows = tuple((f"P{number}", str(number)) for number in range(5))
    text = "**Five.**\n• P0: 0\n• P1: 1\nAnd 3 more."
    message = message_of(Reply(kind=Kind.REPORT, text=text, table=Table(columns=("Who", "Seat"), rows=rows)))
    assert "And 3 more" not in str(message.blocks)
    assert "And 3 more" in str(message.plain.blocks)
