"""Seats: one person each, not beyond the grant, and not to another person before day 90."""

import datetime as dt
from typing import Final

from policy import model
from policy.context import Context, count, in_words
from policy.laws.coverage import uncovered
from policy.laws.fault import Fault, Laws
from policy.ledger import Ledger, Request, Seat, Wait, has_clock
from policy.model import Answered

_PER_USER: Final = ("vs-per-user",)


def _per_user(product: str) -> tuple[str, ...]:
    """The rule that a seat belongs to one person: the guide states it for Visual Studio only."""
    return _PER_USER if has_clock(product) else ("grant-as-listed",)


def _assigned(ledger: Ledger, ctx: Context, before: Seat | None, entry: model.SeatAssigned) -> Fault | None:
    if fault := uncovered(ledger, ctx, entry.offer, entry.on):
        return fault
    standing = before if before and ledger.seats.stands(before, entry.on) else None
    if standing and standing.holder:
        return _taken(ledger, ctx, standing, entry.person)
    if standing and standing.last != entry.person and entry.on < standing.free_from:
        return _too_early(ledger, ctx, standing)
    return _has_one_already(ledger, ctx, entry) or _over(ledger, ctx, entry)


def _reassigned(ledger: Ledger, ctx: Context, before: Seat | None, entry: model.SeatReassigned) -> Fault | None:
    if before is None or before.holder != entry.from_person:
        return _not_theirs(ledger, ctx, before, entry.seat, entry.from_person, entry.on)
    if fault := uncovered(ledger, ctx, before.offer, entry.on):
        return fault
    if entry.on < before.free_from:
        return _too_early(ledger, ctx, before)
    other = _other_seat(ledger, entry, before.offer, before.product)
    return _already(ledger, ctx, other) if other else None


def _activated(ledger: Ledger, ctx: Context, before: Seat | None, entry: model.SeatActivated) -> Fault | None:
    if before is None or before.holder != entry.person:
        return _not_theirs(ledger, ctx, before, entry.seat, entry.person, entry.on)
    return uncovered(ledger, ctx, entry.offer, entry.on)


def _released(ledger: Ledger, ctx: Context, before: Seat | None, entry: model.SeatReleased) -> Fault | None:
    if before is None or before.holder != entry.person:
        return _not_theirs(ledger, ctx, before, entry.seat, entry.person, entry.on)
    return None


def seat_name(ledger: Ledger, ctx: Context, seat: str, offer: str, product: str, day: dt.date) -> str:
    """A seat as people call it: Visual Studio Professional seat 2 of 3."""
    number = ledger.seats.number(seat) or ledger.seats.created(offer, product) + 1
    grant = ledger.offers.grant(offer, product, day)
    of = f" of {grant.quantity}" if grant and grant.quantity >= number else ""
    return f"{ctx.product(product)} seat {number}{of}"


def _too_early(ledger: Ledger, ctx: Context, seat: Seat) -> Fault:
    """Day 90 after the present holder's assignment is the first (section "Assigning subscriptions")."""
    name = ctx.name(seat.last)
    text = (
        f"**Not yet.** {name} got {seat_name(ledger, ctx, seat.id, seat.offer, seat.product, seat.since)} "
        f"on {in_words(seat.since)}; it can go to somebody else 90 days "
        f"after that: from **{in_words(seat.free_from)}**."
    )
    if seat.released:
        text += f" Until then it rests, except for {name}: releasing it doesn't shorten the wait."
    return Fault(text, ("vs-reassign",), seat.assignment, seat.free_from)


def _taken(ledger: Ledger, ctx: Context, seat: Seat, person: str) -> Fault:
    if seat.holder == person:
        return _already(ledger, ctx, seat)
    name = seat_name(ledger, ctx, seat.id, seat.offer, seat.product, seat.since)
    text = f"{ctx.name(seat.last)} has had {name} since {in_words(seat.since)}. A seat has one holder at a time."
    date = seat.free_from if seat.free_from > seat.since else None
    return Fault(text, _per_user(seat.product), seat.assignment, date)


def _already(ledger: Ledger, ctx: Context, seat: Seat) -> Fault:
    name = seat_name(ledger, ctx, seat.id, seat.offer, seat.product, seat.since)
    text = f"{ctx.name(seat.last)} already has {name}, since {in_words(seat.since)}. One person needs one seat."
    return Fault(text, _per_user(seat.product), seat.assignment, None)


def _not_theirs(ledger: Ledger, ctx: Context, seat: Seat | None, seat_id: str, person: str, day: dt.date) -> Fault:
    name = ctx.name(person)
    if seat is None:
        first = ledger.seats.seats.first(seat_id)
        when = f": it was first assigned on {in_words(first.on)}" if first else ""
        return Fault(
            f"{name} did not have that seat on {in_words(day)}{when}.",
            _PER_USER,
            first.seq if first else None,
        )
    called = seat_name(ledger, ctx, seat.id, seat.offer, seat.product, seat.since)
    if seat.holder:
        text = f"{name} does not have {called}: {ctx.name(seat.last)} has it since {in_words(seat.since)}."
        return Fault(text, _per_user(seat.product), seat.assignment)
    released = in_words(seat.released) if seat.released else ""
    text = f"{called} has no holder: {ctx.name(seat.last)} gave it back on {released}."
    return Fault(text, _per_user(seat.product), seat.release)


