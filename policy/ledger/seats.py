"""Seats: who holds which, which rest, who waits for one and who asked."""

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from policy import model
from policy.ledger.offers import Offers
from policy.ledger.pool import Pool
from policy.ledger.track import Shelf
from policy.model import Answered, Entry

CLOCK: Final = dt.timedelta(days=90)
"""A Visual Studio seat may go to another person from the 90th day after its holder got it."""


def has_clock(product: str) -> bool:
    """Whether the 90 days hold for a product: for Visual Studio subscriptions only."""
    return product.startswith("visual-studio")


class Seat(NamedTuple):
    """A seat on a day. `last` got it on `since` (entry `assignment`), and holds it unless `released`."""

    id: str
    offer: str
    product: str
    last: str
    since: dt.date
    assignment: int
    activated: dt.date | None = None
    released: dt.date | None = None
    release: int | None = None

    @property
    def holder(self) -> str | None:
        return None if self.released else self.last

    @property
    def free_from(self) -> dt.date:
        """The first day on which somebody other than `last` may have it."""
        return self.since + CLOCK if has_clock(self.product) else self.since

    def rests(self, day: dt.date) -> bool:
        """Whether it is released but may not go to another person yet."""
        return self.released is not None and day < self.free_from


class Wait(NamedTuple):
    """Somebody who waits for a seat of a product: for the one named, or for any."""

    product: str
    person: str
    seat: str | None
    since: dt.date
    entry: int
    by: str


class Request(NamedTuple):
    """A request for a seat and its answer, None while it is open."""

    id: str
    product: str
    person: str
    since: dt.date
    entry: int
    decision: Answered | None = None


def _seat_after(before: Seat | None, entry: Entry) -> Seat | None:
    seq = entry.seq or 0
    match entry:
        case model.SeatAssigned():
            return Seat(entry.seat, entry.offer, entry.product, entry.person, entry.on, seq)
        case model.SeatReassigned() if before:
            return Seat(entry.seat, before.offer, before.product, entry.person, entry.on, seq)
        case model.SeatActivated() if before:
            return before._replace(activated=before.activated or entry.on)
        case model.SeatReleased() if before:
            return before._replace(released=entry.on, release=seq)
    return before


def _wait_after(before: Wait | None, entry: Entry) -> Wait | None:
    if isinstance(entry, model.SeatQueued):
        return before or Wait(entry.product, entry.person, entry.seat, entry.on, entry.seq or 0, entry.by)
    return None


def _request_after(before: Request | None, entry: Entry) -> Request | None:
    match entry:
        case model.SeatRequested():
            return Request(entry.request, entry.product, entry.person, entry.on, entry.seq or 0)
        case model.RequestDecided() if before:
            return before._replace(decision=entry.decision)
    return before


