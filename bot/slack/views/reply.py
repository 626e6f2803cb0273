"""A reply of the desk as a message of Slack. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import accumulate, groupby
from typing import Final

from bot.reply import Delivery, Kind, Reply, Table
from bot.slack.forms import form_of_plan
from bot.slack.payloads import FORM_OF
from bot.slack.views.choices import button, buttons, choices
from bot.slack.views.message import (
    BLOCKS,
    LABEL,
    SECTION,
    VALUE,
    Block,
    Message,
    pieces,
    plain,
    section,
    shortened,
    small,
    weight,
    without_ids,
)
from bot.slack.words import escape

CHOICE: Final = re.compile(r"^choice-\d+$")
"""The action ids of a reply's choices."""

FEEDBACK: Final = "feedback"
HELPED: Final = "yes"
"""What the value of the button of those whom an answer helped begins with."""

PICK: Final = re.compile(r"^pick-(person|day)$")
"""The action ids of the pickers below a question."""

_ROWS, _CELLS, _TABLE = 100, 20, 10_000
_WEIGHT = 12_000
_NOTIFICATION = 3_000

_SMALL = re.compile(r"^_(.+)_$")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MORE = re.compile(r"And (\d+) more\.")
_CHANNEL = re.compile(r"the channel ([CG][A-Z0-9]{8,})\b")
_MENTION = re.compile(r"<@\w+>")
_CUT = "… This is longer than Slack shows. Ask for a part of it."
_NOTHING = "…"
_CHOICES_OF, _ASKS_OF, _EACH_OF = "choices-of-", "asks-of-", "each-of-"
_LONGEST_ID = 200
_PICKERS: Final = {
    "person": ("users_select", "pick-person", "Pick somebody"),
    "from_person": ("users_select", "pick-person", "Pick somebody"),
    "deputy": ("users_select", "pick-person", "Pick somebody"),
    "to": ("users_select", "pick-person", "Pick somebody"),
    "on": ("datepicker", "pick-day", "Pick a day"),
    "until": ("datepicker", "pick-day", "Pick a day"),
}
"""For the open field of a question: Slack's own picker."""


def message_of(reply: Reply, cause: str | None = None) -> Message:
    """A reply as a message of its own."""
    return _message(reply, cause, 0)


def _message(reply: Reply, cause: str | None, first: int) -> Message:
    blocks = blocks_of(reply, cause, first)
    worded = blocks_of(reply.model_copy(update={"table": None}), cause, first) if reply.table else None
    return Message(text_of(reply), blocks, worded)


def delivered(delivery: Delivery, key: str) -> Message:
    """A direct message to somebody. The choices of a list of reminders stand each for itself."""
    reply = Reply(kind=Kind.REMINDERS, text=delivery.text)
    below = buttons(delivery.choices, delivery.plans, f"{_EACH_OF if delivery.items else _CHOICES_OF}{key}")
    return Message(text_of(reply), _around(reply.text, below))


def message_below(
    shown: Sequence[Block],
    person: str,
    label: str,
    reply: Reply,
    cause: str | None,
    pressed: str | None = None,
) -> Message | None:
    """The message in which a person pressed a choice, with the reply below; None when one cannot hold both.

    Its old buttons are gone, since only the choices of the latest reply are open; of choices that stand each
    for itself only the one `pressed` (its action id) goes.
    """
    before = [block for each in shown for block in _left(each, pressed)]
    chosen = small(f"<@{person}>: {label if _MENTION.fullmatch(label) else escape(label)}")
    message = _message(reply, cause, _next_number(before)).after([*before, chosen])
    return message if _fits(message.blocks) and _fits(message.worded or []) else None


def text_of(reply: Reply) -> str:
    """A reply without marks, for notifications and for readers that draw no blocks."""
    lines = (_SMALL.sub(r"\1", line) for line in reply.text.split("\n"))
    return shortened(escape(_BOLD.sub(r"\1", "\n".join(lines))), _NOTIFICATION) or _NOTHING


def is_of_another(block_id: str, cause: str) -> bool:
    """Whether a block holds the choices of another reply than the one to this delivery."""
    found = re.match(f"(?:{_CHOICES_OF}|{_ASKS_OF})(.*)", _card(block_id))
    return found is not None and found[1] != _short(cause)


def cause_of_press(block_id: str, value: str) -> str | None:
    """The cause of what a button leads to, so that pressing it again records nothing more; None where none is known.

    Of a question one choice is recorded; one that a form put, for the form.
    """
    card = _card(block_id)
    if card.startswith(_ASKS_OF):
        cause = card.removeprefix(_ASKS_OF)
        return cause if cause.startswith("form:") else card
    if card.startswith((_CHOICES_OF, _EACH_OF)):
        return f"{card}:{sha256(value.encode()).hexdigest()[:16]}"
    return None


def blocks_of(reply: Reply, cause: str | None = None, first: int = 0) -> list[Block]:
    """The blocks of a reply: its paragraphs, small print, table, a picker for the open field, its choices.

    `cause` is the id of the delivery it answers; its choices are numbered from `first`.
    """
    picker = _picker(reply.awaits) if reply.kind is Kind.QUESTION else []
    kind = _ASKS_OF if reply.kind is Kind.QUESTION else _CHOICES_OF
    below = choices(reply.choices, reply.plans, kind + _short(cause) if cause else None, first)
    table = [] if reply.table and _is_told(reply.text, reply.table) else _table(reply.table)
    words = _without_rows(reply.text, reply.table) if table and reply.table else reply.text
    return _around(words, [*picker, *below, *_form(reply), *_feedback(reply)], table)


