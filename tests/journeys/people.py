"""People at a desk that keeps a record: what they say, press and pick, and what they and others see."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Kind, Reply, Request
from intents.reader import Reader
from policy.rulebook import Rulebook
from storage.people.directory import Person

READER, RULEBOOK = Reader.load(), Rulebook.load()
WORKSPACE = "acme"
STAFF = (
    Person("paula", "Paula Gomez", "paula@acme.example", "Europe/Berlin", administrator=True),
    Person("ana", "Ana Souza", "ana@acme.example", "Europe/Berlin"),
    Person("bob", "Bob Miller", "bob@acme.example", "America/New_York"),
    Person("bob2", "Bob Stone", "bob.stone@acme.example"),
    Person("zoe", "Zoe Park", "zoe@acme.example"),
    Person("jun", "Jun Ito", "jun@acme.example"),
)


def new_place() -> str | None:
    """Where a desk keeps its record that is given no file: in memory."""
    return None


class Office:
    """A company's desk on a file of its own, or in memory. `today` is moved by hand; it is nine in the morning."""

    def __init__(
        self, today: str = "2026-02-10", file: Path | str | None = None, staff: Iterable[Person] = STAFF
    ) -> None:
        self.now = dt.datetime.fromisoformat(f"{today}T09:00:00+01:00")
        self.file = file
        self.records = Records.open(file or new_place())
        self.records.welcome(WORKSPACE, staff)
        self.desk = Desk(READER, RULEBOOK, self.records)

    def on(self, today: str) -> "Office":
        self.now = dt.datetime.fromisoformat(f"{today}T09:00:00+01:00")
        return self

    def anew(self) -> "Office":
        """The desk after a restart."""
        self.records.log.database.close()  # type: ignore[attr-defined]
        return Office(self.now.date().isoformat(), self.file)

    def __getattr__(self, person: str) -> "Someone":
        return Someone(self, person)

    @property
    def entries(self) -> list[str]:
        """The kinds of all entries, in order."""
        return [entry.kind for entry in self.records.log.entries(WORKSPACE)]


@dataclass
class Someone:
    office: Office
    id: str

    def says(self, text: str, cause: str | None = None, thread: str = "") -> Reply:
        return self._asks(Request(WORKSPACE, self.id, self.office.now, text=text, cause=cause, thread=thread))

    def presses(self, label: str, cause: str | None = None, thread: str = "") -> Reply:
        return self._asks(Request(WORKSPACE, self.id, self.office.now, press=label, cause=cause, thread=thread))

    def picks(self, value: str) -> Reply:
        return self._asks(Request(WORKSPACE, self.id, self.office.now, pick=value))

    def _asks(self, request: Request) -> Reply:
        return self.office.desk.answer(request)


def did(reply: Reply) -> list[str]:
    """The kinds of what a reply recorded; it must be a record."""
    assert reply.kind is Kind.DONE, reply.text
    return [entry["kind"] for entry in reply.recorded]
