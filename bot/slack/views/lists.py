"""A list that was dropped: what it would record, with a button that records it. Pure."""

from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.record.imports import CANCEL, shown_text
from bot.reply import Kind, Reply
from bot.slack.views.choices import button
from bot.slack.views.message import Block, Message, small, without_ids
from bot.slack.views.reply import message_of
from storage.importers import Preview

RECORD_LIST, LEAVE_LIST = "record-list", "leave-list"
"""The action ids of the buttons."""

_FILE_ALONE: Final = "I read the file alone. What you wrote beside it, send once more as a message of its own."


class ListPlan(BaseModel):
    """What the button carries: the file in Slack, what was shown of it, and the offer of rows that name none."""

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str
    rows: int
    shown: str
    offer: str | None = None


def preview_message(shown: Preview, plan: ListPlan, *, words_beside: bool = False, before: str = "") -> Message:
    """A preview with its buttons, where there is something to record. `before` is said above it."""
    message = message_of(Reply(kind=Kind.REPORT, text=f"{before}{shown_text(shown)}"))
    notes = [small(_FILE_ALONE)] if words_beside else []
    buttons = [list_buttons(plan)] if shown.entries and not shown.seen else []
    return Message(message.text, [*message.blocks, *notes, *buttons])


def without_buttons(blocks: list[Block]) -> list[Block]:
    """What stays of a preview once it was decided on."""
    return without_ids([block for block in blocks if block["type"] != "actions"])


def list_buttons(plan: ListPlan) -> Block:
    """What can be done with a list that was shown."""
    label = "Record this one" if plan.rows == 1 else f"Record these {plan.rows:,}"
    record = button(label, RECORD_LIST, plan.model_dump_json(exclude_none=True), "primary")
    return {"type": "actions", "elements": [record, button(CANCEL, LEAVE_LIST, LEAVE_LIST)]}
