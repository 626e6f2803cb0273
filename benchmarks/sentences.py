"""Sentences of all kinds: what is understood, what would be recorded unasked, and how long reading takes."""

import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from statistics import quantiles
from typing import Any

from benchmarks.heldout import lines
from intents.model import Reading
from intents.names import Names
from intents.people import People
from intents.reader import Reader

TODAY = date(2026, 2, 10)
TEAM = (
    "Ana Souza,Bob Miller,Carol Diaz,Dave Chen,Erin O'Brien,Frank Müller,Priya Nair,Tom Baker,Maria Lopez,"
    "Hannah Weber,Jun Tanaka,Zoe Martin,Beth King,Omar Haddad"
).split(",")
TENANTS = ("contoso", "fabrikam", "northwind", "adventure works", "tailspin")


def names() -> Names:
    """The workspace that the held-out sentences speak of."""
    return Names(
        people=People((name.split()[0].lower(), name) for name in TEAM),
        tokens={str(n): f"token-{n}" for n in range(1, 21)},
        keys={f"k{n}": f"key-{n}" for n in range(1, 21)},
        tenants={name: name for name in TENANTS},
    )


def main() -> None:
    reader, known = Reader.load(), names()
    for name in ("plain", "messy"):
        print(f"{name:9} {_understood(reader, known, list(lines(name)))}")
    traps = list(lines("no_write"))
    acts = [
        line["text"] for line in traps if any(_acts(reading) for reading in reader.read(line["text"], known, TODAY))
    ]
    print(f"no_write  {len(acts)} of {len(traps)} would be recorded")
    texts = [line["text"] for name in ("plain", "messy", "no_write") for line in lines(name)]
    print(f"time      {_time(reader, known, texts)}")


def _acts(reading: Reading) -> bool:
    return reading.plain and reading.resolved


def _understood(reader: Reader, known: Names, wanted: list[dict[str, Any]]) -> str:
    counts: Counter[str] = Counter()
    for line in wanted:
        readings = reader.read(line["text"], known, TODAY)
        intents = {reading.intent for reading in readings} or {"none"}
        fits = bool(intents & {line["intent"], *line["also_fine"]})
        counts["intent"] += fits
        counts["false acts"] += any(_acts(reading) for reading in readings) and not line["may_write"]
        if line["may_write"]:
            counts["commands"] += 1
            counts["frames"] += fits and _slots(readings) == {k: sorted(v) for k, v in line["slots"].items()}
            counts["at once"] += all(_acts(reading) for reading in readings)
    n, c = len(wanted), max(counts["commands"], 1)
    return (
        f"intent {counts['intent'] / n:6.1%}   exact frames of commands {counts['frames'] / c:6.1%}   "
        f"recorded at once {counts['at once'] / c:6.1%}   false acts {counts['false acts']}"
    )


def _slots(readings: Iterable[Reading]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for reading in readings:
        for name, values in reading.slots.items():
            found.setdefault(name, set()).update(values)
    return {name: sorted(values) for name, values in found.items()}


def _time(reader: Reader, known: Names, texts: list[str]) -> str:
    for text in texts:
        reader.read(text, known, TODAY)
    taken = []
    for text in texts:
        start = time.perf_counter()
        reader.read(text, known, TODAY)
        taken.append((time.perf_counter() - start) * 1e6)
    cuts = quantiles(taken, n=100)
    return f"p50 {cuts[49]:.0f} µs   p99 {cuts[98]:.0f} µs   over {len(texts)} sentences"


if __name__ == "__main__":
    main()
