"""The pack as a whole, and the command."""

import argparse
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from storage.audit.columns import TABLES
from storage.audit.verify.chain import Fields, Noted, check_chain
from storage.audit.verify.reading import Reading
from storage.audit.verify.sheets import check_csv
from storage.audit.verify.tables import DATABASE, check_decisions, check_schema, check_tables
from storage.audit.verify.workbook import WORKBOOK, check_workbook

MANIFEST = "manifest.json"
FILES = {DATABASE, WORKBOOK, "report.html", "verify.py", *(f"csv/{table.name}.csv" for table in TABLES)}
MOST_FINDINGS = 40


def check_files(folder: Path, files: dict[str, Fields]) -> list[str]:
    """Every file is the one that the manifest names, and there is no other, nor a way to one elsewhere."""
    found = [f"{name}: it is no file of the pack" for name in sorted(set(files) - FILES)]
    found += [f"{name}: the manifest does not name it" for name in sorted(FILES - set(files))]
    there = set()
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            found.append(f"{name}: it leads to somewhere else")
        elif path.is_file() and name != MANIFEST:
            there.add(name)
    found += [f"{name}: it is missing" for name in sorted(set(files) - there)]
    found += [f"{name}: it is not in the manifest" for name in sorted(there - set(files))]
    for name in sorted(there & set(files)):
        if sha256(folder / name) != files[name]["sha256"]:
            found.append(f"{name}: it was changed since the pack was made")
    return found


def sha256(file: Path) -> str:
    """The hash of a file."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def verify_pack(
    folder: Path | str, heads: Iterable[Noted] = (), seal: str | None = None, anchors: Iterable[Noted] = ()
) -> list[str]:
    """What is wrong with a pack, in sentences; none means that it is sound.

    `heads` must be the end of the chain, so that what was appended is found; `anchors` must be in it.
    """
    folder = Path(folder)
    try:
        raw = (folder / MANIFEST).read_bytes()
        manifest = json.loads(raw)
        workspace, day, founders = manifest["workspace"], manifest["as_of"], manifest["founders"]
        head = (manifest["head"]["seq"], manifest["head"]["hash"])
        found = check_files(folder, manifest["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"{MANIFEST}: it can't be read: {error!r}"]
    if seal is not None and hashlib.sha256(raw).hexdigest() != seal.lower():
        found.append(f"{MANIFEST}: it is not the one that was sealed")
    try:
        address = f"file:{quote(str((folder / DATABASE).absolute()))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as db:
            found += check_schema(db)
            entries, faults = check_chain(db, workspace, head, heads, anchors)
            found += faults
            found += check_tables(db, Reading(entries, day, founders))
            found += check_decisions(db)
            found += check_csv(db, folder)
            found += check_workbook(db, folder / WORKBOOK, manifest)
    except (sqlite3.Error, KeyError, TypeError, ValueError, AttributeError) as error:
        found.append(f"{DATABASE}: it can't be read to its end: {error!r}")
    return found


def anchor(text: str) -> Noted:
    """WORKSPACE:SEQ:HASH."""
    workspace, seq, digest = text.strip().rsplit(":", 2)
    if not workspace or not seq.isdecimal() or len(digest) != 64:
        raise ValueError(text)
    return workspace, int(seq), digest


def main(arguments: list[str] | None = None) -> int:
    """0: sound. 1: something was found. 2: wrong usage."""
    parser = argparse.ArgumentParser(description="Checks an audit pack of MPN Desk.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(sys.argv[0]).resolve().parent)
    noted: dict[str, Any] = {"type": anchor, "action": "append", "default": [], "metavar": "WORKSPACE:SEQ:HASH"}
    parser.add_argument("--head", help="the last entry, as noted when the pack was made", **noted)
    parser.add_argument("--anchor", help="an entry, as noted on an earlier day", **noted)
    parser.add_argument("--seal", metavar="SHA256", help="of manifest.json, as noted when the pack was made")
    given = parser.parse_args(arguments)
    found = verify_pack(given.folder, given.head, given.seal, given.anchor)
    for finding in found[:MOST_FINDINGS]:
        print(finding)
    if len(found) > MOST_FINDINGS:
        print(f"and {len(found) - MOST_FINDINGS:,} more")
    if not found and not (given.head or given.anchor or given.seal):
        print("No head and no seal was given: a pack that was made anew as a whole would pass as well.")
    print(f"{given.folder}: {'sound' if not found else f'NOT sound, {len(found)} found'}")
    return 1 if found else 0
