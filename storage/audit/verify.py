"""Checks an audit pack of MPN Desk. Needs nothing but Python 3.11, and nothing of the desk:

    python verify.py [FOLDER] [--head WORKSPACE:SEQ:HASH] [--anchor WORKSPACE:SEQ:HASH] [--seal SHA256]

It checks that every file is the one that the manifest names, that the entries form one unbroken chain, and works out
from the entries alone, by its own reading of them, what every table has to say, in the database, the CSV files and
the workbook. What names, addresses and answers say is not in the entries, nor is report.html: the manifest alone
vouches for them. Whoever made the whole pack anew could still pass all that; not against the head or the seal that was
noted elsewhere when the pack was made. An anchor is a head of an earlier day: the chain must go through it.
"""

import argparse
import csv
import hashlib
import json
import re
import sqlite3
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

Fields = dict[str, Any]
"""An entry as its JSON has it, or a row of a table."""

Noted = tuple[str, int, str]
"""(workspace, number, hash) of an entry, as a head that was noted has them."""

DATABASE = "audit.sqlite3"
WORKBOOK = "audit.xlsx"
MANIFEST = "manifest.json"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for a formula when a cell begins with it; such cells have a ' before them."""

LONGEST_CELL = 32_000
"""Characters of a text in the workbook; the rest of it stands in the database."""

MOST_ROWS = 1_000_000
"""Rows of a sheet of the workbook; all of them stand in the database."""

WHO_HAD_WHAT = """CREATE VIEW who_had_what AS
SELECT seats.from_day, seats.to_day, people.name AS person, products.name AS product, seats.number AS seat,
       offers.program, grants.quantity AS granted, grants.entry AS grant_entry, seats.activated, seats.ended_by,
       recorders.name AS recorded_by, entries.at AS recorded_at, seats.entry, entries.reference
FROM seats
JOIN people ON people.id = seats.person
JOIN products ON products.id = seats.product
JOIN offers ON offers.id = seats.offer
JOIN entries ON entries.seq = seats.entry
JOIN people AS recorders ON recorders.id = seats.by
LEFT JOIN grants ON grants.entry = seats.grant_entry
ORDER BY seats.from_day, seats.entry"""
"""Of a day: WHERE from_day <= '2026-07-01' AND (to_day IS NULL OR to_day > '2026-07-01')."""

MOST_FINDINGS = 40
CLOCK, WINDOW, DAY = timedelta(days=90), timedelta(days=30), timedelta(days=1)


# --- the chain ---


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


# --- what the entries say, read without the desk ---


def reversals(entries: Sequence[Fields]) -> dict[int, int | None]:
    """The number of the entry that took each back; a reversal that is taken back restores what it had taken."""
    by_number = {entry["seq"]: entry for entry in entries}
    gone: dict[int, int | None] = {}
    for entry in entries:
        target = by_number.get(entry.get("seq_reversed")) if entry["kind"] == "entry_reversed" else None
        if target is None or target["seq"] >= entry["seq"] or gone.get(target["seq"]):
            continue
        gone[target["seq"]] = entry["seq"]
        if target["kind"] == "entry_reversed" and gone.get(target["seq_reversed"]) == target["seq"]:
            gone[target["seq_reversed"]] = None
    return gone


