"""A reply of the desk as a modal, for what is pressed or filled in outside a conversation. Pure."""

from typing import Final

from bot.reply import Kind, Reply
from bot.slack.payloads import FORM_OF
from bot.slack.views.message import Block, plain, section
from bot.slack.views.reply import blocks_of

_TITLES: Final = {
    Kind.DONE: "Recorded",
    Kind.REFUSED: "Not recorded",
    Kind.QUESTION: "One moment",
    Kind.ERROR: "Not recorded",
}
_MOST: Final = 100
_METADATA: Final = 3_000
_OF_MESSAGES: Final = ("context_actions",)
"""Blocks that no modal takes."""

REPLY: Final = "reply"
"""The callback id of a reply's modal."""


def reply_view(reply: Reply, cause: str | None = None, title: str | None = None, metadata: str = "") -> Block:
    """The modal of a reply, with its choices as buttons. `metadata` comes back with what is pressed in it.

    It opens no form: that would cover it. What its question is about is kept with it.
    """
    about = f"{FORM_OF}:{reply.asks}" if reply.asks else ""
    alone = reply.model_copy(update={"asks": None, "table": None})
    blocks = [block for block in blocks_of(alone, cause) if block["type"] not in _OF_MESSAGES]
    return {
        "type": "modal",
        "callback_id": REPLY,
        "private_metadata": metadata or (about if len(about) <= _METADATA else ""),
        "title": plain(title or _TITLES.get(reply.kind, "MPN Desk"), 24),
        "close": plain("Close", 24),
        "blocks": blocks[:_MOST] or [section("…")],
    }
