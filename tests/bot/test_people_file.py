"""The people file: read, or refused with the line and what to do."""

from pathlib import Path

import pytest

from bot.terminal.people_file import PeopleFileError, read_people

HEAD = "id,name,email,tz,administrator\n"


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "people.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_people_are_read_with_bom_and_semicolons(tmp_path: Path) -> None:
    text = "\ufeffid;name;email;tz;administrator\nU1;Ana Souza;ana@x.com;Europe/Lisbon;yes\nU2;Bob;;;\n"
    ana, bob = read_people(write(tmp_path, text))
    assert (ana.id, ana.name, ana.tz, ana.administrator) == ("U1", "Ana Souza", "Europe/Lisbon", True)
    assert (bob.name, bob.administrator) == ("Bob", False)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name,email\nAna,a@x\n", "line 1: no column 'id'"),
        ("", "line 1: no column 'id'"),
        (HEAD + "U1,,a@x,,\n", "line 2: a person needs an id and a name"),
        (HEAD + "U1,Ana,,,\nU1,Bob,,,\n", "line 3: the id 'U1' stands twice"),
        ("id,name\nU1,M\u00fcller\n".encode("latin-1"), "this is not UTF-8"),
    ],
)
def test_a_broken_file_says_where(tmp_path: Path, text: str | bytes, problem: str) -> None:
    with pytest.raises(PeopleFileError, match=problem):
        read_people(write(tmp_path, text))
