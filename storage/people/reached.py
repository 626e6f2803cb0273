"""Whom no direct message reaches, as the surface found when it sent one."""

from typing import Final

from storage.database import Database
from storage.reminding import due

_NOW: Final = "SELECT id FROM unreached WHERE workspace = :workspace AND now = 1 ORDER BY id"
_PUT: Final = (
    "INSERT INTO unreached (workspace, id, now) VALUES (:workspace, :id, :now) "
    "ON CONFLICT (workspace, id) DO UPDATE SET now = excluded.now WHERE unreached.now <> excluded.now RETURNING id"
)


def unreached(database: Database, workspace: str) -> frozenset[str]:
    """Who could not be reached the last time."""
    with database.reading() as transaction:
        return frozenset(str(person) for (person,) in transaction.rows(_NOW, workspace=workspace))


def found(database: Database, workspace: str, person: str, *, reached: bool) -> None:
    """A message to a person arrived, or was refused for good: then the next sweep tells somebody else."""
    if reached and person not in unreached(database, workspace):
        return
    with database.writing(workspace) as transaction:
        if transaction.rows(_PUT, workspace=workspace, id=person, now=int(not reached)):
            due.at_once(transaction, workspace)
