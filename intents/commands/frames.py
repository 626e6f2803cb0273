"""The grammar that an act stands in where nobody asks for it: "he agreed to …", "legend has it that …".

Like the rest of what stands beside an act it only spares people proposals.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from intents.lexicon import load
from intents.marks import Kind, Tag
from intents.model import Mood
from intents.words import STOPS

_FILE: Final = load("asides")["frames"]
_VERBS: Final = frozenset(_FILE["verbs"]["words"])
_BIDS: Final = frozenset(_FILE["bids"]["words"])
_MEANS: Final = frozenset(_FILE["means"]["words"])
_AHEAD: Final = frozenset(_FILE["ahead"]["words"])
_SAYS: Final = frozenset(_FILE["says"]["words"])
_SUBJECTS: Final = frozenset(_FILE["subjects"]["words"])
_GERUNDS: Final = frozenset(_FILE["gerunds"]["words"])
_OF_GERUNDS: Final = frozenset(_FILE["before_gerunds"]["words"])
_HOLDS: Final = frozenset(_FILE["holds"]["words"])
_OWN: Final = frozenset(_FILE["holds"]["own"])
_ANEW: Final = frozenset({"mean", "say"})
_LIKE: Final = frozenset(_FILE["of_gerunds"]["words"])
_WHILE: Final = frozenset(_FILE["while"]["words"])
_GOT_TO: Final = frozenset({"round", "around", "down", "got", "get"})
_HERE: Final = frozenset({"you", "u"})
_ENDS: Final = STOPS | {"please", "pls"}
_NAMED: Final = frozenset({Kind.PERSON, Kind.TOKEN, Kind.KEY})


def frame_around(low: Sequence[str], tags: Sequence[Tag]) -> Mood | None:
    """How an act is meant by the grammar around it; None where it stands free."""
    if "to" in low and (mood := _infinitive(low, tags)):
        return mood
    if "that" in low and _is_told(low, tags):
        return Mood.REPORTED
    if not _HOLDS.isdisjoint(low) and _is_held(low, tags):
        return Mood.REPORTED
    if not _GERUNDS.isdisjoint(low):
        if low[0] in _GERUNDS and not _LIKE.isdisjoint(low):
            return Mood.HYPOTHETICAL
        for at in range(1, len(low)):
            if low[at] in _GERUNDS and low[at - 1] in _OF_GERUNDS and low[max(at - 2, 0)] not in _GOT_TO:
                return Mood.HYPOTHETICAL
    if "you" in low and any(of[1] == "you" and of[0] in _WHILE and of[2] in _VERBS for of in _threes(low)):
        return Mood.HYPOTHETICAL
    lets_know = any(of[0] == "let" and of[2] == "know" and of[1] not in _HERE for of in _threes(low))
    return Mood.REPORTED if lets_know else None


def _threes(low: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(low, low[1:], low[2:], strict=False)


def _infinitive(low: Sequence[str], tags: Sequence[Tag]) -> Mood | None:
    """Of "the team agreed to give …": a plan or somebody's words; not of "used K4 to activate …", "had to view …"."""
    for at in range(1, len(low) - 2):
        if low[at] != "to" or low[at + 1] not in _VERBS or low[at + 2] in _ENDS:
            continue
        if not _MEANS.isdisjoint(low[:at]):
            return None
        if low[at - 1] in _AHEAD:
            return Mood.PLAN
        if low[at - 1] in _BIDS or any(tag.end == at and tag.kind is Kind.PERSON for tag in tags):
            return Mood.REPORTED
    return None


def _is_held(low: Sequence[str], tags: Sequence[Tag]) -> bool:
    """Whether a clause is what somebody thinks or tells, without "that": "I suspect we viewed token 7"."""
    named = {tag.start for tag in tags if tag.kind in _NAMED}
    return any(
        low[at] in _HOLDS
        and (at + 1 in named or low[at + 1] in _SUBJECTS)
        and not (low[at] in _ANEW and low[at - 1] in _OWN)
        for at in range(1, len(low) - 1)
    )


def _is_told(low: Sequence[str], tags: Sequence[Tag]) -> bool:
    """Whether a clause behind "that" is what somebody says or thinks: "the report states that token 7 was viewed"."""
    for at in range(1, len(low) - 3):
        if low[at] == "that" and low[at - 1] in _SAYS:
            if low[at + 1] in _SUBJECTS or any(tag.start == at + 1 and tag.kind in _NAMED for tag in tags):
                return True
    return False
