"""Not renewing: what must be uninstalled, and which rights end."""

import datetime as dt
from collections.abc import Iterator

from policy.context import count, in_words
from policy.ledger import WINDOW, Offer, Use
from policy.reports.asked import Only, Report
from policy.reports.view import LINES, View, joined, listed, tabled


def uninstall_list(view: View) -> Report:
    """What ends without a renewal, by date: software to uninstall, tokens and seats whose rights end."""
    offers = sorted(view.offers(), key=lambda one: one.ended or one.term.end)
    if not offers:
        return view.nothing_bought()
    uses: dict[str, list[Use]] = {}
    for use in view.ledger.licences.everything_in_use(view.day):
        if view.wants(use.product):
            uses.setdefault(use.offer, []).append(use)
    lines: list[str] = []
    rows: list[tuple[str, str, str]] = []
    ends: list[dt.date] = []
    for offer in offers:
        end = offer.ended or offer.term.end
        found = [*_software(view, uses.get(offer.id, [])), *_rights(view, offer)]
        if not found:
            continue
        ends.append(end)
        over = offer.ended is not None or end < view.day
        lines.append(f"**{in_words(end)}**, {view.offer(offer)}{', over: no rights any more' if over else ''}:")
        lines += listed((f"{what}: {where}" for what, where in found), len(found))
        rows += [(in_words(end), what, where) for what, where in found]
    if not ends:
        text = f"**Nothing is recorded in use{view.when()}**, so there is nothing to uninstall. "
        tell = 'Tell me where software is: "activated K1 on build01".'
        rules = ("licence-not-perpetual", "no-renewal")
        return view.says(*_planned(view, offers), text + tell, rules=rules, date=offers[0].term.end)
    many = sum(len(uses.get(one.id, [])) for one in offers)
    head = f"**If you don't renew, {count(many, 'installation')} must be uninstalled**, or licensed commercially."
    head = head if many else "**If you don't renew, the rights below end.** No software is recorded on a machine."
    more = [f"And {len(lines) - 2 * LINES:,} more lines."] if len(lines) > 2 * LINES else []
    return view.says(
        *_planned(view, offers),
        head,
        *lines[: 2 * LINES],
        *more,
        rules=("licence-not-perpetual", "no-renewal", "cloud-rights-end"),
        date=next((end for end in ends if end >= view.day), ends[0]),
        table=tabled(("Last day", "What", "Where"), rows, len(rows)),
    )


def _planned(view: View, offers: list[Offer]) -> list[str]:
    """To those who only tell that they won't renew: there is nothing to record, and until when they may think again."""
    running = [one for one in offers if not one.ended and one.term.end >= view.day]
    if view.ask.only is not Only.PLANNED or not running:
        return []
    ends = joined([f"the {view.offer(one)} on {in_words(one.term.end)}" for one in running])
    first = running[0].term.end
    return [
        f"**Nothing was recorded: not to renew needs no entry.** Without it the rights end by themselves: {ends}.",
        f"A renewal by {in_words(first + WINDOW)} would still go on from the old end; after {in_words(first)} no "
        "rights hold until it is made.",
    ]


def _software(view: View, uses: list[Use]) -> Iterator[tuple[str, str]]:
    machines: dict[str, list[str]] = {}
    for use in uses:
        machines.setdefault(use.product, []).append(use.machine)
    for product, names in machines.items():
        yield view.product(product), f"on {joined(names)}"


def _rights(view: View, offer: Offer) -> Iterator[tuple[str, str]]:
    """Tokens and seats: nothing to uninstall, but the right to use them ends."""
    if offer.ended:
        return
    for one in view.ledger.licences.tokens_of(offer.id, view.day):
        if one.activated and not one.replaced_with and view.wants(one.service) and one.program_year == offer.term.year:
            yield (
                f"{view.product(one.service)}, {count(one.seats, 'seat')}",
                f"on {one.tenant} (token {one.label or one.id})",
            )
    for key in view.ledger.seats.pools():
        held = view.ledger.seats.held(*key, view.day) if key[0] == offer.id and view.wants(key[1]) else 0
        if held:
            yield view.product(key[1]), count(held, "seat")
