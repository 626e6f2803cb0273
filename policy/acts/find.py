"""Which offer, product, seat, key or token is meant: found, asked for, or refused."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from policy.acts.outcome import Act, Ask, Choice, Refuse
from policy.acts.settle import refuse
from policy.context import Context, in_words, key_name, programme_name, token_name
from policy.laws import Fault
from policy.laws.coverage import uncovered
from policy.laws.licences import of_a_past_year
from policy.laws.seats import seat_name
from policy.ledger import Key, Ledger, Offer, Seat, Token
from policy.model import Level, Programme

GENERAL: Final = ("visual-studio", "office-365", "microsoft-365", "dynamics-365")
"""Products that stand for any edition of theirs."""

_ALSO: Final = {"dynamics-365": ("dynamics-crm-online", "dynamics-crm"), "dynamics-crm": ("dynamics-crm-online",)}
"""What people mean besides by a name that covers it: "Dynamics" is Dynamics CRM too."""


_OWN_NAMES: Final = frozenset({"windows", "exchange", "project", "azure"})
"""Names that begin those of other products: "Windows" is no Windows Server."""

_MOST_OFFERED: Final = 3


def matches(wanted: str, product: str) -> bool:
    """Whether a product is the one wanted, or an edition of it."""
    is_edition = wanted in GENERAL and product.startswith(f"{wanted}-")
    return product == wanted or is_edition or product in _ALSO.get(wanted, ())


def named_choices(act: Act, slot: str, named: Iterable[tuple[str, Any]]) -> tuple[Choice, ...]:
    """A choice for each value of a slot; a label that comes twice gets the value beside it."""
    pairs = list(named)
    labels = [label for label, _ in pairs]
    return tuple(
        Choice(label if labels.count(label) == 1 else f"{label} ({value})", replace(act, **{slot: value}))
        for label, value in pairs
    )


def find_offer(
    ledger: Ledger,
    act: Act,
    ctx: Context,
    day: dt.date,
    *,
    offer: str | None = None,
    program: Programme | None = None,
    level: Level | None = None,
    products: Iterable[str] = (),
) -> Offer | Refuse | Ask:
    """The offer that is meant: named, or the only one in force on a day, or the only one that grants the products."""
    if offer:
        known = ledger.offers.known(offer)
        return known or refuse(ctx, Fault(f"No {offer} is recorded.", ("benefits-start",)))
    candidates = [one for one in ledger.offers.in_force(day) if one.is_of(program, level)]
    wanted = list(products)
    granting = [
        one
        for one in candidates
        if wanted
        and all(any(matches(want, grant.product) for grant in ledger.offers.grants_of(one.id, day)) for want in wanted)
    ]
    candidates = granting or candidates
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        return refuse(ctx, none_in_force(ledger, ctx, day, program, level))
    choices = named_choices(act, "offer", ((ctx.offer(one), one.id) for one in candidates))
    return Ask("offer", "Of which offer?", act, choices)


def none_in_force(ledger: Ledger, ctx: Context, day: dt.date, program: Programme | None, level: Level | None) -> Fault:
    """Why no offer can be meant."""
    last = dt.date.max
    bought = [one for one in ledger.offers.bought(last) if one.is_of(program, level)]
    if bought:
        ended = [one for one in bought if one.purchased <= day] or bought
        latest = max(ended, key=lambda one: (one.terms[-1].end, one.purchase))
        return uncovered(ledger, ctx, latest.id, day) or Fault("", ("benefits-start",))
    wanted = program or (Programme.COMPETENCY if level else None)
    name = f"No {programme_name(wanted, level)} is" if wanted else "No offer is"
    text = (
        f"**{name} recorded yet.** Benefits start with the purchase, so record that first: "
        f'"we bought the {programme_name(wanted or Programme.ACTION_PACK, level)} on {day.day} {day:%b}".'
    )
    return Fault(text, ("benefits-start",))


def find_grant(
    ledger: Ledger,
    act: Act,
    ctx: Context,
    day: dt.date,
    product: str,
    offer: str | None,
    program: Programme | None,
    level: Level | None = None,
) -> tuple[Offer, str] | Refuse | Ask:
    """The offer and the granted product that are meant; without a grant, the offer with the product as said."""
    pairs = [
        (one, grant.product)
        for one in ledger.offers.in_force(day)
        if offer in (None, one.id) and one.is_of(program, level)
        for grant in ledger.offers.grants_of(one.id, day)
        if matches(product, grant.product) and grant.quantity
    ]
    if len(pairs) == 1:
        return pairs[0]
    products = dict.fromkeys(granted for _, granted in pairs)
    if len(products) > 1:
        choices = named_choices(act, "product", ((ctx.product(one), one) for one in products))
        return Ask("product", f"Which edition of {ctx.product(product)}?", act, choices)
    if pairs:
        named = dict.fromkeys((ctx.offer(one), one.id) for one, _ in pairs)
        return Ask("offer", "Of which offer?", act, named_choices(act, "offer", named))
    if not offer and not any(one.is_of(program, level) for one in ledger.offers.in_force(day)):
        granting = [
            one
            for one in ledger.offers.bought(dt.date.max)
            if one.is_of(program, level)
            and any(matches(product, grant.product) for grant in ledger.offers.grants_of(one.id, one.term.end))
        ]
        if len(granting) == 1 and (fault := uncovered(ledger, ctx, granting[0].id, day)):
            return refuse(ctx, fault)
    found = find_offer(ledger, act, ctx, day, offer=offer, program=program, level=level)
    return (found, product) if isinstance(found, Offer) else found


def find_seat(
    ledger: Ledger,
    act: Act,
    ctx: Context,
    day: dt.date,
    person: str,
    product: str | None,
    seat: str | None,
    number: int | None = None,
) -> Seat | Refuse | Ask:
    """The seat that a person holds on a day; `number` as people count the seats of a product."""
    held = [
        one
        for one in ledger.seats.of(person, day)
        if (seat is None or one.id == seat) and (product is None or matches(product, one.product))
    ]
    covered = [one for one in held if ledger.offers.covers(one.offer, day)]
    held = covered or held
    if number is not None and held:
        right = [one for one in held if ledger.seats.number(one.id) == number]
        if not right:
            has = " and ".join(seat_name(ledger, ctx, one.id, one.offer, one.product, day) for one in held)
            text = f"**{ctx.name(person)} has no seat {number}**, but {has}."
            return refuse(ctx, Fault(text, ("track-usage",), held[0].assignment))
        held = right
    if len(held) == 1:
        return held[0]
    if held:
        named = ((seat_name(ledger, ctx, one.id, one.offer, one.product, day), one.id) for one in held)
        return Ask("seat", f"Which of {ctx.name(person)}'s seats?", act, named_choices(act, "seat", named))
    return refuse(ctx, _no_seat(ledger, ctx, person, product, day))


def holder_of(ledger: Ledger, number: int | None, product: str | None, day: dt.date) -> str | None:
    """Who has the seat of a number, where that is one seat of those in force."""
    found = [
        one.last
        for offer, of in ledger.seats.pools()
        if number is not None and (product is None or matches(product, of)) and ledger.offers.covers(offer, day)
        for one in ledger.seats.holders(offer, of, day)
        if ledger.seats.number(one.id) == number
    ]
    return found[0] if len(found) == 1 else None


def _no_seat(ledger: Ledger, ctx: Context, person: str, product: str | None, day: dt.date) -> Fault:
    what = f"{ctx.product(product)} seat" if product else "seat"
    past = [state for seat in ledger.seats.ever(person) if (state := ledger.seats.seats.last(seat))]
    past = [state for state in past if product is None or matches(product, state.product)]
    text = f"**{ctx.name(person)} has no {what}**" + (f" on {in_words(day)}." if day != ctx.today else ".")
    latest = max((state for state in past if state.last == person), key=lambda state: state.since, default=None)
    if latest is None:
        return Fault(text, ("track-usage",))
    if latest.released and latest.released <= day:
        return Fault(f"{text} It was released on {in_words(latest.released)}.", ("track-usage",), latest.release)
    if latest.since > day:
        text += f" It was assigned on {in_words(latest.since)}."
        text += f" Give a day from then on, or put #{latest.assignment} right first."
    return Fault(text, ("track-usage",), latest.assignment)


def find_key(
    ledger: Ledger, act: Act, ctx: Context, day: dt.date, key: str | None, product: str | None = None
) -> Key | Refuse | Ask:
    """The key that is meant: by label, by id, or the only one of a product."""
    states = (ledger.licences.key(one, day) for one in ledger.licences.keys)
    found = [one for one in states if one and (product is None or one.product == product)]
    found = [one for one in found if ledger.offers.covers(one.offer, day)]
    if key:
        known = ledger.licences.keys.last(ledger.licences.meant("key", key))
        if known and product and not _suits(product, known.product):
            others = named_choices(act, "key", ((f"Use {key_name(one)}", one.id) for one in found[:_MOST_OFFERED]))
            meant: dict[str, Any] = {"key": known.id, "product": known.product}
            was = replace(act, **meant)
            return _of_another(ctx, "key", (key_name(known), known.product, product), was, others)
        return known or refuse(ctx, _unknown("key", key, "activations"))
    if len(found) == 1:
        return found[0]
    if not found:
        what = f" for {ctx.product(product)}" if product else ""
        return refuse(
            ctx,
            Fault(
                f'No key{what} is recorded. Add it first: "add key K1 for Office with 25 activations".',
                ("key-per-org",),
            ),
        )
    return Ask("key", "Which key?", act, named_choices(act, "key", ((key_name(one), one.id) for one in found)))


def find_token(
    ledger: Ledger,
    act: Act,
    ctx: Context,
    day: dt.date,
    token: str | None,
    service: str | None = None,
    *,
    slot: str = "token",
) -> Token | Refuse | Ask:
    """The token that is meant: by label, by id, or the only unused one of a service."""
    if token:
        known = ledger.licences.tokens.last(ledger.licences.meant("token", token))
        if known and service and not _suits(service, known.service):
            meant: dict[str, Any] = {slot: known.id, "service": known.service}
            was = replace(act, **meant)
            return _of_another(ctx, slot, (token_name(known), known.service, service), was)
        return known or refuse(ctx, _unknown("token", token, "seats of Office 365"))
    found = [one for one in ledger.licences.unused_tokens(day) if service is None or matches(service, one.service)]
    found = [one for one in found if not of_a_past_year(ledger, one, day)] or found
    if len(found) == 1:
        return found[0]
    if not found:
        what = f" for {ctx.product(service)}" if service else ""
        if later := _issued_later(ledger, ctx, day, service):
            return refuse(ctx, later)
        return refuse(
            ctx,
            Fault(
                f'No unused token{what} is recorded. Add it first: "got token 7 for 25 seats of Office 365".',
                ("token-yearly",),
            ),
        )
    return Ask(slot, "Which token?", act, named_choices(act, slot, ((token_name(one), one.id) for one in found)))


def _issued_later(ledger: Ledger, ctx: Context, day: dt.date, service: str | None) -> Fault | None:
    """What a past day comes too early for: the oldest token that was issued after it; None where none was."""
    unused = ledger.licences.unused_tokens(ctx.today)
    found = [one for one in unused if one.issued > day and (service is None or matches(service, one.service))]
    if not found:
        return None
    text = f"**{token_name(found[0])} was issued on {in_words(found[0].issued)}**, after {in_words(day)}."
    text += f" Give a day from then on, or put #{found[0].issue} right first."
    return Fault(text, ("track-usage",), found[0].issue)


def _suits(said: str, product: str) -> bool:
    """Whether a product that is said can be the one of a key or token: itself, an edition, or a shorter name of it."""
    shorter, longer = sorted((said, product), key=len)
    named_so = longer.startswith(f"{shorter}-") and shorter not in _OWN_NAMES
    return matches(said, product) or matches(product, said) or named_so


def _of_another(ctx: Context, slot: str, what: tuple[str, str, str], was: Act, others: tuple[Choice, ...] = ()) -> Ask:
    """Asks where a key or token is named beside a product that it is not for: `what` are its name, the product that
    it is for, and the one that is said; `was` records it for its own."""
    name, product, said = what[0], ctx.product(what[1]), ctx.product(what[2])
    text = f"**{name} is for {product}, not for {said}.** Was it {product}, or which {slot}?"
    return Ask(slot, text, was, (Choice(f"It was {product}", was), *others))


def _unknown(what: str, label: str, example: str) -> Fault:
    text = (
        f'There is no {what} {label} in the ledger. Add it first, for example: "add {what} {label} with 25 {example}".'
    )
    return Fault(text, ("key-per-org",))
