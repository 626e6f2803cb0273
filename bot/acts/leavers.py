"""What somebody who left gives back."""

from dataclasses import replace

from bot.record.records import Visit
from policy.acts import LEFT, Act, ReleaseSeat, TakeRole, UnqueueSeat
from policy.model import Role


def given_back_by(leaver: ReleaseSeat, visit: Visit) -> list[Act]:
    """Everything that somebody who left gives back: each seat, each place in a queue, each role."""
    leaver = replace(leaver, why=leaver.why or LEFT)
    seats, person, day = visit.ledger.seats, leaver.person, visit.today
    if person is None:
        return [leaver]
    held = [seat for seat in seats.of(person, day) if visit.ledger.offers.covers(seat.offer, day)]
    given_back = [replace(leaver, product=seat.product, seat=seat.id) for seat in held]
    waits = dict.fromkeys(product for _, product in seats.pools() if seats.wait(product, person, day))
    roles = (role for role in Role if visit.ledger.company.has_role(person, role, day))
    return [
        *given_back,
        *(UnqueueSeat(person=person, product=product) for product in waits),
        *(TakeRole(person=person, role=role) for role in roles),
    ] or [leaver]
