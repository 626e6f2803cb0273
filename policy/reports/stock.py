"""Seats and how they are told: how many are granted, held, at rest and free, and since when one is held."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policy.context import count, in_words
from policy.ledger import Grant, Offer, Seat, has_clock
from policy.reports.view import View, joined

NO_SEATS = frozenset({"product-incidents", "cloud-incidents", "presales-hours"})
"""Grants that are counted by use."""


_PER_USER: Final = ("vs-per-user", "grant-as-listed")
_LISTED: Final = ("grant-as-listed", "track-usage")


@dataclass(frozen=True)
class Stock:
    """The seats of one grant on a day. `resting`: given back, not yet for anybody else, the first to be free first.

    `entered`: on tenants, by tokens of the running year.
    """

    offer: Offer
    grant: Grant
    held: int
    resting: tuple[Seat, ...]
    entered: int = 0

    @property
    def product(self) -> str:
        return self.grant.product

    @property
    def free(self) -> int:
        return max(0, self.grant.quantity - self.held - len(self.resting))

    @property
    def in_use(self) -> int:
        """How many people hold, or how many stand on tenants by token, where those are more."""
        return max(self.held, self.entered)

    @property
    def over(self) -> int:
        """How many are held beyond the grant."""
        return max(0, self.held - self.grant.quantity)


def has_seats(view: View, product: str) -> bool:
    """Whether a product is given to people, not installed on machines or counted by use."""
    return product not in NO_SEATS and view.ctx.kind(product) != "on_premises"


def stocks(view: View, offer: Offer | None = None) -> Iterator[Stock]:
    """The seats of every product asked about, of one offer or of all whose rights hold on the day."""
    book, day = view.ledger.seats, view.day
    for one in [offer] if offer else view.offers(standing=True):
        for grant in view.ledger.offers.grants_of(one.id, day):
            product = grant.product
            if grant.quantity and view.wants(product) and has_seats(view, product):
                held = book.held(one.id, product, day)
                yield Stock(one, grant, held, tuple(book.resting(one.id, product, day)), _entered(view, one, product))


def _entered(view: View, offer: Offer, product: str) -> int:
    """How many seats of a service the tokens of the offer's running year put on tenants."""
    term = offer.term_of(view.day)
    return sum(
        one.seats
        for one in view.ledger.licences.tokens_of(offer.id, view.day)
        if one.service == product and one.activated and not one.replaced_with
        if term is not None and one.program_year == term.year
    )


def first_move(view: View, stock: Stock) -> tuple[dt.date, Seat] | None:
    """Of the seats held or at rest, the day on which the first may go to somebody else; today where one may now."""
    pool = view.ledger.seats.pool(stock.offer.id, stock.product)
    best = stock.resting[0] if stock.resting else None
    for seat in pool.in_use(view.day) if pool else ():
        state = view.ledger.seats.seat(seat, view.day)
        if state and state.holder and (best is None or state.free_from < best.free_from):
            best = state
        if best and best.free_from <= view.day:
            break
    return (max(best.free_from, view.day), best) if best else None


def stock_line(view: View, stock: Stock) -> str:
    """Visual Studio Professional: 2 of 3 in use, 1 free."""
    granted = stock.grant.quantity
    if stock.entered:
        parts = [f"{stock.entered:,} of {granted:,} on a tenant by token", f"{stock.held:,} given to people"]
    else:
        parts = [f"{stock.held:,} of {granted:,} in use", f"{stock.free:,} free"]
    if stock.resting:
        parts.append(f"{len(stock.resting):,} at rest, {resting_words(view, stock)}")
    if stock.over:
        parts.append(f"{stock.over:,} more than granted")
    several = len(view.ledger.offers.in_force(view.day)) > 1
    return f"{view.product(stock.product)}{f' ({view.offer(stock.offer)})' if several else ''}: {', '.join(parts)}"


def resting_words(view: View, stock: Stock) -> str:
    """Seat 3 until 30 Aug 2026."""
    named = [
        f"seat {view.ledger.seats.number(one.id)} until {in_words(one.free_from)}"
        + (f" ({view.name(one.last)} gave it back)" if view.sees(one.last) else "")
        for one in stock.resting[:3]
    ]
    more = len(stock.resting) - len(named)
    return joined([*named, *([f"{more:,} more later"] if more else [])])


def granting(view: View) -> str:
    """The sentence that records a grant of the product asked about."""
    offers = view.offers(standing=True)
    offer = f"the {view.offer(offers[0])}" if offers else "the Action Pack"
    product = view.ask.product or "visual-studio-professional"
    product = "visual-studio-professional" if product == "visual-studio" else product
    return f"{offer} gives us 3 {view.product(product)}"


def since(view: View, seat: Seat) -> str:
    """Since when a seat is held, whether it counts yet, and the entry."""
    words = f"since {in_words(seat.since)}"
    if seat.activated:
        words += f", activated on {in_words(seat.activated)}"
    elif has_clock(seat.product):
        words += ", not activated yet"
    if not view.covers(seat.offer):
        words += ", its offer has run out"
    return f"{words} (#{seat.assignment})"


def counted(view: View, number: int, product: str | None) -> str:
    """3 Visual Studio Professional seats."""
    noun = f"{view.product(product)} seat" if product else "seat"
    return count(number, noun)


def free_line(view: View) -> str:
    """How many are free, of every product asked about."""
    found = [f"{counted(view, one.free, one.product)} of {one.grant.quantity:,}" for one in stocks(view)]
    return f"Free{view.when() or ' today'}: {joined(found)}." if found else ""


def activated(seat: Seat) -> str:
    """The day on which a seat was activated, in words; only of Visual Studio is there a "no"."""
    return in_words(seat.activated) if seat.activated else "no" if has_clock(seat.product) else ""


def rules_of(product: str | None) -> tuple[str, ...]:
    """What a seat rests on: one person each is stated for Visual Studio only."""
    return _PER_USER if product and has_clock(product) else _LISTED
