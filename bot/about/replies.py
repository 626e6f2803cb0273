"""Answers about the desk itself: how to do what, what a word of the field means, who asks, which day it is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from bot.about.glossary import term_asked
from bot.about.matching import Phrasebook, load
from bot.answers import questions
from bot.reply import Kind, Reply
from bot.talk.turn import Turn
from intents.marks import Kind as Kinds
from intents.model import Reading
from intents.words import STOPS
from policy.days import in_words

if TYPE_CHECKING:  # a question alone is answered without loading the ledger
    from bot.record.records import Visit

_NO_RECORD: Final = "**I keep no record here,** so I don't know who you are. Open one: `mpn chat --db desk.sqlite3`."
_TELL_A_NAME: Final = " Say “my name is” and your name, and I'll call you that once an administrator agrees."
_NAME: Final = re.compile(
    r"(?:hi|hello|hey)?[,!. ]*(?:my name(?: is|'s)|(?-i:[Cc]all me(?=\s+[A-Z])))\s+"
    r"([^\W\d_][\w'.-]*(?:\s[\w'.-]+){0,2}?)[.! ]*",
    re.IGNORECASE,
)
_BEFORE_REMIND: Final = frozenset({"can", "could", "please", "pls", "will", "would"})
_OF_A_DAY: Final = frozenset({"to", "before", "on", "a", "tomorrow", "about"})
_OF_THE_GUIDE: Final = frozenset({"rule", "rules", "guide", "section", "what", "how", "who", "which"})
_WHETHER_KNOWN: Final = frozenset(
    {"do you know", "is in directory", "is in there", "is in list", "is on list", "is known", "is already in there"}
)
_NO_NAMES: Final = frozenset(
    {"on", "in", "not", "the", "a", "an", "missing", "wrong", "misspelt", "spelled", "there", "at"}
)


def about_the_desk(turn: Turn, reading: Reading) -> Reply | None:
    """The reply to a question about the desk itself, or about a word of the field; None for any other sentence."""
    if reading.plain:
        return None
    if term := term_asked(reading):
        return _defined(turn, reading, term)
    if key := _book().found(reading) or _of_a_reminder(reading):
        told = _ANSWERS[key](turn) if key in _ANSWERS else _entries()[key]["text"].strip()
        reply = _said(told, reading, Kind.REPORT if key in _OF_PEOPLE else Kind.HELP)
        return reply.model_copy(update=_form_of_settings(turn)) if key == "settings" else reply
    return _who_is(turn, reading)


def _of_a_reminder(reading: Reading) -> str | None:
    """What somebody is told who wants a reminder of their own: "remind me to renew on 15 Jan"; None for other words."""
    if "remind" not in reading.words:
        return None
    at = reading.words.index("remind")
    to_whom, of_what = reading.words[at + 1 : at + 2], reading.words[at + 2 : at + 3]
    begins = at == 0 or not _BEFORE_REMIND.isdisjoint(reading.words[:at])
    of_a_day = not _OF_A_DAY.isdisjoint(of_what) and _OF_THE_GUIDE.isdisjoint(reading.words)
    return "remind_me" if begins and to_whom in (("me",), ("us",)) and of_a_day else None


def name_given(reading: Reading) -> str | None:
    """The name that somebody gives as their own: "my name is Rita"; None for other words."""
    if reading.words[:1] and not {"name", "call"}.isdisjoint(reading.words):
        found = _NAME.fullmatch(reading.text.strip())
        return found[1] if found and _NO_NAMES.isdisjoint(found[1].lower().split()) else None
    return None


@cache
def _entries() -> Mapping[str, Mapping[str, Any]]:
    return {**load("howto"), **load("you")}


@cache
def _book() -> Phrasebook:
    return Phrasebook(_entries())


def _said(text: str, reading: Reading, kind: Kind = Kind.HELP) -> Reply:
    return Reply(kind=kind, text=text, reading=questions.heard(replace(reading, label="help", intent="help")))


def _defined(turn: Turn, reading: Reading, term: Mapping[str, Any]) -> Reply:
    """What a word means, with the section that it rests on where there is one."""
    rules = tuple(rule for rule in term["rules"] if rule in turn.edition.rules)
    sections = turn.edition.sections_of(rules)
    edition = in_words(turn.edition.in_force_from)
    small = f"\n_{' · '.join(sections)} · edition {edition}_" if sections else ""
    turn.thread.rested = rules
    told = replace(reading, label="can_use", intent="can_use")
    return Reply(
        kind=Kind.ANSWER, text=term["text"] + small, rules=rules, sections=sections, reading=questions.heard(told)
    )


def _who_am_i(turn: Turn) -> str:
    if turn.visit is None:
        return _NO_RECORD
    visit, person = turn.visit, turn.request.person
    company = visit.ledger.company
    if company.is_administrator(person, turn.today):
        role = "an administrator: you record, and see everything"
    elif visit.reads_all:
        role = "an auditor: you see everything, and record nothing"
    else:
        role = "no administrator: you see what you hold, ask, and request"
    known = visit.names.people.name(person)
    if known in (None, person):
        return f"**I know you as `{person}`** and by no other name, {role}.{_TELL_A_NAME}"
    return f"**You are {known}** (`{person}`), {role}."


def _who_is(turn: Turn, reading: Reading) -> Reply | None:
    """Whom somebody asks for by name: "who is Zoe?"; None for other words, and for who may not see the others."""
    words = [word for word in reading.words if word not in STOPS]
    people = reading.named(Kinds.PERSON)
    if turn.visit is None or not turn.visit.reads_all or len(people) != 1:
        return None
    if _asks_whether_known(reading):
        return _is_known(turn.visit, reading)
    if words[0] not in ("who", "who's", "whos"):
        return None
    whole = words[:2] == ["who", "is"] and len(words) - 2 == people[0].end - people[0].start
    if not (whole or len(words) - 1 == people[0].end - people[0].start) or len(people[0].ids) != 1:
        return None
    person = people[0].ids[0]
    role = "an administrator" if turn.visit.ledger.company.is_administrator(person, turn.today) else "no administrator"
    name = turn.visit.name(person)
    return _said(
        f"**{name}** (`{person}`), {role} here. What they hold: “what does {name} have?”.", reading, Kind.REPORT
    )


def _asks_whether_known(reading: Reading) -> bool:
    """Whether somebody asks if a person is in the directory: "is bob in the directory", "do you know bob"."""
    if not reading.words or reading.words[0] not in ("is", "do"):
        return False
    person = reading.named(Kinds.PERSON)[0]
    around = (*reading.words[: person.start], *reading.words[person.end :])
    return " ".join(word for word in around if word not in STOPS and word != "the") in _WHETHER_KNOWN


def _is_known(visit: "Visit", reading: Reading) -> Reply:
    """Whether a person who is named is in the directory, and what to say where they are not."""
    person = reading.named(Kinds.PERSON)[0]
    if not person.ids:
        return _said(f"**No.** To add them, say “add {person.text}”.", reading, Kind.REPORT)
    known = " and ".join(f"{visit.name(one)} (`{one}`)" for one in person.ids)
    return _said(f"**Yes:** {known}. “who is in the directory?” shows everybody.", reading, Kind.REPORT)


def _is_listed(turn: Turn) -> str:
    if turn.visit is None:
        return _NO_RECORD
    known = turn.visit.names.people.name(turn.request.person)
    return f"**Yes.** {_who_am_i(turn).replace('**', '')}" if known else f"**No.** {_who_am_i(turn).replace('**', '')}"


def _deputy(turn: Turn) -> str:
    if turn.visit is None:
        return _NO_RECORD
    deputy = turn.visit.ledger.company.deputy_of(turn.request.person, turn.today)
    if deputy is None:
        return "**You have no deputy.** To name one, say “make zoe my deputy”, or “zoe is my deputy until 14 August”."
    return f"**{turn.visit.name(deputy)}** is your deputy and gets your reminders. “I'm back” ends it."


def _today(turn: Turn) -> str:
    now = turn.request.now
    if turn.visit is None:
        return f"**It is {now:%A}, {in_words(turn.today)}** for me."
    local = now.astimezone(turn.visit.zone)
    away = local.utcoffset() or timedelta()
    zone = turn.visit.ledger.company.settings(turn.today).zone or f"UTC{away.total_seconds() / 3600:+g}"
    return f"**It is {local:%A}, {in_words(turn.today)}, {local:%H:%M}** for me ({zone})."


def _settings(turn: Turn) -> str:
    """How the workspace is set, and how it is changed."""
    how = str(_entries()["settings"]["text"]).strip()
    if turn.visit is None:
        return how
    now = turn.visit.ledger.company.settings(turn.today)
    first = now.day_order.value.replace("_", " ")
    told = [
        f"time zone {now.zone}",
        f"dates {first}",
        f"reminders from {now.morning}, none from {now.evening}",
        f"days off of {now.holidays}" if now.holidays else "days off on Saturdays and Sundays",
        f"weekly summary in the channel {now.weekly_channel}" if now.weekly_channel else "no weekly summary",
        {True: "a learning partner", False: "no learning partner", None: "a learning partner or not: not said yet"}[
            now.learning_partner
        ],
    ]
    return f"**How I am set:** {'; '.join(told)}.\n{how}"


def _form_of_settings(turn: Turn) -> dict[str, str | None]:
    """What a face needs to offer an administrator its form of the settings."""
    if turn.visit is None or not turn.visit.ledger.company.is_administrator(turn.request.person, turn.today):
        return {}
    from bot.record import plans  # what asks no more than a question loads no acts
    from bot.talk.plan import Plan, Wish
    from policy.acts import ChangeSettings

    return {"asks": plans.written(Plan((Wish(ChangeSettings()),), slot="changes")), "awaits": "changes"}


def _edition(turn: Turn) -> str:
    edition = in_words(turn.edition.in_force_from)
    rules = len(turn.edition.rules)
    return f"**I answer from the edition of {edition}** of the Programs Guide, {rules} rules. `mpn rules` lists them."


_ANSWERS: Final[Mapping[str, Callable[[Turn], str]]] = {
    "who_am_i": _who_am_i,
    "am_i_listed": _is_listed,
    "my_deputy": _deputy,
    "today": _today,
    "edition": _edition,
    "settings": _settings,
}
_OF_PEOPLE: Final = frozenset({"who_am_i", "am_i_listed", "my_deputy"})
"""Tells of people, so in a channel it is for who asks alone, as reports are."""
