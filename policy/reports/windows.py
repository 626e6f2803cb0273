"""Until when Microsoft may be asked: for a refund, a swap, the replacement of a token; or what ended it."""

from typing import Final

from policy.acts.settle import other_pack
from policy.context import days_left, in_words, programme_name
from policy.decision import Form, Verdict
from policy.laws.claims import RULES
from policy.laws.offers import unswappable, use_in_words
from policy.ledger import ClaimState, Offer
from policy.model import ACTION_PACKS, Claim, Decided
from policy.reports.asked import Report
from policy.reports.view import View, listed

_UNTOUCHED: Final = {Claim.REFUND: "refund-untouched", Claim.SWAP: "swap-untouched"}
REVIEWED: Final = "Microsoft approves the request after its review."
_UNUSED: Final = "No benefit is used and no token or key is viewed."


def refund_window(view: View) -> Report:
    """Until when a refund may be asked for, or the entry by which it is over."""
    return _of_offers(view, Claim.REFUND)


def swap_window(view: View) -> Report:
    """Until when the two Action Packs may be swapped, or the entry by which it is over."""
    return _of_offers(view, Claim.SWAP)


def _of_offers(view: View, claim: Claim) -> Report:
    offers = view.offers()
    if not offers:
        found = view.nothing_bought()
        return view.says(
            found.text.split("\n")[0],
            "The 30 days count from the purchase, so I need its day.",
            rules=(RULES[claim], "benefits-start"),
            date=found.date,
        )
    if claim is Claim.SWAP:
        offers = [one for one in offers if one.program in ACTION_PACKS] or offers
    standing = [one for one in offers if view.day <= one.window_end and not one.ended]
    offers = standing or [max(offers, key=lambda one: (one.purchased, one.purchase))]
    offers = sorted(offers, key=lambda one: (not _is_open(view, one, claim), one.window_end))
    return each(view, [_window(view, one, claim) for one in offers])


def _is_open(view: View, offer: Offer, claim: Claim) -> bool:
    """Whether nothing is in the way of asking Microsoft."""
    return not any(look(view, offer, claim) for look in _IN_THE_WAY)


def each(view: View, found: list[Report]) -> Report:
    """One answer, or several in a list; the first decides, so what is still open stands first, the soonest first."""
    if len(found) == 1:
        return found[0]
    best = found[0]
    lines = [one.text.split("\n")[0] for one in found]
    rest = best.text.split("\n")[1]
    rules = [rule for one in found for rule in one.rules]
    return view.says(
        *listed(lines, len(lines)),
        "" if rest.startswith("_") else rest,
        verdict=best.verdict,
        rules=rules,
        date=best.date,
        conditions=best.conditions,
    )


def _window(view: View, offer: Offer, claim: Claim) -> Report:
    """The first thing that holds, from the top, decides."""
    for look in _IN_THE_WAY:
        if found := look(view, offer, claim):
            return found
    return _open(view, offer, claim)


def verdict_of(view: View, verdict: Verdict) -> Verdict | None:
    """The verdict of a yes/no question; None of one that asks for words."""
    return verdict if view.polar(Form.OPEN) else None


def _over(view: View, offer: Offer, claim: Claim) -> Report | None:
    if offer.ended is None:
        return None
    text = f"**No {claim} any more.** The {view.offer(offer)} ended on {in_words(offer.ended)} ({offer.reason})."
    return view.says(
        text,
        verdict=verdict_of(view, Verdict.NOT_ALLOWED),
        rules=(RULES[claim],),
        entries=[offer.ending],
        date=offer.ended,
    )


def _unswappable(view: View, offer: Offer, claim: Claim) -> Report | None:
    fault = unswappable(view.ledger, view.ctx, offer, None) if claim is Claim.SWAP else None
    if fault is None:
        return None
    verdict = verdict_of(view, Verdict.NOT_ALLOWED)
    text = f"**No.** {fault.text}"
    return view.says(text, verdict=verdict, rules=("swap-window",), entries=[fault.entry], date=offer.swapped)


def _claimed(view: View, offer: Offer, claim: Claim) -> Report | None:
    """What Microsoft was asked already, and its answer."""
    state = view.ledger.offers.claim(claim, offer.id, view.day)
    return answered(view, state, f"The {claim} of the {view.offer(offer)}", RULES[claim]) if state else None


