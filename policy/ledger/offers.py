"""Offers: their terms, what they grant, what ended the right to a refund or a swap, and the claims made."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from policy import model
from policy.ledger.track import Shelf, no_state
from policy.model import Claim, Decided, EndReason, Entry, Level, Programme

WINDOW = dt.timedelta(days=30)
"""Refund, swap, replacement and renewal: the day itself plus 30 is the last one."""


class Term(NamedTuple):
    """A year of the programme, both days included; `entry` bought or renewed it."""

    start: dt.date
    end: dt.date
    entry: int

    @property
    def year(self) -> int:
        """The programme year, named by the calendar year in which it begins."""
        return self.start.year


class Offer(NamedTuple):
    """An offer as it stands on a day."""

    id: str
    program: Programme
    competency: str | None
    level: Level | None
    purchased: dt.date
    purchase: int
    terms: tuple[Term, ...]
    swapped: dt.date | None = None
    swap: int | None = None
    ended: dt.date | None = None
    reason: EndReason | None = None
    ending: int | None = None

    @property
    def term(self) -> Term:
        """The latest term that was bought; it may begin in the future."""
        return self.terms[-1]

    @property
    def anniversary(self) -> dt.date:
        """The day after the last one of the term."""
        return self.terms[-1].end + dt.timedelta(days=1)

    @property
    def renewable_until(self) -> dt.date:
        """The last day on which a renewal continues the term: 30 days after its end."""
        return self.terms[-1].end + WINDOW

    @property
    def over_from(self) -> dt.date | None:
        """The first day without rights, where it was ended; of a lapse on the last day of the term the day after."""
        if self.ended and self.reason is EndReason.LAPSED and self.ended == self.term.end:
            return self.anniversary
        return self.ended

    def is_over(self, day: dt.date) -> bool:
        """Whether it was ended and its rights are over on a day."""
        return self.over_from is not None and day >= self.over_from

    @property
    def window_end(self) -> dt.date:
        """The last day to ask for a refund or a swap: 30 days after the initial purchase."""
        return self.purchased + WINDOW

    def in_force(self, day: dt.date) -> bool:
        """Whether a term covers the day and the offer had not been ended."""
        return self.term_of(day) is not None and not self.is_over(day)

    def is_of(self, program: Programme | None, level: Level | None) -> bool:
        """Whether it is of a programme and a level, where they are named."""
        return program in (None, self.program) and level in (None, self.level)

    def term_of(self, day: dt.date) -> Term | None:
        return next((term for term in reversed(self.terms) if term.start <= day <= term.end), None)


class Grant(NamedTuple):
    """The whole quantity of a product in an offer."""

    id: str
    offer: str
    product: str
    quantity: int
    since: dt.date
    entry: int


class ClaimState(NamedTuple):
    """What Microsoft was asked for last, and its answer, None while it is open."""

    claim: Claim
    subject: str
    made: dt.date
    entry: int
    reference: str | None
    decision: Decided | None = None
    decided: dt.date | None = None


def a_year_after(day: dt.date) -> dt.date:
    """The anniversary; of 29 February the 28th, so that nothing ends later than one expects."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _term(start: dt.date, entry: Entry) -> Term:
    return Term(start, a_year_after(start) - dt.timedelta(days=1), entry.seq or 0)


def _offer_after(before: Offer | None, entry: Entry) -> Offer | None:
    seq = entry.seq or 0
    match entry:
        case model.OfferPurchased():
            terms = (_term(entry.on, entry),)
            return Offer(entry.offer, entry.program, entry.competency, entry.level, entry.on, seq, terms)
        case model.OfferRenewed() if before:
            continues = entry.on <= before.term.end + WINDOW
            start = before.anniversary if continues else entry.on
            return before._replace(terms=(*before.terms, _term(start, entry)))
        case model.OfferSwapped() if before:
            return before._replace(program=entry.program, swapped=entry.on, swap=seq)
        case model.OfferEnded() if before:
            return before._replace(ended=entry.on, reason=entry.reason, ending=seq)
    return before


def _grant_after(before: Grant | None, entry: Entry) -> Grant | None:
    if not isinstance(entry, model.GrantRecorded):
        return before
    return Grant(entry.grant, entry.offer, entry.product, entry.quantity, entry.on, entry.seq or 0)


