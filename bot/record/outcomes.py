"""What comes of an act as the desk says it: a reply, what an entry would say, what it costs."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.record.records import Visit
from bot.reply import Delivery, Heard, Kind, Reply
from policy.acts import Ask, Confirm, MakeClaim, Note, Outcome, Record, Refuse
from policy.context import Context
from policy.decision import Verdict
from policy.ledger import Ledger
from policy.model import Entry, EntryReversed, PersonAdded
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
        sections=visit.edition.sections_of(rules),
        date=None if isinstance(outcome, Ask) else outcome.date,
        text=outcome.text,
        choices=tuple(dict.fromkeys(choice.label for choice in choices)),
        recorded=tuple(entries),
        reading=heard,
        deliveries=deliveries,
    )


def _delivery(note: Note) -> Delivery:
    return Delivery(to=note.to, text=note.text, choices=tuple(choice.label for choice in note.choices))


_TOWARDS: Final = {"Assign": "for", "Queue": "for", "Request": "for", "Move": "to"}
"""How whom an act is for is said behind it; of whom it is, else."""
_UNCOUNTED: Final = frozenset({"software", "credit", "hours", "settings"})


def act_in_words(visit: Visit, ask: Ask) -> str:
    """What an act is called, with as much as is known of it: "Move a Visual Studio seat from Ana Souza"."""
    if isinstance(ask.act, MakeClaim) and ask.act.claim:
        return f"Ask for a {ask.act.claim}"
    verb, *rest = re.findall("[A-Z][a-z]+", type(ask.act).__name__)
    noun = " ".join(rest).lower()
    product, giver, taker = (getattr(ask.act, name, None) for name in ("product", "from_person", "person"))
    of = f"{visit.context().product(product)} {noun}" if product and noun in ("seat", "key") else noun
    article = "" if noun in _UNCOUNTED else "an" if of[:1].lower() in "aeio" else "a"
    people = [f"from {visit.name(giver)}"] if giver else []
    people += [f"{_TOWARDS.get(verb, 'of')} {visit.name(taker)}"] if taker and noun == "seat" else []
    return " ".join(filter(None, [verb, article if of else "", of, *people]))


def would_say(ledger: Ledger, ctx: Context, entry: Entry, addresses: Mapping[str, str]) -> str:
    """What an entry would say, for somebody to say yes to; with the address that goes into the directory."""
    if isinstance(entry, PersonAdded):
        address = f", {addresses[entry.person]}," if entry.person in addresses else ""
        return f"{ctx.name(entry.person)}{address} is added to the directory."
    if isinstance(entry, EntryReversed) and (old := ledger.entry(entry.seq_reversed)):
        return f"#{entry.seq_reversed} is taken back: {told(ledger, ctx, old)} ({ctx.day(old.on)})."
    return f"{told(ledger, ctx, entry)} ({ctx.day(entry.on)})."


def cost_of(asked: Confirm) -> str:
    """What an act ends or cannot take back, without the question that goes with it."""
    return asked.text.removeprefix("**One moment.** ").rsplit("\n", 1)[0]
