"""Whether something is done for a business that is not one's own: "the wages for three bakeries"."""

from collections.abc import Sequence
from typing import Final

from intents.lexicon import load

_FILE: Final = load("others")
_BUSINESS: Final = frozenset(_FILE["business"]["nouns"])
_TRADE: Final = frozenset(_FILE["trade"]["nouns"])
_PLAIN: Final = frozenset(_FILE["business"]["plain"])
_PERHAPS_OWN: Final = frozenset(_FILE["trade"]["plain"])
_NEAR: Final = frozenset(_FILE["trade"]["near"])
_NOT_OTHERS: Final = frozenset(_FILE["own"]["words"] + _FILE["own"]["affiliates"])
_REACH: Final = 4


def told_of_others(low: Sequence[str]) -> dict[str, bool]:
    """The fact that "for" stands before a business with a name, a number or the like, and that it is not ours."""
    if "for" not in low or (_BUSINESS.isdisjoint(low) and _TRADE.isdisjoint(low)):
        return {}
    others = any(_names_others(low, at) for at in range(len(low)) if low[at] == "for")
    return {"for_others": True} if others else {}


def _names_others(low: Sequence[str], at: int) -> bool:
    for n in range(at + 1, min(len(low), at + 2 + _REACH)):
        between = low[at + 1 : n]
        if not _NOT_OTHERS.isdisjoint(low[at + 1 : n + 1]):
            return False
        if low[n] in _BUSINESS:
            return any(word not in _PLAIN for word in between)
        if low[n] in _TRADE:
            return any(word not in _PERHAPS_OWN for word in between) or not _NEAR.isdisjoint(low[n + 1 : n + 3])
    return False
