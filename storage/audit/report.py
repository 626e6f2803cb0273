"""The report: one page with pictures that needs nothing else, prints well, and says how to check it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from policy.context import count, in_words
from storage.audit import pictures
from storage.audit.facts import Facts, Value
from storage.verify import Anchor

_STYLE: Final = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_SHORT: Final = 13
"""Characters of a cell that is not broken over lines: a day, a number of an entry."""

_MOST_ROWS: Final = 500
"""Of a table in the report; the workbook and the CSV files have them all."""


def report(facts: Facts, made_at: dt.datetime) -> str:
    """The page. Everything that somebody wrote is escaped."""
    title = f"Partner benefits as of {in_words(facts.day)}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=lead>{escape(_verdict(facts))}</p>",
        _facts_of_pack(facts, made_at),
        *_section("Offers and windows", _picture(pictures.of_offers(facts)), _offers(facts)),
        *_section("Seats", *(_picture(picture) for _, picture in pictures.of_seats(facts)), _seats(facts)),
        *_section("Quantities granted", _grants(facts)),
        *_section("Keys and activations", _picture(pictures.of_activations(facts)), _keys(facts), _machines(facts)),
        *_section("Tokens of cloud services", _tokens(facts)),
        *_section("Support, credit and hours", _services(facts)),
        *_section("Asked of Microsoft, and seats asked for", _claims(facts), _requests(facts)),
        *_section("Administrators and auditors", _roles(facts)),
        *_section("Decisions and the rules that they rest on", _decisions(facts)),
        *_section("How to check this", _checking(facts.whole.head)),
    ]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{_STYLE}</style></head>\n'
        f"<body><main>\n{chr(10).join(part for part in parts if part)}\n</main></body></html>\n"
    )


def _verdict(facts: Facts) -> str:
    """The state of the day in a few sentences."""
    offers = facts.then.offers.in_force(facts.day)
    if not offers:
        return f"No offer is in force on {in_words(facts.day)}."
    names = " and ".join(f"the {facts.ctx.offer(offer)} until {in_words(offer.term.end)}" for offer in offers)
    held = [row for row in facts.rows("seats") if row["to_day"] is None]
    activated = sum(row["activated"] is not None for row in held)
    entered = len(facts.then.licences.unused_tokens(facts.day))
    text = f"In force: {names}. {count(len(held), 'seat is', 'seats are')} assigned, {activated:,} activated."
    if entered:
        text += f" {count(entered, 'token is', 'tokens are')} still to be entered."
    over = list(_over(facts))
    return f"{text} {' '.join(over)}" if over else f"{text} Nothing in use exceeds what is granted."


def _over(facts: Facts) -> Iterator[str]:
    """Products in use on more machines than all offers in force grant."""
    for product in facts.then.licences.products_installed():
        used = facts.then.licences.in_use(product, facts.day)
        granted = _quantity(facts, product)
        if used > granted:
            yield f"{facts.ctx.product(product)} is in use on {count(used, 'machine')}, with {granted:,} granted."


def _quantity(facts: Facts, product: str) -> int:
    offers = facts.then.offers.in_force(facts.day)
    grants = (facts.then.offers.grant(offer.id, product, facts.day) for offer in offers)
    return sum(grant.quantity for grant in grants if grant)


def _facts_of_pack(facts: Facts, made_at: dt.datetime) -> str:
    whole = facts.whole
    rows = [
        ("Workspace", whole.workspace),
        ("As of", f"{in_words(facts.day)}: what had taken effect by then and was not taken back since"),
        ("Made", f"{in_words(made_at.date())}, {made_at:%H:%M} UTC"),
        ("Entries", f"{len(whole.links):,}, the last one #{whole.head.seq}"),
        ("Head of the chain", str(whole.head)),
        ("Guide", f"Microsoft Partner Network Programs Guide, edition of {in_words(facts.ctx.edition.in_force_from)}"),
    ]
    lines = "".join(f"<tr><th>{escape(what)}</th><td>{escape(said)}</td></tr>" for what, said in rows)
    return f"<table class=facts>{lines}</table>"


def _offers(facts: Facts) -> str:
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
                in_words(offer.window_end),
                f"#{offer.purchase}",
            )

    return _table(("Offer", "Id", "Bought", "Last year", "State", "Refund or swap until", "Entry"), rows())


def _seats(facts: Facts) -> str:
    def rows() -> Iterator[Sequence[Value]]:
        for row in facts.rows("seats"):
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
    return _table(heads, rows())


def _grants(facts: Facts) -> str:
    def rows() -> Iterator[Sequence[Value]]:
        for row in facts.rows("grants"):
            if not row["counts"]:
                continue
            product, offer = str(row["product"]), str(row["offer"])
            used = facts.then.seats.held(offer, product, facts.day)
            machines = facts.then.licences.in_use(product, facts.day)
            yield (
                _product(facts, product),
                _offer(facts, offer),
                row["quantity"],
                count(used, "seat") if used or not machines else count(machines, "machine"),
                _words(row["day"]),
                _name(facts, row["by"]),
                f"#{row['entry']}",
            )

    return _table(("Product", "Offer", "Granted", "In use", "From", "Recorded by", "Entry"), rows())


def _keys(facts: Facts) -> str:
    def rows() -> Iterator[Sequence[Value]]:
        for row in facts.rows("keys"):
            limit = "no known limit" if row["activations"] is None else row["activations"]
            left = "not known" if row["left"] is None else row["left"]
            ends = f"…{row['last_five']}" if row["last_five"] else ""
            product, offer = _product(facts, row["product"]), _offer(facts, row["offer"])
            yield row["label"] or row["id"], ends, product, offer, limit, row["used"], left, f"#{row['entry']}"

    heads = ("Key", "Ends in", "Product", "Offer", "Activations", "Counted here", "Left", "Entry")
    return _table(heads, rows())


def _machines(facts: Facts) -> str:
    rows = (
        (row["machine"], _product(facts, row["product"]), _words(row["since"]), row["key"], f"#{row['entry']}")
        for row in facts.rows("machines")
    )
    return _table(("Machine", "Product in use", "Since", "Key", "Entry"), rows)


def _tokens(facts: Facts) -> str:
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
        for row in facts.rows("tokens")
    )
    return _table(("Token", "Service", "Seats", "Year", "Activated", "Tenant", "Replaced by", "Entry"), rows)


def _services(facts: Facts) -> str:
    def rows() -> Iterator[Sequence[Value]]:
        for row in facts.rows("incidents"):
            what = f"{row['support']} support incident, {_product(facts, row['product'])} {row['version'] or ''}"
            yield _words(row["day"]), what, row["reference"], _name(facts, row["by"]), f"#{row['entry']}"
        for table, verb in (("credits", "granted"), ("credit_uses", "used")):
            for row in facts.rows(table):
                what = f"{row['amount']} {row['currency']} of {row['form']} credit {verb}"
                yield _words(row["day"]), what, row["reference"], _name(facts, row["by"]), f"#{row['entry']}"
        for row in facts.rows("hours"):
            what = f"{row['hours']} presales hours used"
            yield _words(row["day"]), what, row["reference"], _name(facts, row["by"]), f"#{row['entry']}"

    return _table(("Day", "What", "Reference", "Recorded by", "Entry"), rows())


def _claims(facts: Facts) -> str:
    rows = (
        (
            row["claim"],
            row["subject"],
            _words(row["made"]),
            row["decision"] or "not answered",
            row["reference"],
            f"#{row['entry']}",
        )
        for row in facts.rows("claims")
    )
    return _table(("Asked for", "Of", "On", "Answer", "Case", "Entry"), rows)


def _requests(facts: Facts) -> str:
    rows = (
        (
            _name(facts, row["person"]),
            _product(facts, row["product"]),
            _words(row["asked"]),
            row["decision"] or "open",
            _name(facts, row["decided_by"]),
            f"#{row['entry']}",
        )
        for row in facts.rows("requests")
    )
    return _table(("Who", "Asked for", "On", "Decision", "By", "Entry"), rows)


def _roles(facts: Facts) -> str:
    rows = (
        (row["name"], row["email"], "administrator" if row["administrator"] else "auditor")
        for row in facts.rows("people")
        if row["administrator"] or row["auditor"]
    )
    return _table(("Who", "Address", "Role"), rows)


def _decisions(facts: Facts) -> str:
    rules: dict[Value, list[str]] = {}
    for row in facts.rows("decision_rules"):
        rules.setdefault(row["decision"], []).append(f"{row['rule']} ({row['section']})")
    rows = (
        (
            str(row["at"])[:10],
            _name(facts, row["by"]),
            str(row["text"] or "").replace("**", "").partition("\n")[0],
            "; ".join(rules.get(row["first_entry"], ())),
            f"#{row['first_entry']}" + (f" to #{row['last_entry']}" if row["last_entry"] != row["first_entry"] else ""),
        )
        for row in facts.rows("decisions")
    )
    return _table(("Recorded", "By", "What the desk answered", "Rules (section)", "Entry"), rows)


def _checking(head: Anchor) -> str:
    return (
        "<p>Run <code>python verify.py</code> in this folder: it needs nothing but Python, reads every entry, follows "
        "the chain of their hashes, and works out from the entries alone what each table has to say. A pack that "
        "somebody made anew as a whole is found only against a head that was noted elsewhere:</p>"
        f"<p><code>python verify.py --head {escape(str(head))}</code></p>"
        "<p><code>audit.sqlite3</code> opens in Datasette and in any tool for SQLite. Who had what on a day, by what "
        "right and recorded by whom:</p>"
        f"<p><code>SELECT * FROM who_had_what WHERE from_day &lt;= '2026-07-01' AND (to_day IS NULL OR to_day &gt; "
        "'2026-07-01')</code></p>"
    )


def _section(title: str, *parts: str) -> Iterator[str]:
    """A heading with what stands under it; one without anything says so."""
    standing = [part for part in parts if part]
    yield f"<section><h2>{escape(title)}</h2>"
    yield from standing or ["<p class=none>Nothing is recorded.</p>"]
    yield "</section>"


def _picture(svg: str | None) -> str:
    return f"<figure>{svg}</figure>" if svg else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    lines: list[str] = []
    more, numeric = 0, [False] * len(heads)
    for number, row in enumerate(rows):
        if number >= _MOST_ROWS:
            more += 1
            continue
        numeric = [before or isinstance(cell, int | float) for before, cell in zip(numeric, row, strict=True)]
        lines.append(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>")
    if not lines:
        return ""
    marked = zip(heads, numeric, strict=True)
    head = "".join(f"<th{' class=number' if is_number else ''}>{escape(one)}</th>" for one, is_number in marked)
    rest = f"<p class=none>{more:,} more rows are in audit.xlsx and in the CSV files.</p>" if more else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>{rest}"


def _cell(cell: Value) -> str:
    text = _text(cell)
    kind = " class=number" if isinstance(cell, int | float) else " class=short" if len(text) <= _SHORT else ""
    return f"<td{kind}>{escape(text)}</td>"


def _text(cell: Value) -> str:
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) and cell >= 10_000 else str(cell)


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
