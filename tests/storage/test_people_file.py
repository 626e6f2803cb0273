"""people.csv as people save it, and what is said when it can't be read."""

from pathlib import Path

import pytest

from storage.people.directory import Person
from storage.people.file import PeopleFileError, read_people

PLAIN = "id,name,email,tz,administrator\nU1,Ana Souza,ana@contoso.com,Europe/Lisbon,yes\nU2,Bob Miller,,,\n"
PEOPLE = [Person("U1", "Ana Souza", "ana@contoso.com", "Europe/Lisbon", administrator=True), Person("U2", "Bob Miller")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        b"\xef\xbb\xbf" + PLAIN.replace(",", ";").replace("\n", "\r\n").encode(),
        PLAIN.replace(",", " , ").replace("U2", "\n  \n,,,,\nU2").encode(),
        PLAIN.replace("id,name", "ID,Name").replace("yes", "Yes").encode(),
        PLAIN.rstrip("\n").encode(),
        b"tz,administrator,id,shoe,email,name\nEurope/Lisbon,x,U1,41,ana@contoso.com,Ana Souza\n,no,U2,,,Bob Miller",
        b'id,name,email,tz,administrator\n"U1","Ana Souza","ana@contoso.com","Europe/Lisbon","yes"\nU2,Bob Miller\n',
    ],
)
def test_files_that_are_read(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert read_people(file) == PEOPLE


def test_only_id_and_name_are_needed(file: Path) -> None:
    file.write_text("name;id\nMüller, Zoë;U1\n", encoding="utf-8")
    assert read_people(file) == [Person("U1", "Müller, Zoë")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["line 1", "no column id and no column name", "id,name,email,tz,administrator"]),
        (b"name,email\nAna,a@b.c\n", ["line 1", "no column id", "such as ana", "mpn import"]),
        (b"id,name\nU1,Ana\n,Bob\nU3,\n", ["line 3: there is no id", "line 4: there is no name"]),
        (b"id,name\nU1,Ana\n\nU2,Bob\nU1,Carol\n", ["line 5: the id U1 is on line 2 already"]),
        (b'id,name\nU1,"Ana\nSouza"\n,Bob\n', ["line 4: there is no id"]),
        (b"id,name\nU1,Souza, Ana\n", ["line 2", "more cells than columns", "quotes"]),
        (b"id,name,email\nU1,Ana,ana\n", ["line 2", "'ana' is no address"]),
        (b"id,name,tz\nU1,Ana,Lisbon\nU2,Bob,../x\n", ["line 2: 'Lisbon' is no time zone", "Europe/Berlin", "line 3"]),
        (b"id,name,administrator\nU1,Ana,perhaps\n", ["line 2", "'perhaps'", "write yes or leave it empty"]),
        (b"id,name\nU1,Ana\nU2,M\xfcller\n", ["line 3", "not UTF-8", "CSV UTF-8"]),
        (b"id,name\nU1," + b"x" * 201 + b"\n", ["line 2", "the name is too long"]),
        (b'id,name\nU1,"Ana\n', ["line 2", "unexpected end"]),
    ],
)
def test_files_that_are_not_read(file: Path, content: bytes, words: list[str]) -> None:
    file.write_bytes(content)
    with pytest.raises(PeopleFileError) as caught:
        read_people(file)
    assert all(word in str(caught.value) for word in ["people.csv", *words]), str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PeopleFileError, match="can't be read"):
        read_people(tmp_path / "people.csv")


def test_many_faults_are_cut_short(file: Path) -> None:
    file.write_text("id,name\n" + ",Ana\n" * 100)
    with pytest.raises(PeopleFileError, match="and 90 more"):
        read_people(file)
