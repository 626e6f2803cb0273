"""What the Home tab tells somebody of their own: seats, requests, waiting; and how many seats are free."""

from collections.abc import Collection, Iterator
from typing import Final

from bot.record.records import Visit
from bot.slack.tab.lines import Bar, Button, Line, button
from policy.acts import Act, ActivateSeat, Undo
from policy.context import in_words
from policy.laws.seats import seat_name
from policy.ledger import Seat
from policy.model import Role

ACTIVATED: Final = "I've activated it"


def holdings(visit: Visit, offered: Collection[Button]) -> list[Line]:
    """What who asks holds and asked for, with what they may do about it; what is `offered` above is not once more."""
    ledger, today, person, ctx = visit.ledger, visit.today, visit.request.person, visit.context()
    held = (seat for seat in ledger.seats.of(person, today) if ledger.offers.covers(seat.offer, today))
    lines = [_seat(visit, seat) for seat in held]
    lines += [
        Line(
            f"Asked for {ctx.product(one.product)} on {in_words(one.since)}: not decided yet",
            _buttons(visit, "Take it back", Undo(seq=one.entry)),
        )
        for one in ledger.seats.open_requests(today)
        if one.person == person
    ]
    for product in dict.fromkeys(key[0] for key in ledger.seats.waits):
        if wait := ledger.seats.wait(product, person, today):
            lines.append(Line(f"You wait for {ctx.product(product)}, since {in_words(wait.since)}"))
    plans = {one.plan for one in offered}
    return [Line(one.text, tuple(each for each in one.buttons if each.plan not in plans)) for one in lines]


def free_seats(bars: Collection[Bar]) -> Iterator[str]:
    """How many seats of each product are free, and until when those at rest are not."""
    for bar in bars:
        rest = f", {bar.resting:,} at rest until {in_words(bar.until)}" if bar.resting and bar.until else ""
        yield f"{bar.product}: {bar.free:,} of {bar.total:,}{rest}"


def may_ask(visit: Visit) -> bool:
    """Whether somebody may ask for a seat: an auditor records nothing, not even that."""
    company, person = visit.ledger.company, visit.request.person
    audits = company.has_role(person, Role.AUDITOR, visit.today)
    return company.is_administrator(person, visit.today) or not audits


def _seat(visit: Visit, seat: Seat) -> Line:
    ctx, person = visit.context(), visit.request.person
    name = seat_name(visit.ledger, ctx, seat.id, seat.offer, seat.product, visit.today)
    text = f"{name}, since {in_words(seat.since)}"
    if seat.activated:
        return Line(f"{text}, activated on {in_words(seat.activated)}")
    activated = ActivateSeat(person=person, product=seat.product, seat=seat.id)
    return Line(
        f"{text}, **not activated yet**: sign in at my.visualstudio.com and activate it",
        _buttons(visit, ACTIVATED, activated),
    )


def _buttons(visit: Visit, label: str, act: Act) -> tuple[Button, ...]:
    drawn = button(label, act) if may_ask(visit) else None
    return (drawn,) if drawn else ()
