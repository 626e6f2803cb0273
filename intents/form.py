"""The form of a question as its grammar shows it: does it want a yes or no, or words?"""

from collections.abc import Sequence
from typing import Final

from intents.lexicon import load
from policy.decision import Form

_FILE: Final = load("form")
_ASKS: Final = {kind: frozenset(words) for kind, words in _FILE["asks"].items()}
_CHOICES: Final = tuple(
    (frozenset(one["one"]), frozenset(one["other"]), one.get("always", False)) for one in _FILE["choice"]
)
"""What "X or Y?" lets choose between: "monthly or in bulk?"; `always` beside "do we get" too."""
_TAILS: Final = frozenset(tuple(tail.split()) for tail in _FILE["tails"]["phrases"])
_LONGEST_TAIL: Final = max(map(len, _TAILS))
_TAIL_WORDS: Final = frozenset(tail[-1] for tail in _TAILS)
CLAUSES: Final = _ASKS["clauses"]
"""Words that begin a clause which another one follows: "when it ends, can we …"."""
ASIDES: Final = _ASKS["asides"]
"""Words behind a comma that begin what only describes: "our office, which is on our profile, …"."""
_ENDS: Final = frozenset(".?!")
_WHO_IS: Final = {("who", "is"), ("who", "of"), ("who's", "right"), ("whos", "right")}
_BREAKS: Final = frozenset(",-–:;")
_FEW: Final = 9
"""Words of a question that is only named: "the deadline for a refund?"."""
_NO_ALTERNATIVE: Final = _ASKS["polar"] | _ASKS["opposed"] | _ASKS["subjects"] | {"", "no", "more", "so", "else"}
"""Behind "is it … or" these begin no second thing to choose: "or not", "or do we"."""
_NEAR: Final = 5
"""Words beside "or" in which the two that it lets choose between stand."""


def form_in(low: Sequence[str]) -> Form | None:
    """The form of a question: "is …?" asks for yes or no, "which …?" does not.

    Of the last sentence that asks; None where its first word tells nothing ("what about …?", "can you tell me who …?").
    """
    asking = _asking(low)
    if "or" in asking and (_asks_how_instead(asking) or _is_a_choice(asking)):
        return Form.OPEN
    if asking and asking[-1] in _TAIL_WORDS and _ends_open(asking):
        return Form.OPEN
    words = [word for word in _without_asides(_main_clause(asking)) if word not in _ASKS["passed_over"]]
    if not words:
        return None
    if words[0] in _ASKS["whether"] and words[0] not in CLAUSES:
        return Form.POLAR
    if not _ASKS["dated"].isdisjoint(words) and _names_a_day(asking):
        return Form.OPEN
    first, second = words[0], words[1] if len(words) > 1 else ""
    if len(words) <= _FEW and (first in _ASKS["amounts"] or (first in ("the", "a") and second in _ASKS["amounts"])):
        return Form.OPEN
    if first in _ASKS["open"]:
        if words[-1] in ("right", "correct") and (first, second) in _WHO_IS:
            return Form.OPEN
        turned = second in ("about", "if") or any(word in _ASKS["tags"] for word in words[-2:])
        return None if turned else Form.OPEN
    for at, word in enumerate(words):
        if word in _ASKS["telling"]:  # "tell me when", "any idea how long", "I wonder whether"
            if word in _ASKS["persons"] and words[at + 1 : at + 2] == ["who"]:
                continue
            told = next((one for one in words[at + 1 : at + 3] if one in _ASKS["open"] | _ASKS["whether"]), None)
            if told is not None:
                return Form.POLAR if told in _ASKS["whether"] else Form.OPEN
    asks_more = any(
        word in _ASKS["telling"] or (word in _ASKS["open"] and words[at - 1] not in _ASKS["leading"])
        for at, word in enumerate(words)
    )
    plain = (first in _ASKS["polar"] or "both" in words) and not asks_more
    return Form.POLAR if plain else None


