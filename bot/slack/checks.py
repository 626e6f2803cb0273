"""Somebody's message checked against the guide: by a desk without a record, so that nothing of it is recorded."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.desk import Desk
from bot.reply import Kind, Reply, Request
from bot.slack.kept.recent import Recent
from bot.slack.payloads import Press
from bot.slack.views.message import shortened

_CHECK: Final = "check:"
_KEPT: Final = 200
_END: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_WORDS: Final = 3
_READ: Final = 60
"""Sentences of a message that are read at most: a mail of some pages."""

_SHOWN, _QUOTED = 6, 150
_NOTHING: Final = Reply(
    kind=Kind.UNKNOWN,
    text="**I find no question for the guide in this message.** Nothing was recorded. "
    "Ask it in your own words, such as “can we demo Dynamics at a client's?”.",
)
_OVER: Final = Reply(
    kind=Kind.ERROR,
    text="**This check is over.** Nothing was recorded. Check the message again, or ask me in your own words.",
)
"""To a choice in a check that another process made, or one of long ago."""


class Checks:
    """Checks of messages, each a conversation of its own with the guide."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._desks: Recent[str, Desk] = Recent(_KEPT)

    def check(self, request: Request) -> tuple[Reply, str]:
        """What the guide says to the words of a message, and what its modal carries so that one can go on from it.

        Where several of its sentences ask something, each answer stands below its own.
        """
        name = f"{_CHECK}{request.cause}"
        asked = replace(request, thread=name)
        alone = Desk(self._desk.reader, self._desk.rulebook)
        whole, found = alone.answer(asked), []
        if len(sentences := sentences_of(request.text or "")) > 1:
            by_sentence = Desk(self._desk.reader, self._desk.rulebook)
            replies = ((one, by_sentence.answer(replace(asked, text=one))) for one in sentences[:_READ])
            found = [(one, reply) for one, reply in replies if _is_answer(reply)]
            if len(found) == 1 and not _is_answer(whole):
                alone, whole = by_sentence, found[0][1]
        self._desks.keep(name, alone)
        if len(found) > 1:
            return _each(found), name
        return (whole if _is_answer(whole) else _NOTHING), name

    def of(self, press: Press) -> Callable[[Request], Reply] | None:
        """Who answers a choice that is pressed in the modal of a check; None for one pressed elsewhere."""
        if not press.view or not press.view.private_metadata.startswith(_CHECK):
            return None
        name = press.view.private_metadata
        desk = self._desks.get(name) or (Desk(self._desk.reader, self._desk.rulebook) if press.plan else None)
        return (lambda request: desk.answer(replace(request, thread=name))) if desk else lambda _: _OVER


def sentences_of(text: str) -> list[str]:
    """The sentences of a message that have words enough to ask something."""
    return [one.strip() for one in _END.split(text) if len(one.split()) >= _WORDS]


def _is_answer(reply: Reply) -> bool:
    return reply.kind is Kind.ANSWER and bool(reply.rules)


def _each(found: Sequence[tuple[str, Reply]]) -> Reply:
    """Each answer below the sentence that it is to, without choices: those would be of the last alone."""
    told = [f"_“{shortened(one, _QUOTED)}”_\n{reply.text}" for one, reply in found[:_SHOWN]]
    more = len(found) - _SHOWN
    rest = [f"_{more:,} more sentences ask something. Ask them for themselves._"] if more > 0 else []
    text = "\n\n".join([f"**{len(found):,} sentences of this message ask something.**", *told, *rest])
    return found[0][1].model_copy(update={"text": text, "choices": (), "plans": {}, "table": None})
