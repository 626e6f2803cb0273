"""What the ledger knows of a question: the facts that turn the guide's answers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from policy.catalogue import Catalogue
from policy.facts import Facts, FactValue, Level, Programme
from policy.ledger import Ledger, Offer, Seat, Token, has_clock
from policy.model import ACTION_PACKS, Entry, FactStated

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Known:
    """Facts from the ledger, and what they rest on: the offer, the seat, the token, the first use."""

    facts: Facts
    offer: Offer | None = None
    first_use: Entry | None = None
    seat: Seat | None = None
    token: Token | None = None


def known_of(
    ledger: Ledger,
    today: dt.date,
    *,
    offer: str | None = None,
    programme: Programme | None = None,
    product: str | None = None,
    person: str | None = None,
    seat: str | None = None,
    token: str | None = None,
    key: str | None = None,
    catalogue: Catalogue | None = None,
) -> Known:
    """What is recorded about the company, and about the offer, product, person, seat, token or key asked about.

    A fact stays None where the ledger does not tell, or where two offers would tell differently.
    Ids; tokens and keys also by label. Nothing recorded: no facts, so that answers stay general.
    """
    held = _seat(ledger, today, person, product, seat)
    asked = ledger.licences.tokens.last(ledger.licences.meant("token", token)) if token else None
    meant = _offer(ledger, today, offer, programme, product, held, asked, key)
    use = ledger.offers.first_use(meant.id, today) if meant else None
    bought = ledger.offers.bought(today)
    standing = ledger.offers.in_force(today)
    known: dict[str, FactValue] = {
        "learning_partner": ledger.company.settings(today).learning_partner,
        "programme": _same([one.program for one in standing]) if meant is None else meant.program,
        "level": meant.level if meant else _same([one.level for one in standing]),
        "days_since_purchase": (today - meant.purchased).days if meant else None,
        "dated": True if meant or held or (asked and asked.activated) else None,
        "touched": (use is not None) if meant else None,
        "swapped_before": (meant.swapped is not None) if meant and meant.program in ACTION_PACKS else None,
        "purchased": True if bought else None,
        "member": bool(standing) if bought else None,
        "days_since_assignment": (today - held.since).days if held else None,
        "token_activated": (asked.activated is not None) if asked else None,
        "days_since_activation": (today - asked.activated).days if asked and asked.activated else None,
        "vs_edition": _edition(ledger, today, standing, held),
        "product_kind": _kind(catalogue, product),
    }
    if not bought:
        said = _stated(ledger.company.stated("programme", today), ledger.company.stated("level", today))
        known |= {name: value for name, value in said.items() if known[name] is None}
    facts = Facts.of({name: value for name, value in known.items() if value is not None})
    return Known(facts, meant, use, held, asked)


def _offer(
    ledger: Ledger,
    today: dt.date,
    offer: str | None,
    programme: Programme | None,
    product: str | None,
    seat: Seat | None,
    token: Token | None,
    key: str | None,
) -> Offer | None:
    """The offer meant: named, or of the seat, token or key, or the only one, or the only one within its window."""
    subject = offer or (token and token.offer) or (seat and seat.offer)
    if subject is None and key and (known := ledger.licences.keys.last(ledger.licences.meant("key", key))):
        subject = known.offer
    if subject:
        return ledger.offers.offer(subject, today)
    candidates = [one for one in ledger.offers.bought(today) if programme in (None, one.program)]
    in_force = [one for one in candidates if ledger.offers.covers(one.id, today)]
    candidates = in_force or candidates
    if product and len(candidates) > 1:
        granting = [one for one in candidates if ledger.offers.grant(one.id, product, today)]
        candidates = granting or candidates
    within = [one for one in candidates if today <= one.window_end]
    if len(candidates) == 1:
        return candidates[0]
    return within[0] if len(within) == 1 else None


def _seat(ledger: Ledger, today: dt.date, person: str | None, product: str | None, seat: str | None) -> Seat | None:
    if seat:
        return ledger.seats.seat(seat, today)
    held = ledger.seats.of(person, today) if person else []
    held = [one for one in held if has_clock(one.product) and (product is None or one.product.startswith(product))]
    return held[0] if len(held) == 1 else None


def _edition(ledger: Ledger, today: dt.date, standing: list[Offer], seat: Seat | None) -> str | None:
    """The edition of Visual Studio that is granted, where there is one."""
    products = {
        grant.product
        for one in standing
        for grant in ledger.offers.grants_of(one.id, today)
        if has_clock(grant.product)
    }
    product = seat.product if seat else products.pop() if len(products) == 1 else None
    return product.removeprefix("visual-studio-") if product and product != "visual-studio" else None


def _kind(catalogue: Catalogue | None, product: str | None) -> str | None:
    found = catalogue.by_id.get(product or "") if catalogue else None
    return found.kind if found else None


def _stated(programme: FactStated | None, level: FactStated | None) -> dict[str, FactValue]:
    """What was said of the company and is no purchase: used while nothing is recorded."""
    return {
        "programme": Programme(str(programme.value)) if programme and programme.value in set(Programme) else None,
        "level": Level(str(level.value)) if level and level.value in set(Level) else None,
    }


def _same(values: Sequence[_Value]) -> _Value | None:
    return values[0] if values and all(value == values[0] for value in values) else None
