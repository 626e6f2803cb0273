"""Days made up by Hypothesis, against a model of seats and keys that knows nothing of the ledger's ways.

The model keeps plain lists and looks at every day one by one; the desk must agree with it on what is
refused and on who holds what, on every day, also after entries dated back, undone and put right.
"""

import datetime as dt
from dataclasses import dataclass, field

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from policy.acts import (
    ActivateSeat,
    AssignSeat,
    Confirm,
    MoveSeat,
    Outcome,
    Record,
    RecordGrant,
    RecordPurchase,
    Refuse,
    ReleaseSeat,
    Undo,
)
from policy.ledger import Ledger
from policy.model import Programme, SeatAssigned
from tests.policy.workspace import VS, Workspace, at

PEOPLE = ["ana", "bob", "carol", "dave"]
FIRST = dt.date(2026, 3, 1)
"""The first day of the game, after refund and swap have closed."""
people = st.sampled_from(PEOPLE)
back = st.sampled_from([0, 0, 0, 1, 5, 40, 100])


@dataclass
class Held:
    """One stretch of a seat with one person; `until` is the day it was given back, or moved."""

    person: str
    since: dt.date
    until: dt.date | None = None
    activated: bool = False


@dataclass
class Model:
    """Seats as lists of stretches, in order."""

    quantity: int
    seats: dict[str, list[Held]] = field(default_factory=dict)

    def holder(self, seat: str, day: dt.date) -> str | None:
        for held in self.seats[seat]:
            if held.since <= day and (held.until is None or day < held.until):
                return held.person
        return None

    def stretch(self, person: str, day: dt.date) -> Held | None:
        """The stretch of a person that a day falls into."""
        for held in (held for seat in self.of(person, day) for held in self.seats[seat]):
            if held.person == person and held.since <= day and (held.until is None or day < held.until):
                return held
        return None

    def of(self, person: str, day: dt.date) -> list[str]:
        return [seat for seat in self.seats if self.holder(seat, day) == person]

    def may_have(self, seat: str, person: str, day: dt.date) -> bool:
        """Whether a seat, free from `day` on for good, is not at rest for somebody else."""
        stretches = self.seats.get(seat, [])
        if any(held.until is None or held.until > day or held.since > day for held in stretches):
            return False
        if not stretches:
            return True
        last = stretches[-1]
        return last.person == person or day >= last.since + dt.timedelta(days=90)


