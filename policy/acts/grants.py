"""Grants: what Partner Center lists for an offer, product by product."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.find import find_offer
from policy.acts.outcome import Act, Ask, Decides, Outcome, Record
from policy.acts.settle import Cost, common, day_of, settle
from policy.context import Context, count, in_words
from policy.ledger import Ledger, Offer
from policy.model import ACTION_PACKS, Level, Programme

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGrant(Act):
    """(product, whole quantity) pairs of one offer. Beside products of the catalogue also
    product-incidents, cloud-incidents and presales-hours."""

    grants: tuple[tuple[str, int], ...] = ()
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None


def _grant(ledger: Ledger, act: RecordGrant, ctx: Context) -> Outcome:
    if not act.grants:
        return Ask("grants", "How many of which product does Partner Center list?", act)
    day = day_of(act, ctx)
    found = find_offer(ledger, act, ctx, day, offer=act.offer, program=act.program, level=act.level)
    if not isinstance(found, Offer):
        return found
    act = replace(act, grants=tuple((_edition(product, found), quantity) for product, quantity in act.grants))
    wanted = dict(act.grants)
    entries = tuple(
        model.GrantRecorded(grant=grant, offer=found.id, product=product, quantity=quantity, **common(act, ctx))
        for grant, (product, quantity) in zip(ledger.next_ids("grant", len(wanted)), wanted.items(), strict=True)
    )
    lines = [f"**Recorded:** the {ctx.offer(found)} grants, from {in_words(day)}:"]
    for index, entry in enumerate(entries, ledger.last_seq + 1):
        lines.append(f"• {entry.quantity} {ctx.product(entry.product)} (#{index}){_change(ledger, ctx, entry)}")
    costs = _surprises(ctx, found, act)
    return settle(ledger, act, ctx, Record(entries, "\n".join(lines), ("grant-as-listed",)), costs)


def _edition(product: str, offer: Offer) -> str:
    """Visual Studio without an edition is the one that the offer brings (section "Visual Studio")."""
    if product != "visual-studio":
        return product
    pack = offer.program in ACTION_PACKS
    return "visual-studio-professional" if pack else "visual-studio-enterprise"


def _change(ledger: Ledger, ctx: Context, entry: model.GrantRecorded) -> str:
    """What a new quantity means beside the old one and beside what is in use."""
    words = []
    if old := ledger.offers.grant(entry.offer, entry.product, entry.on):
        words.append(f"instead of {old.quantity} (#{old.entry})")
    later = ledger.offers.grants.entries((entry.offer, entry.product), since=entry.on + _DAY)
    if (new := next(later, None)) and isinstance(new, model.GrantRecorded):
        words.append(f"until {in_words(new.on)}, from which day on it is {new.quantity} (#{new.seq})")
    held = ledger.seats.held(entry.offer, entry.product, entry.on)
    if held > entry.quantity:
        words.append(
            f"but {count(held, 'seat is', 'seats are')} assigned: release "
            f"{held - entry.quantity}, none can be given until then"
        )
    on_machines = ledger.licences.in_use(entry.product, entry.on)
    if on_machines > entry.quantity and ctx.kind(entry.product) == "on_premises":
        words.append(f"but it is in use on {count(on_machines, 'machine')}")
    return f", {', '.join(words)}" if words else ""


def _surprises(ctx: Context, offer: Offer, act: RecordGrant) -> list[Cost]:
    """The edition of Visual Studio that does not go with the offer: recorded only when confirmed."""
    if offer.program not in ACTION_PACKS or "visual-studio-enterprise" not in dict(act.grants):
        return []
    text = (
        f"By the guide the {ctx.offer(offer)} brings Visual Studio Professional, and Enterprise comes with certain "
        "competencies. What Partner Center lists is what you get."
    )
    return [Cost(text, "Does it list Enterprise?", ("vs-included", "grant-as-listed"), yes="Record Enterprise")]


DECIDES: Final[Decides] = {RecordGrant: _grant}
