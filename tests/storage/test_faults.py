"""What can be wrong with a file or its disk: said with what to do, nothing half-written, and usable again after."""

import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from storage import errors
from storage.errors import StorageError
from storage.log import Log
from storage.people.directory import People, Person
from storage.sqlite.database import SQLite, has_wal_fault
from storage.sqlite.schema import changes
from storage.verify.alone import verify
from tests.storage.office import T1, Place, add, added, edited, filled, in_a_child, known, opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mpn.sqlite3"


def raised(work: Callable[[], object]) -> StorageError:
    with pytest.raises(StorageError) as caught:
        work()
    said = str(caught.value)
    assert "{" not in said
    assert "\n" not in said
    assert said.endswith(".")
    return caught.value


def test_a_full_disk(file: Path) -> None:
    filled(file)

    class Small(sqlite3.Connection):
        room = 16

        def execute(self, *args):  # type: ignore[no-untyped-def]
            super().execute(f"PRAGMA max_page_count = {self.room}")
            return super().execute(*args)

    log = Log(SQLite(file, factory=Small))
    crowd = [f"person-{number}" for number in range(500)]
    error = raised(lambda: add(log, "many", *crowd))
    assert isinstance(error, errors.DiskFullError)
    assert "Free some space" in str(error)
    assert known(log) == added(opened(file)) == [f"p{number}" for number in range(1, 6)]
    assert verify(file).is_sound
    Small.room = 1_000_000
    assert not add(log, "many", *crowd).again
    assert len(known(log)) == 505


def test_a_file_that_may_not_grow(file: Path) -> None:
    """The quota of a user: the operating system refuses the write itself."""
    log = filled(file)

    def in_little_room() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, resource.RLIM_INFINITY))
        own = opened(file)
        error = raised(lambda: add(own, "many", *[f"person-{number}" for number in range(500)]))
        assert isinstance(error, errors.DiskError | errors.DiskFullError)
        assert known(own) == added(own) == ["p1", "p2", "p3", "p4", "p5"]
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        add(own, "m1")
        return 7

    assert in_a_child(in_little_room) == 7
    assert known(log) == ["p1", "p2", "p3", "p4", "p5", "m1"]
    assert verify(file).is_sound


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that users without rights can see."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_anybody(work: Callable[[], object]) -> int:
    """Runs work in a child without the rights of root."""

    def without_rights() -> object:
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        return work()

    return in_a_child(without_rights)


def test_a_file_that_cannot_be_written_can_still_be_read(public: Path) -> None:
    file = public / "mpn.sqlite3"
    filled(file)
    file.chmod(0o444)
    public.chmod(0o555)

    def reads_and_writes() -> int:
        log = opened(file)
        assert known(log) == ["p1", "p2", "p3", "p4", "p5"]
        for write in (
            lambda: add(log, "m1"),
            lambda: People(log.database).upsert(T1, [Person("U1", "Ana")]),
            lambda: People(log.database).erase(T1, "p1"),
        ):
            error = raised(write)
            assert isinstance(error, errors.ReadOnlyError)
            assert "the right to write" in str(error)
        assert known(log) == ["p1", "p2", "p3", "p4", "p5"]
        assert verify(file).is_sound
        return 7

    assert as_anybody(reads_and_writes) == 7


def test_a_file_that_cannot_be_made_or_read(public: Path) -> None:
    public.chmod(0o555)
    secret = public / "secret.sqlite3"
    filled(secret)
    secret.chmod(0o000)

    def opens() -> int:
        for place in (public / "new.sqlite3", secret):
            assert isinstance(raised(lambda: opened(place)), errors.CannotOpenError)  # noqa: B023
        return 7

    assert as_anybody(opens) == 7


@pytest.mark.parametrize("place", ["no/such/folder/mpn.sqlite3", "."])
def test_a_place_where_no_file_can_be(tmp_path: Path, place: str) -> None:
    assert isinstance(raised(lambda: opened(tmp_path / place)), errors.CannotOpenError)


@pytest.mark.parametrize("content", [b"dear diary\n" * 500, b"\0" * 5_000, b"SQLite format 4\0" + b"x" * 5_000])
def test_what_is_no_database_is_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert isinstance(raised(lambda: opened(file)), errors.NotADatabaseError)
    assert file.read_bytes() == content
    assert not verify(file).is_sound


