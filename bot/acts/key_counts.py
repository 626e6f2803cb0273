"""A number of activations that may be what is left of a key, what was used, or what it came with."""

from collections.abc import Sequence
from typing import Final

from bot.answers.questions import heard
from bot.record.recording import CANCEL
from bot.record.records import Visit
from bot.record.said import Said
from bot.reply import Kind, Reply
from bot.talk.plan import Plan, Wish
from intents.marks import Kind as Tagged
from intents.model import Reading
from policy.acts import ActivateKey, AddKey, Correct, CountKey
from policy.context import count
from policy.ledger import Key

_LEFT: Final = frozenset("left remaining remain remains unused available free portal".split())
_PLAIN: Final = _LEFT | {"used", "says", "shows", "now"}
_USED: Final = frozenset("used use burned burnt consumed spent took".split())
_ACTIVATIONS: Final = frozenset({"activation", "activations", "installs", "installations"})


def which_count(visit: Visit, reading: Reading, wishes: Sequence[Wish]) -> Said | None:
    """Asks what a number of activations of a key that is known stands for; None where that is plain.

    "K1 had 30 activations" where it came with 25, "record 5 activations on key K1", "we burned 3 activations of K1".
    """
    act = wishes[0].act if len(wishes) == 1 else None
    if isinstance(act, CountKey) and act.key is not None and act.left is not None:
        state = _known(visit, act.key)
        if state is None or not _PLAIN.isdisjoint(reading.words):
            return None
        if state.activations is None or act.left <= state.activations:
            return None
        return _asked(visit, reading, state, act.left, used=False)
    many = _said_used(reading)
    if isinstance(act, CountKey | ActivateKey) and act.key is not None and many is not None:
        state = _known(visit, act.key)
        return _asked(visit, reading, state, many, used=True) if state else None
    if isinstance(act, AddKey) and act.label is not None and act.activations is not None and act.product is None:
        state = _known(visit, act.label)
        return _asked(visit, reading, state, act.activations, used=True) if state else None
    return None


def _said_used(reading: Reading) -> int | None:
    """How many activations are said to have been used, where it is more than one: "we burned 3 activations of K1"."""
    counts = reading.named(Tagged.COUNT)
    many = int(counts[0].value) if len(counts) == 1 else 0
    of_activations = many > 1 and not (_USED | _ACTIVATIONS).isdisjoint(reading.words)
    return many if of_activations and _LEFT.isdisjoint(reading.words) else None


def _known(visit: Visit, label: str) -> Key | None:
    licences = visit.ledger.licences
    return licences.key(licences.labelled("key", label) or label, visit.today)


def _asked(visit: Visit, reading: Reading, state: Key, number: int, *, used: bool) -> Said:
    """Whether so many are left, were used, or are all that the key came with; `used`: that may be meant too."""
    said = f"{number:,}"
    counted = CountKey(key=state.id, left=number)
    offers: dict[str, Plan] = {
        f"{said} left, as the portal says": Plan((Wish(counted),), sure=False),
        f"It came with {said}": Plan((Wish(Correct(seq=state.issue, changes=(("activations", number),))),), sure=False),
    }
    meant = f"{said} left, or {said} in all"
    if used and state.left is not None and number <= state.left:
        after = CountKey(key=state.id, left=state.left - number)
        offers = {f"{said} more were used": Plan((Wish(after),), sure=False), **offers}
        meant = f"{said} used, {said} left, or {said} in all"
    offers[CANCEL] = Plan()
    came_with = count(state.activations, "activation") if state.activations is not None else "no number said"
    text = f"**{meant}?** #{state.issue} says that key {state.label} came with {came_with}."
    return Said(Reply(kind=Kind.QUESTION, text=text, choices=tuple(offers), reading=heard(reading)), offers)
