"""Where a company stands: offers and their windows, seats, tokens, keys, and what needs somebody."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from policy.acts.settle import rights_open
from policy.context import capital, count, days_left, in_words, key_name, software_left, token_name
from policy.ledger import Key, Offer, Token, has_clock
from policy.ledger.lapsed import lapsed
from policy.reports.asked import Report
from policy.reports.holdings import seats_of
from policy.reports.keys import is_low, left_words
from policy.reports.stock import NO_SEATS, Stock, has_seats, stock_line, stocks
from policy.reports.tokens import rights_over
from policy.reports.view import LINES, View, joined, listed, tabled

_SOON: Final = dt.timedelta(days=60)
"""How long before its end an offer needs somebody."""

_LAST_DAYS: Final = dt.timedelta(days=7)
_FEW: Final = 5


def status(view: View) -> Report:
    """Where the company stands on a day; to who does not see all, their own and how many are free."""
    offers = view.offers()
    if not offers:
        return view.nothing_bought()
    standing = [one for one in offers if view.covers(one.id)]
    found = [stock for one in standing for stock in stocks(view, one)]
    tokens = [one for offer in offers for one in view.ledger.licences.tokens_of(offer.id, view.day)]
    keys = [key for one in view.ledger.licences.keys if (key := view.ledger.licences.key(one, view.day))]
    needs = list(_needs(view, offers, found, tokens, keys))
    head = f"**{_head(view, needs)}**"
    own = [] if view.sees_all else [line for line in seats_of(view).text.split("\n")[:2] if not line.startswith("_")]
    blocks = [
        *listed((what for _, what in needs), len(needs)),
        *own,
        *listed((_offer(view, one) for one in offers), len(offers)),
        *listed((stock_line(view, one) for one in found), len(found)),
        *listed(_software(view, standing), sum(1 for _ in _software(view, standing))),
        _tokens(tokens, view),
        _keys(keys),
    ]
    days = [day for day, _ in needs if day and day >= view.day]
    rows = [(view.product(one.product), f"{one.in_use} of {one.grant.quantity}", f"{one.free}") for one in found]
    shown = (
        blocks if len(blocks) <= 3 * LINES else [*blocks[: 3 * LINES], f"And {len(blocks) - 3 * LINES:,} more lines."]
    )
    return view.says(
        head,
        *shown,
        "" if view.sees_all else view.hidden(),
        rules=("track-usage", "grant-as-listed"),
        date=min(days, default=None),
        table=tabled(("Product", "In use", "Free"), rows, len(rows)) if rows else None,
    )


def _head(view: View, needs: list[tuple[dt.date | None, str]]) -> str:
    if view.past:
        return f"As of {in_words(view.day)}."
    if not view.sees_all:
        return "Where you stand."
    if needs:
        whom = "you" if view.ledger.company.is_administrator(view.ctx.by, view.ctx.today) else "an administrator"
        return f"{count(len(needs), 'thing')} {'needs' if len(needs) == 1 else 'need'} {whom}."
    return "All quiet."


def _needs(
    view: View, offers: list[Offer], found: list[Stock], tokens: list[Token], keys: list[Key]
) -> Iterator[tuple[dt.date | None, str]]:
    """What needs an administrator, with its day where it has one."""
    if not view.sees_all:
        return
    for one in offers:
        yield from _closing(view, one)
        yield from _ending(view, one)
    yield from _of_ended(view, offers)
    yield from _of_seats(view, found)
    refundable = {one.id for one in offers if rights_open(view.ledger, one, view.day)}
    still = [one for one in tokens if one.unused and one.offer not in refundable and not rights_over(view, one)]
    if still:
        named = joined([token_name(one) for one in still])
        yield None, f"{count(len(still), 'token')} to enter: {named}"
    if low := [one for one in keys if is_low(one) and view.covers(one.offer)]:
        yield None, f"Activations are low on {joined([f'{key_name(one)} ({one.left})' for one in low])}"
    if requests := view.ledger.seats.open_requests(view.day):
        yield (
            None,
            f"{count(len(requests), 'request')} to decide: {joined([view.name(one.person) for one in requests[:9]])}",
        )
    for claim in view.ledger.offers.open_claims(view.day):
        yield None, f"Microsoft has not answered the {claim.claim} asked for on {in_words(claim.made)} (#{claim.entry})"


def _of_ended(view: View, offers: list[Offer]) -> Iterator[tuple[dt.date | None, str]]:
    """What of offers that ran out or ended is still to be renewed, uninstalled or stopped."""
    for over in lapsed(view.ledger, view.day):
        if over.renewable_until:
            until = in_words(over.renewable_until)
            what = (
                f"The {view.offer(over.offer)} ran out on {in_words(over.last)}; a renewal continues it until {until}"
            )
            yield over.renewable_until, what
        if over.uses:
            yield None, f"Uninstall, or license commercially: {software_left(view.ctx, over)}"
    for one in offers:
        if not view.covers(one.id) and (left := _still_entered(view, one)):
            yield None, f"Stop using, or license commercially: {left} (the {view.offer(one)} has ended)"


def _of_seats(view: View, found: list[Stock]) -> Iterator[tuple[dt.date | None, str]]:
    """Products with more in use than granted, and seats that are not valid yet."""
    for stock in found:
        if stock.over:
            yield None, f"{view.product(stock.product)}: {stock.over:,} more in use than granted"
        if has_clock(stock.product) and (idle := _unactivated(view, stock)):
            yield (
                None,
                f"{view.product(stock.product)}: {count(idle, 'seat is', 'seats are')} not activated, so not valid yet",
            )


def _still_entered(view: View, offer: Offer) -> str:
    """The tokens on tenants of an offer that is over, whose service no other offer grants."""
    standing = view.offers(standing=True)
    left = [
        one
        for one in view.ledger.licences.tokens_of(offer.id, view.day)
        if one.activated and not one.replaced_with and one.program_year == offer.term.year
        if not any(view.ledger.offers.grant(other.id, one.service, view.day) for other in standing)
    ]
    return joined([f"{view.product(one.service)} on {one.tenant} ({token_name(one)})" for one in left])


def _closing(view: View, offer: Offer) -> Iterator[tuple[dt.date | None, str]]:
    """Refund and swap in the last days of their window."""
    if offer.window_end - view.day <= _LAST_DAYS and (what := _rights(view, offer)):
        left = days_left(offer.window_end, view.day)
        yield (
            offer.window_end,
            f"{capital(what)} of the {view.offer(offer)}: ask by {in_words(offer.window_end)} ({left})",
        )


def _rights(view: View, offer: Offer) -> str:
    """Refund and swap, as far as they are open."""
    return " and ".join(str(claim) for claim in rights_open(view.ledger, offer, view.day))


def _ending(view: View, offer: Offer) -> Iterator[tuple[dt.date | None, str]]:
    end = offer.term.end
    if not offer.ended and end - _SOON <= view.day <= end:
        left = days_left(end, view.day)
        yield end, f"The {view.offer(offer)} ends on {in_words(end)} ({left}): renew it, or uninstall"


def _unactivated(view: View, stock: Stock) -> int:
    return sum(one.activated is None for one in view.ledger.seats.holders(stock.offer.id, stock.product, view.day))


def _offer(view: View, offer: Offer) -> str:
    name, end = view.offer(offer), offer.term.end
    if offer.ended:
        return f"{name}: ended on {in_words(offer.ended)} ({offer.reason}, #{offer.ending})"
    if not view.covers(offer.id):
        return f"{name}: ran out on {in_words(end)}"
    line = f"{name}: until {in_words(end)} (#{offer.purchase})"
    if what := _rights(view, offer):
        left = days_left(offer.window_end, view.day)
        line += f"; {what} open until {in_words(offer.window_end)} ({left}), nothing used yet"
    return line


def _software(view: View, standing: list[Offer]) -> Iterator[str]:
    """On how many machines each granted product is in use."""
    granted: dict[str, int] = {}
    for one in standing:
        for grant in view.ledger.offers.grants_of(one.id, view.day):
            if grant.product not in NO_SEATS and not has_seats(view, grant.product):
                granted[grant.product] = granted.get(grant.product, 0) + grant.quantity
    for product in dict.fromkeys([*granted, *view.ledger.licences.products_installed()]):
        used = view.ledger.licences.in_use(product, view.day)
        quantity = granted.get(product, 0)
        if used or quantity:
            over = ": too many" if used > quantity else ""
            yield f"{view.product(product)}: on {count(used, 'machine')} of {quantity:,} granted{over}"


def _tokens(tokens: list[Token], view: View) -> str:
    if not tokens:
        return ""
    entered = sum(one.activated is not None for one in tokens)
    still = [one for one in tokens if one.unused and not rights_over(view, one)]
    return f"Tokens: {entered:,} of {len(tokens):,} entered" + (f", {len(still):,} to enter." if still else ".")


def _keys(keys: list[Key]) -> str:
    if not keys:
        return ""
    shown = [f"{key_name(one)}: {left_words(one)}" for one in keys[:_FEW]]
    more = f"; {len(keys) - _FEW:,} more" if len(keys) > _FEW else ""
    return f"Keys: {'; '.join(shown)}{more}."
