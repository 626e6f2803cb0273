"""What is left of Azure credit and of presales hours."""

from decimal import Decimal

from policy.acts import support
from policy.context import count, in_words, money
from policy.days import month_end
from policy.decision import Form, Verdict
from policy.ledger import Credit, Offer
from policy.model import Balance, CreditForm
from policy.reports.asked import Report
from policy.reports.view import View, listed, yes


def credit_left(view: View) -> Report:
    """What is left of Azure credit: of this month's, or of a bulk credit."""
    found = [one for one in view.ledger.services.granted(view.day) if _is_of(view, one)]
    if not found:
        text = f'**No Azure credit is recorded{view.when()}.** Tell me: "we get 100 USD of Azure credit each month".'
        return view.says(text, verdict=view.verdict(is_so=False), rules=("azure-credits",))
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
        verdict=view.verdict(is_so=any(one > 0 for one in left)),
        rules=("azure-credits", "track-usage"),
        entries=[one.entry for one in found[:3]],
        date=last,
    )


def _is_of(view: View, credit: Credit) -> bool:
    if view.ask.programme is None:
        return True
    offer = view.ledger.offers.offer(credit.offer, view.day) if credit.offer else None
    return offer is not None and offer.program == view.ask.programme


def _stands(view: View, credit: Credit) -> bool:
    return credit.offer is None or view.covers(credit.offer)


def _credit(view: View, credit: Credit) -> str:
    left = view.ledger.services.left(credit, view.day)
    of = f"{money(max(left, Decimal(0)))} of {money(credit.amount)} {credit.currency}"
    if not _stands(view, credit):
        return f"{of}: its offer has ended, and the credit with it (#{credit.entry})."
    more = f", {money(-left)} more than granted was used" if left < 0 else ""
    if credit.form is CreditForm.MONTHLY:
        return f"{of} left of {view.day:%B}'s credit{more} (#{credit.entry})."
    return f"{of} left of the bulk credit{more} (#{credit.entry})."


def hours_left(view: View) -> Report:
    """What is left of the presales hours of the programme year."""
    offers = view.offers(standing=True)
    if not offers:
        return no_membership(view, ("presales", "benefits-start"))
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
    tell = "Partner Center says how many you get; importing its list records the number."
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


def ended_words(view: View, offer: Offer) -> str:
    """When an offer ended or ran out."""
    over = offer.ended or offer.term.end
    return f"The {view.offer(offer)} {'ended' if offer.ended else 'ran out'} on {in_words(over)}."


def no_membership(view: View, rules: tuple[str, ...]) -> Report:
    """Nothing is left where no offer is in force."""
    last = max(view.offers(), key=lambda one: one.term.end, default=None)
    verdict = view.verdict(is_so=False)
    if last is None:
        found = view.nothing_bought()
        return view.says(found.text.split("\n")[0], verdict=verdict, rules=rules, date=found.date)
    over = last.ended or last.term.end
    none = "No" if view.ask.form is Form.POLAR else "None"
    text = f"**{none}{view.when()}.** {ended_words(view, last)}"
    return view.says(text, verdict=verdict, rules=(*rules, "no-renewal"), entries=[last.term.entry], date=over)
