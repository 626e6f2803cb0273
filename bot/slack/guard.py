"""One guard around every listener: each delivery is answered once, and no fault passes in silence."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Final

from slack_bolt import Args, BoltResponse

from bot.faults import new_reference, owned_up
from bot.metrics import Metrics
from bot.reply import Kind, Reply
from bot.slack.kept.once import Once
from bot.slack.kept.recent import Recent
from bot.slack.logs import stack_of
from bot.slack.payloads import Place, Said, cause_of, is_elsewhere, workspace_of
from bot.slack.received import UnreadableError
from bot.slack.sending.alone import tell_alone
from bot.slack.sending.outbox import Outbox
from bot.slack.views.modal import reply_view
from bot.slack.views.reply import message_of
from storage.errors import StorageError

Listener = Callable[[Args], None]

STRANGER: Final = Reply(kind=Kind.ERROR, text="**I answer people of this workspace only.** Ask somebody who is.")
"""To somebody of another workspace, who can see a channel that both share."""

SURFACE: Final = "surface"
"""Where a request's context says what somebody did: the name of its listener."""

_FOR_WHO_RUNS_IT: Final = "Whoever runs the desk finds it in the log under"
_COMES_AGAIN = (
    "Slack brings me your message again by itself in the next five minutes: wait for my answer before you repeat it."
)

_log = logging.getLogger(__name__)


class Guard:
    """Decorates listeners. One that raises has answered nothing, and is asked the same again."""

    def __init__(self, outbox: Outbox, metrics: Metrics) -> None:
        self._outbox, self.metrics = outbox, metrics
        self._once = Once()
        self._told: Recent[str, str] = Recent()

    def __call__(self, listener: Listener) -> Callable[[Args], BoltResponse]:
        @wraps(listener)
        def guarded(args: Args) -> BoltResponse:
            args.context[SURFACE] = listener.__name__
            with self.metrics.answering(listener.__name__):
                try:
                    with self._once.first(cause_of(args.body)) as first:
                        if first and _is_a_stranger(args):
                            self._tell(args, STRANGER)
                        elif first:
                            listener(args)
                except UnreadableError as unreadable:
                    return self._not_read(args, listener.__name__, unreadable)
                except Exception as fault:
                    self.metrics.failed(fault)
                    return self._owned_up(args, listener.__name__, fault)
                return args.ack.response or args.ack()

        return guarded

    def alone(self, args: Args, job: Callable[[], object]) -> Callable[[], None]:
        """A job for after the acknowledgement that does not raise: Slack does not deliver again what it answers."""

        def guarded() -> None:
            try:
                job()
            except Exception as fault:
                self.metrics.failed(fault)
                self._owned_up(args, "an answer", fault, again=False)

        return guarded

    def _not_read(self, args: Args, listener: str, unreadable: UnreadableError) -> BoltResponse:
        """Tells that what came is none of Slack's; of an event nobody can be told."""
        _log.warning("What came could not be read in %s.", listener)
        if args.event is not None:
            return BoltResponse(status=400)
        self._tell(args, Reply(kind=Kind.ERROR, text=unreadable.__doc__ or ""))
        return args.ack.response or args.ack()

    def _owned_up(self, args: Args, listener: str, fault: Exception, *, again: bool = True) -> BoltResponse:
        """Logs a fault and tells the person, once however often Slack delivers the event again."""
        cause = cause_of(args.body)
        told = cause and self._told.get(cause)
        reference = told or new_reference()
        _log.error("Fault %s in %s.\n%s", reference, listener, stack_of(fault))
        if not told:
            try:
                self._tell(args, _words(fault, reference, again=again and args.event is not None))
            except Exception as second:
                _log.error("Fault %s could not be told.\n%s", reference, stack_of(second))
                return BoltResponse(status=500)
            if cause:
                self._told.keep(cause, reference)
        return BoltResponse(status=500) if args.event is not None else args.ack.response or args.ack()

    def _tell(self, args: Args, reply: Reply) -> None:
        workspace, message = workspace_of(args.context), message_of(reply)
        if args.event is not None and args.event.get("type") in ("message", "app_mention"):
            self._outbox.post(workspace, Said.read(args.event).place, message)
        elif args.command is not None:
            args.ack(text=message.text, blocks=message.blocks, response_type="ephemeral")
        elif args.body.get("type") == "view_submission":  # what was filled in stays below
            args.ack(response_action="push", view=reply_view(reply))
        elif args.event is None and args.context.user_id:  # a shortcut and a press in a view have no response URL
            url, person = args.context.response_url or "", args.context.user_id
            place = Place(args.context.channel_id or "") if url else Place("")
            tell_alone(self._outbox, workspace, person, url, place, message)


def _is_a_stranger(args: Args) -> bool:
    """Whether somebody of another workspace, which shares a channel with this one, pressed or sent something."""
    user = args.body.get("user")
    team = user.get("team_id") if isinstance(user, dict) else None
    return args.event is None and is_elsewhere(team, workspace_of(args.context))


def _words(fault: Exception, reference: str, *, again: bool) -> Reply:
    """What a person is told: of the storage its own words, which say what to do.

    `again`: Slack delivers it again, so that whoever repeats it would have it recorded twice.
    """
    if not isinstance(fault, StorageError):
        return owned_up(reference)
    told = f"{fault.told('the record')}\n_{_FOR_WHO_RUNS_IT} {reference}._"
    return Reply(kind=Kind.ERROR, text=f"{told}\n{_COMES_AGAIN}" if again else told)
