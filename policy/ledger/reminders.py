"""What was sent, put off, done and handed over of each deadline."""

import datetime as dt

from policy import model
from policy.ledger.track import Shelf, no_state
from policy.model import Entry


class Reminders:
    """Reminders by the id of their deadline."""

    def __init__(self, base: "Reminders | None" = None) -> None:
        self.shelf: Shelf[str, None] = base.shelf.fork() if base else Shelf(no_state)
        self.messages: Shelf[str, None] = base.messages.fork() if base else Shelf(no_state)
        """What was sent, by who got it."""

    def of(self, deadline: str) -> list[Entry]:
        """Everything recorded about a deadline, in order."""
        return list(self.shelf.entries(deadline))

    def told(self, person: str, day: dt.date) -> list[Entry]:
        """What a person was reminded of around a day of theirs: the workspace's day may be up to two off."""
        near = dt.timedelta(days=2)
        return list(self.messages.entries(person, day - near, day + near))

    def sent(self, deadline: str, to: str) -> set[str | None]:
        """The steps of the ladder that a person was already reminded of."""
        return {entry.rung for entry in self.of(deadline) if isinstance(entry, model.ReminderSent) and entry.to == to}

    def is_done(self, deadline: str) -> bool:
        return any(isinstance(entry, model.ReminderDone) for entry in self.of(deadline))

    def snoozed_until(self, deadline: str, to: str) -> dt.date | None:
        """The day until which a person does not want to hear of it."""
        until = [
            entry.until for entry in self.of(deadline) if isinstance(entry, model.ReminderSnoozed) and entry.to == to
        ]
        return until[-1] if until else None

    def handed_to(self, deadline: str) -> str | None:
        """Who has it now, where it was handed over."""
        handed = [entry.to for entry in self.of(deadline) if isinstance(entry, model.ReminderHandedOver)]
        return handed[-1] if handed else None
