"""What goes with an offer that ends or is swapped, named before it is recorded."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from policy.context import Context, count, token_name
from policy.ledger import Ledger, Offer

_FEW: Final = 4
"""Of a kind, what is named; the rest is counted."""


def seats_lost(ledger: Ledger, ctx: Context, offer: Offer, day: dt.date) -> str:
    """The seats that are held on a day, by holder; empty where nobody holds one."""
    return _joined([*_of_kind(list(_seats(ledger, ctx, offer, day)), "seat")])


def rights_lost(ledger: Ledger, ctx: Context, offer: Offer, day: dt.date) -> str:
    """What is held of an offer on a day: seats, tokens, software in use; empty where there is nothing."""
    tokens = [
        f"{token_name(one)} on {one.tenant}" if one.tenant else f"{token_name(one)} (not entered)"
        for one in ledger.licences.tokens_of(offer.id, day)
        if not one.replaced_with
    ]
    software = [
        f"{ctx.product(use.product)} on {use.machine}"
        for use in ledger.licences.everything_in_use(day)
        if use.offer == offer.id
    ]
    return _joined(
        [
            *_of_kind(list(_seats(ledger, ctx, offer, day)), "seat"),
            *_of_kind(tokens, "token"),
            *_of_kind(software, "installation"),
        ]
    )


def _seats(ledger: Ledger, ctx: Context, offer: Offer, day: dt.date) -> Iterator[str]:
    for of, product in ledger.seats.pools():
        for seat in ledger.seats.holders(of, product, day) if of == offer.id else ():
            yield f"{ctx.name(seat.last)}'s {ctx.product(product)} seat {ledger.seats.number(seat.id)}"


def _of_kind(named: Sequence[str], noun: str) -> list[str]:
    """The first few of a kind by name, and how many more there are."""
    if len(named) <= _FEW:
        return list(named)
    return [*named[: _FEW - 1], count(len(named) - _FEW + 1, f"more {noun}")]


def _joined(named: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]])) if named else ""
