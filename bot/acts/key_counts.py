"""A number of activations that may be what is left of a key, or what it came with: "K1 had 30 activations"."""

from collections.abc import Sequence
from typing import Final

from bot.answers.questions import heard
from bot.record.recording import CANCEL, Said
from bot.record.records import Visit
from bot.reply import Kind, Reply
from bot.talk.conversation import Offers, Plan, Wish
from intents.model import Reading
from policy.acts import Correct, CountKey
from policy.context import count

_PLAIN: Final = frozenset("left remaining remain remains unused available free used portal says shows now".split())


def left_or_in_all(visit: Visit, reading: Reading, wishes: Sequence[Wish]) -> Said | None:
    """Asks which is meant where the number is larger than what the key was issued with; None where it is not."""
    act = wishes[0].act if len(wishes) == 1 else None
    if not isinstance(act, CountKey) or act.left is None or act.key is None or not _PLAIN.isdisjoint(reading.words):
        return None
    state = visit.ledger.licences.key(visit.ledger.licences.labelled("key", act.key) or act.key, visit.today)
    if state is None or state.activations is None or act.left <= state.activations:
        return None
    said = f"{act.left:,}"
    put_right = Correct(seq=state.issue, changes=(("activations", act.left),))
    offers: Offers = {
        f"{said} left, as the portal says": Plan((Wish(act),), sure=False),
        f"It came with {said}": Plan((Wish(put_right),), sure=False),
        CANCEL: Plan(),
    }
    came_with = count(state.activations, "activation")
    text = f"**{said} left, or {said} in all?** #{state.issue} says that key {act.key} came with {came_with}."
    return Said(Reply(kind=Kind.QUESTION, text=text, choices=tuple(offers), reading=heard(reading)), offers)
