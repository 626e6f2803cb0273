"""Seats: the day on which one may move to who waits, those not activated, requests without an answer."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from policy.acts.assigning import AssignSeat
from policy.acts.find import matches
from policy.acts.outcome import Act
from policy.acts.reminders import FinishReminder
from policy.acts.requests import DecideRequest
from policy.acts.seats import ActivateSeat, MoveSeat
from policy.acts.waiting import UnqueueSeat
from policy.context import capital
from policy.deadlines.deadline import Button, Deadline, Rung, Shift
from policy.deadlines.look import Look, dated
from policy.ladders import Kind, kinds
from policy.ledger import Request, Seat, Wait, has_clock
from policy.model import Answered


def seats(look: Look) -> Iterator[Deadline]:
    """Seats for who waits, seats that were not activated, and requests."""
    for product in dict.fromkeys(key[0] for key in look.ledger.seats.waits):
        yield from _waiting(look, product)
    for offer, product in look.ledger.seats.pools():
        if has_clock(product) and look.ledger.offers.covers(offer, look.today):
            for seat in look.ledger.seats.holders(offer, product, look.today):
                if seat.activated is None and seat.last not in look.ctx.left:
                    yield from _unactivated(look, seat)
    for request in look.ledger.seats.open_requests(look.today):
        yield from _request(look, request)


@dataclass(frozen=True)
class _Free:
    """A seat that somebody new may have from a day on; `seat` is None for one that nobody ever had."""

    day: dt.date
    offer: str
    product: str
    seat: Seat | None = None


def _waiting(look: Look, product: str) -> Iterator[Deadline]:
    """Who waits for a certain seat gets that one; the others, in their order, what becomes free first."""
    waits = look.ledger.seats.waiting(product, look.today)
    named = {wait.seat for wait in waits if wait.seat}
    free = _free(look, product, named) if any(wait.seat is None for wait in waits) else iter(())
    for wait in waits:
        if wait.seat is None:
            one = next(free, None)
        else:
            state = look.ledger.seats.seat(wait.seat, look.today)
            one = _Free(state.free_from, state.offer, state.product, state) if state else None
        if one and look.ledger.offers.covers(one.offer, look.today):
            yield from _move(look, wait, one)


def _free(look: Look, product: str, named: set[str]) -> Iterator[_Free]:
    """Seats that can go to somebody new: those free now, those at rest by their day, then those held."""
    now: list[_Free] = []
    later: list[_Free] = []
    book = look.ledger.seats
    for offer in look.standing:
        for grant in look.ledger.offers.grants_of(offer.id, look.today):
            if not matches(product, grant.product):
                continue
            idle = [state for _, state in book.idle(offer.id, grant.product, look.today) if state]
            left = grant.quantity - book.occupied(offer.id, grant.product, look.today)
            for state in idle:
                if state.id not in named:
                    day = max(state.free_from, state.released or state.since)
                    (later if state.rests(look.today) else now).append(_Free(day, offer.id, grant.product, state))
            unused = max(0, left - sum(not state.rests(look.today) for state in idle))
            now += [_Free(grant.since, offer.id, grant.product)] * unused
    yield from now
    yield from sorted(later, key=lambda one: one.day)
    yield from _held(look, product, named)


def _held(look: Look, product: str, named: set[str]) -> Iterator[_Free]:
    """Seats that are held, by the day on which each may go to somebody else: for who waits when none is free."""
    found = [
        _Free(seat.free_from, seat.offer, seat.product, seat)
        for offer in look.standing
        for grant in look.ledger.offers.grants_of(offer.id, look.today)
        if matches(product, grant.product) and has_clock(grant.product)
        for seat in look.ledger.seats.holders(offer.id, grant.product, look.today)
        if seat.id not in named
    ]
    yield from sorted(found, key=lambda one: one.day)


def _move(look: Look, wait: Wait, free: _Free) -> Iterator[Deadline]:
    state, person = free.seat, wait.person
    place = f"{state.id}:{state.last}" if state and wait.seat else wait.product
    deadline = f"{Kind.SEAT_MOVE}:{place}:{person}"
    if (state and state.holder == person) or look.done(deadline):
        return
    day = max(free.day, wait.since)
    seat = look.seat(state) if state else f"a {look.product(free.product)} seat"
    said = {
        "seat": seat,
        "Seat": capital(seat),
        "person": look.name(person),
        "since": dated(wait.since),
        "date": dated(day),
    }
    act: Act = AssignSeat(person=person, product=free.product, offer=free.offer, seat=state.id if state else None)
    if state and state.holder:
        said["holder"] = look.name(state.holder)
        act = MoveSeat(from_person=state.holder, person=person, product=free.product, seat=state.id)
    words = kinds()[Kind.SEAT_MOVE]
    yield Deadline(
        id=deadline,
        kind=Kind.SEAT_MOVE,
        subject=state.id if state else free.offer,
        opens=day,
        day=day,
        people=look.people(deadline, wait.by),
        rungs=look.after(Kind.SEAT_MOVE, day),
        topic=deadline,
        said=said,
        buttons=(
            Button(words.act, act),
            Button(words.done, UnqueueSeat(person=person, product=wait.product)),
        ),
        possible=True,
    )


def _unactivated(look: Look, seat: Seat) -> Iterator[Deadline]:
    """The holder first, then who assigned it (section "Visual Studio – Developer Tools")."""
    holder, deadline = seat.last, f"{Kind.SEAT_ACTIVATION}:{seat.id}:{seat.last}"
    if look.done(deadline):
        return
    words, recorder = kinds()[Kind.SEAT_ACTIVATION], look.by(seat.assignment)
    people = look.people(deadline, recorder)
    own = look.after(Kind.SEAT_ACTIVATION, seat.since, words.own_ladder)
    told = look.after(Kind.SEAT_ACTIVATION, seat.since)
    to_holder = (*own, *told) if people[:1] == (holder,) else own
    rungs = [Rung(one.id, one.day, Shift.AFTER, holder) for one in to_holder]
    rungs += [] if people[:1] == (holder,) else told
    name = look.seat(seat)
    activated = ActivateSeat(person=holder, product=seat.product, seat=seat.id)
    yield Deadline(
        id=deadline,
        kind=Kind.SEAT_ACTIVATION,
        subject=seat.id,
        opens=seat.since,
        day=None,
        people=people,
        rungs=tuple(sorted(rungs, key=lambda one: one.day)),
        topic=Kind.SEAT_ACTIVATION,
        said={
            "seat": name,
            "Seat": capital(name),
            "person": look.name(holder),
            "since": dated(seat.since),
        },
        buttons=(
            Button(words.act, activated),
            Button(words.done, FinishReminder(deadline=deadline, called=f"{look.name(holder)}'s activation")),
        ),
        own=(Button(words.act_own or "", activated),),
    )


def _request(look: Look, request: Request) -> Iterator[Deadline]:
    deadline = f"{Kind.REQUEST}:{request.id}"
    if look.done(deadline):
        return
    words = kinds()[Kind.REQUEST]
    yield Deadline(
        id=deadline,
        kind=Kind.REQUEST,
        subject=request.id,
        opens=request.since,
        day=None,
        people=look.people(deadline, look.by(request.entry)),
        rungs=look.after(Kind.REQUEST, request.since),
        topic=Kind.REQUEST,
        said={
            "person": look.name(request.person),
            "product": look.product(request.product),
            "since": dated(request.since),
        },
        buttons=(
            Button(words.act, DecideRequest(decision=Answered.APPROVED, request=request.id)),
            Button(words.done, DecideRequest(decision=Answered.DENIED, request=request.id)),
        ),
    )