def answered(view: View, state: ClaimState, what: str, rule: str) -> Report:
    """What Microsoft said to a claim, or that it has not answered yet."""
    asked = f"{what} was asked for on {in_words(state.made)} (#{state.entry})"
    if state.decision is None:
        text = f"**Asked for.** {asked}; Microsoft has not answered yet. Tell me when it does."
        return view.says(
            text,
            "Until then use no benefit and view no token." if state.claim is not Claim.REPLACEMENT else "",
            verdict=verdict_of(view, Verdict.ALLOWED_IF),
            rules=(rule,),
            date=state.made,
            conditions=(REVIEWED,),
        )
    decided = in_words(state.decided) if state.decided else ""
    if state.decision is Decided.REFUSED:
        text = f"**No.** {asked}, and Microsoft refused it on {decided}."
        verdict = Verdict.NOT_ALLOWED
    else:
        text = f"**Done.** {asked}, and Microsoft approved it on {decided}."
        verdict = Verdict.ALLOWED
    return view.says(text, verdict=verdict_of(view, verdict), rules=(rule,), date=state.decided)


def _late(view: View, offer: Offer, claim: Claim) -> Report | None:
    if view.day <= offer.window_end:
        return None
    text = (
        f"**Too late.** The last day to ask for {_called(view, offer, claim)} was "
        f"**{in_words(offer.window_end)}**, 30 days after it was first bought (#{offer.purchase})."
    )
    renewed = "A renewal opened no new window." if len(offer.terms) > 1 else ""
    use = view.ledger.offers.first_use(offer.id, offer.window_end)
    before = f"It had been over before: #{use.number} of {in_words(use.on)}, {_use(view, use)}." if use else ""
    return view.says(
        text,
        before,
        renewed,
        verdict=verdict_of(view, Verdict.NOT_ALLOWED),
        rules=(RULES[claim], _UNTOUCHED[claim]),
        date=offer.window_end,
    )


def _touched(view: View, offer: Offer, claim: Claim) -> Report | None:
    """The first use ends it, whatever is left of the 30 days."""
    use = view.ledger.offers.first_use(offer.id, view.day)
    if use is None:
        return None
    text = (
        f"**No {claim} any more.** Entry #{use.number} of {in_words(use.on)} ended it for the {view.offer(offer)}: "
        f"{_use(view, use)}. Microsoft considers a {claim} only while no benefit was used and no token viewed."
    )
    wrong = f'If that entry is wrong, say "undo {use.number}"; the 30 days run until {in_words(offer.window_end)}.'
    return view.says(
        text,
        wrong if view.administers and not view.past else "",
        verdict=verdict_of(view, Verdict.NOT_ALLOWED),
        rules=(_UNTOUCHED[claim], RULES[claim]),
        entries=[use.number],
        date=use.on,
    )


def _open(view: View, offer: Offer, claim: Claim) -> Report:
    left = days_left(offer.window_end, view.day)
    text = (
        f"**Open until {in_words(offer.window_end)}** ({left}): {_called(view, offer, claim)}, "
        f"bought on {in_words(offer.purchased)} (#{offer.purchase})."
    )
    rest = "Nothing has been used so far. The first use of a benefit, or viewing a token or key, ends it. "
    rest += "Microsoft reviews each request and may refuse."
    return view.says(
        text,
        rest,
        verdict=verdict_of(view, Verdict.ALLOWED_IF),
        rules=(RULES[claim], _UNTOUCHED[claim]),
        date=offer.window_end,
        conditions=(f"You ask by {in_words(offer.window_end)}.", _UNUSED, REVIEWED),
    )


_IN_THE_WAY: Final = (_over, _unswappable, _claimed, _late, _touched)
"""What can be in the way of a refund or a swap, the first that is decides."""


def _called(view: View, offer: Offer, claim: Claim) -> str:
    if claim is Claim.REFUND:
        return f"a refund of the {view.offer(offer)}"
    return f"the swap of the {view.offer(offer)} to the {programme_name(other_pack(offer.program))}"


def _use(view: View, use: object) -> str:
    return use_in_words(view.ledger, view.ctx, use)  # type: ignore[arg-type]
