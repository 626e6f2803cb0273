"""What is asked of the desk and what it says, free of any surface."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from policy.decision import Verdict
from policy.visible import visible


class Kind(StrEnum):
    """What a reply is, by the contract for programs."""

    ANSWER = "answer"
    DONE = "done"
    REFUSED = "refused"
    QUESTION = "question"
    REPORT = "report"
    REMINDERS = "reminders"
    HELP = "help"
    UNKNOWN = "unknown"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that a person asks: words, or the label of a choice, or a picked value.

    `workspace` keys everything that is kept; `person` is an id of its directory; `thread` is the
    conversation; `cause` is the id of this delivery, so that a second one records nothing more;
    `now` is an aware time. `plan` is what the face kept beside the choice that is pressed, or beside the picker.
    `only_asks`: the face took the words for a question; what they may mean to record is proposed, never recorded.
    """

    workspace: str
    person: str
    now: dt.datetime
    text: str | None = None
    press: str | None = None
    pick: str | None = None
    thread: str = ""
    cause: str | None = None
    plan: str | None = None
    only_asks: bool = False


def within_reach(now: dt.datetime) -> dt.datetime:
    """The time itself. Raises ValueError for one so far off that its windows would leave the calendar."""
    if not 1990 <= now.year < 2200:
        raise ValueError("the year must lie between 1990 and 2199")
    return now


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)


class Heard(_Said):
    """How a message was understood: the reader's label, the slots as typed, how sure."""

    intent: str
    slots: dict[str, list[str]] = {}
    confidence: float


class Due(_Said):
    """One thing in a reminder: its deadline, the day that matters, the rules, the step of its ladder."""

    deadline: str
    date: dt.date | None
    rules: tuple[str, ...]
    rung: str


class Delivery(_Said):
    """A direct message to somebody: a reminder, or word of something that concerns them."""

    to: str
    text: str
    items: tuple[Due, ...] = ()
    choices: tuple[str, ...] = ()
    plans: dict[str, str] = Field(default_factory=dict)  # a default would be copied for each


class Table(_Said):
    """Rows for a face that can draw them; `Reply.text` says the same in words."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Reply(_Said):
    """The desk's answer; the fields are those of the contract for programs.

    `text` is the whole reply in plain words with `**bold**` and `_small_` marks, which each face
    renders in its own way. `table` and `plans` are for faces only: what a choice leads to, as text that a
    face may keep beside its button and give back with `Request.plan`. `awaits` is the field that an open
    question is about (person, on, seats, …), for a face that has a picker for it; `asks` is what the question
    is about, as text like `plans`, to be given back with a picked value.
    """

    kind: Kind
    text: str
    verdict: Verdict | None = None
    rules: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    date: dt.date | None = None
    choices: tuple[str, ...] = ()
    recorded: tuple[dict[str, Any], ...] = ()
    proposed: tuple[dict[str, Any], ...] = ()
    reading: Heard | None = None
    parts: tuple["Reply", ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    table: Table | None = None
    plans: dict[str, str] = Field(default_factory=dict)
    awaits: str | None = None
    asks: str | None = None


def bare(text: str) -> str:
    """A text of the desk without its marks, for the output of a command."""
    lines = (re.sub(r"^_(.+)_$", r"\1", line) for line in visible(text).split("\n"))
    return re.sub(r"\*\*(.+?)\*\*|`([^`]+)`", lambda found: found[1] or found[2], "\n".join(lines))


def together(replies: Sequence[Reply]) -> Reply:
    """Several replies as one: the first on top, the text, choices, entries and messages of all; one stands alone."""
    if len(replies) == 1:
        return replies[0]
    return replies[0].model_copy(
        update={
            "text": "\n\n".join(dict.fromkeys(reply.text for reply in replies)),
            "choices": tuple(dict.fromkeys(choice for reply in replies for choice in reply.choices)),
            "recorded": tuple(entry for reply in replies for entry in reply.recorded),
            "plans": {label: plan for reply in reversed(replies) for label, plan in reply.plans.items()},
            "deliveries": tuple(delivery for reply in replies for delivery in reply.deliveries),
            "parts": tuple(replies),
        }
    )
