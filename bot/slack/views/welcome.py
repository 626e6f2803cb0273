"""The first thing in a direct message: what the desk is for, and questions to begin with. Pure."""

from typing import Final

from bot.slack.views.choices import button
from bot.slack.views.message import Message, section, small
from bot.slack.views.reply import marked

SUGGESTED: Final = "suggested-"
"""What the action id of a question to begin with begins with; its value is the question."""

QUESTIONS: Final = (
    "Can we demo Dynamics at a client's?",
    "What seats do I have?",
    "What's coming up?",
    "Help",
)

_HELLO: Final = (
    "**I know your company's Microsoft partner benefits.** Ask me in your own words: what the licences may be used "
    "for, until when something is possible, who holds which seat."
)
PRIVACY: Final = "Answers come from the written guide; no AI model reads your messages."


def welcome_message() -> Message:
    """The message to somebody who opens the conversation for the first time."""
    buttons = [button(text, f"{SUGGESTED}{number}", text) for number, text in enumerate(QUESTIONS)]
    blocks = [section(marked(_HELLO)), {"type": "actions", "elements": buttons}, small(PRIVACY)]
    return Message("I know your company's Microsoft partner benefits. Ask me in your own words.", blocks)
