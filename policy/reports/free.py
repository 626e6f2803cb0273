"""Is a seat free: how many, which rest until when, and the first day on which one can move."""

import datetime as dt

from policy.context import count, in_words
from policy.decision import Form, Verdict
from policy.ledger import has_clock
from policy.reports.asked import Report
from policy.reports.stock import Stock, first_move, granting, resting_words, stock_line, stocks
from policy.reports.view import View, joined, listed, tabled, yes


def seats_free(view: View) -> Report:
    """Is a seat free, how many, which rest until when; the date is the first day on which one can move.

    Where no product is named, a seat is one of Visual Studio, as long as any is granted.
    """
    if not view.offers(standing=True):
        return _no_rights(view)
    found = list(stocks(view))
    if not found and view.ask.product and (on_machines := _on_machines(view)):
        return on_machines
    if not found:
        return _granted_none(view) or _no_grant(view)
    meant = [one for one in found if has_clock(one.product)] or found
    others = [one for one in found if one not in meant]
    free = sum(one.free for one in meant)
    date, next_line = (None, "") if free else _first_day(view, meant)
    lines = [_with_waiting(view, one) for one in meant] if len(meant) > 1 else _details(view, meant[0])
    lead = ("Yes. " if free else "No. ") if view.polar(Form.POLAR) else ""
    rows = (
        (view.product(one.product), f"{one.grant.quantity}", f"{one.held}", f"{len(one.resting)}", f"{one.free}")
        for one in found
    )
    clock = has_clock(meant[0].product)
    return view.says(
        f"**{lead}{_free_head(view, meant, free)}**",
        next_line,
        *(listed(lines, len(lines)) if len(meant) > 1 else lines),
        _for_whom(view, meant),
        *listed((_with_waiting(view, one) for one in others), len(others)),
        verdict=yes(is_so=free > 0) if view.polar(Form.POLAR) else None,
        rules=("grant-as-listed", "vs-reassign", "vs-per-user") if clock else ("grant-as-listed",),
        entries=[one.grant.entry for one in meant[:3]],
        date=date,
        table=tabled(("Product", "Granted", "In use", "At rest", "Free"), rows, len(found)),
    )


def _no_grant(view: View) -> Report:
    """That no grant is recorded, and how to record one."""
    of = view.product(view.ask.product) if view.ask.product else "seats"
    lead = "No. " if view.polar(Form.POLAR) else ""
    return view.says(
        f"**{lead}No grant of {of} is recorded{view.when()}.** Seats are counted from what Partner Center lists. "
        f'Tell me: "{granting(view)}".',
        verdict=Verdict.NOT_ALLOWED if view.polar(Form.POLAR) else None,
        rules=("grant-as-listed",),
    )


def _granted_none(view: View) -> Report | None:
    """That 0 of the product asked about are granted; None where no such grant is recorded."""
    offers = view.offers(standing=True)
    grants = (grant for one in offers for grant in view.ledger.offers.grants_of(one.id, view.day))
    grant = next((one for one in grants if view.ask.product and view.wants(one.product)), None)
    if grant is None:
        return None
    polar = view.polar(Form.POLAR)
    return view.says(
        f"**{'No. ' if polar else ''}{view.product(grant.product)}: {grant.quantity:,} granted{view.when()}**, so none "
        "is free.",
        f'If Partner Center lists more, tell me: "{granting(view)}".',
        verdict=Verdict.NOT_ALLOWED if polar else None,
        rules=("grant-as-listed",),
        entries=[grant.entry],
    )


def _on_machines(view: View) -> Report | None:
    """How many of what is installed on machines are left; None where no such product asked about is granted."""
    granted: dict[str, int] = {}
    entries: list[int] = []
    for offer in view.offers(standing=True):
        for grant in view.ledger.offers.grants_of(offer.id, view.day):
            if grant.quantity and view.wants(grant.product) and view.ctx.kind(grant.product) == "on_premises":
                granted[grant.product] = granted.get(grant.product, 0) + grant.quantity
                entries.append(grant.entry)
    if not granted:
        return None
    used = {product: view.ledger.licences.in_use(product, view.day) for product in granted}
    free = {product: max(0, number - used[product]) for product, number in granted.items()}
    lines = [
        f"{view.product(product)}: {number:,} granted, on {count(used[product], 'machine')}, {free[product]:,} left"
        for product, number in granted.items()
    ]
    polar = view.polar(Form.POLAR)
    lead = ("Yes. " if any(free.values()) else "No. ") if polar else ""
    head = f"**{lead}{lines[0]}{view.when()}.**" if len(lines) == 1 else f"**{lead}Licences on machines{view.when()}:**"
    return view.says(
        head,
        *(listed(lines, len(lines)) if len(lines) > 1 else ()),
        verdict=yes(is_so=any(free.values())) if polar else None,
        rules=("grant-as-listed", "track-usage"),
        entries=entries[:3],
    )


