"""Entries about seats, who holds them, waits for them and asks for them."""

from typing import Literal

from policy.model.entry import Entry, Id
from policy.model.nouns import Answered


class SeatAssigned(Entry):
    kind: Literal["seat_assigned"] = "seat_assigned"
    seat: Id
    offer: Id
    product: Id
    person: Id


class SeatActivated(Entry):
    kind: Literal["seat_activated"] = "seat_activated"
    seat: Id
    offer: Id
    product: Id
    person: Id


class SeatReleased(Entry):
    kind: Literal["seat_released"] = "seat_released"
    seat: Id
    offer: Id
    product: Id
    person: Id


class SeatReassigned(Entry):
    kind: Literal["seat_reassigned"] = "seat_reassigned"
    seat: Id
    from_person: Id
    person: Id


class SeatQueued(Entry):
    """`person` waits for a seat of `product`: for the one named, or for any."""

    kind: Literal["seat_queued"] = "seat_queued"
    product: Id
    seat: Id | None = None
    person: Id


class SeatUnqueued(Entry):
    kind: Literal["seat_unqueued"] = "seat_unqueued"
    product: Id
    seat: Id | None = None
    person: Id


class SeatRequested(Entry):
    kind: Literal["seat_requested"] = "seat_requested"
    request: Id
    product: Id
    person: Id


class RequestDecided(Entry):
    kind: Literal["request_decided"] = "request_decided"
    request: Id
    product: Id
    person: Id
    decision: Answered
