"""The rows of a pack's tables, asked of the ledger as of a day."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from policy import model
from policy.context import Context
from policy.ledger import Grant, Ledger
from policy.ledger.track import Track
from policy.model import Entry, Role
from storage.audit.whole import Link, Whole
from storage.people import Person

Value = str | int | float | None
Row = Mapping[str, Value]

_PERSON_FIELDS: Final = ("by", "person", "from_person", "deputy", "to")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tables are made of. `then` is the ledger of what was true on `day`."""

    whole: Whole
    then: Ledger
    day: dt.date
    ctx: Context
    person: Callable[[str], Person | None]
    founders: tuple[str, ...]

    def rows(self, table: str) -> Iterator[Row]:
        return iter(_ROWS[table](self))

    def counted(self) -> Iterator[Entry]:
        """The entries that count, in the order in which they took effect."""
        return iter(sorted(self.then.entries(), key=lambda entry: (entry.on, entry.number)))


def facts_of(
    whole: Whole, day: dt.date, ctx: Context, person: Callable[[str], Person | None], founders: Iterable[str]
) -> Facts:
    """The facts as of a day: `person` gives who an id is, `founders` administrate without an entry."""
    then = whole.ledger.as_of(day)
    then.company.founders = tuple(founders)
    return Facts(whole, then, day, ctx, person, then.company.founders)


def iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _entries(facts: Facts) -> Iterator[Row]:
    counts = {entry.number for entry in facts.then.entries()}
    for link in facts.whole.links:
        yield _entry(facts, link, link.entry.number in counts)


def _entry(facts: Facts, link: Link, counts: bool) -> Row:
    entry = link.entry
    at = model.as_dict(entry)["at"]
    return {
        "seq": entry.number,
        "at": str(at),
        "day": entry.on.isoformat(),
        "kind": entry.kind,
        "by": entry.by,
        "part": entry.part or 1,
        "why": entry.why,
        "reference": entry.reference,
        "counts": int(counts),
        "reversed_by": facts.whole.ledger.reversal(entry.number),
        "cause": link.cause,
        "body": link.body,
        "hash": link.hash,
    }


def _people(facts: Facts) -> Iterator[Row]:
    ids = dict.fromkeys(facts.founders)
    for link in facts.whole.links:
        for name in _PERSON_FIELDS:
            if person := getattr(link.entry, name, None):
                ids[person] = None
    for one in ids:
        known = facts.person(one)
        yield {
            "id": one,
            "name": known.name if known and known.name else one,
            "email": known.email if known else "",
            "administrator": int(facts.then.company.is_administrator(one, facts.day)),
            "auditor": int(facts.then.company.has_role(one, Role.AUDITOR, facts.day)),
        }


def _products(facts: Facts) -> Iterator[Row]:
    ids: dict[str, None] = {}
    for link in facts.whole.links:
        for name in ("product", "service"):
            if product := getattr(link.entry, name, None):
                ids[product] = None
    for one in ids:
        yield {"id": one, "name": facts.ctx.product(one), "kind": facts.ctx.kind(one)}


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
            "by": _by(facts, offer.purchase),
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
            "by": _by(facts, key.issue),
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
            "by": _by(facts, token.issue),
            "entry": token.issue,
        }


def _seats(facts: Facts) -> Iterator[Row]:
    seats = facts.then.seats
    for offer, product in list(seats.pools()):
        pool = seats.pool(offer, product)
        for seat in pool.members() if pool else ():
            if track := seats.seats.track(seat):
                yield from _stretches(facts, seat, track)


def _stretches(facts: Facts, seat: str, track: Track[Any]) -> Iterator[Row]:
    """The stretches in which a seat had a holder: what begins one ends the one before."""
    entries = list(track.entries(until=facts.day))
    starts = [at for at, one in enumerate(entries) if isinstance(one, model.SeatAssigned | model.SeatReassigned)]
    for start, following in zip(starts, [*starts[1:], len(entries)], strict=True):
        first, rest = entries[start], entries[start + 1 : following]
        state = _state_after(track, [*entries[: start + 1], *rest])
        end = _end_of(facts, state, entries[following] if following < len(entries) else None)
        grant: Grant | None = facts.then.offers.grant(state.offer, state.product, first.on)
        yield {
            "entry": first.number,
            "seat": seat,
            "number": facts.then.seats.number(seat),
            "offer": state.offer,
            "product": state.product,
            "person": state.last,
            "from_day": iso(first.on),
            "to_day": iso(end[0]),
            "ended_by": end[2],
            "to_entry": end[1],
            "activated": iso(state.activated),
            "grant_entry": grant.entry if grant else None,
            "by": first.by,
        }


def _state_after(track: Track[Any], entries: list[Entry]) -> Any:
    """The seat after its last entry of a stretch; several may be of one day."""
    last = entries[-1]
    return track.before(last.model_copy(update={"seq": last.number + 1}))


