"""Where one request of a message ends and the next begins."""

from collections.abc import Sequence
from typing import Final

from intents.form import ASIDES, CLAUSES

_ENDS: Final = frozenset("?!.;\n…")
_QUESTION_STARTS: Final = frozenset(
    (
        "what which who whom whose when where why how is are was were do does did has have can could may "
        "might shall should am will would any isn't aren't won't can't doesn't don't whats whos hows"
    ).split()
)
_TAILS: Final = frozenset(
    (
        "right ok okay fine correct yes no allowed possible legal true permitted thanks cheers please kosher "
        "cool legit thoughts pls thx ty agreed huh ta good safe risky problem"
    ).split()
)
_JOINTS: Final = frozenset({"and", "also", "plus", "then", "&", ","})
_AFTER_JOINT: Final = frozenset(
    tuple(start.split())
    for start in (
        "who", "when", "what", "where", "which", "whats", "what's", "how many", "how much", "how long", "until when",
        "can we", "can i", "may we", "may i", "could we", "are we", "do we", "is it", "is there",
        "are there", "does it",
    )
)  # fmt: skip


def grouped(low: Sequence[str], parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The requests that the parts of a message make up: start and end (not included) of each.

    A statement belongs to the question beside it: "we're gold, we reimaged the box. did that burn one?" is one
    request; two questions are two.
    """
    if not parts:
        return []
    if len(parts) == 1 or sum(_asks(low, part) for part in parts) <= 1:
        return [(parts[0][0], parts[-1][1])]
    merged: list[tuple[int, int]] = []
    start: int | None = None
    for part in parts:
        start = part[0] if start is None else start
        if _asks(low, part):
            merged.append((start, part[1]))
            start = None
    if start is not None:
        merged[-1] = (merged[-1][0], parts[-1][1])
    return merged


def sentences(low: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end (not included) of each sentence; a question behind "and" begins one."""
    parts: list[tuple[int, int]] = []
    start = 0
    for at, word in enumerate(low):
        if word in _ENDS:
            if at > start:
                parts.append((start, at + 1))
            elif parts:
                parts[-1] = (parts[-1][0], at + 1)
            start = at + 1
        elif word in _JOINTS and at - start >= 3 and _question_follows(low, at + 1) and not _is_aside(low, start, at):
            parts.append((start, at))
            start = at + 1
    if start < len(low):
        parts.append((start, len(low)))
    whole: list[tuple[int, int]] = []
    for part in parts:
        if whole and _is_tail(low, part):
            whole[-1] = (whole[-1][0], part[1])
        else:
            whole.append(part)
    return whole


def _question_follows(low: Sequence[str], at: int) -> bool:
    if at < len(low) and low[at] in ("and", "also"):
        at += 1
    return any(tuple(low[at : at + size]) in _AFTER_JOINT for size in (1, 2))


def _is_aside(low: Sequence[str], start: int, at: int) -> bool:
    """Whether a comma parts one question: "our office, which is on our profile, …", "when it ends, can we …"."""
    if low[at] != ",":
        return False
    if low[start] in CLAUSES:
        return True
    if low[at + 1] not in ASIDES:
        return False
    end = next((word for word in low[at + 2 :] if word in _ENDS or word == ","), ".")
    return end in (",", ".")


def _is_tail(low: Sequence[str], part: tuple[int, int]) -> bool:
    """A few words that only ask for a yes to what was said before: "right?", "is that ok?", "or not"."""
    words = [word for word in low[part[0] : part[1]] if word not in _ENDS and word != ","]
    return len(words) <= 4 and (not words or any(word in _TAILS for word in words))


def _asks(low: Sequence[str], part: tuple[int, int]) -> bool:
    words = [word for word in low[part[0] : part[1]] if word not in (",", '"')]
    while words and words[0] in ("and", "also", "so", "but", "ok", "then", "hi", "hey", "hello"):
        words = words[1:]
    if not words or words[-1] == "?":
        return bool(words)
    tells = words[0] in CLAUSES and words[-1] == "." and words[1] not in _QUESTION_STARTS  # "when we paid it said 5."
    return words[0] in _QUESTION_STARTS and not tells


def joined_at(low: Sequence[str]) -> int | None:
    """Where a second half is joined to a question by ", and": "may we use it for clients, and move a seat?"."""
    return next((at for at in range(3, len(low) - 3) if low[at] == "," and low[at + 1] == "and"), None)
