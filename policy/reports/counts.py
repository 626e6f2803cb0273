"""What is counted by use: Azure credit, presales hours, support incidents."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from policy.acts import support
from policy.context import count, in_words
from policy.decision import Form, Verdict
from policy.ledger import Credit, Offer
from policy.model import ACTION_PACKS, Balance, CreditForm, Support
from policy.reports.asked import Report
from policy.reports.view import View, listed, yes

_NAMED: Final = {Support.PRODUCT: "product support", Support.CLOUD: "Signature Cloud Support"}


def credit_left(view: View) -> Report:
    """What is left of Azure credit: of this month's, or of a bulk credit."""
    found = [one for one in view.ledger.services.granted(view.day) if _is_of(view, one)]
    if not found:
        text = f'**No Azure credit is recorded{view.when()}.** Tell me: "we get 100 USD of Azure credit each month".'
        return view.says(text, verdict=_verdict(view, is_so=False), rules=("azure-credits",))
    lines = [_credit(view, one) for one in found]
    left = [view.ledger.services.left(one, view.day) for one in found if _stands(view, one)]
    monthly = [one for one in found if one.form is CreditForm.MONTHLY and _stands(view, one)]
    last = month_end(view.day) if monthly else None
    note = "What is left of a month's credit lapses with it: that is how Azure does it, the guide doesn't say."
    head = f"**{lines[0]}**" if len(lines) == 1 else f"**{count(len(lines), 'credit')} recorded{view.when()}.**"
    return view.says(
        head,
        *(listed(lines, len(lines)) if len(lines) > 1 else []),
        note if monthly else "",
        verdict=_verdict(view, is_so=any(one > 0 for one in left)),
        rules=("azure-credits", "track-usage"),
        entries=[one.entry for one in found[:3]],
        date=last,
    )


def _verdict(view: View, *, is_so: bool) -> Verdict | None:
    return yes(is_so=is_so) if view.polar(Form.OPEN) else None


def _is_of(view: View, credit: Credit) -> bool:
    if view.ask.programme is None:
        return True
    offer = view.ledger.offers.offer(credit.offer, view.day) if credit.offer else None
    return offer is not None and offer.program == view.ask.programme


def _stands(view: View, credit: Credit) -> bool:
    return credit.offer is None or view.covers(credit.offer)


def money(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")


def _credit(view: View, credit: Credit) -> str:
    left = view.ledger.services.left(credit, view.day)
    of = f"{money(max(left, Decimal(0)))} of {money(credit.amount)} {credit.currency}"
    if not _stands(view, credit):
        return f"{of}: its offer has ended, and the credit with it (#{credit.entry})."
    more = f", {money(-left)} more than granted was used" if left < 0 else ""
    if credit.form is CreditForm.MONTHLY:
        return f"{of} left of {view.day:%B}'s credit{more} (#{credit.entry})."
    return f"{of} left of the bulk credit{more} (#{credit.entry})."


def month_end(day: dt.date) -> dt.date:
    """The last day of a month."""
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def hours_left(view: View) -> Report:
    """What is left of the presales hours of the programme year."""
    offers = view.offers(standing=True)
    if not offers:
        return _no_membership(view, ("presales", "benefits-start"))
    lines, total = [], Decimal(0)
    for one in offers:
        left = support.hours_left(view.ledger, one, view.ctx)
        if left is None:
            used = _used_hours(view, one)
            lines.append(f"{view.offer(one)}: {_plain(used)} hours used; how many you get is not recorded")
            continue
        total += max(left, Decimal(0))
        over = f", {_plain(-left)} more than granted" if left < 0 else ""
        lines.append(
            f"{view.offer(one)}: {_plain(max(left, Decimal(0)))} presales hours left this programme year{over}"
        )
    unknown = all("not recorded" in line for line in lines)
    tell = f'Check Partner Center and tell me: "the {view.offer(offers[0])} gives us 50 presales hours".'
    head = (
        "**The number of presales hours is not recorded.**" if unknown else f"**{_plain(total)} presales hours left.**"
    )
    verdict = Verdict.IT_DEPENDS if unknown else yes(is_so=total > 0)
    return view.says(
        head,
        *listed(lines, len(lines)),
        tell if unknown else "What one gets varies with the engagement; webinars need no hours.",
        verdict=verdict if view.polar(Form.OPEN) else None,
        rules=("presales", "track-usage"),
        date=min(one.term.end for one in offers) if not unknown else None,
    )


def _used_hours(view: View, offer: Offer) -> Decimal:
    term = offer.term_of(view.day) or offer.term
    carried = view.ledger.services.carried(offer.id, Balance.PRESALES_HOURS, term.start, view.day)
    return view.ledger.services.used_hours(offer.id, term.start, view.day) + carried


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def incidents_left(view: View) -> Report:
    """How many incidents are left of each kind; by the usual number where none is recorded."""
    offers = view.offers(standing=True)
    if not offers:
        return _no_membership(view, ("support-kinds", "benefits-start"))
    lines: list[str] = []
    total = 0
    sure = True
    for offer in offers:
        for kind in _kinds(view, offer):
            found = support.incidents_left(view.ledger, offer, kind, view.ctx)
            if found is None:
                lines.append(f"{view.offer(offer)}, {_NAMED[kind]}: the number is not recorded, check Partner Center")
                sure = False
                continue
            left, recorded = found
            total += max(0, left)
            sure = sure and recorded
            mark = "" if recorded else ", by the usual number: check Partner Center"
            over = f", {-left} more than that opened" if left < 0 else ""
            lines.append(f"{view.offer(offer)}, {_NAMED[kind]}: {count(max(0, left), 'incident')} left{over}{mark}")
    check = "" if sure else ", check Partner Center"
    packs = all(one.program in ACTION_PACKS for one in offers)
    kinds = "An Action Pack has no Signature Cloud Support; cloud incidents come with a competency." if packs else ""
    tell = f'Tell me what Partner Center lists: "the {view.offer(offers[0])} gives us 10 product support incidents".'
    return view.says(
        f"**{count(total, 'incident')} left this programme year{view.when()}{check}.**",
        *listed(lines, len(lines)),
        *_versions(view),
        kinds,
        "" if sure else tell,
        verdict=_verdict(view, is_so=total > 0),
        rules=("support-kinds", "support-n-1", "support-scs-scope"),
        date=min(one.term.end for one in offers),
    )


def _kinds(view: View, offer: Offer) -> Iterator[Support]:
    """The kinds that an offer has, and that take the product asked about."""
    known = view.ctx.catalogue.by_id.get(view.ask.product or "")
    cloud = known is not None and known.kind == "cloud"
    if not cloud or offer.program in ACTION_PACKS:
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


def _no_membership(view: View, rules: tuple[str, ...]) -> Report:
    last = max(view.offers(), key=lambda one: one.term.end, default=None)
    verdict = _verdict(view, is_so=False)
    if last is None:
        found = view.nothing_bought()
        return view.says(found.text.split("\n")[0], verdict=verdict, rules=rules, date=found.date)
    over = last.ended or last.term.end
    text = f"**None{view.when()}.** The {view.offer(last)} {'ended' if last.ended else 'ran out'} on {in_words(over)}."
    return view.says(text, verdict=verdict, rules=(*rules, "no-renewal"), entries=[last.term.entry], date=over)
