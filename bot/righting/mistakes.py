"""Said of something that is recorded wrongly, and not what is right: "token 2 is wrong", "delete key K20"."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.record.recording import CANCEL
from bot.record.records import Visit
from bot.record.said import Said
from bot.reply import Heard, Kind, Reply
from bot.talk.plan import Plan, Wish
from intents.lexicon import load
from intents.marks import Kind as Tagged
from intents.marks import Tag
from intents.model import Mood, Reading
from intents.words import STOPS
from policy.acts import Correct, Undo
from policy.model import Entry, SeatActivated, SeatAssigned, SeatReassigned, SeatReleased
from policy.telling import told

NONE_OF_IT: Final = (
    "**Nothing that can be put right is recorded of that**, so nothing was changed. Say the number of an entry: "
    "“undo 14”, “#14 was on 3 Oct”. “What did I record today” lists them."
)
_OR_UNDO: Final = "To take one back instead: “undo {}”."
_WORDS: Final = {name: frozenset(words) for name, words in load("leftover")["mistakes"].items()}
_OF_SEATS: Final = (SeatAssigned, SeatReassigned, SeatActivated, SeatReleased)
_LABELLED: Final = (Tagged.TOKEN, Tagged.KEY, Tagged.MACHINE)
_MEANT: Final = (Mood.STATEMENT, Mood.REQUEST)
_MOST: Final = 6
"""Entries that are offered, the latest; and that are taken back together."""


def mistaken(visit: Visit, readings: Sequence[Reading]) -> Mapping[int, Plan] | None:
    """What may be meant, by the number of the entry; 0 for all of one thing together. None for other words.

    Nothing in it where nothing is recorded of what is named.
    """
    if len(readings) != 1 or (cues := _WORDS["cues"] | _WORDS["delete"]).isdisjoint(readings[0].words):
        return None
    reading = readings[0]
    if (number := _entry_alone(reading)) is not None and visit.ledger.entry(number):
        return {number: Plan((Wish(Correct(seq=number)),), sure=False)}
    named = {at for tag in reading.tags for at in range(tag.start, tag.end)}
    rest = [word for at, word in enumerate(reading.words) if at not in named and word not in STOPS]
    asks = "?" in reading.words or reading.mood not in _MEANT
    if asks or len(reading.tags) != 1 or not all(word in cues | _WORDS["around"] for word in rest):
        return None
    tag = reading.tags[0]
    if _WORDS["delete"].isdisjoint(rest):
        if tag.kind not in (*_LABELLED, Tagged.PERSON):
            return None
        found = sorted((one.number for one in _entries_about(visit, tag)), reverse=True)[:_MOST]
        return {seq: Plan((Wish(Correct(seq=seq)),), sure=False) for seq in found}
    if tag.kind not in _LABELLED or (tag.kind is Tagged.MACHINE and _subject(visit, tag) is None):
        return None
    found = sorted(one.number for one in _entries_about(visit, tag))
    return {0: Plan((Wish(Undo(seqs=tuple(found))),), sure=False)} if 0 < len(found) <= _MOST else {}


def _entry_alone(reading: Reading) -> int | None:
    """The number of the one entry that is named, with nothing beside it but that it is wrong: "wrong person in #29"."""
    words = [word for word in reading.words if word not in STOPS]
    numbers = [word for word in words if word[0] == "#" and word[1:].isdecimal()]
    asks = "?" in reading.words or reading.mood in (Mood.QUESTION, Mood.NEGATION, Mood.HYPOTHETICAL, Mood.REPORTED)
    if asks or reading.tags or len(numbers) != 1 or _WORDS["cues"].isdisjoint(words):
        return None
    rest = (word for word in words if word != numbers[0])
    return int(numbers[0][1:]) if all(word in _WORDS["cues"] | _WORDS["around"] for word in rest) else None


def _entries_about(visit: Visit, tag: Tag) -> list[Entry]:
    """What stands recorded of what is named, as far as who asks may see it."""
    ledger = visit.ledger
    if tag.kind is Tagged.PERSON:
        told_of = (one for person in tag.ids[:1] for one in ledger.about(person))
        found: list[Entry] = [one for one in told_of if isinstance(one, _OF_SEATS)]
    else:
        subject = _subject(visit, tag)
        found = list(ledger.about(subject)) if subject else []
    standing = (one for one in found if not ledger.is_reversed(one.number))
    return [one for one in standing if visit.reads_all or one.by == visit.request.person]


def _subject(visit: Visit, tag: Tag) -> str | None:
    """The id of the token or key that goes by a label, whatever the words took it for."""
    kinds = ("key", "token") if tag.kind is Tagged.KEY else ("token", "key")
    licences = visit.ledger.licences
    return next((found for kind in kinds if (found := licences.labelled(kind, tag.text))), None)


def which_entry(visit: Visit, corrections: Mapping[int, Plan], heard_as: Heard) -> Said:
    """Asks which of several entries is meant, by their numbers."""
    entries = ((seq, visit.ledger.entry(seq)) for seq in corrections)
    lines = [f"• #{seq}: {told(visit.ledger, visit.context(), entry)}" for seq, entry in entries if entry]
    offers = {f"#{seq}": plan for seq, plan in corrections.items()} | {CANCEL: Plan()}
    text = "\n".join(["**Which entry is to be put right?**", *lines, _OR_UNDO.format(next(iter(corrections)))])
    return Said(Reply(kind=Kind.QUESTION, text=text, choices=tuple(offers), reading=heard_as), offers)
