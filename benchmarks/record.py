"""One more act, and one more question, at the desk: does their cost grow with the ledger and the directory?"""

import datetime as dt
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Kind, Request
from intents.reader import Reader
from policy import model
from policy.model import Entry, Programme
from policy.rulebook import Rulebook
from storage.log import Drafts
from storage.people.directory import Person

SIZES = (1_000, 100_000)
PEOPLE = (100, 100_000)
ROUNDS = 200
AT = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
WORKSPACE = "acme"
SYLLABLES = ("ka", "lo", "mi", "ru", "te", "vo", "za", "be", "di", "fu", "go", "ni")
VS, OFFICE = "visual-studio-professional", "office-365"


def main() -> None:
    reader, rulebook = Reader.load(), Rulebook.load()
    medians: dict[str, list[float]] = {}
    for entries, people in zip(SIZES, PEOPLE, strict=True):
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
            records = Records.open(Path(folder) / "desk.sqlite3")
            records.welcome(WORKSPACE, _staff(people))
            records.log.append(WORKSPACE, "import", lambda ledger, n=entries: Drafts(tuple(_history(n))), at=AT)
            desk = Desk(reader, rulebook, records)
            first = _seconds(lambda desk=desk: _says(desk, "assign VS seat to Anton Ackermann"))
            print(f"  {entries:,} entries, {people:,} people: the first request takes {first:.2f} s")
            for name, round_ in _rounds(desk):
                times = [_seconds(lambda n=n, round_=round_: round_(n)) for n in range(ROUNDS)]
                p50, p99 = quantiles(times, n=100)[49], quantiles(times, n=100)[98]
                medians.setdefault(name, []).append(p50)
                print(f"    {name:<34} p50 {p50 * 1e3:7.2f} ms   p99 {p99 * 1e3:7.2f} ms")
    for name, (few, many) in medians.items():
        print(f"  {name}: {SIZES[1]:,} entries cost {many / few:.2f} x what {SIZES[0]:,} do (aim: at most 1.3)")


def _rounds(desk: Desk) -> list[tuple[str, Callable[[int], None]]]:
    def assign_and_undo(n: int) -> None:
        assert _says(desk, f"assign VS seat to {_name(ROUNDS + n)}") == Kind.DONE
        assert _says(desk, "undo") == Kind.DONE

    return [
        ("an act and its undo", assign_and_undo),
        ("a question with the ledger's facts", lambda n: _answered(desk, "can we still get a refund?")),
        ("a question of the guide", lambda n: _answered(desk, "can I use Office for customer training?")),
    ]


def _says(desk: Desk, text: str) -> Kind:
    return desk.answer(Request(WORKSPACE, "paula", AT, text=text)).kind


def _answered(desk: Desk, text: str) -> None:
    assert _says(desk, text) == Kind.ANSWER


def _staff(many: int) -> list[Person]:
    named = [Person("paula", "Paula Gomez", administrator=True), Person("anton", "Anton Ackermann")]
    numbered = [Person(f"u{n}", _name(n)) for n in range(max(many, 2 * ROUNDS))]
    return [*named, *numbered]


def _name(n: int) -> str:
    """A name that nobody else has."""
    first = "".join(SYLLABLES[n // 12**power % 12] for power in range(3))
    last = "".join(SYLLABLES[n // 12**power % 12] for power in (3, 4, 0))
    return f"{first.title()} {last.title()}son"


def _history(many: int) -> list[Entry]:
    """Two years of a company: Office seats that come and go, some of them held, and a few of Visual Studio."""
    by = {"by": "paula"}
    start = dt.date(2025, 6, 15)
    history: list[Entry] = [
        model.OfferPurchased(offer="offer-1", program=Programme.COMPETENCY, competency="Data", on=start, **by),
        model.GrantRecorded(grant="grant-1", offer="offer-1", product=VS, quantity=500, on=start, **by),
        model.GrantRecorded(grant="grant-2", offer="offer-1", product=OFFICE, quantity=5_000, on=start, **by),
    ]
    seat = 0
    while len(history) < many:
        seat += 1
        on = start + dt.timedelta(days=seat % 300)
        common = {"seat": f"seat-{seat}", "offer": "offer-1", "person": f"holder-{seat % 9_000}", "on": on, **by}
        history.append(model.SeatAssigned(product=VS if seat <= 300 else OFFICE, **common))
        if seat > 300 and seat % 20:
            history.append(model.SeatReleased(product=OFFICE, **common))
    return history[:many]


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
