"""Seats: who held which from when to when, and who asked for one."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from policy import model
from policy.ledger import Grant
from policy.ledger.track import Track
from policy.model import Entry
from storage.audit.facts import Facts, Row, iso


def _seats(facts: Facts) -> Iterator[Row]:
    seats = facts.then.seats
    for offer, product in list(seats.pools()):
        pool = seats.pool(offer, product)
        for seat in pool.members() if pool else ():
            if track := seats.seats.track(seat):
                yield from _stretches(facts, seat, track)


def _stretches(facts: Facts, seat: str, track: Track[Any]) -> Iterator[Row]:
    """The stretches in which a seat had a holder: what begins one ends the one before."""
    entries = list(track.entries(until=facts.day))
    starts = [at for at, one in enumerate(entries) if isinstance(one, model.SeatAssigned | model.SeatReassigned)]
    for start, following in zip(starts, [*starts[1:], len(entries)], strict=True):
        first, rest = entries[start], entries[start + 1 : following]
        state = _state_after(track, [*entries[: start + 1], *rest])
        end = _end_of(facts, state, entries[following] if following < len(entries) else None)
        grant: Grant | None = facts.then.offers.grant(state.offer, state.product, first.on)
        yield {
            "entry": first.number,
            "seat": seat,
            "number": facts.then.seats.number(seat),
            "offer": state.offer,
            "product": state.product,
            "person": state.last,
            "from_day": iso(first.on),
            "to_day": iso(end[0]),
            "ended_by": end[2],
            "to_entry": end[1],
            "activated": iso(state.activated),
            "grant_entry": grant.entry if grant else None,
            "by": first.by,
        }


def _state_after(track: Track[Any], entries: list[Entry]) -> Any:
    """The seat after its last entry of a stretch; several may be of one day."""
    last = entries[-1]
    return track.before(last.model_copy(update={"seq": last.number + 1}))


def _end_of(facts: Facts, state: Any, following: Entry | None) -> tuple[dt.date | None, int | None, str | None]:
    """(day, entry, how) of the end of a stretch: its release or the next holder, unless the offer ended before."""
    end: tuple[dt.date | None, int | None, str | None] = (None, None, None)
    if state.released:
        end = (state.released, state.release, "released")
    elif following:
        end = (following.on, following.number, "reassigned")
    for over in sorted(_ends_of_offer(facts, state)):
        if end[0] is None or end[0] > over[0]:
            end = over
    return end


def _ends_of_offer(facts: Facts, state: Any) -> Iterator[tuple[dt.date, int, str]]:
    offer = facts.then.offers.offer(state.offer, facts.day)
    if offer and offer.ended:
        yield offer.ended, offer.ending or 0, "offer_ended"
    if offer and offer.swapped and (state.since, state.assignment) < (offer.swapped, offer.swap or 0):
        yield offer.swapped, offer.swap or 0, "offer_swapped"


def _requests(facts: Facts) -> Iterator[Row]:
    requests = facts.then.seats.requests
    for one in requests:
        state = requests.on(one, facts.day)
        if state is None:
            continue
        entries = requests.entries(one, until=facts.day)
        decided = [entry for entry in entries if isinstance(entry, model.RequestDecided)]
        yield {
            "entry": state.entry,
            "id": state.id,
            "product": state.product,
            "person": state.person,
            "asked": iso(state.since),
            "decision": state.decision and str(state.decision),
            "decided_entry": decided[-1].number if decided else None,
            "decided_by": decided[-1].by if decided else None,
        }


SEATS: Final = {"seats": _seats, "requests": _requests}