def _end_of(facts: Facts, state: Any, following: Entry | None) -> tuple[dt.date | None, int | None, str | None]:
    """(day, entry, how) of the end of a stretch: its release or the next holder, unless the offer ended before."""
    end: tuple[dt.date | None, int | None, str | None] = (None, None, None)
    if state.released:
        end = (state.released, state.release, "released")
    elif following:
        end = (following.on, following.number, "reassigned")
    for over in sorted(_ends_of_offer(facts, state)):
        if end[0] is None or end[0] > over[0]:
            end = over
    return end


def _ends_of_offer(facts: Facts, state: Any) -> Iterator[tuple[dt.date, int, str]]:
    offer = facts.then.offers.offer(state.offer, facts.day)
    if offer and offer.ended:
        yield offer.ended, offer.ending or 0, "offer_ended"
    if offer and offer.swapped and (state.since, state.assignment) < (offer.swapped, offer.swap or 0):
        yield offer.swapped, offer.swap or 0, "offer_swapped"


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


def _requests(facts: Facts) -> Iterator[Row]:
    requests = facts.then.seats.requests
    for one in requests:
        state = requests.on(one, facts.day)
        if state is None:
            continue
        entries = requests.entries(one, until=facts.day)
        decided = [entry for entry in entries if isinstance(entry, model.RequestDecided)]
        yield {
            "entry": state.entry,
            "id": state.id,
            "product": state.product,
            "person": state.person,
            "asked": iso(state.since),
            "decision": state.decision and str(state.decision),
            "decided_entry": decided[-1].number if decided else None,
            "decided_by": decided[-1].by if decided else None,
        }


def _locations(facts: Facts) -> Iterator[Row]:
    for key in facts.then.company.locations:
        number = facts.then.company.locations.on(key, facts.day)
        added = facts.then.entry(number) if number else None
        if isinstance(added, model.LocationAdded):
            yield {"entry": added.number, "location": added.location, "since": iso(added.on)}


def _decisions(facts: Facts) -> Iterator[Row]:
    for links in _requests_of(facts.whole):
        reply = facts.whole.replies.get(links[0].cause) or {}
        entry = links[0].entry
        yield {
            "first_entry": entry.number,
            "last_entry": links[-1].entry.number,
            "entries": len(links),
            "at": str(model.as_dict(entry)["at"]),
            "by": entry.by,
            "kind": reply.get("kind"),
            "text": reply.get("text"),
        }


def _decision_rules(facts: Facts) -> Iterator[Row]:
    sections = facts.ctx.edition.section_of
    for links in _requests_of(facts.whole):
        reply = facts.whole.replies.get(links[0].cause) or {}
        parts = reply.get("parts") or [reply]
        rules = dict.fromkeys(rule for part in parts for rule in part.get("rules") or ())
        for position, rule in enumerate(rules, 1):
            first = links[0].entry.number
            yield {"decision": first, "position": position, "rule": rule, "section": sections.get(rule)}


def _requests_of(whole: Whole) -> Iterator[list[Link]]:
    """The entries that were recorded together."""
    together: list[Link] = []
    for link in whole.links:
        if together and link.cause != together[0].cause:
            yield together
            together = []
        together.append(link)
    if together:
        yield together


def _by(facts: Facts, entry: int) -> str | None:
    found = facts.then.entry(entry)
    return found.by if found else None


def _events(kind: type[Entry], *names: str) -> Callable[[Facts], Iterator[Row]]:
    """A table of entries of one kind, as they are."""

    def rows(facts: Facts) -> Iterator[Row]:
        for entry in facts.counted():
            if isinstance(entry, kind):
                own = {name: _plain(getattr(entry, name)) for name in names}
                yield {
                    "entry": entry.number,
                    "day": iso(entry.on),
                    "by": entry.by,
                    "reference": entry.reference,
                    **own,
                }

    return rows


def _plain(value: Any) -> Value:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return _number(value)
    return value if value is None or isinstance(value, int) else str(value)


_CREDIT: Final = ("credit", "offer", "form", "amount", "currency")
_ROWS: Final[Mapping[str, Callable[[Facts], Iterable[Row]]]] = {
    "entries": _entries,
    "people": _people,
    "products": _products,
    "offers": _offers,
    "terms": _terms,
    "grants": _grants,
    "keys": _keys,
    "activations": _events(model.KeyActivated, "key", "machine", "machine_new", "hardware_changed", "consumed"),
    "tokens": _tokens,
    "seats": _seats,
    "machines": _machines,
    "incidents": _events(model.IncidentOpened, "incident", "offer", "support", "product", "version"),
    "credits": _events(model.CreditGranted, *_CREDIT),
    "credit_uses": _events(model.CreditUsed, *_CREDIT),
    "hours": _events(model.HoursUsed, "offer", "hours"),
    "balances": _events(model.BalanceRecorded, "offer", "balance", "used"),
    "claims": _claims,
    "requests": _requests,
    "locations": _locations,
    "decisions": _decisions,
    "decision_rules": _decision_rules,
}
