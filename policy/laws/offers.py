"""Offers: bought once, renewed while they stand, swapped once and untouched, ended once."""

from typing import Final

from policy import model
from policy.context import Context, in_words, programme_name
from policy.laws.coverage import uncovered
from policy.laws.fault import Fault, Laws
from policy.ledger import Grant, Ledger, Offer
from policy.model import ACTION_PACKS, Claim, Decided, EndReason, Entry


def _purchased(ledger: Ledger, ctx: Context, before: Offer | None, entry: model.OfferPurchased) -> Fault | None:
    if before:
        return Fault(f"The purchase of {before.id} is recorded already.", ("benefits-start",), before.purchase)
    earlier = [one for one in ledger.about(entry.offer) if one.on < entry.on]
    if not earlier:
        return None
    first = min(earlier, key=lambda one: (one.on, one.number))
    text = (
        f"#{first.number} uses that offer on {in_words(first.on)}, before "
        f"{in_words(entry.on)}. Benefits start with the purchase."
    )
    return Fault(text, ("benefits-start",), first.number, first.on)


def _renewed(ledger: Ledger, ctx: Context, before: Offer | None, entry: model.OfferRenewed) -> Fault | None:
    if before is None:
        return Fault("There is no purchase of that offer before that day.", ("benefits-start",))
    if before.ended:
        return _has_ended(ctx, before)
    return None


def _swapped(ledger: Ledger, ctx: Context, before: Offer | None, entry: model.OfferSwapped) -> Fault | None:
    if before is None:
        return Fault("There is no purchase of that offer before that day.", ("benefits-start",))
    if before.ended:
        return _has_ended(ctx, before)
    if fault := unswappable(ledger, ctx, before, entry.program):
        return fault
    if not _approved(ledger, Claim.SWAP, entry):
        asked = ledger.offers.claim(Claim.SWAP, entry.offer, entry.on)
        if asked and asked.decision is model.Decided.REFUSED and asked.decided:
            text = f"Microsoft refused the swap on {in_words(asked.decided)} (asked for in #{asked.entry})."
            return Fault(text, ("swap-untouched", "swap-window"), asked.entry)
        day = asked.made if asked else entry.on
        if day > before.window_end:
            return too_late(ctx, before, Claim.SWAP)
        if fault := touched(ledger, ctx, before, Claim.SWAP, entry):
            return fault
    return _left_without_a_grant(ledger, ctx, entry)


def _left_without_a_grant(ledger: Ledger, ctx: Context, entry: model.OfferSwapped) -> Fault | None:
    """The first seat of a later day that a swap dated back would take away: nothing granted after it carries it."""
    for use in ledger.offers.uses.entries(entry.offer, since=entry.on):
        if (use.on, use.number) < (entry.on, entry.number) or not isinstance(use, _OF_SEATS):
            continue
        home = ledger.seats.home(use.seat)
        if home is None or _carried(ledger, use, *home):
            continue
        text = (
            f"**That does not fit with what is recorded.** With a swap on {in_words(entry.on)}, #{use.number} of "
            f"{in_words(use.on)} could not stand: {use_in_words(ledger, ctx, use)}, and no grant of "
            f"{ctx.product(home[1])} is recorded after the swap. Give another day, or take back #{use.number} first."
        )
        return Fault(text, ("swap-window", "swap-untouched", "grant-as-listed"), use.number, use.on)
    return None


_OF_SEATS: Final = (model.SeatAssigned, model.SeatReassigned, model.SeatActivated)


def _carried(ledger: Ledger, use: Entry, offer: str, product: str) -> bool:
    """Whether what is granted on the day of an act on a seat is enough for it, and the seat not one of before."""
    if not isinstance(use, model.SeatAssigned):
        track = ledger.seats.seats.track(str(getattr(use, "seat", "")))
        state = track.before(use) if track else None
        return state is not None and ledger.seats.stands(state, use.on)
    grant = ledger.offers.grant(offer, product, use.on)
    return grant is not None and ledger.seats.held(offer, product, use.on) <= grant.quantity


def unswappable(ledger: Ledger, ctx: Context, offer: Offer, program: model.Programme | None) -> Fault | None:
    """Why there is no swap for an offer, whatever the day: not an Action Pack, or swapped before."""
    name = ctx.offer(offer)
    if offer.swapped:
        text = f"The swap can be made one time only, and it was, on {in_words(offer.swapped)} (#{offer.swap})."
        return Fault(text, ("swap-window",), offer.swap)
    if offer.program not in ACTION_PACKS:
        text = f"There is no swap for a {name}: only an Action Pack and a Learning Action Pack swap for each other."
        return Fault(text, ("swap-window",), offer.purchase)
    if program is not None and (program not in ACTION_PACKS or program == offer.program):
        what = "an Action Pack" if program == offer.program else f"a {programme_name(program)}"
        text = f"The {name} can't be swapped for {what}: only the two Action Packs swap for each other."
        return Fault(text, ("swap-window",), offer.purchase)
    return None


