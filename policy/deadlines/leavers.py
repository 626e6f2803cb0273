"""People who have left and still hold a seat: what they hold, and from when each may go to somebody else."""

from collections.abc import Iterator, Sequence

from policy.acts.reminders import FinishReminder
from policy.acts.seats import MoveSeat, ReleaseSeat
from policy.acts.waiting import QueueSeat
from policy.context import count
from policy.deadlines.deadline import Button, Deadline
from policy.deadlines.look import Look, dated
from policy.ladders import Kind, kinds
from policy.ledger import Seat, has_clock

_NAMED = 3
"""Seats of one person that get buttons and words of their own."""


def leavers(look: Look) -> Iterator[Deadline]:
    """Whoever has left with a seat, told once (section "Assigning subscriptions")."""
    held: dict[str, list[Seat]] = {}
    for offer, product in look.ledger.seats.pools() if look.ctx.left else ():
        if look.ledger.offers.covers(offer, look.today):
            for seat in look.ledger.seats.holders(offer, product, look.today):
                if seat.last in look.ctx.left:
                    held.setdefault(seat.last, []).append(seat)
    for person, seats in held.items():
        deadline = f"{Kind.LEAVER}:{person}"
        if not look.done(deadline):
            yield _left(look, deadline, person, seats)


def _left(look: Look, deadline: str, person: str, held: Sequence[Seat]) -> Deadline:
    words, name = kinds()[Kind.LEAVER], look.name(person)
    named = ", ".join(look.seat(seat) for seat in held[:_NAMED])
    more = f" and {count(len(held) - _NAMED, 'more seat')}" if len(held) > _NAMED else ""
    clocks = [seat for seat in held[:_NAMED] if has_clock(seat.product)]
    moves = (_move(look, seat, "It" if len(held) == 1 else look.seat(seat)) for seat in clocks)
    buttons = [button for seat in held[:_NAMED] for button in _of(look, words.act, person, seat)]
    return Deadline(
        id=deadline,
        kind=Kind.LEAVER,
        subject=person,
        opens=look.today,
        day=None,
        people=look.people(deadline, None),
        rungs=look.after(Kind.LEAVER, look.today),
        topic=deadline,
        said={"person": name, "seats": f"{named}{more}", "moves": " ".join(moves)},
        buttons=(*buttons, Button(words.done, FinishReminder(deadline=deadline, called=f"{name}'s seats"))),
    )


def _move(look: Look, seat: Seat, called: str) -> str:
    when = "now" if seat.free_from <= look.today else f"from {dated(seat.free_from)}"
    return f"{called} can go to somebody else {when}."


def _of(look: Look, release: str, person: str, seat: Seat) -> Iterator[Button]:
    """To pass a seat on, now or from its day, and to take it back."""
    called = look.seat(seat)
    if has_clock(seat.product):
        move = MoveSeat(from_person=person, product=seat.product, seat=seat.id)
        queue = QueueSeat(product=seat.product, seat=seat.id)
        now = seat.free_from <= look.today
        yield Button(f"Move {called} to …" if now else f"Queue somebody for {called} …", move if now else queue)
    yield Button(release.format(seat=called), ReleaseSeat(person=person, product=seat.product, seat=seat.id))
