"""Windows to ask Microsoft in: a refund, a swap, the replacement of a token."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from policy.acts.claims import MakeClaim
from policy.acts.reminders import FinishReminder
from policy.acts.settle import other_pack
from policy.context import programme_name
from policy.deadlines.deadline import Button, Deadline, cut
from policy.deadlines.look import Look
from policy.ladders import Kind, kinds
from policy.ledger import Offer, Token
from policy.model import ACTION_PACKS, Claim

LAST_WORD: Final = dt.timedelta(days=7)
"""A last word is said in the week after the last day, or not at all: later it helps nobody."""


def windows(look: Look) -> Iterator[Deadline]:
    """Refund and swap of every offer of which nothing was used, nothing asked; replacements of tokens in use."""
    for offer in look.standing:
        if look.today <= offer.window_end + LAST_WORD and not look.ledger.offers.first_use(offer.id, look.today):
            yield from _of_offer(look, offer)
        if look.ledger.offers.covers(offer.id, look.today):
            for token in look.ledger.licences.tokens_of(offer.id, look.today):
                yield from _replacement(look, offer, token)


def _of_offer(look: Look, offer: Offer) -> Iterator[Deadline]:
    said = {"offer": look.offer(offer)}
    yield from _claim(look, offer, Kind.REFUND, Claim.REFUND, said)
    if offer.program in ACTION_PACKS and offer.swapped is None:
        said["other"] = programme_name(other_pack(offer.program))
        yield from _claim(look, offer, Kind.SWAP, Claim.SWAP, said)


def _claim(look: Look, offer: Offer, kind: Kind, claim: Claim, said: dict[str, str]) -> Iterator[Deadline]:
    deadline = f"{kind}:{offer.id}"
    if look.ledger.offers.claim(claim, offer.id, look.today) or look.done(deadline):
        return
    buttons = (
        Button(kinds()[kind].act, MakeClaim(claim=claim, offer=offer.id)),
        Button(kinds()[kind].done, FinishReminder(deadline=deadline, called=f"the {claim}")),
    )
    yield Deadline(
        id=deadline,
        kind=kind,
        subject=offer.id,
        opens=offer.purchased,
        day=offer.window_end,
        people=look.people(deadline, look.by(offer.purchase)),
        rungs=look.before(kind, offer.window_end),
        topic=f"window:{offer.id}:{offer.window_end}",
        said=dict(said),
        buttons=buttons if look.today <= offer.window_end else (),
        until=offer.window_end + LAST_WORD,
    )


def _replacement(look: Look, offer: Offer, token: Token) -> Iterator[Deadline]:
    until, deadline = token.replaceable_until, f"{Kind.REPLACEMENT}:{token.id}"
    if token.activated is None or until is None or look.today > until or token.replaced_with:
        return
    if look.ledger.offers.claim(Claim.REPLACEMENT, token.id, look.today) or look.done(deadline):
        return
    name = token_called(token)
    words = kinds()[Kind.REPLACEMENT]
    yield Deadline(
        id=deadline,
        kind=Kind.REPLACEMENT,
        subject=token.id,
        opens=token.activated,
        day=until,
        people=look.people(deadline, look.by(token.activation or token.issue)),
        rungs=look.before(Kind.REPLACEMENT, until),
        topic=f"replacement:{offer.id}:{until}",
        said={"token": name, "subject": name, "tenant": cut(token.tenant or "?")},
        buttons=(
            Button(words.act, MakeClaim(claim=Claim.REPLACEMENT, token=token.id)),
            Button(words.done, FinishReminder(deadline=deadline, called=f"replacing {name}")),
        ),
        until=until,
    )


def token_called(token: Token) -> str:
    """A token within a sentence: token 7."""
    label = cut(token.label or token.id)
    return label if label.casefold().startswith("token") else f"token {label}"
