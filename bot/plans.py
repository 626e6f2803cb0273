"""Plans as text and back, so that a button still means the same after a restart and in every process."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from bot.conversation import Offers, Plan, Wish
from policy import acts

LONGEST: Final = 1_900
"""Characters that a face can carry beside a choice; a longer plan lives only as long as the process."""

_ACTS: Final = {
    name: kind for name in acts.__all__ if isinstance(kind := getattr(acts, name), type) and issubclass(kind, acts.Act)
}


def written(plan: Plan) -> str | None:
    """A plan as text; None for one that is too long to be carried."""
    text = whole(plan)
    return text if len(text) <= LONGEST else None


def whole(plan: Plan) -> str:
    """A plan as text, however long."""
    wishes = [
        {"act": type(wish.act).__name__, "confirmed": wish.confirmed, "fields": _fields(wish.act)}
        for wish in plan.wishes
    ]
    unsure = {} if plan.sure else {"sure": False}
    return json.dumps({"wishes": wishes, "at": plan.at, "slot": plan.slot} | unsure, separators=(",", ":"))


def all_written(offers: Offers) -> dict[str, str]:
    """What choices lead to, by label; those that are too long are left out."""
    return {label: text for label, plan in offers.items() if (text := written(plan)) is not None}


def all_read(texts: Mapping[str, str]) -> Offers:
    """What `all_written` wrote."""
    return {label: plan for label, text in texts.items() if (plan := read(text)) is not None}


def read(text: str) -> Plan | None:
    """The plan of a text that `written` gave; None for any other text."""
    try:
        given = json.loads(text)
        wishes = tuple(
            Wish(_adapter(one["act"]).validate_python(_inner(one)), bool(one["confirmed"])) for one in given["wishes"]
        )
        return Plan(wishes, int(given["at"]), given["slot"], bool(given.get("sure", True)))
    except (ValueError, KeyError, TypeError, ValidationError):
        return None


def act_of(name: str, fields: dict[str, Any]) -> acts.Act:
    """The act of a name with its fields as JSON has them. Raises KeyError or pydantic.ValidationError."""
    act: acts.Act = _adapter(name).validate_python(fields)
    return act


def _fields(act: acts.Act) -> dict[str, Any]:
    """The fields that are set, as JSON has them; an act within an act with its name."""
    fields: dict[str, Any] = _adapter(type(act).__name__).dump_python(act, mode="json")
    wish = getattr(act, "wish", None)
    if isinstance(wish, acts.Act):
        fields["wish"] = {"act": type(wish).__name__, "fields": _fields(wish)}
    return {name: value for name, value in fields.items() if value is not None}


def _inner(given: dict[str, Any]) -> dict[str, Any]:
    fields = dict(given["fields"])
    if isinstance(wish := fields.get("wish"), dict):
        fields["wish"] = _adapter(wish["act"]).validate_python(_inner(wish))
    if given["act"] == acts.Correct.__name__:  # the type of a change depends on its field
        fields["changes"] = [(name, _day(value) if name == "on" else value) for name, value in fields["changes"]]
    return fields


def _day(value: str) -> dt.date:
    return dt.date.fromisoformat(value)


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_ACTS[name])
