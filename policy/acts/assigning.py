"""Assigning a seat: which one, to whom, and what can be done where none can be given."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from policy import model
from policy.acts.corrections import Correct
from policy.acts.find import find_grant, matches
from policy.acts.outcome import Act, Ask, Choice, Decides, Instead, Outcome, Record
from policy.acts.settle import common, day_of, refuse, settle, word_to
from policy.acts.waiting import QueueSeat, queue_choice, waiting_behind, waits_in_words
from policy.context import Context, count, in_words
from policy.ladders import Kind, first_told
from policy.laws import Broken, Fault
from policy.laws.seats import seat_name
from policy.ledger import CLOCK, Ledger, has_clock
from policy.model import ACTION_PACKS, Answered, Level, Programme

LEFT: Final = "left"
"""Why somebody gave a seat back of whom it is told that they left."""
GONE: Final = frozenset({LEFT, "resigned", "quit", "retired", "departed", "leaves", "leaving", "fired", "sacked"})
"""Words of a reason that say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignSeat(Act):
    """Give a person a seat; `seat` where a certain one was chosen, `number` where one was named as people count."""

    person: str | None = None
    product: str = "visual-studio"
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None
    seat: str | None = None
    number: int | None = None
    request: str | None = None


def assign(ledger: Ledger, act: AssignSeat, ctx: Context) -> Outcome:
    """A seat for somebody: the one named, their own, or the first that is free."""
    person, day = act.person, day_of(act, ctx)
    if person is None:
        return Ask("person", "To whom?", act)
    if edition := _wrong_edition(ledger, act, ctx, day):
        return edition
    found = find_grant(ledger, act, ctx, day, act.product, act.offer, act.program, act.level)
    if not isinstance(found, tuple):
        return found
    offer, product = found
    chosen = _chosen(ledger, act, ctx, offer.id, product)
    if isinstance(chosen, Ask):
        return chosen
    act = replace(act, seat=chosen)
    seat = chosen or _seat_for(ledger, offer.id, product, person, day)
    entry = model.SeatAssigned(seat=seat, offer=offer.id, product=product, person=person, **common(act, ctx))
    given = _to_an_outsider(ledger, ctx, entry, _assigned(ledger, ctx, entry))
    return settle(
        ledger,
        act,
        ctx,
        _with_the_request(ledger, ctx, entry, _past_the_queue(ledger, ctx, entry, given)),
        instead=lambda one: _instead_of_assigning(ledger, act, ctx, one, offer.id, product),
    )


def _chosen(ledger: Ledger, act: AssignSeat, ctx: Context, offer: str, product: str) -> str | Ask | None:
    """The seat that was chosen or named by its number, as long as it is one of the grant: others record too."""
    if act.seat is None:
        return None if act.number is None else _numbered(ledger, act, ctx, offer, product)
    home = ledger.seats.home(act.seat)
    fits = home == (offer, product) if home else act.seat == ledger.next_id("seat")
    return act.seat if fits else None


def _numbered(ledger: Ledger, act: AssignSeat, ctx: Context, offer: str, product: str) -> str | Ask | None:
    """The seat of a number, or the next new one; where there is none so far, the question about a free one."""
    pool, created = ledger.seats.pool(offer, product), ledger.seats.created(offer, product)
    if act.number == created + 1:
        return ledger.next_id("seat")
    known = next((one for one in (pool.members() if pool else ()) if ledger.seats.number(one) == act.number), None)
    free = free_seat(ledger, offer, product, day_of(act, ctx))
    if known or not free:
        return known
    given = f"{count(created, 'has', 'have')} been given so far" if created else "none has been given so far"
    text = (
        f"Which seat? There is no {ctx.product(product)} seat {act.number} yet: they are numbered as they are "
        f"given, and {given}."
    )
    return Ask("number", text, act, (give(ledger, ctx, replace(act, product=product, offer=offer), free),))


