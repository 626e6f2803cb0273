"""What somebody hears who tells when something was bought, in words that record nothing."""

from datetime import date
from typing import TYPE_CHECKING

from policy.days import in_words

if TYPE_CHECKING:  # a question alone is answered without loading the ledger
    from bot.record.records import Visit


def beside_the_record(visit: "Visit | None", purchased_on: date | None) -> str:
    """How a day of purchase that is told stands beside the record, and what to say to have it recorded; else ""."""
    if visit is None or purchased_on is None:
        return ""
    from policy.context import programme_name

    bought = visit.ledger.offers.bought(visit.today)
    day = in_words(purchased_on)
    if not bought:
        return f"\nNothing is recorded: to record it, say “we bought the action pack on {day}”."
    if len(bought) > 1 or bought[0].purchased == purchased_on:
        return ""
    offer = bought[0]
    name = programme_name(offer.program, offer.level, offer.competency)
    return (
        f"\nNothing is recorded: {name} stands as bought on {in_words(offer.purchased)} (#{offer.purchase}). "
        f"If that is wrong, say “#{offer.purchase} was on {day}”."
    )
