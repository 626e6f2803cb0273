"""One subject's entries in the order in which they took effect, and its state after each."""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, Generic, TypeVar

from policy.model import Entry

State = TypeVar("State")
Key = TypeVar("Key")
Place = tuple[date, int]
"""Where an entry stands: by the day it took effect, within a day as recorded."""

_END_OF_DAY: Final = sys.maxsize


class Track(Generic[State]):
    """The entries of one subject (a seat, a key, an offer) and, worked out when asked, its states.

    `step(before, entry)` gives the state after an entry; None is the state before the first.
    An entry at the end costs the same however long the track is; one dated back, or dropped,
    costs as many steps as stand after it.

    A fork shares the entries before its own with the track it was taken from, which must not
    change while the fork is in use.
    """

    __slots__ = ("_base", "_cut", "_entries", "_fresh", "_places", "_states", "_step")

    def __init__(self, step: Callable[[State | None, Entry], State | None], base: "Track[State] | None" = None) -> None:
        self._step = step
        self._base = base
        self._cut = len(base) if base else 0
        self._places: list[Place] = []
        self._entries: list[Entry] = []
        self._states: list[State | None] = []
        self._fresh: list[Entry] = []

    def __len__(self) -> int:
        self._settle()
        return self._cut + len(self._entries)

    def add(self, entry: Entry) -> None:
        """Takes an entry, which is put in its place when the track is next read."""
        self._fresh.append(entry)

    def _settle(self) -> None:
        if self._fresh:
            fresh, self._fresh = self._fresh, []
            for entry in fresh:
                self._put(entry)

    def _put(self, entry: Entry) -> None:
        place = (entry.on, entry.seq or 0)
        places = self._places
        if self._cut and place < (places[0] if places else self._base_place()):
            self._reach_back(place)
        if not places or place > places[-1]:
            places.append(place)
            self._entries.append(entry)
            return
        index = bisect_left(places, place)
        places.insert(index, place)
        self._entries.insert(index, entry)
        del self._states[index:]

    def drop(self, entry: Entry) -> None:
        """Takes the entry out again; does nothing where it does not stand."""
        self._settle()
        place = (entry.on, entry.seq or 0)
        if self._cut and not (self._places and place >= self._places[0]):
            self._reach_back(place)
        index = bisect_left(self._places, place)
        if index < len(self._places) and self._places[index] == place:
            del self._places[index], self._entries[index], self._states[index:]

    @property
    def last(self) -> State | None:
        """The state after every entry, those dated in the future included."""
        self._settle()
        return self._after(len(self._entries) - 1)

    def on(self, day: date) -> State | None:
        """The state at the end of a day."""
        count = self._count((day, _END_OF_DAY))
        return self._at(count - 1)

    def before(self, entry: Entry) -> State | None:
        """The state just before the place of an entry."""
        return self._at(self._count((entry.on, (entry.seq or 0) - 1)) - 1)

    @property
    def last_day(self) -> date | None:
        """The day of the last entry."""
        self._settle()
        if self._places:
            return self._places[-1][0]
        return self._base_place()[0] if self._cut else None

    def entries(self, since: date = date.min, until: date = date.max) -> Iterator[Entry]:
        """The entries that took effect from one day to another, both included."""
        for index in range(self._count((since, 0)), self._count((until, _END_OF_DAY))):
            yield self._entry(index)

    def first(self, until: date = date.max) -> Entry | None:
        return next(self.entries(until=until), None)

    def count(self, since: date = date.min, until: date = date.max) -> int:
        """How many entries took effect from one day to another, both included."""
        return self._count((until, _END_OF_DAY)) - self._count((since, 0))

    def own(self) -> Iterator[tuple[State | None, Entry]]:
        """Of a fork: its own entries, each with the state before it."""
        self._settle()
        for index, entry in enumerate(self._entries):
            yield self._after(index - 1), entry

    def _after(self, index: int) -> State | None:
        """The state after this track's own entry `index`; before the first of them for -1."""
        states = self._states
        if index < len(states):
            return states[index] if index >= 0 else self._start()
        state = states[-1] if states else self._start()
        for position in range(len(states), index + 1):
            state = self._step(state, self._entries[position])
            states.append(state)
        return state

    def _start(self) -> State | None:
        return self._base._at(self._cut - 1) if self._base else None

    def _at(self, index: int) -> State | None:
        """The state after the entry `index` of all; None for -1."""
        if index < self._cut:
            return self._base._at(index) if self._base and index >= 0 else None
        return self._after(index - self._cut)

    def _entry(self, index: int) -> Entry:
        if index < self._cut and self._base:
            return self._base._entry(index)
        return self._entries[index - self._cut]

    def _count(self, place: Place) -> int:
        """How many of all entries stand at or before a place."""
        self._settle()
        if self._places and place >= self._places[0]:
            return self._cut + bisect_right(self._places, place)
        return min(self._base._count(place), self._cut) if self._base else 0

    def _base_place(self) -> Place:
        entry = self._base._entry(self._cut - 1) if self._base else None
        return (entry.on, entry.seq or 0) if entry else (date.min, 0)

    def _reach_back(self, place: Place) -> None:
        """Makes the base's entries from `place` on this fork's own."""
        if self._base is None:
            return
        start = min(self._base._count((place[0], place[1] - 1)), self._cut)
        taken = [self._base._entry(index) for index in range(start, self._cut)]
        self._entries[:0] = taken
        self._places[:0] = [(entry.on, entry.seq or 0) for entry in taken]
        self._states.clear()
        self._cut = start