def _has_one_already(ledger: Ledger, ctx: Context, entry: model.SeatAssigned) -> Fault | None:
    other = _other_seat(ledger, entry, entry.offer, entry.product)
    return _already(ledger, ctx, other) if other else None


def _other_seat(
    ledger: Ledger, given: model.SeatAssigned | model.SeatReassigned, offer: str, product: str
) -> Seat | None:
    """Another seat of the same product that the person holds when given one, or gets later while holding this one."""
    person, seat, day = given.person, given.seat, given.on
    for other in ledger.seats.ever(person):
        if other == seat or ledger.seats.home(other) != (offer, product):
            continue
        state = ledger.seats.seat(other, day)
        if state and state.holder == person and (state.since < day or state.assignment < given.number):
            return state
        for entry in ledger.seats.seats.entries(other, since=day):
            if isinstance(entry, model.SeatAssigned | model.SeatReassigned) and entry.person == person:
                ours, theirs = ledger.seats.seat(seat, entry.on), ledger.seats.seat(other, entry.on)
                if theirs and theirs.holder == person and ours and ours.holder == person:
                    return theirs
    return None


def _over(ledger: Ledger, ctx: Context, entry: model.SeatAssigned) -> Fault | None:
    """More seats held or at rest than the grant has, on that day or when a later one is assigned."""
    pool = ledger.seats.pool(entry.offer, entry.product)
    days = {entry.on}
    if pool and not pool.settled(entry.on):
        days |= {
            later.on
            for seat in pool.members()
            for later in ledger.seats.seats.entries(seat, since=entry.on)
            if isinstance(later, model.SeatAssigned)
        }
    for day in sorted(days):
        grant = ledger.offers.grant(entry.offer, entry.product, day)
        quantity = grant.quantity if grant else 0
        if ledger.seats.created(entry.offer, entry.product) <= quantity:
            continue
        if ledger.seats.occupied(entry.offer, entry.product, day) > quantity:
            return _no_seat(ledger, ctx, entry.offer, entry.product, day, quantity)
    return None


def _no_seat(ledger: Ledger, ctx: Context, offer: str, product: str, day: dt.date, quantity: int) -> Fault:
    grant = ledger.offers.grant(offer, product, day)
    name = ctx.product(product)
    if grant is None:
        text = (
            f"No grant of {name} is recorded, so there is no seat to give. Partner Center lists what you got: "
            f'say for example "{_grant_sentence(ledger, ctx, offer)} gives us 3 {name}".'
        )
        return Fault(text, ("grant-as-listed",))
    resting = ledger.seats.resting(offer, product, day)
    none_left = ", and none is left" if quantity else ""
    text = (
        "**No seat is free.** "
        f"{count(quantity, f'{name} seat is', f'{name} seats are')} granted (#{grant.entry}){none_left}"
    )
    if resting:
        first = resting[0]
        text += (
            f": seat {ledger.seats.number(first.id)} rests until {in_words(first.free_from)}, "
            f"90 days after {ctx.name(first.last)} got it."
        )
        return Fault(text, ("grant-as-listed", "vs-reassign"), first.assignment, first.free_from)
    text += ". If Partner Center lists more, say so: "
    text += f'"{_grant_sentence(ledger, ctx, offer)} gives us {quantity + 1} {name}".'
    return Fault(text, ("grant-as-listed",), grant.entry)


def _grant_sentence(ledger: Ledger, ctx: Context, offer: str) -> str:
    known = ledger.offers.known(offer)
    return f"the {ctx.offer(known)}" if known else "the offer"


def _queued(ledger: Ledger, ctx: Context, before: Wait | None, entry: model.SeatQueued) -> Fault | None:
    if before:
        text = (
            f"{ctx.name(entry.person)} has been waiting for "
            f"{ctx.product(entry.product)} since {in_words(before.since)}."
        )
        return Fault(text, ("vs-reassign",), before.entry)
    for seat in ledger.seats.of(entry.person, entry.on):
        if seat.product == entry.product:
            return _already(ledger, ctx, seat)
    return None


def _unqueued(ledger: Ledger, ctx: Context, before: Wait | None, entry: model.SeatUnqueued) -> Fault | None:
    if before:
        return None
    text = f"{ctx.name(entry.person)} is not waiting for {ctx.product(entry.product)}."
    return Fault(text, ("track-usage",))


def _decided(ledger: Ledger, ctx: Context, before: Request | None, entry: model.RequestDecided) -> Fault | None:
    if before is None:
        return Fault("That request is not recorded.", ("track-usage",))
    if before.decision is None:
        return None
    said = "approved" if before.decision is Answered.APPROVED else "denied"
    return Fault(f"{ctx.name(before.person)}'s request was {said} already.", ("track-usage",), before.entry)


SEATS: Final[Laws] = {
    model.SeatAssigned: _assigned,
    model.SeatReassigned: _reassigned,
    model.SeatActivated: _activated,
    model.SeatReleased: _released,
}
WAITS: Final[Laws] = {model.SeatQueued: _queued, model.SeatUnqueued: _unqueued}
REQUESTS: Final[Laws] = {model.RequestDecided: _decided}
