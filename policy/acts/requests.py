"""Requests for a seat: by anybody, answered by an administrator; approving assigns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.assigning import AssignSeat, assign
from policy.acts.find import named_choices
from policy.acts.outcome import Act, Ask, Choice, Confirm, Decides, Note, Outcome, Record, Refuse
from policy.acts.settle import Cost, common, confirm, refuse, settle, word_to
from policy.acts.waiting import one_product
from policy.context import Context, in_words
from policy.laws import Fault
from policy.laws.seats import seat_name
from policy.ledger import Ledger, Request
from policy.model import Answered

_MOST_LISTED: Final = 5
_HEAD: Final = re.compile(r"\*\*(.+?)\*\*")
"""The verdict at the beginning of a refusal: what follows is for administrators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeat(Act):
    """Anybody asks for a seat, for themselves unless `person` is named."""

    person: str | None = None
    product: str = "visual-studio"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRequest(Act):
    """An administrator approves (which assigns) or denies a request.

    `number`: as somebody says it, the request's entry ("#19") or its place among the requests ("request 2").
    """

    decision: Answered
    request: str | None = None
    number: int | None = None
    person: str | None = None


def _request(ledger: Ledger, act: RequestSeat, ctx: Context) -> Outcome:
    person, product = act.person or ctx.by, one_product(ledger, act.product, ctx)
    name = ctx.product(product)
    held = [seat for seat in ledger.seats.of(person, ctx.today) if seat.product == product]
    if held := [seat for seat in held if ledger.offers.covers(seat.offer, ctx.today)]:
        called = seat_name(ledger, ctx, held[0].id, held[0].offer, product, ctx.today)
        who = "You have" if person == ctx.by else f"{ctx.name(person)} has"
        return refuse(ctx, Fault(f"{who} {called} already.", ("vs-per-user",), held[0].assignment))
    for asked in ledger.seats.open_requests(ctx.today):
        if (asked.person, asked.product) == (person, product):
            text = f"I asked for it on {in_words(asked.since)} already; no administrator has decided yet."
            return refuse(ctx, Fault(text, ("admin-role",), asked.entry))
    entry = model.SeatRequested(request=ledger.next_id("request"), product=product, person=person, **common(act, ctx))
    outcome = assign(ledger, AssignSeat(person=person, product=product), ctx)
    reads_all = ledger.company.reads_all(ctx.by, ctx.today)
    stands = _to_decide(ledger, ctx, outcome)
    administrators = [one for one in ledger.company.administrators(ctx.today) if one != ctx.by]
    asked_whom = " and ".join(ctx.name(one) for one in administrators) or "an administrator"
    told = stands if reads_all else _to_whom_asks(ctx, outcome, stands)
    text = f"I've asked {asked_whom}. {told} I'll tell you when it is decided."
    card = f"**{ctx.name(person)} asks for a {name} seat.** {stands}"
    choices = (
        Choice("Approve", DecideRequest(request=entry.request, decision=Answered.APPROVED)),
        Choice("Deny", DecideRequest(request=entry.request, decision=Answered.DENIED)),
    )
    notes = tuple(Note(one, card, choices) for one in administrators)
    own = choices if ledger.company.is_administrator(ctx.by, ctx.today) else ()
    return settle(ledger, act, ctx, Record((entry,), text, ("admin-role",), None, notes, own))


def _to_whom_asks(ctx: Context, outcome: Outcome, stands: str) -> str:
    """How a request stands, for who asks: nothing of what others hold, and nothing that only administrators do."""
    if isinstance(outcome, Refuse):
        head = _HEAD.match(outcome.text)
        from_then = (
            f" One may be given from {in_words(outcome.date)}." if outcome.date and outcome.date > ctx.today else ""
        )
        return f"{head[1] if head else 'None can be given today.'}{from_then}"
    return stands if isinstance(outcome, Record) else "It is for an administrator to look at first."


def _to_decide(ledger: Ledger, ctx: Context, outcome: Outcome) -> str:
    """How a request stands, for who decides: what they would be told on assigning now."""
    if isinstance(outcome, Refuse):
        return outcome.text.split("\n_")[0]
    if isinstance(outcome, Confirm):
        return outcome.text.removeprefix("**One moment.** ").rsplit("\n", 1)[0]
    if isinstance(outcome, Ask):
        return f"Approving asks you first: {outcome.text}"
    entry = outcome.entries[0]
    if not isinstance(entry, model.SeatAssigned):
        return ""
    grant = ledger.offers.grant(entry.offer, entry.product, ctx.today)
    total = grant.quantity if grant else 0
    free = total - ledger.seats.occupied(entry.offer, entry.product, ctx.today)
    verb = "is" if free == 1 else "are"
    return f"{free} of {total} {ctx.product(entry.product)} seats {verb} free, so nothing stands in the way."


