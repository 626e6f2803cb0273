"""What the rules say to a question: the decision and the chain that led to it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """Of a "may we" question: is the act allowed. Of a yes/no question of fact: `allowed` is yes."""

    ALLOWED = "allowed"
    ALLOWED_IF = "allowed_if"
    NOT_ALLOWED = "not_allowed"
    IT_DEPENDS = "it_depends"


class Form(StrEnum):
    """How a question is put: to be answered with yes or no, or with words."""

    POLAR = "polar"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain behind a decision: an answer that was tried, and why it held or did not."""

    rule: str
    tested: str
    held: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What the guide says, in our words.

    `rules` are rule ids, the deciding one first, at most four; `sections` their names in the guide.
    `verdict` is None for questions of what, when, who, how many. `decides` names the one fact that
    an `it_depends` turns on, or "silent" where the guide leaves it open. `day` is the first day
    allowed or the last day of a window, where one can be worked out.
    """

    matter: str
    verdict: Verdict | None
    text: str
    rules: tuple[str, ...]
    sections: tuple[str, ...]
    edition: date
    conditions: tuple[str, ...] = ()
    day: date | None = None
    decides: str | None = None
    next_step: str | None = None
    chain: tuple[Step, ...] = ()
