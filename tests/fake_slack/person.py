"""A person in Slack: what they do reaches the app, and what the app says reaches them."""

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from tests.fake_slack.linter import faults_of_message
from tests.fake_slack.screens import Screens
from tests.fake_slack.sender import Delivery, Kind, brought
from tests.fake_slack.workspace import APP_ID, BOT_USER, Json, Posted, elements_of

if TYPE_CHECKING:
    from tests.fake_slack.server import FakeSlack


class Person(Screens):
    """Somebody of the workspace, such as `ana`."""

    def __init__(self, slack: "FakeSlack", user: Json) -> None:
        self._slack, self._workspace, self._user = slack, slack.workspace, user
        self.id = str(user["id"])
        self.under_way: Delivery | None = None

    @property
    def dm(self) -> str:
        """Their direct conversation with the desk."""
        return self._workspace.dm(self.id)

    # what they do

    def says(self, text: str, /, *, under: Posted | None = None, **more: Any) -> Delivery:
        """Writes to the desk, `under` a message in its thread; `more` are further fields of the event."""
        return self._event({"type": "message", "channel_type": "im"} | more, self.dm, text, under)

    def drops(self, name: str, content: bytes, text: str = "", channel: str | None = None, /, **more: Any) -> Delivery:
        """Puts a file in the direct conversation with the desk, or with a mention in a channel."""
        place = channel or self.dm
        stored = self._workspace.files.adds(self._workspace, name, content, self.id, channels={place}, **more)
        file = stored.as_json(self._workspace.address, self._workspace.team)
        if channel:
            return self.mentions(text, channel, files=[file], upload=True)
        return self.says(text, subtype="file_share", files=[file], upload=True)

    def mentions(self, text: str, channel: str, /, *, under: Posted | None = None, **more: Any) -> Delivery:
        """Writes to the desk in a channel."""
        return self._event({"type": "app_mention"} | more, channel, f"<@{BOT_USER}> {text}", under)

    def runs(self, line: str, channel: str | None = None) -> Delivery:
        """A slash command: `/mpn can I …`. The answer in its acknowledgement is shown to them."""
        command, _, text = line.partition(" ")
        channel = channel or self.dm
        payload = {
            "team_id": self._workspace.team,
            "api_app_id": APP_ID,
            "channel_id": channel,
            "user_id": self.id,
            "user_name": self._user["name"],
            "command": command,
            "text": self._wire(text, with_names=True),
            "trigger_id": self._workspace.trigger(self.id),
            "response_url": self._slack.address + self._workspace.response_url(channel, self.id),
        }
        if self._workspace.enterprise:
            payload["enterprise_id"] = self._workspace.enterprise
            payload["is_enterprise_install"] = str(self._workspace.org_wide).lower()
        delivery = self._brings(Kind.COMMAND, payload)
        self._shows(delivery, channel)
        return delivery

    def presses(self, label: str, below: Posted | None = None) -> Delivery:
        """A button: of the message named, else of the newest that they see it in."""
        message = below or next((each for each in self._seen()[::-1] if label in each.buttons), None)
        assert message, f"no button {label!r}; there is:\n{self._screen()}"
        block, button = message.pressable()[message.buttons.index(label)]
        return self._brings(Kind.INTERACTION, self._press(message, block, button))

    def picks_choice(self, label: str, below: Posted | None = None) -> Delivery:
        """An option of the newest list of choices that holds it."""
        shown = [below] if below else self._seen()[::-1]
        found = ((each, block, one) for each in shown for block, one in elements_of(each.blocks, "static_select"))
        for message, block, select in found:
            for option in select["options"]:
                if unescape(option["text"]["text"]) == label:
                    return self._brings(
                        Kind.INTERACTION, self._press(message, block, select | {"selected_option": option})
                    )
        raise AssertionError(f"no choice {label!r} in a list; there is:\n{self._screen()}")

    def presses_of(self, message: Posted, label: str, number: int = 0) -> Delivery:
        """One of several buttons of a message with the same label."""
        found = [one for one, shown in zip(message.pressable(), message.buttons, strict=True) if shown == label]
        return self._brings(Kind.INTERACTION, self._press(message, *found[number]))

    def rates(self, message: Posted, *, helped: bool) -> Delivery:
        """The buttons below an answer that ask whether it helped."""
        ((block, element),) = elements_of(message.blocks, "feedback_buttons")
        chosen = element["positive_button" if helped else "negative_button"]
        pressed = {"type": "feedback_buttons", "action_id": element["action_id"]} | chosen
        return self._brings(Kind.INTERACTION, self._press(message, block, pressed))

    def picks(self, value: str, below: Posted | None = None) -> Delivery:
        """A person or a day, in the newest picker that they see."""
        message = below or next((each for each in self._seen()[::-1] if each.pickers()), None)
        assert message, f"no picker; there is:\n{self._screen()}"
        block, picker = message.pickers()[0]
        name = "selected_user" if picker["type"] == "users_select" else "selected_date"
        return self._brings(Kind.INTERACTION, self._press(message, block, picker | {name: value}))

    def _press(self, message: Posted, block: Json, button: Json) -> Json:
        alone = message.alone is not None
        path = self._workspace.response_url(message.channel, self.id, message.ts)
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": alone,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = {
            "type": "block_actions",
            "team": {"id": self._workspace.team, "domain": "acme"},
            "enterprise": {"id": self._workspace.enterprise} if self._workspace.enterprise else None,
            "is_enterprise_install": self._workspace.org_wide,
            "user": {"id": self.id, "name": self._user["name"], "team_id": self._workspace.team},
            "api_app_id": APP_ID,
            "container": container,
            "channel": {"id": message.channel, "name": "directmessage"},
            "trigger_id": self._workspace.trigger(self.id),
            "response_url": self._slack.address + path,
            "actions": [button | {"block_id": block.get("block_id", "b1"), "action_ts": self._workspace.ts()}],
        }
        return payload if alone else payload | {"message": message.as_json()}

    def _event(self, event: Json, channel: str, text: str, under: Posted | None) -> Delivery:
        ts = self._workspace.ts()
        said = {
            "user": self.id,
            "channel": channel,
            "text": self._wire(text),
            "ts": ts,
            "event_ts": ts,
        } | event
        if under:
            said["thread_ts"] = under.thread_ts or under.ts
        self._workspace.keeps(Posted(channel, ts, self.id, text, thread_ts=said.get("thread_ts")))
        return self._brings(Kind.EVENT, self._workspace.event(said))

    def _brings(self, kind: Kind, payload: Json) -> Delivery:
        assert self._slack.app, "no app is installed"
        self.under_way = Delivery(kind, payload, 0, "", 0.0, self._slack.app)
        return brought(self._slack.app, kind, payload)

    def _shows(self, delivery: Delivery, channel: str) -> None:
        if delivery.status == 200 and delivery.body:
            answer = delivery.answer
            alone = self.id if answer.get("response_type", "ephemeral") == "ephemeral" else None
            text, blocks = answer.get("text", ""), answer.get("blocks", [])
            assert not (faults := faults_of_message(blocks, self._slack.refused_blocks)), faults
            self._workspace.keeps(Posted(channel, self._workspace.ts(), BOT_USER, text, blocks, alone=alone))

    def _wire(self, text: str, *, with_names: bool = False) -> str:
        """Text as Slack sends it: escaped, `@bob` as the id of who goes by it."""
        text = re.sub(r"&(?!\w+;)", "&amp;", text)
        text = re.sub(r"<(?![@#!])", "&lt;", text)
        for user in self._workspace.people.values():
            name = user["profile"]["display_name"].lower()
            mention = f"<@{user['id']}|{user['name']}>" if with_names else f"<@{user['id']}>"
            text = re.sub(rf"@{name}\b", mention, text)
        return text

    # what they see

    def sees(self, *words: str, within: float = 5.0) -> Posted:
        """The newest message of the desk that holds all these words; waits for it."""
        found = self._workspace.waits(lambda: self._newest(words), within)
        assert found, f"{self._user['name']} does not see {words}; there is:\n{self._screen()}"
        return found

    def receives(self, *words: str, within: float = 10.0) -> tuple[str, bytes]:
        """The name and the content of the newest file that the desk sent them with these words."""

        def look() -> Posted | None:
            sent = (each for each in self.sees_all()[::-1] if each.files)
            return next((each for each in sent if all(word in each.words for word in words)), None)

        found = self._workspace.waits(look, within)
        assert found, f"{self._user['name']} received no file with {words}; there is:\n{self._screen()}"
        stored = self._workspace.files.kept[found.files[0]["id"]]
        return stored.name, stored.content

    def is_told(self, channel: str, many: int = 0) -> Posted:
        """What the desk said last to them in a channel, once there are more than so `many` messages."""
        found = self._workspace.waits(lambda: self._after(channel, many), 5.0)
        assert found, f"{self._user['name']} is told nothing there"
        return found

    def _after(self, channel: str, many: int) -> Posted | None:
        told = [each for each in self.sees_all() if each.channel == channel]
        return told[-1] if len(told) > many else None

    def sees_all(self) -> list[Posted]:
        """All that the desk said to them, in order."""
        return [each for each in self._seen() if each.user == BOT_USER]

    def _newest(self, words: tuple[str, ...]) -> Posted | None:
        wanted = (each for each in self.sees_all()[::-1] if all(word in each.words for word in words))
        return next(wanted, None)

    def _seen(self) -> list[Posted]:
        return [each for each in list(self._workspace.messages) if self._may_see(each)]

    def _may_see(self, message: Posted) -> bool:
        owner = self._workspace.channels[message.channel].get("user", self.id)
        return message.alone == self.id if message.alone else owner == self.id

    def _screen(self) -> str:
        return "\n---\n".join(f"{each.user}: {each.words}\n{each.buttons}" for each in self._seen())
