"""What Slack sends, as far as the desk needs it."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict
from slack_bolt import BoltContext

from bot.slack.words import unescape

_SAID_BY_PEOPLE = {None, "file_share", "thread_broadcast"}
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a channel, and its thread when it stands in one."""

    channel: str
    thread_ts: str | None = None

    @property
    def conversation(self) -> str:
        """What the desk calls this conversation."""
        return f"{self.channel}:{self.thread_ts}" if self.thread_ts else self.channel


def private(channel: str, person: str) -> str:
    """What the desk calls the conversation of one person in a channel, which nobody else sees."""
    return f"{channel}:{person}"


def workspace_of(context: BoltContext) -> str:
    """The key of everything kept for a workspace: the ids of its enterprise and of its team."""
    return "/".join(part for part in (context.enterprise_id, context.team_id) if part)


def cause_of(body: dict[str, Any]) -> str | None:
    """The id of a delivery: an event's own, and the trigger of a command or a click."""
    return body.get("event_id") or body.get("trigger_id")


class _Payload(BaseModel):
    model_config = ConfigDict(frozen=True)


class Said(_Payload):
    """A message or a mention."""

    type: str
    channel: str
    ts: str
    user: str | None = None
    text: str | None = None
    thread_ts: str | None = None
    channel_type: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    edited: dict[str, Any] | None = None

    @property
    def by_a_person(self) -> bool:
        """Whether a person said this just now: no bot, no edit, no deletion, no notice of Slack's own."""
        silent = self.bot_id or self.edited or self.subtype not in _SAID_BY_PEOPLE
        return bool(self.user) and self.user != _SLACKBOT and not silent

    @property
    def directly(self) -> bool:
        """Whether it was said in a direct message to the desk."""
        return self.channel_type == "im" if self.channel_type else self.channel.startswith("D")

    @property
    def place(self) -> Place:
        """Where the answer goes. A mention is answered in its thread, which it opens when there is none."""
        opens = self.ts if self.type == "app_mention" else None
        return Place(self.channel, self.thread_ts or opens)


class Command(_Payload):
    """A slash command."""

    user_id: str
    channel_id: str
    text: str | None = None


class _Id(_Payload):
    id: str


class _Button(_Payload):
    value: str
    block_id: str = ""


class _Container(_Payload):
    message_ts: str | None = None
    channel_id: str | None = None
    thread_ts: str | None = None
    is_ephemeral: bool = False


class _Shown(_Payload):
    ts: str
    thread_ts: str | None = None
    blocks: list[dict[str, Any]] = []


class Press(_Payload):
    """A button pressed in a message. Slack sends the message along, unless only its reader could see it."""

    user: _Id
    actions: tuple[_Button, ...]
    container: _Container = _Container()
    channel: _Id | None = None
    message: _Shown | None = None
    response_url: str = ""

    @property
    def label(self) -> str:
        return unescape(self.actions[0].value)

    @property
    def block_id(self) -> str:
        return self.actions[0].block_id

    @property
    def shown(self) -> _Shown | None:
        """The message pressed, where it can be changed."""
        return None if self.container.is_ephemeral else self.message

    @property
    def place(self) -> Place:
        channel = self.container.channel_id or (self.channel.id if self.channel else "")
        if not self.shown:
            return Place(channel)
        thread_ts = self.shown.thread_ts or self.container.thread_ts
        return Place(channel, None if thread_ts == self.shown.ts else thread_ts)

    @property
    def conversation(self) -> str:
        return self.place.conversation if self.shown else private(self.place.channel, self.user.id)
