"""Claims to Microsoft: a refund, a swap or a replacement asked for, and the answer."""

from dataclasses import dataclass
from typing import Final

from policy import model
from policy.acts.ending import rights_lost
from policy.acts.find import find_offer, find_token, named_choices
from policy.acts.offers import RecordSwap
from policy.acts.outcome import Act, Ask, Choice, Decides, Outcome, Record, Refuse
from policy.acts.settle import Cost, common, day_of, other_pack, refuse, settle
from policy.context import Context, in_words, programme_name, token_name
from policy.laws import Fault
from policy.laws.claims import RULES
from policy.ledger import ClaimState, Ledger, Offer, Token
from policy.model import ACTION_PACKS, Claim, Decided, EndReason, Level, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeClaim(Act):
    """Microsoft was asked. For a replacement `token` names what is to be replaced."""

    claim: Claim
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecision(Act):
    """Microsoft answered a claim: the only open one unless it is named."""

    decision: Decided
    claim: Claim | None = None
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None
    token: str | None = None


def _make(ledger: Ledger, act: MakeClaim, ctx: Context) -> Outcome:
    if act.claim == Claim.REPLACEMENT:
        return _replacement(ledger, act, ctx)
    found = _claimable(ledger, act, ctx)
    if not isinstance(found, Offer):
        return found
    entry = model.ClaimMade(claim=act.claim, subject=found.id, **common(act, ctx))
    what = f"the {act.claim} of the {ctx.offer(found)}"
    if act.claim == Claim.SWAP and found.program in ACTION_PACKS:
        what = f"the swap of the {ctx.offer(found)} to the {programme_name(other_pack(found.program))}"
    text = (
        f"**Recorded:** {what} was asked for on {in_words(entry.on)}{_case(act)} (#{ledger.last_seq + 1})."
        "\nMicrosoft reviews it and may refuse. Use no benefit and view no token until it has answered, "
        "then tell me the decision."
    )
    rule = RULES[act.claim]
    untouched = "refund-untouched" if act.claim == Claim.REFUND else "swap-untouched"
    return settle(ledger, act, ctx, Record((entry,), text, (rule, untouched), found.window_end))


def _claimable(ledger: Ledger, act: MakeClaim, ctx: Context) -> Offer | Refuse | Ask:
    """The offer meant: of several in force, the one that can still be claimed for."""
    day = day_of(act, ctx)
    if act.offer is None:
        standing = [one for one in ledger.offers.in_force(day) if one.is_of(act.program, act.level)]
        if act.claim == Claim.SWAP:
            standing = [one for one in standing if one.program in ACTION_PACKS] or standing
        within = [one for one in standing if day <= one.window_end]
        if len(within) == 1:
            return within[0]
        if act.claim == Claim.SWAP and len(standing) == 1:
            return standing[0]  # no other offer can be swapped, so none is asked for
    return find_offer(ledger, act, ctx, day, offer=act.offer, program=act.program, level=act.level)


def _replacement(ledger: Ledger, act: MakeClaim, ctx: Context) -> Outcome:
    day = day_of(act, ctx)
    if act.token is None:
        activated = [
            one
            for offer in ledger.offers.in_force(day)
            for one in ledger.licences.tokens_of(offer.id, day)
            if one.activated and not one.replaced_with
        ]
        if not activated:
            text = "**No activated token is recorded**, so there is nothing to replace. Record the activation first."
            return refuse(ctx, Fault(text, ("token-replace",)))
        open_ = [one for one in activated if one.replaceable_until and day <= one.replaceable_until] or activated
        if len(open_) > 1:
            named = ((token_name(one), one.id) for one in open_)
            return Ask("token", "Which token?", act, named_choices(act, "token", named))
        found: Token | Refuse | Ask = open_[0]
    else:
        found = find_token(ledger, act, ctx, day, act.token)
    if not isinstance(found, Token):
        return found
    entry = model.ClaimMade(claim=act.claim, subject=found.id, **common(act, ctx))
    until = found.replaceable_until
    text = (
        f"**Recorded:** a replacement of {token_name(found)} was asked for on {in_words(entry.on)}{_case(act)} "
        f"(#{ledger.last_seq + 1}).\nIt is a one-time exception; the guide doesn't say whether for each token or each "
        "partner. Microsoft reviews it and may refuse."
    )
    return settle(ledger, act, ctx, Record((entry,), text, ("token-replace",), until))


