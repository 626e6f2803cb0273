"""Renewing: what comes and goes with a new year."""

import datetime as dt
from heapq import nlargest
from typing import Final

from policy.context import count, days_left, in_words
from policy.ledger import WINDOW, Offer, Seat, Token
from policy.reports.asked import Report
from policy.reports.stock import NO_SEATS, has_seats
from policy.reports.view import LINES, View, joined, listed

_STILL_RENEWING: Final = dt.timedelta(days=90)
"""How long after a renewal the list is about that one, not about the next."""


def renewal_list(view: View) -> Report:
    """Step by step: the last day, grants old against new, who would lose a seat, tokens to be entered."""
    offers = [one for one in view.offers() if not one.ended and view.day <= one.term.end + WINDOW]
    if not offers:
        bought = view.offers()
        if not bought:
            return view.nothing_bought()
        last = max(bought, key=lambda one: one.ended or one.term.end)
        over = last.ended or last.term.end
        text = (
            f"**Nothing to renew.** The {view.offer(last)} {'ended' if last.ended else 'ran out'} on {in_words(over)}; "
        )
        text += "a renewal now starts on its own day."
        return view.says(
            text, rules=("no-renewal", "token-yearly"), entries=[last.ending or last.term.entry], date=over
        )
    offers.sort(key=lambda one: one.term.end)
    lists = [_of(view, one) for one in offers]
    lines = [line for _, lines in lists for line in lines]
    date = lists[0][0]
    more = [f"And {len(lines) - 2 * LINES:,} more lines."] if len(lines) > 2 * LINES else []
    return view.says(
        *lines[: 2 * LINES],
        *more,
        rules=("token-yearly", "grant-as-listed", "no-renewal", "cloud-rights-end"),
        entries=[offers[0].term.entry],
        date=date,
    )


def _of(view: View, offer: Offer) -> tuple[dt.date, list[str]]:
    renewal = view.ledger.entry(offer.term.entry)
    if len(offer.terms) > 1 and renewal and view.day < max(renewal.on, offer.term.start) + _STILL_RENEWING:
        return offer.term.end, _after(view, offer, renewal.on)
    return offer.term.end, _before(view, offer)


def _before(view: View, offer: Offer) -> list[str]:
    end, name = offer.term.end, view.offer(offer)
    if view.day > end:
        last = end + WINDOW
        head = (
            f"**Renew the {name} by {in_words(last)}** ({days_left(last, view.day)}). It ran out on {in_words(end)}, "
        )
        head += "and until then no rights hold."
    else:
        head = f"**Renew the {name} by {in_words(end)}** ({days_left(end, view.day)})."
    tokens = [
        one
        for one in view.ledger.licences.tokens_of(offer.id, view.day)
        if one.program_year == offer.term.year and not one.replaced_with
    ]
    lines = ["1. Compare what Partner Center lists for the new year with what you have:"]
    lines += _grants(view, offer)
    lines += ["2. Record the renewal on its day, then the new grants. Seats stay until those are recorded."]
    lines += ["3. Fetch the new tokens and enter each of them; last year's rights end with the year."]
    lines += _services(view, tokens)
    return [head, *lines]


def _grants(view: View, offer: Offer) -> list[str]:
    grants = [one for one in view.ledger.offers.grants_of(offer.id, view.day) if one.product not in NO_SEATS]
    if not grants:
        return [
            f'• No grant is recorded yet. Tell me: "the {view.offer(offer)} gives us 3 Visual Studio Professional".'
        ]
    lines = [
        f"{view.product(one.product)}: {one.quantity:,} granted, {_in_use(view, offer, one.product)}"
        + _first_to_lose(view, offer, one.product, one.quantity - 1, "with one fewer, ")
        for one in grants
    ]
    return listed(lines, len(lines))


def _in_use(view: View, offer: Offer, product: str) -> str:
    if has_seats(view, product):
        return f"{view.ledger.seats.held(offer.id, product, view.day):,} in use"
    return f"on {count(view.ledger.licences.in_use(product, view.day), 'machine')}"


def _first_to_lose(view: View, offer: Offer, product: str, quantity: int, condition: str) -> str:
    """Who would have no seat at a quantity: who got theirs last."""
    if not has_seats(view, product):
        return ""
    over = view.ledger.seats.held(offer.id, product, view.day) - max(0, quantity)
    if over <= 0:
        return ""
    holders = view.ledger.seats.holders(offer.id, product, view.day)
    last: list[Seat] = nlargest(min(over, 5), holders, key=lambda one: (one.since, one.assignment))
    if not view.sees_all:
        return f"; {condition}{count(over, 'person loses a seat', 'people lose a seat')}"
    named = joined([view.name(one.last) for one in last] + ([f"{over - len(last):,} more"] if over > len(last) else []))
    return f"; {condition}{named} would lose a seat, as the last to get one"


def _services(view: View, tokens: list[Token]) -> list[str]:
    seats: dict[str, int] = {}
    for one in tokens:
        seats[one.service] = seats.get(one.service, 0) + one.seats
    lines = [f"{view.product(service)}: {count(number, 'seat')} this year" for service, number in seats.items()]
    return listed(lines, len(lines))


def _after(view: View, offer: Offer, renewed: dt.date) -> list[str]:
    """After a renewal: what was recorded of the new year against the old."""
    head = f"**The {view.offer(offer)} is renewed** (#{offer.term.entry}) and runs until {in_words(offer.term.end)}."
    before = renewed - dt.timedelta(days=1)
    old = {one.product: one.quantity for one in view.ledger.offers.grants_of(offer.id, before)}
    now = {one.product: one for one in view.ledger.offers.grants_of(offer.id, view.day)}
    lines = []
    for product in dict.fromkeys([*old, *now]):
        if product in NO_SEATS:
            continue
        grant = now.get(product)
        if grant is None or grant.since < renewed:
            used = _in_use(view, offer, product)
            lines.append(
                f"{view.product(product)}: {old.get(product, 0):,} last year, {used}; the new number is not recorded"
            )
            continue
        change = f"{old[product]:,} last year, {grant.quantity:,} now" if product in old else f"{grant.quantity:,}, new"
        lose = _first_to_lose(view, offer, product, grant.quantity, "")
        lines.append(f"{view.product(product)}: {change}, {_in_use(view, offer, product)}{lose}")
    tokens = view.ledger.licences.tokens_of(offer.id, view.day)
    new = [one for one in tokens if one.program_year >= offer.term.year]
    had = {one.service for one in tokens if one.program_year == offer.terms[-2].year and not one.replaced_with}
    lacking = [view.product(one) for one in sorted(had - {one.service for one in new})]
    to_enter = [f"token {one.label or one.id} ({view.product(one.service)})" for one in new if one.unused]
    shown = listed(lines, len(lines)) or [
        f'• Tell me: "the {view.offer(offer)} gives us 3 Visual Studio Professional".'
    ]
    steps = ["1. Record the new grants:", *shown]
    steps.append(f"2. Fetch new tokens for {joined(lacking)}." if lacking else "2. New tokens: none is missing.")
    steps.append(f"3. Still to enter: {joined(to_enter)}." if to_enter else "3. Tokens to enter: none on record.")
    return [head, *steps]
