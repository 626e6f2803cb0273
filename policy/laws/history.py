"""Checks what a trial would change: the new entries, and every later one on the same subjects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from policy.context import Context
from policy.laws import claims, company, licences, offers, seats, services
from policy.laws.fault import Fault, Law, Laws
from policy.laws.stranded import stranded
from policy.ledger import Ledger
from policy.ledger.track import Shelf
from policy.model import Entry


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry that could not stand. `recorded` tells whether it is in the log already, so that
    something else is now to be put before it."""

    entry: Entry
    fault: Fault
    recorded: bool


_LAWS: Final[tuple[tuple[Callable[[Ledger], Shelf[Any, Any]], Laws], ...]] = (
    (lambda ledger: ledger.company.roles, company.ROLES),
    (lambda ledger: ledger.company.people, company.PEOPLE),
    (lambda ledger: ledger.company.locations, company.LOCATIONS),
    (lambda ledger: ledger.offers.offers, offers.OFFERS),
    (lambda ledger: ledger.offers.grants, offers.GRANTS),
    (lambda ledger: ledger.offers.claims, claims.CLAIMS),
    (lambda ledger: ledger.seats.seats, seats.SEATS),
    (lambda ledger: ledger.seats.waits, seats.WAITS),
    (lambda ledger: ledger.seats.requests, seats.REQUESTS),
    (lambda ledger: ledger.licences.keys, licences.KEYS),
    (lambda ledger: ledger.licences.tokens, licences.TOKENS),
    (lambda ledger: ledger.licences.installed, licences.SOFTWARE),
    (lambda ledger: ledger.services.incidents, services.INCIDENTS),
    (lambda ledger: ledger.services.spent, services.CREDIT),
    (lambda ledger: ledger.services.hours, services.HOURS),
)


def broken(trial: Ledger, ctx: Context, ledger: Ledger) -> Iterator[Broken]:
    """The entries that could not stand in a trial of `ledger`, the new ones first.

    An entry of the log that could not stand before either (the log is the truth) is not held against the trial.
    """
    found: list[Broken] = []
    for shelf_of, laws in _LAWS:
        for key, track in shelf_of(trial).changed():
            for before, entry in track.own():
                law = laws.get(type(entry))
                fault = law(trial, ctx, before, entry) if law else None
                if law is None or fault is None:
                    continue
                recorded = entry.number <= ledger.last_seq
                if not (recorded and _broken_before(ledger, ctx, shelf_of(ledger), key, law, entry)):
                    found.append(Broken(entry, fault, recorded))
    found += [Broken(entry, fault, recorded=True) for entry, fault in stranded(trial, ctx, ledger)]
    yield from sorted(found, key=lambda one: (one.recorded, one.entry.number))


def _broken_before(ledger: Ledger, ctx: Context, shelf: Shelf[Any, Any], key: Any, law: Law, entry: Entry) -> bool:
    track = shelf.track(key)
    if track is None or ledger.is_reversed(entry.number):
        return False
    return law(ledger, ctx, track.before(entry), entry) is not None
