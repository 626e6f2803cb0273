"""Offers that ran out or ended: until when a renewal continues them, and what is still to be uninstalled."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from policy.ledger.ledger import Ledger
from policy.ledger.licence_states import Use
from policy.ledger.offers import Offer


class Lapsed(NamedTuple):
    """An offer whose rights are over since the day after `last`.

    `renewable_until` is None where no renewal continues it; `uses` is its software that no other offer grants.
    """

    offer: Offer
    last: dt.date
    renewable_until: dt.date | None
    uses: tuple[Use, ...]


def lapsed(ledger: Ledger, day: dt.date) -> Iterator[Lapsed]:
    """The offers that are over on a day and of which something is left to do, the oldest first."""
    over = [one for one in ledger.offers.bought(day) if not ledger.offers.covers(one.id, day)]
    if not over:
        return
    standing = ledger.offers.in_force(day)
    uses: dict[str, list[Use]] = {}
    for use in ledger.licences.everything_in_use(day):
        if not any(ledger.offers.grant(one.id, use.product, day) for one in standing):
            uses.setdefault(use.offer, []).append(use)
    for one in over:
        last = one.over_from - dt.timedelta(days=1) if one.over_from else one.term.end
        until = one.renewable_until if not one.ended and day <= one.renewable_until else None
        if last < day and (until or one.id in uses):
            yield Lapsed(one, last, until, tuple(uses.get(one.id, ())))