def other_half(low: Sequence[str]) -> tuple[int, int] | None:
    """The words of the second half of "must we show it, or can we refuse?", where the first is asked; None without."""
    for at in range(2, len(low) - 1):
        if low[at] == "or" and low[at + 1] in _ASKS["polar"] | _ASKS["opposed"]:
            start = next((n + 1 for n in range(at - 1, -1, -1) if low[n] in _ENDS), 0)
            if at - start > 1 and _ASKS["open"].isdisjoint(low[start : start + 2]):
                return at, next((n for n in range(at, len(low)) if low[n] in _ENDS), len(low))
    return None


def _names_a_day(words: Sequence[str]) -> bool:
    """Whether a day is only named, and so asked for: "bought on 4 May, last day for a refund?"; not beside "…, ok?"."""
    commas = [at for at, word in enumerate(words) if word == ","]
    last = words[commas[-1] + 1 :] if commas else words
    clauses = [last, words[: commas[0]]] if commas and _ASKS["polar"].isdisjoint(last[:2]) else [last]
    asks_of_it = words[-1] in _ASKS["tags"] or "today" in words
    return not asks_of_it and any(_begins_with_a_day(clause) for clause in clauses)


def _begins_with_a_day(clause: Sequence[str]) -> bool:
    words = [word for word in clause if word not in _ASKS["passed_over"] and word not in ("the", "our", "my")]
    return bool(words) and words[0] in _ASKS["dated"] and not _ASKS["days"].isdisjoint(words[1:4])


def _ends_open(words: Sequence[str]) -> bool:
    """Whether a question ends in one that wants words: "the key is used up, and now?"."""
    return any(tuple(words[-size:]) in _TAILS for size in range(1, _LONGEST_TAIL + 1))


def _asks_how_instead(words: Sequence[str]) -> bool:
    """Whether "or" leads on to what is really asked: "is there a tool for it, or how is it done?"."""
    return any(words[at] == "or" and words[at + 1] in _ASKS["open"] for at in range(1, len(words) - 2))


def _is_a_choice(words: Sequence[str]) -> bool:
    """Whether a question lets choose between two things: "per user or per device?", "monthly or in bulk?".

    "May we …?" and "do we get …?" want a yes or no, whatever they join.
    """
    at = words.index("or")
    following = words[at + 1] if at + 1 < len(words) else ""
    if _is_embedded(words, at):
        return False
    permits = _ASKS["permitting"].intersection(words)
    joins = any(word in _ASKS["joining"] for n, word in enumerate(words) if n != at + 1)
    if permits <= _ASKS["asking_modals"] and words[0] in ("is", "was") and words[1] in ("it", "that"):
        if following not in _NO_ALTERNATIVE and _ASKS["joining"].isdisjoint(words[:at]):
            return True  # "is it our server or yours where it may run?"
    if permits:
        return False
    before, behind = {*words[max(0, at - _NEAR) : at]}, {*words[at + 1 : at + 1 + _NEAR]}
    if at + 2 < len(words) and following in _ASKS["narrowing"] and not joins:  # "for customers, or only for staff?"
        return _ASKS["adding"].isdisjoint(words[:at])
    if any(
        (before & one and behind & other) or (before & other and behind & one)
        for one, other, always in _CHOICES
        if (always or not joins) and not (before & one and before & other)
    ):
        return True
    if joins:
        return False
    return bool(_ASKS["apart"] & before & {following}) or "per" in before  # "from payment or from activation?"


def _is_embedded(words: Sequence[str], at: int) -> bool:
    """Whether what lets choose is no question of its own: "may I decide whether it is monthly or in bulk?"."""
    begins = next((n for n in range(2, at) if words[n] in _ASKS["whether"]), 0)
    return begins > 0 and _ASKS["telling"].isdisjoint(words[:begins])


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
    if behind is _ASKS["polar"] and words[1:2] and words[1] in _ASKS["subjects"] | _ASKS["owners"]:
        for at in range(3, len(words) - 1):  # "when we renew may they …?"
            if words[at] in _ASKS["asking_modals"] and words[at + 1] in _ASKS["subjects"]:
                return words[at:]
    tells = bool(words) and words[0] not in _ASKS["polar"] | _ASKS["open"] | _ASKS["telling"]
    for at in range(len(words) - 1):
        if words[at] not in _BREAKS:
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