class Days(RuleBasedStateMachine):
    @initialize(quantity=st.integers(1, 3))
    def set_up(self, quantity: int) -> None:
        self.paula = Workspace("2026-01-01")
        self.paula.does(RecordPurchase(program=Programme.ACTION_PACK))
        self.paula.does(RecordGrant(grants=((VS, quantity),)))
        self.paula.today = FIRST
        self.model = Model(quantity)

    def said(self, act: object, days_back: int) -> tuple[Outcome, dt.date]:
        day = max(FIRST, self.paula.today - dt.timedelta(days=days_back))
        outcome = self.paula.asks(at(act, day.isoformat()))  # type: ignore[arg-type]
        assert not isinstance(outcome, Confirm)
        if isinstance(outcome, Record):
            self.paula.record(outcome)
        return outcome, day

    @rule(days=st.sampled_from([1, 7, 45, 89, 90]))
    def time_passes(self, days: int) -> None:
        if self.paula.today < dt.date(2026, 11, 1):
            self.paula.later(min(days, (dt.date(2026, 12, 20) - self.paula.today).days))

    @rule(person=people, days_back=back)
    def assign(self, person: str, days_back: int) -> None:
        outcome, day = self.said(AssignSeat(person=person), days_back)
        has_one = any(
            held.person == person and (held.until is None or held.until > day)
            for stretches in self.model.seats.values()
            for held in stretches
        )
        free = [seat for seat in self.model.seats if self.model.may_have(seat, person, day)]
        new = len(self.model.seats) < self.model.quantity
        if isinstance(outcome, Record):
            entry = outcome.entries[0]
            assert isinstance(entry, SeatAssigned)
            assert entry.seat in free or (new and entry.seat not in self.model.seats)
            now = self.model.of(person, day)
            assert not now, "a person has one seat"
            self.model.seats.setdefault(entry.seat, []).append(Held(person, day))
        else:
            assert isinstance(outcome, Refuse)
            assert has_one or (not free and not new), outcome.text
            if outcome.rules[0] == "vs-reassign" and outcome.date:
                assert outcome.date > day

    @rule(person=people, other=people, days_back=back)
    def move(self, person: str, other: str, days_back: int) -> None:
        outcome, day = self.said(MoveSeat(from_person=person, person=other), days_back)
        seat = next(iter(self.model.of(person, day)), None)
        last = self.model.stretch(person, day)
        if isinstance(outcome, Record):
            assert seat and last and last.until is None
            assert day >= last.since + dt.timedelta(days=90)
            last.until = day
            self.model.seats[seat].append(Held(other, day))
            return
        assert isinstance(outcome, Refuse)
        allowed = (
            last is not None
            and last.until is None
            and person != other
            and day >= last.since + dt.timedelta(days=90)
            and not last.activated
            and not any(
                held.person == other and held.until is None for all_ in self.model.seats.values() for held in all_
            )
            and not self.model.of(other, day)
        )
        later = any(held.person == other and held.since >= day for all_ in self.model.seats.values() for held in all_)
        assert not allowed or later, outcome.text

    @rule(person=people, days_back=back)
    def release(self, person: str, days_back: int) -> None:
        outcome, day = self.said(ReleaseSeat(person=person), days_back)
        last = self.model.stretch(person, day)
        if isinstance(outcome, Record):
            assert last and last.until is None
            last.until = day
        else:
            assert isinstance(outcome, Refuse)
            assert last is None or last.until is not None or last.activated, outcome.text

    @rule(person=people)
    def activate(self, person: str) -> None:
        outcome, day = self.said(ActivateSeat(person=person), 0)
        last = self.model.stretch(person, day)
        assert isinstance(outcome, Record) == (last is not None and not last.activated)
        if last:
            last.activated = True

    @rule()
    def change_of_mind(self) -> None:
        """The last request taken back, and that taken back: nothing has changed."""
        before = self.state()
        outcome = self.paula.asks(Undo())
        if not isinstance(outcome, Record):
            return
        reversals = self.paula.record(outcome)
        restored = self.paula.asks(Undo(seqs=tuple(entry.number for entry in reversed(reversals))))
        assert isinstance(restored, Record), restored
        self.paula.record(restored)
        assert self.state() == before

    def state(self) -> object:
        days = [FIRST + dt.timedelta(days=number) for number in range(0, 300, 15)]
        return [self.paula.ledger.seats.of(person, day) for person in PEOPLE for day in days]

    @precondition(lambda self: hasattr(self, "model"))
    @invariant()
    def they_agree_on_every_day(self) -> None:
        for number in range(0, 300, 11):
            day = FIRST + dt.timedelta(days=number)
            for person in PEOPLE:
                seats = self.paula.ledger.seats.of(person, day)
                assert sorted(seat.id for seat in seats) == sorted(self.model.of(person, day))

    @precondition(lambda self: hasattr(self, "model"))
    @invariant()
    def the_ledger_is_the_fold_of_the_log(self) -> None:
        folded = Ledger.of(self.paula.entries)
        today = self.paula.today
        assert folded.seats.holders("offer-1", VS, today) == self.paula.ledger.seats.holders("offer-1", VS, today)

    @precondition(lambda self: hasattr(self, "model"))
    @invariant()
    def nobody_has_more_than_the_grant(self) -> None:
        for number in range(0, 300, 11):
            day = FIRST + dt.timedelta(days=number)
            assert self.paula.ledger.seats.held("offer-1", VS, day) <= self.model.quantity


Days.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestDays = Days.TestCase
