"""Whether a question is of this desk's field: Microsoft partner benefits, and nobody else's."""

from typing import Final

from intents.lexicon import load
from intents.model import Reading
from intents.tags import Kind

_FILE: Final = load("field")
_FIELD: Final = frozenset(_FILE["field"]["words"])
_RIGHTS: Final = frozenset(_FILE["rights"]["words"])
_VENDORS: Final = frozenset(_FILE["vendors"]["words"])
_NAMED: Final = (Kind.PRODUCT, Kind.OFFER, Kind.TOKEN, Kind.KEY)


def names_the_field(reading: Reading) -> bool:
    """Whether a sentence has a word of the desk's field, or names one of its things."""
    return (
        not _FIELD.isdisjoint(reading.words)
        or reading.facts.claim is not None
        or any(reading.named(kind) for kind in _NAMED)
    )


def names_another_vendor(reading: Reading) -> bool:
    """Whether the licences or seats that a sentence speaks of are another vendor's: "our Autodesk seats"."""
    low = reading.words
    theirs = any(low[at] in _VENDORS and not _RIGHTS.isdisjoint(low[at + 1 : at + 3]) for at in range(len(low)))
    return theirs and not any(reading.named(kind) for kind in _NAMED)
