"""Sentences that say more than the act that is heard in them, or that take back what they said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intents.lexicon import load
from intents.marks import Kind, Tag
from intents.model import Mood, Reading
from intents.numbers import number_of
from intents.words import STOPS, split

_FILE: Final = load("leftover")
_UNDO: Final = frozenset(_FILE["undo"]["words"])
_WRONG: Final = frozenset({"wrong", "wrongly", "mistake", "error", "incorrect"})
_GIVEN_BACK: Final = frozenset({"release", "take", "free", "revoke", "unassign", "remove", "give", "back", "drop"})
_CORRECTING: Final = frozenset(
    word
    for words in (*_FILE["corrections"].values(), _FILE["mistakes"]["cues"], _FILE["mistakes"]["around"])
    for word in words
)
_LOOKING: Final = frozenset({"find", "search", "look", "lookup"})
_NAMES: Final = frozenset({"name", "names", "surname", "married", "maiden"})
_THAT: Final = frozenset({"that", "it", "this", "those", "these", "them"})
_ELSEWHERE: Final = frozenset(_FILE["roles"]["elsewhere"])
_HERE: Final = frozenset(_FILE["roles"]["here"])
_KINDS: Final[dict[str, list[str]]] = _FILE["kinds"]
_TELLS: Final = frozenset(_FILE["tells"]["words"])
_DECIDES: Final = frozenset(_FILE["decides"]["words"])
_LEFT: Final = frozenset(_FILE["leavers"]["words"])
_ORDERS: Final = frozenset(_FILE["leavers"]["orders"])
ONLY_SOME: Final = {name: frozenset(words) for name, words in _FILE["only_some"].items()}
NEXT_STEP: Final = {name: frozenset(words) for name, words in _FILE["next_step"].items()}
_REPLACING: Final = {name: frozenset(words) for name, words in _FILE["replacing"].items()}
_BARE_ORDER: Final = {name: frozenset(words) for name, words in _FILE["bare_order"].items()}
_OF_OTHERS: Final = ("only_named", "of_a_seat", "state_of_a_key")
_OF_SEATS: Final = frozenset({"assign_seat", "move_seat", "release_seat", "queue_seat", "unqueue_seat"})
_LISTS: Final = {of: {key: frozenset(words) for key, words in _FILE[of].items()} for of in _OF_OTHERS}
_LONGEST_LEAD: Final = 4
_TWO: Final = 2
_START_OVER: Final = frozenset(_FILE["start_over"]["phrases"])
_POLITE: Final = frozenset({"please", "pls", "plz", "ok", "okay", "just", "now", "hi", "hey", "so"})
_AMENDED: Final = (
    *(("oops",), ("ops",), ("whoops",), ("correction",), ("no", "wait"), ("wait", "no"), ("i", "mean"), ("i", "meant")),
    *(("make", "that"), ("or", "rather"), ("no", "sorry"), ("sorry", "no"), ("no", "actually"), ("actually", "no")),
)
"""Between two values these put the second in the place of the first."""
_WITHDRAWALS: Final = (
    *("dont need it", "do not need it", "no longer need it", "dont need one", "dont need the seat", "dont need a seat"),
    *("cancel my request", "withdraw my request", "drop my request", "take back my request", "take my request back"),
)
_LONGEST_ORDER: Final = 6
_MOST_OF_A_WITHDRAWAL: Final = 12
_RETRACTIONS: Final = frozenset(_FILE["retractions"]["phrases"])


def says_more(reading: Reading) -> bool:
    """Whether words that are no plain command are about something else: "undo my last coffee", "auditor at KPMG"."""
    words = reading.words
    if reading.plain:
        return False
    if _only_names(reading) or _is_of_another_thing(reading):
        return True
    if reading.label == "undo":
        named = {at for tag in reading.tags if tag.kind is not Kind.MACHINE for at in range(tag.start, tag.end)}
        rest = [word for at, word in enumerate(words) if at not in named and word not in STOPS]
        return any(word not in _UNDO and word.strip("#").isalpha() for word in rest)
    if reading.label in ("approve_request", "deny_request"):
        return _DECIDES.isdisjoint(words) or any(
            words[tag.end : tag.end + 1] and words[tag.end] in _TELLS for tag in reading.named(Kind.PERSON)
        )
    if reading.label == "correct_entry" and not (reading.named(Kind.DATE) or reading.named(Kind.PERSON)):
        named = {at for tag in reading.tags for at in range(tag.start, tag.end)}
        rest = [word for at, word in enumerate(words) if at not in named and word not in STOPS]
        return any(word not in _CORRECTING and word.strip("#").isalpha() for word in rest)
    if reading.label == "release_seat" and not _WRONG.isdisjoint(words):  # recorded by mistake, not given back
        return _GIVEN_BACK.isdisjoint(words)
    if reading.label == "open_incident" and not _LOOKING.isdisjoint(words):  # "find case 4711"
        return True
    if reading.label == "move_seat" and not _NAMES.isdisjoint(words):  # "ana changed her name to Ana Silva"
        return True
    if reading.label == "record_purchase":  # what is only named, "Action Pack", was not bought with that
        return len(reading.words) == sum(tag.end - tag.start for tag in reading.named(Kind.OFFER))
    if reading.label in ("give_role", "take_role"):
        behind = (words[at + 1] for at, word in enumerate(words[:-1]) if word in _ELSEWHERE)
        return any(word not in _HERE for word in behind)
    return False


def _only_names(reading: Reading) -> bool:
    """Whether no word tells that anything is done: "Tom's seat", "3 hours", "K4 or K5"."""
    if reading.label not in _LISTS["only_named"]["acts"] or reading.named(Kind.DATE):
        return False
    named = {at for tag in reading.tags for at in range(tag.start, tag.end)}
    known = _LISTS["only_named"]["words"] | STOPS
    return all(at in named or word in known for at, word in enumerate(reading.words))


def _is_of_another_thing(reading: Reading) -> bool:
    """Whether what somebody has or hands on is no seat: "Tom gave Carol his charger"; or a key is only described."""
    if reading.label in _LISTS["of_a_seat"]["acts"]:
        of = _LISTS["of_a_seat"]
        seated = not of["seats"].isdisjoint(reading.words) and "sits" not in reading.words
        return not seated and not of["others"].isdisjoint(reading.words)
    of = _LISTS["state_of_a_key"]
    return reading.label in of["acts"] and not of["words"].isdisjoint(reading.words)


@dataclass(frozen=True, slots=True)
class Amended:
    """A value and the one that is said in its place, as typed, each with the sentence that says only it."""

    values: tuple[str, str]
    sentences: tuple[str, str]


def amended(reading: Reading) -> Amended | None:
    """Two values, the second said in place of the first: "10 Office, oops, 12", "to Eva, no wait, to Tom"."""
    said = [(at, word) for at, word in enumerate(reading.words) if word not in STOPS]
    for cue in _AMENDED:
        for first in range(len(said) - len(cue) + 1):
            if tuple(word for _, word in said[first : first + len(cue)]) != cue:
                continue
            start, end = said[first][0], said[first + len(cue) - 1][0]
            before = [tag for tag in reading.tags if tag.end <= start]
            behind = next((tag for tag in reading.tags if tag.start > end), None)
            same = [tag for tag in before if behind and tag.kind is behind.kind and tag.text != behind.text]
            if behind and same:
                return _either(reading, same[-1], start, behind)
    return None


def _either(reading: Reading, first: Tag, cue: int, second: Tag) -> Amended:
    """The sentence without what amends it, with the one value and with the other."""
    typed = split(reading.text)
    before, between = typed.piece(0, first.start), typed.piece(first.end, cue).rstrip(" ,;.-")
    rest = typed.piece(second.end, len(typed))
    sentences = [
        " ".join(filter(None, (before, one.text, between, rest))).replace(" ,", ",") for one in (first, second)
    ]
    return Amended((first.text, second.text), (sentences[0], sentences[1]))


def withdraws(reading: Reading) -> bool:
    """Whether somebody takes back what they asked for: "actually nvm, don't need it", "cancel my request"."""
    said = " ".join(word.replace("'", "") for word in reading.words if word not in STOPS)
    short = len(reading.words) <= _MOST_OF_A_WITHDRAWAL and reading.mood is not Mood.QUESTION
    return short and not reading.tags and any(phrase in said for phrase in _WITHDRAWALS)


def gives_back(reading: Reading) -> bool:
    """Whether somebody gives their own seat back: "give my seat back", "hand back my licence"."""
    said = [word for word in reading.words if word not in STOPS and word not in _POLITE]
    meant = reading.label == "release_seat" and reading.mood in (Mood.STATEMENT, Mood.REQUEST)
    return meant and said[:1] in (["give"], ["hand"]) and {"my", "back"} <= set(said) and len(said) <= _LONGEST_ORDER


def is_bare_order(reading: Reading) -> bool:
    """Whether a few words order something of a seat and say no more, though they sound like talk: "queue zoe then"."""
    if reading.label not in _OF_SEATS or reading.mood not in (Mood.STATEMENT, Mood.REQUEST):
        return False
    named = {at for tag in reading.tags for at in range(tag.start, tag.end)}
    rest = [word for at, word in enumerate(reading.words) if at not in named and word not in STOPS]
    people = [tag for tag in reading.tags if tag.kind is Kind.PERSON and len(tag.ids) == 1]
    ordered = not _BARE_ORDER["does"].isdisjoint(rest[:_LONGEST_LEAD])
    return ordered and bool(people) and all(word in _BARE_ORDER["does"] | _BARE_ORDER["around"] for word in rest)


def replaces(reading: Reading) -> bool:
    """Whether somebody is to stand where another does, and only they are named: "replace Mark with Zoe"."""
    if _REPLACING["does"].isdisjoint(reading.words[:_LONGEST_LEAD]) or reading.mood not in (
        Mood.STATEMENT,
        Mood.REQUEST,
    ):
        return False
    people = [tag for tag in reading.tags if tag.kind is Kind.PERSON]
    named = {at for tag in reading.tags for at in range(tag.start, tag.end)}
    rest = [word for at, word in enumerate(reading.words) if at not in named and word not in STOPS]
    others = {tag.kind for tag in reading.tags} - {Kind.PERSON, Kind.PRODUCT, Kind.DATE}
    known = _REPLACING["does"] | _REPLACING["joins"] | _REPLACING["around"]
    joined = len(people) == _TWO and not _REPLACING["joins"].isdisjoint(reading.words[people[0].end : people[1].start])
    return joined and not others and all(word in known for word in rest)


def is_start_over(words: Sequence[str]) -> bool:
    """Whether somebody wants everything gone: "delete everything", "start over please"."""
    said = " ".join(word for word in words if word not in STOPS and word not in _POLITE)
    return said in _START_OVER


def tells_of_a_leaver(reading: Reading) -> bool:
    """Whether words only tell that somebody is no longer here: "Ana left the company"."""
    words = reading.words
    return reading.label == "release_seat" and not _LEFT.isdisjoint(words) and _ORDERS.isdisjoint(words)


def points_back(reading: Reading) -> bool:
    """Whether words to undo something point at what was said and number no entry: "take that back"."""
    numbered = any(word.strip("#").isdigit() for word in reading.words)
    return not numbered and not _THAT.isdisjoint(reading.words)


def how_many_back(reading: Reading) -> int | None:
    """How many entries are to be undone: "undo the last two", "undo both"; None where no number says it."""
    words = reading.words
    if "both" in words:
        return 2
    behind = (words[at + 1] for at, word in enumerate(words[:-1]) if word in ("last", "latest", "previous"))
    return next((number for word in behind if (number := number_of(word)) is not None and number > 1), None)


def is_bare_undo(reading: Reading) -> bool:
    """Whether somebody says "undo", "undo that", and no entry."""
    return reading.plain and reading.label == "undo" and not any(word.strip("#").isdigit() for word in reading.words)


def kinds_taken_back(reading: Reading) -> frozenset[str]:
    """The kinds of entries that words to undo something name: "undo the purchase"; none where no such word is said."""
    return frozenset(kind for word in reading.words for kind in _KINDS.get(word, ()))


def people_of(reading: Reading) -> list[str]:
    """The people that words to undo something name, by their ids: "undo ana's seat"."""
    return [tag.ids[0] for tag in reading.named(Kind.PERSON) if len(tag.ids) == 1]


def is_retracted(readings: Sequence[Reading]) -> bool:
    """Whether a message ends by taking back what it said before: "release Ana's seat. Scratch that."."""
    if len(readings) < 2:
        return False
    last = " ".join(word for word in readings[-1].words if word not in STOPS)
    return last in _RETRACTIONS
