"""Whether an offer is in force on the day of an act."""

import datetime as dt

from policy.context import Context, in_words
from policy.laws.fault import Fault
from policy.ledger import Ledger


def uncovered(
    ledger: Ledger, ctx: Context, offer: str, day: dt.date, rules: tuple[str, ...] = ("no-renewal",)
) -> Fault | None:
    """Why a benefit of an offer can't be used on a day: not bought yet, or over. `rules` decide when it is over."""
    known = ledger.offers.known(offer)
    if known is None:
        return Fault("The purchase of that offer is not recorded.", ("benefits-start",))
    name = ctx.offer(known)
    if day < known.purchased:
        text = (
            f"The {name} was bought on {in_words(known.purchased)}, after "
            f"{in_words(day)}. Benefits start with the purchase."
        )
        return Fault(text, ("benefits-start",), known.purchase, known.purchased)
    if known.ended and known.is_over(day):
        text = f"The {name} ended on {in_words(known.ended)} ({known.reason}), and the rights with it."
        return Fault(text, rules, known.ending, known.ended)
    if known.in_force(day):
        return None
    last = max((term for term in known.terms if term.end < day), key=lambda term: term.end)
    text = (
        f"The {name} ran until {in_words(last.end)}, and the rights with it. "
        "Record the renewal first, if there was one."
    )
    return Fault(text, rules, last.entry, last.end)
