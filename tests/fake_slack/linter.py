"""What Slack refuses in blocks and views, from its reference at docs.slack.dev/reference/block-kit."""

import re
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]

MOST_IN_MESSAGE, MOST_IN_VIEW = 50, 100
_WEIGHT = 13_200  # of all text in a message, with 125 a block: measured in slackapi/bolt-js#2509


def faults_of_message(blocks: Any, refused: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with a message's blocks, each with its place; empty when Slack takes them.

    `refused` are block types that this workspace does not know yet.
    """
    lint = _Lint(refused)
    lint.blocks(blocks, "/blocks", MOST_IN_MESSAGE)
    if not lint.faults:
        tables = [block for block in blocks if block["type"] == "table"]
        if len(tables) > 1:
            lint.fault("/blocks", "only one table allowed")
        if sum(len(cell.get("text", "")) for table in tables for row in table["rows"] for cell in row) > 10_000:
            lint.fault("/blocks", "table cells hold more than 10000 characters")
        if weight_of(blocks) > _WEIGHT:
            lint.fault("/blocks", "msg_blocks_too_long")
    return lint.faults


def faults_of_view(view: Any, refused: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with a modal or a Home tab."""
    lint = _Lint(refused)
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["/view/type: must be modal or home"]
    lint.blocks(view.get("blocks"), "/view/blocks", MOST_IN_VIEW)
    if view["type"] == "modal":
        lint.plain(view.get("title"), "/view/title", 24)
        for name in ("submit", "close"):
            if name in view:
                lint.plain(view[name], f"/view/{name}", 24)
        if "submit" not in view and any(b.get("type") == "input" for b in view.get("blocks") or ()):
            lint.fault("/view/submit", "missing: the view has inputs")
    lint.length(view.get("private_metadata", ""), "/view/private_metadata", 0, 3_000)
    lint.length(view.get("callback_id", ""), "/view/callback_id", 0, 255)
    return lint.faults


def weight_of(blocks: list[Json]) -> int:
    return 125 * len(blocks) + sum(
        len(text) for block in blocks if block["type"] != "table" for text in texts_of(block)
    )


def texts_of(part: Any) -> Iterator[str]:
    """Every text inside a block, in order."""
    if isinstance(part, list):
        for each in part:
            yield from texts_of(each)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in ("text", "title", "label", "placeholder") and isinstance(value, str):
                yield value
            else:
                yield from texts_of(value)


_BLOCK_KEYS = {
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text", "level"},
    "divider": set[str](),
    "context": {"elements"},
    "actions": {"elements"},
    "image": {"image_url", "alt_text", "title", "slack_file"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
    "rich_text": {"elements"},
    "markdown": {"text"},
    "context_actions": {"elements"},
    "table": {"rows", "column_settings"},
}
_OF_VIEWS_ONLY = {"input"}
_OF_MESSAGES_ONLY = {"table", "markdown", "context_actions"}
_SELECTS = {
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
}
_PICKERS = {"datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons", "overflow"}
_INPUTS = {
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "file_input",
}


class _Lint:
    def __init__(self, refused: frozenset[str]) -> None:
        self.refused = refused
        self.faults: list[str] = []
        self._block_ids: set[str] = set()
        self._action_ids: set[str] = set()

    def fault(self, at: str, words: str) -> None:
        self.faults.append(f"{words} [json-pointer:{at}]")

    def length(self, value: Any, at: str, least: int, most: int) -> None:
        if not isinstance(value, str):
            self.fault(at, "must be a string")
        elif len(value) > most:
            self.fault(at, f"must be less than {most + 1} characters")
        elif len(value.strip()) < least:
            self.fault(at, "must be more than 0 characters")

    def count(self, value: Any, at: str, least: int, most: int) -> list[Any]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            self.fault(at, f"must be a list of {least} to {most} items")
            return []
        return value

    def plain(self, text: Any, at: str, most: int) -> None:
        self.text(text, at, most, {"plain_text"})

    def text(self, text: Any, at: str, most: int, types: set[str] | None = None) -> None:
        if not isinstance(text, dict) or text.get("type") not in (types or {"plain_text", "mrkdwn"}):
            self.fault(at, "must be a text object")
            return
        allowed = {"type", "text", "emoji"} if text["type"] == "plain_text" else {"type", "text", "verbatim"}
        self.keys(text, at, allowed)
        self.length(text.get("text"), f"{at}/text", 1, most)

    def keys(self, part: Json, at: str, allowed: set[str]) -> None:
        for key in part.keys() - allowed:
            self.fault(f"{at}/{key}", "invalid additional property")

    def blocks(self, blocks: Any, at: str, most: int) -> None:
        for number, block in enumerate(self.count(blocks, at, 0, most)):
            self.block(block, f"{at}/{number}", in_view=most == MOST_IN_VIEW)

    def block(self, block: Any, at: str, in_view: bool) -> None:
        kind = block.get("type") if isinstance(block, dict) else None
        elsewhere = _OF_MESSAGES_ONLY if in_view else _OF_VIEWS_ONLY
        if kind not in _BLOCK_KEYS or kind in self.refused or kind in elsewhere:
            self.fault(f"{at}/type", f"unsupported type: {kind}")
            return
        self.keys(block, at, _BLOCK_KEYS[kind] | {"type", "block_id"})
        if "block_id" in block:
            self.length(block["block_id"], f"{at}/block_id", 1, 255)
            self.unique(block["block_id"], self._block_ids, f"{at}/block_id")
        check: Callable[[Json, str], None] = getattr(self, f"_{kind}", lambda block, at: None)
        check(block, at)

    def unique(self, name: str, taken: set[str], at: str) -> None:
        if name in taken:
            self.fault(at, f"used twice: {name}")
        taken.add(name)

    def _section(self, block: Json, at: str) -> None:
        if "text" not in block and "fields" not in block:
            self.fault(at, "missing required field: text")
        if "text" in block:
            self.text(block["text"], f"{at}/text", 3_000)
        if "fields" in block:
            for number, field in enumerate(self.count(block["fields"], f"{at}/fields", 1, 10)):
                self.text(field, f"{at}/fields/{number}", 2_000)
        if "accessory" in block:
            self.element(block["accessory"], f"{at}/accessory")

    def _header(self, block: Json, at: str) -> None:
        self.plain(block.get("text"), f"{at}/text", 150)

    def _context(self, block: Json, at: str) -> None:
        for number, element in enumerate(self.count(block.get("elements"), f"{at}/elements", 1, 10)):
            here = f"{at}/elements/{number}"
            if element.get("type") == "image":
                self._image(element, here)
            else:
                self.text(element, here, 3_000)

    def _actions(self, block: Json, at: str) -> None:
        for number, element in enumerate(self.count(block.get("elements"), f"{at}/elements", 1, 25)):
            self.element(element, f"{at}/elements/{number}")

    def _context_actions(self, block: Json, at: str) -> None:
        for number, element in enumerate(self.count(block.get("elements"), f"{at}/elements", 1, 5)):
            here = f"{at}/elements/{number}"
            self.keys(element, here, {"type", "action_id", "positive_button", "negative_button"})
            for name in ("positive_button", "negative_button"):
                self.plain(element.get(name, {}).get("text"), f"{here}/{name}/text", 75)
                self.length(element.get(name, {}).get("value"), f"{here}/{name}/value", 1, 2_000)

    def _image(self, block: Json, at: str) -> None:
        self.length(block.get("alt_text"), f"{at}/alt_text", 1, 2_000)
        if "slack_file" not in block:
            self.length(block.get("image_url"), f"{at}/image_url", 1, 3_000)

    def _input(self, block: Json, at: str) -> None:
        self.plain(block.get("label"), f"{at}/label", 2_000)
        if "hint" in block:
            self.plain(block["hint"], f"{at}/hint", 2_000)
        element = block.get("element")
        self.element(element, f"{at}/element", _SELECTS | _PICKERS | _INPUTS, of_input=True)

    def _markdown(self, block: Json, at: str) -> None:
        self.length(block.get("text"), f"{at}/text", 1, 12_000)

    def _rich_text(self, block: Json, at: str) -> None:
        self.count(block.get("elements"), f"{at}/elements", 1, 1_000)

    def _table(self, block: Json, at: str) -> None:
        rows = self.count(block.get("rows"), f"{at}/rows", 1, 100)
        if len({len(row) for row in rows}) > 1:
            self.fault(f"{at}/rows", "rows differ in length")
        for number, row in enumerate(rows):
            for column, cell in enumerate(self.count(row, f"{at}/rows/{number}", 1, 20)):
                here = f"{at}/rows/{number}/{column}"
                if cell.get("type") not in ("raw_text", "rich_text"):
                    self.fault(here, "unsupported cell")
                elif cell["type"] == "raw_text" and not cell.get("text"):
                    self.fault(f"{here}/text", "must be more than 0 characters")

    def element(self, element: Any, at: str, kinds: set[str] | None = None, *, of_input: bool = False) -> None:
        kind = element.get("type") if isinstance(element, dict) else None
        if kind not in (kinds or {"button", "image"} | _SELECTS | _PICKERS):
            self.fault(f"{at}/type", f"unsupported element: {kind}")
            return
        if kind != "image":
            self.length(element.get("action_id"), f"{at}/action_id", 1, 255)
            if not of_input:  # ids of inputs are told apart by their blocks
                self.unique(element.get("action_id") or "", self._action_ids, f"{at}/action_id")
        if kind == "button":
            self._button(element, at)
        if "placeholder" in element:
            self.plain(element["placeholder"], f"{at}/placeholder", 150)
        if "options" in element:
            self._options(element["options"], f"{at}/options", 100 if kind in _SELECTS else 10)
        self._initial(element, at)
        if "confirm" in element:
            self._confirm(element["confirm"], f"{at}/confirm")

    def _initial(self, element: Json, at: str) -> None:
        if "option_groups" in element:
            self._groups(element["option_groups"], f"{at}/option_groups")
        if "initial_option" in element and element["initial_option"] not in element.get("options", ()):
            self.fault(f"{at}/initial_option", "must be one of the options")
        if "initial_date" in element and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(element["initial_date"])):
            self.fault(f"{at}/initial_date", "must be YYYY-MM-DD")
        if "initial_user" in element and not re.fullmatch(r"[UW][A-Z0-9]+", str(element["initial_user"])):
            self.fault(f"{at}/initial_user", "must be a user")
        if "initial_conversation" in element and not re.fullmatch(r"[CGD][A-Z0-9]+", element["initial_conversation"]):
            self.fault(f"{at}/initial_conversation", "must be a conversation")
        if "initial_value" in element:
            self.length(element["initial_value"], f"{at}/initial_value", 0, element.get("max_length", 3_000))
        if element["type"] == "number_input" and not isinstance(element.get("is_decimal_allowed"), bool):
            self.fault(f"{at}/is_decimal_allowed", "missing required field")

    def _button(self, element: Json, at: str) -> None:
        allowed = {"type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"}
        self.keys(element, at, allowed)
        self.plain(element.get("text"), f"{at}/text", 75)
        if "value" in element:
            self.length(element["value"], f"{at}/value", 1, 2_000)
        if element.get("style", "primary") not in ("primary", "danger"):
            self.fault(f"{at}/style", "must be primary or danger")

    def _groups(self, groups: Any, at: str) -> None:
        for number, group in enumerate(self.count(groups, at, 1, 100)):
            self.text(group.get("label"), f"{at}/{number}/label", 75)
            self._options(group.get("options"), f"{at}/{number}/options", 100)

    def _options(self, options: Any, at: str, most: int) -> None:
        for number, option in enumerate(self.count(options, at, 1, most)):
            self.text(option.get("text"), f"{at}/{number}/text", 75)
            self.length(option.get("value"), f"{at}/{number}/value", 1, 150)

    def _confirm(self, confirm: Json, at: str) -> None:
        self.plain(confirm.get("title"), f"{at}/title", 100)
        self.text(confirm.get("text"), f"{at}/text", 300)
        self.plain(confirm.get("confirm"), f"{at}/confirm", 30)
        self.plain(confirm.get("deny"), f"{at}/deny", 30)