def too_late(ctx: Context, offer: Offer, claim: Claim) -> Fault:
    """The 30 days since the initial purchase are over."""
    what = "A refund" if claim is Claim.REFUND else "The swap"
    rule = "refund-window" if claim is Claim.REFUND else "swap-window"
    text = (
        f"**Too late.** {what} had to be asked for by **{in_words(offer.window_end)}**, "
        f"30 days after the {ctx.offer(offer)} was first bought (#{offer.purchase}). A renewal opens no new window."
    )
    return Fault(text, (rule,), offer.purchase, offer.window_end)


def touched(ledger: Ledger, ctx: Context, offer: Offer, claim: Claim, asked: Entry) -> Fault | None:
    """The use before a claim by which Microsoft no longer considers it."""
    use = ledger.offers.first_use(offer.id, asked.on)
    if use is None or (use.on, use.number) > (asked.on, asked.number):
        return None
    what = "refund" if claim is Claim.REFUND else "swap"
    rules = ("refund-untouched", "refund-window") if claim is Claim.REFUND else ("swap-untouched", "swap-window")
    text = (
        f"**No {what} any more.** #{use.number} of {in_words(use.on)} used the {ctx.offer(offer)}: "
        f"{use_in_words(ledger, ctx, use)}. "
        f"Microsoft considers a {what} only while no benefit was used and no token viewed."
    )
    return Fault(text, rules, use.number, use.on)


def use_in_words(ledger: Ledger, ctx: Context, use: Entry) -> str:
    """What an entry used, in a few words: a token was viewed."""
    words = {
        "seat_assigned": "a seat was assigned",
        "seat_reassigned": "a seat was moved",
        "seat_activated": "a seat was activated",
        "key_viewed": "a key was viewed",
        "key_activated": "a key was used",
        "token_viewed": "a token was viewed",
        "token_activated": "a token was activated",
        "incident_opened": "a support incident was opened",
        "credit_used": "credit was used",
        "hours_used": "presales hours were used",
        "balance_recorded": "benefits had been used before the desk began to count",
        "grant_recorded": "a grant was recorded",
        "key_issued": "a key was issued",
        "token_issued": "a token was issued",
        "software_installed": "software was installed",
    }
    return words.get(use.kind, "a benefit was used")


def _ended(ledger: Ledger, ctx: Context, before: Offer | None, entry: model.OfferEnded) -> Fault | None:
    if before is None:
        return Fault("There is no purchase of that offer before that day.", ("benefits-start",))
    if before.ended:
        return _has_ended(ctx, before)
    if entry.reason is EndReason.REFUNDED and not _approved(ledger, Claim.REFUND, entry):
        return Fault("A refund ends the offer when Microsoft approves it: record the decision.", ("refund-window",))
    uses = [one for one in ledger.offers.uses.entries(entry.offer, since=entry.on) if one.on > entry.on]
    brought = [one for one in ledger.about(entry.offer) if isinstance(one, BROUGHT) and one.on > entry.on]
    first = min([*uses[:1], *brought], key=lambda one: (one.on, one.number), default=None)
    if first is None:
        return None
    text = (
        f"**That does not fit with what is recorded.** #{first.number} of {in_words(first.on)} uses the "
        f"{ctx.offer(before)} ({use_in_words(ledger, ctx, first)}), after {in_words(entry.on)}. "
        f"Give another day, or take back #{first.number} first."
    )
    rule = ("refund-window",) if entry.reason is EndReason.REFUNDED else ()
    return Fault(text, (*rule, "no-renewal"), first.number, first.on)


BROUGHT: Final = (model.GrantRecorded, model.KeyIssued, model.TokenIssued, model.SoftwareInstalled)
"""What is recorded of an offer, beside its uses, and can't come after its end."""


def _granted(ledger: Ledger, ctx: Context, before: Grant | None, entry: model.GrantRecorded) -> Fault | None:
    return uncovered(ledger, ctx, entry.offer, entry.on, ("grant-as-listed", "no-renewal"))


def _has_ended(ctx: Context, offer: Offer) -> Fault:
    when = in_words(offer.ended) if offer.ended else ""
    text = f"The {ctx.offer(offer)} ended on {when} ({offer.reason}). Record a new purchase if there was one."
    return Fault(text, ("no-renewal",), offer.ending, offer.ended)


def _approved(ledger: Ledger, claim: Claim, entry: model.OfferEnded | model.OfferSwapped) -> bool:
    state = ledger.offers.claim(claim, entry.offer, entry.on)
    return state is not None and state.decision is Decided.APPROVED


OFFERS: Final[Laws] = {
    model.OfferPurchased: _purchased,
    model.OfferRenewed: _renewed,
    model.OfferSwapped: _swapped,
    model.OfferEnded: _ended,
}
GRANTS: Final[Laws] = {model.GrantRecorded: _granted}