class Reading:
    """The tables as the entries have them on a day."""

    def __init__(self, entries: Sequence[Fields], day: str, founders: Iterable[str]) -> None:
        self.entries, self.day, self.founders = entries, day, set(founders)
        self.gone = reversals(entries)
        standing = [e for e in entries if e["kind"] != "entry_reversed" and not self.gone.get(e["seq"])]
        self.standing = sorted((e for e in standing if e["on"] <= day), key=lambda e: (e["on"], e["seq"]))
        self.by_kind: defaultdict[str, list[Fields]] = defaultdict(list)
        for entry in self.standing:
            self.by_kind[entry["kind"]].append(entry)
        self.offers_now = {e["offer"]: e for e in self.by_kind["offer_purchased"]}
        self.of_offer: defaultdict[str, list[Fields]] = defaultdict(list)
        for entry in self.standing:
            if entry["kind"] in ("offer_renewed", "offer_swapped", "offer_ended"):
                self.of_offer[entry["offer"]].append(entry)

    def of(self, *kinds: str) -> list[Fields]:
        return [e for e in self.standing if e["kind"] in kinds]

    def tables(self) -> dict[str, list[Fields]]:
        """Every table that follows from the entries: its rows, each a dict."""
        return {
            "entries": self.entries_table(),
            "people": self.people(),
            "offers": self.offers(),
            "terms": [row for offer in self.offers_now for row in self.terms(offer)],
            "grants": self.grants(),
            "keys": self.keys(),
            "activations": self.listed(
                "key_activated", "key", "machine", "machine_new", "hardware_changed", "consumed"
            ),
            "tokens": self.tokens(),
            "seats": self.seats(),
            "machines": self.machines(),
            "incidents": self.listed("incident_opened", "incident", "offer", "support", "product", "version"),
            "credits": self.listed("credit_granted", "credit", "offer", "form", "amount", "currency"),
            "credit_uses": self.listed("credit_used", "credit", "offer", "form", "amount", "currency"),
            "hours": self.listed("hours_used", "offer", "hours"),
            "balances": self.listed("balance_recorded", "offer", "balance", "used"),
            "claims": self.claims(),
            "requests": self.requests(),
            "locations": self.locations(),
        }

    def entries_table(self) -> list[Fields]:
        counted = {entry["seq"] for entry in self.standing}
        return [
            {"seq": e["seq"], "counts": int(e["seq"] in counted), "reversed_by": self.gone.get(e["seq"])}
            for e in self.entries
        ]

    def listed(self, kind: str, *names: str) -> list[Fields]:
        return [
            {"entry": e["seq"], "day": e["on"], "by": e["by"], "reference": e.get("reference")}
            | {name: int(e[name]) if isinstance(e.get(name), bool) else e.get(name) for name in names}
            for e in self.by_kind[kind]
        ]

    def people(self) -> list[Fields]:
        names = ("by", "person", "from_person", "deputy", "to")
        ids = {e[name] for e in self.entries for name in names if e.get(name)} | self.founders
        roles: defaultdict[str, set[str]] = defaultdict(set)
        spoken: set[tuple[str, str]] = set()
        for entry in self.of("role_given", "role_taken"):
            spoken.add((entry["role"], entry["person"]))
            (roles[entry["person"]].add if entry["kind"] == "role_given" else roles[entry["person"]].discard)(
                entry["role"]
            )
        for founder in self.founders:
            if ("administrator", founder) not in spoken:
                roles[founder].add("administrator")
        return [
            {"id": one, "administrator": int("administrator" in roles[one]), "auditor": int("auditor" in roles[one])}
            for one in ids
        ]

    def terms(self, offer: str) -> list[Fields]:
        bought = self.offers_now[offer]
        found = [term(bought["on"], offer, bought["seq"])]
        for entry in self.of_offer[offer]:
            if entry["kind"] == "offer_renewed":
                next_day = date.fromisoformat(found[-1]["last_day"]) + DAY
                continues = date.fromisoformat(entry["on"]) <= next_day - DAY + WINDOW
                found.append(term(next_day.isoformat() if continues else entry["on"], offer, entry["seq"]))
        return found

    def offers(self) -> list[Fields]:
        return [self.offer(one) for one in self.offers_now]

    def offer(self, offer: str) -> Fields:
        bought = self.offers_now[offer]
        row = {
            "id": offer,
            **{name: bought.get(name) for name in ("program", "competency", "level")},
            **{"purchased": bought["on"], "entry": bought["seq"], "by": bought["by"]},
            **dict.fromkeys(("swapped", "ended", "reason")),
        }
        for entry in self.of_offer[offer]:
            if entry["kind"] == "offer_swapped":
                row |= {"program": entry["program"], "swapped": entry["on"]}
            elif entry["kind"] == "offer_ended":
                row |= {"ended": entry["on"], "reason": entry["reason"]}
        covered = any(one["first_day"] <= self.day <= one["last_day"] for one in self.terms(offer))
        over = any(self.is_over(entry, self.day) for entry in self.of_offer[offer])
        return row | {"in_force": int(covered and not over)}

    def is_over(self, entry: Fields, day: str) -> bool:
        """Whether an entry ended its offer's rights by a day; a lapse on the last day of the term leaves that day."""
        if entry["kind"] != "offer_ended":
            return False
        last_day = max(one["last_day"] for one in self.terms(entry["offer"]))
        on_last = entry["reason"] == "lapsed" and entry["on"] == last_day
        return bool(day > last_day if on_last else day >= entry["on"])

    def swap_of(self, offer: str, until: str) -> tuple[str, int] | None:
        """(day, entry) of the last swap by a day."""
        swaps = [(e["on"], e["seq"]) for e in self.of_offer[offer] if e["kind"] == "offer_swapped"]
        return max((one for one in swaps if one[0] <= until), default=None)

    def grant_on(self, offer: str, product: str, day: str) -> Fields | None:
        """What an offer granted on a day: the last grant by then; else the first after, for it counts from the
        purchase. A swap ends what was granted before it, the end of the offer everything."""
        bought = self.offers_now.get(offer)
        if bought is None or bought["on"] > day:
            return None
        if any(self.is_over(entry, day) for entry in self.of_offer[offer]):
            return None
        since = self.swap_of(offer, day) or (bought["on"], bought["seq"])
        own = [e for e in self.by_kind["grant_recorded"] if (e["offer"], e["product"]) == (offer, product)]
        before = [e for e in own if e["on"] <= day]
        if before and (before[-1]["on"], before[-1]["seq"]) >= since:
            return before[-1]
        after = next((e for e in own if (e["on"], e["seq"]) > since), None)
        swap = self.swap_of(offer, "9999-12-31")
        between = after and swap and day < swap[0] and swap < (after["on"], after["seq"])
        return None if between else after

    def grants(self) -> list[Fields]:
        rows = []
        for entry in self.by_kind["grant_recorded"]:
            now = self.grant_on(entry["offer"], entry["product"], self.day)
            rows.append(
                {"id": entry["grant"], "entry": entry["seq"], "day": entry["on"], "by": entry["by"]}
                | {name: entry.get(name) for name in ("offer", "product", "quantity", "reference")}
                | {"counts": int(now is not None and now["seq"] == entry["seq"])}
            )
        return rows

    def keys(self) -> list[Fields]:
        found: dict[str, Fields] = {}
        for issue in self.by_kind["key_issued"]:
            found.setdefault(
                issue["key"],
                {"id": issue["key"], "issued": issue["on"], "entry": issue["seq"], "by": issue["by"], "viewed": None}
                | {name: issue.get(name) for name in ("label", "offer", "product", "last_five", "activations")}
                | {"left": issue.get("activations"), "used": 0},
            )
        for entry in self.of("key_viewed", "key_counted", "key_activated"):
            row = found.get(entry["key"])
            if row is None:
                continue
            if entry["kind"] == "key_viewed":
                row["viewed"] = row["viewed"] or entry["on"]
            elif entry["kind"] == "key_counted":
                row["left"] = entry["left"]
            else:
                row["used"] += entry["consumed"]
                row["left"] = None if row["left"] is None else max(0, row["left"] - entry["consumed"])
        return list(found.values())

    def tokens(self) -> list[Fields]:
        found: dict[str, Fields] = {}
        for issue in self.by_kind["token_issued"]:
            names = ("label", "offer", "service", "seats", "program_year")
            found.setdefault(
                issue["token"],
                {"id": issue["token"], "issued": issue["on"], "entry": issue["seq"], "by": issue["by"]}
                | {name: issue.get(name) for name in names}
                | dict.fromkeys(("viewed", "activated", "tenant", "replaced_with")),
            )
        for entry in self.of("token_viewed", "token_activated", "token_replaced"):
            row = found.get(entry["token"])
            if row is None:
                continue
            if entry["kind"] == "token_viewed":
                row["viewed"] = row["viewed"] or entry["on"]
            elif entry["kind"] == "token_activated":
                row |= {"activated": entry["on"], "tenant": entry["tenant"]}
            else:
                row["replaced_with"] = entry["with"]
        return list(found.values())

    def seats(self) -> list[Fields]:
        """Who held which seat from when to when: a row for each stretch."""
        homes: dict[str, tuple[str, str]] = {}
        numbers: dict[tuple[str, str] | None, dict[str, int]] = {}
        rows: list[Fields] = []
        last: dict[str, Fields] = {}
        for entry in sorted(self.of("seat_assigned", "seat_activated", "seat_released"), key=lambda e: e["seq"]):
            home = homes.setdefault(entry["seat"], (entry["offer"], entry["product"]))
            pool = numbers.setdefault(home, {})
            pool.setdefault(entry["seat"], len(pool) + 1)
        for entry in self.of("seat_assigned", "seat_reassigned", "seat_activated", "seat_released"):
            seat, row = entry["seat"], last.get(entry["seat"])
            if entry["kind"] in ("seat_assigned", "seat_reassigned"):
                home_of = entry if entry["kind"] == "seat_assigned" else row
                if home_of is None:
                    continue
                offer, product = home_of["offer"], home_of["product"]
                if row and row["to_day"] is None:
                    row |= {"to_day": entry["on"], "to_entry": entry["seq"], "ended_by": "reassigned"}
                grant = self.grant_on(offer, product, entry["on"])
                row = {
                    **{"entry": entry["seq"], "seat": seat, "offer": offer, "product": product},
                    **{"number": numbers.get(homes.get(seat), {}).get(seat, 0), "person": entry["person"]},
                    **{"from_day": entry["on"], "to_day": None, "to_entry": None, "ended_by": None},
                    **{"activated": None, "by": entry["by"], "grant_entry": grant["seq"] if grant else None},
                }
                rows.append(row)
                last[seat] = row
            elif row is not None and entry["kind"] == "seat_activated":
                row["activated"] = row["activated"] or entry["on"]
            elif row is not None and row["to_day"] is None:
                row |= {"to_day": entry["on"], "to_entry": entry["seq"], "ended_by": "released"}
        for row in rows:
            self.end_with_offer(row)
        return rows

    def end_with_offer(self, row: Fields) -> None:
        """A swap ends the seats of before, and so does the end of the offer."""
        ends = [
            (e["on"], e["seq"], e["kind"])
            for e in self.of_offer[row["offer"]]
            if e["kind"] == "offer_ended"
            or (e["kind"] == "offer_swapped" and (row["from_day"], row["entry"]) < (e["on"], e["seq"]))
        ]
        if ends:
            day, entry, kind = min(ends)
            if row["to_day"] is None or row["to_day"] > day:
                row |= {"to_day": day, "to_entry": entry, "ended_by": kind}

    def machines(self) -> list[Fields]:
        homes = {e["key"]: (e["offer"], e["product"]) for e in self.by_kind["key_issued"]}
        found: dict[tuple[str, str], Fields] = {}
        for entry in self.of("software_installed", "software_removed", "key_activated"):
            offer, product = homes.get(entry.get("key") or "", ("", ""))
            if entry["kind"] == "key_activated":
                if not offer:
                    continue
                place = (product, entry["machine"].casefold())
                if place in found:
                    found[place]["key"] = entry["key"]
                    continue
            else:
                offer, product = entry["offer"], entry["product"]
                place = (product, entry["machine"].casefold())
            if entry["kind"] == "software_removed":
                found.pop(place, None)
                continue
            found[place] = {
                **{"entry": entry["seq"], "machine": entry["machine"], "product": product, "offer": offer},
                **{"install": entry.get("install"), "key": entry.get("key"), "since": entry["on"]},
            }
        return list(found.values())

    def claims(self) -> list[Fields]:
        rows: list[Fields] = []
        last: dict[tuple[str, str], Fields] = {}
        for entry in self.of("claim_made", "claim_decided"):
            place = (entry["claim"], entry["subject"])
            if entry["kind"] == "claim_made":
                last[place] = {
                    **{"entry": entry["seq"], "claim": place[0], "subject": place[1], "made": entry["on"]},
                    **{"decision": None, "decided": None, "decided_entry": None, "by": entry["by"]},
                    "reference": entry.get("reference"),
                }
                rows.append(last[place])
            elif row := last.get(place):
                row |= {"decision": entry["decision"], "decided": entry["on"], "decided_entry": entry["seq"]}
        return rows

    def requests(self) -> list[Fields]:
        found: dict[str, Fields] = {}
        for entry in self.of("seat_requested", "request_decided"):
            if entry["kind"] == "seat_requested":
                found[entry["request"]] = {
                    **{"entry": entry["seq"], "id": entry["request"], "product": entry["product"]},
                    **{"person": entry["person"], "asked": entry["on"], "decision": None, "decided_entry": None},
                    "decided_by": None,
                }
            elif row := found.get(entry["request"]):
                row |= {"decision": entry["decision"], "decided_entry": entry["seq"], "decided_by": entry["by"]}
        return list(found.values())

    def locations(self) -> list[Fields]:
        found: dict[str, Fields] = {}
        for entry in self.of("location_added", "location_removed"):
            place = entry["location"].casefold()
            if entry["kind"] == "location_removed":
                found.pop(place, None)
            else:
                found[place] = {"location": entry["location"], "since": entry["on"], "entry": entry["seq"]}
        return list(found.values())


