"""Whose word a question is about where two have spoken: "I say it's free, he says it costs one. Is he right?"."""

from collections.abc import Sequence
from typing import Final

from intents.lexicon import load

_FILE: Final = {kind: frozenset(words) for kind, words in load("form")["sides"].items()}


def other_side(low: Sequence[str]) -> tuple[int, int] | None:
    """The words, start and end, of the claim that is not asked about; None where no two are told apart."""
    if _FILE["right"].isdisjoint(low):
        return None
    says = [at for at in range(1, len(low)) if low[at] in _FILE["says"]]
    if len(says) != 2:
        return None
    asked = _asked(low, says[1])
    mine = [low[at - 1] in _FILE["own"] for at in says]
    if asked is None or mine[0] is mine[1]:
        return None
    at, own = asked
    middle = max((n + 1 for n in range(says[0], says[1]) if low[n] in _FILE["breaks"]), default=0)
    if not middle:
        return None
    return (middle, at) if mine[0] is own else (says[0] - 1, middle)


def _asked(low: Sequence[str], behind: int) -> tuple[int, bool] | None:
    """Where "am I right?" or "is he right?" begins, and whether it asks about the one who speaks."""
    for at in range(behind, len(low) - 2):
        if low[at] in _FILE["be"] and not _FILE["right"].isdisjoint(low[at + 2 : at + 4]):
            return at, low[at + 1] in _FILE["own"]
    return None
