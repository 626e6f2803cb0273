"""Whom and what a draft names: people of the directory, and products of the catalogue."""

from collections.abc import Iterator, Sequence
from typing import Final

from policy import model
from policy.acts.corrections import Correct
from policy.acts.outcome import Act
from policy.context import SPECIAL, Context
from policy.laws import Fault
from policy.ledger import Ledger
from policy.model import Entry

_TAKES_AWAY: Final = (
    model.PersonAdded,
    model.RequestDecided,
    model.RoleTaken,
    model.DeputyDismissed,
    model.SeatActivated,
    model.SeatReleased,
    model.SeatUnqueued,
)
"""They bring somebody in, or end what somebody has, who may have been erased since."""

_PEOPLE: Final = ("person", "deputy")
_PRODUCTS: Final = ("product", "service")
_ECHOED: Final = 60
"""Letters of a name that are said back."""


def unknown(ledger: Ledger, act: Act, ctx: Context, drafts: Sequence[Entry]) -> Fault | None:
    """What is wrong with whom or what is named; None where all of it is known.

    A surface gives ids, which may be those of somebody outside, of a bot, or of nothing at all.
    """
    old = ledger.entry(act.seq) if isinstance(act, Correct) and act.seq is not None else None
    allowed = {person for _, person in ledger.company.settings(ctx.today).who}
    if old:
        allowed |= {*_people_of(old), *_products_of(old)}
    for draft in drafts:
        person = next(
            (one for one in _people_of(draft) if one not in allowed and not _is_known(ledger, ctx, one)), None
        )
        if person is not None:
            text = (
                f"**I don't know {ctx.name(person)[:_ECHOED]} here**, so nothing was recorded. Pick somebody of your "
                "organisation, or say “add” with their name first."
            )
            return Fault(text, ("track-usage",))
        known = ctx.catalogue.by_id
        product = next((one for one in _products_of(draft) if one not in allowed and one not in known), None)
        if product is not None and product not in SPECIAL:
            text = (
                f"**I know no product “{product[:_ECHOED]}”**, so nothing was recorded. Name it as Partner Center "
                "lists it, such as Visual Studio Professional."
            )
            return Fault(text, ("grant-as-listed",))
    return None


def _people_of(draft: Entry) -> Iterator[str]:
    """Who is given something by a draft."""
    if isinstance(draft, model.ReminderHandedOver):
        yield draft.to
    if isinstance(draft, model.SettingsChanged):
        yield from (draft.who or {}).values()
    if not isinstance(draft, _TAKES_AWAY):
        yield from (person for field in _PEOPLE if (person := getattr(draft, field, None)))


def _products_of(draft: Entry) -> Iterator[str]:
    yield from (product for field in _PRODUCTS if (product := getattr(draft, field, None)))


def _is_known(ledger: Ledger, ctx: Context, person: str) -> bool:
    """Whether somebody is in the directory, acts now, or stands in the ledger and was not erased."""
    if person == ctx.by or ctx.knows(person):
        return True
    told_of = list(ledger.about(person))
    return bool(told_of) and not any(isinstance(entry, model.PersonErased) for entry in told_of)
