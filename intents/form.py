"""The form of a question as its grammar shows it: does it want a yes or no, or words?"""

from collections.abc import Sequence
from typing import Final

from intents.lexicon import load
from policy.decision import Form

_ASKS: Final = {kind: frozenset(words) for kind, words in load("form")["asks"].items()}
CLAUSES: Final = _ASKS["clauses"]
"""Words that begin a clause which another one follows: "when it ends, can we …"."""
ASIDES: Final = _ASKS["asides"]
"""Words behind a comma that begin what only describes: "our office, which is on our profile, …"."""
_ENDS: Final = frozenset(".?!")
_FEW: Final = 9
"""Words of a question that is only named: "the deadline for a refund?"."""


def form_in(low: Sequence[str]) -> Form | None:
    """The form of a question: "is …?" asks for yes or no, "which …?" does not.

    Of the last sentence that asks; None where its first word tells nothing ("what about …?", "can you tell me who …?").
    """
    words = [word for word in _without_asides(_main_clause(_asking(low))) if word not in _ASKS["passed_over"]]
    if not words:
        return None
    first, second = words[0], words[1] if len(words) > 1 else ""
    if len(words) <= _FEW and (first in _ASKS["amounts"] or (first in ("the", "a") and second in _ASKS["amounts"])):
        return Form.OPEN
    if first in _ASKS["open"]:
        turned = second in ("about", "if") or any(word in _ASKS["tags"] for word in words[-2:])
        return None if turned else Form.OPEN
    for at, word in enumerate(words):
        if word in _ASKS["telling"]:  # "tell me when", "any idea how long", "I wonder whether"
            told = next((one for one in words[at + 1 : at + 3] if one in _ASKS["open"] | _ASKS["whether"]), None)
            if told is not None:
                return Form.POLAR if told in _ASKS["whether"] else Form.OPEN
    plain = first in _ASKS["polar"] and (_ASKS["telling"] | _ASKS["open"]).isdisjoint(words)
    return Form.POLAR if plain else None


def _asking(low: Sequence[str]) -> Sequence[str]:
    """The last sentence that asks, without its end: of "who buys the offers? I need a name" the first."""
    end = len(low)
    while end and low[end - 1] in _ENDS:
        end -= 1
    asked = next((n for n in range(end, 0, -1) if low[n - 1] == "?"), 0)
    if low[end : end + 1] != ["?"] and asked > 1:
        end = asked - 1
    start = next((n + 1 for n in range(end - 1, -1, -1) if low[n] in _ENDS), 0)
    return low[start:end]


def _main_clause(words: Sequence[str]) -> Sequence[str]:
    """What is asked behind a clause: "when the year ends, does …?", "we paid in May, until when …?"."""
    behind = _ASKS["polar"] if words and words[0] in CLAUSES else _ASKS["open"]
    for at in range(len(words) - 1):
        asks = at + 1 + (words[at + 1] in _ASKS["passed_over"])
        if words[at] == "," and asks < len(words) and words[asks] in behind and not _is_aside(words, at):
            return words[asks:]
    return words


def _without_asides(words: Sequence[str]) -> Sequence[str]:
    for at in range(len(words) - 1):
        if words[at] == "," and _is_aside(words, at):
            return [*words[:at], *words[words.index(",", at + 1) :]]
    return words


def _is_aside(words: Sequence[str], comma: int) -> bool:
    """Whether what stands behind a comma only describes, up to another one."""
    return words[comma + 1] in ASIDES and "," in words[comma + 2 :]
