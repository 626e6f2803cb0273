"""Seats that are held: activated, released, moved to another person."""

from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.assigning import AssignSeat, free_seat, give, is_free, welcome
from policy.acts.find import find_seat, holder_of
from policy.acts.outcome import Act, Ask, Choice, Decides, Instead, Outcome, Record
from policy.acts.settle import common, day_of, refuse, settle, word_to
from policy.acts.waiting import queue_choice, waiting_behind, waits_in_words
from policy.context import Context, in_words
from policy.laws import Fault
from policy.laws.seats import seat_name
from policy.ledger import CLOCK, Ledger, Seat, has_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivateSeat(Act):
    """A person has signed in and activated the subscription."""

    person: str | None = None
    product: str | None = None
    seat: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSeat(Act):
    person: str | None = None
    product: str | None = None
    seat: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSeat(Act):
    """A seat from one person to another."""

    from_person: str | None = None
    person: str | None = None
    product: str | None = None
    seat: str | None = None
    number: int | None = None


def _activate(ledger: Ledger, act: ActivateSeat, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", "Who activated it?", act)
    found = find_seat(ledger, act, ctx, day_of(act, ctx), act.person, act.product, act.seat, act.number)
    if not isinstance(found, Seat):
        return found
    name = seat_name(ledger, ctx, found.id, found.offer, found.product, day_of(act, ctx))
    if found.activated:
        text = f"{ctx.name(act.person)} activated {name} on {in_words(found.activated)} already; nothing to record."
        return refuse(ctx, Fault(text, ("vs-per-user",), found.assignment, found.activated))
    entry = model.SeatActivated(
        seat=found.id, offer=found.offer, product=found.product, person=act.person, **common(act, ctx)
    )
    text = (
        f"**Recorded.** {ctx.name(act.person)} activated {name} on {in_words(entry.on)} "
        f"(#{ledger.last_seq + 1}): it is valid now."
    )
    return settle(ledger, act, ctx, Record((entry,), text, ("vs-per-user",)))


def _release(ledger: Ledger, act: ReleaseSeat, ctx: Context) -> Outcome:
    day = day_of(act, ctx)
    person = act.person or holder_of(ledger, act.number, act.product, day)
    if person is None:
        return Ask("person", "Whose seat?", act)
    act = replace(act, person=person)
    found = find_seat(ledger, act, ctx, day, person, act.product, act.seat, act.number)
    if not isinstance(found, Seat):
        return found
    entry = model.SeatReleased(
        seat=found.id, offer=found.offer, product=found.product, person=person, **common(act, ctx)
    )
    name = seat_name(ledger, ctx, found.id, found.offer, found.product, day)
    text = f"**Done.** {ctx.name(person)} no longer has {name}, from {ctx.day(day)} (#{ledger.last_seq + 1})."
    date = None
    if day < found.free_from <= ctx.today:
        text += f"\nIt rested until {in_words(found.free_from)}, 90 days after it was assigned, and is free now."
    elif found.free_from > day:
        date = found.free_from
        text += (
            f"\nIt rests until **{in_words(date)}**, 90 days after it was assigned; "
            f"before that only {ctx.name(person)} may have it again."
        )
    elif waiting := ledger.seats.waiting(found.product, ctx.today):
        text += f"\nIt is free now, and {ctx.name(waiting[0].person)} is waiting for one."
    else:
        text += "\nIt is free now."
    choices = tuple(
        Choice(
            f"Give {ctx.name(wait.person)} the seat",
            AssignSeat(person=wait.person, product=found.product, offer=found.offer),
        )
        for wait in ledger.seats.waiting(found.product, ctx.today)[:1]
        if found.free_from <= day
    )
    notes = word_to(ctx, person, f"{ctx.name(ctx.by)} took back {name}, from {ctx.day(day)}.")
    rules = ("vs-reassign",) if has_clock(found.product) else ("grant-as-listed",)
    return settle(ledger, act, ctx, Record((entry,), text, rules, date, notes, choices))


def _move(ledger: Ledger, act: MoveSeat, ctx: Context) -> Outcome:
    day = day_of(act, ctx)
    holder = act.from_person or holder_of(ledger, act.number, act.product, day)
    if holder is None:
        return Ask("from_person", "From whom?", act)
    if act.person is None:
        return Ask("person", "To whom?", act)
    act = replace(act, from_person=holder)
    found = find_seat(ledger, act, ctx, day, holder, act.product, act.seat, act.number)
    if not isinstance(found, Seat):
        return found
    if holder == act.person:
        return refuse(ctx, Fault(f"{ctx.name(act.person)} has that seat already.", ("vs-per-user",), found.assignment))
    entry = model.SeatReassigned(seat=found.id, from_person=holder, person=act.person, **common(act, ctx))
    return settle(
        ledger,
        act,
        ctx,
        _moved(ledger, ctx, entry, found),
        instead=lambda one: _instead_of_moving(ledger, act, ctx, found),
    )


def _moved(ledger: Ledger, ctx: Context, entry: model.SeatReassigned, seat: Seat) -> Record:
    name = seat_name(ledger, ctx, seat.id, seat.offer, seat.product, entry.on)
    old, new = ctx.name(entry.from_person), ctx.name(entry.person)
    text = f"**Done.** {name} went from {old} to {new}, from {ctx.day(entry.on)} (#{ledger.last_seq + 1})."
    date = None
    if has_clock(seat.product):
        date = entry.on + CLOCK
        text += (
            f"\nIt counts once {new} signs in and activates it. "
            f"The 90 days start anew: it can move again from {in_words(date)}."
        )
    if waits := waiting_behind(ledger, ctx, seat.product, entry.person):
        text += f"\n{waits_in_words(ctx, waits)}"
    assigned = model.SeatAssigned(
        seat=seat.id, offer=seat.offer, product=seat.product, person=entry.person, by=entry.by, on=entry.on
    )
    notes = (
        *word_to(ctx, entry.from_person, f"{ctx.name(ctx.by)} moved {name} to {new}, from {ctx.day(entry.on)}."),
        *word_to(ctx, entry.person, welcome(ctx, assigned, name)),
    )
    rules = ("vs-reassign", "vs-per-user") if has_clock(seat.product) else ("grant-as-listed",)
    return Record((entry,), text, rules, date, notes)


def _instead_of_moving(ledger: Ledger, act: MoveSeat, ctx: Context, seat: Seat) -> Instead:
    """A free seat for the other person now; the queue for the day on which this one may move."""
    person, day = act.person or "", ctx.today
    if any(state.product == seat.product for state in ledger.seats.of(person, day)):
        return Instead()
    choices, text = [], ""
    if free := free_seat(ledger, seat.offer, seat.product, day):
        wanted = AssignSeat(person=person, product=seat.product, offer=seat.offer)
        choices.append(give(ledger, ctx, wanted, free))
        text = is_free(ledger, ctx, seat.offer, seat.product, free)
    if ledger.seats.wait(seat.product, person, day) is None:
        choices.append(queue_choice(ctx, person, seat.product, seat))
    return Instead(tuple(choices), text)


DECIDES: Final[Decides] = {ActivateSeat: _activate, ReleaseSeat: _release, MoveSeat: _move}
