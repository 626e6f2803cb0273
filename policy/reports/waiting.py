"""What waits for somebody: requests for a seat, people on a list, claims at Microsoft."""

from policy.acts.outcome import Choice
from policy.acts.requests import DecideRequest
from policy.context import count, in_words
from policy.decision import Form
from policy.ledger import ClaimState, Request
from policy.model import Answered
from policy.reports.asked import Report
from policy.reports.stock import stocks
from policy.reports.view import View, listed, tabled, yes

_BUTTONS = 2
"""Requests that get buttons; the others are in the list."""


def requests_waiting(view: View) -> Report:
    """Requests that nobody has decided, who is on a list, and what Microsoft has not answered."""
    everything = view.ledger.seats.open_requests(view.day)
    found = [one for one in everything if view.sees(one.person) and view.wants(one.product)]
    queues = [line for line in _queues(view) if line]
    claims = [_claim(view, one) for one in view.ledger.offers.open_claims(view.day)] if view.sees_all else []
    lines = (f"{view.name(one.person)}: {view.product(one.product)}, since {_since(one)}" for one in found)
    rows = ((view.name(one.person), view.product(one.product), in_words(one.since)) for one in found)
    whose = "" if view.sees_all else " of yours"
    if found:
        head = f"**{count(len(found), 'request')}{whose} {view.be(len(found))} waiting{view.when()}.**"
    else:
        head = f"**No request{whose} {view.be()} waiting{view.when()}.**"
    return view.says(
        head,
        *listed(lines, len(found)),
        _free(view) if found else "",
        *queues,
        *claims[:5],
        "" if found or view.past else 'To ask for a seat, say "I need a VS seat".',
        verdict=yes(is_so=bool(found)) if view.polar(Form.OPEN) else None,
        rules=("admin-role", "track-usage"),
        date=found[0].since if found else None,
        table=tabled(("Person", "Product", "Since"), rows, len(found)) if found else None,
        choices=_choices(view, found),
    )


def _since(request: Request) -> str:
    return f"{in_words(request.since)} (#{request.entry})"


def _free(view: View) -> str:
    free = [f"{one.free:,} {view.product(one.product)}" for one in stocks(view) if one.free]
    return f"Free: {', '.join(free)}." if free else "No seat is free."


def _queues(view: View) -> list[str]:
    """Who is on a list for a seat, by product."""
    lines = []
    for product in view.ctx.catalogue.by_id:
        if not view.wants(product):
            continue
        waits = [one for one in view.ledger.seats.waiting(product, view.day) if view.sees(one.person)]
        if waits:
            named = ", ".join(f"{view.name(one.person)} since {in_words(one.since)}" for one in waits[:5])
            more = f" and {len(waits) - 5:,} more" if len(waits) > 5 else ""
            lines.append(f"On the list for {view.product(product)}: {named}{more}.")
    return lines


def _claim(view: View, claim: ClaimState) -> str:
    return f"At Microsoft since {in_words(claim.made)}: the {claim.claim} (#{claim.entry})."


def _choices(view: View, found: list[Request]) -> tuple[Choice, ...]:
    if not view.administers:
        return ()
    shown = found[:_BUTTONS]
    names = [view.name(one.person) for one in shown]
    choices = []
    for request, name in zip(shown, names, strict=True):
        whom = "" if len(shown) == 1 else f" {name}" if names.count(name) == 1 else f" {request.id}"
        for verb, decision in (("Approve", Answered.APPROVED), ("Deny", Answered.DENIED)):
            choices.append(Choice(f"{verb}{whom}", DecideRequest(request=request.id, decision=decision)))
    return tuple(choices)
