"""The audit pack in Slack: the button below the audit report, and what is said of the file. Pure."""

import datetime as dt
from typing import Final

from bot.slack.views.choices import button
from bot.slack.views.message import Block, Message
from bot.slack.views.reply import marked
from policy.context import count, in_words
from storage.audit import Pack

SEND_PACK: Final = "send-pack"
"""The action id of the button; its value is the day, as ISO text, or TODAY."""

TODAY: Final = "today"
"""The value of the button that stands where a day would be over before it is pressed."""

_LABEL: Final = "Send the pack"


def with_button(message: Message, day: dt.date) -> Message:
    """The audit report with a button that sends the records behind it."""
    row: Block = {"type": "actions", "elements": [button(_LABEL, SEND_PACK, day.isoformat())]}
    return message.before([row])


def pack_button() -> Block:
    """The button of the Home tab that sends the pack as of the day on which it is pressed."""
    return button("Audit pack", SEND_PACK, TODAY)


def comment_of(pack: Pack, day: dt.date, archive: str) -> str:
    """What stands above the file: what it is, and what it can be checked against."""
    folder = archive.removesuffix(".zip")
    return marked(
        f"**The audit pack as of {in_words(day)}:** {count(pack.entries, 'entry', 'entries')}, as a workbook, CSV, a "
        "database, a report, and a program that checks them.\n"
        f"This message lies apart from the pack, so it can be checked against it: `python {folder}/verify.py "
        f"--seal {pack.seal} --head {pack.head}`"
    )
