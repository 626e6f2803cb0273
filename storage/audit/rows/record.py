"""The record itself: entries, the people and products that they name, and what the desk answered."""

from collections.abc import Iterator
from typing import Final

from policy import model
from policy.model import Role
from storage.audit.facts import Facts, Row
from storage.audit.whole import Link, Whole

_PERSON_FIELDS: Final = ("by", "person", "from_person", "deputy", "to")


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


RECORD: Final = {
    "entries": _entries,
    "people": _people,
    "products": _products,
    "decisions": _decisions,
    "decision_rules": _decision_rules,
}
