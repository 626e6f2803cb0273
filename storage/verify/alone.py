"""Checks the chain of a database file. Imports nothing of the desk, so that it can be read and run alone:

    python storage/verify/alone.py FILE [--anchor WORKSPACE:SEQ:HASH]... [--head WORKSPACE:SEQ:HASH]...

In place of an anchor stands also a file of them, with lines `day workspace seq hash`, as the desk appends each day.

Each entry holds a hash over itself and the hash before it, so a change in the middle shows at once. A chain that was
computed anew from its beginning only shows against an anchor: a head that was noted outside the database.
"""

import argparse
import hashlib
import json
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

APPLICATION_ID = int.from_bytes(b"MPND")
RECORD = {
    "entries": """CREATE TABLE entries (
        workspace TEXT NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        cause TEXT NOT NULL,
        part INTEGER NOT NULL CHECK (part > 0),
        at TEXT NOT NULL,
        "on" TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (workspace, seq),
        UNIQUE (workspace, cause, part)
    ) STRICT, WITHOUT ROWID""",
    "entries_are_never_changed": """CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END""",
    "entries_are_never_removed": """CREATE TRIGGER entries_are_never_removed BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END""",
    "entries_are_never_replaced": """CREATE TRIGGER entries_are_never_replaced BEFORE INSERT ON entries
        WHEN EXISTS (SELECT 1 FROM entries WHERE workspace = NEW.workspace AND seq = NEW.seq)
          OR EXISTS (SELECT 1 FROM entries WHERE workspace = NEW.workspace AND cause = NEW.cause AND part = NEW.part)
        BEGIN SELECT RAISE(ABORT, 'entries are never replaced'); END""",
}
"""The table of the entries and its guards, as SQLite keeps their text but for spaces.

The guard on INSERT is there because REPLACE removes a row without asking the guard on DELETE, unless the connection
has `recursive_triggers` on.
"""

NOTED = "SELECT workspace, seq FROM next_due ORDER BY workspace"
ORPHANS = (
    "SELECT workspace, COUNT(*) FROM replies WHERE NOT EXISTS (SELECT 1 FROM entries "
    "WHERE entries.workspace = replies.workspace AND entries.cause = replies.cause) GROUP BY workspace"
)

MOST_FINDINGS = 20
"""Findings told for one workspace; one wrong computation can spoil every entry after it."""

_PAGE = 5_000


def genesis(workspace: str) -> str:
    """The hash before the first entry of a workspace."""
    return hashlib.sha256(json.dumps(["mpn-desk", workspace]).encode()).hexdigest()


