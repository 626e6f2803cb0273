"""The facts that can turn an answer, as a sentence or the ledger gives them."""

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, Self

from policy.asking import Asking


class Programme(StrEnum):
    """The offers of the guide."""

    ACTION_PACK = "action_pack"
    LEARNING_ACTION_PACK = "learning_action_pack"
    COMPETENCY = "competency"


class Level(StrEnum):
    SILVER = "silver"
    GOLD = "gold"


class Regime(StrEnum):
    """Whose terms count: those of product licences, or those of Visual Studio subscriptions."""

    LICENCE = "licence"
    VISUAL_STUDIO = "visual_studio"


FactValue = bool | int | str | None


@dataclass(frozen=True, kw_only=True)
class Facts(Asking):
    """What is known; None where nobody said. Days are whole days up to the day of the question.

    `dated` tells that the days count from a day that was: "bought 40 days ago" is, "after 40 days" is not.
    """

    learning_partner: bool | None = None
    programme: Programme | None = None
    level: Level | None = None
    regime: Regime | None = None
    days_since_purchase: int | None = None
    days_since_activation: int | None = None
    days_since_assignment: int | None = None
    dated: bool | None = None
    touched: bool | None = None
    renewal: bool | None = None
    swapped_before: bool | None = None
    same_token: bool | None = None
    purchased: bool | None = None
    member: bool | None = None
    on_profile: bool | None = None
    personal_use: bool | None = None
    claim: str | None = None
    token_activated: bool | None = None
    product_kind: str | None = None
    needs_key: bool | None = None
    needs_activation: bool | None = None
    scs_scope: bool | None = None
    version_covered: bool | None = None
    vs_edition: str | None = None
    eligible: bool | None = None
    supervised: bool | None = None
    their_hardware: bool | None = None
    same_machine: bool | None = None
    hardware: str | None = None
    unattended: bool | None = None
    others_demo: bool | None = None
    private_ends: bool | None = None
    for_free: bool | None = None
    moved_offer: bool | None = None
    beside_commercial: bool | None = None
    commercial_named: bool | None = None
    benefit_named: bool | None = None
    own_staff: bool | None = None
    freelance_demo: bool | None = None
    second_offer: bool | None = None
    old_licences: bool | None = None
    after_end: bool | None = None
    outsider: bool | None = None
    insider: bool | None = None
    several_tokens: bool | None = None

    def known(self) -> dict[str, FactValue]:
        """Names and values of what is known, in a fixed order."""
        own = self.__dict__
        told = [name for name, value in own.items() if value is not None]
        return {name: own[name] for name in sorted(told, key=_PLACES.__getitem__)}

    @classmethod
    def of(cls, known: Mapping[str, FactValue]) -> Self:
        """A few facts by their names, at a fifth of what the constructor takes, which sets every one.

        Raises TypeError for a name that no fact has.
        """
        if not known.keys() <= _NAMES:
            raise TypeError(f"no fact is called {' or '.join(sorted(known.keys() - _NAMES))}")
        facts = object.__new__(cls)
        facts.__dict__.update(known)
        return facts

    def over(self, other: "Facts") -> Self:
        """These facts, and for what they leave open those of `other`, but for how `other` was asked."""
        gaps = {
            name: value
            for name, value in other.known().items()
            if getattr(self, name) is None and name not in OF_THE_ASKING
        }
        return self._with(gaps)

    def given(self, case: "Facts") -> Self:
        """These facts, and what `case` states in place of what they say of it."""
        return self._with(case.known())

    def _with(self, values: dict[str, FactValue]) -> Self:
        return self.of(self.known() | values) if values else self

    def holds(self, when: Mapping[str, Any]) -> bool:
        """Whether every condition holds; a fact that is not known makes its condition fail."""
        for name, wanted in when.items():
            value = getattr(self, name)
            if value is None or not _meets(value, wanted):
                return False
        return True


_OF_THE_ASKING: Final = tuple(field.name for field in fields(Asking))
FACT_NAMES: Final = (*(name for field in fields(Facts) if (name := field.name) not in _OF_THE_ASKING), *_OF_THE_ASKING)
_NAMES: Final = frozenset(FACT_NAMES)
_PLACES: Final = {name: place for place, name in enumerate(FACT_NAMES)}
NO_FACTS: Final = Facts()
"""Nothing is known."""
LASTING: Final = frozenset({"learning_partner", "programme", "level", "days_since_purchase", "member"})
"""Facts about the organisation: once stated they hold for later questions too."""

OF_THE_ASKING: Final = frozenset(_OF_THE_ASKING)
"""Facts about how one sentence asks ("only once?", "without a key?"): they hold for no other."""

_COMPARISON: Final = re.compile(r"(<=|>=|<|>)\s*(\d+)")
_COMPARED: Final = {"<": "fewer than", "<=": "at most", ">": "more than", ">=": "at least"}
_COMPARE: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def condition_fault(name: str, wanted: object) -> str | None:
    """Why a condition of the rulebook can never be tested, or None where it can."""
    if name not in FACT_NAMES:
        return f"no fact is called {name!r}; the facts are {', '.join(FACT_NAMES)}"
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if name.startswith("days_since_"):
            if not (isinstance(value, str) and _COMPARISON.fullmatch(value)):
                return f'write a comparison such as "> 30", not {value!r}'
        elif not isinstance(value, bool | str):
            return f"write true, false or a word, not {value!r}"
    return None


def spoken(value: object) -> str:
    """A fact's name, its value or the values that a condition allows, as people say it."""
    if isinstance(value, list):
        return " or ".join(map(spoken, value))
    if isinstance(value, str) and (comparison := _COMPARISON.fullmatch(value)):
        return f"{_COMPARED[comparison[1]]} {comparison[2]}"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value).replace("_", " ")


def _meets(value: FactValue, wanted: object) -> bool:
    if value is None or isinstance(wanted, bool):
        return value is wanted
    if isinstance(wanted, list):
        return any(_meets(value, one) for one in wanted)
    if isinstance(wanted, str) and (comparison := _COMPARISON.fullmatch(wanted)):
        return isinstance(value, int) and bool(_COMPARE[comparison[1]](value, int(comparison[2])))
    return value == wanted
