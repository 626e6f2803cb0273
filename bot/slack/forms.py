"""The forms as data (forms.toml), and what can be picked in them."""

import datetime as dt
import re
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.record import plans
from bot.record.records import Visit
from bot.talk.plan import Plan, Wish
from policy import acts
from policy.acts import Act
from policy.context import Context, key_name, token_name
from policy.ladders import kinds
from policy.ledger import Ledger, Token

FORMS: Final = Path(__file__).parent / "forms.toml"
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{1,40}")
_CHOICES: Final = 100
"""Options that a select of Slack's holds."""

_SUBSCRIPTION: Final = "visual_studio"
_RECORDED: Final = {
    "offer": "No offer is recorded yet. Record what you bought first.",
    "key": "No key is recorded yet. Record that it was issued first.",
    "token": "No unused token is recorded. Record that it was issued first.",
    "used_token": "No token that was entered is recorded. Record that first.",
}
"""Kinds of fields picked from what is recorded, and what is said where nothing is."""


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
        "country",
        "channel",
        "deadline",
        "days",
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
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """What can be picked: values with their labels, by kind of field; nothing where there is too much to list."""

    choices: Mapping[str, Mapping[str, str]]
    products: tuple[tuple[str, str, str], ...] = ()
    """Id, name and kind of each product."""
    granted: frozenset[str] = frozenset()
    """Products that stand on top: those of the offers in force."""

    def of(self, one: Field) -> Mapping[str, str]:
        """The options of a field, by value."""
        if one.kind == "options":
            return one.options
        if one.kind == "yes_no":
            return {"yes": "Yes", "no": "No"}
        if one.kind == "deadline":
            return {kind.value: f"{of.called[0].upper()}{of.called[1:]}" for kind, of in kinds().items()}
        if one.kind == "product":
            found = [(id, name) for id, name, kind in self.products if self._is_offered(one, id, kind)]
            return dict(sorted(found, key=lambda product: product[0] not in self.granted))
        return self.choices.get(one.kind, {})

    def is_listed(self, one: Field) -> bool:
        return 0 < len(self.of(one)) <= _CHOICES

    def only(self, one: Field) -> str | None:
        """What a field that must be filled in can only mean: the one thing recorded, the one edition granted."""
        if not one.required or (one.kind not in _RECORDED and not _is_of_seats(one)):
            return None
        meant = [value for value in self.of(one) if one.kind in _RECORDED or value in self.granted]
        return meant[0] if len(meant) == 1 else None

    def lacks(self, one: Field) -> str | None:
        """What is said at a field for which nothing is recorded that could be picked."""
        return _RECORDED.get(one.kind) if not self.of(one) else None

    def _is_offered(self, one: Field, product: str, kind: str) -> bool:
        """Whether a field offers a product. A seat is one of an edition, unless the offer grants none by name."""
        if one.of and kind not in one.of:
            return False
        editions = any(id.startswith(f"{product}-") for id, _, of in self.products if of == kind)
        return not (editions and _is_of_seats(one)) or product in self.granted


def _is_of_seats(one: Field) -> bool:
    return one.kind == "product" and one.of == (_SUBSCRIPTION,)


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
    """The form for what a plan wishes, and the act as far as it is known; None where none asks for what is missing."""
    plan = plans.read(written)
    if plan is None or len(plan.wishes) != 1:
        return None
    act = plan.wishes[0].act
    form = form_of_act(type(act).__name__)
    if form is None or any(getattr(act, name) != value for name, value in form.fixed.items()):
        return None
    return (form, act) if plan.slot is None or not form.fixed else None


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
    granted = {grant.product for one in ledger.offers.in_force(day) for grant in ledger.offers.grants_of(one.id, day)}
    return Stock(choices, products, frozenset(granted))


def _used(ledger: Ledger, day: dt.date) -> list[Token]:
    """The tokens that were activated and not replaced, of the offers that stand."""
    of_offers = (ledger.licences.tokens_of(offer.id, day) for offer in ledger.offers.in_force(day))
    return [token for tokens in of_offers for token in tokens if token.activated and not token.replaced_with]


def written(act: Act) -> str | None:
    """An act as the desk's plan of it, sure since somebody filled it in."""
    return plans.written(Plan((Wish(act),)))


def new_nonce() -> str:
    """The name of one opening of a form."""
    return secrets.token_urlsafe(12)


def before_of(act: Act, form: Form) -> dict[str, Any]:
    """What of an act a form does not ask for, as it is kept with the form."""
    asked = {one.name for one in form.fields} | {"grants"}
    kept: dict[str, Any] = adapter_of(form.act).dump_python(act, mode="json", exclude_none=True)
    return {name: value for name, value in kept.items() if name not in asked}


def settings_of(visit: Visit) -> dict[str, Any]:
    """The settings as they are, for their form."""
    return dict(visit.ledger.company.settings(visit.today)._asdict())


def as_shown(form: Form, values: Mapping[str, Any]) -> dict[str, str]:
    """What of the settings a form shows, as it comes back where nobody changes it."""
    return {one.name: text for one in form.fields if (text := _as_shown(one, values.get(one.name)))}


def _as_shown(one: Field, value: Any) -> str:
    if value is None or (one.kind == "channel" and not is_channel(value)):
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def is_channel(value: object) -> bool:
    """Whether a value is the id of a channel, which a picker can show; a name (#general) is none."""
    return isinstance(value, str) and _CHANNEL.fullmatch(value) is not None


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


@cache
def adapter_of(act: str) -> TypeAdapter[Any]:
    """What reads and writes the fields of an act."""
    return TypeAdapter(getattr(acts, act))