def chained(before: str, cause: str, body: str) -> str:
    """The hash of an entry: over the hash before, the cause that recorded it, and its canonical JSON."""
    return hashlib.sha256(f"{before}\n{json.dumps(cause)}\n{body}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Anchor:
    """What was once the head of a workspace: the number and the hash of its last entry."""

    workspace: str
    seq: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """The anchor that `str` wrote. Raises ValueError."""
        found = re.fullmatch(r"(\S.*):([0-9]{1,18}):([0-9a-fA-F]{64})", text.strip())
        if not found:
            raise ValueError(f"{text[:100]!r} is no WORKSPACE:SEQ:HASH, nor a file that is there")
        return cls(found[1], int(found[2]), found[3].lower())

    def __str__(self) -> str:
        return f"{self.workspace}:{self.seq}:{self.hash}"


def anchors_in(text: str) -> list[Anchor]:
    """The anchor that a text is, or those in the file that it names. Raises ValueError."""
    try:
        if not Path(text).is_file():
            return [Anchor.parse(text)]
        lines = enumerate(Path(text).read_text("utf-8-sig").splitlines(), 1)
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{text[:100]}: it can't be read as a text of anchors") from error
    if noted := [_noted(line, f"{text}, line {number}") for number, line in lines if line.strip()]:
        return noted
    raise ValueError(f"{text}: no anchor stands in it")


def _noted(line: str, where: str) -> Anchor:
    """The anchor of a line `day workspace seq hash`, or of one that is an anchor. Raises ValueError."""
    words = line.split()
    try:
        return Anchor.parse(":".join(words[1:]) if len(words) == 4 else line)
    except ValueError:
        raise ValueError(f"{where}: no `day workspace seq hash` stands there") from None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the desk wrote it; without a workspace, in the file as a whole."""

    text: str
    workspace: str | None = None
    seq: int | None = None

    def __str__(self) -> str:
        where = f"{self.workspace} #{self.seq}" if self.seq else self.workspace
        return f"{where}: {self.text}" if where else self.text


@dataclass(frozen=True, slots=True)
class Report:
    """What was read and what was found; no findings means that the record is sound."""

    entries: int
    heads: tuple[Anchor, ...]
    findings: tuple[Finding, ...]
    without_anchor: tuple[str, ...] = ()
    """Workspaces of which only an anchor could tell whether the end was cut off, or all of it computed anew."""
    beside: tuple[str, ...] = ()
    """Tables and views that are none of the desk's, and change nothing of what it keeps."""

    @property
    def is_sound(self) -> bool:
        return not self.findings


def verify(file: Path | str, anchors: Iterable[Anchor] = (), heads: Iterable[Anchor] = ()) -> Report:
    """Reads every entry of a file and changes nothing; the desk may go on working meanwhile.

    `anchors` must be in the chain; `heads` must be its end as well, so that anything appended later is found.
    """
    anchors, heads = list(anchors), list(heads)
    try:
        with looking_at(file) as db:
            return _report(db, [*anchors, *heads], {head.workspace for head in heads})
    except sqlite3.DatabaseError as error:
        return Report(0, (), (Finding(f"the file cannot be read: {error}"),))


def _report(db: sqlite3.Connection, anchors: list[Anchor], closed: set[str]) -> Report:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        return Report(0, (), (Finding("it is no database of MPN Desk, or its beginning is damaged"),))
    findings = [*_about_the_file(db), *_about_the_record(db)]
    noted = _noted_seqs(db)
    found_heads: list[Anchor] = []
    count = 0
    try:
        for workspace in _workspaces(db):
            own = [one for one in anchors if one.workspace == workspace]
            walk = Walk(workspace, own, workspace in closed, noted.pop(workspace, 0))
            for row in _rows(db, workspace):
                walk.take(*row)
            findings += walk.ended()
            found_heads.append(Anchor(workspace, walk.seq, walk.hash))
            count += walk.count
        findings += lost(anchors, found_heads, noted)
        findings += unnoted(found_heads, _noted_seqs(db), without(anchors, found_heads)) if _has_notes(db) else []
        findings += _orphans(db)
    except sqlite3.DatabaseError as error:
        findings.append(Finding(f"the file cannot be read to its end: {error}"))
    return Report(count, tuple(found_heads), tuple(findings), without(anchors, found_heads))


class Walk:
    """Goes along one workspace's chain. `noted`: how far the desk noted, apart from the entries, that they go."""

    def __init__(self, workspace: str, anchors: list[Anchor], is_closed: bool, noted: int) -> None:
        self.workspace, self.anchors, self.is_closed, self.noted = workspace, anchors, is_closed, noted
        self.seq, self.hash, self.count = 0, genesis(workspace), 0
        self._at_anchor: dict[int, str] = {}
        self._wanted = {anchor.seq for anchor in anchors}
        self._findings: list[Finding] = []

    def take(self, seq: Any, cause: Any, part: Any, at: Any, on: Any, kind: Any, body: Any, digest: Any) -> None:
        """Checks the next entry against what is before it."""
        if not isinstance(seq, int):
            self._find(self.seq, f"an entry with the number {seq!r} was put in")
            return
        follows = seq == self.seq + 1
        if not follows:
            self._find(seq, _gap(self.seq + 1, seq))
        if fault := _fault_within(seq, part, at, on, kind, body):
            self._find(seq, fault)
        elif follows and chained(self.hash, cause, body) != digest:
            self._find(seq, "the entry, its hash or the entry before was edited, or it was put in from outside")
        if seq in self._wanted:
            self._at_anchor[seq] = digest
        self.seq, self.hash, self.count = seq, digest, self.count + 1

    def ended(self) -> list[Finding]:
        """All that was found, when there are no more entries."""
        for anchor in self.anchors:
            digest = self._at_anchor.get(anchor.seq)
            if anchor.seq == 0 and anchor.hash == genesis(self.workspace):
                digest = anchor.hash
            if digest is None:
                self._find(anchor.seq, f"the anchor's entry is missing; the last one is #{self.seq}")
            elif digest != anchor.hash:
                self._find(anchor.seq, "the anchor has another hash: the chain was computed anew from here or before")
        if self.is_closed and (last := max(self._wanted)) < self.seq:
            self._find(last + 1, f"{_entries(self.seq - last)} appended after the head that was given")
        if self.noted > self.seq:
            self._find(self.noted, f"it was recorded and is missing: the last entry is #{self.seq}")
        told = self._findings[:MOST_FINDINGS]
        if more := len(self._findings) - len(told):
            told.append(Finding(f"and {more} more findings", self.workspace))
        return told

    def _find(self, seq: int, text: str) -> None:
        self._findings.append(Finding(text, self.workspace, seq))


def _gap(wanted: int, found: int) -> str:
    if found < wanted:
        return f"a second entry #{found} was put in"
    missing = f"#{wanted} is" if found == wanted + 1 else f"#{wanted} to #{found - 1} are"
    return f"{missing} missing before this entry"


def _fault_within(seq: Any, part: Any, at: Any, on: Any, kind: Any, body: Any) -> str | None:
    """What is wrong with an entry by itself: its columns say what its JSON says."""
    try:
        fields = json.loads(body)
        columns = {"seq": seq, "at": at, "on": on, "kind": kind}
        edited = [name for name, value in columns.items() if fields[name] != value]
        if fields.get("part", 1) != part:
            edited.append("part")
    except (ValueError, TypeError, KeyError, AttributeError):
        return "its JSON was edited: it can't be read"
    return f"edited: {', '.join(edited)} differs from its JSON" if edited else None


def lost(anchors: Iterable[Anchor], heads: Iterable[Anchor], noted: Iterable[str]) -> list[Finding]:
    """What was recorded, by an anchor or by the desk's own note, in workspaces that have no entry any more."""
    there = {head.workspace for head in heads}
    gone = sorted({one.workspace for one in anchors} - there)
    found = [Finding("the anchor's entry is missing, and so is every other of this workspace", one) for one in gone]
    return found + [Finding("every entry of this workspace is missing", one) for one in noted if one not in gone]


def unnoted(heads: Iterable[Anchor], noted: dict[str, int], without_anchor: Iterable[str]) -> list[Finding]:
    """What the desk did not note with the day of the next sweep, as it does with every entry, read after the entries.

    A note that is gone may hide an end that was cut off; an anchor tells whether it was.
    """
    found = []
    for head in heads:
        seq = noted.get(head.workspace)
        if seq is None and head.workspace in without_anchor:
            text = "it is noted nowhere how far its entries went: whether its end was cut off, only an anchor can tell"
            found.append(Finding(text, head.workspace))
        elif seq is not None and seq < head.seq:
            text = f"{_entries(head.seq - seq)} put in that the desk did not note, or its note was edited"
            found.append(Finding(text, head.workspace, seq + 1))
    return found


def without(anchors: Iterable[Anchor], heads: Iterable[Anchor]) -> tuple[str, ...]:
    """The workspaces that no anchor speaks of."""
    anchored = {one.workspace for one in anchors}
    return tuple(head.workspace for head in heads if head.workspace not in anchored)


def _entries(count: int) -> str:
    return "1 entry was" if count == 1 else f"{count:,} entries were"


def _about_the_file(db: sqlite3.Connection) -> Iterator[Finding]:
    for (text,) in db.execute("PRAGMA integrity_check(5)").fetchall():
        if text != "ok":
            yield Finding(f"the file is damaged: {text}")


def spaced(sql: str) -> str:
    """The text of a table or a guard, whatever its lines and indents."""
    return " ".join(sql.split())


def _about_the_record(db: sqlite3.Connection) -> Iterator[Finding]:
    """The table of the entries and its guards are those that the desk made, and nothing else is tied to it."""
    rows = db.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL "
        "AND (type = 'trigger' OR 'entries' IN (lower(tbl_name), lower(name)))"
    ).fetchall()
    there = {name for _, name, _, _ in rows}
    wanted = {("trigger" if "TRIGGER" in sql else "table", name, "entries", sql) for name, sql in RECORD.items()}
    same = {(*start, spaced(sql)) for *start, sql in rows} & {(*start, spaced(sql)) for *start, sql in wanted}
    whole = {name for _, name, *_ in same}
    for name in [name for name in RECORD if name not in whole]:
        what = "the table" if name == "entries" else "the guard"
        how = "is not as the desk made it" if name in there else "was removed"
        yield Finding(f"{what} {name} {how}: entries can be changed in place")
    for kind, name, _, sql in rows:
        if name not in RECORD and not sql.upper().startswith("CREATE INDEX"):
            yield Finding(f"the {kind} {name} was put in from outside: it can change what is recorded")


