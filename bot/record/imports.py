"""An import in words: what a list would record, what is wrong with it, what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy.context import count
from storage.importers import Held, Preview, Why
from storage.log import Recorded

LEAVE_OUT: Final = "Record the good rows"
RECORD_ALL: Final = "Record them"
CANCEL: Final = "No, cancel"

_MOST_TOLD: Final = 8
_MOST_LINES: Final = 12
_KINDS: Final = {
    "seat_assigned": ("seat assigned", "seats assigned"),
    "seat_activated": ("seat activated", "seats activated"),
    "person_added": ("person added", "people added"),
    "grant_recorded": ("quantity granted", "quantities granted"),
    "key_issued": ("key", "keys"),
    "key_counted": ("count of activations left", "counts of activations left"),
    "token_issued": ("token", "tokens"),
}


def shown_text(shown: Preview) -> str:
    """A preview as people read it: the verdict, then what would be recorded, what is wrong and why, what differs."""
    return "\n".join([_verdict(shown), *_recordable(shown), *_wrong(shown), *_differences(shown), *_small(shown)])


def choices(shown: Preview) -> tuple[str, ...]:
    """The buttons below a preview; none where there is nothing to record."""
    if shown.seen or not shown.entries:
        return ()
    return (LEAVE_OUT if shown.wrong else RECORD_ALL, CANCEL)


def outcome_text(outcome: Recorded | Held, shown: Preview) -> str:
    """What became of a batch."""
    if isinstance(outcome, Held):
        return _held(outcome)
    first, last = outcome.entries[0].number, outcome.entries[-1].number
    again = " That was recorded before; nothing was recorded twice." if outcome.again else ""
    left = f" {count(len(shown.wrong), 'row was', 'rows were')} left out." if shown.wrong else ""
    return (
        f"**Recorded:** {count(len(shown.good), 'row')} of {shown.listed.file} (#{first} to #{last}).{left}{again}\n"
        'To take all of it back, say "undo" before you record anything else.'
    )


def _verdict(shown: Preview) -> str:
    rows = len(shown.listed.lines)
    name = shown.listed.file
    if shown.seen:
        return f"**Nothing to record:** {name} was imported before (#{shown.seen.seq}), byte for byte."
    if not shown.good:
        known = f", {len(shown.known):,} of them known already" if shown.known else ""
        return f"**Nothing to record:** {name} has {count(rows, 'row')}{known}."
    wrong = f", {count(len(shown.wrong), 'row')} can't" if shown.wrong else ""
    known = f", {len(shown.known):,} known already" if shown.known else ""
    return f"**Nothing is recorded yet.** Of {count(rows, 'row')} in {name}, {len(shown.good):,} can be{wrong}{known}."


def _recordable(shown: Preview) -> Iterator[str]:
    if shown.seen or not shown.entries:
        return
    counts = [count(many, *_KINDS.get(kind, (kind, kind))) for kind, many in shown.counts.items()]
    yield f"It would record {_and(counts)}:"
    yield from _some([f"• line {one.line}: {one.what}" for one in shown.good], "rows")
    for cost in shown.costs:
        yield f"**Careful:** {cost}"


def _wrong(shown: Preview) -> Iterator[str]:
    if shown.wrong:
        yield "**Wrong, and why:**"
        yield from _some([f"• {_lines(lines)}: {reason}" for reason, lines in shown.reasons], "reasons")


def _differences(shown: Preview) -> Iterator[str]:
    if shown.differences:
        yield "**The file and the ledger differ:**"
        told = [_difference(one.text, one.line, one.entry) for one in shown.differences]
        yield from _some(told, "differences")


def _small(shown: Preview) -> Iterator[str]:
    yield from (f"_{note}_" for note in shown.notes[:_MOST_TOLD])


def _held(held: Held) -> str:
    shown = held.shown
    match held.why:
        case Why.SEEN | Why.NOTHING:
            return _verdict(shown)
        case Why.WRONG_ROWS:
            wrong = count(len(shown.wrong), "row is", "rows are")
            return (
                f"**Nothing was recorded:** {wrong} wrong. Record the good rows without them, or mend the file first."
            )
        case Why.CHANGED:
            changed = "**Nothing was recorded:** the ledger has changed since you looked. Now it is this:"
            return f"{changed}\n{shown_text(shown)}"


def _difference(text: str, line: int | None, entry: int | None) -> str:
    where = [f"line {line}" if line else "", f"#{entry}" if entry else ""]
    small = ", ".join(filter(None, where))
    return f"• {text} ({small})" if small else f"• {text}"


def _lines(lines: Sequence[int]) -> str:
    """line 5; lines 5, 7 and 9; lines 5, 6, 7 and 97 more."""
    told = [str(line) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        told.append(f"{len(lines) - _MOST_LINES:,} more")
    return f"line {told[0]}" if len(told) == 1 else f"lines {_and(told)}"


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _some(lines: Sequence[str], noun: str) -> Iterable[str]:
    yield from lines[:_MOST_TOLD]
    if len(lines) > _MOST_TOLD:
        yield f"• and {len(lines) - _MOST_TOLD:,} more {noun}"
