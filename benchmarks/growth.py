"""How cost grows with entries, people and workspaces: measured in one run, and drawn to docs/pictures/.

The ledgers lie in memory where the machine has a file system there: what grows is the desk's part, not the disk's.

python -m benchmarks.growth [FOLDER]
"""

import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

import pygal  # type: ignore[import-untyped]
from pygal.style import Style  # type: ignore[import-untyped]

from benchmarks.record import AT, WORKSPACE, _history, _name, _says, _seconds, _staff
from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Kind
from intents.reader import Reader
from policy import model
from policy.model import Programme, Role
from policy.rulebook import Rulebook
from storage.log import Drafts

QUICK: Final = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
PICTURES: Final = Path("docs/pictures")
SIZES: Final = (100, 1_000, 10_000, 100_000)
FEW: Final = 400
DUE: Final = 100
ROUNDS: Final = 60
NOW: Final = dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC)

Curve = dict[str, list[float]]
"""What was measured, by name, at each of SIZES."""

_STYLE: Final = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#222222",
    foreground_strong="#222222",
    foreground_subtle="#777777",
    guide_stroke_color="#e4e4e4",
    major_guide_stroke_color="#cfcfcf",
    guide_stroke_dasharray="none",
    major_guide_stroke_dasharray="none",
    colors=("#1b5e9e", "#e08a00", "#5b8c2a", "#9a3b7a"),
    font_family="sans-serif",
)
_READER, _RULEBOOK = Reader.load(), Rulebook.load()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    warm, cold = Curve(), Curve()
    for entries in SIZES:
        _measured(entries, FEW, warm, cold, "entries")
    _drawn(folder / "entries.svg", warm, "Milliseconds by entries of a workspace", "ms", 1e3)
    warm = Curve()
    for people in SIZES:
        _measured(1_000, people, warm, cold, "people")
    _drawn(folder / "people.svg", warm, "Milliseconds by people in the directory", "ms", 1e3)
    _drawn(folder / "first-request.svg", cold, "Seconds of a process's first request", "s", 1)
    many = Curve()
    for workspaces in SIZES:
        _swept(workspaces, many)
    _drawn(folder / "workspaces.svg", many, f"Milliseconds by workspaces, {DUE} of them with a reminder due", "ms", 1e3)


def _measured(entries: int, people: int, warm: Curve, cold: Curve, by: str) -> None:
    """The medians of what a desk is asked, with so many entries and people."""
    with _records() as records:
        records.welcome(WORKSPACE, _staff(people))
        records.log.append(WORKSPACE, "import", lambda ledger: Drafts(tuple(_history(entries))), at=AT)
        desk = Desk(_READER, _RULEBOOK, records)
        first = _seconds(lambda: _says(desk, "can we still get a refund?"))
        cold.setdefault(f"by {by}", []).append(first)
        for name, ask in _questions(desk):
            warm.setdefault(name, []).append(median(_seconds(partial(ask, n)) for n in range(ROUNDS)))


def _questions(desk: Desk) -> list[tuple[str, Callable[[int], None]]]:
    def act(n: int) -> None:
        assert _says(desk, f"assign VS seat to {_name(n)}") is Kind.DONE
        assert _says(desk, "undo") is Kind.DONE

    def ask(words: str, kind: Kind) -> Callable[[int], None]:
        def asked(_: int) -> None:
            assert _says(desk, words) is kind

        return asked

    return [
        ("an act and its undo", act),
        ("a question with the ledger's facts", ask("can we still get a refund?", Kind.ANSWER)),
        ("who holds what", ask("who has visual studio?", Kind.REPORT)),
        ("a question of the guide", ask("can I use Office for customer training?", Kind.ANSWER)),
    ]


def _swept(workspaces: int, many: Curve) -> None:
    """A sweep that tells DUE reminders, the next one, and a question in one workspace among them all."""
    with _records() as records:
        for number in range(workspaces):
            due = number < DUE
            _bought(records, f"w{number}", NOW.date() - dt.timedelta(days=28 if due else 150), quiet=not due)
        desk = Desk(_READER, _RULEBOOK, records)

        def sweep() -> None:
            for workspace in records.log.due(NOW):
                desk.tick(workspace, NOW)

        many.setdefault(f"a sweep with {DUE} reminders", []).append(_seconds(sweep))
        many.setdefault("the sweep after that", []).append(median(_seconds(sweep) for _ in range(20)))
        asked = median(_seconds(lambda: _says(desk, "can we still get a refund?")) for _ in range(ROUNDS))
        many.setdefault("a question in one of them", []).append(asked)


def _bought(records: Records, workspace: str, on: dt.date, *, quiet: bool) -> None:
    """An Action Pack, whose refund window is open or long closed; a quiet one was swept before."""
    by = {"by": "paula", "on": on}
    drafts = (
        model.RoleGiven(person="paula", role=Role.ADMINISTRATOR, **by),
        model.OfferPurchased(offer="offer-1", program=Programme.ACTION_PACK, **by),
    )
    at = dt.datetime.combine(on, dt.time(9), dt.UTC)
    records.log.append(workspace, "bought", lambda ledger: Drafts(drafts), at=at)
    if quiet:
        records.log.put_off(workspace, 2, dt.date(2026, 6, 1))


@contextmanager
def _records() -> Iterator[Records]:
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        records = Records.open(Path(folder) / "desk.sqlite3", first_speaks=False)
        yield records
        records.log.database.close()  # type: ignore[attr-defined]


def _drawn(file: Path, curves: Curve, title: str, unit: str, factor: float) -> None:
    """Writes the picture and prints its figures. The same figures give the same bytes."""
    chart = pygal.Line(
        style=_STYLE, width=760, height=340, title=title, y_title=unit, include_x_axis=True, legend_at_bottom=True,
        legend_at_bottom_columns=2, js=(), disable_xml_declaration=True, no_prefix=True, dots_size=4, margin_right=40,
    )  # fmt: skip
    chart.x_labels = [f"{size:,}" for size in SIZES]
    print(f"  {title}")
    for name, values in curves.items():
        scaled = [value * factor for value in values]
        chart.add(name, [round(value, 3) for value in scaled])
        shown = "   ".join(f"{size:,}: {value:.2f}" for size, value in zip(SIZES, scaled, strict=True))
        print(f"    {name:<38} {shown} {unit}   ({values[-1] / values[0]:.1f} x)")
    file.write_text(chart.render(is_unicode=True), encoding="utf-8")


if __name__ == "__main__":
    main()
