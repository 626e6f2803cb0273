"""Keys: added, viewed, used to activate a product on a machine, counted as the portal shows."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.corrections import Correct
from policy.acts.find import find_grant, find_key, find_token, named_choices
from policy.acts.outcome import Act, Ask, Choice, Decides, Instead, Outcome, Record
from policy.acts.settle import common, day_of, refuse, settle
from policy.acts.software import InstallSoftware, install, needs_key, over_quantity
from policy.acts.tokens import ActivateToken
from policy.context import Context, count, in_words, key_name, token_name
from policy.laws import Fault
from policy.laws.licences import consumes
from policy.ledger import Key, Ledger, Token, runs_low
from policy.model import ACTION_PACKS, Level, Programme

_DAY: Final = dt.timedelta(days=1)


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
    product: str | None = None


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
class GiveKey(Act):
    """A key or token given to a person, which the rules know not of."""

    key: str | None = None
    token: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountKey(Act):
    """What the portal says is left."""

    key: str | None = None
    left: int | None = None


def _add(ledger: Ledger, act: AddKey, ctx: Context) -> Outcome:
    if act.product is None:
        return Ask("product", "A key for which product?", act)
    if act.activations == 0:
        return Ask("activations", "How many activations does it have?", replace(act, activations=None))
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
    found = find_key(ledger, act, ctx, day_of(act, ctx), act.key, act.product)
    if not isinstance(found, Key):
        return found
    entry = model.KeyViewed(key=found.id, **common(act, ctx))
    text = (
        f"**Recorded:** {key_name(found)} was viewed on {in_words(entry.on)} (#{ledger.last_seq + 1}). "
        "Viewing uses no activation."
    )
    return settle(ledger, act, ctx, Record((entry,), text, ("refund-untouched",)))


def _give(ledger: Ledger, act: GiveKey, ctx: Context) -> Outcome:
    """Never recorded: keys are the organisation's (section "Product Keys and Tokens"); what can be done is offered."""
    day = day_of(act, ctx)
    found = find_token(ledger, act, ctx, day, act.token) if act.token else find_key(ledger, act, ctx, day, act.key)
    if not isinstance(found, Key | Token):
        return found
    who = ctx.name(act.person) if act.person else "a person"
    if isinstance(found, Token):
        text = (
            f"**A token isn't given to a person.** {token_name(found)} belongs to your organisation and opens all its "
            f"{count(found.seats, 'seat')} of {ctx.product(found.service)} on one tenant; there each gets a licence."
        )
        entered = Choice("It was activated", ActivateToken(token=found.id, on=act.on))
        return refuse(ctx, Fault(text, ("key-per-org", "token-not-split"), found.issue), (entered,) * found.unused)
    text = (
        f"**A key isn't given to a person.** {key_name(found)} belongs to your organisation: it activates "
        f"{ctx.product(found.product)} on machines. Was it used on a machine of {who}? Then record that."
    )
    used = Choice("It was activated on a machine", ActivateKey(key=found.id, on=act.on))
    return refuse(ctx, Fault(text, ("key-per-org",), found.issue), (used,))


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
    text += _left(ledger, ctx, entry)
    return text + over_quantity(ledger.trial((entry,)), ctx, key.product)


def _left(ledger: Ledger, ctx: Context, entry: model.KeyActivated) -> str:
    """What is left now, with this one; where the portal was read after its day, that count stands."""
    trial = ledger.trial((entry,))
    after = trial.licences.key(entry.key, max(entry.on, ctx.today))
    if after is None or after.left is None:
        return ""
    later = list(ledger.licences.keys.entries(entry.key, since=entry.on + _DAY))
    counted = next((one for one in reversed(later) if isinstance(one, model.KeyCounted)), None)
    low = runs_low(after.left, after.activations)
    text = f"\n{count(after.left, 'activation')} left" + (": that is low, and none are added." if low else ".")
    if counted:
        text += f" The portal's count of {in_words(counted.on)} (#{counted.seq}) has this one in it."
    return text


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
    then = ledger.licences.key(found.id, entry.on) or found
    differs = f" By my count it was {then.left}." if then.left not in (None, act.left) else ""
    now = ledger.trial((entry,)).licences.key(found.id, ctx.today)
    later = f" Today it is {now.left}, by what was recorded since." if now and now.left not in (None, act.left) else ""
    text = (
        f"**Recorded:** {key_name(found)} has {count(act.left, 'activation')} left on {in_words(entry.on)}, as the "
        f"portal says (#{ledger.last_seq + 1}).{differs}{later}"
    )
    if found.activations is not None and act.left > found.activations:
        text += (
            f"\n**Careful:** it was recorded with {count(found.activations, 'activation')} in all (#{found.issue}). "
            "Check that the portal's number is this key's."
        )
    return settle(ledger, act, ctx, Record((entry,), text, ("mak-finite",)))


DECIDES: Final[Decides] = {
    AddKey: _add,
    ViewKey: _view,
    GiveKey: _give,
    ActivateKey: _activate,
    CountKey: _count,
}
