"""Messages and the blocks that they are made of, within Slack's limits. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

Block = dict[str, Any]

# Slack's limits, from its reference of blocks.
BLOCKS: Final = 50
SECTION: Final = 3_000
LABEL: Final = 75
VALUE: Final = 2_000
# No reference says it: a message is refused when the characters of all its blocks, and some 125 more for each
# block, pass 13,200 (slackapi/bolt-js#2509).
_WEIGHT_OF_A_BLOCK: Final = 125

_NEWER: Final = ("context_actions", "table")
"""Blocks that a workspace may not know yet."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the blocks, and in `text` the same for notifications.

    `worded` are the blocks for where Slack refuses newer ones, where it takes more than to leave those out: the rows
    of a table in words.
    """

    text: str
    blocks: list[Block]
    worded: list[Block] | None = None

    @property
    def plain(self) -> "Message":
        """The form for where Slack refuses newer blocks."""
        return Message(self.text, self.worded or self.blocks).without(*_NEWER)

    def without(self, *kinds: str) -> "Message":
        return replace(self, blocks=[block for block in self.blocks if block["type"] not in kinds])

    def after(self, before: Sequence[Block]) -> "Message":
        """The message with blocks before its own."""
        return replace(self, blocks=[*before, *self.blocks], worded=[*before, *self.worded] if self.worded else None)

    def before(self, after: Sequence[Block]) -> "Message":
        """The message with blocks behind its own."""
        return replace(self, blocks=[*self.blocks, *after], worded=[*self.worded, *after] if self.worded else None)


def section(mrkdwn: str, accessory: Block | None = None) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}} | (
        {"accessory": accessory} if accessory else {}
    )


def small(mrkdwn: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def picture(file: str, alt: str) -> Block:
    """A picture that lies in Slack as a file of the desk's."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": shortened(alt, 2_000) or "…"}


def plain(text: str, longest: int) -> dict[str, Any]:
    """A plain text object; Slack takes none that is empty."""
    return {"type": "plain_text", "text": shortened(text, longest) or "…"}


def weight(block: Block) -> int:
    """The characters that a block counts in its message; the cells of a table have a limit of their own."""
    parts = (block, block.get("accessory", {}), *block.get("elements", ()))
    texts = [part["text"] for part in parts if part.get("text")]
    listed = sum(len(option["text"]["text"]) for part in parts for option in part.get("options", ()))
    letters = listed + sum(len(text if isinstance(text, str) else text["text"]) for text in texts)
    return letters + _WEIGHT_OF_A_BLOCK * max(1, len(texts))


def pieces(text: str, longest: int) -> Iterator[str]:
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


def shortened(text: str, longest: int) -> str:
    text = text.strip()
    return text if len(text) <= longest else next(pieces(text, longest - 1)) + "…"


def without_ids(blocks: Sequence[Block]) -> list[Block]:
    """Blocks to send again: a changed message must not keep its block ids."""
    return [{key: value for key, value in block.items() if key != "block_id"} for block in blocks]
