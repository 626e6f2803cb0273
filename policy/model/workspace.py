"""Entries about the company itself: settings, people, roles, locations, what was stated."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from policy.model.entry import Entry, Id, Words
from policy.model.nouns import DayOrder, Role


class _Settings(Entry):
    """States every setting, so that a later entry replaces the one before as a whole."""

    zone: Words = "UTC"
    day_order: DayOrder = DayOrder.MONTH_FIRST
    morning: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "09:00"
    evening: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    learning_partner: bool | None = None
    holidays: Words | None = None
    weekly_channel: Words | None = None
    head_channel: Words | None = None
    ladders: dict[str, tuple[int, ...]] = Field({})
    who: dict[str, Id] | None = None


class WorkspaceSetUp(_Settings):
    kind: Literal["workspace_set_up"] = "workspace_set_up"


class SettingsChanged(_Settings):
    kind: Literal["settings_changed"] = "settings_changed"


class PersonAdded(Entry):
    """Somebody known to the desk. Name and address live in the directory, where they can be erased."""

    kind: Literal["person_added"] = "person_added"
    person: Id


class PersonErased(Entry):
    kind: Literal["person_erased"] = "person_erased"
    person: Id


class RoleGiven(Entry):
    kind: Literal["role_given"] = "role_given"
    person: Id
    role: Role


class RoleTaken(Entry):
    kind: Literal["role_taken"] = "role_taken"
    person: Id
    role: Role


class DeputyNamed(Entry):
    """`deputy` acts for `person`, through the day `until`; with none until it is changed."""

    kind: Literal["deputy_named"] = "deputy_named"
    person: Id
    deputy: Id
    until: dt.date | None = None


class DeputyDismissed(Entry):
    kind: Literal["deputy_dismissed"] = "deputy_dismissed"
    person: Id
    deputy: Id


class LocationAdded(Entry):
    """A location on the membership profile."""

    kind: Literal["location_added"] = "location_added"
    location: Words


class LocationRemoved(Entry):
    kind: Literal["location_removed"] = "location_removed"
    location: Words


class FactStated(Entry):
    """What somebody said about the company that is no purchase: `fact` is a name of policy.facts.Facts."""

    kind: Literal["fact_stated"] = "fact_stated"
    fact: Id
    value: bool | Words | None
