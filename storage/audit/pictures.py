"""What the pictures show, worked out of the tables."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from policy.context import Context
from policy.ledger import CLOCK, WINDOW, Ledger, has_clock
from storage.audit.charts import Bar, Span, Steps, bars, over_time, timeline
from storage.audit.facts import Facts, Row, facts_of
from storage.audit.rows import rows_of
from storage.audit.whole import Whole
from storage.verify.alone import Anchor

Stairs = tuple[tuple[dt.date, int], ...]
"""A number that changes from day to day: (day, value), in order."""

_MOST_BARS = 20
_MOST_LINES = 14


def pictures_of(ledger: Ledger, day: dt.date, ctx: Context) -> dict[str, str]:
    """The pictures of a day for a face that can show SVG: `offers`, `activations`, and `seats-<product>` for each."""
    nothing = Whole("", (), {}, ledger, Anchor("", 0, ""))
    facts = facts_of(nothing, day, ctx, lambda _: None, ledger.company.founders)
    found = {"offers": of_offers(facts), "activations": of_activations(facts)}
    found |= {f"seats-{product}": picture for product, picture in of_seats(facts)}
    return {name: picture for name, picture in found.items() if picture}


def of_offers(facts: Facts) -> str | None:
    """The offers' years with their windows: refund and swap, renewal, replacement of tokens."""
    spans: list[Span] = []
    windows: list[Span] = []
    for offer in facts.then.offers.bought(facts.day)[-_MOST_LINES:]:
        line = f"{facts.ctx.offer(offer)} ({offer.id})"
        for term in offer.terms:
            last = min(term.end, offer.ended) if offer.ended else term.end
            spans.append(Span(line, "in force", term.start, max(last, term.start)))
        windows.append(Span(line, "refund, swap", offer.purchased, offer.window_end))
        if not offer.ended:
            windows.append(Span(line, "renewal", offer.term.end, offer.term.end + WINDOW))
        for token in facts.then.licences.tokens_of(offer.id, facts.day):
            if token.activated:
                windows.append(Span(line, "new token", token.activated, token.activated + WINDOW))
    if not spans:
        return None
    return timeline([*spans, *windows], "Offers and their windows", facts.day)


def of_seats(facts: Facts) -> Iterator[tuple[str, str]]:
    """(product, picture) of each product with seats: granted, assigned, activated, resting and free over time."""
    rows = list(rows_of(facts, "seats"))
    grants = list(rows_of(facts, "grants"))
    for product in dict.fromkeys(str(row["product"]) for row in rows):
        own = [row for row in rows if row["product"] == product]
        granted = _granted(facts, product, grants)
        assigned = _counted(((_day(row["from_day"]), _day(row["to_day"])) for row in own), facts.day)
        resting = _counted(_resting(own), facts.day) if has_clock(product) else ()
        lines = [
            Steps("granted", granted),
            Steps("assigned", assigned),
            Steps("activated", _counted(_activated(own), facts.day)),
            Steps("resting", resting),
            Steps("free", _free(granted, assigned, resting)),
        ]
        yield product, over_time([line for line in lines if line.steps], f"{facts.ctx.product(product)}: seats")


def of_activations(facts: Facts) -> str | None:
    """Activations used and left of each key that has a limit, those with the fewest left first."""
    keys = [row for row in rows_of(facts, "keys") if row["left"] is not None]
    keys.sort(key=lambda row: (int(row["left"] or 0), str(row["id"])))
    shown = [
        Bar(f"{_label(row)}, {facts.ctx.product(str(row['product']))}", _used(row), int(row["left"] or 0))
        for row in keys[:_MOST_BARS]
    ]
    return bars(shown, "Activations of keys") if shown else None


def _label(row: Row) -> str:
    return f"Key {row['label'] or row['id']}"


def _used(row: Row) -> int:
    """As the portal counts where it was asked: what is not left."""
    if row["activations"] is None:
        return int(row["used"] or 0)
    return max(0, int(row["activations"]) - int(row["left"] or 0))


def _day(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def _counted(
    stretches: Iterable[tuple[dt.date | None, dt.date | None]], until: dt.date
) -> tuple[tuple[dt.date, int], ...]:
    """How many stretches there are on each day on which that changes, through `until`."""
    changes: dict[dt.date, int] = {}
    for first, end in stretches:
        if first is None or first > until or (end is not None and end <= first):
            continue
        changes[first] = changes.get(first, 0) + 1
        if end is not None and end <= until:
            changes[end] = changes.get(end, 0) - 1
    if not changes:
        return ()
    many, steps = 0, [(min(changes) - dt.timedelta(days=1), 0)]
    for day in sorted(changes):
        many += changes[day]
        steps.append((day, many))
    if steps[-1][0] < until:
        steps.append((until, many))
    return tuple(steps)


def _free(granted: Stairs, assigned: Stairs, resting: Stairs) -> Stairs:
    """What is granted and neither assigned nor resting, from the first grant on."""
    first = granted[0][0] if granted else dt.date.max
    days = sorted({day for stairs in (granted, assigned, resting) for day, _ in stairs if day >= first})
    return tuple((day, max(0, _at(granted, day) - _at(assigned, day) - _at(resting, day))) for day in days)


def _at(stairs: Stairs, day: dt.date) -> int:
    """The number on a day, 0 before the first."""
    place = bisect_right(stairs, day, key=lambda step: step[0])
    return stairs[place - 1][1] if place else 0


def _activated(rows: Sequence[Row]) -> Iterator[tuple[dt.date | None, dt.date | None]]:
    for row in rows:
        yield _day(row["activated"]), _day(row["to_day"])


def _resting(rows: Sequence[Row]) -> Iterator[tuple[dt.date | None, dt.date | None]]:
    """From a release until day 90, unless the same person has it again before."""
    again = {(row["seat"], row["person"], row["from_day"]) for row in rows}
    starts: dict[object, list[str]] = {}
    for seat, person, day in again:
        starts.setdefault((seat, person), []).append(str(day))
    for row in rows:
        first, end = _day(row["from_day"]), _day(row["to_day"])
        if row["ended_by"] != "released" or first is None or end is None:
            continue
        back = min((day for day in starts[row["seat"], row["person"]] if day >= end.isoformat()), default=None)
        free = first + CLOCK
        yield end, min(free, _day(back) or free)


def _granted(facts: Facts, product: str, grants: Sequence[Row]) -> tuple[tuple[dt.date, int], ...]:
    """The quantity over all offers, on each day on which it may have changed."""
    offers = facts.then.offers.bought(facts.day)
    days = {facts.day}
    for row in grants:
        if row["product"] == product and (day := _day(row["day"])):
            days.add(day)
    for offer in offers:
        days.add(offer.purchased)
        days |= {day for day in (offer.swapped, offer.ended) if day}
        days |= {edge for term in offer.terms for edge in (term.start, term.end + dt.timedelta(days=1))}
    steps: list[tuple[dt.date, int]] = []
    for day in sorted(day for day in days if day <= facts.day):
        found = [
            facts.then.offers.grant(offer.id, product, day)
            for offer in offers
            if facts.then.offers.covers(offer.id, day)
        ]
        steps.append((day, sum(grant.quantity for grant in found if grant)))
    return tuple(steps)
