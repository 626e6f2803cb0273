"""The slots of a sentence: who, what, from whom, when, with the words as typed."""

from collections.abc import Sequence
from typing import Final

from intents.tags import Kind, Tag

_NAMES: Final = {Kind.OFFER: "product", Kind.TOKEN: "key"}
_PASSED_ON: Final = frozenset({"move_seat", "reassign_check"})
_TO: Final = frozenset({"to", "for", "over", "onto"})


def slots_of(low: Sequence[str], tags: Sequence[Tag], intent: str) -> dict[str, tuple[str, ...]]:
    """Each slot that the sentence has words for.

    Where something passes on, the one who has it is `from_person` (`from_tenant`, `from_product`).
    """
    slots: dict[str, list[str]] = {}
    for tag in tags:
        name = role_of(low, tags, tag, intent)
        if name == "count" and intent == "can_split" and "count" in slots:
            continue
        if tag.text not in slots.setdefault(name, []):
            slots[name].append(tag.text)
    return {name: tuple(values) for name, values in slots.items()}


def role_of(low: Sequence[str], tags: Sequence[Tag], tag: Tag, intent: str) -> str:
    """The slot that a tag fills."""
    before = low[tag.start - 1] if tag.start else ""
    same = [other for other in tags if other.kind is tag.kind]
    if tag.kind is Kind.PERSON and intent in _PASSED_ON:
        return "from_person" if _gives(low, same, tag, before) else "person"
    if tag.kind is Kind.TENANT and intent == "can_move_token" and len(same) > 1:
        return "from_tenant" if before == "from" or (tag is same[0] and before not in _TO) else "tenant"
    if tag.kind is Kind.OFFER and intent in ("log_swap", "request_swap") and len(same) > 1:
        turned = any(low[one.start - 1] == "from" for one in same[1:] if one.start)
        return "from_product" if before == "from" or (tag is same[0] and not turned) else "product"
    return _NAMES.get(tag.kind, tag.kind.value)


def _gives(low: Sequence[str], people: Sequence[Tag], tag: Tag, before: str) -> bool:
    """Whether this person has the seat now: owner, after "from" or "of", or the one not named behind "to"."""
    if tag.owned or before in ("from", "of"):
        return True
    if before in _TO:
        return False
    if len(people) == 1:
        return True
    others_give = any(
        other is not tag and (other.owned or low[other.start - 1] in ("from", "of")) for other in people if other.start
    )
    return not others_give and tag is people[0]
