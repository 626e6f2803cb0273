"""The chain of the entries: each holds a hash over itself and the hash before it."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from typing import Any

Fields = dict[str, Any]
"""An entry as its JSON has it, or a row of a table."""

Noted = tuple[str, int, str]
"""(workspace, number, hash) of an entry, as a head that was noted has them."""


def genesis(workspace: str) -> str:
    """The hash before the first entry of a workspace."""
    return hashlib.sha256(json.dumps(["mpn-desk", workspace]).encode()).hexdigest()


def chained(before: str, cause: str, body: str) -> str:
    """The hash of an entry: over the hash before, the cause that recorded it, and its canonical JSON."""
    return hashlib.sha256(f"{before}\n{json.dumps(cause)}\n{body}".encode()).hexdigest()


def check_chain(
    db: sqlite3.Connection, workspace: str, head: tuple[int, str], heads: Iterable[Noted], anchors: Iterable[Noted]
) -> tuple[list[Fields], list[str]]:
    """Goes along the entries; their JSON in order, and what is wrong."""
    found: list[str] = []
    bodies: list[Fields] = []
    hashes = {0: genesis(workspace)}
    before, columns = hashes[0], "seq, cause, part, at, day, kind, by, why, reference, body, hash"
    for seq, cause, part, at, day, kind, by, why, reference, body, digest in db.execute(
        f"SELECT {columns} FROM entries ORDER BY seq"
    ):
        if seq != len(bodies) + 1:
            found.append(f"entries: #{len(bodies) + 1} is missing, or #{seq} was put in")
            return bodies, found
        try:
            entry = json.loads(body)
            said = (seq, at, day, kind, by, why, reference, part or 1)
            names = ("seq", "at", "on", "kind", "by", "why", "reference")
            if (*map(entry.get, names), entry.get("part", 1)) != said:
                found.append(f"entries: #{seq} differs from its JSON")
        except (ValueError, AttributeError):
            found.append(f"entries: the JSON of #{seq} can't be read")
            return bodies, found
        before = chained(before, cause, body)
        if before != digest:
            found.append(f"entries: the chain breaks at #{seq}: it was edited, or the one before it was")
            before = digest
        hashes[seq] = digest
        bodies.append(entry)
    if (len(bodies), before) != head:
        found.append(f"entries: the chain ends at #{len(bodies)}, not at the head of the manifest, #{head[0]}")
    heads = list(heads)
    for name, seq, digest in (*heads, *anchors):
        if name != workspace:
            found.append(f"the head that you noted is of {name}, this pack of {workspace}")
        elif hashes.get(seq) != digest.lower():
            found.append(f"entries: #{seq} is not the one that you noted: the chain was computed anew, or cut")
    for name, seq, _ in heads:
        if name == workspace and len(bodies) > seq:
            found.append(f"entries: #{seq + 1} to #{len(bodies)} were appended after the head that you noted")
    return bodies, found
