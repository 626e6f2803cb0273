"""The forms as data (forms.toml), and what is filled in read as the act that it means."""

import datetime as dt
import re
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot import plans
from bot.conversation import Plan, Wish
from bot.records import Visit
from policy import acts
from policy.acts import Act
from policy.context import Context, key_name, token_name
from policy.ledger import Ledger, Token

FORMS: Final = Path(__file__).parent / "forms.toml"
_CHOICES: Final = 100
"""Options that a select of Slack's holds."""

_AMOUNT: Final = re.compile(r"\d{1,9}(\.\d{1,2})?")
_YES_NO: Final = {"yes": True, "no": False}


class Field(BaseModel):
    """One thing that a form asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = ""
    kind: Literal[
        "person",
        "day",
        "product",
        "number",
        "amount",
        "text",
        "yes_no",
        "options",
        "offer",
        "key",
        "token",
        "used_token",
        "zone",
        "time",
    ]
    label: str
    hint: str | None = None
    options: dict[str, str] = {}
    of: tuple[str, ...] = ()
    least: int | None = None
    longest: int = 200
    required: bool = False


class Form(BaseModel):
    """A form: the act that it means, and what it asks for, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    act: str
    title: str
    submit: str
    menu: str | None = None
    group: str = ""
    fields: tuple[Field, ...]
    fixed: dict[str, Any] = {}
    warning: str | None = None
    pairs: str | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with what was filled in, by field."""

    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stock:
    """What can be picked: values with their labels, by kind of field; nothing where there is too much to list."""

    choices: Mapping[str, Mapping[str, str]]
    products: tuple[tuple[str, str, str], ...] = ()
    """Id, name and kind of each product."""

    def of(self, one: Field) -> Mapping[str, str]:
        """The options of a field, by value."""
        if one.kind == "options":
            return one.options
        if one.kind == "yes_no":
            return {"yes": "Yes", "no": "No"}
        if one.kind == "product":
            return {id: name for id, name, kind in self.products if not one.of or kind in one.of}
        return self.choices.get(one.kind, {})

    def is_listed(self, one: Field) -> bool:
        return 0 < len(self.of(one)) <= _CHOICES


@cache
def forms() -> dict[str, Form]:
    """Every form by its id."""
    found = tomllib.loads(FORMS.read_text(encoding="utf-8"))
    return {name: _form(name, one, found["field"]) for name, one in found["form"].items()}


@cache
def form_of_act(act: str) -> Form | None:
    """The form that means an act, where it has one."""
    return next((form for form in forms().values() if form.act == act), None)


def form_of_plan(written: str) -> tuple[Form, Act] | None:
    """The form for what an open question is about, and the act as far as it is known."""
    plan = plans.read(written)
    if plan is None or len(plan.wishes) != 1:
        return None
    act = plan.wishes[0].act
    form = form_of_act(type(act).__name__)
    return (form, act) if form else None


def stock_of(ledger: Ledger, ctx: Context) -> Stock:
    """What can be picked from what is recorded."""
    day, licences = ctx.today, ledger.licences
    keys = [key for one in licences.keys if (key := licences.key(one, day)) and ledger.offers.covers(key.offer, day)]
    choices = {
        "offer": {one.id: ctx.offer(one) for one in ledger.offers.bought(day) if not one.ended},
        "key": {one.id: key_name(one) for one in keys[: _CHOICES + 1]},
        "token": {one.id: token_name(one) for one in licences.unused_tokens(day)[: _CHOICES + 1]},
        "used_token": {one.id: token_name(one) for one in _used(ledger, day)[: _CHOICES + 1]},
    }
    products = tuple((one.id, one.name, one.kind) for one in ctx.catalogue.product)
    return Stock(choices, products)


def _used(ledger: Ledger, day: dt.date) -> list[Token]:
    """The tokens that were activated and not replaced, of the offers that stand."""
    of_offers = (ledger.licences.tokens_of(offer.id, day) for offer in ledger.offers.in_force(day))
    return [token for tokens in of_offers for token in tokens if token.activated and not token.replaced_with]


def filled(form: Form, values: Mapping[str, str | None], before: Mapping[str, Any]) -> Act | Wrong:
    """The act that a filled-in form means; `before` are fields that it was opened with and does not ask for."""
    given = {one.name: value for one in form.fields if (value := (values.get(one.name) or "").strip())}
    wrong = {one.name: error for one in form.fields if (error := _error(one, given.get(one.name)))}
    if wrong:
        return Wrong(wrong)
    read = {one.name: _value(one, given[one.name]) for one in form.fields if one.name in given}
    if form.pairs:
        read = {form.pairs: tuple(read.items())}
    elif "quantity" in read:
        read["grants"] = ((read.pop("product"), read.pop("quantity")),)
    try:
        act: Act = _adapter(form.act).validate_python({**before, **form.fixed, **read})
    except ValidationError as error:
        places = {str(first["loc"][0]) for first in error.errors() if first["loc"]}
        known = [one.name for one in form.fields if one.name in places] or [form.fields[0].name]
        return Wrong(dict.fromkeys(known, "That does not fit here."))
    return act


def written(act: Act) -> str | None:
    """An act as the desk's plan of it, sure since somebody filled it in."""
    return plans.written(Plan((Wish(act),)))


