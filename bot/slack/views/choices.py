"""Choices as buttons, or as a list to pick from where there are many. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from bot.slack.payloads import PLAN
from bot.slack.views.message import LABEL, VALUE, Block, plain, shortened, small
from bot.slack.words import escape

_ROW, _MOST_BUTTONS = 25, 75
_FEW: Final = 15
"""Choices that stand as buttons; more are picked from a list, and the last, which cancels, stays a button."""

_OPTIONS, _VALUE_OF_OPTION = 100, 150
_TAIL: Final = 30
"""Letters of the end of a long label that tell it from others with the same beginning."""

_STYLES: Final = {"Record it": "primary", "Approve": "primary", "Deny": "danger", "Do it": "primary"}


def button(label: str, action: str, value: str, style: str | None = None) -> Block:
    """A button; Slack takes no empty label or value."""
    drawn = {"type": "button", "action_id": action, "text": plain(escape(label), LABEL), "value": value[:VALUE] or "-"}
    return drawn | ({"style": style} if style else {})


def value_of(label: str, written: str | None) -> str:
    """What a button carries: what its choice leads to, as the desk wrote it, else its label."""
    return PLAN + written if written and len(PLAN + written) <= VALUE else label


def choices(labels: Sequence[str], plans: Mapping[str, str], block_id: str | None, first: int = 0) -> list[Block]:
    """The choices below a reply, numbered from `first`."""
    labels = [label for label in labels if escape(label).strip()]
    if len(labels) <= _FEW or any(len(label) > _VALUE_OF_OPTION for label in labels):
        return buttons(labels, plans, block_id, first)
    listed, last = labels[:-1][:_OPTIONS], labels[-1]
    drawn = _told_apart(listed)
    options = [{"text": plain(escape(drawn[label]), LABEL), "value": label} for label in listed]
    select = {
        "type": "static_select",
        "action_id": f"choice-{first}",
        "placeholder": plain(f"Pick one of {len(labels) - 1:,}", 150),
        "options": options,
    }
    cancel = button(last, f"choice-{first + 1}", value_of(last, plans.get(last)))
    row = {"type": "actions", "elements": [select, cancel]}
    more = len(labels) - 1 - len(listed)
    rest = [small(f"{more:,} more are not in the list: type the name of one.")] if more else []
    return [row | ({"block_id": block_id} if block_id else {}), *rest]


def buttons(labels: Sequence[str], plans: Mapping[str, str], block_id: str | None, first: int = 0) -> list[Block]:
    """Choices as buttons, numbered from `first`."""
    shown = [label for label in labels if escape(label).strip()][:_MOST_BUTTONS]
    drawn = _told_apart(shown)
    row = [
        button(drawn[label], f"choice-{number}", value_of(label, plans.get(label)), _STYLES.get(label))
        for number, label in enumerate(shown, first)
    ]
    rows = [row[at : at + _ROW] for at in range(0, len(row), _ROW)]
    return [
        {"type": "actions", "elements": row} | ({"block_id": f"{block_id}{f'|{at}' if at else ''}"} if block_id else {})
        for at, row in enumerate(rows)
    ]


def _told_apart(labels: Sequence[str]) -> dict[str, str]:
    """Labels as they are drawn: the middle is left out of those whose beginnings are the same."""
    begun = Counter(shortened(escape(label), LABEL) for label in labels)
    return {label: label if begun[shortened(escape(label), LABEL)] == 1 else _ends_of(label) for label in labels}


def _ends_of(label: str) -> str:
    """The beginning and the end of a label, as much as a button holds."""
    for head in range(LABEL - _TAIL - 1, 0, -1):
        ends = f"{label[:head].rstrip()}…{label[-_TAIL:].lstrip()}"
        if len(escape(ends)) <= LABEL:
            return ends
    return label
