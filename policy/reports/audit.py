"""What is shown to an auditor: a summary as of a day, and where the whole comes from."""

from policy.context import count, in_words
from policy.reports.asked import Report
from policy.reports.stock import NO_SEATS, has_seats, stocks
from policy.reports.view import View, listed, tabled


def audit_report(view: View) -> Report:
    """Granted against used of every product as of a day, and how to export the records behind it."""
    if not view.sees_all:
        return view.says(f"**I can't show the audit report.** {view.hidden()}", rules=("audit-records", "admin-role"))
    if not view.ledger.last_seq or not view.ledger.offers.bought(view.day):
        first = view.nothing_bought().text.split("\n")[0]
        return view.says(first, rules=("audit-records", "benefits-start"))
    rows = _products(view)
    over = [row for row in rows if row[3]]
    tokens = [one for offer in view.offers() for one in view.ledger.licences.tokens_of(offer.id, view.day)]
    keys = [key for one in view.ledger.licences.keys if (key := view.ledger.licences.key(one, view.day))]
    offers = [f"{view.offer(one)}, bought on {in_words(one.purchased)} (#{one.purchase})" for one in view.offers()]
    head = f"**Audit summary as of {in_words(view.day)}: "
    head += (
        f"{count(len(over), 'product is', 'products are')} over what is granted.**"
        if over
        else "within what is granted.**"
    )
    lines = [f"{row[0]}: {row[2]} in use of {row[1]} granted{f', {row[3]} over' if row[3] else ''}" for row in rows]
    counted = [
        count(sum(one.activated is not None for one in tokens), "activated token") + f" of {len(tokens):,}",
        count(sum(one.used for one in keys), "used activation") + f" on {count(len(keys), 'key')}",
        count(view.ledger.last_seq, "entry", "entries") + " in the ledger",
    ]
    return view.says(
        head,
        *listed(offers, len(offers)),
        *listed(lines, len(lines)),
        f"{'; '.join(counted)}.",
        "The records behind it, with hashes, as of any day: `mpn export audit`.",
        rules=("audit-records", "track-usage"),
        date=view.day,
        table=tabled(("Product", "Granted", "In use", "Over"), rows, len(rows)),
    )


def _products(view: View) -> list[tuple[str, str, str, str]]:
    """Every product that is granted or in use, with its numbers; an ended offer grants nothing."""
    granted: dict[str, int] = {}
    for one in view.offers(standing=True):
        for grant in view.ledger.offers.grants_of(one.id, view.day):
            if grant.product not in NO_SEATS:
                granted[grant.product] = granted.get(grant.product, 0) + grant.quantity
    used: dict[str, int] = {}
    for offer, product in view.ledger.seats.pools():
        used[product] = used.get(product, 0) + view.ledger.seats.held(offer, product, view.day)
    for stock in stocks(view):
        used[stock.product] = used.get(stock.product, 0) + stock.in_use - stock.held
    for product in view.ledger.licences.products_installed():
        if not has_seats(view, product):
            used[product] = view.ledger.licences.in_use(product, view.day)
    rows = []
    for product in sorted({*granted, *used}):
        quantity, number = granted.get(product, 0), used.get(product, 0)
        if not (quantity or number):
            continue
        over = max(0, number - quantity)
        rows.append((view.product(product), f"{quantity:,}", f"{number:,}", f"{over:,}" if over else ""))
    return rows
