"""What a person sees and does in Slack beside messages: the Home tab, modals, shortcuts."""

from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING, Any

from tests.fake_slack.linter import faults_of_view, texts_of
from tests.fake_slack.sender import Delivery, Kind
from tests.fake_slack.workspace import APP_ID, Json, Posted, Workspace, elements_of, read

if TYPE_CHECKING:
    from tests.fake_slack.server import FakeSlack


class Screens:
    """The part of a person's Slack that is no conversation."""

    id: str
    _slack: "FakeSlack"
    _workspace: Workspace
    _user: Json

    def _brings(self, kind: Kind, payload: Json) -> Delivery:
        raise NotImplementedError

    # what they do

    def opens_home(self) -> Delivery:
        """Opens the Home tab of the desk."""
        dm = self._workspace.dm(self.id)
        event = {"type": "app_home_opened", "user": self.id, "channel": dm, "tab": "home", "event_ts": "1.1"}
        return self._brings(Kind.EVENT, self._workspace.event(event))

    def opens_messages(self) -> Delivery:
        """Opens the conversation with the desk."""
        dm = self._workspace.dm(self.id)
        event = {"type": "app_home_opened", "user": self.id, "channel": dm, "tab": "messages", "event_ts": "1.1"}
        return self._brings(Kind.EVENT, self._workspace.event(event))

    def presses_at_home(self, label: str) -> Delivery:
        """A button of the Home tab."""
        return self._acts_in(self._home(), "home", label)

    def chooses_at_home(self, label: str) -> Delivery:
        """An option of the list on the Home tab."""
        view = self._home()
        for block, element in elements_of(view["blocks"], "static_select"):
            for option in options_of(element):
                if unescape(option["text"]["text"]) == label:
                    return self._brings(
                        Kind.INTERACTION, self._action(view, "home", block, element | {"selected_option": option})
                    )
        raise AssertionError(f"no option {label!r} at home")

    def presses_in_modal(self, label: str) -> Delivery:
        """A button of the modal on top."""
        return self._acts_in(self.modal(), "modal", label)

    def uses_shortcut(self, callback_id: str) -> Delivery:
        """A global shortcut."""
        payload = self._interaction("shortcut") | {"callback_id": callback_id}
        return self._brings(Kind.INTERACTION, payload)

    def checks(self, message: Posted, callback_id: str) -> Delivery:
        """A shortcut on a message."""
        payload = self._interaction("message_action") | {
            "callback_id": callback_id,
            "message_ts": message.ts,
            "channel": {"id": message.channel, "name": "general"},
            "message": message.as_json(),
            "response_url": self._slack.address + self._workspace.response_url(message.channel, self.id),
        }
        return self._brings(Kind.INTERACTION, payload)

    def submits(self, **values: Any) -> Delivery:
        """Fills in the modal on top, by the ids of its blocks, and sends it. None empties a field."""
        view = self.modal()
        state = {"values": self._filled(view, values)}
        payload = self._interaction("view_submission") | {"view": view | {"state": state}}
        delivery = self._brings(Kind.INTERACTION, payload)
        if delivery.status == 200:
            self._answered(view, delivery.answer)
        return delivery

    def closes_modal(self) -> None:
        """Closes the modal on top; what is below comes up."""
        self._workspace.stack(self.id).pop()

    # what they see

    def sees_at_home(self, *words: str, within: float = 5.0) -> str:
        """The Home tab's words, once it holds all these."""
        found = self._workspace.waits(lambda: self._home_words(words), within)
        assert found, f"{words} is not at home:\n{self._home_words(())}"
        return found

    def home_buttons(self) -> list[str]:
        return [unescape(element["text"]["text"]) for _, element in elements_of(self._home()["blocks"], "button")]

    def modal(self, within: float = 5.0) -> Json:
        """The modal on top; waits for one."""
        stack = self._workspace.stack(self.id)
        view = self._workspace.waits(lambda: self._workspace.views[stack[-1]] if stack else None, within)
        assert view, "no modal is open"
        return view

    def sees_modal(self, *words: str, within: float = 5.0) -> Json:
        """The modal on top, once it holds all these words."""
        self.modal(within)
        found = self._workspace.waits(lambda: self._modal_with(words), within)
        assert found, f"{words} is not in the modal:\n{words_of(self.modal(), self._workspace.people)}"
        return found

    @property
    def errors(self) -> Json:
        """What Slack shows at the fields of the modal that was sent last."""
        return self._workspace.errors.get(self.id, {})

    # how it works

    def _modal_with(self, words: tuple[str, ...]) -> Json | None:
        stack = self._workspace.stack(self.id)
        view = self._workspace.views[stack[-1]] if stack else None
        return view if view and all(word in words_of(view, self._workspace.people) for word in words) else None

    def _home(self) -> Json:
        assert self.id in self._workspace.homes, "no Home tab was published"
        return self._workspace.homes[self.id]

    def _home_words(self, words: tuple[str, ...]) -> str | None:
        view = self._workspace.homes.get(self.id)
        seen = words_of(view, self._workspace.people) if view else ""
        return seen if seen and all(word in seen for word in words) else None

    def _acts_in(self, view: Json, kind: str, label: str) -> Delivery:
        for block, element in elements_of(view["blocks"], "button"):
            if unescape(element["text"]["text"]) == label:
                return self._brings(Kind.INTERACTION, self._action(view, kind, block, element))
        raise AssertionError(f"no button {label!r} in\n{words_of(view, self._workspace.people)}")

    def _action(self, view: Json, kind: str, block: Json, element: Json) -> Json:
        shown = {"id": "V0HOME", "type": kind, "private_metadata": "", "callback_id": ""} | view
        return self._interaction("block_actions") | {
            "container": {"type": "view", "view_id": shown["id"]},
            "view": shown,
            "actions": [element | {"block_id": block.get("block_id", "b1"), "action_ts": self._workspace.ts()}],
        }

    def _interaction(self, kind: str) -> Json:
        payload = {
            "type": kind,
            "team": {"id": self._workspace.team, "domain": "acme"},
            "enterprise": {"id": self._workspace.enterprise} if self._workspace.enterprise else None,
            "is_enterprise_install": self._workspace.org_wide,
            "user": {"id": self.id, "name": self._user["name"], "team_id": self._workspace.team},
            "trigger_id": self._workspace.trigger(self.id),
        }
        shortcut = kind in ("shortcut", "message_action")
        return payload | ({"action_ts": "1.1"} if shortcut else {"api_app_id": APP_ID})

    def _filled(self, view: Json, values: Json) -> Json:
        """The state of a view; Slack itself does not let through what is missing or no number."""
        inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
        assert values.keys() <= inputs.keys(), f"no field {values.keys() - inputs.keys()}"
        state: Json = {}
        for name, block in inputs.items():
            element = block["element"]
            given = values.get(name, _initial(element))
            assert given is not None or block.get("optional"), f"{name} is missing"
            state[name] = {element["action_id"]: _state(element, given)}
        return state

    def _answered(self, view: Json, answer: Json) -> None:
        self._workspace.errors[self.id] = answer.get("errors", {})
        stack = self._workspace.stack(self.id)
        match answer.get("response_action"):
            case None:
                stack.pop()
            case "clear":
                stack.clear()
            case "errors":
                fields = {block.get("block_id") for block in view["blocks"]}
                assert answer["errors"].keys() <= fields, "errors at fields that are not there"
            case "update" | "push" as action:
                assert not (faults := faults_of_view(answer["view"], self._slack.refused_blocks)), faults
                if action == "push":
                    self._workspace.shows(self.id, answer["view"])
                    assert len(stack) <= 3, "Slack stacks three modals at most"
                else:
                    self._workspace.views[view["id"]] = view | answer["view"]


