"""A pack: a folder with the whole record as of a day, and its manifest; and the entries of a pack again."""

import datetime as dt
import hashlib
import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policy.context import Context
from policy.model import Entry, from_json
from storage.audit import verify
from storage.audit.facts import Facts, facts_of
from storage.audit.files import write_csv, write_database, write_workbook
from storage.audit.report import report
from storage.audit.whole import whole
from storage.errors import FileTakenError, StorageError
from storage.log import Log
from storage.people.directory import People
from storage.verify.alone import Anchor

_FORMAT: Final = "MPN Desk audit pack"
_VERSION: Final = 1


class CannotWriteError(StorageError):
    """{file} could not be written: {fault}. Choose another folder, or free some space. Nothing was left
    behind."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was made. `head` and `seal` (the hash of the manifest) are to be noted outside of it."""

    folder: Path
    entries: int
    head: Anchor
    seal: str
    files: tuple[str, ...]


def make_pack(
    log: Log, people: People, workspace: str, day: dt.date, folder: Path | str, ctx: Context, *, at: dt.datetime
) -> Pack:
    """Writes the record of a workspace as of a day to a folder that does not exist yet, or is empty.

    `ctx` gives the edition and the catalogue; names are those of the directory now. Raises a StorageError, and then
    leaves no folder.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileTakenError(file=folder)
    known = {person.id: person for person in people.all(workspace)}
    founders = [person.id for person in known.values() if person.administrator]
    facts = facts_of(whole(log, workspace), day, ctx, known.get, founders)
    passing = folder.absolute().with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        passing.mkdir(parents=True)
        seal = _write(passing, facts, at.astimezone(dt.UTC))
        if folder.exists():
            folder.rmdir()
        passing.replace(folder)
    except OSError as error:
        raise CannotWriteError(file=folder, fault=error.strerror or "the disk refused it") from error
    finally:
        shutil.rmtree(passing, ignore_errors=True)
    files = tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))
    return Pack(folder, len(facts.whole.links), facts.whole.head, seal, files)


def entries_of(folder: Path | str) -> Iterator[Entry]:
    """The entries of a pack in order: their fold is the ledger that the pack was made from."""
    database = Path(folder) / verify.DATABASE
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        for (body,) in db.execute("SELECT body FROM entries ORDER BY seq"):
            yield from_json(body)


def _write(folder: Path, facts: Facts, at: dt.datetime) -> str:
    database = folder / verify.DATABASE
    write_database(database, facts)
    write_csv(folder / "csv", database)
    told = _told(facts, at)
    write_workbook(folder / verify.WORKBOOK, database, verify.about(told), at)
    (folder / "report.html").write_text(report(facts, at), encoding="utf-8")
    (folder / "verify.py").write_text(verify.script(), encoding="utf-8")
    manifest = json.dumps(told | {"files": _hashes(folder)}, indent=2).encode()
    (folder / verify.MANIFEST).write_bytes(manifest)
    return hashlib.sha256(manifest).hexdigest()


def _told(facts: Facts, at: dt.datetime) -> dict[str, object]:
    """The manifest, but for its files."""
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "workspace": facts.whole.workspace,
        "as_of": facts.day.isoformat(),
        "made_at": at.isoformat(timespec="seconds"),
        "entries": len(facts.whole.links),
        "head": {"seq": facts.whole.head.seq, "hash": facts.whole.head.hash},
        "founders": list(facts.founders),
        "edition": facts.ctx.edition.in_force_from.isoformat(),
    }


def _hashes(folder: Path) -> dict[str, object]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": verify.sha256(path)}
        for path in files
    }
