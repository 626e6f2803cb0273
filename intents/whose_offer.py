"""Whose an offer is where a sentence names several: "we're silver, can we do it like gold partners?"."""

from collections.abc import Sequence
from typing import Final

from intents.marks import Kind, Tag

_KEY_BEFORE: Final = 6
_CAME: Final = frozenset({"came", "comes", "come", "from", "of", "by", "issued", "under", "belongs"})
_HOLDS: Final = frozenset({"in", "inside"})
_HOLDERS: Final = frozenset(
    "we we're us i i'm they are aren't am company firm organisation organization boss my our who".split()
)
_COMPARED: Final = frozenset({"like", "than", "unlike", "as"})
_ONLY: Final = frozenset({"only", "just", "merely", "nothing"})
_ENDS: Final = frozenset(".?!")


def ours(low: Sequence[str], offers: Sequence[Tag]) -> Sequence[Tag]:
    """The offers that somebody has where the sentence names others too; nothing where it doesn't tell.

    "With the action pack alone, do we get what gold partners get?", "can action pack partners do it just like silver?"
    """
    alone = [tag for tag in offers if len(offers) > 1 and _is_of_the_key(low, tag)]
    alone = alone or [tag for tag in offers if _is_alone(low, tag)]
    if not alone and len(offers) > 1:
        alone = [tag for tag in offers if _is_said_of_us(low, tag)]
    if not alone and len(offers) > 1 and not _COMPARED.isdisjoint(low[offers[0].end : offers[1].start]):
        return offers[:1]
    return alone


def _is_said_of_us(low: Sequence[str], tag: Tag) -> bool:
    """Whether an offer is said of the one who asks: "for us as silver", "we're gold"."""
    before = low[max(0, tag.start - 3) : tag.start]
    return before[-2:] in (["us", "as"], ["we", "as"], ["we", "are"]) or before[-1:] == ["we're"]


def _is_of_the_key(low: Sequence[str], tag: Tag) -> bool:
    """Whether a key is said to come with an offer: "the key came with gold", "on a silver key"."""
    before = low[max(0, tag.start - _KEY_BEFORE) : tag.start]
    behind = before[before.index("key") :] if "key" in before else []
    return (not _CAME.isdisjoint(behind) and _ENDS.isdisjoint(behind)) or low[tag.end : tag.end + 1] == ["key"]


def holds_what_is_denied(low: Sequence[str], tag: Tag) -> bool:
    """Whether a denial before an offer is of what is in it, not of the offer itself.

    "VS Pro isn't in Action Pack", "it costs no Action Pack activation".
    """
    if low[tag.end : tag.end + 1] in (["activation"], ["activations"]):
        return True
    before = low[max(0, tag.start - 5) : tag.start]
    within = not _HOLDS.isdisjoint(before[-2:]) or ("part" in before and "of" in before[-2:])
    return within and _HOLDERS.isdisjoint(before)


def without_denied_products(low: Sequence[str], tags: Sequence[Tag]) -> Sequence[Tag]:
    """The tags without a product that is not meant, where another is named: "plain Office, not VS"."""
    named = [tag for tag in tags if tag.kind is Kind.PRODUCT]
    meant = [tag for tag in named if low[tag.start - 1 : tag.start] not in (["not"], ["no"], ["non"])]
    return [tag for tag in tags if tag not in named or tag in meant] if meant and len(meant) < len(named) else tags


def _is_alone(low: Sequence[str], tag: Tag) -> bool:
    """Whether an offer is all that somebody has: "only an action pack", "the action pack alone"."""
    before = low[max(0, tag.start - 3) : tag.start]
    return low[tag.end : tag.end + 1] in (["alone"], ["only"]) or (
        not _ONLY.isdisjoint(before) and _COMPARED.isdisjoint(before) and "for" not in before
    )
