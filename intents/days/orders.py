"""Which words of a sentence stand in an order or a plan: there a day without a year is to come."""

from collections.abc import Sequence
from typing import Final

from intents.marks import WORDS
from intents.words import STOPS

_SPLITS: Final = frozenset(STOPS | {"then"})


def planned(low: Sequence[str]) -> list[bool]:
    """For each word, whether its clause orders something or tells of what is to be.

    "assign VS to ana from monday" does, "ana got VS on monday" does not. A piece behind a comma that begins
    like the rest of a clause (", from monday") goes with the piece before it.
    """
    found: list[bool] = []
    start = 0
    while start < len(low):
        end = start
        while end < len(low) and low[end] not in _SPLITS:
            end += 1
        goes_on = start > 0 and low[start - 1] == "," and _goes_on(low[start]) if start < len(low) else False
        orders = (found[-1] if found else False) if goes_on else _orders(low[start:end])
        found += [orders] * (min(end + 1, len(low)) - start)
        start = end + 1
    return found


def _goes_on(word: str) -> bool:
    return word in WORDS["clause_goes_on"] or word[0].isdigit()


def _orders(words: Sequence[str]) -> bool:
    for word in words:
        if word in WORDS["orders"]:
            return True
        if word not in WORDS["before_orders"]:
            break
    return any(word in WORDS["present"] for word in words)
