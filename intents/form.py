"""The form of a question as its grammar shows it: does it want a yes or no, or words?"""

from collections.abc import Sequence
from typing import Final

from intents.lexicon import load
from policy.decision import Form

_FILE: Final = load("form")
_ASKS: Final = {kind: frozenset(words) for kind, words in _FILE["asks"].items()}
_CHOICES: Final = tuple((frozenset(one["one"]), frozenset(one["other"])) for one in _FILE["choice"])
"""What "X or Y?" lets choose between: "monthly or in bulk?"."""
CLAUSES: Final = _ASKS["clauses"]
"""Words that begin a clause which another one follows: "when it ends, can we …"."""
ASIDES: Final = _ASKS["asides"]
"""Words behind a comma that begin what only describes: "our office, which is on our profile, …"."""
_ENDS: Final = frozenset(".?!")
_FEW: Final = 9
"""Words of a question that is only named: "the deadline for a refund?"."""
_NEAR: Final = 5
"""Words beside "or" in which the two that it lets choose between stand."""


def form_in(low: Sequence[str]) -> Form | None:
    """The form of a question: "is …?" asks for yes or no, "which …?" does not.

    Of the last sentence that asks; None where its first word tells nothing ("what about …?", "can you tell me who …?").
    """
    asking = _asking(low)
    if "or" in asking and _is_a_choice(asking):
        return Form.OPEN
    words = [word for word in _without_asides(_main_clause(asking)) if word not in _ASKS["passed_over"]]
    if not words:
        return None
    if words[0] in _ASKS["whether"] and words[0] not in CLAUSES:
        return Form.POLAR
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


def other_half(low: Sequence[str]) -> tuple[int, int] | None:
    """The words of the second half of "must we show it, or can we refuse?", where the first is asked; None without."""
    for at in range(2, len(low) - 1):
        if low[at] == "or" and low[at + 1] in _ASKS["polar"] | _ASKS["opposed"]:
            start = next((n + 1 for n in range(at - 1, -1, -1) if low[n] in _ENDS), 0)
            if at - start > 1 and _ASKS["open"].isdisjoint(low[start : start + 2]):
                return at, next((n for n in range(at, len(low)) if low[n] in _ENDS), len(low))
    return None


def _is_a_choice(words: Sequence[str]) -> bool:
    """Whether a question lets choose between two things: "per user or per device?", "monthly or in bulk?".

    "May we …?" and "do we get …?" want a yes or no, whatever they join.
    """
    if not _ASKS["joining"].isdisjoint(words):
        return False
    at = words.index("or")
    before, behind = {*words[max(0, at - _NEAR) : at]}, {*words[at + 1 : at + 1 + _NEAR]}
    if _ASKS["apart"] & before & {*words[at + 1 : at + 2]} or "per" in before:  # "from payment or from activation?"
        return True
    return any(
        (before & one and behind & other) or (before & other and behind & one)
        for one, other in _CHOICES
        if not (before & one and before & other)
    )


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
    tells = bool(words) and words[0] not in _ASKS["polar"] | _ASKS["open"] | _ASKS["telling"]
    for at in range(len(words) - 1):
        if words[at] != ",":
            continue
        asks = at + 1 + (words[at + 1] in _ASKS["passed_over"])
        if asks < len(words) and words[asks] in behind and not _is_aside(words, at):
            return words[asks:]
        if tells and {*words[asks : asks + 1]} & _ASKS["polar"] and {*words[asks + 1 : asks + 2]} & _ASKS["subjects"]:
            return words[asks:]  # "we're silver, can we …?"
    return words


def _without_asides(words: Sequence[str]) -> Sequence[str]:
    for at in range(len(words) - 1):
        if words[at] == "," and _is_aside(words, at):
            return [*words[:at], *words[words.index(",", at + 1) :]]
    return words


def _is_aside(words: Sequence[str], comma: int) -> bool:
    """Whether what stands behind a comma only describes, up to another one."""
    return words[comma + 1] in ASIDES and "," in words[comma + 2 :]
