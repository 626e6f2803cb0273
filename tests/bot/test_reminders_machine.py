"""Clocks that jump, zones from −11 to +14, summer time, a leap day: never twice, never after done, never missed."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.reminders import Dm
from policy.acts import (
    ActivateSeat,
    ActivateToken,
    AddToken,
    AssignSeat,
    FinishReminder,
    GiveRole,
    MakeClaim,
    QueueSeat,
    Record,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    SnoozeReminder,
)
from policy.context import in_words
from policy.deadlines import deadlines, next_due_day
from policy.model import Claim, Programme
from tests.bot.reminders_office import Office
from tests.policy.workspace import VS, Workspace

ZONES = [
    "Pacific/Pago_Pago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
]
PEOPLE = ("paula", "olga", "ana", "bob")
days = st.dates(dt.date(2024, 1, 8), dt.date(2024, 12, 1))  # with 29 February, and both changes of the clock
jumps = st.sampled_from([-3, 1, 2, 5, 9, 14, 24, 24, 31, 24 * 3, 24 * 8, 24 * 40])


def begun(company: str, own: str, first: dt.date) -> Office:
    """An office on the day of its purchase; paula lives in `own`, the others in the company's zone."""
    office = Office(Workspace(first.isoformat()), company, {"paula": own})
    office.does(GiveRole(person="olga"))
    office.does(RecordPurchase(program=Programme.ACTION_PACK))
    office.does(RecordGrant(grants=((VS, 4), ("office-365", 50))))
    return office


def noon(first: dt.date, days: int = 0) -> dt.datetime:
    return dt.datetime.combine(first, dt.time(12), dt.UTC) + dt.timedelta(days=days)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(ZONES), st.sampled_from(ZONES), days)
@example("Europe/Berlin", "Europe/Berlin", dt.date(2024, 3, 1))  # the last day has 23 hours
@example("Europe/Berlin", "America/Los_Angeles", dt.date(2024, 9, 27))  # the last day has 25
@example("America/Los_Angeles", "America/Los_Angeles", dt.date(2024, 2, 9))
@example("Australia/Lord_Howe", "Europe/Berlin", dt.date(2024, 3, 8))  # half an hour
@example("Pacific/Kiritimati", "Pacific/Pago_Pago", dt.date(2024, 1, 30))  # until 29 February
@example("Pacific/Pago_Pago", "Pacific/Kiritimati", dt.date(2024, 1, 31))  # until 1 March
@example("Asia/Kolkata", "America/Sao_Paulo", dt.date(2024, 12, 1))  # until 31 December
def test_swept_every_hour_each_step_is_told_once_and_the_last_day_on_the_day(
    company: str, own: str, first: dt.date
) -> None:
    office = begun(company, own, first)
    now = noon(first, 13)
    while now < noon(first, 34):
        office.sweep(now)
        now += dt.timedelta(hours=1)
    told = [(at, item.rung) for at, dm in office.sent for item in dm.items if item.deadline == "refund:offer-1"]
    steps = [rung for _, rung in told]
    assert len(set(steps)) == len(steps)
    assert {"14", "7", "0"} <= set(steps)
    assert steps == sorted(steps, key=["14", "7", "3", "1", "0", "closed"].index)
    last = first + dt.timedelta(days=30)
    on_last = next(at for at, rung in told if rung == "0")
    assert on_last.astimezone(ZoneInfo(company)).date() <= last
    assert last in {on_last.astimezone(ZoneInfo(zone)).date() for zone in (company, own)}


