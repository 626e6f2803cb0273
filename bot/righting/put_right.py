"""What is said to be right instead, and which entries it is told of: "no, for Zoe", "K20 has 8 left, not 7"."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bot.talk.plan import Wish
from intents.lexicon import load
from intents.marks import Kind, Tag
from intents.model import Reading
from intents.stated import programme_of
from intents.words import STOPS
from policy.acts import Correct
from policy.acts.find import matches
from policy.facts import Level
from policy.ledger import Ledger
from policy.model import Entry, EntryReversed, KeyCounted, SeatActivated, SeatReleased

_WORDS: Final = {name: frozenset(words) for name, words in load("leftover")["corrections"].items()}
_DAY_AROUND: Final = frozenset(
    "on it was that the since from of ok okay yes yeah yep sure fine but and then please pls starting effective".split()
)
_A_LEVEL: Final = frozenset({"a", "one", "it's", "its", "is", "we're", "level", "competency"})
_LONGEST: Final = 14
_WITHDRAWN: Final = frozenset({"no", "not", "nope", "but"})
"""Behind what is named, one of these may take it back."""
FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.DATE: ("on",),
    Kind.PERSON: ("person",),
    Kind.COUNT: ("seats", "quantity", "left", "activations", "hours"),
    Kind.TENANT: ("tenant",),
    Kind.MACHINE: ("machine",),
    Kind.PRODUCT: ("product", "service"),
    Kind.OFFER: ("program",),
}
"""The field of an entry or an act that a thing which is named puts right."""

Changes = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Right:
    """The one thing that is said to be right, the one that it is not, and whatever else tells which entry is meant."""

    tag: Tag
    wrong: Tag | None = None
    about: tuple[Tag, ...] = ()
    number: int | None = None
    of_left: bool = False


def bare_day(reading: Reading) -> Right | None:
    """A day alone, right behind a card, or behind a record for which none was said: "yesterday"."""
    days = [tag for tag in reading.tags if tag.kind is Kind.DATE]
    bare = len(days) == len(reading.tags) == 1 and all(word in _DAY_AROUND for word in without_names(reading, FIELDS))
    return Right(days[0]) if bare and "?" not in reading.words and _value(days[0]) is not None else None


def bare_level(reading: Reading) -> Right | None:
    """A level alone, right behind a competency that was recorded without one: "silver"."""
    levels = [tag for tag in reading.tags if tag.kind is Kind.OFFER and tag.value in set(Level)]
    rest = without_names(reading, FIELDS)
    bare = len(levels) == len(reading.tags) == 1 and all(word in _DAY_AROUND or word in _A_LEVEL for word in rest)
    return Right(levels[0]) if bare and "?" not in reading.words else None


def bare_tenant(reading: Reading) -> Right | None:
    """A tenant alone, right behind the card that asks whether another one is right."""
    tenants = [tag for tag in reading.tags if tag.kind is Kind.TENANT]
    bare = len(tenants) == len(reading.tags) == 1 and all(
        word in _DAY_AROUND for word in without_names(reading, FIELDS)
    )
    return Right(tenants[0]) if bare and "?" not in reading.words else None


def put_right(reading: Reading) -> Right | None:
    """The one thing that is said to be right instead: "no, for Zoe", "K20 has 8 left, not 7"."""
    words = reading.words
    if len(words) > _LONGEST or "?" in words:
        return None
    behind = max((tag.end for tag in reading.tags), default=0)
    if not _WITHDRAWN.isdisjoint(words[behind:]):
        return None
    denied = [tag for tag in reading.tags if _is_denied(words, tag)]
    wrong = denied[0] if len(denied) == 1 else None
    same = [
        tag for tag in reading.tags if tag not in denied and (_is_alike(tag, wrong) if wrong else _may_be_right(tag))
    ]
    about = tuple(tag for tag in reading.tags if tag not in same and tag not in denied)
    number = next((int(word[1:]) for word in words if word[0] == "#" and word[1:].isdecimal()), None)
    rest = [word for word in without_names(reading, frozenset(Kind)) if word != f"#{number}"]
    known = _WORDS["cues"] | _WORDS["around"] | (_WORDS["told"] if wrong and same else frozenset())
    if len(same) != 1 or not all(word in known for word in rest) or (about and not wrong):
        return None
    cues = set(rest) & _WORDS["cues"]
    if not denied and cues <= _WORDS["denying"]:
        return None
    if cues == {"should"} and same[0].end < len(words) and words[same[0].end] == "should":
        return None  # "zoe should have a seat" wishes for one more
    return Right(same[0], wrong, about, number, "left" in words) if _value(same[0]) is not None else None


def _may_be_right(tag: Tag) -> bool:
    return tag.kind in FIELDS or tag.kind is Kind.KEY


def _is_alike(tag: Tag, wrong: Tag) -> bool:
    """Whether a thing can stand in the place of the one that is denied."""
    return tag.kind is wrong.kind or ({tag.kind, wrong.kind} == {Kind.COUNT, Kind.KEY} and tag.value.isdecimal())


def _is_denied(words: Sequence[str], tag: Tag) -> bool:
    """Whether a thing is the one that was wrong: "not ana", "instead of 3"."""
    before = [word for word in words[max(0, tag.start - 3) : tag.start] if word not in ("the", "to", "for", "on", "of")]
    return bool(before) and before[-1] in _WORDS["denying"]


def _value(tag: Tag) -> Any:
    """What a thing which is named is in an entry; None where that is not certain."""
    match tag.kind:
        case Kind.DATE:
            return tag.day.on if tag.day and not tag.day.fault else None
        case Kind.PERSON:
            return tag.ids[0] if len(tag.ids) == 1 else None
        case Kind.OFFER:
            return Level(tag.value) if tag.value in set(Level) else programme_of(tag.value)
        case Kind.COUNT | Kind.KEY:
            return int(tag.value) if tag.value.isdecimal() else None
        case _:
            return tag.value


def changes_by(tag: Tag, known: Container[str]) -> Changes:
    """What a thing which is named says of the fields of an entry or an act; nothing where it has no such field."""
    value = _value(tag)
    if value is None:
        return ()
    if isinstance(value, Level):
        return (("program", programme_of(tag.value)), ("level", value)) if "level" in known else ()
    kind = Kind.COUNT if tag.kind is Kind.KEY else tag.kind
    field = next((one for one in FIELDS.get(kind, ()) if one in known), None)
    return ((field, value),) if field else ()


def corrected(entries: Iterable[Entry], right: Right, ledger: Ledger) -> Iterator[tuple[int, Wish]]:
    """A correction of each entry that is meant and says something else."""
    for entry in entries:
        if isinstance(entry, EntryReversed) or not _is_meant(entry, right, ledger):
            continue
        changes = changes_by(right.tag, type(entry).model_fields)
        if right.tag.kind is Kind.DATE and right.tag.day and not right.tag.day.year_said:
            changes = tuple((field, _in_the_year_of(entry, day)) for field, day in changes)
        if changes and any(getattr(entry, field) != value for field, value in changes):
            yield entry.number, Wish(Correct(seq=entry.number, changes=changes))


def _is_meant(entry: Entry, right: Right, ledger: Ledger) -> bool:
    """Whether an entry says what is denied, of all that is named beside it."""
    if right.number is not None and entry.number != right.number:
        return False
    if right.wrong is not None and not _says(entry, right.wrong):
        return False
    if right.of_left and not isinstance(entry, KeyCounted):
        return False
    rests = isinstance(entry, SeatActivated | SeatReleased)  # on the entry that gave the seat, which is meant
    if rests and right.tag.kind is Kind.PERSON and right.wrong is not None:
        return False
    return all(_is_about(entry, tag, ledger) for tag in right.about)


def _is_about(entry: Entry, tag: Tag, ledger: Ledger) -> bool:
    if tag.kind in (Kind.TOKEN, Kind.KEY):
        what = tag.kind.value
        return getattr(entry, what, None) == (ledger.licences.labelled(what, tag.value) or tag.value)
    if tag.kind is Kind.OFFER:
        offer = ledger.offers.known(getattr(entry, "offer", None) or "")
        level = Level(tag.value) if tag.value in set(Level) else None
        return offer is not None and offer.is_of(programme_of(tag.value), level)
    if tag.kind is Kind.PRODUCT:
        product = getattr(entry, "product", None) or getattr(entry, "service", None)
        return product is not None and matches(tag.value, product)
    return _says(entry, tag)


def _in_the_year_of(entry: Entry, day: date) -> date:
    """A day that was said without its year, in that of the entry."""
    return day if (day.month, day.day) == (2, 29) else day.replace(year=entry.on.year)


def _says(entry: Entry, tag: Tag) -> bool:
    """Whether an entry has in its field what is named."""
    if tag.kind is Kind.DATE and tag.day and tag.day.on and not tag.day.year_said:
        return (entry.on.month, entry.on.day) == (tag.day.on.month, tag.day.on.day)
    said = changes_by(tag, type(entry).model_fields)
    return bool(said) and all(_same(getattr(entry, field), value) for field, value in said)


def _same(one: Any, other: Any) -> bool:
    return one.casefold() == other.casefold() if isinstance(one, str) and isinstance(other, str) else one == other


def told_by_number(act: Correct, ledger: Ledger, reading: Reading) -> Correct:
    """ "#9 was 5 seats dynamics": the correction with all that is named put into the fields of its entry.

    Unchanged where one of the things named has no field there: then it is asked what the entry should say.
    """
    entry = ledger.entry(act.seq) if act.seq is not None else None
    if entry is None:
        return act
    number = next((tag for tag in reading.tags if _number(tag) == act.seq), None)
    numbered = any(word[0] == "#" for word in reading.words)
    named = [tag for tag in reading.tags if numbered or tag is not number]
    found = [changes_by(tag, type(entry).model_fields) for tag in named if not _is_denied(reading.words, tag)]
    return replace(act, changes=tuple(one for changes in found for one in changes)) if all(found) else act


def _number(tag: Tag) -> int | None:
    return int(tag.value) if tag.kind in (Kind.COUNT, Kind.KEY, Kind.TOKEN) and tag.value.isdecimal() else None


def without_names(reading: Reading, kinds: Container[Kind]) -> list[str]:
    named = {at for tag in reading.tags if tag.kind in kinds for at in range(tag.start, tag.end)}
    return [word for at, word in enumerate(reading.words) if at not in named and word not in STOPS]
