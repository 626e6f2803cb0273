"""The company: its settings, people, roles, locations, deputies and what was stated of it."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from policy import model
from policy.ledger.track import Shelf
from policy.model import DayOrder, Entry, Role


class Settings(NamedTuple):
    """What the workspace chose; these are the defaults."""

    zone: str = "UTC"
    day_order: DayOrder = DayOrder.MONTH_FIRST
    morning: str = "09:00"
    evening: str = "21:00"
    learning_partner: bool | None = None
    holidays: str | None = None
    weekly_channel: str | None = None
    head_channel: str | None = None
    ladders: tuple[tuple[str, tuple[int, ...]], ...] = ()
    who: tuple[tuple[str, str], ...] = ()
    """Who is reminded of a kind of deadline, where that is not who recorded the thing."""


class Deputy(NamedTuple):
    """Who acts for a person, through the day `until`."""

    person: str
    deputy: str
    since: dt.date
    until: dt.date | None


def _settings_after(before: Settings | None, entry: Entry) -> Settings | None:
    if not isinstance(entry, model.WorkspaceSetUp | model.SettingsChanged):
        return before
    return Settings(
        entry.zone,
        entry.day_order,
        entry.morning,
        entry.evening or Settings().evening,
        entry.learning_partner,
        entry.holidays,
        entry.weekly_channel,
        entry.head_channel,
        tuple(sorted(entry.ladders.items())),
        tuple(sorted((entry.who or {}).items())),
    )


def _present_after(before: int | None, entry: Entry) -> int | None:
    """The entry that brought it in, None once it was taken out."""
    gone = isinstance(entry, model.PersonErased | model.RoleTaken | model.LocationRemoved)
    return None if gone else entry.seq or 0


def _fact_after(before: model.FactStated | None, entry: Entry) -> model.FactStated | None:
    return entry if isinstance(entry, model.FactStated) else before


def _deputy_after(before: Deputy | None, entry: Entry) -> Deputy | None:
    if isinstance(entry, model.DeputyNamed):
        return Deputy(entry.person, entry.deputy, entry.on, entry.until)
    return None


class Company:
    """Who is who, and how the workspace is set."""

    def __init__(self, base: "Company | None" = None) -> None:
        self.settings_shelf: Shelf[str, Settings] = base.settings_shelf.fork() if base else Shelf(_settings_after)
        self.people: Shelf[str, int] = base.people.fork() if base else Shelf(_present_after)
        self.roles: Shelf[tuple[Role, str], int] = base.roles.fork() if base else Shelf(_present_after)
        self.locations: Shelf[str, int] = base.locations.fork() if base else Shelf(_present_after)
        self.facts: Shelf[str, model.FactStated] = base.facts.fork() if base else Shelf(_fact_after)
        self.deputies: Shelf[str, Deputy] = base.deputies.fork() if base else Shelf(_deputy_after)
        self.founders: tuple[str, ...] = base.founders if base else ()
        """Administrators whom the settings or the people file name; an entry about their role wins."""
        self.defaults: Settings = base.defaults if base else Settings()
        """What holds until something is set: the zone is the first administrator's."""

    @property
    def is_set_up(self) -> bool:
        return self.settings_shelf.last("") is not None

    def settings(self, day: dt.date) -> Settings:
        """The settings on a day; the defaults where nothing was set."""
        return self.settings_shelf.on("", day) or self.defaults

    def has_role(self, person: str, role: Role, day: dt.date) -> bool:
        return self.roles.on((role, person), day) is not None or self._still_founds(person, role, day)

    def with_role(self, role: Role, day: dt.date) -> list[str]:
        """Who has a role, who had it first first."""
        founding = [person for person in self.founders if self._still_founds(person, role, day)]
        given = [key[1] for key in self.roles if key[0] is role and self.roles.on(key, day) is not None]
        return [*founding, *given]

    def _still_founds(self, person: str, role: Role, day: dt.date) -> bool:
        """Whether somebody administrates as a founder: until the first entry about it took effect."""
        if role is not Role.ADMINISTRATOR or person not in self.founders:
            return False
        return self.roles.first((role, person), until=day) is None

    def administrators(self, day: dt.date) -> list[str]:
        return self.with_role(Role.ADMINISTRATOR, day)

    def is_administrator(self, person: str, day: dt.date) -> bool:
        return self.has_role(person, Role.ADMINISTRATOR, day)

    def reads_all(self, person: str, day: dt.date) -> bool:
        """Whether a person may see what everybody holds: administrators and auditors."""
        return self.is_administrator(person, day) or self.has_role(person, Role.AUDITOR, day)

    def on_profile(self, location: str, day: dt.date) -> bool:
        return self.locations.on(location.casefold(), day) is not None

    def locations_on(self, day: dt.date) -> Iterator[str]:
        """The locations on the membership profile, as they were first written."""
        for key in self.locations:
            if self.locations.on(key, day) is not None:
                first = self.locations.first(key)
                yield first.location if isinstance(first, model.LocationAdded) else key

    def stated(self, fact: str, day: dt.date) -> model.FactStated | None:
        """What was last said of the company about a fact."""
        return self.facts.on(fact, day)

    def deputy_of(self, person: str, day: dt.date) -> str | None:
        """Who acts for a person on a day."""
        deputy = self.deputies.on(person, day)
        return deputy.deputy if deputy and (deputy.until is None or day <= deputy.until) else None
