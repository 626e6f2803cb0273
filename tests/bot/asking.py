"""One question to the guide, asked afresh."""

from datetime import UTC, datetime

from bot.desk import Desk
from bot.reply import Reply, Request

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


def asked(desk: Desk, text: str) -> Reply:
    """The reply to a question, with nothing said before it."""
    desk.conversations.forget()
    return desk.answer(Request("acme", "ana", NOW, text=text))