class Shelf(Generic[Key, State]):
    """Tracks of one kind, by key. A fork reads through to its base and copies nothing until written.

    Until a subject is asked about its entries are a bare list: of 100,000 seats most are never looked at.
    """

    __slots__ = ("_base", "_kept", "_step")

    def __init__(
        self,
        step: Callable[[State | None, Entry], State | None],
        base: "Shelf[Key, State] | None" = None,
    ) -> None:
        self._step = step
        self._base = base
        self._kept: dict[Key, Track[State] | list[Entry]] = {}

    def fork(self) -> "Shelf[Key, State]":
        return Shelf(self._step, self)

    def track(self, key: Key) -> Track[State] | None:
        kept = self._kept.get(key)
        if isinstance(kept, Track):
            return kept
        if kept is not None:
            return self._opened(key, kept)
        return self._base.track(key) if self._base is not None else None

    def changed(self) -> Iterator[tuple[Key, Track[State]]]:
        """Of a fork: the tracks that differ from its base."""
        for key in list(self._kept):
            if track := self.track(key):
                yield key, track

    def add(self, key: Key, entry: Entry) -> None:
        kept = self._kept.get(key)
        if kept is None:
            if self._base is None:
                self._kept[key] = [entry]
            else:
                self._own(key).add(entry)
        elif type(kept) is list:
            kept.append(entry)
        else:
            kept.add(entry)  # type: ignore[union-attr]  # a list is excluded above, at a third of isinstance's cost

    def drop(self, key: Key, entry: Entry) -> None:
        self._own(key).drop(entry)

    def on(self, key: Key, day: date) -> State | None:
        track = self.track(key)
        return track.on(day) if track is not None else None

    def last(self, key: Key) -> State | None:
        track = self.track(key)
        return track.last if track is not None else None

    def entries(self, key: Key, since: date = date.min, until: date = date.max) -> Iterator[Entry]:
        track = self.track(key)
        return track.entries(since, until) if track is not None else iter(())

    def first(self, key: Key, until: date = date.max) -> Entry | None:
        track = self.track(key)
        return track.first(until) if track is not None else None

    def __iter__(self) -> Iterator[Key]:
        """Every key once, in the order in which they came."""
        if self._base is None:
            yield from self._kept
            return
        yield from self._base
        yield from (key for key in self._kept if key not in self._base)

    def __len__(self) -> int:
        if self._base is None:
            return len(self._kept)
        return len(self._base) + sum(key not in self._base for key in self._kept)

    def __contains__(self, key: Key) -> bool:
        return key in self._kept or (self._base is not None and key in self._base)

    def _own(self, key: Key) -> Track[State]:
        """The track of this shelf itself, to be written."""
        kept = self._kept.get(key)
        if isinstance(kept, Track):
            return kept
        if kept is not None:
            return self._opened(key, kept)
        track = self._kept[key] = Track(self._step, self._base.track(key) if self._base is not None else None)
        return track

    def _opened(self, key: Key, entries: list[Entry]) -> Track[State]:
        track = self._kept[key] = Track(self._step)
        for entry in entries:
            track.add(entry)
        return track


def no_state(before: None, entry: Entry) -> None:
    """For tracks that only keep entries in order."""
