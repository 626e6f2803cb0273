"""Incidents, credit and hours: of a kind that the offer has, while the membership is active."""

from typing import Final

from policy import model
from policy.context import Context, in_words
from policy.laws.coverage import uncovered
from policy.laws.fault import Fault, Laws
from policy.ledger import Ledger
from policy.model import ACTION_PACKS, Support


def _incident(ledger: Ledger, ctx: Context, before: object, entry: model.IncidentOpened) -> Fault | None:
    if entry.offer is None:
        return None
    if fault := uncovered(ledger, ctx, entry.offer, entry.on, ("support-kinds", "no-renewal")):
        return fault
    offer = ledger.offers.offer(entry.offer, entry.on)
    if entry.support is Support.CLOUD and offer and offer.program in ACTION_PACKS:
        text = (
            f"**The {ctx.offer(offer)} has no Signature Cloud Support.** It brings product support incidents only; "
            "cloud incidents come with a competency."
        )
        return Fault(text, ("support-kinds",), offer.swap or offer.purchase)
    return None


def _credit(ledger: Ledger, ctx: Context, before: object, entry: model.CreditUsed) -> Fault | None:
    credit = ledger.services.credits.last(entry.credit)
    if credit is None:
        return Fault("No such credit is recorded. Record what you were granted first.", ("azure-credits",))
    if entry.on < credit.since:
        text = (
            f"**There was no Azure credit on {in_words(entry.on)}.** It is recorded from {in_words(credit.since)} on "
            f"(#{credit.entry}). If it began earlier, put that right first: "
            f'"#{credit.entry} was on {entry.on.day} {entry.on:%b}".'
        )
        return Fault(text, ("azure-credits",), credit.entry, credit.since)
    return uncovered(ledger, ctx, entry.offer, entry.on, ("azure-credits", "no-renewal")) if entry.offer else None


def _hours(ledger: Ledger, ctx: Context, before: object, entry: model.HoursUsed) -> Fault | None:
    return uncovered(ledger, ctx, entry.offer, entry.on, ("presales", "no-renewal"))


INCIDENTS: Final[Laws] = {model.IncidentOpened: _incident}
CREDIT: Final[Laws] = {model.CreditUsed: _credit}
HOURS: Final[Laws] = {model.HoursUsed: _hours}
