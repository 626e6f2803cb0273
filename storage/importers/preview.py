"""What would be recorded of a list: every row held to the rules on a ledger of its own, with those before it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from policy import model
from policy.acts import AddPerson, Ask, Confirm, Context, DirectoryChange, Outcome, Record, Refuse, decide
from policy.acts.outcome import Act
from policy.ledger import Ledger
from policy.model import Entry, ImportRecorded
from storage.importers import licences, newcomers, subscribers
from storage.importers.directory import Directory
from storage.importers.listed import Kind, Listed, Progress
from storage.importers.wish import Desk, Difference, Known, Plan, Wish, Wrong
from storage.people.directory import Person

__all__ = ["Difference", "Good", "Known", "Preview", "Wrong", "preview"]

_PLANS: Final[dict[Kind, Callable[[Desk], Plan]]] = {
    Kind.SUBSCRIBERS: subscribers.plan_of,
    Kind.LICENCES: licences.plan_of,
    Kind.PEOPLE: newcomers.plan_of,
}
_FOR_EVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_STEP: Final = 200


@dataclass(frozen=True, slots=True)
class Good:
    """A row that may be recorded, in words, with the acts that it comes to."""

    line: int
    what: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of a list. Nothing is recorded by it.

    `costs`: what recording ends or can't take back, as the desk would ask before it (a first use that closes a
    refund). `seen`: the entry of an import of the same bytes before. `entries` and `directory` are what would be
    written, without the entry of the import itself. `seq`: the last entry of the ledger that it was judged on.
    """

    listed: Listed
    people: tuple[Person, ...]
    offer: str | None
    good: tuple[Good, ...]
    wrong: tuple[Wrong, ...]
    known: tuple[Known, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]
    costs: tuple[str, ...]
    rules: tuple[str, ...]
    entries: tuple[Entry, ...]
    directory: tuple[DirectoryChange, ...]
    seen: ImportRecorded | None
    by: str
    today: dt.date
    seq: int

    @property
    def reasons(self) -> list[tuple[str, list[int]]]:
        """Why rows are wrong, the most frequent reason first, each with its lines."""
        lines: dict[str, list[int]] = {}
        for one in self.wrong:
            lines.setdefault(one.reason, []).append(one.line)
        return sorted(lines.items(), key=lambda one: -len(one[1]))

    @property
    def counts(self) -> Counter[str]:
        """How many entries of each kind would be written."""
        return Counter(entry.kind for entry in self.entries)


def preview(
    listed: Listed,
    ledger: Ledger,
    ctx: Context,
    people: Iterable[Person],
    *,
    offer: str | None = None,
    progress: Progress | None = None,
) -> Preview:
    """What would be recorded of a list, what is wrong and why, what is known, where it and the ledger differ.

    `ctx` says who imports and on which day; `offer` is the id of the offer that rows without one belong to. The
    ledger does not change. `progress` is told how many of the acts were judged.
    """
    people = tuple(people)
    directory = Directory(people, ledger)
    ctx = replace(ctx, name=_names(ctx, directory))
    desk = Desk(ledger, ctx, directory, listed, offer)
    plan = _PLANS[listed.kind](desk)
    judged = _judged(ledger, plan.wishes, ctx, progress)
    return Preview(
        listed=listed,
        people=people,
        offer=offer,
        good=tuple(Good(wish.line, wish.what, wish.acts) for wish in judged.good),
        wrong=tuple(sorted([*plan.wrong, *judged.wrong], key=lambda one: one.line)),
        known=tuple(plan.known),
        differences=tuple(plan.differences),
        notes=(*listed.notes, *_on_days(desk), *dict.fromkeys(plan.notes)),
        costs=tuple(dict.fromkeys(judged.costs)),
        rules=tuple(dict.fromkeys(judged.rules))[:4],
        entries=tuple(judged.entries),
        directory=tuple(judged.directory),
        seen=_seen(ledger, listed.sha256),
        by=ctx.by,
        today=ctx.today,
        seq=ledger.last_seq,
    )


@dataclass(slots=True)
class _Judged:
    """`halves`: rows that turned out wrong when something of them had been taken already."""

    good: list[Wish] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    halves: dict[int, Wrong] = field(default_factory=dict)
    costs: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    directory: list[DirectoryChange] = field(default_factory=list)


