"""What Slack sends, as far as the desk needs it."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from slack_bolt import BoltContext

from bot.slack.received import Payload
from bot.slack.submitted import Option, ShownView, User
from bot.slack.words import unescape

FORM_OF = "form"
"""The action id of a button that opens the form of an open question; its value begins so too, with a colon."""

PLAN = "plan:"
"""What the value of a button begins with that carries what it leads to."""

_SAID_BY_PEOPLE = {None, "file_share", "thread_broadcast"}
_SLACKBOT = "USLACKBOT"
_LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a channel, and its thread when it stands in one."""

    channel: str
    thread_ts: str | None = None

    @property
    def is_direct(self) -> bool:
        """Whether nobody but one person and the desk reads it."""
        return self.channel.startswith("D")

    @property
    def conversation(self) -> str:
        """What the desk calls this conversation."""
        return f"{self.channel}:{self.thread_ts}" if self.thread_ts else self.channel


def private(channel: str, person: str) -> str:
    """What the desk calls the conversation of one person in a channel, which nobody else sees."""
    return f"{channel}:{person}"


def workspace_key(enterprise: str | None, team: str | None) -> str:
    """The key of everything kept for a workspace: the ids of its enterprise and of its team."""
    return "/".join(part for part in (enterprise, team) if part)


def is_elsewhere(team: str | None, workspace: str) -> bool:
    """Whether a team is another than a workspace's; in an organisation people of all its workspaces are at home."""
    ours = workspace.split("/")
    return bool(team) and team not in ours and len(ours) == 1


def is_organisation(workspace: str) -> bool:
    """Whether a key is that of an organisation, which holds many workspaces."""
    return workspace.startswith("E") and "/" not in workspace


def workspace_of(context: BoltContext) -> str:
    """The workspace that a request comes from."""
    return workspace_key(context.enterprise_id, context.team_id)


def cause_of(body: dict[str, Any]) -> str | None:
    """The id of a delivery: an event's own, and the trigger of a command or a click; else the message's own."""
    return body.get("event_id") or body.get("trigger_id") or _of_message(body)


def _of_message(body: dict[str, Any]) -> str | None:
    event = body.get("event")
    named = isinstance(event, dict) and event.get("channel") and event.get("ts")
    return f"{event['channel']}:{event['ts']}" if isinstance(event, dict) and named else None


class SharedFile(Payload):
    """A file that came with a message. `url` is where its content lies; it is not always told with the message."""

    id: str
    name: str | None = None
    size: int | None = None
    is_external: bool = False
    url_private: str = ""
    url_private_download: str = ""

    @property
    def title(self) -> str:
        return self.name or "The file"

    @property
    def url(self) -> str:
        return self.url_private_download or self.url_private

    @property
    def may_be_a_list(self) -> bool:
        """Whether its name is one of a spreadsheet's."""
        return self.title.lower().endswith(_LISTS)


class Said(Payload):
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
    user_team: str | None = None
    source_team: str | None = None
    team: str | None = None
    files: tuple[SharedFile, ...] = ()

    @property
    def by_a_person(self) -> bool:
        """Whether a person said this just now: no bot, no edit, no deletion, no notice of Slack's own."""
        silent = self.bot_id or self.edited or self.subtype not in _SAID_BY_PEOPLE
        return bool(self.user) and self.user != _SLACKBOT and not silent

    @property
    def directly(self) -> bool:
        """Whether it was said in a direct message to the desk."""
        return self.channel_type == "im" if self.channel_type else self.channel.startswith("D")

    def by_a_stranger(self, workspace: str) -> bool:
        """Whether who said it belongs to another workspace, which shares a channel with this one."""
        return is_elsewhere(self.user_team or self.source_team, workspace)

    @property
    def lists(self) -> tuple[SharedFile, ...]:
        """The spreadsheets that came with it."""
        return tuple(file for file in self.files if file.may_be_a_list)

    @property
    def place(self) -> Place:
        """Where the answer goes. A mention is answered in its thread, which it opens when there is none."""
        opens = self.ts if self.type == "app_mention" else None
        return Place(self.channel, self.thread_ts or opens)


