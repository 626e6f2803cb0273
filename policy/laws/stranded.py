"""What a changed purchase, renewal or grant, or a use dated back, leaves standing on nothing."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from policy import model
from policy.context import Context
from policy.laws.claims import CLAIMS
from policy.laws.coverage import uncovered
from policy.laws.fault import Fault
from policy.laws.offers import BROUGHT, OFFERS
from policy.ledger import WINDOW, Ledger
from policy.model import Entry

_DAY: Final = dt.timedelta(days=1)
_COVERED: Final = (
    *BROUGHT,
    model.SeatAssigned,
    model.SeatReassigned,
    model.SeatActivated,
    model.KeyViewed,
    model.KeyActivated,
    model.TokenViewed,
    model.TokenActivated,
    model.IncidentOpened,
    model.CreditUsed,
    model.HoursUsed,
)
"""What needs its offer in force on its day."""


def stranded(trial: Ledger, ctx: Context, ledger: Ledger) -> Iterator[tuple[Entry, Fault]]:
    """The entries of the log that stood before a trial and would not stand after it, each with the reason."""
    seen: set[int] = set()
    for entry, gone in trial.changes():
        for other in (*_resting(trial, entry, gone=gone), *_swaps_after(trial, ledger, entry, gone=gone)):
            if other.number in seen or other.number > ledger.last_seq:
                continue
            seen.add(other.number)
            fault = _fault(trial, ctx, other)
            if fault and _fault(ledger, ctx, other) is None:
                yield other, fault


def _resting(trial: Ledger, entry: Entry, *, gone: bool) -> Iterator[Entry]:
    """The entries that may rest on one that is put in or taken out."""
    match entry:
        case model.GrantRecorded():
            since = entry.on if gone else entry.on + _DAY
            for use in trial.offers.uses.entries(entry.offer, since=since):
                if isinstance(use, model.SeatAssigned) and use.product == entry.product:
                    yield use
        case model.OfferPurchased():
            yield from _of_offer(trial, entry.offer, dt.date.min)
            yield from _claims(trial, entry.offer)
        case model.TokenActivated():
            yield from _claims(trial, entry.token)
        case model.OfferRenewed() if gone:
            yield from _of_offer(trial, entry.offer, entry.on - WINDOW - _DAY)


def _claims(trial: Ledger, subject: str) -> Iterator[Entry]:
    """What was asked of Microsoft: its window counts from a day that changes."""
    return (one for one in trial.about(subject) if isinstance(one, model.ClaimMade))


def _of_offer(trial: Ledger, offer: str, since: dt.date) -> Iterator[Entry]:
    yield from trial.offers.uses.entries(offer, since=since)
    yield from (one for one in trial.about(offer) if isinstance(one, BROUGHT) and one.on >= since)


def _swaps_after(trial: Ledger, ledger: Ledger, entry: Entry, *, gone: bool) -> Iterator[Entry]:
    """The swaps that a use dated back would stand before."""
    offer = None if gone or isinstance(entry, tuple(OFFERS)) else trial.offer_of(entry)
    if offer is None or offer not in ledger.offers.offers:
        return
    entries = trial.offers.offers.entries(offer, since=entry.on)
    yield from (one for one in entries if isinstance(one, model.OfferSwapped))


def _fault(ledger: Ledger, ctx: Context, entry: Entry) -> Fault | None:
    """Why an entry can't stand in a ledger, as far as its offer's terms, grants and first use tell."""
    if isinstance(entry, model.OfferSwapped):
        track = ledger.offers.offers.track(entry.offer)
        return OFFERS[model.OfferSwapped](ledger, ctx, track.before(entry) if track else None, entry)
    if isinstance(entry, model.ClaimMade):
        claim = ledger.offers.claims.track((entry.claim, entry.subject))
        return CLAIMS[model.ClaimMade](ledger, ctx, claim.before(entry) if claim else None, entry)
    offer = ledger.offer_of(entry)
    if offer is None or not isinstance(entry, _COVERED):
        return None
    return uncovered(ledger, ctx, offer, entry.on) or _without_a_grant(ledger, ctx, entry)


def _without_a_grant(ledger: Ledger, ctx: Context, entry: Entry) -> Fault | None:
    """A seat on a day on which no grant, or too small a one, was recorded."""
    if not isinstance(entry, model.SeatAssigned):
        return None
    grant = ledger.offers.grant(entry.offer, entry.product, entry.on)
    quantity = grant.quantity if grant and grant.since <= entry.on else 0
    if quantity >= ledger.seats.created(entry.offer, entry.product):
        return None
    held = ledger.seats.held(entry.offer, entry.product, entry.on)
    if held <= quantity:
        return None
    text = (
        f"{ctx.name(entry.person)} got a {ctx.product(entry.product)} seat then, with {quantity} granted on that day."
    )
    return Fault(text, ("grant-as-listed",), entry.number, entry.on)
