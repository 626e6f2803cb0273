"""Copies of a database: made while the desk runs, verified, and never over a file that exists."""

import os
import secrets
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from storage.errors import BadCopyError, CannotOpenError, FileTakenError, translated
from storage.sqlite.shape import verify_file
from storage.verify.alone import Anchor, Report

_OF_THE_SOURCE: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def backup(database: Path | str, copy: Path | str) -> Report:
    """Copies a database as it is at this moment; the report of the copy, whose heads can be noted as anchors.

    The desk may go on; its writes wait while the pages are copied. Raises a StorageError and then leaves no copy:
    FileTakenError, DiskFullError, or BadCopyError where the database itself is not sound.
    """
    return _copied(Path(database), Path(copy))


def restore(copy: Path | str, database: Path | str, anchors: Iterable[Anchor] = ()) -> Report:
    """Makes a new database of a backup, if it is sound and holds the anchors; never over an existing one."""
    return _copied(Path(copy), Path(database), tuple(anchors))


def _copied(source: Path, target: Path, anchors: tuple[Anchor, ...] = ()) -> Report:
    if not source.is_file():
        raise CannotOpenError(file=source)
    for taken in (target, *_companions(target)):
        if taken.exists():
            raise FileTakenError(file=taken)
    passing = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        _copy(source, passing, target)
        report = verify_file(passing, anchors)
        if not report.is_sound:
            raise BadCopyError(file=target, fault="; ".join(map(str, report.findings[:3])))
        _keep(passing, target)
    finally:
        passing.unlink(missing_ok=True)
    return report


def _companions(database: Path) -> list[Path]:
    """Journals that SQLite would take for the new file's own, and play back into it; empty ones do no harm."""
    journals = [database.with_name(database.name + end) for end in ("-journal", "-wal")]
    return [journal for journal in journals if journal.exists() and journal.stat().st_size]


def _copy(source: Path, passing: Path, target: Path) -> None:
    """VACUUM INTO reads in one transaction; what was erased is not in the copy's free pages either."""
    address = f"{source.absolute().as_uri()}?mode=rw"
    with suppress(OSError):  # SQLite tells better why a file can't be made
        passing.touch(mode=0o600)  # it holds names
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=10, isolation_level=None)) as connection:
            connection.execute("VACUUM INTO :passing", {"passing": str(passing)})
    except sqlite3.Error as error:
        of_source = getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_THE_SOURCE
        raise translated(error, str(source if of_source else target)) or error from error


def _keep(passing: Path, target: Path) -> None:
    """Gives the copy its name when it is on the disk, unless somebody took the name meanwhile."""
    try:
        _sync(passing)
        os.link(passing, target)
        _sync(target.parent)
    except FileExistsError as error:
        raise FileTakenError(file=target) from error
    except OSError as error:
        raise BadCopyError(file=target, fault=error.strerror or "the disk refused it") from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
