"""What every listener works with: the desk behind, the ways to answer, the guard and the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from slack_bolt import Args

from bot.reply import Kind, Reply, Request
from bot.slack.guard import Guard
from bot.slack.outbox import Outbox
from bot.slack.payloads import Press, Said, cause_of, workspace_of
from bot.slack.recent import Recent
from bot.slack.views.reply import is_of_another, message_of
from bot.slack.words import typed

Clock = Callable[[], datetime]

_CLOSED = "Those choices belong to an earlier answer. Ask that again, and press below the new one."


class Answers(Protocol):
    """The desk, as this face sees it."""

    def answer(self, request: Request) -> Reply: ...


def utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Face:
    """The Slack face of a desk."""

    desk: Answers
    outbox: Outbox
    guard: Guard
    now: Clock = utc
    _latest: Recent[tuple[str, str], str | None] = field(default_factory=Recent)

    def answer(self, args: Args, said: Said) -> None:
        """Answers a message or a mention where it was said."""
        reply = self.asked(args, said.place.conversation, typed(said.text, args.context.bot_user_id))
        self.outbox.post(args.client, said.place, message_of(reply, cause_of(args.body)))

    def asked(self, args: Args, conversation: str, text: str) -> Reply:
        """The desk's reply to words."""
        return self._replied(args, conversation, text=text)

    def pressed(self, args: Args, press: Press) -> Reply:
        """The desk's reply to a choice. Those below earlier replies are closed: the desk knows the latest."""
        latest = self._latest.get((workspace_of(args.context), press.conversation))
        if latest and is_of_another(press.block_id, latest):
            return Reply(kind=Kind.ERROR, text=_CLOSED)
        return self._replied(args, press.conversation, press=press.label)

    def _replied(self, args: Args, conversation: str, *, text: str | None = None, press: str | None = None) -> Reply:
        request = Request(
            workspace=workspace_of(args.context),
            person=args.context.user_id or "",
            now=self.now(),
            text=text,
            press=press,
            thread=conversation,
            cause=cause_of(args.body),
        )
        reply = self.desk.answer(request)
        self._latest.keep((request.workspace, conversation), request.cause)
        return reply