def test_a_damaged_beginning(file: Path) -> None:
    filled(file).database.close()  # type: ignore[attr-defined]
    with file.open("r+b") as raw:
        raw.write(b"\xff" * 100)
    assert isinstance(raised(lambda: opened(file)), errors.NotADatabaseError)
    assert not verify(file).is_sound


def test_a_damaged_page(file: Path) -> None:
    log = filled(file)
    add(log, "many", *[f"person-{number}" for number in range(300)])
    log.database.close()  # type: ignore[attr-defined]
    db = sqlite3.connect(file)
    pages = (
        [n for (n,) in db.execute("SELECT pageno FROM dbstat WHERE name = 'entries' AND pagetype = 'leaf'")]
        if (_has_dbstat(db))
        else []
    )
    db.close()
    size = 4096
    with file.open("r+b") as raw:
        for page in pages or range(4, file.stat().st_size // size):
            raw.seek((page - 1) * size)
            raw.write(b"\xa5" * size)
    fresh = opened(file) if pages else None
    for use in (lambda: add(fresh or opened(file), "m1"), lambda: known(fresh or opened(file))):
        error = raised(use)
        assert isinstance(error, errors.DamagedError)
        assert "restore the latest backup" in str(error)
    assert not verify(file).is_sound


def _has_dbstat(db: sqlite3.Connection) -> bool:
    return ("ENABLE_DBSTAT_VTAB",) in db.execute("PRAGMA compile_options").fetchall()


def test_a_file_that_was_cut_off(file: Path) -> None:
    log = filled(file)
    add(log, "many", *[f"person-{number}" for number in range(300)])
    log.database.close()  # type: ignore[attr-defined]
    with file.open("r+b") as raw:
        raw.truncate(file.stat().st_size // 2)
    assert isinstance(raised(lambda: add(opened(file), "m1")), errors.DamagedError)
    assert not verify(file).is_sound


def test_a_database_of_a_newer_version_is_refused_and_left_alone(file: Path) -> None:
    filled(file)
    edited(
        file,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('mpn-desk', 'moons', '2031-01-01')",
    )
    before = file.read_bytes()
    error = raised(lambda: opened(file))
    assert isinstance(error, errors.NewerVersionError)
    assert "moons" in str(error)
    assert "Update the desk" in str(error)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (["DROP TABLE people"], "(the table people is missing)"),
        (["DROP TABLE claims"], "(the table claims is missing)"),
        (["ALTER TABLE people DROP COLUMN tz"], "(the column tz of people is missing)"),
        (["DROP TABLE posts", "DELETE FROM _sqlite_migrations WHERE name = 'told_apart'"], "already exists"),
        (["DELETE FROM _sqlite_migrations"], "already exists"),
        (["DROP TABLE _sqlite_migrations", "CREATE TABLE _sqlite_migrations (x)"], "no such column"),
    ],
)
def test_a_database_that_lacks_tables_is_refused_and_left_alone(file: Path, harm: list[str], words: str) -> None:
    filled(file).database.close()  # type: ignore[attr-defined]
    edited(file, *harm, guarded=True)
    before = file.read_bytes()
    error = raised(lambda: opened(file))
    assert isinstance(error, errors.OtherTablesError)
    assert words in str(error)
    assert "restore the latest backup" in str(error)
    assert file.read_bytes() == before


def test_a_table_that_goes_while_the_desk_runs(place: Place) -> None:
    log = filled(place)
    edited(place, "DROP TABLE people", guarded=True)
    assert isinstance(raised(lambda: add(log, "m1")), errors.OtherTablesError)
    assert added(log) == ["p1", "p2", "p3", "p4", "p5"]


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 3)], ids=["truncate", "wal"])
def test_the_database_of_another_program_is_refused_and_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...]
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE songs (title TEXT)")
    db.close()
    before = file.read_bytes()
    assert isinstance(raised(lambda: opened(file)), errors.OtherDatabaseError)
    assert file.read_bytes() == before


def test_an_empty_file_becomes_a_database(file: Path) -> None:
    file.touch()
    assert added(filled(file, 1)) == ["p1"]


