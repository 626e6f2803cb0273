"""What became of messages: whom none reached is noted, and of a channel that takes none the administrators hear."""

import datetime as dt
import logging
import re
from collections.abc import Callable
from typing import Final

from slack_sdk.errors import SlackApiError

from bot.faults import stack_of
from bot.record.records import Records
from bot.reply import Kind, Reply
from bot.slack.kept.letters import Letter
from bot.slack.views.message import Message
from bot.slack.views.reply import message_of

_MEMBER: Final = re.compile(r"[UW][A-Z0-9]+")
_OF_THE_PERSON: Final = {
    "user_not_found",
    "users_not_found",
    "user_disabled",
    "user_not_visible",
    "channel_not_found",
    "cannot_dm_bot",
    "is_archived",
    "messages_tab_disabled",
    "restricted_action",
}
"""Refusals of Slack's that are about who should get a message, and will not pass."""

_log = logging.getLogger(__name__)

Tell = Callable[[str, str, Message, str], None]
"""Sends a message in a workspace to a person, once for a key."""


def is_member(person: str) -> bool:
    """Whether an id is one of Slack's: of others the desk knows only the name."""
    return _MEMBER.fullmatch(person) is not None


class Fates:
    """Hears of each letter that was kept when it is there, or when it is given up."""

    def __init__(self, records: Records, now: Callable[[], dt.datetime]) -> None:
        self._records, self._now = records, now

    def __call__(self, letter: Letter, fault: Exception | None, tell: Tell) -> None:
        """`fault` is what it was given up for, None when it is there."""
        try:
            if is_member(letter.channel):
                if fault is None or _refusal(fault) in _OF_THE_PERSON:
                    self._records.found_reached(letter.workspace, letter.channel, reached=fault is None)
            elif fault is not None and not letter.thread_ts and letter.key.startswith(f"{letter.workspace}:"):
                self._channel_refused(letter, _refusal(fault) or "no answer", tell)
        except Exception as error:
            _log.error("What became of a message could not be noted.\n%s", stack_of(error))

    def _channel_refused(self, letter: Letter, refusal: str, tell: Tell) -> None:
        """A post that the desk makes by itself did not get into its channel."""
        text = (
            f"**I could not post in {letter.channel}** ({refusal}). Invite me there, or choose another channel: "
            "“post the weekly summary in #channel”. The next one comes at its time."
        )
        message = message_of(Reply(kind=Kind.ERROR, text=text))
        with self._records.log.ledger(letter.workspace) as ledger:
            administrators = ledger.company.administrators(self._now().date())
        for person in filter(is_member, administrators):
            tell(letter.workspace, person, message, f"{letter.key}:refused:{person}")


def _refusal(fault: Exception) -> str | None:
    return str(fault.response.get("error")) if isinstance(fault, SlackApiError) else None