def _claim_after(before: ClaimState | None, entry: Entry) -> ClaimState | None:
    match entry:
        case model.ClaimMade():
            return ClaimState(entry.claim, entry.subject, entry.on, entry.seq or 0, entry.reference)
        case model.ClaimDecided() if before:
            return before._replace(decision=entry.decision, decided=entry.on)
        case model.ClaimDecided():
            return ClaimState(
                entry.claim,
                entry.subject,
                entry.on,
                entry.seq or 0,
                entry.reference,
                entry.decision,
                entry.on,
            )
    return before


class Offers:
    """What was bought, and what came with it."""

    def __init__(self, base: "Offers | None" = None) -> None:
        self.offers: Shelf[str, Offer] = base.offers.fork() if base else Shelf(_offer_after)
        self.grants: Shelf[tuple[str, str], Grant] = base.grants.fork() if base else Shelf(_grant_after)
        self.uses: Shelf[str, None] = base.uses.fork() if base else Shelf(no_state)
        self.claims: Shelf[tuple[Claim, str], ClaimState] = base.claims.fork() if base else Shelf(_claim_after)
        self._granted: dict[str, dict[str, None]] = {}
        self._base = base

    def offer(self, offer: str, day: dt.date) -> Offer | None:
        """The offer as it stood at the end of a day; None before it was bought."""
        return self.offers.on(offer, day)

    def known(self, offer: str) -> Offer | None:
        """The offer with all that is recorded of it, later days included."""
        return self.offers.last(offer)

    def bought(self, day: dt.date) -> list[Offer]:
        """Every offer bought by a day, in force or not, the oldest first."""
        return [state for key in self.offers if (state := self.offers.on(key, day))]

    def in_force(self, day: dt.date) -> list[Offer]:
        """The offers whose term covers a day, as they stood on it."""
        return [state for state in self.bought(day) if self.covers(state.id, day)]

    def covers(self, offer: str, day: dt.date) -> bool:
        """Whether an offer is in force on a day, by all that is known now.

        A renewal within 30 days after the end counts from the old end, so that the days between are covered.
        """
        known = self.offers.last(offer)
        return known is not None and known.in_force(day)

    def ended(self, offer: str, day: dt.date) -> Offer | None:
        """The offer if it was ended (refunded, cancelled, recorded as lapsed) on or before a day."""
        state = self.offers.on(offer, day)
        return state if state and state.ended else None

    def first_use(self, offer: str, day: dt.date) -> Entry | None:
        """The first entry by which a benefit of the offer was consumed, or a token or key viewed."""
        return self.uses.first(offer, day)

    def grant(self, offer: str, product: str, day: dt.date) -> Grant | None:
        """What the offer grants of a product on a day; nothing after its end, nor from before a swap.

        The first grant counts from the purchase (or the swap): one gets what Partner Center lists on
        that day (section "Product Licenses Terms of Use"), also when it is recorded later.
        """
        track, state = self.grants.track((offer, product)), self.offers.on(offer, day)
        if track is None or state is None or state.is_over(day):
            return None
        since = (state.swapped, state.swap or 0) if state.swapped else (state.purchased, state.purchase)
        grant = track.on(day)
        if grant and (grant.since, grant.entry) >= since:
            return grant
        first = next((one for one in track.entries(since=since[0]) if (one.on, one.seq or 0) > since), None)
        return _grant_after(None, first) if first and not self._swapped_between(offer, day, first) else None

    def _swapped_between(self, offer: str, day: dt.date, entry: Entry) -> bool:
        """Whether a swap stands between a day and an entry after it."""
        known = self.offers.last(offer)
        if known is None or known.swapped is None or known.swapped <= day:
            return False
        return (known.swapped, known.swap or 0) < (entry.on, entry.seq or 0)

    def grants_of(self, offer: str, day: dt.date) -> list[Grant]:
        """Every product that the offer grants on a day."""
        names = self._products(offer)
        return [grant for product in names if (grant := self.grant(offer, product, day))]

    def claim(self, claim: Claim, subject: str, day: dt.date) -> ClaimState | None:
        """The last claim of a kind on an offer or token, by a day."""
        return self.claims.on((claim, subject), day)

    def open_claims(self, day: dt.date) -> Iterator[ClaimState]:
        """What Microsoft has not answered yet."""
        for key in self.claims:
            state = self.claims.on(key, day)
            if state and state.decision is None:
                yield state

    def note_grant(self, offer: str, product: str) -> None:
        """An offer has a grant of a product."""
        self._granted.setdefault(offer, {})[product] = None

    def _products(self, offer: str) -> dict[str, None]:
        below = self._base._products(offer) if self._base else {}
        return {**below, **self._granted.get(offer, {})}
