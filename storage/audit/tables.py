"""The tables of the report, each as it stands on the page. Everything that somebody wrote is escaped."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import takewhile

from policy.context import count, in_words
from policy.ledger import Offer
from storage.audit.facts import Facts, Value
from storage.audit.page import table
from storage.audit.rows import rows_of


def offers(facts: Facts) -> str:
    def rows() -> Iterator[Sequence[Value]]:
        for offer in facts.then.offers.bought(facts.day):
            term = offer.term
            state = "in force" if facts.then.offers.covers(offer.id, facts.day) else offer.reason or "over"
            yield (
                facts.ctx.offer(offer),
                offer.id,
                in_words(offer.purchased),
                f"{in_words(term.start)} to {in_words(term.end)}",
                str(state) + (f", {in_words(offer.ended)}" if offer.ended else ""),
                _window(facts, offer),
                f"#{offer.purchase}",
            )

    return table(("Offer", "Id", "Bought", "Last year", "State", "Refund or swap until", "Entry"), rows())


def _window(facts: Facts, offer: Offer) -> str:
    """Until when a refund or a swap can be asked for, or the entry that ended both before."""
    used = facts.then.offers.first_use(offer.id, facts.day)
    entry = offer.ending or (used.seq if used else None)
    return f"ended by #{entry}" if entry else in_words(offer.window_end)


def seats(facts: Facts) -> str:
    def rows() -> Iterator[Sequence[Value]]:
        for row in rows_of(facts, "seats"):
            yield (
                _name(facts, row["person"]),
                f"{_product(facts, row['product'])} seat {row['number']}",
                _words(row["from_day"]),
                _words(row["to_day"]) or "still held",
                _words(row["activated"]) or "not activated",
                f"grant #{row['grant_entry']}" if row["grant_entry"] else "no grant recorded",
                _name(facts, row["by"]),
                f"#{row['entry']}",
            )

    heads = ("Who", "Seat", "From", "To", "Activated", "By what right", "Recorded by", "Entry")
    return table(heads, rows())


def grants(facts: Facts) -> str:
    def rows() -> Iterator[Sequence[Value]]:
        for row in rows_of(facts, "grants"):
            if not row["counts"]:
                continue
            product, offer = str(row["product"]), str(row["offer"])
            used = facts.then.seats.held(offer, product, facts.day)
            machines = facts.then.licences.in_use(product, facts.day)
            yield (
                _product(facts, product),
                _offer(facts, offer),
                row["quantity"],
                count(used, "seat") if used else count(machines, "machine") if machines else "none",
                _words(row["day"]),
                _name(facts, row["by"]),
                f"#{row['entry']}",
            )

    return table(("Product", "Offer", "Granted", "In use", "From", "Recorded by", "Entry"), rows())


def keys(facts: Facts) -> str:
    def rows() -> Iterator[Sequence[Value]]:
        for row in rows_of(facts, "keys"):
            limit = "no known limit" if row["activations"] is None else row["activations"]
            left = "not known" if row["left"] is None else row["left"]
            ends = f"…{row['last_five']}" if row["last_five"] else ""
            product, offer = _product(facts, row["product"]), _offer(facts, row["offer"])
            yield row["label"] or row["id"], ends, product, offer, limit, row["used"], left, f"#{row['entry']}"

    heads = ("Key", "Ends in", "Product", "Offer", "Activations", "Counted here", "Left", "Entry")
    return table(heads, rows())


def machines(facts: Facts) -> str:
    labels = {row["id"]: row["label"] for row in rows_of(facts, "keys")}
    rows = (
        (
            row["machine"],
            _product(facts, row["product"]),
            _words(row["since"]),
            labels.get(row["key"]) or row["key"],
            f"#{row['entry']}",
        )
        for row in rows_of(facts, "machines")
    )
    return table(("Machine", "Product in use", "Since", "Key", "Entry"), rows)


def tokens(facts: Facts) -> str:
    rows = (
        (
            row["label"] or row["id"],
            _product(facts, row["service"]),
            row["seats"],
            row["program_year"],
            _words(row["activated"]) or "not entered",
            row["tenant"],
            row["replaced_with"],
            f"#{row['entry']}",
        )
        for row in rows_of(facts, "tokens")
    )
    return table(("Token", "Service", "Seats", "Year", "Activated", "Tenant", "Replaced by", "Entry"), rows)


def services(facts: Facts) -> str:
    def rows() -> Iterator[Sequence[Value]]:
        for row in rows_of(facts, "incidents"):
            what = f"{row['support']} support incident, {_product(facts, row['product'])} {row['version'] or ''}"
            yield _words(row["day"]), what, row["reference"], _name(facts, row["by"]), f"#{row['entry']}"
        for credit, verb in (("credits", "granted"), ("credit_uses", "used")):
            for row in rows_of(facts, credit):
                what = f"{row['amount']} {row['currency']} of {row['form']} credit {verb}"
                yield _words(row["day"]), what, row["reference"], _name(facts, row["by"]), f"#{row['entry']}"
        for row in rows_of(facts, "hours"):
            what = f"{row['hours']} presales hours used"
            yield _words(row["day"]), what, row["reference"], _name(facts, row["by"]), f"#{row['entry']}"

    return table(("Day", "What", "Reference", "Recorded by", "Entry"), rows())


def claims(facts: Facts) -> str:
    rows = (
        (
            row["claim"],
            row["subject"],
            _words(row["made"]),
            row["decision"] or "not answered",
            row["reference"],
            f"#{row['entry']}",
        )
        for row in rows_of(facts, "claims")
    )
    return table(("Asked for", "Of", "On", "Answer", "Case", "Entry"), rows)


def requests(facts: Facts) -> str:
    rows = (
        (
            _name(facts, row["person"]),
            _product(facts, row["product"]),
            _words(row["asked"]),
            row["decision"] or "open",
            _name(facts, row["decided_by"]),
            f"#{row['entry']}",
        )
        for row in rows_of(facts, "requests")
    )
    return table(("Who", "Asked for", "On", "Decision", "By", "Entry"), rows)


def roles(facts: Facts) -> str:
    rows = (
        (row["name"], row["email"], "administrator" if row["administrator"] else "auditor")
        for row in rows_of(facts, "people")
        if row["administrator"] or row["auditor"]
    )
    return table(("Who", "Address", "Role"), rows)


def decisions(facts: Facts) -> str:
    rules: dict[Value, dict[str, list[str]]] = {}
    for row in rows_of(facts, "decision_rules"):
        rules.setdefault(row["decision"], {}).setdefault(str(row["section"]), []).append(str(row["rule"]))
    rows = (
        (
            _words(str(row["at"])[:10]),
            _name(facts, row["by"]),
            _answer(str(row["text"] or "")),
            "; ".join(f"{section}: {', '.join(own)}" for section, own in rules.get(row["first_entry"], {}).items()),
            f"#{row['first_entry']}" + (f" to #{row['last_entry']}" if row["last_entry"] != row["first_entry"] else ""),
        )
        for row in rows_of(facts, "decisions")
    )
    return table(("Recorded", "By", "What the desk answered", "Sections and rules", "Entry"), rows)


def _answer(text: str) -> str:
    """What the desk answered, each part of a request in a sentence: its first line, with the list that it begins."""
    return " ".join(filter(None, map(_sentence, text.replace("**", "").split("\n\n"))))


def _sentence(part: str) -> str:
    first, *rest = part.strip().split("\n")
    if not first.endswith(":"):
        return first
    listed = [line.removeprefix("• ") for line in takewhile(lambda line: line.startswith("• "), rest)]
    return f"{first} {'; '.join(listed)}."


def _words(day: Value) -> str:
    return in_words(dt.date.fromisoformat(str(day))) if day else ""


def _name(facts: Facts, person: Value) -> str:
    if not person:
        return ""
    known = facts.person(str(person))
    return known.name if known and known.name else str(person)


def _product(facts: Facts, product: Value) -> str:
    return facts.ctx.product(str(product)) if product else ""


def _offer(facts: Facts, offer: Value) -> str:
    known = facts.then.offers.known(str(offer))
    return facts.ctx.offer(known) if known else str(offer or "")
