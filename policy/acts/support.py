"""Support incidents and presales hours."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from policy import model
from policy.acts.find import find_offer, named_choices
from policy.acts.outcome import Act, Ask, Decides, Outcome, Record
from policy.acts.settle import Cost, common, day_of, settle
from policy.context import Context, count, in_words
from policy.ledger import Ledger, Offer
from policy.model import ACTION_PACKS, Balance, Level, Programme, Support

_USUAL: Final = {None: 10, Level.SILVER: 15, Level.GOLD: 20}
"""Product support incidents around 2020, by level; None for an Action Pack. Partner Center says what counts."""

_GRANTED_AS: Final = {Support.PRODUCT: "product-incidents", Support.CLOUD: "cloud-incidents"}
_CARRIED: Final = {Support.PRODUCT: Balance.PRODUCT_INCIDENTS, Support.CLOUD: Balance.CLOUD_INCIDENTS}
NAMED: Final = {Support.PRODUCT: "product support", Support.CLOUD: "Signature Cloud Support"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident(Act):
    """`reference` is Microsoft's case number."""

    support: Support | None = None
    product: str | None = None
    version: str | None = None
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UseHours(Act):
    hours: Decimal | None = None
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBalance(Act):
    """What had been used of this programme year before the desk began to count."""

    balance: Balance | None = None
    used: Decimal | None = None
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None


def incidents_left(ledger: Ledger, offer: Offer, support: Support, ctx: Context) -> tuple[int, bool] | None:
    """How many incidents are left in the programme year, and whether the number granted was recorded.

    Without a recorded number the usual one counts for product support; None where there is no usual one.
    """
    term = offer.term_of(ctx.today) or offer.term
    grant = ledger.offers.grant(offer.id, _GRANTED_AS[support], ctx.today)
    total = grant.quantity if grant else None
    if total is None and support == Support.PRODUCT:
        total = _USUAL.get(offer.level if offer.program not in ACTION_PACKS else None)
    if total is None:
        return None
    used = ledger.services.opened(offer.id, support, term.start, min(term.end, ctx.today))
    carried = ledger.services.carried(offer.id, _CARRIED[support], term.start, ctx.today)
    return total - used - int(carried), grant is not None


def hours_left(ledger: Ledger, offer: Offer, ctx: Context) -> Decimal | None:
    """What is left of the presales hours of the programme year, where their number was recorded."""
    grant = ledger.offers.grant(offer.id, "presales-hours", ctx.today)
    if grant is None:
        return None
    term = offer.term_of(ctx.today) or offer.term
    used = ledger.services.used_hours(offer.id, term.start, ctx.today)
    return grant.quantity - used - ledger.services.carried(offer.id, Balance.PRESALES_HOURS, term.start, ctx.today)


def _open(ledger: Ledger, act: OpenIncident, ctx: Context) -> Outcome:
    known = ctx.catalogue.by_id.get(act.product or "")
    support = act.support or (None if known is None else Support.CLOUD if known.kind == "cloud" else Support.PRODUCT)
    if support is None:
        named = (("Product support", Support.PRODUCT), ("Signature Cloud Support", Support.CLOUD))
        return Ask("support", "Which kind of incident?", act, named_choices(act, "support", named))
    found = _offer_for(ledger, act, ctx, support)
    if not isinstance(found, Offer):
        return found
    entry = model.IncidentOpened(
        incident=ledger.next_id("incident"),
        offer=found.id,
        support=support,
        product=act.product,
        version=act.version,
        **common(act, ctx),
    )
    about = f" on {ctx.product(act.product)}{f' {act.version}' if act.version else ''}" if act.product else ""
    case = f", case {act.reference}" if act.reference else ""
    text = (
        f"**Recorded:** {NAMED[support]} incident{about} opened on {in_words(entry.on)}{case} "
        f"(#{ledger.last_seq + 1}), counted against the {ctx.offer(found)}."
    )
    after = incidents_left(ledger.trial((entry,)), found, support, ctx)
    if after is not None:
        left, recorded = after
        sure = "" if recorded else ", by the usual number: check Partner Center"
        text += f"\n{count(max(0, left), 'incident')} left this programme year{sure}."
    costs = [*_misdirected(act, ctx, support), *_none_left(ledger, ctx, found, support)]
    rules = ("support-kinds", "support-n-1") if support == Support.PRODUCT else ("support-kinds", "support-scs-scope")
    return settle(ledger, act, ctx, Record((entry,), text, rules), costs)


