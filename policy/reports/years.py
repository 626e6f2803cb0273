"""What ends when: the membership, a token's year, a seat."""

import datetime as dt

from policy.context import count, days_left, in_words, token_name
from policy.decision import Form
from policy.ledger import WINDOW, Offer
from policy.reports.asked import Report
from policy.reports.view import View, cut, listed, tabled, yes

RULES = ("cloud-rights-end", "licence-not-perpetual", "no-renewal")


def expiry(view: View) -> Report:
    """The last day of the membership; of a token or a person's seats, where one is named."""
    if view.token() is not None:
        return _of_token(view)
    if view.ask.person is not None:
        return _of_seats(view, view.ask.person)
    offers = view.offers()
    if not offers:
        found = view.nothing_bought()
        return view.says(found.text.split("\n")[0], rules=("benefits-start", *RULES), date=found.date)
    standing = [one for one in offers if view.covers(one.id)]
    shown = sorted(standing, key=_end) or [max(offers, key=_end)]
    is_active = yes(is_so=bool(standing)) if view.polar(Form.OPEN) else None
    first = shown[0]
    late = [one for one in offers if one not in shown and not one.ended and _end(one) < view.day <= _end(one) + WINDOW]
    lines = [f"{view.offer(one)}: {_words(view, one)}" for one in shown] if len(shown) > 1 or late else []
    lines += [
        f"{view.offer(one)}: ran out on {in_words(_end(one))}; a renewal by {in_words(_end(one) + WINDOW)} continues it"
        for one in late
    ]
    rows = ((view.offer(one), in_words(one.purchased), in_words(_end(one))) for one in shown)
    return view.says(
        _head(view, first),
        *listed(lines, len(lines)),
        _next(view, first),
        verdict=is_active,
        rules=RULES,
        entries=[first.ending or first.term.entry],
        date=_end(first),
        table=tabled(("Offer", "Bought", "Until"), rows, len(shown)),
    )


def _end(offer: Offer) -> dt.date:
    """The last day of an offer's rights; of one that was ended, the day it was."""
    return offer.ended or offer.term.end


def _head(view: View, offer: Offer) -> str:
    name, end = view.offer(offer), _end(offer)
    if offer.ended:
        return f"**The {name} ended on {in_words(end)}** ({offer.reason}, #{offer.ending}), and the rights with it."
    if end < view.day:
        ago = count((view.day - end).days, "day")
        return f"**The {name} ran out on {in_words(end)}**, {ago} ago, and the rights with it."
    return f"**The {name} runs until {in_words(end)}** ({days_left(end, view.day)})."


def _words(view: View, offer: Offer) -> str:
    end = _end(offer)
    if offer.ended or end < view.day:
        return f"over since {in_words(end)}"
    return f"until {in_words(end)} ({days_left(end, view.day)})"


def _next(view: View, offer: Offer) -> str:
    end = _end(offer)
    grace = in_words(end + WINDOW)
    if offer.ended:
        return 'If you bought again, tell me: "we bought the Action Pack on 3 Oct".'
    if view.day > end + WINDOW:
        return "A renewal now starts on its own day. Until then uninstall, or license commercially."
    if view.day > end:
        return f"A renewal recorded by {grace} still continues from the old end. Until then no rights hold."
    return 'If you don\'t renew: uninstall, or license commercially. Ask "what must we uninstall" for the list.'


def _of_token(view: View) -> Report:
    asked = view.token() or ""
    token = view.ledger.licences.token(asked, view.day) or view.ledger.licences.presumed_token(asked)
    if token is None:
        label = view.ask.token or view.ask.key
        text = f'**There is no token {label} in the ledger.** Tell me: "got token {label} for 25 seats of Office 365".'
        return view.says(text, rules=("cloud-rights-end", "token-yearly"))
    offer = view.ledger.offers.known(token.offer)
    ends = [term.end for term in offer.terms if term.year == token.program_year] if offer else []
    end = max(ends, default=offer.term.end if offer else None)
    if offer and offer.ended:
        end = offer.ended
    if end is None:
        return view.says(f"**The offer of {token_name(token)} is not recorded.**", rules=("cloud-rights-end",))
    over = end < view.day or (offer is not None and offer.ended is not None)
    verb = "ended" if over else "end"
    text = f"**The rights of {token_name(token)} {verb} on {in_words(end)}**, with programme year {token.program_year}."
    rest = "Access may go on after that, the right does not. Each renewal brings new tokens, to be entered that year."
    is_valid = yes(is_so=not over) if view.polar(Form.OPEN) else None
    rules = ("cloud-rights-end", "token-yearly")
    return view.says(text, rest, verdict=is_valid, rules=rules, entries=[token.issue], date=end)


def _of_seats(view: View, person: str) -> Report:
    """A seat ends with its offer; one is never too long for its holder."""
    if not view.sees(person):
        text = f"**I can't show {cut(view.named(person))}'s seats.** {view.hidden()}"
        return view.says(text, rules=("admin-role",))
    held = [one for one in view.ledger.seats.of(person, view.day) if view.wants(one.product)]
    name = "You have" if person == view.ctx.by else f"{view.name(person)} has"
    if not held:
        return view.says(f"**{name} no seat{view.when()}**, so none ends.", rules=("vs-per-user", "no-renewal"))
    ends = [(offer.ended or offer.term.end, one) for one in held if (offer := view.ledger.offers.known(one.offer))]
    end, first = min(ends, key=lambda pair: pair[0])
    lines = [f"{view.seat(one)}: until {in_words(day)} (#{one.assignment})" for day, one in ends]
    return view.says(
        f"**{view.seat(first)} {'ended' if end < view.day else 'ends'} on {in_words(end)}**, with its offer.",
        *(listed(lines, len(lines)) if len(lines) > 1 else []),
        "A renewal keeps the seat until the new year's grants are recorded.",
        rules=("no-renewal", "vs-per-user"),
        entries=[first.assignment],
        date=end,
    )
