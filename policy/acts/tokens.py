"""Tokens: issued, viewed, activated on a tenant, replaced."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.claims import MakeClaim
from policy.acts.find import find_grant, find_token
from policy.acts.outcome import Act, Ask, Choice, Decides, Instead, Outcome, Record
from policy.acts.settle import Cost, common, day_of, refuse, settle
from policy.context import Context, count, in_words, token_name
from policy.laws import Broken, Fault
from policy.laws.licences import of_a_past_year
from policy.ledger import WINDOW, Ledger, Token
from policy.model import Claim, Level, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToken(Act):
    """A token was issued. `program_year` is the calendar year in which that year of the programme begins."""

    label: str | None = None
    service: str | None = None
    seats: int | None = None
    program_year: int | None = None
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewToken(Act):
    token: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivateToken(Act):
    """A token was entered for seats on a tenant; `seats` is the token's where nobody said.

    `more_tenants`: others named with it, which no token can be entered on as well.
    """

    token: str | None = None
    tenant: str | None = None
    more_tenants: tuple[str, ...] = ()
    seats: int | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceToken(Act):
    """Microsoft issued `with_token` in place of `token`; the new one may not be recorded yet."""

    token: str | None = None
    with_token: str | None = None


def _add(ledger: Ledger, act: AddToken, ctx: Context) -> Outcome:
    if act.service is None:
        return Ask("service", "A token for which service?", act)
    if not act.seats:
        return Ask("seats", "For how many seats?", replace(act, seats=None))
    day = day_of(act, ctx)
    found = find_grant(ledger, act, ctx, day, act.service, act.offer, act.program, act.level)
    if not isinstance(found, tuple):
        return found
    offer, service = found
    state = ledger.offers.offer(offer.id, day) or offer
    token = ledger.next_id("token")
    entry = model.TokenIssued(
        token=token,
        label=act.label or _free_label(ledger, token),
        offer=offer.id,
        service=service,
        seats=act.seats,
        program_year=act.program_year or state.term.year,
        **common(act, ctx),
    )
    text = (
        f"**Recorded:** token {entry.label} for {count(act.seats, 'seat')} of {ctx.product(service)}, year "
        f"{entry.program_year} of the {ctx.offer(offer)} (#{ledger.last_seq + 1})."
        "\nIt can be activated once, for all its seats on one tenant. Enter it in the Key Redemption Portal."
    )
    text += _over_the_grant(ledger.trial((entry,)), ctx, entry)
    return settle(ledger, act, ctx, Record((entry,), text, ("token-once", "token-not-split", "token-yearly")))


def _over_the_grant(trial: Ledger, ctx: Context, entry: model.TokenIssued) -> str:
    """A warning where the tokens of a programme year are for more seats than the offer grants."""
    grant = trial.offers.grant(entry.offer, entry.service, entry.on)
    issued = sum(
        one.seats
        for one in trial.licences.tokens_of(entry.offer, max(entry.on, ctx.today))
        if one.service == entry.service and one.program_year == entry.program_year and not one.replaced_with
    )
    if grant is None or issued <= grant.quantity:
        return ""
    return (
        f"\n**Careful:** with it the tokens of that year are for {count(issued, 'seat')} of "
        f"{ctx.product(entry.service)}, and {grant.quantity} are granted (#{grant.entry}). Check Partner Center."
    )


def _free_label(ledger: Ledger, token: str) -> str:
    number = int(token.rsplit("-", 1)[-1])
    while ledger.licences.labelled("token", str(number)):
        number += 1
    return str(number)


def _view(ledger: Ledger, act: ViewToken, ctx: Context) -> Outcome:
    found = find_token(ledger, act, ctx, day_of(act, ctx), act.token, act.service)
    if not isinstance(found, Token):
        return found
    entry = model.TokenViewed(token=found.id, **common(act, ctx))
    text = f"**Recorded:** {token_name(found)} was viewed on {in_words(entry.on)} (#{ledger.last_seq + 1})."
    if past := of_a_past_year(ledger, found, entry.on):
        text += f" Its rights ended on {in_words(past.date)}." if past.date else ""
    elif found.unused:
        text += f" It is still to be entered, for {count(found.seats, 'seat')} on one tenant."
    return settle(ledger, act, ctx, Record((entry,), text, ("refund-untouched", "swap-untouched")))


def _activate(ledger: Ledger, act: ActivateToken, ctx: Context) -> Outcome:
    found = find_token(ledger, act, ctx, day_of(act, ctx), act.token, act.service)
    if not isinstance(found, Token):
        return found
    if act.more_tenants:
        named = [name for name in (act.tenant, *act.more_tenants) if name]
        text = (
            f"**A token can't be split.** {token_name(found)} opens all its {count(found.seats, 'seat')} on one "
            f"tenant, not on {' and '.join(named)}. Nothing is recorded: say which one it was."
        )
        choices = tuple(
            Choice(f"It was {name}", replace(act, token=found.id, tenant=name, more_tenants=())) for name in named[:3]
        )
        return refuse(ctx, Fault(text, ("token-not-split", "token-tenant"), found.issue), choices)
    if act.tenant is None and found.unused and not of_a_past_year(ledger, found, day_of(act, ctx)):
        return Ask("tenant", "On which tenant?", replace(act, token=found.id))
    seats = found.seats if act.seats is None else act.seats
    entry = model.TokenActivated(
        token=found.id, tenant=act.tenant or found.tenant or "?", seats=max(1, seats), **common(act, ctx)
    )
    until = entry.on + WINDOW
    name = token_name(found)
    text = (
        f"**Recorded:** {name} activated for {count(entry.seats, 'seat')} of {ctx.product(found.service)} on "
        f"**{entry.tenant}** on {in_words(entry.on)} (#{ledger.last_seq + 1})."
        f"\nThese seats stay on that tenant. A replacement could be asked for until {in_words(until)}, "
        "as a one-time exception that Microsoft may refuse."
    )
    record = Record((entry,), text, ("token-once", "token-tenant", "token-replace"), until)
    cost = Cost(
        f"{name} can be activated once, and its {count(entry.seats, 'seat')} of {ctx.product(found.service)} "
        f"never move away from the tenant. The tenant is **{entry.tenant}**.",
        f"Is {entry.tenant} right?",
        ("token-tenant", "token-once"),
        yes=f"Yes, {entry.tenant}",
    )
    return settle(ledger, act, ctx, record, [cost], instead=lambda one: _instead(ledger, act, ctx, found, one))


def _instead(ledger: Ledger, act: ActivateToken, ctx: Context, token: Token, one: Broken) -> Instead:
    """All the seats instead of some; another token for one that is used up or too old; a replacement while it can be
    had."""
    rule = one.fault.rules[0]
    if rule == "token-not-split":
        whole = replace(act, token=token.id, seats=token.seats)
        return Instead((Choice(f"Activate all {token.seats} on {act.tenant}", whole),))
    if rule not in ("token-once", "token-yearly"):
        return Instead()
    unused = [
        other
        for other in ledger.licences.unused_tokens(ctx.today)
        if other.service == token.service and not of_a_past_year(ledger, other, ctx.today)
    ]
    choices = [Choice(f"Use {token_name(one)}", replace(act, token=one.id, seats=None)) for one in unused[:3]]
    until = token.replaceable_until
    if until is None or ctx.today > until or ledger.offers.claim(Claim.REPLACEMENT, token.id, ctx.today):
        return Instead(tuple(choices))
    claim = MakeClaim(claim=Claim.REPLACEMENT, token=token.id)
    text = (
        f"If it went to the wrong tenant, a replacement can be asked for until {in_words(until)}: a one-time "
        "exception that Microsoft reviews and may refuse."
    )
    return Instead((*choices, Choice("We've asked for a replacement", claim)), text)


def _replace(ledger: Ledger, act: ReplaceToken, ctx: Context) -> Outcome:
    day = day_of(act, ctx)
    if act.token is None:
        return Ask("token", "Which token was replaced?", act)
    found = find_token(ledger, act, ctx, day, act.token)
    if not isinstance(found, Token):
        return found
    if act.with_token is None:
        return Ask("with_token", f"Which token came in place of {token_name(found)}?", act)
    known = ledger.licences.tokens.last(ledger.licences.meant("token", act.with_token))
    drafts: list[model.Entry] = []
    new = known.id if known else ledger.next_id("token")
    label = act.with_token if known is None else known.label
    if known is None:
        drafts.append(
            model.TokenIssued(
                token=new,
                label=act.with_token,
                offer=found.offer,
                service=found.service,
                seats=found.seats,
                program_year=found.program_year,
                **common(act, ctx),
            )
        )
    drafts.append(model.TokenReplaced(token=found.id, with_=new, **common(act, ctx)))
    text = f"**Recorded:** {token_name(found)} is replaced by token {label} (#{ledger.last_seq + len(drafts)})."
    if known is None:
        text += f" I took it to have the same {count(found.seats, 'seat')} (#{ledger.last_seq + 1})."
    text += " The old one counts no more; the new one is to be entered once, on the right tenant."
    return settle(
        ledger, act, ctx, Record(tuple(drafts), text, ("token-replace",)), _never_asked(ledger, ctx, found, day)
    )


def _never_asked(ledger: Ledger, ctx: Context, token: Token, day: dt.date) -> list[Cost]:
    """A replacement that nothing recorded speaks of."""
    if ledger.offers.claim(Claim.REPLACEMENT, token.id, day):
        return []
    text = f"No request for a replacement of {token_name(token)} is recorded; Microsoft issues one only on review."
    return [Cost(text, "Record the replacement all the same?", ("token-replace",))]


DECIDES: Final[Decides] = {AddToken: _add, ViewToken: _view, ActivateToken: _activate, ReplaceToken: _replace}
