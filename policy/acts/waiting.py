"""Waiting for a seat: for a certain one until the day on which it may move, or for the first to become free."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from policy import model
from policy.acts.find import matches
from policy.acts.outcome import Act, Ask, Choice, Decides, Outcome, Record
from policy.acts.settle import common, settle, word_to
from policy.context import Context, count, in_words
from policy.days import dated
from policy.ladders import Kind, first_told
from policy.laws.seats import seat_name
from policy.ledger import Ledger, Seat, Wait, has_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSeat(Act):
    """A person waits: for the seat named or for the first that becomes free."""

    person: str | None = None
    product: str = "visual-studio"
    seat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnqueueSeat(Act):
    person: str | None = None
    product: str = "visual-studio"


def queue_choice(ctx: Context, person: str, product: str, seat: Seat) -> Choice:
    """Waits for a certain seat, until the day on which it may move."""
    day = seat.free_from
    year = f" {day.year}" if day.year != ctx.today.year else ""
    when = f" for {day.day} {day:%b}{year}" if day > ctx.today else ""
    return Choice(f"Queue {ctx.name(person)}{when}", QueueSeat(person=person, product=product, seat=seat.id))


def one_product(ledger: Ledger, product: str, ctx: Context) -> str:
    """The granted edition that a general product stands for, where there is only one."""
    granted = {
        grant.product
        for offer in ledger.offers.in_force(ctx.today)
        for grant in ledger.offers.grants_of(offer.id, ctx.today)
        if grant.product.startswith(f"{product}-") and product == "visual-studio"
    }
    return granted.pop() if len(granted) == 1 else product


def waiting_behind(ledger: Ledger, ctx: Context, product: str, person: str) -> list[Wait]:
    """Who else waits for the first free seat of a product, the longest waiting first."""
    products = [one for one in dict.fromkeys(key[0] for key in ledger.seats.waits) if matches(one, product)]
    found = [wait for one in products for wait in ledger.seats.waiting(one, ctx.today)]
    found = [wait for wait in found if wait.person != person and wait.seat is None]
    return sorted(found, key=lambda wait: wait.entry)


def waits_in_words(ctx: Context, waits: list[Wait]) -> str:
    """Who waits: Bob Miller has waited for one since 3 Jun 2026 (#12)."""
    first = waits[0]
    others = f"; so {count(len(waits) - 1, 'other does', 'others do')}" if len(waits) > 1 else ""
    return f"{ctx.name(first.person)} has waited for one since {in_words(first.since)} (#{first.entry}){others}."


def _queued(ledger: Ledger, act: QueueSeat, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", "Who is waiting?", act)
    home = ledger.seats.home(act.seat) if act.seat else None
    product = home[1] if home else one_product(ledger, act.product, ctx)
    entry = model.SeatQueued(product=product, seat=act.seat, person=act.person, **common(act, ctx))
    state = ledger.seats.seat(act.seat, ctx.today) if act.seat else None
    name, what = ctx.name(act.person), ctx.product(product)
    text = f"**Done.** {name} waits for a {what} seat (#{ledger.last_seq + 1})."
    date = None
    if state and home:
        date = state.free_from
        called = seat_name(ledger, ctx, state.id, state.offer, state.product, ctx.today)
        text = f"**Done.** {name} waits for {called} (#{ledger.last_seq + 1}). It can move {_from(ledger, ctx, date)}"
    elif first := _first_to_move(ledger, ctx, product):
        date = first.free_from
        called = seat_name(ledger, ctx, first.id, first.offer, first.product, ctx.today)
        text += f"\nNone is free. The first that may move is {ctx.name(first.last)}'s {called}, "
        text += _from(ledger, ctx, date)
    notes = word_to(ctx, act.person, f"{ctx.name(ctx.by)} put you on the list for a {what} seat.")
    return settle(ledger, act, ctx, Record((entry,), text, ("vs-reassign",), date, notes))


def _from(ledger: Ledger, ctx: Context, first: dt.date) -> str:
    """From which day a seat can move, and when that will be told: not on a day off."""
    if first <= ctx.today:
        return "**now**."
    told = first_told(Kind.SEAT_MOVE, dict(ledger.company.settings(ctx.today).ladders), first, ctx.off)
    if told is None:
        return f"from **{in_words(first)}**."
    return f"from **{in_words(first)}**; I'll tell you {'that morning' if told == first else f'on {dated(told)}'}."


def _first_to_move(ledger: Ledger, ctx: Context, product: str) -> Seat | None:
    """Of a product of which no seat is free: the one at rest, or else held, that may first go to somebody new."""
    day, resting, held = ctx.today, list[Seat](), list[Seat]()
    for offer in ledger.offers.in_force(day):
        grant = ledger.offers.grant(offer.id, product, day)
        if grant is None or not has_clock(product):
            continue
        if ledger.seats.occupied(offer.id, product, day) < grant.quantity:
            return None
        resting += ledger.seats.resting(offer.id, product, day)
        held += ledger.seats.holders(offer.id, product, day)
    return min(resting or held, key=lambda seat: seat.free_from, default=None)


def _unqueued(ledger: Ledger, act: UnqueueSeat, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", "Who no longer waits?", act)
    products = dict.fromkeys([one_product(ledger, act.product, ctx), act.product])
    waits = [wait for product in products if (wait := ledger.seats.wait(product, act.person, ctx.today))]
    product, seat = (waits[0].product, waits[0].seat) if waits else (next(iter(products)), None)
    entry = model.SeatUnqueued(product=product, seat=seat, person=act.person, **common(act, ctx))
    text = (
        f"**Done.** {ctx.name(act.person)} no longer waits for a {ctx.product(product)} seat (#{ledger.last_seq + 1})."
    )
    notes = word_to(ctx, act.person, f"{ctx.name(ctx.by)} took you off the list for a {ctx.product(product)} seat.")
    return settle(ledger, act, ctx, Record((entry,), text, (), None, notes))


DECIDES: Final[Decides] = {QueueSeat: _queued, UnqueueSeat: _unqueued}
