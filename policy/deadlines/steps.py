"""Which step of a ladder is due to a person: days off stepped over, missed steps folded into the last one reached."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policy import model
from policy.days import DayOff, weekend, working_day
from policy.deadlines.deadline import Deadline, Rung, Shift
from policy.ledger import Ledger

__all__ = ["DayOff", "When", "due_rung", "goes_out", "recipients", "rungs_of", "weekend"]

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """A moment as it is for a person: `day` of theirs, `company` the workspace's, and their days off."""

    day: dt.date
    company: dt.date
    off: DayOff

    @property
    def latest(self) -> dt.date:
        """The later of both days: a window is told by the day on which it closes for either."""
        return max(self.day, self.company)


def goes_out(deadline: Deadline, rung: Rung, off: DayOff) -> dt.date:
    """The day on which a rung goes out.

    On a day off it goes out on the working day before; what becomes possible, or would come before the thing began,
    on the next one; the last day of a window is never moved, and nothing is moved past it.
    """
    if rung.shift is Shift.NOWHERE or not off(rung.day):
        return rung.day
    if rung.shift is Shift.BEFORE:
        before = working_day(rung.day, off, -_DAY)
        if before >= deadline.opens:
            return before
    after = working_day(rung.day, off)
    within = deadline.day is None or deadline.possible or rung.day > deadline.day or after <= deadline.day
    return after if within else rung.day


def due_rung(ledger: Ledger, deadline: Deadline, person: str, when: When) -> Rung | None:
    """The step to tell a person of now: the last one reached, unless it was told or is put off."""
    told = [
        entry
        for entry in ledger.reminders.of(deadline.id)
        if isinstance(entry, model.ReminderSent) and entry.to == person
    ]
    if any(entry.on >= when.company for entry in told):
        return None
    until = ledger.reminders.snoozed_until(deadline.id, person)
    reached = max(_reached(deadline, person, when, until), default=None, key=lambda step: step[:3])
    if reached is None or reached[3].id in {entry.rung for entry in told}:
        return None
    last = deadline.day is not None and not deadline.possible and when.day <= deadline.day <= when.latest
    if last:
        return reached[3]
    put_off = until is not None and when.latest < until
    return None if put_off or when.off(when.day) else reached[3]


def _reached(
    deadline: Deadline, person: str, when: When, until: dt.date | None
) -> Iterator[tuple[dt.date, dt.date, int, Rung]]:
    """The steps reached by a person, each with the day on which it went out."""
    over = deadline.until is not None and deadline.day is not None and when.company > deadline.day
    for at, rung in enumerate(rungs_of(deadline, person, until)):
        by = when.company if deadline.possible or rung.closing else when.latest
        day = goes_out(deadline, rung, when.off)
        if day <= by and rung.closing is over:
            yield day, rung.day, at, rung


def rungs_of(deadline: Deadline, person: str, until: dt.date | None = None) -> list[Rung]:
    """The steps of a person; one that was put off comes back on its day, and on the last day where that is sooner."""
    acts = deadline.people[:1] == (person,)
    rungs = [rung for rung in deadline.rungs if rung.to == person or (rung.to is None and acts)]
    if until is None or not rungs:
        return rungs
    window = deadline.day if not deadline.possible else None
    if window is None or until <= window:
        return [Rung(f"snoozed-{until.isoformat()}", until, Shift.AFTER), *rungs]
    on_the_last_day = Rung(f"snoozed-{until.isoformat()}", window, Shift.AFTER)
    return [on_the_last_day, Rung(f"snoozed-{until.isoformat()}-after", until, Shift.AFTER), *rungs]


def recipients(deadline: Deadline) -> tuple[str, ...]:
    """Who is told: who acts, and those whom a rung names."""
    return tuple(dict.fromkeys([*deadline.people[:1], *(rung.to for rung in deadline.rungs if rung.to)]))
