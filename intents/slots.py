"""The slots of a sentence: who, what, from whom, when, with the words as typed."""

from collections.abc import Sequence
from typing import Final

from intents.marks import WORDS, Kind, Tag
from intents.uses import uses_in
from intents.words import Words

_NAMES: Final = {Kind.OFFER: "product", Kind.TOKEN: "key"}
_PASSED_ON: Final = frozenset({"move_seat", "reassign_check"})
_TO: Final = frozenset({"to", "for", "over", "onto", "into", "with", "toward"})
_FROM: Final = frozenset({"from", "of", "off"})
_REASON_STARTS: Final = WORDS["reason"] | {"since", "as", "reason"}
_TAKES: Final = frozenset({"gets", "takes", "get", "take", "took", "receives", "got", "inherits", "replaces"})


def slots_of(
    low: Sequence[str], tags: Sequence[Tag], intent: str, words: Words | None = None
) -> dict[str, tuple[str, ...]]:
    """Each slot that the sentence has words for; what something is used for only with the `words` as typed.

    Where something passes on, the one who has it is `from_person` (`from_tenant`, `from_product`).
    """
    slots: dict[str, list[str]] = {}
    for tag in told(low, tags):
        name = role_of(low, tags, tag, intent)
        if name == "reference" or (name == "count" and intent == "can_split" and "count" in slots):
            continue
        if tag.text not in slots.setdefault(name, []):
            slots[name].append(tag.text)
    if words is not None and intent == "can_use" and (uses := uses_in(words, tags)):
        slots["use"] = list(uses)
    return {name: tuple(values) for name, values in slots.items()}


def told(low: Sequence[str], tags: Sequence[Tag]) -> list[Tag]:
    """The tags without what only a reason names beside what was named before it ("… because bob left")."""
    reason = reason_at(low)
    if reason is None:
        return list(tags)
    before = {tag.kind for tag in tags if tag.start < reason}
    return [tag for tag in tags if tag.start < reason or tag.kind not in before]


def reason_at(low: Sequence[str]) -> int | None:
    """The word that begins a reason: "because bob left"."""
    if _REASON_STARTS.isdisjoint(low):
        return None
    for at, word in enumerate(low):
        following = low[at + 1] if at + 1 < len(low) else ""
        if at and (word in WORDS["reason"] or (word in ("since", "as") and following in WORDS["pronouns"])):
            return at
        if word == "reason" and following in (":", "is"):
            return at
    return None


def role_of(low: Sequence[str], tags: Sequence[Tag], tag: Tag, intent: str) -> str:
    """The slot that a tag fills."""
    before = _before(low, tag)
    same = [other for other in tags if other.kind is tag.kind]
    if tag.kind is Kind.PERSON and intent in _PASSED_ON:
        return "from_person" if _gives(low, same, tag, before) else "person"
    if tag.kind is Kind.TENANT and intent == "can_move_token" and len(same) > 1:
        return "from_tenant" if before in _FROM or (tag is same[0] and before not in _TO) else "tenant"
    if tag.kind is Kind.OFFER and intent in ("log_swap", "request_swap") and len(same) > 1:
        turned = any(_before(low, one) in _FROM for one in same[1:])
        return "from_product" if before in _FROM or (tag is same[0] and not turned) else "product"
    return _NAMES.get(tag.kind, tag.kind.value)


def _before(low: Sequence[str], tag: Tag) -> str:
    """The word before what is named, articles passed over."""
    at = tag.start - 1
    while at >= 0 and low[at] in WORDS["determiners"]:
        at -= 1
    return low[at] if at >= 0 else ""


def _is_owner(low: Sequence[str], tag: Tag) -> bool:
    """Whether a person is named as who has or had the seat: "Ana's", "from Ana", "what Ana has", "that Ana had"."""
    before = _before(low, tag)
    after = low[tag.end] if tag.end < len(low) else ""
    return tag.owned or before in _FROM or before == "what" or after == "had"


def _gives(low: Sequence[str], people: Sequence[Tag], tag: Tag, before: str) -> bool:
    """Whether this person has the seat now: owner, after "from" or "of", or the one not named behind "to"."""
    after = low[tag.end] if tag.end < len(low) else ""
    if _is_owner(low, tag):
        return True
    if before in _TO:
        return False
    if len(people) == 1:
        return True
    if after in _TAKES:
        return False
    others = [other for other in people if other is not tag]
    if any(_is_owner(low, other) for other in others):
        return False
    if any(_before(low, other) in _TO for other in others) or any(
        other.end < len(low) and low[other.end] in _TAKES for other in others
    ):
        return True
    return tag is people[0]
