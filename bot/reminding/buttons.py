"""The buttons below a reminder: what can be done about each thing in it, each label once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from policy.acts import Act, AskAdministrator, Choice, FinishReminder, HandOverReminder, SnoozeReminder
from policy.deadlines import Step

_LONGEST_LABEL: Final = 75
"""What Slack takes on a button."""

_LONGEST_TOGETHER: Final = 1_200
"""Characters of the ids that one button may carry; Slack takes 2,000 in all."""

_MOST: Final = 40
_FEW: Final = 6
"""Things in a message up to which each can be handed on by a button; of more, by words."""


def buttons(steps: Sequence[Step], *, records: bool = True) -> tuple[Choice, ...]:
    """The choices of a message, most urgent first: act, done, snooze, hand on; for several at once where they fit.

    What somebody who may not record (`records` is False) reports goes to the administrators.
    """
    names = _names(steps)
    found = [*_together(steps)]
    for step, name in zip(steps, names, strict=True):
        found += _of(step, name, few=len(steps) <= _FEW)
    if not records:
        found = [replace(choice, act=_asked(choice)) for choice in found]
    taken: set[str] = set()
    return tuple(_labelled(choice, taken) for choice in found[:_MOST])


def _of(step: Step, name: str, *, few: bool) -> Iterator[Choice]:
    one = step.deadline
    values = {**one.said, "name": name, "Name": name[:1].upper() + name[1:]}
    for button in one.own if step.own else one.buttons:
        yield Choice(button.label.format_map(values), button.act)
    if step.rung.closing:
        return
    last = None if one.possible else one.day
    yield Choice(f"Snooze {name}", SnoozeReminder(deadline=one.id, called=name, last=last))
    if few and not step.own:
        yield Choice(f"Hand {name} to …", HandOverReminder(deadline=one.id, called=name))


def _asked(choice: Choice) -> Act | None:
    """What a choice does for who may not record: reminders are their own matter, the rest is asked for."""
    own = isinstance(choice.act, FinishReminder | HandOverReminder | SnoozeReminder | AskAdministrator)
    return choice.act if own or choice.act is None else AskAdministrator(wish=choice.act, words=choice.label)


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
        if rest and label and len(kinds) == 1 and sum(map(len, rest)) <= _LONGEST_TOGETHER:
            yield Choice(label, FinishReminder(deadline=first, also=tuple(rest), called="these"))
    going = [step.deadline.id for step in steps if not step.rung.closing]
    if len(going) > 2 and sum(map(len, going)) <= _LONGEST_TOGETHER:
        yield Choice("Snooze everything", SnoozeReminder(deadline=going[0], also=tuple(going[1:]), called="these"))


def _names(steps: Sequence[Step]) -> list[str]:
    """How each is called: by its shortest name that no other has."""
    names = [step.deadline.own_names if step.own else step.deadline.names for step in steps]
    every = Counter(name for found in names for name in found)
    return [next((name for name in found if every[name] == 1), found[-1]) for found in names]


def _labelled(choice: Choice, taken: set[str]) -> Choice:
    """The choice under a label that is short enough and not taken; numbered where it is."""
    label = cut = choice.label if len(choice.label) <= _LONGEST_LABEL else f"{choice.label[: _LONGEST_LABEL - 1]}…"
    number = 2
    while label in taken:
        label = f"{cut[: _LONGEST_LABEL - 5]} ({number})"
        number += 1
    taken.add(label)
    return Choice(label, choice.act, choice.confirmed)