def _seat_for(ledger: Ledger, offer: str, product: str, person: str, day: dt.date) -> str:
    """The seat to give: the one that rests for this person, else the lowest free from now on, else a new one."""
    resting = [
        state
        for seat in ledger.seats.ever(person)
        if ledger.seats.home(seat) == (offer, product)
        and (state := ledger.seats.seat(seat, day))
        and state.last == person
        and state.released
        and not _used_later(ledger, seat, day)
    ]
    if resting:
        return resting[0].id
    for seat, state in ledger.seats.idle(offer, product, day):
        if not (state and state.rests(day)) and not _used_later(ledger, seat, day):
            return seat
    grant = ledger.offers.grant(offer, product, day)
    if grant and ledger.seats.created(offer, product) >= grant.quantity:
        at_rest = ledger.seats.resting(offer, product, day)
        if at_rest and ledger.seats.occupied(offer, product, day) >= grant.quantity:
            return at_rest[0].id
        for seat, _ in ledger.seats.idle(offer, product, day):
            return seat
    return ledger.next_id("seat")


def _used_later(ledger: Ledger, seat: str, day: dt.date) -> bool:
    """Whether a seat has entries after a day, so that an assignment dated back would stand in their way."""
    track = ledger.seats.seats.track(seat)
    return track is not None and track.last_day is not None and track.last_day > day


def _assigned(ledger: Ledger, ctx: Context, entry: model.SeatAssigned) -> Record:
    name, seat = (
        ctx.name(entry.person),
        seat_name(ledger, ctx, entry.seat, entry.offer, entry.product, entry.on),
    )
    lines = [f"**Done.** {name} has {seat} from {ctx.day(entry.on)} (#{ledger.last_seq + 1})."]
    date = None
    if has_clock(entry.product):
        ladders = dict(ledger.company.settings(ctx.today).ladders)
        nudge, date = first_told(Kind.SEAT_ACTIVATION, ladders, entry.on, ctx.off), entry.on + CLOCK
        reminder = f"; I'll remind them on {nudge.day} {nudge:%b}" if nudge and nudge > ctx.today else ""
        lines.append(
            f"It counts once {name} signs in and activates it{reminder}. "
            f"It can move to somebody else from {in_words(date)}."
        )
    rules = ("vs-per-user", "vs-reassign") if has_clock(entry.product) else ("grant-as-listed",)
    return Record((entry,), "\n".join(lines), rules, date, word_to(ctx, entry.person, welcome(ctx, entry, seat)))


def _to_an_outsider(ledger: Ledger, ctx: Context, entry: model.SeatAssigned, record: Record) -> Record:
    """Says that the person is known to have left (a seat was given back for it, or the account is off) or a guest."""
    released = [
        one
        for one in ledger.about(entry.person)
        if isinstance(one, model.SeatReleased) and one.on <= entry.on and not ledger.is_reversed(one.number)
    ]
    last = max(released, key=lambda one: (one.on, one.number), default=None)
    name = ctx.name(entry.person)
    if last is not None and not GONE.isdisjoint((last.why or "").lower().split()):
        text = f"**Careful:** {name} gave a seat back on {in_words(last.on)} since they left (#{last.number})."
    elif entry.person in ctx.left:
        text = f"**Careful:** {name} has left: the account is switched off."
    elif entry.person in ctx.guests:
        text = f"**Careful:** {name} is a guest here, and benefits are for your own employees."
    else:
        return record
    return replace(record, text=f"{record.text}\n{text} Is it meant for them?")


def _past_the_queue(ledger: Ledger, ctx: Context, entry: model.SeatAssigned, record: Record) -> Record:
    """Says who waits for a seat of the product while another gets one, with a seat for who waits longest."""
    waits = waiting_behind(ledger, ctx, entry.product, entry.person)
    if not waits:
        return record
    first = waits[0].person
    wish = AssignSeat(person=first, product=entry.product, offer=entry.offer)
    trial = ledger.trial((entry,))
    if free := free_seat(trial, entry.offer, entry.product, ctx.today):
        choice = give(trial, ctx, wish, free)
    else:
        instead = Correct(seq=ledger.last_seq + 1, changes=(("person", first),))
        choice = Choice(f"Give it to {ctx.name(first)} instead", instead)
    text = f"{record.text}\n{waits_in_words(ctx, waits)}"
    return replace(record, text=text, choices=(*record.choices, choice))


def _with_the_request(ledger: Ledger, ctx: Context, entry: model.SeatAssigned, record: Record) -> Record:
    """The person's own open request is answered with the seat, so that nobody is reminded of it."""
    asked = [
        one
        for one in ledger.seats.open_requests(ctx.today)
        if one.person == entry.person and matches(one.product, entry.product)
    ]
    if not asked or entry.on > ctx.today:
        return record
    answer = model.RequestDecided(
        request=asked[0].id,
        product=asked[0].product,
        person=entry.person,
        decision=Answered.APPROVED,
        by=entry.by,
        on=ctx.today,
    )
    text = f"The request of {in_words(asked[0].since)} (#{asked[0].entry}) is answered with it."
    return replace(record, entries=(*record.entries, answer), text=f"{record.text}\n{text}")


