"""People from a file with the columns id,name,email,tz,administrator."""

import csv
from dataclasses import dataclass
from pathlib import Path

_NEEDED = ("id", "name")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the people file; `tz` is an IANA zone."""

    id: str
    name: str
    email: str = ""
    tz: str = ""
    administrator: bool = False


class PeopleFileError(Exception):
    """{path}, line {line}: {problem}"""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}")


def read_people(path: Path) -> list[Person]:
    """The people of a file. Raises PeopleFileError with the line and what to do."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise PeopleFileError(path, 1, "this is not UTF-8. Save it as “CSV UTF-8”.") from None
    rows = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise PeopleFileError(path, 1, f"no column {missing[0]!r}. The columns are id,name,email,tz,administrator.")
    people: dict[str, Person] = {}
    for row in rows:
        person, name = (row["id"] or "").strip(), (row["name"] or "").strip()
        if not person or not name:
            raise PeopleFileError(path, rows.line_num, "a person needs an id and a name.")
        if person in people:
            raise PeopleFileError(path, rows.line_num, f"the id {person!r} stands twice.")
        administrator = (row.get("administrator") or "").strip().lower() == "yes"
        people[person] = Person(
            person, name, (row.get("email") or "").strip(), (row.get("tz") or "").strip(), administrator
        )
    return list(people.values())
