"""The ledger: the state of a workspace as the fold of its entries."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from policy import model
from policy.ledger.company import Company
from policy.ledger.licences import Licences
from policy.ledger.offers import Offers
from policy.ledger.places import PLACES
from policy.ledger.reminders import Reminders
from policy.ledger.seats import Seats
from policy.ledger.services import Services
from policy.model import Entry, EntryReversed

_MENTIONED: Final = (
    "offer",
    "key",
    "token",
    "with_",
    "seat",
    "install",
    "credit",
    "request",
    "subject",
    "person",
    "from_person",
    "deputy",
)
_OWN_ID: Final = {
    model.OfferPurchased: "offer",
    model.GrantRecorded: "grant",
    model.KeyIssued: "key",
    model.TokenIssued: "token",
    model.SeatAssigned: "seat",
    model.SoftwareInstalled: "install",
    model.IncidentOpened: "incident",
    model.CreditGranted: "credit",
    model.SeatRequested: "request",
}
"""Of the entries that bring something in: the field that holds its id."""


@cache
def _mentioned(kind: type[Entry]) -> tuple[str, ...]:
    return tuple(name for name in _MENTIONED if name in kind.model_fields)


class Ledger:
    """What follows from the entries of one workspace.

    `advance` takes the next entry in place and costs the same however many there were: states are
    worked out when asked for, subject by subject. Every question takes the day it is about; entries
    dated in the future do not count before their day, and reversed ones never.

    States are worked out on reading, so a ledger is for one thread at a time: hold the workspace's lock.
    """

    def __init__(self, base: "Ledger | None" = None) -> None:
        self._base = base
        self.offers: Offers = Offers(base.offers if base else None)
        self.seats: Seats = Seats(self.offers, base.seats if base else None)
        self.licences: Licences = Licences(base.licences if base else None)
        self.services: Services = Services(base.services if base else None)
        self.company: Company = Company(base.company if base else None)
        self.reminders: Reminders = Reminders(base.reminders if base else None)
        self._entries: dict[int, Entry] = {}
        self._reversed: dict[int, int | None] = {}
        self._mentions: dict[str, list[int]] = {}
        self._unindexed: list[Entry] = []
        self._ids: dict[str, dict[str, None]] = {}
        self._last: int = base._last if base else 0

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Ledger":
        """The fold of entries in the order of their numbers."""
        ledger = cls()
        for entry in entries:
            ledger.advance(entry)
        return ledger

    @property
    def last_seq(self) -> int:
        """The number of the last entry, 0 for an empty ledger."""
        return self._last

    def advance(self, entry: Entry) -> None:
        """Takes one more entry, in place."""
        seq = entry.number
        self._entries[seq] = entry
        self._last = seq
        kind = type(entry)
        if kind is EntryReversed:
            self._reverse(entry)
            return
        if noun := _OWN_ID.get(kind):
            self._ids.setdefault(noun, {})[getattr(entry, noun)] = None
        self._stand(entry, stands=True)
        self._unindexed.append(entry)

    def fork(self) -> "Ledger":
        """A ledger for trying things out: it may advance, this one does not change by it.

        This one must not advance while the fork is in use. Costs the same however many entries there are.
        """
        return Ledger(self)

    def trial(self, drafts: Sequence[Entry], without: Sequence[int] = ()) -> "Ledger":
        """A fork as the ledger would be with `drafts` recorded and the entries `without` withdrawn."""
        fork = self.fork()
        for seq in without:
            fork._withdraw(seq)
        for index, draft in enumerate(drafts, self._last + 1):
            fork.advance(draft.model_copy(update={"seq": index}))
        return fork

    def as_of(self, day: dt.date) -> "Ledger":
        """The ledger of what was true on a day: entries that took effect by then and were not reversed."""
        return self._again(
            entry
            for entry in self.entries()
            if entry.on <= day and not isinstance(entry, EntryReversed) and not self.is_reversed(entry.number)
        )

    def known_at(self, moment: dt.datetime) -> "Ledger":
        """The ledger of what was known at a moment: entries recorded by then."""
        return self._again(entry for entry in self.entries() if entry.at is not None and entry.at <= moment)

    def _again(self, entries: Iterable[Entry]) -> "Ledger":
        """The fold of other entries of the same workspace."""
        ledger = Ledger.of(entries)
        ledger.seats.numbered_as(self.seats)
        ledger.company.founders, ledger.company.defaults = self.company.founders, self.company.defaults
        return ledger

    def entries(self) -> Iterator[Entry]:
        """Every entry in the order of their numbers, reversed ones included."""
        if self._base is not None:
            yield from self._base.entries()
        yield from self._entries.values()

    def entry(self, seq: int) -> Entry | None:
        found = self._entries.get(seq)
        return self._base.entry(seq) if found is None and self._base is not None else found

    def changes(self) -> Iterator[tuple[Entry, bool]]:
        """Of a fork: the entries that it put in and, True beside them, those that it took out."""
        yield from ((entry, False) for entry in self._entries.values() if not isinstance(entry, EntryReversed))
        for seq, reversal in self._reversed.items():
            if (entry := self.entry(seq)) and not isinstance(entry, EntryReversed):
                yield entry, reversal is not None

    def is_reversed(self, seq: int) -> bool:
        return self.reversal(seq) is not None

    def reversal(self, seq: int) -> int | None:
        """The number of the entry that reversed this one."""
        if seq in self._reversed:
            return self._reversed[seq]
        return self._base.reversal(seq) if self._base is not None else None

    def about(self, subject: str, after: int = 0) -> Iterator[Entry]:
        """The entries after number `after` that name an id (offer-1, a person) and were not reversed, in order."""
        if self._base is not None:
            yield from (entry for entry in self._base.about(subject, after) if not self.is_reversed(entry.number))
        self._index()
        numbers = self._mentions.get(subject, [])
        for seq in numbers[bisect_right(numbers, after) :]:
            if not self.is_reversed(seq) and (entry := self.entry(seq)):
                yield entry

    def request_of(self, seq: int) -> list[Entry]:
        """The entries that were recorded by the same request as this one."""
        first = seq
        while (entry := self.entry(first)) and entry.part not in (None, 1):
            first -= 1
        found = [entry] if (entry := self.entry(first)) else []
        while (entry := self.entry(first + len(found))) and entry.part not in (None, 1):
            found.append(entry)
        return found

    def last_request_by(self, person: str) -> list[Entry]:
        """The last request of a person that still has something to take back."""
        seq = self._last
        while seq > 0:
            request = self.request_of(seq)
            if not request:
                return []
            if request[0].by == person and any(self._can_be_taken_back(entry) for entry in request):
                return request
            seq = request[0].number - 1
        return []

    def next_id(self, noun: str) -> str:
        """The id of the next offer, grant, key, token, seat, install, incident, credit or request."""
        return self.next_ids(noun, 1)[0]

    def next_ids(self, noun: str, many: int) -> list[str]:
        """The ids of the next few."""
        found: list[str] = []
        count = self._count(noun)
        while len(found) < many:
            count += 1
            if not self._is_known(noun, f"{noun}-{count}"):
                found.append(f"{noun}-{count}")
        return found

    def offer_of(self, entry: Entry) -> str | None:
        """The offer that an entry is about, directly or through its key, token or seat."""
        if offer := getattr(entry, "offer", None):
            return str(offer)
        for name in ("key", "token"):
            if (subject := getattr(entry, name, None)) and (home := self.licences.home(subject)):
                return home[0]
        seat = getattr(entry, "seat", None)
        home = self.seats.home(seat) if seat else None
        return home[0] if home else None

    def _can_be_taken_back(self, entry: Entry) -> bool:
        return not isinstance(entry, EntryReversed) and not self.is_reversed(entry.number)

    def _count(self, noun: str) -> int:
        return len(self._ids.get(noun, ())) + (self._base._count(noun) if self._base is not None else 0)

    def _is_known(self, noun: str, subject: str) -> bool:
        below = self._base is not None and self._base._is_known(noun, subject)
        return below or subject in self._ids.get(noun, ())

    def _index(self) -> None:
        """Files the entries that came since the last question under the ids that they name."""
        fresh, self._unindexed = self._unindexed, []
        for entry in fresh:
            for name in _mentioned(type(entry)):
                if subject := getattr(entry, name):
                    self._mentions.setdefault(subject, []).append(entry.number)

    def _stand(self, entry: Entry, *, stands: bool) -> None:
        """Puts an entry on its tracks, or takes it off them."""
        places = PLACES.get(type(entry))
        for shelf, key in places(self, entry) if places else ():
            if stands:
                shelf.add(key, entry)
            else:
                shelf.drop(key, entry)

    def _reverse(self, reversal: Entry) -> None:
        """Takes an entry out; of a reversal, puts back what it had taken out."""
        target = self.entry(reversal.seq_reversed) if isinstance(reversal, EntryReversed) else None
        if target is None or self.is_reversed(target.number):
            return
        if not isinstance(target, EntryReversed):
            self._withdraw(target.number, reversal.number)
            return
        self._reversed[target.number] = reversal.number
        restored = self.entry(target.seq_reversed)
        if restored and self.reversal(restored.number) == target.number:
            self._reversed[restored.number] = None
            self._stand(restored, stands=True)

    def _withdraw(self, seq: int, reversal: int = 0) -> None:
        entry = self.entry(seq)
        if entry is not None and not self.is_reversed(seq):
            self._reversed[seq] = reversal
            self._stand(entry, stands=False)
