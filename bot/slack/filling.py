"""What is filled in a form, read as the act that it means, or what is wrong with it."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import available_timezones

from pydantic import ValidationError

from bot.reminding.days_off import country_called
from bot.slack.forms import Field, Form, adapter_of, is_channel
from policy.acts import Act
from policy.ladders import kinds
from policy.whole_keys import with_last_fives

SHOWN: Final = "shown"
"""Under which name a form of the settings carries what it showed when it was opened."""

_DIGITS: Final = 9
_NUMBER: Final = re.compile(rf"-?\d{{1,{_DIGITS}}}")
_AMOUNT: Final = re.compile(r"\d{1,9}(\.\d{1,2})?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_BETWEEN: Final = re.compile(r"[\s,;]+(?:and\s+)?")
_YES_NO: Final = {"yes": True, "no": False}
_OTHER_DAYS: Final = {"none": (), "never": (), "usual": None, "the usual": None}
"""Words in place of days: no reminders at all, or those of everybody."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with what was filled in, by field."""

    errors: dict[str, str] = field(default_factory=dict)


def filled(form: Form, values: Mapping[str, str | None], before: Mapping[str, Any]) -> Act | Wrong:
    """The act that a filled-in form means; `before` are fields that it was opened with and does not ask for."""
    given = {one.name: value for one in form.fields if (value := with_last_fives(values.get(one.name) or "").strip())}
    wrong = {one.name: error for one in form.fields if (error := _error(one, given.get(one.name)))}
    if wrong:
        return Wrong(wrong)
    read = {one.name: _value(one, given[one.name]) for one in form.fields if one.name in given}
    if form.pairs:
        shown = before.get(SHOWN)
        changes = _under(form, read) if form.under else _changed(form, read, given, shown)
        if not changes:
            return Wrong({form.fields[-1].name: "Fill in what is to change."})
        before, read = {}, {form.pairs: changes}
    elif "quantity" in read:
        read["grants"] = ((read.pop("product"), read.pop("quantity")),)
    try:
        act: Act = adapter_of(form.act).validate_python({**before, **form.fixed, **read})
    except ValidationError as error:
        places = {str(first["loc"][0]) for first in error.errors() if first["loc"]}
        known = [one.name for one in form.fields if one.name in places] or [form.fields[0].name]
        return Wrong(dict.fromkeys(known, "That does not fit here."))
    return act


def _under(form: Form, read: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Settings of one kind of deadline: each under the kind that the form asks for."""
    kind = read.get(form.under or "")
    return tuple((name, ((kind, value),)) for name, value in read.items() if name != form.under)


def _changed(form: Form, read: Mapping[str, Any], given: Mapping[str, str], shown: Any) -> tuple[tuple[str, Any], ...]:
    """The settings that differ from those shown, an emptied one as none; all of them where none differs."""
    if not isinstance(shown, dict):
        return tuple(read.items())
    changed = {name: value for name, value in read.items() if given[name] != shown.get(name)}
    emptied = {one.name: None for one in form.fields if shown.get(one.name) and one.name not in given}
    return tuple({**changed, **emptied}.items()) or tuple(read.items())


def _error(one: Field, value: str | None) -> str | None:
    """What is said at a field that can't be taken; None where it can."""
    if value is None:
        return "Fill this in." if one.required else None
    if one.kind in _CHECKS and (wrong := _CHECKS[one.kind](one, value)):
        return wrong
    return f"Write at most {one.longest} characters." if len(value) > one.longest else None


def _not_offered(one: Field, value: str) -> str | None:
    offered = {"yes_no": set(_YES_NO), "deadline": set(map(str, kinds()))}.get(one.kind, set(one.options))
    return None if value in offered else "Pick one of the list."


def _no_number(one: Field, value: str) -> str | None:
    if not _NUMBER.fullmatch(value):
        return "Write a whole number." if len(value) <= _DIGITS else f"Write at most {_DIGITS} digits."
    return f"Write {one.least} or more." if one.least is not None and int(value) < one.least else None


def _no_day(one: Field, value: str) -> str | None:
    try:
        return None if _DAY.fullmatch(value) and dt.date.fromisoformat(value) else "Pick a day."
    except ValueError:
        return "Pick a day."


def _no_days(one: Field, value: str) -> str | None:
    known = _days(value) is not None or value.casefold() in _OTHER_DAYS
    return None if known else "Write days such as “10, 2”, or “none”, or “usual”."


def _days(value: str) -> tuple[int, ...] | None:
    """Days with commas between, the farthest first; None for other words."""
    written = [one for one in _BETWEEN.split(value) if one]
    if not written or not all(re.fullmatch(r"\d{1,3}", one) for one in written):
        return None
    return tuple(sorted(set(map(int, written)), reverse=True))


def _matching(pattern: re.Pattern[str], words: str) -> Callable[[Field, str], str | None]:
    return lambda one, value: None if pattern.fullmatch(value) else words


_CHECKS: Final[Mapping[str, Callable[[Field, str], str | None]]] = {
    "options": _not_offered,
    "yes_no": _not_offered,
    "deadline": _not_offered,
    "day": _no_day,
    "days": _no_days,
    "number": _no_number,
    "amount": _matching(_AMOUNT, "Write a number such as 2.5."),
    "time": _matching(_TIME, "Write a time such as 09:00."),
    "channel": lambda one, value: None if is_channel(value) else "Pick a channel.",
    "zone": lambda one, value: None if value in available_timezones() else "Write a zone such as Europe/Paris.",
    "country": lambda one, value: None if country_called(value) else "Write a country such as Germany, or DE-BY.",
}
"""What is wrong with a value, by the kind of its field."""


def _value(one: Field, value: str) -> Any:
    match one.kind:
        case "number":
            return int(value)
        case "yes_no":
            return _YES_NO[value]
        case "country":
            return country_called(value)
        case "days":
            return _OTHER_DAYS[value.casefold()] if value.casefold() in _OTHER_DAYS else _days(value)
        case _:
            return value
