"""How many support incidents are left, and which versions product support takes."""

from collections.abc import Iterator

from policy.acts import support
from policy.context import count, in_words
from policy.decision import Form, Verdict
from policy.ledger import Offer
from policy.model import ACTION_PACKS, Support
from policy.reports.asked import Report
from policy.reports.counts import no_membership
from policy.reports.view import View, listed, yes


def incidents_left(view: View) -> Report:
    """How many incidents are left of each kind; by the usual number where none is recorded."""
    offers = view.offers(standing=True)
    if not offers:
        return no_membership(view, ("support-kinds", "benefits-start"))
    found = [
        (offer, kind, support.incidents_left(view.ledger, offer, kind, view.ctx))
        for offer in offers
        for kind in _kinds(view, offer)
    ]
    lines = [f"{view.offer(offer)}, {support.NAMED[kind]}: {_incidents(left)}" for offer, kind, left in found]
    known = [left for _, _, left in found if left is not None]
    total = sum(max(0, left) for left, _ in known)
    vague = any(left is None or not left[1] for _, _, left in found)
    packs = all(one.program in ACTION_PACKS for one in offers)
    unknown = total == 0 and len(known) < len(found)
    return view.says(
        _incidents_head(view, found=bool(found), unknown=unknown, total=total, vague=vague),
        *listed(lines, len(lines)),
        *_versions(view),
        "An Action Pack has no Signature Cloud Support; cloud incidents come with a competency." if packs else "",
        "Importing the list of Partner Center records the number." if vague else "",
        verdict=(Verdict.IT_DEPENDS if unknown else yes(is_so=total > 0)) if view.polar(Form.OPEN) else None,
        rules=("support-kinds", "support-n-1", "support-scs-scope"),
        date=min(one.term.end for one in offers),
    )


def _incidents(left: tuple[int, bool] | None) -> str:
    """What is left of one kind, and whether the number granted is certain."""
    if left is None:
        return "the number is not recorded, check Partner Center"
    number, recorded = left
    over = f", {-number} more than that opened" if number < 0 else ""
    return f"{count(max(0, number), 'incident')} left{over}" + (
        "" if recorded else ", by the usual number: check Partner Center"
    )


def _incidents_head(view: View, *, found: bool, unknown: bool, total: int, vague: bool) -> str:
    if not found:
        return f"**No incident of yours takes {view.product(view.ask.product or '')}.**"
    if unknown:
        return "**The number of incidents is not recorded, check Partner Center.**"
    check = ", check Partner Center" if vague else ""
    return f"**{count(total, 'incident')} left this programme year{view.when()}{check}.**"


def _kinds(view: View, offer: Offer) -> Iterator[Support]:
    """The kinds that an offer has, and that take the product asked about."""
    known = view.ctx.catalogue.by_id.get(view.ask.product or "")
    cloud = known is not None and known.kind == "cloud"
    if not cloud:
        yield Support.PRODUCT
    if offer.program not in ACTION_PACKS and (known is None or cloud):
        yield Support.CLOUD


def _versions(view: View) -> list[str]:
    """Which versions product support takes on the day (section "Technical Support")."""
    known = view.ctx.catalogue.by_id.get(view.ask.product or "")
    if known is None:
        return ["Product support takes the current version and the one before it, in mainstream support only."]
    if known.kind == "cloud":
        takes = "takes" if known.scs_scope else "does not take"
        return [f"Signature Cloud Support {takes} {known.name}."]
    released = sorted((one for one in known.version if one.released <= view.day), key=lambda one: one.released)
    covered = [one for one in released[-2:] if known.covered(one.name, view.day)]
    unsure = [one for one in released[-2:] if known.covered(one.name, view.day) is None]
    if covered:
        named = [
            f"{one.name} until {in_words(one.mainstream_end)}" if one.mainstream_end else one.name for one in covered
        ]
        return [f"Of {known.name}, product support takes {' and '.join(named)}."]
    if unsure:
        return [
            f"Of {known.name}, I am not sure of {' and '.join(one.name for one in unsure)}: check Microsoft's dates."
        ]
    if released:
        return [f"Of {known.name}, no version is in mainstream support: product support takes none."]
    return [f"I know no versions of {known.name}: check Microsoft's lifecycle pages."]
