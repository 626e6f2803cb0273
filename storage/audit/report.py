"""The report: one page with pictures that needs nothing else, prints well, and says how to check it."""

import datetime as dt
from collections.abc import Iterator
from html import escape

from policy.context import count, in_words
from storage.audit import pictures, tables
from storage.audit.facts import Facts
from storage.audit.page import page, picture, section
from storage.audit.rows import rows_of
from storage.verify.alone import Anchor


def report(facts: Facts, made_at: dt.datetime) -> str:
    """The page. Everything that somebody wrote is escaped."""
    title = f"Partner benefits as of {in_words(facts.day)}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=lead>{escape(_verdict(facts))}</p>",
        _facts_of_pack(facts, made_at),
        *section("Offers and windows", picture(pictures.of_offers(facts)), tables.offers(facts)),
        *section("Seats", *(picture(svg) for _, svg in pictures.of_seats(facts)), tables.seats(facts)),
        *section("Quantities granted", tables.grants(facts)),
        *section(
            "Keys and activations",
            picture(pictures.of_activations(facts)),
            tables.keys(facts),
            tables.machines(facts),
        ),
        *section("Tokens of cloud services", tables.tokens(facts)),
        *section("Support, credit and hours", tables.services(facts)),
        *section("Asked of Microsoft, and seats asked for", tables.claims(facts), tables.requests(facts)),
        *section("Administrators and auditors", tables.roles(facts)),
        *section("Decisions and the rules that they rest on", tables.decisions(facts)),
        *section("How to check this", _checking(facts.whole.head)),
    ]
    return page(title, parts)


def _verdict(facts: Facts) -> str:
    """The state of the day in a few sentences."""
    offers = facts.then.offers.in_force(facts.day)
    if not offers:
        return f"No offer is in force on {in_words(facts.day)}."
    names = " and ".join(f"the {facts.ctx.offer(offer)} until {in_words(offer.term.end)}" for offer in offers)
    held = [row for row in rows_of(facts, "seats") if row["to_day"] is None]
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


def _checking(head: Anchor) -> str:
    return (
        "<p>Run <code>python verify.py</code> in this folder: it needs nothing but Python, reads every entry, follows "
        "the chain of their hashes, and works out from the entries alone what each table has to say. For names, "
        "addresses, the desk's answers and this page only the hashes in manifest.json vouch. A pack that "
        "somebody made anew as a whole is found only against the head that was noted elsewhere when this one was made. "
        "It has to be the same as here:</p>"
        f"<p><code>python verify.py --head {escape(str(head))}</code></p>"
        "<p><code>audit.sqlite3</code> opens in Datasette and in any tool for SQLite. Who had what on a day, by what "
        "right and recorded by whom:</p>"
        f"<p><code>SELECT * FROM who_had_what WHERE from_day &lt;= '2026-07-01' AND (to_day IS NULL OR to_day &gt; "
        "'2026-07-01')</code></p>"
    )
