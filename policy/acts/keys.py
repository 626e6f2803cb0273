"""Keys: added, viewed, used to activate a product on a machine, counted as the portal shows."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.corrections import Correct
from policy.acts.find import find_grant, find_key, named_choices
from policy.acts.outcome import Act, Ask, Choice, Decides, Instead, Outcome, Record
from policy.acts.settle import common, day_of, settle
from policy.acts.software import InstallSoftware, install, needs_key, over_quantity
from policy.context import Context, count, in_words, key_name
from policy.laws.licences import consumes
from policy.ledger import Key, Ledger, runs_low
from policy.model import ACTION_PACKS, Level, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class AddKey(Act):
    """A product key was issued; of the key itself never more than the last five characters."""

    label: str | None = None
    product: str | None = None
    activations: int | None = None
    last_five: str | None = None
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewKey(Act):
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivateKey(Act):
    """A product was installed and activated on a machine with a key.

    `machine_new` and `hardware_changed` are None where nobody said: then what is recorded of the
    machine decides, and no significant hardware change is assumed (and said). `again`: it was done before on this
    machine, which is asked about where nothing of that is recorded.
    """

    key: str | None = None
    product: str | None = None
    machine: str | None = None
    machine_new: bool | None = None
    hardware_changed: bool | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountKey(Act):
    """What the portal says is left."""

    key: str | None = None
    left: int | None = None


def _add(ledger: Ledger, act: AddKey, ctx: Context) -> Outcome:
    if act.product is None:
        return Ask("product", "A key for which product?", act)
    day = day_of(act, ctx)
    found = find_grant(ledger, act, ctx, day, act.product, act.offer, act.program, act.level)
    if not isinstance(found, tuple):
        return found
    offer, product = found
    key = ledger.next_id("key")
    entry = model.KeyIssued(
        key=key,
        label=act.label or _free_label(ledger, "key", key),
        offer=offer.id,
        product=product,
        activations=act.activations,
        last_five=act.last_five,
        **common(act, ctx),
    )
    of = f"with {count(act.activations, 'activation')}" if act.activations is not None else "without a known limit"
    text = (
        f"**Recorded:** key {entry.label} for {ctx.product(product)} {of}, from the {ctx.offer(offer)} "
        f"(#{ledger.last_seq + 1}).\nIt belongs to your organisation, not to a person, and is used as given: not split."
    )
    return settle(ledger, act, ctx, Record((entry,), text, ("key-per-org", "key-not-split", "mak-finite")))


def _free_label(ledger: Ledger, what: str, subject: str) -> str:
    """A label for a key or token that nobody named: K4, or 7."""
    number = int(subject.rsplit("-", 1)[-1])
    while ledger.licences.labelled(what, label := f"K{number}" if what == "key" else str(number)):
        number += 1
    return label


def _view(ledger: Ledger, act: ViewKey, ctx: Context) -> Outcome:
    found = find_key(ledger, act, ctx, day_of(act, ctx), act.key)
    if not isinstance(found, Key):
        return found
    entry = model.KeyViewed(key=found.id, **common(act, ctx))
    text = (
        f"**Recorded:** {key_name(found)} was viewed on {in_words(entry.on)} (#{ledger.last_seq + 1}). "
        "Viewing uses no activation."
    )
    return settle(ledger, act, ctx, Record((entry,), text, ("refund-untouched",)))


def _activate(ledger: Ledger, act: ActivateKey, ctx: Context) -> Outcome:
    day = day_of(act, ctx)
    if act.key is None and act.product and not needs_key(ctx, act.product) and not _has_key(ledger, act.product, day):
        installed = InstallSoftware(
            product=act.product, machine=act.machine, on=act.on, why=act.why, reference=act.reference
        )
        return install(ledger, installed, ctx)
    found = find_key(ledger, act, ctx, day, act.key, act.product)
    if not isinstance(found, Key):
        return found
    if act.machine is None:
        return Ask("machine", "On which machine?", act)
    seen = ledger.licences.activated_before(found.id, act.machine, day)
    seen = seen or ledger.licences.used_with_any_key(found.product, act.machine, day)
    if act.again and not seen and act.machine_new is None:
        named = (("It used it before", False), ("It is new to the key", True))
        text = (
            f"No activation of {ctx.product(found.product)} on {act.machine} is recorded. Had it used this key before?"
        )
        return Ask("machine_new", text, act, named_choices(act, "machine_new", named))
    new = act.machine_new if act.machine_new is not None else not (seen or act.hardware_changed is not None)
    changed = bool(act.hardware_changed)
    consumed, rule = consumes(ledger, found, machine_new=new, hardware_changed=changed)
    entry = model.KeyActivated(
        key=found.id,
        machine=act.machine,
        machine_new=new,
        hardware_changed=changed,
        consumed=1 if consumed else 0,
        **common(act, ctx),
    )
    record = Record((entry,), _activated(ledger, ctx, found, entry), (rule, "mak-finite"))
    if rule == "mak-action-pack" and not new and act.hardware_changed is None:
        other = Correct(seq=ledger.last_seq + 1, changes=(("hardware_changed", True), ("consumed", 1)))
        record = replace(record, choices=(Choice("The hardware had changed", other),))
    return settle(ledger, act, ctx, record, instead=lambda one: _other_keys(ledger, act, ctx, found))


def _has_key(ledger: Ledger, product: str, day: dt.date) -> bool:
    """Whether a key of a product is recorded, of an offer in force."""
    states = (ledger.licences.key(one, day) for one in ledger.licences.keys)
    return any(one.product == product and ledger.offers.covers(one.offer, day) for one in states if one)


def _activated(ledger: Ledger, ctx: Context, key: Key, entry: model.KeyActivated) -> str:
    after = ledger.trial((entry,)).licences.key(key.id, entry.on)
    cost = count(entry.consumed, "activation") if entry.consumed else "no activation"
    offer = ledger.offers.known(key.offer)
    pack = offer is not None and offer.program in ACTION_PACKS
    if not pack:
        why = "on a competency's key every activation counts"
    elif entry.machine_new:
        why = "a new machine"
    elif entry.hardware_changed:
        why = "the same machine with significant hardware changes"
    else:
        why = "the same machine without significant hardware changes; the guide does not define those"
    text = (
        f"**Recorded:** {ctx.product(key.product)} activated on {entry.machine} with {key_name(key)} on "
        f"{in_words(entry.on)} (#{ledger.last_seq + 1}). It used {cost}: {why}."
    )
    if offer and offer.program is Programme.LEARNING_ACTION_PACK:
        text += " The guide states this for the Action Pack only; I count the Learning Action Pack alike."
    if after and after.left is not None:
        low = runs_low(after.left, after.activations)
        text += f"\n{count(after.left, 'activation')} left" + (": that is low, and none are added." if low else ".")
    return text + over_quantity(ledger.trial((entry,)), ctx, key.product)


def _other_keys(ledger: Ledger, act: ActivateKey, ctx: Context, key: Key) -> Instead:
    """Other keys of the same product that still have activations."""
    states = (ledger.licences.key(one, ctx.today) for one in ledger.licences.keys)
    others = [
        one
        for one in states
        if one and one.id != key.id and one.product == key.product and one.left != 0
        if ledger.offers.covers(one.offer, ctx.today)
    ]
    return Instead(tuple(Choice(f"Use {key_name(one)}", replace(act, key=one.id)) for one in others[:3]))


def _count(ledger: Ledger, act: CountKey, ctx: Context) -> Outcome:
    found = find_key(ledger, act, ctx, day_of(act, ctx), act.key)
    if not isinstance(found, Key):
        return found
    if act.left is None:
        return Ask("left", "How many activations does the portal show as left?", act)
    entry = model.KeyCounted(key=found.id, left=act.left, **common(act, ctx))
    differs = f" By my count it was {found.left}." if found.left not in (None, act.left) else ""
    text = (
        f"**Recorded:** {key_name(found)} has {count(act.left, 'activation')} left on {in_words(entry.on)}, as the "
        f"portal says (#{ledger.last_seq + 1}).{differs}"
    )
    if found.activations is not None and act.left > found.activations:
        text += (
            f"\n**Careful:** it was recorded with {count(found.activations, 'activation')} in all (#{found.issue}). "
            "Check that the portal's number is this key's."
        )
    return settle(ledger, act, ctx, Record((entry,), text, ("mak-finite",)))


DECIDES: Final[Decides] = {AddKey: _add, ViewKey: _view, ActivateKey: _activate, CountKey: _count}
