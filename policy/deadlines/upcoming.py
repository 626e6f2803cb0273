"""What is coming up, for who asks: the days ahead, then what waits without a day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from policy.context import Context, count, in_words, software_left
from policy.deadlines.deadline import Deadline
from policy.deadlines.every import deadlines
from policy.ledger import Ledger
from policy.ledger.lapsed import lapsed

COLUMNS: Final = ("Day", "What", "Who")
_LINES: Final = 15


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The list in words, the same as rows of COLUMNS, and the deadlines behind them."""

    text: str
    rows: tuple[tuple[str, str, str], ...]
    deadlines: tuple[Deadline, ...]
    is_late: bool = False
    """Whether all of it is past its day."""

    @property
    def over(self) -> tuple[tuple[str, str, str], ...]:
        """The rows about offers that have ended."""
        return self.rows[: len(self.rows) - len(self.deadlines)]


def coming_up(ledger: Ledger, ctx: Context) -> Upcoming:
    """Every deadline from today on: to administrators and auditors all, to others what concerns them."""
    everything = ledger.company.reads_all(ctx.by, ctx.today)
    found = tuple(
        one
        for one in deadlines(ledger, ctx)
        if (everything or one.concerns(ctx.by)) and not (one.until and one.day and one.day < ctx.today)
    )
    over = tuple(_over(ledger, ctx)) if everything else ()
    rows = (*over, *((in_words(one.day) if one.day else "now", one.title, _who(one, ctx)) for one in found))
    if not rows:
        text = "**Nothing is coming up.** No window is open and nothing waits for you."
        if everything and not ledger.offers.bought(ctx.today):
            text += (
                f'\nNo offer is recorded yet. Tell me: "we bought the Action Pack on {ctx.today.day} {ctx.today:%b}".'
            )
        return Upcoming(text, (), ())
    first = next((one for one in found if one.day and one.day >= ctx.today), None)
    without_day = f"**{count(len(found), 'thing')} {'waits' if len(found) == 1 else 'wait'} for somebody.**"
    head = f"**Next: {first.title}, {ctx.day(first.day)}.**" if first and first.day else without_day
    head = f"**{over[0][1]}.**" if over else head
    lines = [f"• {day}: {what}{f' ({who})' if who else ''}" for day, what, who in rows[:_LINES]]
    if len(rows) > _LINES:
        lines.append(f"And {len(rows) - _LINES} more.")
    return Upcoming("\n".join([head, *lines]), rows, found)


def overdue(ledger: Ledger, ctx: Context) -> Upcoming:
    """What is past its day and still to be done, the offers that have run out before the rest."""
    coming = coming_up(ledger, ctx)
    late = tuple(one for one in coming.deadlines if one.day and one.day < ctx.today and not one.possible)
    rows = (*coming.over, *((in_words(one.day) if one.day else "now", one.title, _who(one, ctx)) for one in late))
    if rows:
        head = f"**{len(rows)} overdue.**"
        lines = [f"• {day}: {what}{f' ({who})' if who else ''}" for day, what, who in rows[:_LINES]]
        return Upcoming("\n".join([head, *lines]), rows, late, is_late=True)
    return replace(coming, text=f"**Nothing is overdue.**\n{coming.text.replace('**', '')}")


def _over(ledger: Ledger, ctx: Context) -> Iterator[tuple[str, str, str]]:
    """After the end of an offer: the renewal that can still be made, and what is to be uninstalled."""
    for one in lapsed(ledger, ctx.today):
        name, end = ctx.offer(one.offer), in_words(one.last)
        if one.renewable_until:
            what = f"The {name} ran out on {end}; a renewal continues it until {in_words(one.renewable_until)}"
            yield in_words(one.renewable_until), what, ""
        if one.uses:
            yield "now", f"Uninstall, or license commercially: {software_left(ctx, one)}", ""


def _who(one: Deadline, ctx: Context) -> str:
    person = one.people[0] if one.people else next((rung.to for rung in one.rungs if rung.to), None)
    return ctx.name(person) if person else ""
