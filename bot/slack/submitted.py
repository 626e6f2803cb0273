"""What was filled in: a view as it was shown, with the values of its fields."""

import json
from typing import Any

from pydantic import Field

from bot.slack.forms import Form, forms
from bot.slack.received import Payload, UnreadableError
from bot.slack.words import unescape


class User(Payload):
    id: str
    team_id: str | None = None


class Option(Payload):
    value: str | None = None


class _Filled(Payload):
    """What stands in one element of a form."""

    value: str | None = None
    selected_user: str | None = None
    selected_date: str | None = None
    selected_option: Option | None = None
    selected_conversation: str | None = None

    @property
    def text(self) -> str | None:
        option = self.selected_option.value if self.selected_option else None
        return self.value or self.selected_user or self.selected_date or self.selected_conversation or option


class _State(Payload):
    values: dict[str, dict[str, _Filled | None]] = Field(default_factory=dict)


class ShownView(Payload):
    """A modal or a Home tab as it was shown."""

    id: str
    type: str
    callback_id: str = ""
    private_metadata: str = ""
    hash: str | None = None
    state: _State = _State()

    @property
    def values(self) -> dict[str, str | None]:
        """What was filled in, by field."""
        filled = self.state.values.items()
        return {name: one.text if one else None for name, elements in filled for one in elements.values()}


class Submission(Payload):
    """A modal that was filled in."""

    user: User
    view: ShownView

    @property
    def opening(self) -> "Opening":
        """Which form it is, and what it was opened with. Raises UnreadableError."""
        try:
            return Opening.read(json.loads(unescape(self.view.private_metadata)))
        except (ValueError, RecursionError):
            raise UnreadableError from None


class Opening(Payload):
    """What a form carries. `nonce` names its opening, so that sending it twice records it once; `before` are fields
    that it was opened with and does not ask for."""

    form_id: str = Field(alias="form")
    nonce: str
    before: dict[str, Any] = Field(default_factory=dict)

    @property
    def form(self) -> Form:
        """Raises UnreadableError for a form that there is not, or no longer."""
        found = forms().get(self.form_id)
        if found is None:
            raise UnreadableError
        return found
