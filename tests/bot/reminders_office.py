"""An office whose clock is moved: acts are recorded, sweeps run, and every message is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from bot.reminders import Dm, due
from policy.acts import Act
from policy.context import Context
from policy.model import Entry, stamped
from tests.policy.workspace import Workspace


@dataclass
class Office:
    """`company` is the workspace's zone, `zones` those of people who live elsewhere."""

    workspace: Workspace
    company: str = "UTC"
    zones: Mapping[str, str] = field(default_factory=dict)
    holidays: str | None = None
    left: tuple[str, ...] = ()
    sent: list[tuple[dt.datetime, Dm]] = field(default_factory=list)

    def zone_of(self, person: str) -> ZoneInfo:
        return ZoneInfo(self.zones.get(person, self.company))

    def at(self, moment: str | dt.datetime) -> dt.datetime:
        """Sets the day of the workspace; a time without a zone is the workspace's own."""
        now = dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        now = now if now.tzinfo else now.replace(tzinfo=ZoneInfo(self.company))
        self.workspace.today = now.astimezone(ZoneInfo(self.company)).date()
        return now

    def sweep(self, moment: str | dt.datetime) -> tuple[Dm, ...]:
        """What is sent at a moment; recorded as told."""
        now = self.at(moment)
        settings = self.workspace.ledger.company.settings(self.workspace.today)._replace(holidays=self.holidays)
        found = due(self.workspace.ledger, self.context(), now, self.zone_of, settings)
        for dm in found:
            self.record(dm.entries, now)
            self.sent.append((now, dm))
        return found

    def does(self, act: Act, by: str = "paula", on: str | None = None) -> None:
        if on:
            self.workspace.on(on)
        self.workspace.does(act, by)

    def presses(self, dm: Dm, label: str) -> None:
        """Who got a message presses a button below it; an act that would ask first is said yes to."""
        choice = next(one for one in dm.choices if one.label == label)
        assert choice.act
        self.workspace.does(choice.act, dm.to)

    def record(self, entries: tuple[Entry, ...], now: dt.datetime) -> None:
        for entry in stamped(entries, self.workspace.ledger.last_seq + 1, now):
            self.workspace.ledger.advance(entry)
            self.workspace.entries.append(entry)

    def context(self) -> Context:
        return replace(self.workspace.context("paula"), left=self.left)
