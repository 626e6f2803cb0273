"""Subjects of which one asks how many are in use: the seats of a grant, the machines of a product."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from datetime import date
from heapq import merge
from typing import Generic

from policy.ledger.track import Key, Shelf, State


class Pool(Generic[Key, State]):
    """Members of one shelf, split into those in use and those idle, each in the order in which they came.

    On a day at or after the last entry of any member the split is kept up to date member by member,
    so asking costs the same however many there are. For an earlier day, or while something is
    recorded for the future, every member is looked at.
    """

    __slots__ = (
        "_base",
        "_idle",
        "_in_use",
        "_last_day",
        "_names",
        "_numbers",
        "_pending",
        "_shelf",
        "_used",
    )

    def __init__(
        self,
        shelf: Shelf[Key, State],
        used: Callable[[State], bool],
        base: "Pool[Key, State] | None" = None,
    ) -> None:
        self._shelf, self._used, self._base = shelf, used, base
        self._numbers: dict[Key, int] = {}
        self._names: list[Key] = []
        self._in_use: set[int] = set()
        self._idle: list[int] = []
        self._pending: dict[Key, None] = {}
        self._last_day: date = base._last_day if base is not None else date.min

    def fork(self, shelf: Shelf[Key, State]) -> "Pool[Key, State]":
        return Pool(shelf, self._used, self)

    def touch(self, key: Key, day: date) -> None:
        """A member has got, or lost, an entry that took effect on `day`."""
        if self.number(key) is None:
            self._numbers[key] = len(self) + 1
            self._names.append(key)
        self._pending[key] = None
        if day > self._last_day:
            self._last_day = day

    def number(self, key: Key) -> int | None:
        """Which member it is, counted from 1."""
        found = self._numbers.get(key)
        if found is None and self._base is not None:
            return self._base.number(key)
        return found

    def members(self) -> Iterator[Key]:
        if self._base is not None:
            yield from self._base.members()
        yield from self._names

    def __len__(self) -> int:
        return len(self._names) + (len(self._base) if self._base is not None else 0)

    def settled(self, day: date) -> bool:
        """Whether nothing is recorded for a later day."""
        return day >= self._last_day

    def count(self, day: date) -> int:
        """How many are in use at the end of a day."""
        if not self.settled(day):
            return sum(self._is_used(key, day) for key in self.members())
        if self._base is None:
            self._settle()
            return len(self._in_use)
        changed = sum(self._is_used(key) - self._base._is_used(key) for key in self._pending)
        return self._base.count(date.max) + changed

    def in_use(self, day: date) -> Iterator[Key]:
        """Those in use at the end of a day."""
        return self._split(day, used=True)

    def idle(self, day: date) -> Iterator[Key]:
        """Those not in use at the end of a day."""
        return self._split(day, used=False)

    def _split(self, day: date, *, used: bool) -> Iterator[Key]:
        if not self.settled(day):
            return (key for key in self.members() if self._is_used(key, day) is used)
        if self._base is None:
            self._settle()
            numbers = sorted(self._in_use) if used else self._idle
            return (self._names[number - 1] for number in numbers)
        unchanged = (key for key in self._base._split(date.max, used=used) if key not in self._pending)
        changed = sorted((key for key in self._pending if self._is_used(key) is used), key=self._number)
        return merge(unchanged, changed, key=self._number)

    def _number(self, key: Key) -> int:
        return self.number(key) or 0

    def _settle(self) -> None:
        anew = len(self._pending) > 100
        for key in self._pending:
            number = self._numbers[key]
            if self._is_used(key):
                self._in_use.add(number)
            else:
                self._in_use.discard(number)
            if not anew:
                self._place(number)
        if anew:
            self._idle = [number for number in range(1, len(self) + 1) if number not in self._in_use]
        self._pending.clear()

    def _place(self, number: int) -> None:
        index = bisect_left(self._idle, number)
        stands = index < len(self._idle) and self._idle[index] == number
        if number in self._in_use:
            if stands:
                del self._idle[index]
        elif not stands:
            insort(self._idle, number)

    def _is_used(self, key: Key, day: date | None = None) -> bool:
        state = self._shelf.last(key) if day is None else self._shelf.on(key, day)
        return state is not None and self._used(state)
