"""The buttons below a reminder: what can be done about each thing in it, each label once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from policy.acts import Choice, FinishReminder, HandOverReminder, SnoozeReminder
from policy.deadlines import Step

_LONGEST_LABEL: Final = 75
"""What Slack takes on a button."""

_MOST: Final = 40
_FEW: Final = 6
"""Things in a message up to which each can be handed on by a button; of more, by words."""


def buttons(steps: Sequence[Step]) -> tuple[Choice, ...]:
    """The choices of a message, most urgent first: act, done, snooze, hand on; for several at once where they fit."""
    names = _names(steps)
    found = [*_together(steps)]
    for step, name in zip(steps, names, strict=True):
        found += _of(step, name, few=len(steps) <= _FEW)
    taken: set[str] = set()
    return tuple(_labelled(choice, taken) for choice in found[:_MOST])


def _of(step: Step, name: str, *, few: bool) -> Iterator[Choice]:
    one = step.deadline
    values = {**one.said, "name": name, "Name": name[:1].upper() + name[1:]}
    for button in one.own if step.own else one.buttons:
        yield Choice(button.label.format_map(values), button.act)
    if step.rung.closing:
        return
    yield Choice(f"Snooze {name}", SnoozeReminder(deadline=one.id, called=name))
    if few and not step.own:
        yield Choice(f"Hand {name} to …", HandOverReminder(deadline=one.id, called=name))


def _together(steps: Sequence[Step]) -> Iterator[Choice]:
    """One button for several that fall together."""
    topics: dict[str, list[Step]] = {}
    for step in steps:
        if not step.rung.closing:
            topics.setdefault(step.deadline.topic, []).append(step)
    for same in topics.values():
        first, *rest = [step.deadline.id for step in same]
        kinds = {step.deadline.kind for step in same}
        label = same[0].deadline.words.done_many
        if rest and label and len(kinds) == 1:
            yield Choice(label, FinishReminder(deadline=first, also=tuple(rest), called="these"))
    if len(going := [step.deadline.id for step in steps if not step.rung.closing]) > 2:
        yield Choice("Snooze everything", SnoozeReminder(deadline=going[0], also=tuple(going[1:]), called="these"))


def _names(steps: Sequence[Step]) -> list[str]:
    """How each is called: by its shortest name that no other has."""
    every = Counter(name for step in steps for name in step.deadline.names)
    return [next((name for name in step.deadline.names if every[name] == 1), step.deadline.id) for step in steps]


def _labelled(choice: Choice, taken: set[str]) -> Choice:
    """The choice under a label that is short enough and not taken; numbered where it is."""
    label = cut = choice.label if len(choice.label) <= _LONGEST_LABEL else f"{choice.label[: _LONGEST_LABEL - 1]}…"
    number = 2
    while label in taken:
        label = f"{cut[: _LONGEST_LABEL - 5]} ({number})"
        number += 1
    taken.add(label)
    return Choice(label, choice.act, choice.confirmed)