def _judged(ledger: Ledger, wishes: Sequence[Wish], ctx: Context, progress: Progress | None) -> _Judged:
    """The acts of all wishes in the order of their days, each on the ledger with those before it.

    A row is recorded whole or not at all: where a later act of it fails, all is judged anew without the row.
    """
    halves: dict[int, Wrong] = {}
    while True:
        judged = _round(ledger, [wish for wish in wishes if wish.line not in halves], ctx, progress)
        if not judged.halves:
            judged.wrong += halves.values()
            return judged
        halves |= judged.halves


def _round(ledger: Ledger, wishes: Sequence[Wish], ctx: Context, progress: Progress | None) -> _Judged:
    """One pass over the acts."""
    trial = ledger.known_at(_FOR_EVER)  # a root of its own: in a fork asking for a free seat costs with its size
    judged = _Judged()
    newcomers = {act.person for wish in wishes for act in wish.acts if isinstance(act, AddPerson)}
    known = ctx.knows
    ctx = replace(ctx, knows=lambda person: person in newcomers or known(person))
    sure = replace(ctx, confirmed=True)
    wrong: dict[int, Wrong] = {}
    steps = sorted(_steps(wishes, ctx.today), key=lambda step: step[:3])
    for done, (_, _, place, act, wish) in enumerate(steps):
        if progress and done % _STEP == 0:
            progress(done, len(steps))
        if wish.line in wrong:
            continue
        outcome = decide(trial, act, ctx)
        if isinstance(outcome, Confirm):
            judged.costs.append(_plain(outcome.text.removeprefix("**One moment.** ").rpartition("\n")[0]))
            outcome = decide(trial, act, sure)
        if not isinstance(outcome, Record):
            wrong[wish.line] = Wrong(wish.line, wish.what, _reason(outcome))
            if place > 0:
                judged.halves[wish.line] = wrong[wish.line]
            continue
        judged.rules += outcome.rules
        judged.directory += outcome.directory
        for entry in outcome.entries:
            judged.entries.append(entry)
            trial.advance(entry.model_copy(update={"seq": trial.last_seq + 1}))
    if progress:
        progress(len(steps), len(steps))
    judged.wrong += wrong.values()
    judged.good += (wish for wish in wishes if wish.line not in wrong)
    return judged


def _steps(wishes: Sequence[Wish], today: dt.date) -> Iterator[tuple[dt.date, int, int, Act, Wish]]:
    """(day, row, place in the row, act, wish). People are added last: an act of theirs that fails leaves no trace."""
    for row, wish in enumerate(wishes):
        for place, act in enumerate(wish.acts):
            yield act.on or today, row, place, act, wish


def _reason(outcome: Outcome) -> str:
    if isinstance(outcome, Ask):
        named = ", ".join(choice.label for choice in outcome.choices[:4])
        return f"{outcome.text} {named}".strip()
    return _plain(outcome.text if isinstance(outcome, Refuse) else "It can't be recorded.")


def _plain(text: str) -> str:
    """What the desk would say, without its marks and its small print."""
    lines = [line for line in text.split("\n") if line and not (line.startswith("_") and line.endswith("_"))]
    return " ".join(lines).replace("**", "")


def _names(ctx: Context, directory: Directory) -> Callable[[str], str]:
    def name(person: str) -> str:
        told = ctx.name(person)
        return directory.name(person) if told == person else told

    return name


def _on_days(desk: Desk) -> Iterator[str]:
    """How days that could be two were read, where the file does not prove it."""
    listed = desk.listed
    if listed.has_open_days and listed.order is None and not listed.both_orders:
        first = "the month" if desk.order == model.DayOrder.MONTH_FIRST else "the day"
        yield f"Days such as 3/4 could be two; I read {first} first, as your workspace is set."


def _seen(ledger: Ledger, sha256: str) -> ImportRecorded | None:
    """The import of the same bytes, unless it was taken back."""
    for entry in ledger.entries():
        if isinstance(entry, ImportRecorded) and entry.sha256 == sha256 and not ledger.is_reversed(entry.number):
            return entry
    return None