def _noted_seqs(db: sqlite3.Connection) -> dict[str, int]:
    """How far the entries of each workspace go by what is noted with each of them for the next sweep.

    Read before the entries: these only grow, so that none noted now is missing later. Files of the first version have
    no such notes.
    """
    return dict(db.execute(NOTED).fetchall()) if _has_notes(db) else {}


def _has_notes(db: sqlite3.Connection) -> bool:
    return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'next_due'").fetchone())


def _workspaces(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("SELECT DISTINCT workspace FROM entries ORDER BY workspace")]


def _rows(db: sqlite3.Connection, workspace: str) -> Iterator[tuple[Any, ...]]:
    """The entries in order, in pages, so that writers never wait long for this reader."""
    statement = (
        'SELECT seq, cause, part, at, "on", kind, body, hash FROM entries '
        "WHERE workspace = ? AND seq > ? ORDER BY seq LIMIT ?"
    )
    after = -(2**63)
    while page := db.execute(statement, (workspace, after, _PAGE)).fetchall():
        yield from page
        after = page[-1][0]


def _orphans(db: sqlite3.Connection) -> Iterator[Finding]:
    """A reply is only kept with entries: without them they were removed, as from the end of a chain."""
    for workspace, count in db.execute(ORPHANS).fetchall():
        yield orphaned(workspace, count)


