"""What is wished for, made whole, and what a question behind it means."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.talk.plan import Wish
from intents.marks import Kind as Tagged
from intents.model import Reading
from policy.acts import (
    Act,
    ActivateKey,
    ActivateSeat,
    AddKey,
    AddPerson,
    AssignSeat,
    GiveRole,
    InstallSoftware,
    MoveSeat,
    QueueSeat,
    ReleaseSeat,
    RemoveSoftware,
    TakeRole,
    UnqueueSeat,
)

_OF_EACH: Final = (
    ActivateKey,
    InstallSoftware,
    RemoveSoftware,
    AssignSeat,
    ActivateSeat,
    ReleaseSeat,
    QueueSeat,
    UnqueueSeat,
    GiveRole,
    TakeRole,
)


def is_of_each(act: Act) -> bool:
    """Whether an act can be wished for each of several people or machines; not of a seat by its number."""
    return isinstance(act, _OF_EACH) and getattr(act, "number", None) is None


def whole(act: Act, ids: Iterator[str], secrets: tuple[str, ...]) -> Act:
    """The act with what the words do not hold: of a key typed in full its end, of somebody new an id."""
    if isinstance(act, AddKey) and len(secrets) == 1:
        return replace(act, last_five=secrets[0])
    if isinstance(act, AddPerson) and act.name and act.person is None:
        return replace(act, person=next(ids))
    return act


def meant_after(reading: Reading, wishes: Sequence[Wish]) -> Reading:
    """A question behind commands as it is meant there: "what's left" behind a seat is about seats."""
    of_keys = reading.named(Tagged.KEY) or reading.named(Tagged.TOKEN)
    of_seats = any(isinstance(wish.act, AssignSeat | MoveSeat | ReleaseSeat) for wish in wishes)
    if reading.label != "activations_left" or of_keys or not of_seats:
        return reading
    return replace(reading, label="seats_free", intent="seats_free")
