"""The facts that can turn an answer, as a sentence or the ledger gives them."""

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, Self


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
class Facts:
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
    beyond_grant: bool | None = None
    during_membership: bool | None = None
    fewer: bool | None = None
    certain: bool | None = None
    doing_without: bool | None = None
    exclusive_asked: bool | None = None
    still_asked: bool | None = None
    sells_online: bool | None = None
    separately_asked: bool | None = None
    cannot_refuse: bool | None = None
    harmless_asked: bool | None = None
    seat_assigned: bool | None = None
    seat_activated: bool | None = None
    enough: bool | None = None
    every_one: bool | None = None
    only_once: bool | None = None
    stays_put: bool | None = None
    limit: bool | None = None
    must_wait: bool | None = None
    rights_end: bool | None = None
    goes_on: bool | None = None
    costs_nothing: bool | None = None
    lose_asked: bool | None = None
    depends_asked: bool | None = None
    kinds_asked: bool | None = None
    refuse_asked: bool | None = None
    show_asked: bool | None = None
    list_that_day: bool | None = None
    condition_asked: bool | None = None
    deadline_asked: bool | None = None
    some_asked: bool | None = None
    access_asked: bool | None = None
    per_organisation: bool | None = None
    window_missed: bool | None = None
    must_asked: bool | None = None
    about_token: bool | None = None
    some_competencies: bool | None = None
    given_back: bool | None = None
    buys_more: bool | None = None
    who_assigns: bool | None = None
    two_back: bool | None = None
    older_version: bool | None = None
    takes_trouble: bool | None = None
    until_then: bool | None = None
    too_late_asked: bool | None = None
    leaves_unactivated: bool | None = None
    same_key: bool | None = None
    hands_over: bool | None = None
    opens_ticket: bool | None = None
    fault_asked: bool | None = None
    more_needed: bool | None = None
    unsplit: bool | None = None
    renewal_forced: bool | None = None
    no_competency: bool | None = None
    enters_new: bool | None = None
    difference_asked: bool | None = None
    microsoft_looks: bool | None = None
    renewal_needed: bool | None = None
    same_asked: bool | None = None
    varies_asked: bool | None = None
    key_stopped: bool | None = None
    activation_named: bool | None = None
    brushes_aside: bool | None = None
    not_employed: bool | None = None
    microsoft_does: bool | None = None
    branch_named: bool | None = None
    once_asked: bool | None = None
    one_level_only: bool | None = None
    same_key_named: bool | None = None
    forever_asked: bool | None = None
    grace_asked: bool | None = None
    family_named: bool | None = None
    other_span: bool | None = None
    ninety_rule: bool | None = None
    days_behind: bool | None = None
    audited: bool | None = None
    audit_named: bool | None = None
    reports_usage: bool | None = None
    both_offers: bool | None = None
    after_renewing: bool | None = None
    on_rest_day: bool | None = None
    own_website: bool | None = None
    rented: bool | None = None
    own_device: bool | None = None
    customers_problem: bool | None = None
    presales_named: bool | None = None
    builds_internal: bool | None = None
    data_asked: bool | None = None
    clock_restarts: bool | None = None
    single_things: bool | None = None
    was_refused: bool | None = None
    tries_again: bool | None = None
    becoming_asked: bool | None = None
    not_staff: bool | None = None
    separate_firm: bool | None = None
    customers_tenant: bool | None = None
    outside_staff: bool | None = None
    group_staff: bool | None = None
    activates_for: bool | None = None
    decides_when: bool | None = None
    new_tokens_tenant: bool | None = None
    working_days: bool | None = None
    calendar_days: bool | None = None
    n_minus_asked: bool | None = None
    exceeds: bool | None = None
    outside_firm: bool | None = None
    former_staff: bool | None = None
    consumption_asked: bool | None = None
    charges_demo: bool | None = None
    runs_n_minus: bool | None = None
    unlicensed: bool | None = None
    guaranteed_asked: bool | None = None
    held_by_another: bool | None = None
    home_use: bool | None = None
    lends: bool | None = None

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


FACT_NAMES: Final = tuple(field.name for field in fields(Facts))
_NAMES: Final = frozenset(FACT_NAMES)
_PLACES: Final = {name: place for place, name in enumerate(FACT_NAMES)}
NO_FACTS: Final = Facts()
"""Nothing is known."""
LASTING: Final = frozenset({"learning_partner", "programme", "level", "days_since_purchase", "member"})
"""Facts about the organisation: once stated they hold for later questions too."""

OF_THE_ASKING: Final = frozenset(FACT_NAMES[FACT_NAMES.index("beyond_grant") :])
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