def said(text: str) -> list[Block]:
    """Words of the desk as blocks: paragraphs and small print."""
    return [block for is_small, words in _paragraphs(text) for block in _drawn(words, is_small)]


def marked(text: str) -> str:
    """Words of the desk in Slack's own marks."""
    return _CHANNEL.sub(r"<#\1>", _BOLD.sub(r"*\1*", escape(text)))


def _around(text: str, below: list[Block], table: Sequence[Block] = ()) -> list[Block]:
    """What is said, its table above the small print at its end, and what stands below."""
    words = _fitting(said(text), [*table, *below])
    end = len(words)
    while end and words[end - 1]["type"] == "context":
        end -= 1
    return [*words[:end], *table, *words[end:], *below]


def _paragraphs(text: str) -> Iterator[tuple[bool, str]]:
    """Runs of lines, each with whether it is small print."""
    for is_small, lines in groupby(text.split("\n"), key=lambda line: bool(_SMALL.match(line))):
        yield is_small, "\n".join(_SMALL.sub(r"\1", line) for line in lines)


def _drawn(words: str, is_small: bool) -> Iterator[Block]:
    return map(small if is_small else section, pieces(marked(words), SECTION))


def _form(reply: Reply) -> list[Block]:
    """A button that opens the form for what is missing, filled in with what is known."""
    value = f"{FORM_OF}:{reply.asks}"
    if not reply.asks or not reply.awaits or len(value) > VALUE or not form_of_plan(reply.asks):
        return []
    return [{"type": "actions", "elements": [button("Fill in a form", FORM_OF, value)]}]


def _feedback(reply: Reply) -> list[Block]:
    """Whether it helped: below an answer from the guide."""
    if reply.kind is not Kind.ANSWER or not reply.rules or reply.reading is None:
        return []
    matter = reply.reading.intent
    element = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": {"text": plain("It helped", LABEL), "value": f"{HELPED}:{matter}"},
        "negative_button": {"text": plain("It did not help", LABEL), "value": f"no:{matter}"},
    }
    return [{"type": "context_actions", "elements": [element]}]


def _picker(awaits: str | None) -> list[Block]:
    if awaits not in _PICKERS:
        return []
    kind, action, words = _PICKERS[awaits]
    element = {"type": kind, "action_id": action, "placeholder": plain(words, 150)}
    return [{"type": "actions", "elements": [element]}]


def _renewed(block_id: str) -> str:
    """Another id of the same card: a changed message must not keep its block ids."""
    return f"{block_id}'" if "|" in block_id else f"{block_id}|'"


def _next_number(blocks: Sequence[Block]) -> int:
    """A number that no choice of these blocks has."""
    ids = (str(element.get("action_id")) for block in blocks for element in block.get("elements", ()))
    return max((int(one.removeprefix("choice-")) + 1 for one in ids if CHOICE.match(one)), default=0)


def _short(cause: str) -> str:
    """A cause that a block id has room for."""
    return cause if len(cause) <= _LONGEST_ID else sha256(cause.encode()).hexdigest()


def _card(block_id: str) -> str:
    return block_id.partition("|")[0]


def _left(block: Block, pressed: str | None) -> list[Block]:
    """What stays of a block once a choice was pressed."""
    if block["type"] == "context_actions":
        return []
    if block["type"] != "actions":
        return without_ids([block])
    if not str(block.get("block_id", "")).startswith(_EACH_OF) or pressed is None:
        return []
    elements = [element for element in block["elements"] if element.get("action_id") != pressed]
    return [block | {"elements": elements, "block_id": _renewed(str(block["block_id"]))}] if elements else []


def _table(table: Table | None) -> list[Block]:
    """A table of a size that Slack takes, its first rows when it has more."""
    if not table or not table.columns:
        return []
    width = min(len(table.columns), _CELLS)
    rows = [(*row, *[""] * width)[:width] for row in (table.columns, *table.rows)][:_ROWS]
    drawn = [[{"type": "raw_text", "text": escape(cell).strip() or " "} for cell in row] for row in rows]
    letters = sum(len(cell["text"]) for row in drawn for cell in row)
    return [{"type": "table", "rows": drawn}] if letters <= _TABLE else []


def _is_told(text: str, table: Table) -> bool:
    """Whether a list in the words, longer than the table, tells of each of its rows, and more of each."""
    listed = [line for line in text.split("\n") if line.startswith("• ")]
    of_each = (any(line.startswith(f"• {row[0]}") for line in listed) for row in table.rows)
    return len(listed) > len(table.rows) > 0 and all(of_each)


def _without_rows(text: str, table: Table) -> str:
    """The words without the lines that say what the rows of the table say, where it is these."""
    lines = text.split("\n")
    listed = [line for line in lines if line.startswith("• ")]
    more = [line for line in lines if (found := _MORE.match(line)) and len(listed) + int(found[1]) == len(table.rows)]
    if not listed or (len(listed) != len(table.rows) and not more):
        return text
    return "\n".join(line for line in lines if line not in (*listed, *more))


def _fitting(words: list[Block], below: list[Block]) -> list[Block]:
    """As much of what is said as one message takes beside `below`; it says so when it is cut."""
    if _fits([*words, *below]):
        return words
    end = small(_CUT)
    room = _WEIGHT - sum(map(weight, [end, *below]))
    heavy = bisect_right(list(accumulate(map(weight, words))), room)
    return [*words[: min(heavy, BLOCKS - 1 - len(below))], end]


def _fits(blocks: list[Block]) -> bool:
    """Whether Slack takes these blocks in one message."""
    tables = sum(block["type"] == "table" for block in blocks)
    return len(blocks) <= BLOCKS and sum(map(weight, blocks)) <= _WEIGHT and tables <= 1