class _Watch:
    """What must hold of every message, whatever went before."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.steps: Counter[tuple[str, str, str]] = Counter()
        self.mornings: Counter[tuple[str, dt.date]] = Counter()
        self.over: set[str] = set()

    def sees(self, now: dt.datetime, found: tuple[Dm, ...]) -> None:
        live = {one.id: one for one in deadlines(self.office.workspace.ledger, self.office.context())}
        for dm in found:
            local = now.astimezone(self.office.zone_of(dm.to))
            self.mornings[dm.to, local.date()] += 1
            labels = [choice.label for choice in dm.choices]
            assert len(labels) == len(set(labels))
            assert len(dm.text) <= 1_500
            assert local.time() >= dt.time(9)
            closing = False
            for item in dm.items:
                self.steps[dm.to, item.deadline, item.rung] += 1
                assert item.deadline not in self.over
                one = live[item.deadline]
                today = {local.date(), self.office.workspace.today}
                closing |= one.day in today and not one.possible
                assert item.date is None or in_words(item.date) in dm.text
                if one.possible and item.date:
                    assert self.office.workspace.today >= item.date
                if item.rung == "closed" and item.date:
                    assert self.office.workspace.today > item.date
                elif one.until and item.date:
                    assert self.office.workspace.today <= item.date
            assert closing or (local.weekday() < 5 and local.hour < 21)
        assert max(self.mornings.values(), default=0) <= 1
        assert max(self.steps.values(), default=0) <= 1


@settings(max_examples=60, deadline=None)
@given(
    company=st.sampled_from(ZONES),
    own=st.sampled_from(ZONES),
    first=days,
    moves=st.lists(st.tuples(jumps, st.integers(0, 30)), min_size=5, max_size=40),
)
@example(  # the clock goes back a day, to one on which something else was told
    company="Pacific/Pago_Pago",
    own="Pacific/Pago_Pago",
    first=dt.date(2024, 1, 8),
    moves=[(1, 4), (1, 6), (-3, 0), (-3, 0), (-3, 0), (24, 4), (-3, 0)],
)
def test_whatever_the_clock_and_the_people_do(
    company: str, own: str, first: dt.date, moves: list[tuple[int, int]]
) -> None:
    office = begun(company, own, first)
    watch = _Watch(office)
    now = noon(first)
    for jump, does in moves:
        before = next_due_day(office.workspace.ledger, office.context())
        now += dt.timedelta(hours=jump)
        office.at(now)
        found = office.sweep(now)
        if found and jump > 0:
            assert before is not None
            assert before <= office.workspace.today
        watch.sees(now, found)
        _owed(office, watch, now, first)
        _lives(office, watch, does)


def _owed(office: Office, watch: _Watch, now: dt.datetime, first: dt.date) -> None:
    """Within two weeks of the end of a refund window, in working hours, who acts has been told of it."""
    local, last = now.astimezone(office.zone_of("paula")), first + dt.timedelta(days=30)
    asleep = local.weekday() >= 5 or not 9 <= local.hour < 21
    open_ = 0 <= (last - max(local.date(), office.workspace.today)).days <= 14
    live = {one.id for one in deadlines(office.workspace.ledger, office.context())}
    snoozed = office.workspace.ledger.reminders.snoozed_until("refund:offer-1", "paula")
    if asleep or not open_ or "refund:offer-1" not in live or snoozed:
        return
    assert any(deadline == "refund:offer-1" for _, deadline, _ in watch.steps)


def _lives(office: Office, watch: _Watch, does: int) -> None:
    """Something that somebody does, where it can be done."""
    workspace = office.workspace
    act = {
        0: AssignSeat(person="ana"),
        1: AssignSeat(person="bob"),
        2: ActivateSeat(person="ana"),
        3: QueueSeat(person="olga", seat="seat-1"),
        4: AddToken(label=str(workspace.ledger.last_seq), service="office-365", seats=10),
        5: ActivateToken(tenant="contoso"),
        6: RecordRenewal(),
        7: MakeClaim(claim=Claim.REFUND),
        8: SnoozeReminder(deadline="refund:offer-1", until=workspace.today + dt.timedelta(days=4)),
        9: FinishReminder(deadline="swap:offer-1"),
        10: FinishReminder(deadline="seat-activation:seat-1:ana"),
    }.get(does)
    if act is None:
        return
    outcome = workspace.asks(act, confirmed=True)
    if isinstance(outcome, Record):
        workspace.record(outcome)
        if isinstance(act, MakeClaim):
            watch.over.add("refund:offer-1")
        if isinstance(act, FinishReminder):
            watch.over.add(act.deadline)