def _offer_for(ledger: Ledger, act: OpenIncident, ctx: Context, support: Support) -> Offer | Outcome:
    """The offer to count it against: for cloud support a competency, where there is one."""
    day = day_of(act, ctx)
    if act.offer is None and act.program is None and act.level is None and support == Support.CLOUD:
        standing = ledger.offers.in_force(day)
        with_cloud = [one for one in standing if one.program is Programme.COMPETENCY]
        if len(with_cloud) == 1:
            return with_cloud[0]
        if standing and not with_cloud:
            return standing[0]
    return find_offer(ledger, act, ctx, day, offer=act.offer, program=act.program, level=act.level)


def _misdirected(act: OpenIncident, ctx: Context, support: Support) -> list[Cost]:
    """An uncovered version, or a product that the other kind of support takes: asked before it is recorded."""
    known = ctx.catalogue.by_id.get(act.product or "")
    if known is None:
        return []
    if support == Support.CLOUD and not known.scs_scope:
        text = (
            f"Signature Cloud Support takes Office 365, Dynamics CRM Online and Azure; {known.name} is not among them."
        )
        return [Cost(text, "Record it all the same?", ("support-scs-scope", "support-kinds"))]
    if support == Support.PRODUCT and known.kind == "cloud":
        text = f"Product support is for on-premises products; {known.name} is a cloud service."
        return [Cost(text, "Record it all the same?", ("support-scs-scope", "support-n-1"))]
    if act.version and known.covered(act.version, day_of(act, ctx)) is False:
        text = (
            f"**{known.name} {act.version} is not covered:** product support takes the current version and the one "
            "before it, in mainstream support only."
        )
        return [Cost(text, "Record the incident all the same?", ("support-n-1", "support-kinds"))]
    if act.version and not known.knows(act.version, day_of(act, ctx)):
        text = (
            f"I don't know {known.name} {act.version}, so I can't tell whether it is covered: product support takes "
            "the current version and the one before it, in mainstream support only. Check Microsoft's lifecycle pages."
        )
        return [Cost(text, "Record the incident all the same?", ("support-n-1", "support-kinds"))]
    return []


def _none_left(ledger: Ledger, ctx: Context, offer: Offer, support: Support) -> list[Cost]:
    state = incidents_left(ledger, offer, support, ctx)
    if state is None or state[0] > 0:
        return []
    text = f"By my count no {NAMED[support]} incident is left this programme year: check Partner Center."
    return [Cost(text, "Record it all the same?", ("support-kinds",))]


def _hours(ledger: Ledger, act: UseHours, ctx: Context) -> Outcome:
    if not act.hours:
        return Ask("hours", "How many hours?", replace(act, hours=None))
    found = find_offer(ledger, act, ctx, day_of(act, ctx), offer=act.offer, program=act.program, level=act.level)
    if not isinstance(found, Offer):
        return found
    entry = model.HoursUsed(offer=found.id, hours=act.hours, **common(act, ctx))
    text = (
        f"**Recorded:** {entry.hours.normalize():f} presales hours of the {ctx.offer(found)} used on "
        f"{in_words(entry.on)} (#{ledger.last_seq + 1})."
    )
    left = hours_left(ledger.trial((entry,)), found, ctx)
    if left is not None:
        text += f" {left.normalize():f} left this programme year." if left >= 0 else " That is more than was granted."
    return settle(ledger, act, ctx, Record((entry,), text, ("presales",)))


def _balance(ledger: Ledger, act: RecordBalance, ctx: Context) -> Outcome:
    if act.balance is None:
        named = [(one.replace("_", " ").capitalize(), one) for one in Balance]
        return Ask("balance", "Of what?", act, named_choices(act, "balance", named))
    if act.used is None:
        return Ask("used", "How many had been used?", act)
    found = find_offer(ledger, act, ctx, day_of(act, ctx), offer=act.offer, program=act.program, level=act.level)
    if not isinstance(found, Offer):
        return found
    entry = model.BalanceRecorded(offer=found.id, balance=act.balance, used=act.used, **common(act, ctx))
    what = act.balance.replace("_", " ")
    text = (
        f"**Recorded:** {entry.used.normalize():f} {what} of the {ctx.offer(found)} used before I began to count "
        f"(#{ledger.last_seq + 1})."
    )
    return settle(ledger, act, ctx, Record((entry,), text, ("track-usage",)))


DECIDES: Final[Decides] = {OpenIncident: _open, UseHours: _hours, RecordBalance: _balance}
