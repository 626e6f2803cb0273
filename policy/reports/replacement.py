"""Until when the replacement of a token may be asked for, or what ended it."""

import datetime as dt

from policy.context import days_left, in_words, token_name
from policy.decision import Verdict
from policy.ledger import Ledger, Token
from policy.model import Claim
from policy.reports.asked import Report
from policy.reports.view import View
from policy.reports.windows import REVIEWED, answered, each, verdict_of


def replacement_window(view: View) -> Report:
    """Until when the replacement of a token may be asked for: 30 days from its activation."""
    asked = view.token()
    if asked is not None:
        known = view.ledger.licences.token(asked, view.day) or view.ledger.licences.presumed_token(asked)
        return _replacement(view, known) if known else _unknown(view, view.ask.token or view.ask.key or asked)
    tokens = [one for offer in view.offers() for one in view.ledger.licences.tokens_of(offer.id, view.day)]
    tokens = [one for one in tokens if one.activated and _is_meant(view, one)]
    if not tokens:
        text = (
            "**No activated token is recorded**, so there is nothing to replace. The 30 days count from the activation."
        )
        tell = 'Tell me: "token 7 was activated on contoso on 3 Oct".'
        return view.says(text, tell, verdict=verdict_of(view, Verdict.NOT_ALLOWED), rules=("token-replace",))
    still = [one for one in tokens if one.replaceable_until and view.day <= one.replaceable_until]
    latest = max(tokens, key=lambda one: (one.activated or view.day, one.activation or 0))
    shown = [one for one in still if not one.replaced_with] or [latest]
    shown.sort(key=lambda one: (_is_asked_for(view, one), one.replaceable_until or view.day))
    return each(view, [_replacement(view, one) for one in shown])


def is_any_replaceable(ledger: Ledger, day: dt.date) -> bool:
    """Whether a token is within the 30 days in which its replacement can be asked for."""
    tokens = (one for offer in ledger.offers.bought(day) for one in ledger.licences.tokens_of(offer.id, day))
    return any(one.replaceable_until is not None and day <= one.replaceable_until for one in tokens)


def _is_asked_for(view: View, token: Token) -> bool:
    return view.ledger.offers.claim(Claim.REPLACEMENT, token.id, view.day) is not None


def _is_meant(view: View, token: Token) -> bool:
    tenant = view.ask.tenant
    return view.wants(token.service) and (tenant is None or (token.tenant or "").casefold() == tenant.casefold())


def _unknown(view: View, label: str) -> Report:
    text = f'**There is no token {label} in the ledger.** Tell me: "got token {label} for 25 seats of Office 365".'
    return view.says(text, verdict=verdict_of(view, Verdict.NOT_ALLOWED), rules=("token-replace", "track-usage"))


def _replacement(view: View, token: Token) -> Report:
    name = token_name(token)
    no = verdict_of(view, Verdict.NOT_ALLOWED)
    state = view.ledger.offers.claim(Claim.REPLACEMENT, token.id, view.day)
    if token.replaced_with:
        new = view.ledger.licences.tokens.last(token.replaced_with)
        by = token_name(new) if new else "another token"
        text = (
            f"**{name} was replaced already**, by {by} (#{token.replacement}). A replacement is a one-time exception."
        )
        return view.says(text, verdict=no, rules=("token-replace",), entries=[token.replacement])
    if state is not None:
        return answered(view, state, f"A replacement of {name}", "token-replace")
    until = token.replaceable_until
    if token.activated is None or until is None:
        text = (
            f"**{name} is not activated{view.when()}**, so there is nothing to replace: it can still be entered on the "
        )
        text += "right tenant. The 30 days begin with the activation."
        return view.says(text, verdict=no, rules=("token-replace", "token-once"), entries=[token.issue])
    on = f"it was activated on {in_words(token.activated)} on {token.tenant} (#{token.activation})"
    if view.day > until:
        text = (
            f"**Too late.** The last day to ask for a replacement of {name} was **{in_words(until)}**: {on}. Its seats "
        )
        text += "stay on that tenant."
        return view.says(text, verdict=no, rules=("token-replace", "token-tenant"), date=until)
    text = f"**Open until {in_words(until)}** ({days_left(until, view.day)}): a replacement of {name}; {on}."
    rest = "It is a one-time exception that Microsoft reviews and may refuse; the guide doesn't say whether for each "
    rest += "token or each partner."
    return view.says(
        text,
        rest,
        verdict=verdict_of(view, Verdict.ALLOWED_IF),
        rules=("token-replace", "token-tenant"),
        date=until,
        conditions=(f"You ask by {in_words(until)}.", REVIEWED),
    )
