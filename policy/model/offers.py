"""Entries about offers, what they grant, and what Microsoft is asked for."""

from typing import Literal

from policy.model.entry import Count, Entry, Id, Words
from policy.model.nouns import Claim, Decided, EndReason, Level, Programme


class OfferPurchased(Entry):
    kind: Literal["offer_purchased"] = "offer_purchased"
    offer: Id
    program: Programme
    competency: Words | None = None
    level: Level | None = None


class OfferRenewed(Entry):
    kind: Literal["offer_renewed"] = "offer_renewed"
    offer: Id


class OfferSwapped(Entry):
    """The offer keeps its id and term; its grants and seats end."""

    kind: Literal["offer_swapped"] = "offer_swapped"
    offer: Id
    program: Programme


class OfferEnded(Entry):
    """The day from which it is no longer in force."""

    kind: Literal["offer_ended"] = "offer_ended"
    offer: Id
    reason: EndReason


class ClaimMade(Entry):
    """Microsoft was asked; `subject` is the id of an offer, or of a token for a replacement."""

    kind: Literal["claim_made"] = "claim_made"
    claim: Claim
    subject: Id


class ClaimDecided(Entry):
    kind: Literal["claim_decided"] = "claim_decided"
    claim: Claim
    subject: Id
    decision: Decided


class GrantRecorded(Entry):
    """The whole quantity of a product in an offer, as Partner Center lists it; a later one replaces it."""

    kind: Literal["grant_recorded"] = "grant_recorded"
    grant: Id
    offer: Id
    product: Id
    quantity: Count