def orphaned(workspace: str, count: int) -> Finding:
    """That so many replies of a workspace, as ORPHANS counts them, are without their entries."""
    return Finding(f"the entries of {count} answered {'request' if count == 1 else 'requests'} are missing", workspace)


@contextmanager
def looking_at(file: Path | str) -> Iterator[sqlite3.Connection]:
    """A connection that may roll back what a crash left half-written, and writes nothing else."""
    address = f"file:{quote(str(Path(file).absolute()))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=10, isolation_level=None)) as db:
        db.execute("PRAGMA query_only = ON")
        yield db


def main(arguments: list[str] | None = None) -> int:
    """0: sound. 1: something was found. 2: wrong usage."""
    parser = argparse.ArgumentParser(description="Checks the chain of a database of MPN Desk.")
    parser.add_argument("file", type=Path)
    for name, text in (
        ("anchor", "an entry noted earlier, that must still be there"),
        ("head", "the same, with nothing recorded since"),
    ):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="WORKSPACE:SEQ:HASH", help=f"{text}; or a file of such"
        )
    given = parser.parse_args(arguments)
    try:
        anchors, heads = ([one for text in texts for one in anchors_in(text)] for texts in (given.anchor, given.head))
    except ValueError as error:
        parser.error(str(error))
    report = verify(given.file, anchors, heads)
    print(told(report, str(given.file)))
    return 0 if report.is_sound else 1


def _untold(workspaces: tuple[str, ...]) -> str:
    of = ", ".join(workspaces[:3]) + (f" and {len(workspaces) - 3:,} more" if len(workspaces) > 3 else "")
    return f"No anchor was given for {of}: whether its end was cut off, or all of it computed anew, only one can tell."


def told(report: Report, file: str) -> str:
    """The report as a person reads it; the heads can be noted as the next anchors."""
    lines = [str(finding) for finding in report.findings]
    lines += [f"head {head}" for head in report.heads]
    if report.is_sound and report.without_anchor:
        lines.append(_untold(report.without_anchor))
    if report.beside:
        lines.append(f"Beside the desk's own, put in by others, and let be: {', '.join(report.beside)}.")
    verdict = "sound" if report.is_sound else f"NOT sound, {len(report.findings)} found"
    noun = "entry" if report.entries == 1 else "entries"
    lines.append(f"{file}: {report.entries:,} {noun} in {len(report.heads)} workspace(s), {verdict}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
