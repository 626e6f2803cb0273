"""What follows when a choice is pressed or a missing value given: acts that are wished, recorded together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:  # a question alone is answered without loading the acts
    from policy.acts import Act

_SHARED: Final = frozenset({"offer", "support", "program", "level", "version"})
"""The fields in which acts that are said together are the same thing, once it is told of one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An act that somebody wants recorded; `confirmed` when they said yes to what it costs."""

    act: "Act"
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows when a choice is pressed, or a missing value given: wishes, recorded together.

    No wishes: the question is only closed. `slot` of wish number `at` is still missing. A plan that is
    not `sure` was read from words that are no plain command: it is proposed before it is recorded. `card` is the
    delivery that put the question it answers: one answer of it is recorded, however often it stands.
    """

    wishes: tuple[Wish, ...] = ()
    at: int = 0
    slot: str | None = None
    sure: bool = True
    card: str | None = None

    @property
    def people(self) -> frozenset[str]:
        """Whom its acts are about, by id."""
        found = (getattr(wish.act, "person", None) for wish in self.wishes)
        return frozenset(person for person in found if person)

    def with_act(self, act: "Act", *, confirmed: bool = False) -> "Plan":
        """The plan with another act in the place that is in question.

        What is said of one holds for all that are the same: of two incidents nobody asks twice of which offer they are.
        """
        old = self.wishes[self.at]
        alike = _differ_by(old.act, act) <= _SHARED
        wishes = [Wish(act, confirmed) if alike and wish == old else wish for wish in self.wishes]
        wishes[self.at] = Wish(act, confirmed)
        return replace(self, wishes=tuple(wishes), slot=None)

    def filled(self, value: Any) -> "Plan":
        """The plan with the missing value."""
        assert self.slot  # noqa: S101  # only asked of a plan that lacks one
        return self.with_act(replace(self.wishes[self.at].act, **{self.slot: value}))

    def for_each(self, values: Sequence[Any]) -> "Plan":
        """The plan with the wish that lacks a value once for each of several."""
        assert self.slot  # noqa: S101  # only asked of a plan that lacks one
        wish = self.wishes[self.at]
        each = (replace(wish, act=replace(wish.act, **{self.slot: value})) for value in values)
        return replace(self, wishes=(*self.wishes[: self.at], *each, *self.wishes[self.at + 1 :]), slot=None)


Offers = Mapping[str, Plan]
"""Below a reply or a message: what each label leads to."""


def is_about(offers: Offers, people: Collection[str]) -> bool:
    """Whether what choices lead to names one of some people by id."""
    acts = (wish.act for plan in offers.values() for wish in plan.wishes)
    named = (getattr(act, one.name) for act in acts for one in fields(act))
    return any(isinstance(one, str) and one in people for one in named)


def _differ_by(old: "Act", new: "Act") -> frozenset[str]:
    """The fields in which two acts of a kind differ; of two kinds, "kind"."""
    if type(old) is not type(new):
        return frozenset({"kind"})
    return frozenset(one.name for one in fields(old) if getattr(old, one.name) != getattr(new, one.name))