def _no_rights(view: View) -> Report:
    """No seat is free without an offer in force."""
    last = max(view.offers(), key=lambda one: one.term.end, default=None)
    if last is None:
        found = view.nothing_bought()
        return Report(found.text, Verdict.NOT_ALLOWED if view.polar(Form.POLAR) else None, found.rules, found.date)
    over = last.ended or last.term.end
    text = f"**No.** The {view.offer(last)} {'ended' if last.ended else 'ran out'} on {in_words(over)}, and its seats "
    text += "with it. If it was renewed, tell me when."
    verdict = Verdict.NOT_ALLOWED if view.polar(Form.POLAR) else None
    return view.says(text, verdict=verdict, rules=("no-renewal",), entries=[last.ending or last.term.entry], date=over)


def _free_head(view: View, found: list[Stock], free: int) -> str:
    names = {one.product for one in found}
    total = sum(one.grant.quantity for one in found)
    name = f"{view.product(names.pop())} seats" if len(names) == 1 else "seats"
    is_ = "was" if view.past else "is"
    are = "were" if view.past else "are"
    if not free and total == 1:
        return f"The only {name.removesuffix('s')} {is_} not free{view.when()}."
    if not free:
        return f"None of the {total:,} {name} {is_} free{view.when()}."
    return f"{free:,} of {total:,} {name} {is_ if free == 1 else are} free{view.when()}."


def _details(view: View, stock: Stock) -> list[str]:
    held = f"{stock.held:,} given to people" if stock.entered else f"{stock.held:,} in use"
    lines = [held + (f", {stock.over:,} more than granted" if stock.over else "") + "."]
    if stock.entered:
        lines.append(f"{stock.entered:,} stand on a tenant by token.")
    if stock.resting:
        rests = "rests" if len(stock.resting) == 1 else "rest"
        lines.append(
            f"{len(stock.resting):,} {rests} for 90 days after the last assignment: {resting_words(view, stock)}."
        )
    if waiting := view.ledger.seats.waiting(stock.product, view.day):
        named = [view.name(one.person) for one in waiting if view.sees(one.person)]
        who = joined(named) if len(named) == len(waiting) else count(len(waiting), "person", "people")
        lines.append(f"Waiting: {who}.")
    return lines


def _with_waiting(view: View, stock: Stock) -> str:
    waiting = len(view.ledger.seats.waiting(stock.product, view.day))
    return stock_line(view, stock) + (f"; {waiting:,} waiting" if waiting else "")


def _first_day(view: View, found: list[Stock]) -> tuple[dt.date | None, str]:
    """The first day on which a seat that is taken now may go to somebody else, said."""
    moves = [(move[0], move[1]) for one in found if (move := first_move(view, one))]
    if not moves:
        return None, ""
    day, seat = min(moves, key=lambda move: move[0])
    name = view.seat(seat)
    if seat.released:
        return day, f"The first is free again on **{in_words(day)}**: {name}."
    whose = f"{view.name(seat.last)}'s " if view.sees(seat.last) else ""
    if not has_clock(seat.product):
        return day, f"{whose}{name} may go to somebody else any day: only Visual Studio seats wait."
    if day <= view.day:
        return day, f"{whose}{name} may go to somebody else now: it was assigned 90 days ago or more."
    return day, f"The first that may move: {whose}{name}, from **{in_words(day)}**."


def _for_whom(view: View, found: list[Stock]) -> str:
    """What a seat would mean for the person named."""
    person = view.ask.person
    if person is None or not view.sees(person):
        return ""
    held = [one for one in view.ledger.seats.of(person, view.day) if view.wants(one.product)]
    name = "You have" if person == view.ctx.by else f"{view.name(person)} has"
    if held:
        return f"{name} {view.seat(held[0])} already, since {in_words(held[0].since)} (#{held[0].assignment})."
    own = next((seat for one in found for seat in one.resting if seat.last == person), None)
    if own:
        until = in_words(own.free_from)
        return f"{view.seat(own)} rests until {until}, but {view.name(person)} may have it again any day."
    if any(has_clock(one.product) for one in found):
        return "A Visual Studio seat counts once it is activated, and stays with its holder for 90 days."
    return ""
