"""What a person is told: a paragraph for what falls together, the most urgent first, short enough for one message."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy.context import Context, capital, with_and
from policy.deadlines.deadline import Deadline, Rung
from policy.deadlines.look import dated

LONGEST: Final = 1_500
"""Characters that one message may have."""

_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_NAMED: Final = 8
_LINES: Final = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is due to somebody."""

    deadline: Deadline
    rung: Rung

    @property
    def own(self) -> bool:
        """Whether it speaks to who holds the thing, not to who administers it."""
        return self.rung.to is not None


@dataclass(frozen=True, slots=True)
class Told:
    """A message, and the steps that found room in it, in its order."""

    text: str
    steps: tuple[Step, ...]


def by_urgency(steps: Sequence[Step], today: dt.date) -> list[Step]:
    """What closes first comes first; then what is overdue, what has become possible, nudges, last words."""

    def key(step: Step) -> tuple[int, dt.date, str]:
        one = step.deadline
        rank = 3
        if step.rung.closing:
            rank = 4
        elif one.possible:
            rank = 2
        elif one.day is not None:
            rank = 0 if one.day >= today else 1
        return rank, one.day or today, one.topic

    return sorted(steps, key=key)


def tell(steps: Sequence[Step], ctx: Context, today: dt.date) -> Told:
    """One message of at most LONGEST characters that names the day of everything in it.

    What falls together shares a paragraph. Where it gets too long the later paragraphs are cut to their first
    sentence, then to a list; what still finds no room is left for the next message.
    """
    groups = _groups(by_urgency(steps, today))
    for whole in range(len(groups), -1, -1):
        written = [
            _paragraph(group, today) if at < whole else _sentence(group, today) for at, group in enumerate(groups)
        ]
        if (text := _message(groups, written, ctx)) is not None:
            return Told(text, tuple(step for group in groups for step in group))
    return _listed([step for group in groups for step in group], ctx, today)


def _groups(steps: Sequence[Step]) -> list[list[Step]]:
    found: dict[tuple[str, bool, bool], list[Step]] = {}
    for step in steps:
        found.setdefault((step.deadline.topic, step.rung.closing, step.own), []).append(step)
    return list(found.values())


def _message(groups: Sequence[Sequence[Step]], written: Sequence[str], ctx: Context) -> str | None:
    """The whole message, without its small print where that does not fit; None where it is too long all the same."""
    needed = sum(not group[0].rung.closing for group in groups)
    head = [f"**{_NUMBERS[needed] if needed < len(_NUMBERS) else needed} things need you**"] if needed > 1 else []
    rules = dict.fromkeys(rule for group in groups for step in group for rule in step.deadline.rules)
    text = "\n".join([*head, *written])
    for whole in (f"{text}\n{ctx.small(rules)}", text):
        if len(whole) <= LONGEST:
            return whole
    return None


def _listed(steps: Sequence[Step], ctx: Context, today: dt.date) -> Told:
    """A line each, under its day."""
    left = list(steps[:_LINES])
    while True:
        more = f"\nAnd {len(steps) - len(left)} more, which follow." if len(left) < len(steps) else ""
        lines: dict[str, list[str]] = {}
        for step in left:
            day = dated(step.deadline.day) if step.deadline.day else "Waiting"
            lines.setdefault(day, []).append(step.deadline.title)
        text = "\n".join(f"**{day}:** {'; '.join(titles)}." for day, titles in lines.items())
        text = f"**{len(steps)} things need you**\n{text}{more}"
        if len(text) <= LONGEST or len(left) <= 1:
            return Told(text[:LONGEST], tuple(left))
        left.pop()


def _sentence(group: Sequence[Step], today: dt.date) -> str:
    """The first, bold sentence, with the day where it does not name it; of what is joined to it the titles."""
    first, _, _ = _paragraph(group, today).removeprefix("**").partition("**")
    day = group[0].deadline.day
    due = f" Due {dated(day)}." if day and dated(day) not in first else ""
    kinds = dict.fromkeys(step.deadline.kind for step in group)
    others = [step.deadline.title for step in group if step.deadline.kind is not next(iter(kinds))]
    return "\n".join([f"**{first}**{due}", *(f"{title}, the same day." for title in others)])


def _paragraph(group: Sequence[Step], today: dt.date) -> str:
    """What is told of deadlines that fall together: one sentence for several of a kind, another kind joined to it."""
    sentences: list[str] = []
    kinds = dict.fromkeys(step.deadline.kind for step in group)
    for at, kind in enumerate(kinds):
        same = [step for step in group if step.deadline.kind is kind]
        words, step = same[0].deadline.words, same[0]
        if step.rung.closing:
            pattern = (words.last_joined if at else None) or words.last
        elif step.own:
            pattern = words.own
        elif len(same) > 1 and words.many:
            pattern = words.many
        elif at and words.joined:
            pattern = words.joined
        else:
            pattern = words.free if words.free and "holder" not in step.deadline.said else words.once
        if pattern in (words.many, words.last_joined, words.joined) or len(same) == 1:
            sentences.append((pattern or "").format_map(_values(same, today)).strip())
        else:
            sentences += [(pattern or "").format_map(_values([one], today)).strip() for one in same]
    apart = len(kinds) == 1 and len(sentences) > 1
    return ("\n" if apart else " ").join(sentences)


def _values(same: Sequence[Step], today: dt.date) -> dict[str, str]:
    """What fills the words of deadlines of one kind."""
    one = same[0].deadline
    values = dict(one.said)
    if one.day:
        values |= {"date": values.get("date", dated(one.day)), "left": _left(one.day, today)}
    subjects = _several([step.deadline.said.get("subject", "") for step in same])
    values |= {
        "count": f"{len(same)}",
        "subjects": subjects,
        "Subjects": capital(subjects),
        "people": _several([step.deadline.said.get("person", "") for step in same]),
        "tenants": _several([step.deadline.said.get("tenant", "") for step in same]),
        "details": _several([step.deadline.said.get("detail", "") for step in same], 4),
    }
    return values


def _several(names: Sequence[str], most: int = _NAMED) -> str:
    """Names as people list them: Ana, Bob and 3 more."""
    named = list(dict.fromkeys(names))
    if len(named) > most:
        return f"{', '.join(named[:most])} and {len(named) - most:,} more"
    return with_and(named)


def _left(last: dt.date, today: dt.date) -> str:
    days = (last - today).days
    if days < 2:
        return "tomorrow" if days == 1 else "today"
    return f"in {days} days"
