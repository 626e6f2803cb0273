"""Where the desk keeps what it is told: the log, the directory, and the names that both give to sentences."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final, Self
from zoneinfo import ZoneInfo

from bot.reminding.days_off import days_off
from bot.reply import Request
from intents.names import Names
from policy import model
from policy.catalogue import Catalogue
from policy.context import Context
from policy.days import DayOrder
from policy.ledger import Ledger, Settings
from policy.model import Entry
from policy.rulebook import Edition
from storage.database import Database
from storage.log import Log
from storage.opening import opened
from storage.people.directory import People, Person
from storage.people.reached import found as note_reached
from storage.people.reached import unreached

_WORKSPACES_KEPT: Final = 256


@dataclass(slots=True)
class _Known:
    """The names of a workspace, as far as the directory and the log were read."""

    names: Names = field(default_factory=Names)
    founders: dict[str, str] = field(default_factory=dict)
    """Administrators of the people file, with their zones."""
    left: set[str] = field(default_factory=set)
    """Whose account was switched off."""
    guests: set[str] = field(default_factory=set)
    """Who is a guest, or of another organisation."""
    erased: dict[str, int] = field(default_factory=dict)
    """People who were erased, numbered in that order."""
    counter: int = 0
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """One request at the desk: who asks, on which day of the workspace, and what is recorded so far.

    Valid only while the workspace is held; the ledger moves on when something is recorded.
    """

    request: Request
    ledger: Ledger
    names: Names
    today: dt.date
    edition: Edition
    catalogue: Catalogue
    left: Collection[str] = ()
    """Whose account was switched off."""
    guests: Collection[str] = ()
    """Who is a guest, or of another organisation."""
    unreached: Callable[[], Collection[str]] = frozenset
    """Gives whom the last message did not reach."""
    zone: dt.tzinfo = dt.UTC
    """The workspace's own."""
    newcomers: Mapping[str, str] = field(default_factory=dict)
    """Names of people who are about to be added."""
    erased: Mapping[str, int] = field(default_factory=dict)
    """Who was erased, in the order in which they were: 1, 2, …"""

    @property
    def order(self) -> DayOrder:
        return DayOrder(self.ledger.company.settings(self.today).day_order)

    @property
    def reads_all(self) -> bool:
        return self.ledger.company.reads_all(self.request.person, self.today)

    def name(self, person: str) -> str:
        """A person's name, or what stands for it: the id of a stranger, a number for somebody who was erased."""
        known = self.newcomers.get(person) or self.names.people.name(person)
        return known or (f"erased person {self.erased[person]}" if person in self.erased else person)

    def seen_by(self, person: str) -> Self:
        """The same visit, by somebody else."""
        return replace(self, request=replace(self.request, person=person))

    def context(self, *, confirmed: bool = False, by: str | None = None) -> Context:
        """What acts are judged with; who asks acts, unless `by` does."""
        return Context(
            self.today,
            by or self.request.person,
            self.name,
            self.edition,
            self.catalogue,
            confirmed,
            days_off(self.ledger.company.settings(self.today).holidays),
            self.left,
            self.guests,
            self.names.people.__contains__,
        )


