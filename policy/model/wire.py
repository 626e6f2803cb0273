"""Entries as canonical JSON and back, and the stamp that turns drafts into entries."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter

from policy.model import licences, offers, record, seats, services, workspace
from policy.model.entry import OMITTED_WHEN_ABSENT, Entry

AnyEntry = Annotated[
    workspace.WorkspaceSetUp
    | workspace.SettingsChanged
    | workspace.PersonAdded
    | workspace.PersonErased
    | workspace.RoleGiven
    | workspace.RoleTaken
    | workspace.DeputyNamed
    | workspace.DeputyDismissed
    | workspace.LocationAdded
    | workspace.LocationRemoved
    | workspace.FactStated
    | offers.OfferPurchased
    | offers.OfferRenewed
    | offers.OfferSwapped
    | offers.OfferEnded
    | offers.ClaimMade
    | offers.ClaimDecided
    | offers.GrantRecorded
    | licences.KeyIssued
    | licences.KeyViewed
    | licences.KeyCounted
    | licences.KeyActivated
    | licences.SoftwareInstalled
    | licences.SoftwareRemoved
    | licences.TokenIssued
    | licences.TokenViewed
    | licences.TokenActivated
    | licences.TokenReplaced
    | seats.SeatAssigned
    | seats.SeatActivated
    | seats.SeatReleased
    | seats.SeatReassigned
    | seats.SeatQueued
    | seats.SeatUnqueued
    | seats.SeatRequested
    | seats.RequestDecided
    | services.IncidentOpened
    | services.CreditGranted
    | services.CreditUsed
    | services.HoursUsed
    | services.BalanceRecorded
    | record.EntryReversed
    | record.ImportRecorded
    | record.ReminderSent
    | record.ReminderSnoozed
    | record.ReminderDone
    | record.ReminderHandedOver,
    Field(discriminator="kind"),
]

_ENTRY: Final[TypeAdapter[Entry]] = TypeAdapter(AnyEntry)


def as_dict(entry: Entry) -> dict[str, Any]:
    """The entry as plain JSON values; common fields that it does not have are left out."""
    fields = entry.model_dump(mode="json", by_alias=True)
    for name in OMITTED_WHEN_ABSENT:
        if fields.get(name, "") is None:
            del fields[name]
    return fields


def to_json(entry: Entry) -> str:
    """Canonical JSON: sorted keys, ASCII, no spaces. What the chain's hashes are taken over."""
    return json.dumps(as_dict(entry), sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def from_json(text: str | bytes) -> Entry:
    """The entry of a line. Raises pydantic.ValidationError for anything that is none."""
    return _ENTRY.validate_json(text)


def stamped(drafts: Sequence[Entry], first_seq: int, at: dt.datetime) -> tuple[Entry, ...]:
    """The drafts of one request as entries: numbered from `first_seq`, recorded `at` (an aware time)."""
    several = len(drafts) > 1
    at = at.astimezone(dt.UTC)
    return tuple(
        draft.model_copy(update={"seq": first_seq + index, "at": at, "part": index + 1 if several else None})
        for index, draft in enumerate(drafts)
    )