def new_nonce() -> str:
    """The name of one opening of a form."""
    return secrets.token_urlsafe(12)


def before_of(act: Act, form: Form) -> dict[str, Any]:
    """What of an act a form does not ask for, as it is kept with the form."""
    asked = {one.name for one in form.fields} | {"grants"}
    kept: dict[str, Any] = _adapter(form.act).dump_python(act, mode="json", exclude_none=True)
    return {name: value for name, value in kept.items() if name not in asked}


def settings_of(visit: Visit) -> dict[str, Any]:
    """The settings as they are, for their form."""
    return dict(visit.ledger.company.settings(visit.today)._asdict())


def values_of(act: Act, form: Form) -> dict[str, Any]:
    """What of an act a form shows when it is opened."""
    known = {one.name: getattr(act, one.name, None) for one in fields(act)}
    return {one.name: known[one.name] for one in form.fields if known.get(one.name) is not None}


def _form(name: str, given: dict[str, Any], every: Mapping[str, dict[str, Any]]) -> Form:
    labels, hints = given.get("labels", {}), given.get("hints", {})
    required: Sequence[str] = given.get("required", ())
    asked = tuple(
        Field.model_validate(
            {"name": _plain_name(one), **every[one]}
            | ({"label": labels[one]} if one in labels else {})
            | ({"hint": hints[one]} if one in hints else {})
            | {"required": one in required}
        )
        for one in given["fields"]
    )
    kept = {key: value for key, value in given.items() if key in Form.model_fields and key != "fields"}
    return Form(id=name, fields=asked, **kept)


def _plain_name(name: str) -> str:
    return "product" if name.endswith("_product") else name


def _error(one: Field, value: str | None) -> str | None:
    """What is said at a field that can't be taken; None where it can."""
    if value is None:
        return "Fill this in." if one.required else None
    if one.kind == "number":
        if not value.lstrip("-").isdecimal():
            return "Write a whole number."
        if one.least is not None and int(value) < one.least:
            return f"Write {one.least} or more."
    if one.kind == "amount" and not _AMOUNT.fullmatch(value):
        return "Write a number such as 2.5."
    if one.kind == "zone" and value not in available_timezones():
        return "Write a zone such as Europe/Paris."
    if one.kind == "time" and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return "Write a time such as 09:00."
    if len(value) > one.longest:
        return f"Write at most {one.longest} characters."
    return None


def _value(one: Field, value: str) -> Any:
    if one.kind == "number":
        return int(value)
    return _YES_NO[value] if one.kind == "yes_no" else value


@cache
def _adapter(act: str) -> TypeAdapter[Any]:
    return TypeAdapter(getattr(acts, act))
