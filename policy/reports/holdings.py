"""What one person has: seats, what they wait for, what they asked for."""

from policy.context import capital, in_words
from policy.decision import Form
from policy.ledger import Seat, has_clock
from policy.reports.asked import Report
from policy.reports.stock import activated, free_line, rules_of, since
from policy.reports.view import View, cut, joined, listed, tabled, yes


def seats_of(view: View) -> Report:
    """What a person has: seats, what they wait for, what they asked for."""
    person = view.ask.person or view.ctx.by
    if not view.sees(person):
        text = f"**I can't show what {cut(view.named(person))} has.** {view.hidden()}"
        return view.says(text, free_line(view), rules=("admin-role",))
    mine = person == view.ctx.by
    name = "You" if mine else view.name(person)
    held = [one for one in view.ledger.seats.of(person, view.day) if view.wants(one.product)]
    have = "had" if view.past else "have" if mine else "has"
    if held:
        head = f"**{name} {have} {joined([view.seat(one) for one in held])}{view.when()}.**"
        lines = [f"{view.seat(one)}: {since(view, one)}{_movable(view, one)}" for one in held]
        lines = listed(lines, len(lines)) if len(lines) > 1 else [f"{capital(lines[0].partition(': ')[2])}."]
        if nudge := next((one for one in held if has_clock(one.product) and not one.activated), None):
            sign_in = "you sign in and activate" if mine else f"{name} signs in and activates"
            lines.append(f"{view.seat(nudge)} counts once {sign_in} it.")
    else:
        what = f"{view.product(view.ask.product)} seat" if view.ask.product else "seat"
        head = f"**{name} {have} no {what}{view.when()}.**"
        lines = _before(view, person)
    rows = ((view.seat(one), in_words(one.since), activated(one)) for one in held)
    dates = [one.free_from for one in held if has_clock(one.product)]
    return view.says(
        head,
        *lines,
        *_hopes(view, person, mine),
        verdict=yes(is_so=bool(held)) if view.polar(Form.OPEN) else None,
        rules=rules_of(held[0].product if held else view.ask.product),
        entries=[one.assignment for one in held[:3]],
        date=dates[0] if len(dates) == 1 else None,
        table=tabled(("Seat", "Since", "Activated"), rows, len(held)) if held else None,
    )


def _movable(view: View, seat: Seat) -> str:
    if not has_clock(seat.product):
        return ""
    if seat.free_from <= view.day:
        return f"; free to move since {in_words(seat.free_from)}"
    return f"; it can move to somebody else from {in_words(seat.free_from)}"


def _before(view: View, person: str) -> list[str]:
    """What somebody without a seat had last, and how to get one."""
    book = view.ledger.seats
    past = [state for seat in dict.fromkeys(book.ever(person)) if (state := book.seats.on(seat, view.day))]
    given_back = [one for one in past if one.last == person and one.released and view.wants(one.product)]
    lines = []
    if given_back:
        last = max(given_back, key=lambda one: (one.released or one.since, one.release or 0))
        when = in_words(last.released) if last.released else ""
        lines.append(f"Last: {view.seat(last)}, given back on {when} (#{last.release}).")
    if free := free_line(view):
        lines.append(free)
    return lines


def _hopes(view: View, person: str, mine: bool) -> list[str]:
    """What a person waits for and has asked for."""
    book = view.ledger.seats
    queued = (product for product in view.ctx.catalogue.by_id if (product, person) in book.waits)
    waits = [wait for product in queued if (wait := book.wait(product, person, view.day))]
    asked = [one for one in book.open_requests(view.day) if one.person == person]
    lines = [f"Waiting for {view.product(one.product)} since {in_words(one.since)} (#{one.entry})." for one in waits]
    verb = "You asked" if mine else "Asked"
    lines += [
        f"{verb} for {view.product(one.product)} on {in_words(one.since)} (#{one.entry}); not decided yet."
        for one in asked
    ]
    return lines[:5]
