"""Whether a question is of this desk's field: Microsoft partner benefits, and nobody else's."""

from itertools import pairwise
from typing import Final

from intents.lexicon import Phrases, load
from intents.marks import Kind
from intents.model import Reading

_FILE: Final = load("field")
_FIELD: Final = frozenset(_FILE["field"]["words"])
_STRONG: Final = _FIELD - frozenset(_FILE["weak"]["words"])
_EVERYDAY: Final = Phrases((phrase, "") for phrase in _FILE["everyday"]["phrases"])
_BUSINESS: Final = frozenset(_FILE["business"]["words"])
_OTHER: Final = Phrases((phrase, "") for phrase in _FILE["other"]["phrases"])
_ELSEWHERE: Final = Phrases((phrase, "") for phrase in _FILE["elsewhere"]["phrases"])
_TOGETHER: Final = frozenset(tuple(words.split()) for words in _FILE["together"]["words"])
_OWN: Final = Phrases((phrase, "") for phrase in _FILE["own"]["phrases"])
_LEVELS: Final = frozenset({"silver", "gold"})
_RIGHTS: Final = frozenset(_FILE["rights"]["words"])
_VENDORS: Final = frozenset(_FILE["vendors"]["words"] + _FILE["vendors"]["systems"])
_NAMED: Final = (Kind.PRODUCT, Kind.OFFER, Kind.TOKEN, Kind.KEY)


def names_the_field(reading: Reading) -> bool:
    """Whether a sentence has a word of the desk's field, or names one of its things."""
    return (
        not _FIELD.isdisjoint(reading.words)
        or reading.facts.claim is not None
        or any(reading.named(kind) for kind in _NAMED)
    )


def is_surely_of_the_field(reading: Reading) -> bool:
    """Whether a word of a sentence is the desk's alone: "licence" and "SQL Server" are, "key" and "gold" are not."""
    return (
        not _STRONG.isdisjoint(reading.words)
        or any(reading.named(kind) for kind in (Kind.PRODUCT, Kind.TOKEN))
        or any(tag.value not in _LEVELS for tag in reading.named(Kind.OFFER))
    )


def speaks_of_everyday_life(reading: Reading) -> bool:
    """Whether a sentence has a word of everyday life and none of the desk or of business: "the hotel's gold card"."""
    if not _EVERYDAY.stand_in(reading.words):
        return False
    return _BUSINESS.isdisjoint(reading.words) and not is_surely_of_the_field(reading)


def speaks_of_an_own_thing(reading: Reading) -> bool:
    """Whether a sentence speaks of something that everybody has one of: "my key"."""
    return _OWN.stand_in(reading.words)


def names_another_vendor(reading: Reading) -> bool:
    """Whether the licences or seats that a sentence speaks of are none of Microsoft's: "our Autodesk seats"."""
    low = reading.words
    if _OTHER.stand_in(low):
        return True
    theirs = any(low[at] in _VENDORS and not _RIGHTS.isdisjoint(low[at + 1 : at + 3]) for at in range(len(low)))
    return theirs and not any(reading.named(kind) for kind in _NAMED)


def asks_of_technology_or_price(reading: Reading) -> bool:
    """Whether a question is of what no rule tells: "is it compatible with Windows 7?", "what costs it monthly?"."""
    if _ELSEWHERE.stand_in(reading.words):
        return True
    products = reading.named(Kind.PRODUCT)
    return any(tuple(reading.words[one.end : other.start]) in _TOGETHER for one, other in pairwise(products))