def term(first_day: str, offer: str, entry: int) -> Fields:
    """A year from a day to the day before the anniversary; of 29 February that is the 28th."""
    start = date.fromisoformat(first_day)
    try:
        anniversary = start.replace(year=start.year + 1)
    except ValueError:
        anniversary = start.replace(year=start.year + 1, day=28)
    return {"offer": offer, "first_day": first_day, "last_day": (anniversary - DAY).isoformat(), "entry": entry}


# --- the tables and the files ---


def check_tables(db: sqlite3.Connection, reading: Reading) -> list[str]:
    """Compares every table with what the entries say."""
    found: list[str] = []
    for name, rows in reading.tables().items():
        columns = sorted(rows[0]) if rows else []
        wanted = sorted((tuple(row[column] for column in columns) for row in rows), key=repr)
        if not rows:
            (many,) = db.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()
            if many:
                found.append(f"{name}: has {many:,} rows, and by the entries it has none")
            continue
        quoted = ", ".join(f'"{column}"' for column in columns)
        stored = sorted(db.execute(f'SELECT {quoted} FROM "{name}"').fetchall(), key=repr)
        if stored == wanted:
            continue
        extra, missing = subtract(stored, wanted), subtract(wanted, stored)
        for what, some in (("has, against the entries,", extra), ("lacks, by the entries,", missing)):
            found += [f"{name}: {what} {dict(zip(columns, row, strict=True))}" for row in some[:3]]
    return found


