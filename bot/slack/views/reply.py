"""A reply of the desk as a message of Slack. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any, Final

from bot.reply import Reply, Table
from bot.slack.words import escape

Block = dict[str, Any]

CHOICE: Final = re.compile(r"^choice-\d+$")
"""The action ids of a reply's choices."""

# Slack's limits, from its reference of blocks.
_BLOCKS, _SECTION, _BUTTONS, _LABEL, _VALUE = 50, 3_000, 25, 75, 2_000
_ROWS, _CELLS, _TABLE = 100, 20, 10_000
# No reference says it: a message is refused when the characters of all its blocks, and some 125 more for each
# block, pass 13,200 (slackapi/bolt-js#2509).
_WEIGHT, _WEIGHT_OF_A_BLOCK = 12_000, 125
_NOTIFICATION = 3_000

_SMALL = re.compile(r"^_(.+)_$")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CUT = "… This is longer than Slack shows. Ask for a part of it."
_NOTHING = "…"
_CHOICES_OF = "choices-of-"


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the blocks, and in `text` the same for notifications."""

    text: str
    blocks: list[Block]

    @property
    def plain(self) -> "Message":
        """The form for where Slack refuses a table, whose rows the words tell as well."""
        return Message(self.text, [block for block in self.blocks if block["type"] != "table"])


def message_of(reply: Reply, cause: str | None = None) -> Message:
    """A reply as a message of its own."""
    return Message(text_of(reply), blocks_of(reply, cause))


def message_below(shown: Sequence[Block], person: str, label: str, reply: Reply, cause: str | None) -> Message | None:
    """The message in which a person pressed a choice, with the reply below; None when one cannot hold both.

    Its old buttons are gone: only the choices of the latest reply are open.
    """
    before = [_without_id(block) for block in shown if block["type"] != "actions"]
    chosen = _small(f"<@{person}>: {escape(label)}")
    blocks = [*before, chosen, *blocks_of(reply, cause)]
    return Message(text_of(reply), blocks) if _fits(blocks) else None


def text_of(reply: Reply) -> str:
    """A reply without marks, for notifications and for readers that draw no blocks."""
    lines = (_SMALL.sub(r"\1", line) for line in reply.text.split("\n"))
    return _shortened(escape(_BOLD.sub(r"\1", "\n".join(lines))), _NOTIFICATION) or _NOTHING


def is_of_another(block_id: str, cause: str) -> bool:
    """Whether a block holds the choices of another reply than the one to this delivery."""
    return block_id.startswith(_CHOICES_OF) and block_id != _CHOICES_OF + cause


def blocks_of(reply: Reply, cause: str | None = None) -> list[Block]:
    """The blocks of a reply: its paragraphs, small print, table, and its choices as buttons.

    `cause` is the id of the delivery it answers.
    """
    said = [block for small, words in _paragraphs(reply.text) for block in _drawn(words, small)]
    below = [*_table(reply.table), *_buttons(reply.choices, cause)]
    return [*_fitting(said, below), *below]


def _paragraphs(text: str) -> Iterator[tuple[bool, str]]:
    """Runs of lines, each with whether it is small print."""
    for small, lines in groupby(text.split("\n"), key=lambda line: bool(_SMALL.match(line))):
        yield small, "\n".join(_SMALL.sub(r"\1", line) for line in lines)


def _drawn(words: str, small: bool) -> Iterator[Block]:
    marked = _BOLD.sub(r"*\1*", escape(words))
    return map(_small if small else _section, _pieces(marked, _SECTION))


def _section(mrkdwn: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}}


def _small(mrkdwn: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}


def _buttons(labels: Sequence[str], cause: str | None) -> list[Block]:
    shown = [label for label in labels if escape(label).strip()][:_BUTTONS]
    if not shown:
        return []
    buttons = [
        {
            "type": "button",
            "action_id": f"choice-{number}",
            "text": {"type": "plain_text", "text": _shortened(escape(label), _LABEL)},
            "value": label[:_VALUE],
        }
        for number, label in enumerate(shown)
    ]
    return [{"type": "actions", "elements": buttons} | ({"block_id": _CHOICES_OF + cause} if cause else {})]


def _table(table: Table | None) -> list[Block]:
    """A table of a size that Slack takes, its first rows when it has more."""
    if not table or not table.columns:
        return []
    width = min(len(table.columns), _CELLS)
    rows = [(*row, *[""] * width)[:width] for row in (table.columns, *table.rows)][:_ROWS]
    drawn = [[{"type": "raw_text", "text": escape(cell).strip() or " "} for cell in row] for row in rows]
    letters = sum(len(cell["text"]) for row in drawn for cell in row)
    return [{"type": "table", "rows": drawn}] if letters <= _TABLE else []


def _fitting(said: list[Block], below: list[Block]) -> list[Block]:
    """As much of what is said as one message takes beside `below`; it says so when it is cut."""
    if _fits([*said, *below]):
        return said
    end = _small(_CUT)
    room = _WEIGHT - sum(map(_weight, [end, *below]))
    heavy = bisect_right(list(accumulate(map(_weight, said))), room)
    return [*said[: min(heavy, _BLOCKS - 1 - len(below))], end]


def _fits(blocks: list[Block]) -> bool:
    """Whether Slack takes these blocks in one message."""
    tables = sum(block["type"] == "table" for block in blocks)
    return len(blocks) <= _BLOCKS and sum(map(_weight, blocks)) <= _WEIGHT and tables <= 1


def _weight(block: Block) -> int:
    """The characters that a block counts in its message; the cells of a table have a limit of their own."""
    texts = (part.get("text", "") for part in (block, *block.get("elements", ())))
    return sum(_WEIGHT_OF_A_BLOCK + len(text if isinstance(text, str) else text["text"]) for text in texts)


def _pieces(text: str, longest: int) -> Iterator[str]:
    """Text in pieces of at most `longest` characters: cut between lines, else words, never in an entity."""
    text = text.strip()
    while len(text) > longest:
        cut = max(text.rfind("\n", 0, longest), 0) or max(text.rfind(" ", 0, longest), 0)
        if not cut:
            entity = text.rfind("&", longest - len("&amp"), longest)
            cut = entity if entity > 0 and ";" not in text[entity:longest] else longest
        yield text[:cut]
        text = text[cut:].lstrip()
    if text:
        yield text


def _shortened(text: str, longest: int) -> str:
    text = text.strip()
    return text if len(text) <= longest else next(_pieces(text, longest - 1)) + "…"


def _without_id(block: Block) -> Block:
    """A block to send again: a changed message must not keep its block ids."""
    return {key: value for key, value in block.items() if key != "block_id"}
