"""Seats: assigned, activated, released, moved, queued for and asked for."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policy import model
from policy.acts.find import find_grant, find_seat, named_choices
from policy.acts.outcome import Act, Ask, Choice, Note, Outcome, Record, Refuse
from policy.acts.settle import CANCEL, Cost, common, confirm, day_of, refuse, settle
from policy.context import Context, in_words
from policy.laws import Broken, Fault
from policy.laws.seats import seat_name
from policy.ledger import CLOCK, Ledger, Request, Seat, has_clock
from policy.model import ACTION_PACKS, Answered, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignSeat(Act):
    """Give a person a seat; `seat` where a certain one was chosen."""

    person: str | None = None
    product: str = "visual-studio"
    offer: str | None = None
    program: Programme | None = None
    seat: str | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivateSeat(Act):
    """A person has signed in and activated the subscription."""

    person: str | None = None
    product: str | None = None
    seat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSeat(Act):
    person: str | None = None
    product: str | None = None
    seat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSeat(Act):
    """A seat from one person to another."""

    from_person: str | None = None
    person: str | None = None
    product: str | None = None
    seat: str | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeat(Act):
    """Anybody asks for a seat, for themselves unless `person` is named."""

    person: str | None = None
    product: str = "visual-studio"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRequest(Act):
    """An administrator approves (which assigns) or denies a request."""

    decision: Answered
    request: str | None = None
    person: str | None = None


def _assign(ledger: Ledger, act: AssignSeat, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", "To whom?", act)
    day = day_of(act, ctx)
    if edition := _wrong_edition(ledger, act, ctx, day):
        return edition
    found = find_grant(ledger, act, ctx, day, act.product, act.offer, act.program)
    if not isinstance(found, tuple):
        return found
    offer, product = found
    seat = act.seat or _seat_for(ledger, offer.id, product, act.person, day)
    entry = model.SeatAssigned(
        seat=seat, offer=offer.id, product=product, person=act.person, **common(act, ctx)
    )
    return settle(
        ledger,
        act,
        ctx,
        _assigned(ledger, ctx, entry),
        instead=lambda one: _instead_of_assigning(ledger, act, ctx, one, offer.id, product),
    )


def _seat_for(ledger: Ledger, offer: str, product: str, person: str, day: dt.date) -> str:
    """The seat to give: the one that rests for this person, else the lowest that is free from now on, else a new one."""
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
        nudge, date = entry.on + dt.timedelta(days=7), entry.on + CLOCK
        reminder = f"; I'll remind them on {nudge.day} {nudge:%b}" if nudge > ctx.today else ""
        lines.append(
            f"It counts once {name} signs in and activates it{reminder}. It can move to somebody else from {in_words(date)}."
        )
    rules = ("vs-per-user", "vs-reassign") if has_clock(entry.product) else ("grant-as-listed",)
    return Record(
        (entry,), "\n".join(lines), rules, date, _told(ctx, entry.person, _welcome(ctx, entry, seat))
    )


def _welcome(ctx: Context, entry: model.SeatAssigned, seat: str) -> str:
    text = f"{ctx.name(ctx.by)} gave you {seat} from {ctx.day(entry.on)}."
    if has_clock(entry.product):
        text += (
            " Sign in with your own account at my.visualstudio.com and activate it: until then it does not count. "
            "Never pass on your sign-in."
        )
    return text


def _told(ctx: Context, person: str, text: str) -> tuple[Note, ...]:
    """A message to a person, unless it was they who acted."""
    return () if person == ctx.by else (Note(person, text),)


def _instead_of_assigning(
    ledger: Ledger, act: AssignSeat, ctx: Context, one: Broken, offer: str, product: str
) -> tuple[Choice, ...]:
    """Another free seat; or the queue, for the day on which a seat becomes free."""
    person, day = act.person or "", day_of(act, ctx)
    if any(state.product == product for state in ledger.seats.of(person, day)):
        return ()
    choices = []
    if act.seat and (free := _free_seat(ledger, offer, product, day)):
        choices.append(_give(ledger, ctx, act, free))
    if first := _first_free(ledger, offer, product, ctx.today):
        if ledger.seats.wait(product, person, ctx.today) is None:
            choices.append(_queue(ctx, person, product, first))
    elif one.fault.rules[0] == "grant-as-listed" and ledger.offers.grant(offer, product, day):
        choices.append(Choice(f"Queue {ctx.name(person)}", QueueSeat(person=person, product=product)))
    return tuple(choices)


def _free_seat(ledger: Ledger, offer: str, product: str, day: dt.date) -> str | None:
    """A seat that could be given to anybody on a day."""
    grant = ledger.offers.grant(offer, product, day)
    if grant is None:
        return None
    pool = ledger.seats.pool(offer, product)
    used = ledger.seats.held(offer, product, day) + len(ledger.seats.resting(offer, product, day))
    if used >= grant.quantity or (pool and not pool.settled(day)):
        return None
    idle = (
        seat for seat, state in ledger.seats.idle(offer, product, day) if not (state and state.rests(day))
    )
    return next(idle, None) or ledger.next_id("seat")


def _first_free(ledger: Ledger, offer: str, product: str, day: dt.date) -> Seat | None:
    """The seat that can go to somebody else first, of those at rest and those held, where that day is to come."""
    resting = ledger.seats.resting(offer, product, day)
    return resting[0] if resting else None


def _give(ledger: Ledger, ctx: Context, act: AssignSeat, seat: str) -> Choice:
    home = ledger.seats.home(seat)
    number = ledger.seats.number(seat) if home else ledger.seats.created(act.offer or "", act.product) + 1
    return Choice(f"Give {ctx.name(act.person or '')} seat {number}", replace(act, seat=seat))


def _queue(ctx: Context, person: str, product: str, seat: Seat) -> Choice:
    """Waits for a certain seat, until the day on which it may move."""
    when = f" for {seat.free_from.day} {seat.free_from:%b}" if seat.free_from > ctx.today else ""
    return Choice(f"Queue {ctx.name(person)}{when}", QueueSeat(person=person, product=product, seat=seat.id))


def _wrong_edition(ledger: Ledger, act: AssignSeat, ctx: Context, day: dt.date) -> Outcome | None:
    """The edition follows the offer: an Action Pack brings Visual Studio Professional (section "Visual Studio")."""
    if act.product != "visual-studio-enterprise" or act.offer:
        return None
    offers = [one for one in ledger.offers.in_force(day) if act.program in (None, one.program)]
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
    choices = ()
    if any(_free_seat(ledger, one.id, other, day) for one in offers):
        choices = (Choice("Assign Visual Studio Professional", replace(act, product=other)),)
    return refuse(ctx, Fault(text, ("vs-included", "grant-as-listed"), offers[0].purchase), choices)


def _activate(ledger: Ledger, act: ActivateSeat, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", "Who activated it?", act)
    found = find_seat(ledger, act, ctx, day_of(act, ctx), act.person, act.product, act.seat)
    if not isinstance(found, Seat):
        return found
    name = seat_name(ledger, ctx, found.id, found.offer, found.product, day_of(act, ctx))
    if found.activated:
        text = f"{ctx.name(act.person)} activated {name} on {in_words(found.activated)} already; nothing to record."
        return refuse(ctx, Fault(text, ("vs-per-user",), found.assignment, found.activated))
    entry = model.SeatActivated(
        seat=found.id, offer=found.offer, product=found.product, person=act.person, **common(act, ctx)
    )
    text = f"**Recorded.** {ctx.name(act.person)} activated {name} on {in_words(entry.on)} (#{ledger.last_seq + 1}): it is valid now."
    return settle(ledger, act, ctx, Record((entry,), text, ("vs-per-user",)))


def _release(ledger: Ledger, act: ReleaseSeat, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", "Whose seat?", act)
    day = day_of(act, ctx)
    found = find_seat(ledger, act, ctx, day, act.person, act.product, act.seat)
    if not isinstance(found, Seat):
        return found
    entry = model.SeatReleased(
        seat=found.id, offer=found.offer, product=found.product, person=act.person, **common(act, ctx)
    )
    name = seat_name(ledger, ctx, found.id, found.offer, found.product, day)
    text = f"**Done.** {ctx.name(act.person)} no longer has {name}, from {ctx.day(day)} (#{ledger.last_seq + 1})."
    date = None
    if found.free_from > day:
        date = found.free_from
        text += f"\nIt rests until **{in_words(date)}**, 90 days after it was assigned; before that only {ctx.name(act.person)} may have it again."
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
    notes = _told(ctx, act.person, f"{ctx.name(ctx.by)} took back {name}, from {ctx.day(day)}.")
    rules = ("vs-reassign",) if has_clock(found.product) else ("grant-as-listed",)
    return settle(ledger, act, ctx, Record((entry,), text, rules, date, notes, choices))


def _move(ledger: Ledger, act: MoveSeat, ctx: Context) -> Outcome:
    if act.from_person is None:
        return Ask("from_person", "From whom?", act)
    if act.person is None:
        return Ask("person", "To whom?", act)
    day = day_of(act, ctx)
    found = find_seat(ledger, act, ctx, day, act.from_person, act.product, act.seat)
    if not isinstance(found, Seat):
        return found
    if act.from_person == act.person:
        return refuse(
            ctx, Fault(f"{ctx.name(act.person)} has that seat already.", ("vs-per-user",), found.assignment)
        )
    entry = model.SeatReassigned(
        seat=found.id, from_person=act.from_person, person=act.person, **common(act, ctx)
    )
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
        text += f"\nIt counts once {new} signs in and activates it. The 90 days start anew: it can move again from {in_words(date)}."
    assigned = model.SeatAssigned(
        seat=seat.id, offer=seat.offer, product=seat.product, person=entry.person, by=entry.by, on=entry.on
    )
    notes = (
        *_told(
            ctx, entry.from_person, f"{ctx.name(ctx.by)} moved {name} to {new}, from {ctx.day(entry.on)}."
        ),
        *_told(ctx, entry.person, _welcome(ctx, assigned, name)),
    )
    rules = ("vs-reassign", "vs-per-user") if has_clock(seat.product) else ("grant-as-listed",)
    return Record((entry,), text, rules, date, notes)


def _instead_of_moving(ledger: Ledger, act: MoveSeat, ctx: Context, seat: Seat) -> tuple[Choice, ...]:
    """A free seat for the other person now; the queue for the day on which this one may move."""
    person, day = act.person or "", ctx.today
    if any(state.product == seat.product for state in ledger.seats.of(person, day)):
        return ()
    choices = []
    if free := _free_seat(ledger, seat.offer, seat.product, day):
        give = AssignSeat(person=person, product=seat.product, offer=seat.offer)
        choices.append(_give(ledger, ctx, give, free))
    if ledger.seats.wait(seat.product, person, day) is None:
        choices.append(_queue(ctx, person, seat.product, seat))
    return tuple(choices)


def _queued(ledger: Ledger, act: QueueSeat, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", "Who is waiting?", act)
    home = ledger.seats.home(act.seat) if act.seat else None
    product = home[1] if home else _one_product(ledger, act.product, ctx)
    entry = model.SeatQueued(product=product, seat=act.seat, person=act.person, **common(act, ctx))
    state = ledger.seats.seat(act.seat, ctx.today) if act.seat else None
    name, what = ctx.name(act.person), ctx.product(product)
    text = f"**Done.** {name} waits for a {what} seat (#{ledger.last_seq + 1})."
    date = None
    if state and home:
        date = state.free_from
        called = seat_name(ledger, ctx, state.id, state.offer, state.product, ctx.today)
        text = f"**Done.** {name} waits for {called} (#{ledger.last_seq + 1}). It can move from **{in_words(date)}**; I'll tell you that morning."
    notes = _told(ctx, act.person, f"{ctx.name(ctx.by)} put you on the list for a {what} seat.")
    return settle(ledger, act, ctx, Record((entry,), text, ("vs-reassign",), date, notes))


def _one_product(ledger: Ledger, product: str, ctx: Context) -> str:
    """The granted edition that a general product stands for, where there is only one."""
    granted = {
        grant.product
        for offer in ledger.offers.in_force(ctx.today)
        for grant in ledger.offers.grants_of(offer.id, ctx.today)
        if grant.product.startswith(f"{product}-") and product == "visual-studio"
    }
    return granted.pop() if len(granted) == 1 else product


def _unqueued(ledger: Ledger, act: UnqueueSeat, ctx: Context) -> Outcome:
    if act.person is None:
        return Ask("person", "Who no longer waits?", act)
    products = dict.fromkeys([_one_product(ledger, act.product, ctx), act.product])
    waits = [wait for product in products if (wait := ledger.seats.wait(product, act.person, ctx.today))]
    product, seat = (waits[0].product, waits[0].seat) if waits else (next(iter(products)), None)
    entry = model.SeatUnqueued(product=product, seat=seat, person=act.person, **common(act, ctx))
    text = f"**Done.** {ctx.name(act.person)} no longer waits for a {ctx.product(product)} seat (#{ledger.last_seq + 1})."
    notes = _told(
        ctx, act.person, f"{ctx.name(ctx.by)} took you off the list for a {ctx.product(product)} seat."
    )
    return settle(ledger, act, ctx, Record((entry,), text, (), None, notes))


def _request(ledger: Ledger, act: RequestSeat, ctx: Context) -> Outcome:
    person, product = act.person or ctx.by, _one_product(ledger, act.product, ctx)
    name = ctx.product(product)
    if held := [seat for seat in ledger.seats.of(person, ctx.today) if seat.product == product]:
        called = seat_name(ledger, ctx, held[0].id, held[0].offer, product, ctx.today)
        who = "You have" if person == ctx.by else f"{ctx.name(person)} has"
        return refuse(ctx, Fault(f"{who} {called} already.", ("vs-per-user",), held[0].assignment))
    for asked in ledger.seats.open_requests(ctx.today):
        if (asked.person, asked.product) == (person, product):
            text = f"I asked for it on {in_words(asked.since)} already; no administrator has decided yet."
            return refuse(ctx, Fault(text, ("admin-role",), asked.entry))
    entry = model.SeatRequested(
        request=ledger.next_id("request"), product=product, person=person, **common(act, ctx)
    )
    stands = _stands_in_the_way(ledger, ctx, person, product)
    administrators = [one for one in ledger.company.administrators(ctx.today) if one != ctx.by]
    asked_whom = " and ".join(ctx.name(one) for one in administrators) or "an administrator"
    text = f"I've asked {asked_whom}. {stands} I'll tell you here when it is decided."
    card = f"**{ctx.name(person)} asks for a {name} seat.** {stands}"
    choices = (
        Choice("Approve", DecideRequest(request=entry.request, decision=Answered.APPROVED)),
        Choice("Deny", DecideRequest(request=entry.request, decision=Answered.DENIED)),
    )
    notes = tuple(Note(one, card, choices) for one in administrators)
    return settle(ledger, act, ctx, Record((entry,), text, ("admin-role",), None, notes))


def _stands_in_the_way(ledger: Ledger, ctx: Context, person: str, product: str) -> str:
    """How a request stands: what an administrator would be told on assigning now."""
    outcome = _assign(ledger, AssignSeat(person=person, product=product), ctx)
    if isinstance(outcome, Refuse):
        return outcome.text.split("\n_")[0]
    if not isinstance(outcome, Record):
        return "An administrator has to look at it first."
    entry = outcome.entries[0]
    if not isinstance(entry, model.SeatAssigned):
        return ""
    grant = ledger.offers.grant(entry.offer, entry.product, ctx.today)
    total = grant.quantity if grant else 0
    free = total - ledger.seats.occupied(entry.offer, entry.product, ctx.today, 0)
    verb = "is" if free == 1 else "are"
    return f"{free} of {total} {ctx.product(entry.product)} seats {verb} free, so nothing stands in the way."


def _decide_request(ledger: Ledger, act: DecideRequest, ctx: Context) -> Outcome:
    found = _find_request(ledger, act, ctx)
    if not isinstance(found, Request):
        return found
    entry = model.RequestDecided(
        request=found.id,
        product=found.product,
        person=found.person,
        decision=act.decision,
        **common(act, ctx),
    )
    name, what = ctx.name(found.person), ctx.product(found.product)
    if act.decision is Answered.DENIED:
        text = f"**Done.** {name}'s request for a {what} seat is denied (#{ledger.last_seq + 1})."
        why = f": {act.why}" if act.why else "."
        notes = _told(ctx, found.person, f"{ctx.name(ctx.by)} denied your request for a {what} seat{why}")
        return settle(ledger, act, ctx, Record((entry,), text, ("admin-role",), None, notes))
    assign = AssignSeat(person=found.person, product=found.product, on=act.on, why=act.why)
    given = _assign(ledger.trial((entry,)), assign, ctx)
    if isinstance(given, Record):
        record = replace(given, entries=(entry, *given.entries), text=f"**Approved.** {given.text}")
        return settle(ledger, act, ctx, record)
    if isinstance(given, Refuse | Ask):
        return given
    record = replace(given.record, entries=(entry, *given.record.entries))
    return confirm(
        act,
        record,
        [
            Cost(
                given.text.removeprefix("**One moment.** ").rsplit("\n", 1)[0],
                rules=given.rules,
                date=given.date,
                no=CANCEL,
            )
        ],
    )


def _find_request(ledger: Ledger, act: DecideRequest, ctx: Context) -> Request | Refuse | Ask:
    if act.request:
        known = ledger.seats.requests.last(act.request)
        return known or refuse(ctx, Fault(f"No {act.request} is recorded.", ("track-usage",)))
    waiting = [one for one in ledger.seats.open_requests(ctx.today) if act.person in (None, one.person)]
    if len(waiting) == 1:
        return waiting[0]
    if not waiting:
        who = f" from {ctx.name(act.person)}" if act.person else ""
        return refuse(ctx, Fault(f"No request{who} is open.", ("track-usage",)))
    named = ((f"{ctx.name(one.person)}, {ctx.product(one.product)}", one.id) for one in waiting)
    return Ask("request", "Which request?", act, named_choices(act, "request", named))


DECIDES = {
    AssignSeat: _assign,
    ActivateSeat: _activate,
    ReleaseSeat: _release,
    MoveSeat: _move,
    QueueSeat: _queued,
    UnqueueSeat: _unqueued,
    RequestSeat: _request,
    DecideRequest: _decide_request,
}
