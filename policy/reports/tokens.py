"""Tokens: which are entered, on which tenant, which are still to be entered."""

import datetime as dt

from policy.context import count, days_left, in_words, token_name
from policy.decision import Form
from policy.ledger import Token
from policy.reports.asked import Only, Report
from policy.reports.view import View, listed, tabled, yes


def token_status(view: View) -> Report:
    """One token, or all of them: which are entered, on which tenant, which are still to be entered."""
    asked = view.token()
    if asked is not None:
        return _token(view, asked)
    tokens = [one for offer in view.offers() for one in view.ledger.licences.tokens_of(offer.id, view.day)]
    tenant = view.ask.tenant.casefold() if view.ask.tenant else None
    tokens = [one for one in tokens if view.wants(one.service)]
    if tenant:
        tokens = [one for one in tokens if (one.tenant or "").casefold() == tenant]
    if not tokens:
        of = f" for {view.product(view.ask.product)}" if view.ask.product else ""
        of += f" on {view.ask.tenant}" if tenant else ""
        text = f'**No token{of} is recorded{view.when()}.** Tell me: "got token 7 for 25 seats of Office 365".'
        return view.says(text, rules=("token-yearly", "track-usage"))
    return _not_entered(view, tokens) if view.ask.only is Only.NOT_ACTIVATED else _all(view, tokens)


def _all(view: View, tokens: list[Token]) -> Report:
    """Each token in a line, those still to be entered first."""
    to_enter = [one for one in tokens if one.unused and not rights_over(view, one)]
    standing = [one for one in tokens if not one.replaced_with]
    entered = sum(one.activated is not None for one in standing)
    head = f"**{entered:,} of {count(len(standing), 'token')} {view.be(entered if len(standing) > 1 else 1)} entered"
    still = f"; {len(to_enter):,} still to enter.**" if to_enter else ".**"
    last_lines = sorted(tokens, key=lambda one: (not one.unused, bool(one.replaced_with), -one.program_year))
    lines = (f"{token_name(one)}: {token_words(view, one)}" for one in last_lines)
    rows = (
        (
            one.label or one.id,
            view.product(one.service),
            f"{one.seats}",
            f"{one.program_year}",
            one.tenant or "",
            in_words(one.activated) if one.activated else "",
        )
        for one in last_lines
    )
    next_step = (
        "A token works one time: check the tenant before you enter it, its seats can't move." if to_enter else ""
    )
    return view.says(
        head + view.when() + still,
        *listed(lines, len(tokens)),
        next_step,
        verdict=None,
        rules=("token-yearly", "token-once", "token-tenant"),
        table=tabled(("Token", "Service", "Seats", "Year", "Tenant", "Activated"), rows, len(tokens)),
    )


def _not_entered(view: View, tokens: list[Token]) -> Report:
    """The tokens that were never entered; those of a year that is over can't be any more."""
    never = [one for one in tokens if one.unused]
    if not never:
        begin = "Yes" if view.polar(Form.OPEN) else "None"
        text = f"**{begin}: every token is entered{view.when()}**, {len(tokens):,} of {len(tokens):,}."
        return view.says(text, rules=("token-yearly", "token-once"), verdict=view.verdict(is_so=True))
    lines = (f"{token_name(one)}: {token_words(view, one)}" for one in never)
    rows = ((one.label or one.id, view.product(one.service), f"{one.seats}", f"{one.program_year}") for one in never)
    return view.says(
        f"**{'No: ' if view.polar(Form.OPEN) else ''}{count(len(never), 'token')} {view.be(len(never))} not entered"
        f"{view.when()}.**",
        *listed(lines, len(never)),
        "A token works one time: check the tenant before you enter it, its seats can't move.",
        verdict=view.verdict(is_so=False),
        rules=("token-yearly", "token-once", "token-tenant"),
        table=tabled(("Token", "Service", "Seats", "Year"), rows, len(never)),
    )


def token_words(view: View, token: Token) -> str:
    """A token in one line."""
    what = f"{view.product(token.service)}, {count(token.seats, 'seat')}"
    if token.replaced_with:
        words = f"replaced by {_replacement(view, token)} (#{token.replacement}), counts no more"
    elif token.activated:
        words = f"on {token.tenant} since {in_words(token.activated)} (#{token.activation})"
    else:
        words = f"not entered, issued on {in_words(token.issued)} (#{token.issue})"
    if over := rights_over(view, token):
        words += f"; its year ended on {in_words(over)}"
    return f"{what}, {words}"


