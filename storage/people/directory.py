"""The directory: names and addresses of people, apart from the entries, so that they can be erased."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from policy.acts import DirectoryChange
from policy.visible import in_one_line
from storage import replies
from storage.database import Database, Transaction
from storage.reminding import due
from storage.replies import Gone


@dataclass(frozen=True, slots=True)
class Person:
    """`administrator`: the people file says so (the ledger's roles stand apart). `tz`: a zone's name, or empty.

    Of a person who was erased nothing is left but the id.
    """

    id: str
    name: str
    email: str = ""
    tz: str = ""
    administrator: bool = False
    bot: bool = False
    guest: bool = False
    deactivated: bool = False
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """Who changed since, those who were erased among them, and the counter to ask with the next time."""

    counter: int
    people: tuple[Person, ...]


_COLUMNS: Final = tuple(field.name for field in fields(Person))
_STATED: Final = _COLUMNS[1:-1]
_SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM people WHERE workspace = :workspace"
_ONE: Final = f"{_SELECT} AND id = :id"
_ALL: Final = f"{_SELECT} AND erased = 0 ORDER BY id"
_CHANGED: Final = (
    f"SELECT {', '.join(_COLUMNS)}, change FROM people WHERE workspace = :workspace AND change > :after ORDER BY change"
)
_LAST_CHANGE: Final = "SELECT COALESCE(MAX(change), 0) FROM people WHERE workspace = :workspace"
_HOW_MANY: Final = "SELECT COUNT(*) FROM people WHERE workspace = :workspace AND change = :change"
_PUT: Final = (
    f"INSERT INTO people (workspace, change, {', '.join(_COLUMNS)}) "
    f"VALUES (:workspace, :change, {', '.join(f':{name}' for name in _COLUMNS)}) "
    "ON CONFLICT (workspace, id) DO UPDATE SET change = excluded.change, erased = excluded.erased, "
    + ", ".join(f"{name} = excluded.{name}" for name in _STATED)
)
_UPSERT: Final = (
    f"{_PUT} WHERE people.erased = 0 AND ({', '.join(f'people.{name}' for name in _STATED)}) "
    f"<> ({', '.join(f'excluded.{name}' for name in _STATED)})"
)
"""Changes nothing where a row says nothing new, or is of somebody who was erased."""

_NAMES: Final = "SELECT id, name, email FROM people WHERE workspace = :workspace AND id IN"
_AT_ONCE: Final = 500
"""People whose names are asked for by one statement."""


class People:
    """The people of every workspace in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def get(self, workspace: str, person: str) -> Person | None:
        """A person by id; None for one who is not known or was erased."""
        with self.database.reading() as transaction:
            found = _get(transaction, workspace, person)
        return None if found is None or found.erased else found

    def all(self, workspace: str) -> tuple[Person, ...]:
        """Everybody who was not erased, by id."""
        with self.database.reading() as transaction:
            return tuple(map(_person, transaction.rows(_ALL, workspace=workspace)))

    def changes(self, workspace: str, after: int = 0) -> Changes:
        """Who was added, changed or erased since the counter was `after`: all of them for 0."""
        with self.database.reading() as transaction:
            rows = transaction.rows(_CHANGED, workspace=workspace, after=after)
        return Changes(rows[-1][-1] if rows else after, tuple(_person(row[:-1]) for row in rows))

    def upsert(self, workspace: str, people: Iterable[Person]) -> int:
        """Adds people, or changes them to what is given; how many were. Who was erased stays erased."""
        given = [_legible(person) for person in people]
        with self.database.writing(workspace) as transaction:
            change = _next_change(transaction, workspace)
            _forget_former_names(transaction, workspace, given)
            transaction.each(_UPSERT, [_values(workspace, change, person) for person in given])
            changed = int(transaction.rows(_HOW_MANY, workspace=workspace, change=change)[0][0])
            if changed and any(person.deactivated for person in given):  # somebody may have left with a seat
                due.at_once(transaction, workspace)
            return changed

    def erase(self, workspace: str, person: str) -> None:
        """Takes out a name and address for good, also of the replies that are kept."""
        with self.database.writing(workspace) as transaction:
            change(transaction, workspace, [DirectoryChange(person)])


def change(transaction: Transaction, workspace: str, directory: Sequence[DirectoryChange]) -> None:
    """Writes what acts change in the directory: without a name somebody is erased, else added, also again."""
    for one in directory:
        before = _get(transaction, workspace, one.person) or Person(one.person, "")
        if one.name is None:
            replies.forget(transaction, workspace, [Gone(one.person, before.name, before.email)])
            after = Person(one.person, "", erased=True)
        else:
            email = before.email if one.email is None else one.email
            after = _legible(replace(before, name=one.name, email=email, erased=False))
            replies.forget(transaction, workspace, [Gone(one.person, before.name, "", after.name)])
        if after != before:
            transaction.rows(_PUT, **_values(workspace, _next_change(transaction, workspace), after))


def _forget_former_names(transaction: Transaction, workspace: str, people: Sequence[Person]) -> None:
    """Takes names that people had before out of the replies: later nobody could tell whose they were."""
    gone = []
    for first in range(0, len(people), _AT_ONCE):
        now = {f"id_{at}": person for at, person in enumerate(people[first : first + _AT_ONCE])}
        asked = f"{_NAMES} ({', '.join(f':{id}' for id in now)})"
        before = transaction.rows(asked, workspace=workspace, **{name: person.id for name, person in now.items()})
        known = {person.id: person for person in now.values()}
        for id, name, email in before:
            if (name, email) != (known[id].name, known[id].email):
                gone.append(Gone(id, name, "" if email == known[id].email else email, known[id].name))
    replies.forget(transaction, workspace, gone)


def _legible(person: Person) -> Person:
    """A person with a name and an address that are seen as they are, in one line."""
    return replace(person, name=in_one_line(person.name) or person.id, email=in_one_line(person.email))


def _get(transaction: Transaction, workspace: str, person: str) -> Person | None:
    rows = transaction.rows(_ONE, workspace=workspace, id=person)
    return _person(rows[0]) if rows else None


def _person(row: Sequence[Any]) -> Person:
    return Person(*row[:4], *map(bool, row[4:]))


def _values(workspace: str, change: int, person: Person) -> dict[str, str | int]:
    texts_and_flags = {name: int(one) if isinstance(one, bool) else one for name, one in asdict(person).items()}
    return {"workspace": workspace, "change": change, **texts_and_flags}


def _next_change(transaction: Transaction, workspace: str) -> int:
    return int(transaction.rows(_LAST_CHANGE, workspace=workspace)[0][0]) + 1
