"""Plans as text and back, so that a button still means the same after a restart and in every process."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from bot.talk.plan import Offers, Plan, Wish
from policy import acts

LONGEST: Final = 1_900
"""Characters that a face can carry beside a choice; a longer plan lives only as long as the process."""

_ACTS: Final = {
    name: kind
    for name in acts.__all__
    if isinstance(kind := getattr(acts, name), type) and issubclass(kind, acts.Act) and kind is not acts.Act
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
    more = ({} if plan.sure else {"sure": False}) | ({"card": plan.card} if plan.card else {})
    return json.dumps({"wishes": wishes, "at": plan.at, "slot": plan.slot} | more, separators=(",", ":"))


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
        card = given.get("card")
        plan = Plan(wishes, int(given["at"]), given["slot"], bool(given.get("sure", True)), card and str(card))
    except (ValidationError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return plan if _hangs_together(plan) else None


def _hangs_together(plan: Plan) -> bool:
    """Whether the wish and the field that are in question are among those of the plan."""
    if plan.slot is None:
        return 0 <= plan.at < max(len(plan.wishes), 1)
    wish = plan.wishes[plan.at] if 0 <= plan.at < len(plan.wishes) else None
    return wish is not None and plan.slot in {one.name for one in fields(wish.act)}


def filled(plan: Plan, value: Any) -> Plan | None:
    """The plan with a picked value in the field that is missing; None where no such value fits there."""
    act = plan.wishes[plan.at].act
    given = {one.name: getattr(act, one.name) for one in fields(act)} | {plan.slot or "": value}
    try:
        return plan.with_act(act_of(type(act).__name__, given))
    except ValidationError:
        return None


def act_of(name: str, given: dict[str, Any]) -> acts.Act:
    """The act of a name with its fields as JSON has them. Raises KeyError or pydantic.ValidationError."""
    act: acts.Act = _adapter(name).validate_python(given)
    return act


def _fields(act: acts.Act) -> dict[str, Any]:
    """The fields that are set, as JSON has them; an act within an act with its name."""
    dumped: dict[str, Any] = _adapter(type(act).__name__).dump_python(act, mode="json")
    wish = getattr(act, "wish", None)
    if isinstance(wish, acts.Act):
        dumped["wish"] = {"act": type(wish).__name__, "fields": _fields(wish)}
    return {name: value for name, value in dumped.items() if value is not None}


def _inner(given: dict[str, Any]) -> dict[str, Any]:
    inner = dict(given["fields"])
    if isinstance(wish := inner.get("wish"), dict):
        inner["wish"] = _adapter(wish["act"]).validate_python(_inner(wish))
    if given["act"] == acts.Correct.__name__:  # the type of a change depends on its field
        inner["changes"] = [(name, _day(value) if name == "on" else value) for name, value in inner["changes"]]
    if given["act"] == acts.ChangeSettings.__name__:  # the values of some settings are tuples, as the others are plain
        inner["changes"] = _as_tuples(inner.get("changes", ()))
    return inner


def _as_tuples(value: Any) -> Any:
    return tuple(map(_as_tuples, value)) if isinstance(value, list | tuple) else value


def _day(value: str) -> dt.date:
    return dt.date.fromisoformat(value)


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_ACTS[name])
