"""Somebody's message checked against the guide: by a desk without a record, so that nothing of it is recorded."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.desk import Desk
from bot.reply import Kind, Reply, Request
from bot.slack.kept.recent import Recent
from bot.slack.payloads import Press

_CHECK: Final = "check:"
_KEPT: Final = 200
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
        """What the guide says to the words of a message, and what its modal carries so that one can go on from it."""
        alone = Desk(self._desk.reader, self._desk.rulebook)
        name = f"{_CHECK}{request.cause}"
        self._desks.keep(name, alone)
        reply = alone.answer(replace(request, thread=name))
        return (reply if reply.kind is Kind.ANSWER and reply.rules else _NOTHING), name

    def of(self, press: Press) -> Callable[[Request], Reply] | None:
        """Who answers a choice that is pressed in the modal of a check; None for one pressed elsewhere."""
        if not press.view or not press.view.private_metadata.startswith(_CHECK):
            return None
        desk = self._desks.get(press.view.private_metadata)
        name = press.view.private_metadata
        return (lambda request: desk.answer(replace(request, thread=name))) if desk else lambda _: _OVER
