"""Whether a server's tables, indexes and guards are those that the changes make, by what its catalogue tells."""

from importlib.resources import files
from typing import Final

from sqlalchemy import Connection, text

from storage.postgres.schema import TABLES

Fact = tuple[str, str, str]
"""Kind, name, and how it is."""

_FOLDER: Final = files("storage.postgres")
_SPEAKS_UP: Final = frozenset({"trigger", "rule", "column", "constraint"})
"""What somebody may not add to a table of the desk. An index may stay, unless it is unique: it can refuse a row."""


def facts(connection: Connection) -> frozenset[Fact]:
    """What the catalogue tells of the desk's tables."""
    statement = text((_FOLDER / "shape.sql").read_text("utf-8"))
    rows = connection.execute(statement, {"tables": list(TABLES)})
    return frozenset((str(kind), str(name), str(how).strip()) for kind, name, how in rows)


def expected() -> frozenset[Fact]:
    """The same of a database that was just made, from `shape.txt`."""
    lines = (_FOLDER / "shape.txt").read_text("utf-8").splitlines()
    return frozenset((kind, name, how) for kind, name, how in (line.split(" | ") for line in lines))


def faults_of(connection: Connection) -> tuple[str, ...]:
    """What is otherwise, in sentences; none where all is as it was made."""
    wanted, there = expected(), facts(connection)
    names = {(kind, name) for kind, name, _ in there}
    made = {(kind, name) for kind, name, _ in wanted}
    found = [_lacking(kind, name, (kind, name) in names) for kind, name, _ in sorted(wanted - there)]
    for kind, name, how in sorted(there - wanted):
        if (kind, name) not in made and (kind in _SPEAKS_UP or "UNIQUE" in how):
            found.append(f"the {kind} {name} was put in from outside: it can change or refuse what is recorded")
    return tuple(found)


def _lacking(kind: str, name: str, is_there: bool) -> str:
    if kind == "trigger":
        how = "switched off, or is not as the desk made it" if is_there else "removed"
        return f"the guard {name} was {how}: entries can be changed in place"
    return f"the {kind} {name} {'is not as the desk made it' if is_there else 'is missing'}"
