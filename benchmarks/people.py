"""A person among 100,000 names: the desk's index beside a scan with RapidFuzz's WRatio."""

import random
import string
import time
from collections.abc import Callable
from statistics import quantiles

from rapidfuzz import fuzz, process

from intents.people import People

HOW_MANY = 100_000


def main() -> None:
    draw = random.Random(1)
    names = [(f"U{n}", f"{_word(draw).title()} {_word(draw).title()}") for n in range(HOW_MANY)]
    people = People(names)
    people.find_misspelt(["warm"])
    typed = [_slip(draw, *draw.choice(names)) for _ in range(2_000)]
    strangers = [(None, f"{_word(draw)}x {_word(draw)}q") for _ in range(500)]
    _report("the desk's index", lambda words: _found(people, words), [*typed, *strangers])
    listed = [name for _, name in names]

    def scan(words: str) -> str | None:
        hit = process.extractOne(words, listed, scorer=fuzz.WRatio, score_cutoff=80)
        return names[hit[2]][0] if hit else None

    _report("a scan with WRatio", scan, [*typed[:60], *strangers[:20]])


def _word(draw: random.Random) -> str:
    return "".join(draw.choice("bcdfgklmnprstv") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))


def _slip(draw: random.Random, person: str, name: str) -> tuple[str | None, str]:
    """A name in lower case, half of them with one slip in the first word."""
    first, last = name.lower().split()
    if draw.random() < 0.5:
        at = draw.randrange(1, len(first))
        first = first[:at] + draw.choice([first[at + 1 :], draw.choice(string.ascii_lowercase) + first[at:]])
    return person, f"{first} {last}"


def _found(people: People, words: str) -> str | None:
    parts = words.split()
    used, ids = people.find(parts)
    if used < len(parts):
        used, ids = people.find_misspelt(parts)
    return ids[0] if used == len(parts) and len(ids) == 1 else None


def _report(name: str, find: Callable[[str], str | None], asked: list[tuple[str | None, str]]) -> None:
    taken, right, wrong = [], 0, 0
    for person, words in asked:
        start = time.perf_counter()
        found = find(words)
        taken.append((time.perf_counter() - start) * 1e6)
        right += found == person
        wrong += found is not None and found != person
    cuts = quantiles(taken, n=100)
    print(
        f"  {name:20} right {right / len(asked):6.1%}   wrong {wrong} of {len(asked)}   "
        f"p50 {cuts[49]:8.0f} µs   p99 {cuts[98]:8.0f} µs"
    )


if __name__ == "__main__":
    main()