def _case(act: Act) -> str:
    return f", case {act.reference}" if act.reference else ""


def _decide(ledger: Ledger, act: RecordDecision, ctx: Context) -> Outcome:
    found = _open_claim(ledger, act, ctx)
    if not isinstance(found, ClaimState):
        return found
    entry = model.ClaimDecided(claim=found.claim, subject=found.subject, decision=act.decision, **common(act, ctx))
    subject = _subject(ledger, ctx, found)
    text = f"**Recorded:** Microsoft {act.decision} the {found.claim} of {subject} (#{ledger.last_seq + 1})."
    if act.decision == Decided.REFUSED:
        text += "\nNothing else changes: you keep what you have."
        return settle(ledger, act, ctx, Record((entry,), text, (RULES[found.claim],)))
    if found.claim is Claim.REFUND:
        ended = model.OfferEnded(offer=found.subject, reason=EndReason.REFUNDED, **common(act, ctx))
        text += (
            f"\nThe offer ends with it (#{ledger.last_seq + 2}): its grants and seats end from {in_words(entry.on)}."
        )
        record = Record((entry, ended), text, ("refund-window", "no-renewal"), entry.on)
        used = rights_lost(ledger, ctx, offer, entry.on) if (offer := ledger.offers.known(found.subject)) else ""
        cost = Cost(
            f"A refund that Microsoft approved ends {subject} from {in_words(entry.on)}, and every right with it. "
            + (f"With it end {used}." if used else "No seat, token or software of it is recorded."),
            "Record that it was approved?",
            ("refund-window", "no-renewal", "cloud-rights-end"),
            entry.on,
        )
        return settle(ledger, act, ctx, record, [cost])
    if found.claim is Claim.SWAP:
        text += "\nTell me when it is done: then its old grants and seats end, and it keeps its term."
        done = Choice("The swap is done", RecordSwap(offer=found.subject))
        return settle(ledger, act, ctx, Record((entry,), text, ("swap-window",), choices=(done,)))
    text += '\nWhen the new token is there, add it and say for example "token 7 was replaced by token 21".'
    return settle(ledger, act, ctx, Record((entry,), text, ("token-replace",)))


def _open_claim(ledger: Ledger, act: RecordDecision, ctx: Context) -> ClaimState | Refuse | Ask:
    day = day_of(act, ctx)
    token = ledger.licences.meant("token", act.token) if act.token else None
    subject = act.offer or token
    waiting = [
        one
        for one in ledger.offers.open_claims(day)
        if act.claim in (None, one.claim) and subject in (None, one.subject) and _is_of(ledger, act, one)
    ]
    if len(waiting) == 1:
        return waiting[0]
    if waiting:
        claims = dict.fromkeys(one.claim for one in waiting)
        if len(claims) > 1:
            named = ((f"The {one}", one) for one in claims)
            return Ask("claim", "Which request did Microsoft answer?", act, named_choices(act, "claim", named))
        slot = "token" if waiting[0].claim is Claim.REPLACEMENT else "offer"
        subjects = ((_subject(ledger, ctx, one), one.subject) for one in waiting)
        return Ask(slot, "Of which?", act, named_choices(act, slot, subjects))
    what = act.claim or "refund, swap or replacement"
    rule = RULES[act.claim] if act.claim else "refund-window"
    text = f"**No {what} is waiting for an answer.** Record first that you asked for it, and when."
    return refuse(ctx, Fault(text, (rule,)))


def _is_of(ledger: Ledger, act: RecordDecision, claim: ClaimState) -> bool:
    """Whether a claim is about an offer of the programme and level that are named."""
    token = ledger.licences.tokens.last(claim.subject)
    offer = ledger.offers.known(token.offer if token else claim.subject)
    return offer is None or offer.is_of(act.program, act.level)


def _subject(ledger: Ledger, ctx: Context, claim: ClaimState) -> str:
    if offer := ledger.offers.known(claim.subject):
        return f"the {ctx.offer(offer)}"
    token = ledger.licences.tokens.last(claim.subject)
    return token_name(token) if token else claim.subject


DECIDES: Final[Decides] = {MakeClaim: _make, RecordDecision: _decide}
