"""Every deadline of a workspace, and the next day on which one may be told."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Final

from policy.context import Context
from policy.days import next_month
from policy.deadlines.counts import counts
from policy.deadlines.deadline import Deadline
from policy.deadlines.leavers import leavers
from policy.deadlines.look import Look
from policy.deadlines.seats import seats
from policy.deadlines.steps import DayOff, goes_out, recipients, rungs_of, weekend
from policy.deadlines.windows import windows
from policy.deadlines.years import years
from policy.ledger import Ledger
from policy.ledger.track import Shelf
from policy.model import CreditForm

_KINDS: Final[tuple[Callable[[Look], Iterator[Deadline]], ...]] = (windows, years, seats, counts, leavers)
_DAY: Final = dt.timedelta(days=1)


def deadlines(ledger: Ledger, ctx: Context) -> tuple[Deadline, ...]:
    """What falls due, the soonest first, nudges last. What is done, claimed or marked done is not among it.

    Derived from the ledger on the workspace's day `ctx.today`, so that a correction moves a deadline by itself.
    Its cost follows what is held, not how many entries there are.
    """
    look = Look.at(ledger, ctx)
    found = chain.from_iterable(kind(look) for kind in _KINDS)
    return tuple(sorted(found, key=lambda one: one.day or dt.date.max))


def next_due_day(
    ledger: Ledger, ctx: Context, off: DayOff = weekend, found: Iterable[Deadline] | None = None
) -> dt.date | None:
    """A day of the workspace before which nothing falls due: only ever too early, None where nothing will.

    It holds until something more is recorded; `ctx.today` itself where something may be due now. `off` tells the
    days off of the people here; `found` are the deadlines, where they go to others than they would.
    """
    today = ctx.today
    found = deadlines(ledger, ctx) if found is None else found
    days = list(chain.from_iterable(_ahead(ledger, one, today, off) for one in found))
    if _is_planned(ledger, today):
        days.append(today + _DAY)
    if any(one.form is CreditForm.MONTHLY for one in ledger.services.granted(today)):
        days.append(next_month(today))
    if days:  # with the end of an absence somebody else is told
        company = ledger.company
        absences = (company.deputies.on(person, today) for person in company.deputies)
        days += [one.until + _DAY for one in absences if one and one.until and one.until >= today]
    return min(days, default=None)


def _ahead(ledger: Ledger, one: Deadline, today: dt.date, off: DayOff) -> Iterator[dt.date]:
    """The days from which on a step may be due: a day sooner than it goes out, for zones that are ahead."""
    for person in recipients(one):
        sent = ledger.reminders.sent(one.id, person)
        until = ledger.reminders.snoozed_until(one.id, person)
        reached: tuple[dt.date, dt.date] | None = None
        owed = False
        for rung in rungs_of(one, person, until):
            day = goes_out(one, rung, off)
            if day > today + _DAY:
                yield day - _DAY
            elif reached is None or (day, rung.day) >= reached:
                reached, owed = (day, rung.day), rung.id not in sent
        if owed:
            yield today


def _is_planned(ledger: Ledger, today: dt.date) -> bool:
    """Whether something is recorded for a day to come, which may bring a deadline of its own."""
    seats, services = ledger.seats, ledger.services
    pools = [pool for key in seats.pools() if (pool := seats.pool(*key))]
    queues = [queue for product in {key[0] for key in seats.waits} if (queue := seats.queue(product))]
    if not (all(pool.settled(today) for pool in pools) and all(queue.settled(today) for queue in queues)):
        return True
    shelves: tuple[Shelf[Any, Any], ...] = (
        ledger.offers.offers,
        ledger.offers.grants,
        ledger.offers.claims,
        ledger.licences.keys,
        ledger.licences.tokens,
        seats.requests,
        services.credits,
        services.spent,
        ledger.company.settings_shelf,
        ledger.company.roles,
        ledger.company.deputies,
        ledger.company.people,
    )
    return any(
        (track := shelf.track(key)) and track.last_day and track.last_day > today for shelf in shelves for key in shelf
    )
