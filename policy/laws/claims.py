"""Claims: a refund, a swap, a replacement, asked for in time and while nothing was used."""

from typing import Final

from policy import model
from policy.context import Context, in_words, token_name
from policy.laws.fault import Fault, Laws
from policy.laws.offers import too_late, touched, unswappable
from policy.ledger import ClaimState, Ledger
from policy.model import Claim, Decided

RULES: Final = {Claim.REFUND: "refund-window", Claim.SWAP: "swap-window", Claim.REPLACEMENT: "token-replace"}


def _made(ledger: Ledger, ctx: Context, before: ClaimState | None, entry: model.ClaimMade) -> Fault | None:
    if before and (before.decision is None or before.decision is Decided.APPROVED):
        answer = "Microsoft has not answered yet" if before.decision is None else "Microsoft approved it"
        text = f"The {entry.claim} was asked for on {in_words(before.made)} (#{before.entry}): {answer}."
        return Fault(text, (RULES[entry.claim],), before.entry, before.made)
    return (
        _replacement(ledger, ctx, before, entry) if entry.claim is Claim.REPLACEMENT else _of_offer(ledger, ctx, entry)
    )


def _of_offer(ledger: Ledger, ctx: Context, entry: model.ClaimMade) -> Fault | None:
    rule = RULES[entry.claim]
    offer = ledger.offers.offer(entry.subject, entry.on)
    if offer is None:
        known = ledger.offers.known(entry.subject)
        text = (
            f"The offer was bought on {in_words(known.purchased)}."
            if known
            else "Record the purchase of the offer first."
        )
        return Fault(
            text,
            (rule, "benefits-start"),
            known.purchase if known else None,
            known.purchased if known else None,
        )
    if offer.ended:
        text = f"The {ctx.offer(offer)} ended on {in_words(offer.ended)} ({offer.reason})."
        return Fault(text, (rule,), offer.ending, offer.ended)
    if entry.claim is Claim.SWAP and (fault := unswappable(ledger, ctx, offer, None)):
        return fault
    if entry.on > offer.window_end:
        return too_late(ctx, offer, entry.claim)
    return touched(ledger, ctx, offer, entry.claim, entry)


def _replacement(ledger: Ledger, ctx: Context, before: ClaimState | None, entry: model.ClaimMade) -> Fault | None:
    """Within 30 days of the activation, one time (section "Cloud Services Activation")."""
    token = ledger.licences.token(entry.subject, entry.on)
    if token is None:
        return Fault("That token is not recorded.", ("token-replace",))
    name = token_name(token)
    if token.replaced_with:
        text = f"{name} was replaced already (#{token.replacement}). A replacement is a one-time exception."
        return Fault(text, ("token-replace",), token.replacement)
    if token.activated is None or token.replaceable_until is None:
        text = f"{name} is not activated, so there is nothing to replace: it can still be entered, on the right tenant."
        return Fault(text, ("token-replace",), token.issue)
    if entry.on > token.replaceable_until:
        text = (
            f"**Too late.** A replacement of {name} had to be asked for by **{in_words(token.replaceable_until)}**, "
            f"30 days after it was activated on {in_words(token.activated)} (#{token.activation})."
        )
        return Fault(text, ("token-replace",), token.activation, token.replaceable_until)
    if before:
        text = (
            f"Microsoft refused a replacement of {name} (asked for on {in_words(before.made)}, #{before.entry}). "
            "It is a one-time exception."
        )
        return Fault(text, ("token-replace",), before.entry)
    return None


def _decided(ledger: Ledger, ctx: Context, before: ClaimState | None, entry: model.ClaimDecided) -> Fault | None:
    rule = RULES[entry.claim]
    if before is None:
        return Fault(f"No {entry.claim} was asked for by {in_words(entry.on)}. Record the request first.", (rule,))
    if before.decision:
        when = in_words(before.decided) if before.decided else ""
        return Fault(f"Microsoft {before.decision} the {entry.claim} already, on {when}.", (rule,), before.entry)
    return None


CLAIMS: Final[Laws] = {model.ClaimMade: _made, model.ClaimDecided: _decided}
