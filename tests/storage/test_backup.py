"""Copies made while the desk runs, verified, never over another file."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from benchmarks.soak import kill_storm
from storage import errors
from storage.copies.backup import backup, restore
from storage.people.directory import People
from storage.verify.alone import verify
from tests.storage.office import T1, add, adding, edited, filled, in_a_child, known, opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    filled(tmp_path / "mpn.sqlite3").database.close()  # type: ignore[attr-defined]
    return tmp_path / "mpn.sqlite3"


def names(folder: Path) -> list[str]:
    """The files there, but for the desk's own journals."""
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("mpn.sqlite3-"))


def test_a_backup_restored_is_the_same_desk(file: Path, tmp_path: Path) -> None:
    log = opened(file)
    report = backup(file, tmp_path / "copy.sqlite3")
    assert report.heads == (log.head(T1),)
    add(log, "later")
    restore(tmp_path / "copy.sqlite3", tmp_path / "new.sqlite3", report.heads)
    restored = opened(tmp_path / "new.sqlite3")
    assert list(restored.entries(T1)) == list(log.entries(T1))[:5]
    assert People(restored.database).all(T1) == People(log.database).all(T1)[1:]
    assert restored.append(T1, "p3", adding(), at=None).again  # type: ignore[arg-type]
    assert not add(restored, "later").again
    with pytest.raises(sqlite3.IntegrityError):
        edited(tmp_path / "new.sqlite3", "DELETE FROM entries", guarded=True)


def test_a_backup_while_a_process_writes_holds_what_was_confirmed_before_it(tmp_path: Path) -> None:
    import os
    import signal

    file = tmp_path / "mpn.sqlite3"
    opened(file)
    told, tells = os.pipe()
    writer = os.fork()
    if writer == 0:
        log, number = opened(file), 0
        while True:
            number += 1
            add(log, f"w{number}", f"w{number}-a", f"w{number}-b")
            os.write(tells, b".")
    os.close(tells)
    confirmed = 0
    try:
        for number in range(5):
            confirmed += len(os.read(told, 1000))
            report = backup(file, tmp_path / f"{number}.sqlite3")
            assert report.entries % 2 == 0
            assert report.entries >= confirmed * 2
    finally:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
    assert report.entries > 2


@pytest.mark.parametrize("taken", ["copy.sqlite3", "copy.sqlite3-journal", "copy.sqlite3-wal"])
def test_a_file_that_exists_is_never_written_over(file: Path, tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("mine")
    for make in (backup, restore):
        with pytest.raises(errors.FileTakenError, match=taken):
            make(file, tmp_path / "copy.sqlite3")
    assert (tmp_path / taken).read_text() == "mine"
    assert names(tmp_path) == [taken, "mpn.sqlite3"]


def test_a_name_that_is_taken_in_the_meantime_is_not_written_over(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.copies import backup as module

    def taking(*args: object) -> object:
        (tmp_path / "copy.sqlite3").write_text("mine")
        return verify(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "verify_file", taking)
    with pytest.raises(errors.FileTakenError):
        backup(file, tmp_path / "copy.sqlite3")
    assert (tmp_path / "copy.sqlite3").read_text() == "mine"
    assert names(tmp_path) == ["copy.sqlite3", "mpn.sqlite3"]


def test_an_empty_journal_of_a_file_that_was_moved_away_is_in_nobodys_way(file: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite3-journal").touch()
    restore(file, tmp_path / "copy.sqlite3")
    assert known(opened(tmp_path / "copy.sqlite3")) == ["p1", "p2", "p3", "p4", "p5"]


@pytest.mark.parametrize("make", [backup, restore])
def test_an_unsound_database_is_not_copied(file: Path, tmp_path: Path, make: object) -> None:
    edited(file, "DELETE FROM entries WHERE seq = 2")
    with pytest.raises(errors.BadCopyError, match="#2 is missing"):
        make(file, tmp_path / "copy.sqlite3")  # type: ignore[operator]
    assert names(tmp_path) == ["mpn.sqlite3"]


def test_a_backup_without_an_anchor_that_it_should_hold_is_not_restored(file: Path, tmp_path: Path) -> None:
    backup(file, tmp_path / "old.sqlite3")
    add(opened(file), "later")
    with pytest.raises(errors.BadCopyError, match="anchor"):
        restore(tmp_path / "old.sqlite3", tmp_path / "new.sqlite3", [opened(file).head(T1)])
    assert not (tmp_path / "new.sqlite3").exists()


def test_places_that_are_not_there(file: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.CannotOpenError, match="none"):
        backup(tmp_path / "none.sqlite3", tmp_path / "copy.sqlite3")
    with pytest.raises(errors.CannotOpenError, match="nowhere"):
        backup(file, tmp_path / "nowhere" / "copy.sqlite3")
    (tmp_path / "diary").write_text("dear diary" * 1000)
    with pytest.raises(errors.NotADatabaseError, match="diary"):
        backup(tmp_path / "diary", tmp_path / "copy.sqlite3")


def test_a_full_disk_leaves_no_copy(file: Path, tmp_path: Path) -> None:
    import resource

    def in_little_room() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
        with pytest.raises((errors.DiskError, errors.DiskFullError), match=r"copy\.sqlite3"):
            backup(file, tmp_path / "copy.sqlite3")
        return 7

    assert in_a_child(in_little_room) == 7
    assert names(tmp_path) == ["mpn.sqlite3"]


def test_a_database_left_by_a_kill_is_backed_up_whole(tmp_path: Path) -> None:
    storm = kill_storm(tmp_path / "mpn.sqlite3", 4, random.Random())
    assert storm.faults == []
    report = backup(tmp_path / "mpn.sqlite3", tmp_path / "copy.sqlite3")
    assert report.entries == storm.entries


def test_a_hot_journal_is_rolled_back_by_whoever_opens_the_file_first(tmp_path: Path) -> None:
    """A crash in the middle of writing the pages themselves: the journal is what makes the file whole."""
    file = tmp_path / "mpn.sqlite3"
    filled(file).database.close()  # type: ignore[attr-defined]
    sqlite3.connect(file).execute("PRAGMA journal_mode = delete").close()
    size = file.stat().st_size

    def dies_half_written() -> int:
        db = sqlite3.connect(file, isolation_level=None)
        db.execute("PRAGMA cache_size = 1")
        db.execute("PRAGMA cache_spill = 1")
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TABLE junk (x)")
        for _ in range(300):
            db.execute("INSERT INTO junk VALUES (randomblob(4000))")
        db.execute("DROP TRIGGER entries_are_never_removed")
        return 7

    assert in_a_child(dies_half_written) == 7
    assert file.stat().st_size > size
    for name in ("second", "third"):
        shutil.copy(file, tmp_path / name)
        shutil.copy(f"{file}-journal", tmp_path / f"{name}-journal")
    assert verify(file).is_sound
    assert known(opened(tmp_path / "second")) == ["p1", "p2", "p3", "p4", "p5"]
    assert backup(tmp_path / "third", tmp_path / "copy").entries == 5
