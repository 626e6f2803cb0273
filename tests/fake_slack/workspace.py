"""What a workspace of Slack keeps: people, channels, messages, views, triggers, response URLs."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from threading import Condition, Event
from typing import Any, TypeVar

from tests.fake_slack.files import Files
from tests.fake_slack.linter import texts_of

Json = dict[str, Any]
T = TypeVar("T")

BOT_USER, BOT_ID, APP_ID = "U0DESK", "B0DESK", "A0DESK"
_TRIGGER_LIVES, _RESPONSE_LIVES, _RESPONSE_USES = 3.0, 30 * 60.0, 5


class RefusedError(Exception):
    """Slack says no, with its own word for why."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error, self.more = error, more


def elements_of(blocks: list[Json], *kinds: str) -> list[tuple[Json, Json]]:
    """The elements of some kinds, each with its block."""
    return [
        (block, element)
        for block in blocks
        for element in (*block.get("elements", ()), block.get("accessory") or {}, block.get("element") or {})
        if element.get("type") in kinds
    ]


def read(text: str, people: Mapping[str, Json]) -> str:
    """Text in Slack's marks as it is shown: a mention by the name of who is meant."""

    def shown(found: re.Match[str]) -> str:
        return str(people[found[1]]["profile"]["real_name"]) if found[1] in people else found[0]

    return unescape(re.sub(r"<@(\w+)>", shown, text))