def test_a_change_of_the_tables_that_fails_is_not_half_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(file, 1)
    from storage.sqlite import schema

    monkeypatch.setattr(changes, "_migrations", list(changes._migrations))

    @changes()
    def pictures(db):  # type: ignore[no-untyped-def]
        db.execute("CREATE TABLE pictures (day TEXT)")
        raise ZeroDivisionError

    schema._known.cache_clear()
    try:
        with pytest.raises(ZeroDivisionError):
            opened(file)
    finally:
        monkeypatch.undo()
        schema._known.cache_clear()
    assert sqlite3.connect(file).execute("SELECT 1 FROM sqlite_master WHERE name = 'pictures'").fetchall() == []
    assert added(opened(file)) == ["p1"]


def test_a_file_that_another_process_holds_for_too_long(file: Path) -> None:
    log = filled(file)
    impatient = opened(file, patience=0.05)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    error = raised(lambda: add(impatient, "m1"))
    assert isinstance(error, errors.DatabaseBusyError)
    assert known(impatient) == ["p1", "p2", "p3", "p4", "p5"]
    other.execute("ROLLBACK")
    add(impatient, "m1")
    assert known(log)[-1] == "m1"


def test_a_commit_that_a_reader_holds_up_for_too_long_records_nothing(file: Path) -> None:
    filled(file)
    impatient = opened(file, patience=0.05)
    if impatient.database.reading().__enter__().rows("PRAGMA journal_mode") == [("wal",)]:
        pytest.skip("readers hold nobody up in WAL mode")
    impatient = opened(file, patience=0.05)
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM entries").fetchone()
    assert isinstance(raised(lambda: add(impatient, "m1")), errors.DatabaseBusyError)
    reader.execute("ROLLBACK")
    assert known(impatient) == added(opened(file)) == ["p1", "p2", "p3", "p4", "p5"]
    assert not add(impatient, "m1").again


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 3)], ids=["truncate", "wal"])
@pytest.mark.parametrize("replaced", [True, False], ids=["replaced", "removed"])
def test_a_file_that_is_taken_away_while_in_use(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: bool, version: tuple[int, ...]
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    log = filled(file)
    shutil.copy(file, tmp_path / "other.sqlite3")
    file.unlink()
    if replaced:
        (tmp_path / "other.sqlite3").rename(file)
    assert isinstance(raised(lambda: add(log, "m1")), errors.MovedError)


def test_a_file_taken_away_after_the_desk_has_looked_is_found_by_sqlite(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(SQLite, "_place", lambda self: None)
    log = filled(file)
    file.unlink()
    assert isinstance(raised(lambda: add(log, "m1")), errors.MovedError)


def test_a_file_that_another_process_makes_while_it_is_looked_at_is_not_another_programs(file: Path) -> None:
    class Late(sqlite3.Connection):
        def execute(self, *args):  # type: ignore[no-untyped-def]
            if args[0] == "SELECT 1 FROM sqlite_master":
                with suppress(errors.DatabaseBusyError):
                    add(opened(file, patience=0.05), "other")
            return super().execute(*args)

    log = Log(SQLite(file, factory=Late))
    assert not add(log, "m1").again


def test_an_old_sqlite_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    assert isinstance(raised(lambda: SQLite(file)), errors.OldSQLiteError)


@pytest.mark.parametrize(
    ("version", "fault"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((4, 0, 0), False),
    ],
)
def test_versions_with_the_wal_fault(version: tuple[int, ...], fault: bool) -> None:
    assert has_wal_fault(version) is fault


@pytest.mark.parametrize(
    ("version", "mode", "synchronous"),
    [((3, 40, 1), "truncate", 3), ((3, 51, 3), "wal", 2)],
)
def test_a_commit_is_made_durable_by_what_the_version_does_well(
    file: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], mode: str, synchronous: int
) -> None:
    filled(file, 1).database.close()  # type: ignore[attr-defined]
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    log = opened(file)
    with log.database.reading() as transaction:
        assert transaction.rows("PRAGMA journal_mode") == [(mode,)]
        assert transaction.rows("PRAGMA synchronous") == [(synchronous,)]
    add(log, "m1")
    assert added(opened(file)) == ["p1", "m1"]


def test_a_nested_transaction_is_refused_and_the_outer_one_stands(file: Path) -> None:
    log = opened(file)
    with log.database.writing(T1) as transaction:
        transaction.rows("INSERT INTO replies (workspace, cause, reply) VALUES ('T', 'c', 'r')")
        with pytest.raises(RuntimeError, match="already"), log.database.writing(T1):
            pass
    with log.database.reading() as transaction:
        assert transaction.rows("SELECT reply FROM replies") == [("r",)]