def subtract(some: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """The rows of some that are not among the others, each as often as it is too many."""
    left: defaultdict[str, int] = defaultdict(int)
    for row in others:
        left[repr(row)] += 1
    more = []
    for row in some:
        left[repr(row)] -= 1
        if left[repr(row)] < 0:
            more.append(row)
    return more


def check_schema(db: sqlite3.Connection) -> list[str]:
    """Tables are tables, and the one view is the one that the desk wrote: another could hide what the tables say."""
    found = []
    for kind, name, sql in db.execute("SELECT type, name, sql FROM sqlite_master"):
        if kind == "trigger" or (kind == "view" and sql != WHO_HAD_WHAT):
            found.append(f"{DATABASE}: the {kind} {name} was not there when the pack was made")
    return found


def check_decisions(db: sqlite3.Connection) -> list[str]:
    """A decision is of one request: the entries that it names have one cause, and nothing else has."""
    found = []
    rows = db.execute(
        "SELECT d.first_entry, d.last_entry, d.entries, COUNT(e.seq), COUNT(DISTINCT e.cause), "
        "(SELECT COUNT(*) FROM entries AS o WHERE o.cause = MIN(e.cause)), MIN(e.by) = d.by AND MAX(e.by) = d.by "
        "FROM decisions AS d LEFT JOIN entries AS e ON e.seq BETWEEN d.first_entry AND d.last_entry "
        "GROUP BY d.first_entry"
    )
    for first, last, entries, between, causes, of_cause, same in rows:
        if causes != 1 or not entries == between == of_cause or not same:
            found.append(f"decisions: #{first} to #{last} is not what one request recorded")
    (causes,) = db.execute("SELECT COUNT(DISTINCT cause) FROM entries").fetchone()
    (decisions,) = db.execute("SELECT COUNT(*) FROM decisions").fetchone()
    if causes != decisions:
        found.append(f"decisions: there are {decisions:,}, and {causes:,} requests in the entries")
    return found


def check_csv(db: sqlite3.Connection, folder: Path) -> list[str]:
    """Every CSV file has the rows of its table."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    limit = csv.field_size_limit(2**30)
    try:
        return [fault for name in names if (fault := fault_of_csv(db, folder / "csv" / f"{name}.csv", name))]
    finally:
        csv.field_size_limit(limit)


def fault_of_csv(db: sqlite3.Connection, file: Path, table: str) -> str | None:
    """The first line of a CSV file that is not the row of its table."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = csv.reader(opened)
            columns = [name for _, name, *_ in db.execute(f'PRAGMA table_info("{table}")')]
            if next(rows, None) != columns:
                return f"csv/{table}.csv: its first line is not the columns of the table"
            for number, wanted in enumerate(db.execute(f'SELECT * FROM "{table}" ORDER BY rowid'), 2):
                if next(rows, None) != [as_cell(value) for value in wanted]:
                    return f"csv/{table}.csv: line {number} differs from the table"
            return None if next(rows, None) is None else f"csv/{table}.csv: it has more lines than the table"
    except (OSError, ValueError, csv.Error) as error:
        return f"csv/{table}.csv: it can't be read: {error}"


def as_cell(value: Any) -> str:
    """A value as it stands in a CSV file: no spreadsheet takes it for a formula."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return str(value)


def check_workbook(db: sqlite3.Connection, file: Path) -> list[str]:
    """Every sheet of the workbook has the rows of its table, with the names that stand for ids."""
    found = []
    known = {
        f"{table}(id)": dict(db.execute(f"SELECT id, name FROM {table}").fetchall()) for table in ("people", "products")
    }
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
    try:
        with zipfile.ZipFile(file) as book:
            for number, table in enumerate(tables, 2):  # the first sheet says what the others are
                with book.open(f"xl/worksheets/sheet{number}.xml") as part:
                    if fault := fault_of_sheet(db, table, rows_of_sheet(part), known):
                        found.append(f"{WORKBOOK}, {table}: {fault}")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        found.append(f"{WORKBOOK}: it can't be read: {error}")
    return found


def fault_of_sheet(
    db: sqlite3.Connection, table: str, rows: Iterator[dict[int, Any]], known: dict[str, dict[str, str]]
) -> str | None:
    """The first row of a sheet that is not the row of its table."""
    links = {row[3]: f"{row[2]}({row[4]})" for row in db.execute(f'PRAGMA foreign_key_list("{table}")')}
    heads = [str(cell) for _, cell in sorted(next(rows, {}).items())]
    columns = [name for name in heads if not name.endswith(" (name)")]
    stored = [name for _, name, *_ in db.execute(f'PRAGMA table_info("{table}")')]
    if columns != [name for name in stored if name not in ("cause", "body", "hash")]:
        return "its first row is not the columns of the table"
    quoted = ", ".join(f'"{column}"' for column in columns)
    for number, values in enumerate(db.execute(f'SELECT {quoted} FROM "{table}" ORDER BY rowid LIMIT {MOST_ROWS}'), 2):
        row = dict(zip(columns, values, strict=True))
        for name in heads:
            if name.endswith(" (name)"):
                of = name.removesuffix(" (name)")
                row[name] = known[links[of]].get(row[of])
        cells = next(rows, {})
        if [cells.get(place) for place in range(len(heads))] != [as_in_sheet(row[name]) for name in heads]:
            return f"row {number} differs from the table"
    return None if number_of(rows) <= (1 if table_is_cut(db, table) else 0) else "it has more rows than the table"


def number_of(rows: Iterator[Any]) -> int:
    return sum(1 for _ in rows)


def table_is_cut(db: sqlite3.Connection, table: str) -> bool:
    return bool(db.execute(f'SELECT COUNT(*) > {MOST_ROWS} FROM "{table}"').fetchone()[0])


def as_in_sheet(value: Any) -> Any:
    return value[:LONGEST_CELL] or None if isinstance(value, str) else value


def rows_of_sheet(part: Any) -> Iterator[dict[int, Any]]:
    """The rows of a sheet: of each the cells that have something, by column."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    for _, node in ElementTree.iterparse(part):  # noqa: S314  # expat bounds entities, and nothing else is to be had
        if node.tag == f"{name}row":
            cells: dict[int, Any] = {}
            for cell in node.iter(f"{name}c"):
                letters = re.sub("[0-9]", "", cell.get("r", ""))
                place = sum((ord(one) - 64) * 26**power for power, one in enumerate(reversed(letters))) - 1
                if cell.get("t") == "inlineStr":
                    text = "".join(one.text or "" for one in cell.iter(f"{name}t"))
                    cells[place] = re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text) or None
                elif cell.find(f"{name}f") is not None:
                    raise ValueError("it has a formula")
                elif (number := cell.findtext(f"{name}v")) is not None:
                    cells[place] = float(number)
            node.clear()
            yield cells


def check_files(folder: Path, files: dict[str, Fields]) -> list[str]:
    """Every file is the one that the manifest names, and there is no other."""
    found = []
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    there = {name for name in there if "__pycache__" not in name}
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
            found += check_workbook(db, folder / WORKBOOK)
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
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).resolve().parent)
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


if __name__ == "__main__":
    sys.exit(main())