@dataclass
class Posted:
    """A message as it stands now; `alone` is the one person who sees an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    alone: str | None = None
    metadata: Json | None = None
    changed: int = 0
    files: list[Json] = field(default_factory=list)
    people: Mapping[str, Json] = field(default_factory=dict, repr=False)

    @property
    def words(self) -> str:
        """What a reader reads."""
        return read("\n".join(texts_of(self.blocks)) or self.text, self.people)

    @property
    def buttons(self) -> list[str]:
        return [unescape(button["text"]["text"]) for _, button in self.pressable()]

    def pressable(self) -> list[tuple[Json, Json]]:
        """The buttons, each with its block."""
        return self._elements("button")

    def pickers(self) -> list[tuple[Json, Json]]:
        """Pickers of people and days, each with its block."""
        return self._elements("users_select", "datepicker")

    def _elements(self, *kinds: str) -> list[tuple[Json, Json]]:
        return elements_of(self.blocks, *kinds)

    def as_json(self) -> Json:
        said: Json = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
            "blocks": self.blocks,
        }
        if self.user == BOT_USER:
            said |= {"bot_id": BOT_ID, "app_id": APP_ID}
        if self.thread_ts:
            said["thread_ts"] = self.thread_ts
        if self.metadata:
            said["metadata"] = self.metadata
        if self.files:
            said |= {"files": self.files, "subtype": "file_share"}
        return said


@dataclass
class _ResponseUrl:
    channel: str
    person: str
    made: float
    message_ts: str | None
    uses: int = 0


def until(look: Callable[[], object], seconds: float = 5.0) -> None:
    """Returns as soon as `look` finds something, for what no message tells."""
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, "it did not come"
        Event().wait(0.005)


class Workspace:
    """The state of one workspace. Whoever waits for a change of it is woken, and nobody sleeps."""

    def __init__(self, team: str = "T0ACME", enterprise: str | None = None, *, org_wide: bool = False) -> None:
        """`org_wide`: the app is installed in all of the enterprise at once, with one token."""
        self.team, self.enterprise, self.org_wide = team, enterprise, org_wide
        self.people: dict[str, Json] = {BOT_USER: _user(BOT_USER, "MPN Desk", team, is_bot=True)}
        self.channels: dict[str, Json] = {}
        self.messages: list[Posted] = []
        self.homes: dict[str, Json] = {}
        self.views: dict[str, Json] = {}
        self.errors: dict[str, Json] = {}
        self.codes: dict[str, str] = {}
        self.tokens: set[str] = set()
        self.address = ""
        self.files = Files()
        self.changed = Condition()
        self._stacks: dict[str, list[str]] = {}
        self._triggers: dict[str, tuple[float, str | None]] = {}
        self._used: set[str] = set()
        self._responses: dict[str, _ResponseUrl] = {}
        self._ahead = 0.0
        self._counter = count(1)

    # people and places

    def adds(self, name: str, tz: str = "Europe/Paris", **more: Any) -> Json:
        """A new member."""
        user = _user(f"U{self.number():03}{name.split()[0].upper()}", name, self.team, tz=tz, **more)
        self.people[user["id"]] = user
        return user

    def channel(self, name: str) -> str:
        """A channel that everybody and the desk are in."""
        channel = f"C{self.number():03}{name.upper()}"
        self.channels[channel] = {"id": channel, "name": name, "is_channel": True}
        return channel

    def dm(self, user: str) -> str:
        """The direct conversation of a person and the desk."""
        for channel in self.channels.values():
            if channel.get("user") == user:
                return str(channel["id"])
        channel = {"id": f"D{self.number():03}", "is_im": True, "user": user}
        self.channels[channel["id"]] = channel
        return str(channel["id"])

    # messages

    def keeps(self, message: Posted) -> Posted:
        message.people = self.people
        with self.changed:
            self.messages.append(message)
            self.changed.notify_all()
        return message

    def message(self, channel: str, ts: str) -> Posted | None:
        return next((each for each in self.messages if (each.channel, each.ts) == (channel, ts)), None)

    def changes(self, message: Posted, text: str, blocks: list[Json]) -> None:
        with self.changed:
            message.text, message.blocks = text, blocks
            message.changed += 1
            self.changed.notify_all()

    def waits(self, look: Callable[[], T | None], seconds: float = 5.0) -> T | None:
        """What `look` finds, as soon as it finds something; None when time is up."""
        with self.changed:
            self.changed.wait_for(lambda: look() is not None, seconds)
            return look()

    # triggers, response URLs, time

    def now(self) -> float:
        return time.monotonic() + self._ahead

    def passes(self, seconds: float) -> None:
        """Moves the clock of triggers and response URLs."""
        self._ahead += seconds

    def ts(self) -> str:
        """The id of a message, which is also when it was posted."""
        return f"{int(time.time())}.{self.number():06}"

    def number(self) -> int:
        return next(self._counter)

    def stack(self, person: str) -> list[str]:
        """The modals that a person has open, the lowest first, by id."""
        return self._stacks.setdefault(person, [])

    def shows(self, person: str | None, view: Json) -> Json:
        """A modal that comes up on top of what a person has open."""
        number = self.number()
        shown = view | {"id": f"V{number:03}", "hash": f"{number}.h", "app_id": APP_ID, "state": {"values": {}}}
        with self.changed:
            self.views[shown["id"]] = shown
            if person:
                self.stack(person).append(shown["id"])
            self.changed.notify_all()
        return shown

    def event(self, event: Json) -> Json:
        """The envelope of an event."""
        return {
            "type": "event_callback",
            "team_id": self.team,
            "enterprise_id": self.enterprise,
            "api_app_id": APP_ID,
            "event": event,
            "event_id": f"Ev{self.number():08}",
            "event_time": 1_790_000_000,
            "authorizations": [
                {
                    "enterprise_id": self.enterprise,
                    "team_id": None if self.org_wide else self.team,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": self.org_wide,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def trigger(self, person: str | None = None) -> str:
        trigger = f"{self.number()}.{self.team}.trigger"
        self._triggers[trigger] = (self.now(), person)
        return trigger

    def uses_trigger(self, trigger: str | None) -> str | None:
        """Who the trigger belongs to."""
        if trigger is None or trigger not in self._triggers:
            raise RefusedError("invalid_trigger_id")
        if trigger in self._used:
            raise RefusedError("exchanged_trigger_id")
        made, person = self._triggers[trigger]
        if self.now() - made > _TRIGGER_LIVES:
            raise RefusedError("expired_trigger_id")
        self._used.add(trigger)
        return person

    def response_url(self, channel: str, person: str, message_ts: str | None = None) -> str:
        """The path of a new response URL."""
        path = f"/response/{self.number()}"
        self._responses[path] = _ResponseUrl(channel, person, self.now(), message_ts)
        return path

    def uses_response_url(self, path: str) -> _ResponseUrl:
        response = self._responses.get(path)
        if response is None:
            raise RefusedError("no_such_url")
        if self.now() - response.made > _RESPONSE_LIVES:
            raise RefusedError("expired_url")
        response.uses += 1
        if response.uses > _RESPONSE_USES:
            raise RefusedError("used_url")
        return response


def _user(user: str, name: str, team: str, **more: Any) -> Json:
    handle = name.lower().replace(" ", ".")
    profile = {"real_name": name, "display_name": name.split()[0], "email": f"{handle}@acme.example"}
    return {
        "id": user,
        "team_id": team,
        "name": handle,
        "real_name": name,
        "tz": "Europe/Paris",
        "deleted": False,
        "is_bot": False,
        "is_admin": False,
        "is_restricted": False,
        "profile": profile,
    } | more
