"""A form as a modal of Slack's, with its native pickers. Pure."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.slack.forms import Field, Form, Stock, is_channel
from bot.slack.views.message import Block, plain, section, small
from bot.slack.words import escape

FORM: Final = "form"
"""The callback id of every form."""

_METADATA: Final = 3_000
_OPTION: Final = 75


def form_view(
    form: Form,
    stock: Stock,
    nonce: str,
    values: Mapping[str, Any],
    before: Mapping[str, Any],
    told: Sequence[str] = (),
) -> Block:
    """The modal of a form, filled in with `values`. `nonce` names this opening; `before` comes back with it.

    `told` are lines on how things are, where no field can show it.
    """
    blocks = [small(f":warning: {escape(form.warning)}")] if form.warning else []
    blocks += [small(escape(line)) for line in told]
    blocks += [_input(one, stock, values.get(one.name)) for one in form.fields]
    kept = json.dumps({"form": form.id, "nonce": nonce, "before": before}, separators=(",", ":"), default=str)
    if len(kept) > _METADATA:
        kept = json.dumps({"form": form.id, "nonce": nonce, "before": {}})
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(form.title, 24),
        "submit": plain(form.submit, 24),
        "close": plain("Cancel", 24),
        "private_metadata": kept,
        "blocks": blocks or [section("…")],
    }


def _input(one: Field, stock: Stock, value: Any) -> Block:
    block: Block = {
        "type": "input",
        "block_id": one.name,
        "label": plain(one.label, 2_000),
        "element": _element(one, stock, value) | {"action_id": "value"},
        "optional": not one.required,
    }
    hint = stock.lacks(one) or one.hint
    return block | ({"hint": plain(hint, 2_000)} if hint else {})


def _element(one: Field, stock: Stock, value: Any) -> Block:
    if one.kind == "person":
        person = str(value or "")
        known = person.startswith(("U", "W")) and person.isalnum() and person.isupper()
        return {"type": "users_select"} | ({"initial_user": person} if known else {})
    if one.kind == "day":
        return {"type": "datepicker"} | ({"initial_date": value.isoformat()} if isinstance(value, dt.date) else {})
    if one.kind == "channel":
        picker: Block = {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
        return picker | ({"initial_conversation": value} if is_channel(value) else {})
    if one.kind in ("number", "amount"):
        least = {"min_value": str(one.least)} if one.least is not None else {}
        drawn = {"type": "number_input", "is_decimal_allowed": one.kind == "amount"} | least
        return drawn | ({"initial_value": str(value)} if value is not None else {})
    if stock.is_listed(one):
        return _select(stock.of(one), value, stock.only(one))
    drawn = {"type": "plain_text_input", "max_length": one.longest}
    return drawn | ({"initial_value": str(value)[: one.longest]} if value is not None else {})


def _select(options: Mapping[str, str], value: Any, only: str | None = None) -> Block:
    """The options, with that of a value chosen; where none of them is it, the `only` one that can be meant."""
    drawn = {key: {"text": plain(escape(label), _OPTION), "value": key} for key, label in options.items()}
    wanted = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    first = drawn.get(wanted) or drawn.get(only or "")
    return {"type": "static_select", "options": list(drawn.values())} | ({"initial_option": first} if first else {})
