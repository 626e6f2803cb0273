"""A company of half a year and its audit pack; and what somebody does who tampers with one."""

import csv
import datetime as dt
import hashlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from policy.acts import (
    ActivateKey,
    ActivateSeat,
    AddPerson,
    AssignSeat,
    MoveSeat,
    RecordGrant,
    ReleaseSeat,
)
from storage.audit import Pack, make_pack, verify
from storage.audit.columns import TABLES
from storage.audit.files import write_workbook
from tests.policy.workspace import VS, at
from tests.storage.years import HOSTILE, T1, Company

DAY = dt.date(2024, 7, 1)


def office() -> Company:
    """Half a year: ana, then bob on the same seat; carol for a while; a key used twice; hostile names."""
    company = Company()
    for person, name in (("ana", "Ana Souza"), ("bob", "Bob Miller"), ("carol", HOSTILE[0]), ("dave", HOSTILE[4])):
        company.does(AddPerson(person=person, name=name, email=f"{person}@contoso.example"))
    company.today = dt.date(2024, 3, 1)
    company.does(AssignSeat(person="ana", product=VS, offer="offer-1"))
    company.does(AssignSeat(person="carol", product=VS, offer="offer-1", why=HOSTILE[4]))
    company.does(at(ActivateSeat(person="ana"), "2024-03-02"))
    company.today = dt.date(2024, 6, 1)
    company.does(ActivateSeat(person="ana"))
    company.does(MoveSeat(from_person="ana", person="bob"))
    company.does(ReleaseSeat(person="carol"))
    company.does(ActivateKey(key="K1", machine=HOSTILE[0]))
    company.does(ActivateKey(key="K1", machine="build"))
    company.today = dt.date(2024, 6, 2)
    company.does(RecordGrant(grants=((VS, 3),), offer="offer-1"))
    company.today = dt.date(2024, 8, 1)
    company.does(AssignSeat(person="dave", product=VS, offer="offer-1"))
    return company


def packed(company: Company, folder: Path, day: dt.date = DAY) -> Pack:
    return make_pack(company.log, company.people, T1, day, folder, company.ctx, at=company.at)


def asked(folder: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "audit.sqlite3")) as db:
        return db.execute(question).fetchall()


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As the auditor runs it: the pack's own file, isolated from everything that is installed."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)


def resealed(folder: Path) -> None:
    """Makes the manifest anew, as somebody would who tampers with care; and the CSV files and the workbook with it."""
    manifest = json.loads((folder / "manifest.json").read_text())
    with closing(sqlite3.connect(folder / "audit.sqlite3")) as db:
        for table in TABLES:
            with (folder / "csv" / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                sheet = csv.writer(file)
                sheet.writerow(table.names)
                columns = ", ".join(f'"{name}"' for name in table.names)
                sheet.writerows(
                    map(verify.as_cell, row) for row in db.execute(f"SELECT {columns} FROM {table.name} ORDER BY rowid")
                )
        seq, digest = db.execute("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
        manifest |= {"head": {"seq": seq, "hash": digest}, "entries": seq}
        about, made = verify.about(manifest), dt.datetime(2024, 8, 1, tzinfo=dt.UTC)
        write_workbook(folder / "audit.xlsx", folder / "audit.sqlite3", about, made)
    for name in manifest["files"]:
        manifest["files"][name]["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def rechained(db: sqlite3.Connection) -> None:
    """Computes the chain anew from its beginning."""
    before = verify.genesis(T1)
    for seq, cause, body in db.execute("SELECT seq, cause, body FROM entries ORDER BY seq").fetchall():
        before = verify.chained(before, cause, body)
        db.execute("UPDATE entries SET hash = ? WHERE seq = ?", (before, seq))


def edit(folder: Path, *statements: str, then: Callable[[sqlite3.Connection], None] | None = None) -> None:
    with closing(sqlite3.connect(folder / "audit.sqlite3")) as db:
        for statement in statements:
            assert db.execute(statement).rowcount > 0, statement
        if then:
            then(db)
        db.commit()
    resealed(folder)
