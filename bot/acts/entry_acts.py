"""Entries taken back or put right, from what is said."""

import re
from typing import Any, Final

from bot.acts.said import Make, Said, Unclear
from intents.marks import WORDS, Kind
from policy import acts
from policy.acts import Act

_LABELLED: Final = WORDS["token_nouns"] | WORDS["key_nouns"]
"""Behind these words a number is the label of a key or token: "undo token 7"."""
_SPAN: Final = re.compile(r"#?(\d{1,9}) ?(?:-|to|through) ?#?(\d{1,9})\b")
_NUMBER: Final = re.compile(r"#?\d{1,9}")
_MOST_ENTRIES: Final = 30
_ENTRY: Final = re.compile(r"#?(-?\d{1,18})")
"""A number that an entry can have or not: "#14", "-1", "99999999999"."""


def _undo(said: Said) -> list[Act] | Unclear:
    numbers = _entry_numbers(said)
    labels = (said.tags(Kind.KEY) or said.tags(Kind.TOKEN)) and not _LABELLED.isdisjoint(said.reading.words)
    if labels or (said.tags(Kind.DATE) and not numbers):
        return Unclear("**Which entry?** Say its number, such as “undo 14”; “what did I record today” lists them.")
    if said.reading.plain or len(numbers) < 2:
        return [acts.Undo(seq=_entry_number(said))]
    return [acts.Undo(seqs=tuple(sorted(numbers)))]


def _entry_numbers(said: Said) -> set[int]:
    """The numbers of entries: "undo 5 and 6", "#5, #6 and #7", "undo 5-7"."""
    if span := _SPAN.search(said.reading.text):
        first, last = int(span[1]), int(span[2])
        return set(range(first, last + 1)) if first < last < first + _MOST_ENTRIES else set()
    return {int(word.lstrip("#")) for word in said.reading.words if _NUMBER.fullmatch(word)}


def _correct(said: Said) -> list[Act] | None:
    changes: list[tuple[str, Any]] = []
    if said.day is not None:
        changes.append(("on", said.day))
    if said.person() is not None:
        changes.append(("person", said.person()))
    seq = _entry_number(said)
    if not changes and said.reading.confidence < 1 and (seq is None or not said.reading.tags):
        return None
    return [acts.Correct(seq=seq, changes=tuple(changes))]


def _entry_number(said: Said) -> int | None:
    """The number of an entry: "undo 14", "#14 was on 3 Oct", "entry 14"."""
    numbered = next((word[1:] for word in said.reading.words if word[0] == "#" and word[1:].isdigit()), None)
    if numbered:
        return int(numbered)
    for tag in said.reading.tags:
        labelled = tag.kind in (Kind.KEY, Kind.TOKEN) and _LABELLED.isdisjoint(said.reading.words[: tag.start])
        if (tag.kind is Kind.COUNT or labelled) and tag.value.isdigit():
            return int(tag.value)
    named = {at for tag in said.reading.tags for at in range(tag.start, tag.end)}
    loose = (word for at, word in enumerate(said.reading.words) if at not in named)
    typed = next((match for word in loose if (match := _ENTRY.fullmatch(word))), None)
    return int(typed[1]) if typed else None


MAKERS: Final[dict[str, Make]] = {"undo": _undo, "correct_entry": _correct}
