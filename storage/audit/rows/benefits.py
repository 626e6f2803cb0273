"""Benefits as they stood on the day: offers, quantities, keys, tokens, software on machines, claims."""

from collections.abc import Iterator
from typing import Final

from policy import model
from storage.audit.facts import Facts, Row, iso


def _offers(facts: Facts) -> Iterator[Row]:
    for offer in facts.then.offers.bought(facts.day):
        yield {
            "id": offer.id,
            "program": str(offer.program),
            "competency": offer.competency,
            "level": offer.level and str(offer.level),
            "purchased": iso(offer.purchased),
            "swapped": iso(offer.swapped),
            "ended": iso(offer.ended),
            "reason": offer.reason and str(offer.reason),
            "in_force": int(facts.then.offers.covers(offer.id, facts.day)),
            "by": facts.by(offer.purchase),
            "entry": offer.purchase,
        }


def _terms(facts: Facts) -> Iterator[Row]:
    for offer in facts.then.offers.bought(facts.day):
        for term in offer.terms:
            yield {"entry": term.entry, "offer": offer.id, "first_day": iso(term.start), "last_day": iso(term.end)}


def _grants(facts: Facts) -> Iterator[Row]:
    for entry in facts.counted():
        if isinstance(entry, model.GrantRecorded):
            now = facts.then.offers.grant(entry.offer, entry.product, facts.day)
            yield {
                "entry": entry.number,
                "id": entry.grant,
                "offer": entry.offer,
                "product": entry.product,
                "quantity": entry.quantity,
                "day": iso(entry.on),
                "counts": int(now is not None and now.entry == entry.number),
                "by": entry.by,
                "reference": entry.reference,
            }


def _keys(facts: Facts) -> Iterator[Row]:
    keys = facts.then.licences.keys
    for key in filter(None, (keys.on(one, facts.day) for one in keys)):
        yield {
            "id": key.id,
            "label": key.label,
            "offer": key.offer,
            "product": key.product,
            "last_five": key.last_five,
            "activations": key.activations,
            "used": key.consumed,
            "left": key.left,
            "issued": iso(key.issued),
            "viewed": iso(key.viewed),
            "by": facts.by(key.issue),
            "entry": key.issue,
        }


def _tokens(facts: Facts) -> Iterator[Row]:
    tokens = facts.then.licences.tokens
    for token in filter(None, (tokens.on(one, facts.day) for one in tokens)):
        yield {
            "id": token.id,
            "label": token.label,
            "offer": token.offer,
            "service": token.service,
            "seats": token.seats,
            "program_year": token.program_year,
            "issued": iso(token.issued),
            "viewed": iso(token.viewed),
            "activated": iso(token.activated),
            "tenant": token.tenant,
            "replaced_with": token.replaced_with,
            "by": facts.by(token.issue),
            "entry": token.issue,
        }


def _machines(facts: Facts) -> Iterator[Row]:
    for use in facts.then.licences.everything_in_use(facts.day):
        yield {
            "entry": use.entry,
            "machine": use.machine,
            "product": use.product,
            "offer": use.offer,
            "install": use.install,
            "key": use.key,
            "since": iso(use.since),
        }


def _claims(facts: Facts) -> Iterator[Row]:
    claims = facts.then.offers.claims
    for place in claims:
        made: model.ClaimMade | None = None
        decided: model.ClaimDecided | None = None
        for entry in claims.entries(place, until=facts.day):
            if isinstance(entry, model.ClaimMade):
                if made:
                    yield _claim(made, decided)
                made, decided = entry, None
            elif isinstance(entry, model.ClaimDecided):
                decided = entry
        if made:
            yield _claim(made, decided)


def _claim(made: model.ClaimMade, decided: model.ClaimDecided | None) -> Row:
    return {
        "entry": made.number,
        "claim": str(made.claim),
        "subject": made.subject,
        "made": iso(made.on),
        "decision": str(decided.decision) if decided else None,
        "decided": iso(decided.on) if decided else None,
        "decided_entry": decided.number if decided else None,
        "by": made.by,
        "reference": made.reference,
    }


BENEFITS: Final = {
    "offers": _offers,
    "terms": _terms,
    "grants": _grants,
    "keys": _keys,
    "tokens": _tokens,
    "machines": _machines,
    "claims": _claims,
}
