"""The allow-list: what may be recorded without asking. Everything else is proposed at most.

A clause is a command when nothing is left over: what may stand around it dropped, what it names replaced by
types, a date or a place lifted out, its verbs by their common name, the rest must be one of the skeletons of
`lexicon/commands.toml`, word for word, stops included.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intents.commands import skeletons
from intents.commands.clause import EVERY_WORD, PLEASE, bare, skeleton_of, typed
from intents.commands.skeletons import Manner
from intents.marks import Tag

_FILE: Final = skeletons.FILE
_SETTLED: Final = frozenset(_FILE["settled"]["words"])
BESIDE_AN_ACT: Final = {kind: frozenset(words) for kind, words in _FILE["question"].items()}
"""What tells a question that stands apart from the commands before it."""
_LEAVING: Final = frozenset({"LEFT", "why"})
"""Beside an order a day may be the one of leaving: "Tom left last friday, move his seat to Ana"."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d\d)|.*-\d{4}")


@dataclass(frozen=True, slots=True)
class Command:
    """What a clause commands or reports.

    `sure`: clear enough to be recorded without asking. `tells`: a fact, so that a day without its year is one
    that was; otherwise an order. `starts`: its day is one from which on it holds.
    """

    label: str
    sure: bool
    tells: bool
    starts: bool


def command_in(low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> Command | None:
    """What a clause plainly commands or reports, or None."""
    words = typed(low, tags, kinds)
    if not EVERY_WORD.issuperset(words) and skeletons.BESIDE_A_PLACE.isdisjoint(words):
        return None  # most questions end here: a word that no list has is left over, and stands for no place
    skeleton, adjuncts, opened = bare(words)
    known = skeletons.known(skeleton)
    if known is None or not known.needs <= adjuncts or not known.adjuncts | known.needs >= adjuncts - {"start"}:
        return None
    tells = known.manner is Manner.TELLS
    starts = "start" in adjuncts
    if (starts and not ("start" in known.adjuncts or "date" in known.adjuncts)) or (not tells and "lately" in adjuncts):
        return None
    polite = not PLEASE.isdisjoint(low)
    if known.manner is Manner.BEGS and not polite:
        return None
    sure = (
        polite
        if opened == "polite" or known.manner is Manner.PLEASE
        else known.manner not in (Manner.BEGS, Manner.CARDS)
    )
    sure &= opened != "leave"
    sure &= tells or "date" not in adjuncts or _LEAVING.isdisjoint({*skeleton, *adjuncts})
    return Command(known.label, sure, tells, starts)


def is_empty(low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> bool:
    """Whether a clause says nothing but a greeting or thanks."""
    return not tags and skeleton_of(low, tags, kinds) == ((), frozenset(), "")


def settled(low: Sequence[str], tag: Tag) -> bool:
    """Whether a day is the one that it is, however it is meant: "yesterday", "last friday", "3 Feb 2026"."""
    words = low[tag.start : tag.end]
    return not _SETTLED.isdisjoint(words) or any(_YEAR.fullmatch(word) for word in words)