def _replacement(view: View, token: Token) -> str:
    new = view.ledger.licences.tokens.last(token.replaced_with or "")
    return token_name(new) if new else "another token"


def rights_over(view: View, token: Token) -> dt.date | None:
    """The day on which the rights of a token's year ended; None while they hold."""
    offer = view.ledger.offers.known(token.offer)
    if offer is None:
        return None
    if offer.is_over(view.day):
        return offer.ended
    ends = [term.end for term in offer.terms if term.year == token.program_year]
    end = max(ends, default=None) or (offer.term.end if token.program_year < offer.term.year else None)
    return end if end and end < view.day else None


def _token(view: View, asked: str) -> Report:
    issue = view.ledger.licences.issue(asked)
    token = view.ledger.licences.token(asked, view.day)
    if token is None and issue is not None and view.past:
        text = (
            f"**Token {issue.label or asked} was not there yet{view.when()}.** It was issued on {in_words(issue.on)} "
        )
        return view.says(f"{text}(#{issue.seq}).", rules=("token-yearly",), date=issue.on)
    if token is None:
        label = view.ask.token or view.ask.key or asked
        text = f'**There is no token {label} in the ledger.** Tell me: "got token {label} for 25 seats of Office 365".'
        return view.says(text, rules=("token-yearly", "track-usage"))
    return _told(view, token)


def _told(view: View, token: Token) -> Report:
    """A token that is there: whether it is entered and where, until when a replacement may be asked for."""
    name = token_name(token)
    offer = view.ledger.offers.known(token.offer)
    of = f"{count(token.seats, 'seat')} of {view.product(token.service)}"
    of += f", from the {view.offer(offer)}, year {token.program_year} (#{token.issue})." if offer else "."
    lines = [f"It is for {of}"]
    date, until, over = token.activated, token.replaceable_until, rights_over(view, token)
    if token.replaced_with:
        head = f"**{name} was replaced** by {_replacement(view, token)} (#{token.replacement}) and counts no more."
    elif token.activated and until:
        head = f"**{name} was activated on {in_words(token.activated)}** on {token.tenant} (#{token.activation})."
        lines.append("It works one time, and its seats can't move to another tenant.")
        if view.day <= until:
            left = days_left(until, view.day)
            lines.append(f"A replacement may be asked for until {in_words(until)} ({left}); Microsoft reviews it.")
    else:
        viewed = f", viewed on {in_words(token.viewed)} (#{token.view})" if token.viewed else ""
        head = f"**{name} is not activated{view.when()}**{viewed}."
        if not over:
            lines.append("It works one time: check the tenant before you enter it.")
    if view.ask.only is Only.SEATS:
        lines.insert(0, _seats_used(view, token))
    rules = ["token-once", "token-tenant"] if token.activated else ["token-once", "token-yearly"]
    rules.append("token-replace" if token.activated else "token-tenant")
    if over:
        lines[:0] = [head.replace("**", "")]
        head = f"**The rights of {name} ended on {in_words(over)}**, even where access goes on."
        rules, date = ["cloud-rights-end", "token-yearly", "no-renewal", "token-once"], over
    elif token.replaced_with:
        rules = ["token-replace", "token-once", "token-tenant"]
    is_valid = token.activated is not None and not token.replaced_with and not over
    verdict = yes(is_so=is_valid) if view.polar(Form.OPEN) else None
    return view.says(head, *lines, verdict=verdict, rules=rules, date=date)


def _seats_used(view: View, token: Token) -> str:
    """How many seats of a token are used: entering it opens all of them at once."""
    if not token.activated or token.replaced_with:
        return f"Of its {count(token.seats, 'seat')} none is used."
    held = view.ledger.seats.held(token.offer, token.service, view.day)
    return (
        f"Entering it opened all of its {count(token.seats, 'seat')} at once: {token.seats:,} used, 0 left. "
        f"{count(held, 'person', 'people')} {view.be(held)} recorded here with a seat of {view.product(token.service)}."
    )