def welcome(ctx: Context, entry: model.SeatAssigned, seat: str) -> str:
    """What somebody is told who gets a seat."""
    text = f"{ctx.name(ctx.by)} gave you {seat} from {ctx.day(entry.on)}."
    if has_clock(entry.product):
        text += (
            " Sign in with your own account at my.visualstudio.com and activate it: until then it does not count. "
            "Never pass on your sign-in."
        )
    return text


def _instead_of_assigning(
    ledger: Ledger, act: AssignSeat, ctx: Context, one: Broken, offer: str, product: str
) -> Instead:
    """Another free seat; or the queue, for the day on which a seat becomes free."""
    person, day = act.person or "", day_of(act, ctx)
    if any(state.product == product for state in ledger.seats.of(person, day)):
        return Instead()
    choices, text = [], ""
    if act.seat and (free := free_seat(ledger, offer, product, day)):
        choices.append(give(ledger, ctx, replace(act, product=product, offer=offer), free))
        text = is_free(ledger, ctx, offer, product, free)
    waits = ledger.seats.wait(product, person, ctx.today)
    if waits:
        text = f"{ctx.name(person)} is on the list for one since {in_words(waits.since)}."
    elif at_rest := ledger.seats.resting(offer, product, ctx.today):
        choices.append(queue_choice(ctx, person, product, at_rest[0]))
    elif one.fault.rules[0] == "grant-as-listed" and ledger.offers.grant(offer, product, day):
        choices.append(Choice(f"Queue {ctx.name(person)}", QueueSeat(person=person, product=product)))
    return Instead(tuple(choices), text)


def is_free(ledger: Ledger, ctx: Context, offer: str, product: str, seat: str) -> str:
    """A sentence that a seat is free today."""
    name = seat_name(ledger, ctx, seat, offer, product, ctx.today)
    return f"{name[0].upper()}{name[1:]} is free today."


def free_seat(ledger: Ledger, offer: str, product: str, day: dt.date) -> str | None:
    """A seat that could be given to anybody on a day."""
    grant = ledger.offers.grant(offer, product, day)
    if grant is None:
        return None
    pool = ledger.seats.pool(offer, product)
    used = ledger.seats.held(offer, product, day) + len(ledger.seats.resting(offer, product, day))
    if used >= grant.quantity or (pool and not pool.settled(day)):
        return None
    idle = (seat for seat, state in ledger.seats.idle(offer, product, day) if not (state and state.rests(day)))
    return next(idle, None) or ledger.next_id("seat")


def give(ledger: Ledger, ctx: Context, act: AssignSeat, seat: str) -> Choice:
    """The choice to give a certain seat to the person of an act."""
    home = ledger.seats.home(seat)
    number = ledger.seats.number(seat) if home else ledger.seats.created(act.offer or "", act.product) + 1
    return Choice(f"Give {ctx.name(act.person or '')} seat {number}", replace(act, seat=seat, number=None))


def _wrong_edition(ledger: Ledger, act: AssignSeat, ctx: Context, day: dt.date) -> Outcome | None:
    """The edition follows the offer: an Action Pack brings Visual Studio Professional (section "Visual Studio")."""
    if act.product != "visual-studio-enterprise" or act.offer:
        return None
    offers = [one for one in ledger.offers.in_force(day) if one.is_of(act.program, act.level)]
    if not offers or any(one.program not in ACTION_PACKS for one in offers):
        return None
    if any(ledger.offers.grant(one.id, act.product, day) for one in offers):
        return None
    name = ctx.offer(offers[0])
    text = (
        f"**No, the {name} has no Visual Studio Enterprise.** It brings Visual Studio Professional; "
        "Enterprise comes with certain competencies."
    )
    other = "visual-studio-professional"
    choices: tuple[Choice, ...] = ()
    if any(free_seat(ledger, one.id, other, day) for one in offers):
        choices = (Choice("Assign Visual Studio Professional", replace(act, product=other)),)
    return refuse(ctx, Fault(text, ("vs-included", "grant-as-listed"), offers[0].purchase), choices)


DECIDES: Final[Decides] = {AssignSeat: assign}
