"""What rests on an entry, so that it can't be taken back before."""

import datetime as dt
from collections.abc import Iterable, Iterator

from policy import model
from policy.context import Context
from policy.laws.history import broken
from policy.ledger import Ledger
from policy.model import Claim, Decided, Entry

_BRINGS_IN = {
    model.OfferPurchased: "offer",
    model.KeyIssued: "key",
    model.TokenIssued: "token",
    model.CreditGranted: "credit",
    model.SeatRequested: "request",
}


def rests_on(ledger: Ledger, ctx: Context, taken_back: Iterable[int]) -> list[Entry]:
    """The entries, beside those taken back themselves, that could not stand without them, in order of their numbers."""
    seqs = list(taken_back)
    entries = [entry for seq in seqs if (entry := ledger.entry(seq))]
    trial = ledger.trial((), without=seqs)
    found = {entry.number: entry for one in entries for entry in _of(ledger, trial, one)}
    found |= {one.entry.number: one.entry for one in broken(trial, ctx, ledger)}
    return [found[seq] for seq in sorted(found) if seq not in seqs and not ledger.is_reversed(seq)]


def _of(ledger: Ledger, trial: Ledger, entry: Entry) -> Iterator[Entry]:
    """What rests on one entry by more than the order of its own subject's entries."""
    field = _BRINGS_IN.get(type(entry))
    if field:
        subject = getattr(entry, field)
        yield from (one for one in ledger.about(subject) if one.number != entry.number)
    match entry:
        case model.GrantRecorded():
            yield from _seats_over(trial, entry)
        case model.OfferRenewed() | model.OfferSwapped() | model.OfferEnded():
            yield from _on_other_terms(ledger, trial, entry)
        case model.ClaimDecided() if entry.decision is Decided.APPROVED:
            yield from _because_approved(ledger, entry)
        case model.TokenActivated():
            yield from (one for one in ledger.about(entry.token) if isinstance(one, model.TokenReplaced))
            yield from _claims_on(ledger, entry.token, entry.number)
        case model.KeyActivated():
            yield from _on_a_known_machine(trial, entry)


def _seats_over(trial: Ledger, entry: model.GrantRecorded) -> Iterator[Entry]:
    """The assignments that the quantity would not cover any more, the latest first."""
    last = dt.date.max
    grant = trial.offers.grant(entry.offer, entry.product, last)
    holders = trial.seats.holders(entry.offer, entry.product, last)
    over = len(holders) - (grant.quantity if grant else 0)
    for seat_state in sorted(holders, key=lambda one: one.assignment, reverse=True)[: max(0, over)]:
        if assignment := trial.entry(seat_state.assignment):
            yield assignment


def _on_other_terms(
    ledger: Ledger, trial: Ledger, entry: model.OfferRenewed | model.OfferSwapped | model.OfferEnded
) -> Iterator[Entry]:
    """Uses and grants on days that would not be covered, or that came with the programme of a swap."""
    for one in ledger.about(entry.offer, after=entry.number):
        if isinstance(one, model.OfferEnded | model.OfferSwapped):
            continue
        if (isinstance(entry, model.OfferSwapped) and isinstance(one, model.GrantRecorded | model.SeatAssigned)) or (
            isinstance(entry, model.OfferRenewed) and not trial.offers.covers(entry.offer, one.on)
        ):
            yield one


def _because_approved(ledger: Ledger, entry: model.ClaimDecided) -> Iterator[Entry]:
    """What Microsoft's approval made possible."""
    made: dict[Claim, type[Entry]] = {
        Claim.REFUND: model.OfferEnded,
        Claim.SWAP: model.OfferSwapped,
        Claim.REPLACEMENT: model.TokenReplaced,
    }
    followed = made[entry.claim]
    yield from (one for one in ledger.about(entry.subject, after=entry.number) if isinstance(one, followed))


def _claims_on(ledger: Ledger, subject: str, after: int) -> Iterator[Entry]:
    kinds = model.ClaimMade | model.ClaimDecided
    yield from (one for one in ledger.about(subject) if isinstance(one, kinds) and one.number > after)


def _on_a_known_machine(trial: Ledger, entry: model.KeyActivated) -> Iterator[Entry]:
    """The activation that was counted as of a known machine, and would now be its first."""
    first = trial.licences.activations.first((entry.key, entry.machine.casefold()))
    if not entry.machine_new or not isinstance(first, model.KeyActivated) or first.machine_new:
        return
    if (first.on, first.number) > (entry.on, entry.number):
        yield first