def words_of(view: Json, people: Mapping[str, Json]) -> str:
    """What a reader reads in a view."""
    title = view.get("title", {}).get("text", "")
    return read("\n".join([title, *texts_of(view["blocks"])]), people)


def options_of(element: Json) -> list[Json]:
    """What can be chosen in a select, under headings or without any."""
    return [
        *element.get("options", ()),
        *(one for group in element.get("option_groups", ()) for one in group["options"]),
    ]


def _initial(element: Json) -> Any:
    option = element.get("initial_option") or {}
    return (
        element.get("initial_user")
        or element.get("initial_date")
        or element.get("initial_conversation")
        or element.get("initial_value")
        or option.get("value")
    )


def _state(element: Json, given: Any) -> Json:
    kind = element["type"]
    if kind == "users_select":
        return {"type": kind, "selected_user": given}
    if kind == "datepicker":
        return {"type": kind, "selected_date": given}
    if kind == "conversations_select":
        return {"type": kind, "selected_conversation": given}
    if kind == "static_select":
        option = next((one for one in element["options"] if given in (one["value"], one["text"]["text"])), None)
        assert option or given is None, (
            f"no option {given!r} among {[one['text']['text'] for one in element['options']]}"
        )
        return {"type": kind, "selected_option": option}
    return {"type": kind, "value": None if given is None else str(given)}
