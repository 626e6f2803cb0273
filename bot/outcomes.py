"""What comes of an act as the desk says it: a reply, what an entry would say, what it costs."""

import re
from collections.abc import Sequence
from typing import Any

from bot.records import Visit
from bot.reply import Delivery, Heard, Kind, Reply
from policy.acts import Ask, Confirm, Note, Outcome, Record, Refuse
from policy.context import Context
from policy.decision import Verdict
from policy.ledger import Ledger
from policy.model import Entry, EntryReversed, PersonAdded
from policy.rulebook import Edition
from policy.telling import told


def reply_of(visit: Visit, outcome: Outcome, heard: Heard | None, entries: list[dict[str, Any]]) -> Reply:
    """What became of one wish, as the desk says it."""
    match outcome:
        case Record():
            kind = Kind.DONE if entries else Kind.ANSWER
            verdict, choices = None, outcome.choices
            deliveries = tuple(_delivery(note) for note in outcome.notes)
        case Refuse():
            kind, verdict, choices, deliveries = Kind.REFUSED, Verdict.NOT_ALLOWED, outcome.choices, ()
        case _:
            kind, verdict, choices, deliveries = Kind.QUESTION, None, outcome.choices, ()
    rules = () if isinstance(outcome, Ask) else outcome.rules[:4]
    return Reply(
        kind=kind,
        verdict=verdict,
        rules=rules,
        sections=sections_of(visit.edition, rules),
        date=None if isinstance(outcome, Ask) else outcome.date,
        text=outcome.text,
        choices=tuple(dict.fromkeys(choice.label for choice in choices)),
        recorded=tuple(entries),
        reading=heard,
        deliveries=deliveries,
    )


def sections_of(edition: Edition, rules: Sequence[str]) -> tuple[str, ...]:
    """The names of the sections that rules stand in, each once."""
    return tuple(dict.fromkeys(edition.section_of[rule] for rule in rules if rule in edition.section_of))


def _delivery(note: Note) -> Delivery:
    return Delivery(to=note.to, text=note.text, choices=tuple(choice.label for choice in note.choices))


def act_in_words(ask: Ask) -> str:
    """What an act is called: Assign seat."""
    words = re.findall("[A-Z][a-z]+", type(ask.act).__name__)
    return " ".join(words).capitalize()


def would_say(ledger: Ledger, ctx: Context, entry: Entry) -> str:
    """What an entry would say, for somebody to say yes to."""
    if isinstance(entry, PersonAdded):
        return f"{ctx.name(entry.person)} is added to the directory."
    if isinstance(entry, EntryReversed) and (old := ledger.entry(entry.seq_reversed)):
        return f"#{entry.seq_reversed} is taken back: {told(ledger, ctx, old)} ({ctx.day(old.on)})."
    return f"{told(ledger, ctx, entry)} ({ctx.day(entry.on)})."


def cost_of(asked: Confirm) -> str:
    """What an act ends or cannot take back, without the question that goes with it."""
    return asked.text.removeprefix("**One moment.** ").rsplit("\n", 1)[0]
