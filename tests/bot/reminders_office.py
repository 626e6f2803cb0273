"""An office whose clock is moved: acts are recorded, sweeps run, and every message is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from bot.reminders import Dm, due
from policy.acts import Act, GiveRole, RecordGrant, RecordPurchase
from policy.context import Context
from policy.model import Entry, Programme, stamped
from tests.policy.workspace import VS, Workspace


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


def bought(on: str = "2026-01-12", company: str = "UTC", **zones: str) -> Office:
    """An Action Pack of a Monday; refund and swap close on Wednesday, 11 February 2026."""
    office = Office(Workspace("2026-01-05"), company, zones)
    office.does(GiveRole(person="olga"))
    office.does(RecordPurchase(program=Programme.ACTION_PACK), on=on)
    office.does(RecordGrant(grants=((VS, 20), ("office-365", 200))))
    return office


def rungs(found: tuple[Dm, ...]) -> list[tuple[str, str, str]]:
    return [(dm.to, item.deadline, item.rung) for dm in found for item in dm.items]


def days_told(office: Office, deadline: str) -> list[tuple[str, str]]:
    """On which days a deadline was told, and with which step."""
    return [
        (now.date().isoformat(), item.rung) for now, dm in office.sent for item in dm.items if item.deadline == deadline
    ]
