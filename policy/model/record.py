"""Entries about the record itself: reversals, imports, reminders."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from policy.model.entry import Count, Entry, Id, Words


class EntryReversed(Entry):
    """The entry `seq_reversed` is taken as never having been true; a reversal can be reversed in turn."""

    kind: Literal["entry_reversed"] = "entry_reversed"
    seq_reversed: Annotated[int, Field(ge=1)]


class ImportRecorded(Entry):
    kind: Literal["import_recorded"] = "import_recorded"
    file: Words
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rows: Count


class _Reminder(Entry):
    deadline: Id
    to: Id
    rung: Id | None = None
    until: dt.date | None = None


class ReminderSent(_Reminder):
    kind: Literal["reminder_sent"] = "reminder_sent"


class ReminderSnoozed(_Reminder):
    kind: Literal["reminder_snoozed"] = "reminder_snoozed"


class ReminderDone(_Reminder):
    kind: Literal["reminder_done"] = "reminder_done"


class ReminderHandedOver(_Reminder):
    """`to` is who has it from now on."""

    kind: Literal["reminder_handed_over"] = "reminder_handed_over"
