"""What somebody wants to use something for: "for customer training", "at home", "to host a customer's app"."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from intents.lexicon import load
from intents.marks import Tag
from intents.words import STOPS, Words

_FILE: Final = {key: frozenset(entry["words"]) for key, entry in load("uses").items()}
_ENDS: Final = STOPS | _FILE["behind"]
_SPLITS: Final = _FILE["splits"]
_AROUND_PRODUCT: Final = _FILE["around_product"]
_STARTS: Final = _FILE["verbs"] | _FILE["verbs_of_something"] | _FILE["prepositions"] | {"to"}


def uses_in(words: Words, tags: Sequence[Tag]) -> tuple[str, ...]:
    """Each use that a question names, as typed, without the article before it."""
    taken = {at for tag in tags for at in range(tag.start, tag.end)}
    found: list[str] = []
    for start, end in _spans(words.low, taken):
        while start < end and words.low[start] in _FILE["articles"] and words.low[start - 1] != "with":
            start += 1
        piece = words.text[words.spans[start][0] : words.spans[end - 1][1]] if start < end else ""
        if piece and piece not in found:
            found.append(piece)
    return tuple(found)


def _spans(low: Sequence[str], taken: set[int]) -> Iterator[tuple[int, int]]:
    behind = 0
    for at, (word, following) in enumerate(pairwise([*low, ""])):
        if at < behind or not (word in _STARTS or following == "use" or at == 1):
            continue
        span = None
        if at in taken:
            pass
        elif word in _FILE["verbs"]:
            span = (at, at + 1)
        elif word in _FILE["verbs_of_something"]:
            span = (at, _end(low, taken, at + 1))
        elif word in _FILE["prepositions"] or _begins_purpose(low, at):
            span = (at + 1, _end(low, taken, at + 1))
        elif following == "use" and word not in _FILE["not_a_use"]:
            span = (at, at + 2)
        elif at == 1 and low[0] == "is" and word not in _FILE["not_a_use"] | _FILE["articles"]:
            end = _end(low, taken, at)
            span = (at, end) if end < len(low) and low[end] in _FILE["around_product"] else None
        if span and span[1] > span[0] and not taken.intersection(range(*span)):
            yield span
        behind = span[1] if span else 0


def _begins_purpose(low: Sequence[str], at: int) -> bool:
    """ "to host …", but not "allowed to", nor "to use"."""
    following = low[at + 1] if at + 1 < len(low) else ""
    purpose = low[at] == "to" and following not in _FILE["plain_verbs"]
    return purpose and (at == 0 or low[at - 1] not in _FILE["allowed"])


def _end(low: Sequence[str], taken: set[int], at: int) -> int:
    """The word behind a use: at a stop, a name, a preposition before one, or a word that asks for the yes."""
    start = at
    while at < len(low) and at not in taken and low[at] not in _ENDS:
        word = low[at]
        if at > start and (word in _SPLITS or (word in _AROUND_PRODUCT and at + 1 in taken)):
            break
        at += 1
    return at