class Records:
    """The record of every workspace in a database."""

    def __init__(self, database: Database, *, first_speaks: bool = True) -> None:
        """`first_speaks`: where nobody administrates yet, the first person to speak does."""
        self.log, self.people = Log(database), People(database)
        self.first_speaks = first_speaks
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def open(cls, file: Path | str | None, *, first_speaks: bool = True) -> Self:
        """The record in a file, at a URL, or in memory for None. Raises a StorageError that says what to do."""
        return cls(opened(file), first_speaks=first_speaks)

    def welcome(self, workspace: str, people: Iterable[Person]) -> None:
        """Takes people into the directory, or changes them to what is given."""
        self.people.upsert(workspace, people)

    @contextmanager
    def visit(self, request: Request, edition: Edition, catalogue: Catalogue) -> Iterator[Visit]:
        """Holds a request's workspace: until the end of the block nothing else of this process writes there."""
        with self.log.ledger(request.workspace) as ledger:
            known = self._caught_up(request.workspace, ledger)
            if self._lacks_founder(request, known, ledger):
                self.people.upsert(request.workspace, [self._founder(request, known)])
                known = self._caught_up(request.workspace, ledger)
            zone = next((zone for zone in known.founders.values() if zone), None)
            ledger.company.founders = tuple(known.founders)
            ledger.company.defaults = Settings(zone=zone) if zone else Settings()
            local = self._zone(request, ledger, zone)
            today = request.now.astimezone(local).date()
            yield Visit(
                request,
                ledger,
                known.names,
                today,
                edition,
                catalogue,
                known.left,
                known.guests,
                partial(self.unreached, request.workspace),
                erased=known.erased,
                zone=local,
            )

    def unreached(self, workspace: str) -> frozenset[str]:
        """Whom the last message did not reach, as a surface found."""
        return unreached(self.log.database, workspace)

    def found_reached(self, workspace: str, person: str, *, reached: bool) -> None:
        """Notes whether a message reached somebody; if not, the next round tells the next administrator."""
        note_reached(self.log.database, workspace, person, reached=reached)

    def names_of(self, workspace: str) -> Names | None:
        """The names in a workspace, as they were when it was last visited; None where it was not yet."""
        with self._lock:
            known = self._known.get(workspace)
        return known.names if known else None

    def zone_of(self, workspace: str, person: str) -> str | None:
        """A person's own zone, where the directory has it."""
        found = self.people.get(workspace, person)
        return found.tz or None if found else None

    def _lacks_founder(self, request: Request, known: _Known, ledger: Ledger) -> bool:
        """Whether who speaks is the first to, in a workspace that nobody administrates. The clock is nobody."""
        if not self.first_speaks or not request.person or known.founders:
            return False
        return not ledger.company.administrators(dt.date.max)

    def knows(self, workspace: str, person: str) -> bool:
        """Whether the directory has a person."""
        return self.people.get(workspace, person) is not None

    def first_administrator(self, workspace: str) -> str | None:
        """The first administrator of the directory who is still there, by id; None where nobody is."""
        everyone = self.people.changes(workspace, 0).people
        return next((one.id for one in everyone if one.administrator and not (one.deactivated or one.erased)), None)

    def meant(self, workspace: str, words: str) -> str | None:
        """The id of the one person whose name or id is meant, where nobody has just that id."""
        if self.knows(workspace, words):
            return None
        there = [one for one in self.people.changes(workspace, 0).people if not (one.deactivated or one.erased)]
        said = words.casefold()
        found = [
            one.id for one in there if said in (one.id.casefold(), one.name.casefold(), *one.name.casefold().split())
        ]
        return found[0] if len(found) == 1 else None

    def _founder(self, request: Request, known: _Known) -> Person:
        name = known.names.people.name(request.person) or request.person
        return Person(request.person, name, administrator=True)

    def _zone(self, request: Request, ledger: Ledger, zone: str | None) -> dt.tzinfo:
        """The workspace's zone; that of the request's own clock where none is known."""
        if not ledger.company.is_set_up and not zone and request.now.tzinfo:
            return request.now.tzinfo
        settings = ledger.company.settings(request.now.astimezone(dt.UTC).date())
        return ZoneInfo(settings.zone)

    def _caught_up(self, workspace: str, ledger: Ledger) -> _Known:
        with self._lock:
            known = self._known.setdefault(workspace, _Known())
            self._known.move_to_end(workspace)
            while len(self._known) > _WORKSPACES_KEPT:
                self._known.popitem(last=False)
        changes = self.people.changes(workspace, known.counter)
        known.counter = changes.counter
        for person in changes.people:
            _meet(known, person)
        if ledger.last_seq < known.seq:  # the log was put back to an earlier state
            known.seq = 0
            known.erased.clear()
        for seq in range(known.seq + 1, ledger.last_seq + 1):
            if entry := ledger.entry(seq):
                _name(known.names, entry)
                if isinstance(entry, model.PersonErased):
                    known.erased.setdefault(entry.person, len(known.erased) + 1)
        known.seq = ledger.last_seq
        return known


def _meet(known: _Known, person: Person) -> None:
    """Takes in what the directory now says of a person."""
    (known.left.add if person.deactivated and not person.erased else known.left.discard)(person.id)
    (known.guests.add if person.guest and not person.erased else known.guests.discard)(person.id)
    if person.erased:
        known.names.people.remove(person.id)
        known.founders.pop(person.id, None)
        return
    known.names.people.add(person.id, person.name, person.email)
    if person.administrator:
        known.founders[person.id] = person.tz
    else:
        known.founders.pop(person.id, None)


def _name(names: Names, entry: Entry) -> None:
    """Takes in the labels that an entry brings: of a key, a token, a machine, a tenant."""
    match entry:
        case model.KeyIssued():
            names.keys[(entry.label or entry.key).casefold()] = entry.key
        case model.TokenIssued():
            names.tokens[(entry.label or entry.token).casefold()] = entry.token
        case model.KeyActivated() | model.SoftwareInstalled():
            names.machines[entry.machine.casefold()] = entry.machine
        case model.TokenActivated():
            names.tenants[entry.tenant.casefold()] = entry.tenant
        case _:
            pass