class Seats:
    """Seats of every product, by offer."""

    def __init__(self, offers: Offers, base: "Seats | None" = None) -> None:
        self._offers, self._base = offers, base
        self.seats: Shelf[str, Seat] = base.seats.fork() if base else Shelf(_seat_after)
        self.waits: Shelf[tuple[str, str], Wait] = base.waits.fork() if base else Shelf(_wait_after)
        self.requests: Shelf[str, Request] = base.requests.fork() if base else Shelf(_request_after)
        self._pools: dict[tuple[str, str], Pool[str, Seat]] = {}
        self._home: dict[str, tuple[str, str]] = {}
        self._ever: dict[str, dict[str, None]] = {}
        self._queues: dict[str, Pool[tuple[str, str], Wait]] = {}
        self._numbering: Seats | None = base._numbering if base else None
        self._asked: Pool[str, Request] = (
            base._asked.fork(self.requests) if base else Pool(self.requests, lambda asked: asked.decision is None)
        )

    def home(self, seat: str) -> tuple[str, str] | None:
        """The offer and the product that a seat belongs to."""
        found = self._home.get(seat)
        return self._base.home(seat) if found is None and self._base else found

    def seat(self, seat: str, day: dt.date) -> Seat | None:
        """A seat at the end of a day; None before it was first assigned and after its offer's end or swap."""
        state = self.seats.on(seat, day)
        return state if state and self.stands(state, day) else None

    def number(self, seat: str) -> int:
        """Which of its offer's seats of that product it is, from 1."""
        if self._numbering and (number := self._numbering.number(seat)):
            return number
        home = self.home(seat)
        pool = self.pool(*home) if home else None
        return (pool.number(seat) if pool else None) or 0

    def numbered_as(self, whole: "Seats") -> None:
        """Seats keep the numbers that they have in the whole ledger, though this one holds a part of its entries."""
        self._numbering = whole

    def pool(self, offer: str, product: str) -> Pool[str, Seat] | None:
        found = self._pools.get((offer, product))
        if found is None and self._base and (below := self._base.pool(offer, product)):
            found = self._pools[offer, product] = below.fork(self.seats)
        return found

    def held(self, offer: str, product: str, day: dt.date) -> int:
        """How many seats have a holder at the end of a day."""
        pool, state = self.pool(offer, product), self._offers.offer(offer, day)
        if pool is None or state is None or state.is_over(day):
            return 0
        if state.swapped is None:
            return pool.count(day)
        return sum(self.seat(seat, day) is not None for seat in pool.in_use(day))

    def holders(self, offer: str, product: str, day: dt.date) -> list[Seat]:
        """The seats that have a holder at the end of a day."""
        pool = self.pool(offer, product)
        found = (self.seat(seat, day) for seat in (pool.in_use(day) if pool else ()))
        return [state for state in found if state and state.holder]

    def idle(self, offer: str, product: str, day: dt.date) -> Iterator[tuple[str, Seat | None]]:
        """The seats without a holder, lowest number first, each with its state where it ever had one."""
        pool = self.pool(offer, product)
        for seat in pool.idle(day) if pool else ():
            yield seat, self.seat(seat, day)

    def resting(self, offer: str, product: str, day: dt.date) -> list[Seat]:
        """The seats that are released but may not go to another person yet, the first to be free first."""
        found = [state for _, state in self.idle(offer, product, day) if state and state.rests(day)]
        return sorted(found, key=lambda state: state.free_from)

    def occupied(self, offer: str, product: str, day: dt.date) -> int:
        """How many seats can't go to anybody new on a day: those held and those at rest."""
        return self.held(offer, product, day) + len(self.resting(offer, product, day))

    def created(self, offer: str, product: str) -> int:
        """How many seats were ever given a number."""
        pool = self.pool(offer, product)
        return len(pool) if pool else 0

    def pools(self) -> Iterator[tuple[str, str]]:
        """Every offer and product that ever had a seat."""
        if self._base:
            yield from self._base.pools()
            yield from (key for key in self._pools if self._base.pool(*key) is None)
        else:
            yield from self._pools

    def ever(self, person: str) -> Iterator[str]:
        """Every seat that a person ever held."""
        if self._base:
            yield from self._base.ever(person)
        yield from self._ever.get(person, ())

    def gains(self, person: str, product: str, since: dt.date) -> Iterator[Entry]:
        """The entries from a day on by which a person got a seat of a product."""
        for seat in dict.fromkeys(self.ever(person)):
            if (home := self.home(seat)) and home[1] == product:
                for entry in self.seats.entries(seat, since=since):
                    if isinstance(entry, model.SeatAssigned | model.SeatReassigned) and entry.person == person:
                        yield entry

    def of(self, person: str, day: dt.date) -> list[Seat]:
        """The seats that a person holds at the end of a day, the longest held first."""
        states = (self.seat(seat, day) for seat in dict.fromkeys(self.ever(person)))
        found = [state for state in states if state and state.holder == person]
        return sorted(found, key=lambda state: (state.since, state.assignment))

    def waiting(self, product: str, day: dt.date) -> list[Wait]:
        """Who waits for a seat of a product, the longest waiting first."""
        pool = self.queue(product)
        found = (self.waits.on(key, day) for key in (pool.in_use(day) if pool else ()))
        return sorted((wait for wait in found if wait), key=lambda wait: wait.entry)

    def wait(self, product: str, person: str, day: dt.date) -> Wait | None:
        return self.waits.on((product, person), day)

    def request(self, request: str, day: dt.date) -> Request | None:
        return self.requests.on(request, day)

    def open_requests(self, day: dt.date) -> list[Request]:
        """Requests without an answer, the oldest first."""
        found = (self.requests.on(request, day) for request in self._asked.in_use(day))
        return [state for state in found if state]

    def queue(self, product: str) -> Pool[tuple[str, str], Wait] | None:
        """Who ever waited for a seat of a product."""
        found = self._queues.get(product)
        if found is None and self._base and (below := self._base.queue(product)):
            found = self._queues[product] = below.fork(self.waits)
        return found

    def note(self, seat: str, offer: str, product: str, person: str, day: dt.date) -> None:
        """An entry is added to, or dropped from, a seat: keeps the indexes right."""
        if self.home(seat) is None:
            self._home[seat] = (offer, product)
        pool = self.pool(offer, product)
        if pool is None:
            pool = self._pools[offer, product] = Pool(self.seats, lambda state: state.released is None)
        pool.touch(seat, day)
        self._ever.setdefault(person, {})[seat] = None

    def note_request(self, request: str, day: dt.date) -> None:
        self._asked.touch(request, day)

    def note_wait(self, product: str, person: str, day: dt.date) -> None:
        pool = self.queue(product)
        if pool is None:
            pool = self._queues[product] = Pool(self.waits, lambda wait: True)
        pool.touch((product, person), day)

    def stands(self, state: Seat, day: dt.date) -> bool:
        """Whether a seat still belongs to its offer on a day: not after its end, nor from before a swap."""
        offer = self._offers.offer(state.offer, day)
        if offer is None or offer.is_over(day):
            return False
        return not (offer.swapped and (state.since, state.assignment) < (offer.swapped, offer.swap or 0))
