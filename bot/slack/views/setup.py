"""The three steps of setting up, in the direct message to who may and on their Home tab. Pure."""

from collections.abc import Collection
from typing import Final

from bot.slack.views.choices import button
from bot.slack.views.message import Block, Message, section, small

STEPS: Final = {
    "settings": ("Time zone and dates", "Set your time zone, how dates are read, and when reminders come."),
    "purchase": ("What you bought", "Record your offers with their day of purchase, so that I know the windows."),
    "role": ("Who else administrates", "Name a second administrator, so that somebody is there when you are away."),
}
"""By the form that each step opens."""

OPEN: Final = "open-"
"""What the action id of a button that opens a form begins with; the form's id follows, and where it stands."""

_HELLO: Final = (
    "*I'm ready for your three steps.* You administrate this desk. Each step takes a minute; leave whenever you "
    "like, what is missing waits on my Home tab."
)
_SELF: Final = "Or just write to me: “we bought the Action Pack on 3 October”. Everybody here can ask me questions."
_LEAVE: Final = "If the app is taken out of Slack one day, its tokens are deleted at once."


def setup_message(kept: str) -> Message:
    """The direct message to who administrates a new desk; `kept`: what becomes of the record without the app."""
    text = "I'm ready for your three steps: time zone and dates, what you bought, who else administrates."
    return Message(text, [section(_HELLO), *setup_blocks(STEPS), section(_SELF), small(f"{_LEAVE} {kept}")])


def setup_blocks(left: Collection[str]) -> list[Block]:
    """The steps that are left, each with the button of its form."""
    return [
        section(f"*{number}. {title}*\n{words}", button("Open", f"{OPEN}{form}.step", form))
        for number, (form, (title, words)) in enumerate(STEPS.items(), 1)
        if form in left
    ]
