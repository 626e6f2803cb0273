"""What is said to words and picks that answer nothing that is open."""

from collections.abc import Sequence
from typing import Final

from bot.reply import Kind, Reply
from bot.talk.plan import Offers

_MOST_NAMED: Final = 6


def nothing_open(text: str, offers: Offers) -> Reply:
    """The reply to "yes" or "2" while no question is open; what can be pressed is said."""
    labels = [f"“{label}”" for label in list(offers)[:_MOST_NAMED]]
    also = (
        f" What you can press: {', '.join(labels)}." if labels else " Say the whole of it, such as “assign VS to Ana”."
    )
    said = f"**Nothing is open here that “{text}” could answer**, so nothing was recorded.{also}"
    return Reply(kind=Kind.UNKNOWN, text=said)


def no_such_choice(text: str, labels: Sequence[str], question: Reply) -> Reply:
    """The question once more to the number of a choice that it has not."""
    listed = ", ".join(f"“{label}”" for label in labels)
    return question.model_copy(update={"text": f"**There is no choice “{text}”:** {listed}.\n{question.text}"})


def not_picked(value: str) -> Reply:
    """The reply to a picked value that is none for the open question."""
    return Reply(kind=Kind.ERROR, text=f"“{value}” does not fit here. Pick again, or type it.")


def none_of_them(other: str, question: Reply | None) -> Reply:
    """The question once more to somebody who names another person than those it offered."""
    if question is None:
        return not_picked(other)
    return question.model_copy(update={"text": f"{other} is none of them.\n{question.text}"})
