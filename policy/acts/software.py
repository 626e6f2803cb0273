"""Software on machines: installed and removed, with or without a key."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from policy import model
from policy.acts.find import find_grant, find_key, named_choices
from policy.acts.outcome import Act, Ask, Decides, Outcome, Record
from policy.acts.settle import common, day_of, refuse, settle
from policy.context import Context, count, in_words, key_name
from policy.laws import Fault
from policy.ledger import Key, Ledger, Use
from policy.model import Level, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallSoftware(Act):
    product: str | None = None
    machine: str | None = None
    key: str | None = None
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSoftware(Act):
    """A product was uninstalled; without one, everything on the machine (it was scrapped)."""

    product: str | None = None
    machine: str | None = None


def needs_key(ctx: Context, product: str) -> bool:
    """Whether a product asks for a key or for activation (section "On-premises Software Installation")."""
    known = ctx.catalogue.by_id.get(product)
    return known is not None and bool(known.needs_key or known.needs_activation)


def keys_of(ledger: Ledger, product: str, offer: str, day: dt.date) -> list[Key]:
    """The keys of a product that an offer issued by a day."""
    states = (ledger.licences.key(one, day) for one in ledger.licences.keys)
    return [one for one in states if one and one.product == product and one.offer == offer]


def install(ledger: Ledger, act: InstallSoftware, ctx: Context) -> Outcome:
    """Software on a machine, with or without a key."""
    day = day_of(act, ctx)
    key = find_key(ledger, act, ctx, day, act.key, act.product) if act.key else None
    if key is not None and not isinstance(key, Key):
        return key
    wanted = act.product or (key.product if key else None)
    if wanted is None:
        return Ask("product", "Which product?", act)
    if act.machine is None:
        return Ask("machine", "On which machine?", act)
    found = find_grant(ledger, act, ctx, day, wanted, act.offer or (key.offer if key else None), act.program, act.level)
    if not isinstance(found, tuple):
        return found
    offer, product = found
    if key is None and needs_key(ctx, product):
        keys = keys_of(ledger, product, offer.id, day)
        if len(keys) > 1:
            return Ask(
                "key", "With which key?", act, named_choices(act, "key", ((key_name(one), one.id) for one in keys))
            )
        key = keys[0] if keys else None
    entry = model.SoftwareInstalled(
        install=ledger.next_id("install"),
        offer=offer.id,
        product=product,
        machine=act.machine,
        key=key.id if key else None,
        **common(act, ctx),
    )
    name = ctx.product(product)
    text = f"**Recorded:** {name} installed on {act.machine} on {in_words(entry.on)} (#{ledger.last_seq + 1})."
    catalogued = ctx.catalogue.by_id.get(product)
    if catalogued and catalogued.needs_activation:
        text += f' It needs activation: tell me when that is done ("activated {name} on {act.machine} with key K1").'
    text += over_quantity(ledger.trial((entry,)), ctx, product)
    return settle(ledger, act, ctx, Record((entry,), text, ("key-any-mix", "licence-not-perpetual")))


def over_quantity(trial: Ledger, ctx: Context, product: str) -> str:
    """A warning where a product is in use on more machines than all offers in force grant."""
    day = ctx.today
    used = trial.licences.in_use(product, day)
    grants = [trial.offers.grant(one.id, product, day) for one in trial.offers.in_force(day)]
    granted = sum(grant.quantity for grant in grants if grant)
    if used <= granted:
        return ""
    name = ctx.product(product)
    listed = f"{granted} granted" if any(grants) else "no grant of it recorded"
    return (
        f"\n**Careful:** {name} is in use on {count(used, 'machine')}, with {listed}. Each system must be properly "
        "licensed: record the grant, or uninstall."
    )


def _remove(ledger: Ledger, act: RemoveSoftware, ctx: Context) -> Outcome:
    if act.machine is None:
        return Ask("machine", "From which machine?", act)
    day = day_of(act, ctx)
    found = ledger.licences.products_on(act.machine, day)
    gone = [use for use in found if act.product in (None, use.product)]
    if not gone:
        return refuse(ctx, _nothing_there(ctx, act, found))
    entries = tuple(
        model.SoftwareRemoved(
            install=use.install,
            offer=use.offer,
            product=use.product,
            machine=use.machine,
            key=use.key,
            **common(act, ctx),
        )
        for use in gone
    )
    names = ", ".join(ctx.product(use.product) for use in gone)
    numbers = ", ".join(f"#{ledger.last_seq + index}" for index in range(1, len(entries) + 1))
    text = (
        f"**Recorded:** {names} removed from {gone[0].machine} on {in_words(day)} ({numbers})."
        "\nActivations that were used do not come back."
    )
    return settle(ledger, act, ctx, Record(entries, text, ("track-usage", "mak-finite")))


def _nothing_there(ctx: Context, act: RemoveSoftware, found: list[Use]) -> Fault:
    what = ctx.product(act.product) if act.product else "Nothing"
    text = (
        f"**{what} is not recorded on {act.machine}.**" if act.product else f"**Nothing is recorded on {act.machine}.**"
    )
    if found:
        text += " It has " + ", ".join(ctx.product(use.product) for use in found) + "."
    return Fault(text, ("track-usage",), found[0].entry if found else None)


DECIDES: Final[Decides] = {InstallSoftware: install, RemoveSoftware: _remove}
