"""Whether a sentence speaks of more than was granted: "we hold 10 licences, may we go up to 25?"."""

from collections.abc import Sequence
from typing import Final

from intents.marks import Kind, Tag
from intents.numbers import number_of

_HELD: Final = frozenset("hold have has own got listed lists list granted grants grant shows showed says".split())
_BEHIND: Final = frozenset("listed granted ours".split())
_NEAR: Final = 3
_TAKES: Final = frozenset("take have get claim draw".split())
_TAKEN: Final = frozenset("licences licenses seats copies".split())
_OTHERS: Final = frozenset("sell give lend resell rent customer customers client clients back away over left".split())
_TH: Final = ("st", "nd", "rd", "th")


def told_of_a_count(low: Sequence[str], tags: Sequence[Tag]) -> dict[str, bool]:
    """The facts that the numbers of a sentence tell; none for most."""
    if _is_more_than_granted(low, tags):
        return {"beyond_grant": True, "over_count": True}
    return {"takes_many": True} if _takes_many(low) else {}


def _is_more_than_granted(low: Sequence[str], tags: Sequence[Tag]) -> bool:
    """Whether some number of the sentence is larger than one that stands right behind "we hold" or "listed"."""
    if _HELD.isdisjoint(low):
        return False
    dates = [tag for tag in tags if tag.kind in (Kind.DATE, Kind.PRODUCT, Kind.TOKEN, Kind.KEY)]
    numbers = {
        at: number
        for at, word in enumerate(low)
        if (number := _number(word)) is not None and not any(tag.start <= at < tag.end for tag in dates)
    }
    held = [
        n
        for at, n in numbers.items()
        if not _HELD.isdisjoint(low[max(0, at - _NEAR) : at]) or not _BEHIND.isdisjoint(low[at + 1 : at + _NEAR])
    ]
    return bool(held) and len(numbers) > 1 and max(numbers.values()) > min(held)


def _takes_many(low: Sequence[str]) -> bool:
    """Whether somebody would help himself to a number of licences: "may we take twenty Windows licences?"."""
    if _TAKEN.isdisjoint(low) or _TAKES.isdisjoint(low) or not _OTHERS.isdisjoint(low):
        return False
    return any(
        low[at - 1] in _TAKES and (_number(low[at]) or 0) > 1 and not _TAKEN.isdisjoint(low[at + 1 : at + 1 + _NEAR])
        for at in range(1, len(low))
    )


def _number(word: str) -> int | None:
    """25, twenty-five, a 12th."""
    if word[:-2].isdecimal() and word.endswith(_TH):
        return int(word[:-2])
    return int(word) if word.isdecimal() and len(word) < 6 else number_of(word)