class Command(Payload):
    """A slash command."""

    user_id: str
    channel_id: str = ""
    text: str | None = None
    response_url: str = ""


class _Id(Payload):
    id: str


class _Text(Payload):
    text: str = ""


class _Element(Payload):
    """What was pressed or picked."""

    action_id: str = ""
    block_id: str = ""
    value: str | None = None
    text: _Text = _Text()
    selected_user: str | None = None
    selected_date: str | None = None
    selected_option: Option | None = None


class _Container(Payload):
    message_ts: str | None = None
    channel_id: str | None = None
    thread_ts: str | None = None
    is_ephemeral: bool = False


def _drawn(blocks: object) -> object:
    """The blocks of a message, without what is none."""
    if not isinstance(blocks, list):
        return blocks
    return [one for one in blocks if isinstance(one, dict) and isinstance(one.get("type"), str) and _has_parts(one)]


def _has_parts(block: dict[str, Any]) -> bool:
    elements = block.get("elements", [])
    return isinstance(elements, list) and all(isinstance(one, dict) for one in elements)


class _Shown(Payload):
    ts: str
    thread_ts: str | None = None
    blocks: Annotated[list[dict[str, Any]], BeforeValidator(_drawn)] = Field(default_factory=list)


class Press(Payload):
    """A button pressed, or a value picked. Slack sends the message along, unless only its reader could see it."""

    user: User
    actions: Annotated[tuple[_Element, ...], Field(min_length=1)]
    container: _Container = _Container()
    channel: _Id | None = None
    message: _Shown | None = None
    view: ShownView | None = None
    response_url: str = ""
    trigger_id: str = ""

    @property
    def element(self) -> _Element:
        return self.actions[0]

    @property
    def plan(self) -> str | None:
        """What the button carries of what it leads to."""
        value = unescape(self.element.value or "")
        return value.removeprefix(PLAN) if value.startswith(PLAN) else None

    @property
    def label(self) -> str:
        listed = self.element.selected_option
        if listed:
            return unescape(listed.value or "")
        return unescape(self.element.text.text if self.plan else self.element.value or "")

    @property
    def picked(self) -> str | None:
        """The value picked: a person's id, a day."""
        return self.element.selected_user or self.element.selected_date

    @property
    def about(self) -> str | None:
        """What an open question is about, where its modal or a button of its message carries it."""
        if self.view:
            kept = unescape(self.view.private_metadata)
            return kept.removeprefix(f"{FORM_OF}:") if kept.startswith(f"{FORM_OF}:") else None
        blocks = self.message.blocks if self.message else []
        values = (str(one.get("value") or "") for block in blocks for one in block.get("elements", ()))
        found = next((value for value in values if value.startswith(f"{FORM_OF}:")), None)
        return unescape(found).removeprefix(f"{FORM_OF}:") if found else None

    @property
    def picked_words(self) -> str | None:
        """What was picked, as people read it."""
        return f"<@{self.element.selected_user}>" if self.element.selected_user else self.element.selected_date

    @property
    def shown(self) -> _Shown | None:
        """The message pressed, where it can be changed."""
        return None if self.container.is_ephemeral else self.message

    @property
    def place(self) -> Place:
        channel = self.container.channel_id or (self.channel.id if self.channel else "")
        if not self.shown:
            return Place(channel, self.container.thread_ts)
        thread_ts = self.shown.thread_ts or self.container.thread_ts
        return Place(channel, None if thread_ts == self.shown.ts else thread_ts)

    @property
    def conversation(self) -> str:
        if self.view:
            return private("view", self.user.id)
        alone = not self.shown and not self.place.thread_ts
        return private(self.place.channel, self.user.id) if alone else self.place.conversation


class _Message(Payload):
    text: str | None = None


class Checked(Payload):
    """A message that somebody wants checked against the guide."""

    message: _Message