def _decide_request(ledger: Ledger, act: DecideRequest, ctx: Context) -> Outcome:
    found = _find_request(ledger, act, ctx)
    if not isinstance(found, Request):
        return found
    entry = model.RequestDecided(
        request=found.id,
        product=found.product,
        person=found.person,
        decision=act.decision,
        **common(act, ctx),
    )
    if found.decision is not None:  # told as such, not as a second seat
        return settle(ledger, act, ctx, Record((entry,), "", ("admin-role",)))
    name, what = ctx.name(found.person), ctx.product(found.product)
    if act.decision == Answered.DENIED:
        text = f"**Done.** {name}'s request for a {what} seat is denied (#{ledger.last_seq + 1})."
        why = f": {act.why}" if act.why else "."
        notes = word_to(ctx, found.person, f"{ctx.name(ctx.by)} denied your request for a {what} seat{why}")
        return settle(ledger, act, ctx, Record((entry,), text, ("admin-role",), None, notes))
    wanted = AssignSeat(person=found.person, product=found.product, on=act.on, why=act.why)
    given = assign(ledger.trial((entry,)), wanted, ctx)
    if isinstance(given, Record):
        record = replace(
            given, entries=(entry, *given.entries), text=f"**Approved.** {given.text.removeprefix('**Done.** ')}"
        )
        return settle(ledger, act, ctx, record)
    deny = Choice("Deny", DecideRequest(request=found.id, decision=Answered.DENIED))
    if isinstance(given, Refuse):
        return replace(given, choices=(deny, *given.choices))
    if isinstance(given, Ask):
        return given
    record = replace(given.record, entries=(entry, *given.record.entries))
    text = given.text.removeprefix("**One moment.** ").rsplit("\n", 1)[0]
    asked = confirm(act, record, [Cost(text, rules=given.rules, date=given.date)])
    return replace(asked, choices=(asked.choices[0], deny, *asked.choices[1:]))


def _find_request(ledger: Ledger, act: DecideRequest, ctx: Context) -> Request | Refuse | Ask:
    if act.number is not None and act.request is None:
        return _numbered(ledger, act, act.number, ctx)
    known = ledger.seats.requests.last(act.request) if act.request else None
    if act.request and not (known and act.person not in (None, known.person)):
        return known or refuse(ctx, Fault(f"No {act.request} is recorded.", ("track-usage",)))
    waiting = [one for one in ledger.seats.open_requests(ctx.today) if act.person in (None, one.person)]
    if len(waiting) == 1:
        return waiting[0]
    if not waiting:
        who = f" from {ctx.name(act.person)}" if act.person else ""
        return refuse(ctx, Fault(f"No request{who} is open.", ("track-usage",)))
    return _which(act, ctx, waiting)


def _which(act: DecideRequest, ctx: Context, of: Sequence[Request]) -> Ask:
    named = ((f"{ctx.name(one.person)}, {ctx.product(one.product)}", one.id) for one in of)
    return Ask("request", "Which request?", act, named_choices(act, "request", named))


def _numbered(ledger: Ledger, act: DecideRequest, number: int, ctx: Context) -> Request | Refuse | Ask:
    """The request of a number, never another one; asked for where two fit."""
    every = [state for one in ledger.seats.requests if (state := ledger.seats.requests.last(one))]
    numbered = [one for one in every if number == one.entry or one.id == f"request-{number}"]
    found = [one for one in numbered if act.person in (None, one.person)]
    if len(found) == 1:
        return found[0]
    if found:
        return _which(replace(act, number=None), ctx, found)
    waiting = ledger.seats.open_requests(ctx.today)
    listed = " and ".join(f"#{one.entry} of {ctx.name(one.person)}" for one in waiting[:_MOST_LISTED])
    still = f" Open: {listed}." if listed else " None is open."
    return refuse(ctx, Fault(f"**No request {number} is recorded.**{still}", ("track-usage",)))


DECIDES: Final[Decides] = {RequestSeat: _request, DecideRequest: _decide_request}
