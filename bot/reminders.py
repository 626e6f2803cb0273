"""The sweep: what falls due becomes one message a person a day, each step told once, and is recorded as told."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.reminding.buttons import buttons
from bot.reminding.days_off import days_off
from bot.reminding.summary import is_waking
from bot.reply import Delivery, Due
from policy import model
from policy.acts import Choice
from policy.context import Context
from policy.deadlines import DayOff, Deadline, Step, When, deadlines, due_rung, recipients, tell
from policy.ledger import Ledger, Settings
from policy.model import Entry
from storage.log import Drafts, Log

BY: Final = "desk"
"""Who records that somebody was reminded."""

ZoneOf = Callable[[str], dt.tzinfo]
Reachable = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Dm:
    """One message to a person, with everything that is due to them, and the entries that record it as told."""

    to: str
    text: str
    items: tuple[Due, ...]
    choices: tuple[Choice, ...]
    entries: tuple[Entry, ...]
    cause: str
    """One a person and day of theirs, so that two sweeps never send twice."""

    @property
    def delivery(self) -> Delivery:
        return Delivery(
            to=self.to, text=self.text, items=self.items, choices=tuple(choice.label for choice in self.choices)
        )


def anybody(person: str) -> bool:
    return True


def due(
    ledger: Ledger,
    ctx: Context,
    now: dt.datetime,
    zone_of: ZoneOf,
    settings: Settings,
    reachable: Reachable = anybody,
) -> tuple[Dm, ...]:
    """The messages to send now, by person: none to who was told today, none outside waking hours or on a day off.

    What closes today gets through on any day, and late in the evening too. `now` is aware; `ctx.today` is the
    workspace's day; `zone_of` gives a person's zone. A person who can't be reached gives way to the next one.
    """
    off = days_off(settings.holidays)
    steps: dict[str, list[Step]] = {}
    told: set[str] = set()
    for one in deadlines(ledger, ctx):
        one = reached_by(one, reachable)
        for person in recipients(one):
            when = _when(ctx, now, zone_of(person), off)
            if person in told or _told_today(ledger, person, when, zone_of(person)):
                told.add(person)
            elif rung := due_rung(ledger, one, person, when):
                steps.setdefault(person, []).append(Step(one, rung))
    return tuple(
        _dm(ledger, person, found, ctx, _when(ctx, now, zone_of(person), off))
        for person, found in steps.items()
        if person not in told and _may_disturb(found, now.astimezone(zone_of(person)), ctx.today, settings)
    )


def sweep(
    log: Log,
    workspace: str,
    now: dt.datetime,
    ledger: Ledger,
    ctx: Context,
    zone_of: ZoneOf,
    *,
    send: Callable[[Dm], bool] | None = None,
    reachable: Reachable = anybody,
) -> tuple[Dm, ...]:
    """Records what is due in a workspace as told, and gives it, by person; what was told before is not given again.

    To be called while the workspace is held, with its ledger and `ctx` of the day. Without `send` the messages are
    shown by who called; they are looked at again under the lock, so that what another process recorded meanwhile
    counts. With it each is claimed, sent, and then recorded; one for which it is not True stays due. Its cause goes
    with it as a key, by which what two processes send at once is told to be one.
    """
    told: list[Dm] = []
    settings = ledger.company.settings(ctx.today)
    for dm in due(ledger, ctx, now, zone_of, settings, reachable):
        if log.recorded(workspace, dm.cause):
            continue
        if send is None:
            told += _recorded(
                log,
                workspace,
                now,
                ledger.last_seq,
                dm,
                lambda under: due(under, ctx, now, zone_of, settings, reachable),
            )
            continue
        log.claim(workspace, dm.to, dm.cause, dm.entries)
        if send(dm):
            recorded = log.append(workspace, dm.cause, partial(_evidence, dm), at=now)
            told.append(replace(dm, entries=recorded.entries))
    return tuple(told)


def _evidence(dm: Dm, _: Ledger) -> Drafts:
    return Drafts(dm.entries)


def _recorded(
    log: Log, workspace: str, now: dt.datetime, seen: int, dm: Dm, anew: Callable[[Ledger], tuple[Dm, ...]]
) -> list[Dm]:
    """The message as it was recorded: worked out anew where the ledger went on since; none where that has it."""
    found = [dm]

    def on(ledger: Ledger) -> Drafts | None:
        if ledger.last_seq != seen:
            found[:] = [one for one in anew(ledger) if one.to == dm.to]
        return Drafts(found[0].entries) if found else None

    recorded = log.append(workspace, dm.cause, on, at=now)
    return [replace(found[0], entries=recorded.entries)] if recorded and not recorded.again else []


def reached_by(one: Deadline, reachable: Reachable) -> Deadline:
    """The deadline as it goes to those who can be reached, the first of them in place of who can't."""
    if reachable is anybody:
        return one
    people = tuple(person for person in one.people if reachable(person))
    rungs = tuple(rung for rung in one.rungs if rung.to is None or reachable(rung.to))
    return replace(one, people=people, rungs=rungs)


def _when(ctx: Context, now: dt.datetime, zone: dt.tzinfo, off: DayOff) -> When:
    return When(now.astimezone(zone).date(), ctx.today, off)


def _told_today(ledger: Ledger, person: str, when: When, zone: dt.tzinfo) -> bool:
    """Whether a person had a message on this day of theirs, whatever it was about."""
    told = ledger.reminders.told(person, when.day)
    return any(entry.at is not None and entry.at.astimezone(zone).date() == when.day for entry in told)


def _may_disturb(steps: list[Step], local: dt.datetime, company: dt.date, settings: Settings) -> bool:
    """Whether it is the person's waking time; late in the evening only for what closes the same day."""
    clock, today = local.time(), local.date()
    if clock < dt.time.fromisoformat(settings.morning):
        return False
    return is_waking(settings, clock) or any(_closes(step, today, max(today, company)) for step in steps)


def _closes(step: Step, day: dt.date, latest: dt.date) -> bool:
    one = step.deadline
    return one.day is not None and not one.possible and day <= one.day <= latest


def _dm(ledger: Ledger, person: str, steps: list[Step], ctx: Context, when: When) -> Dm:
    told = tell(steps, ctx, when.latest)
    items = tuple(_item(step) for step in told.steps)
    entries = tuple(
        model.ReminderSent(deadline=step.deadline.id, to=person, rung=step.rung.id, by=BY, on=ctx.today)
        for step in told.steps
    )
    cause = f"reminders:{person}:{when.day.isoformat()}"
    choices = buttons(told.steps, records=ledger.company.is_administrator(person, ctx.today))
    return Dm(person, told.text, items, choices, entries, cause)


def _item(step: Step) -> Due:
    one = step.deadline
    return Due(deadline=one.id, date=one.day, rules=one.rules, rung=step.rung.id)
