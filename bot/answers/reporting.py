"""The reply to a question that the ledger answers: who has what, what is free, where things stand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.acts.licence_acts import BOARDS
from bot.answers.questions import heard
from bot.answers.which_report import OF_THE_LEDGER, last_install, means_me, needs_no_name, question_in_plain_words
from bot.record.recording import offers_of
from bot.record.records import Visit
from bot.reply import Kind, Reply, Table
from bot.talk.plan import Offers
from bot.talk.yes_or_no import not_theirs, seat_valid
from intents.days.periods import period_of
from intents.form import form_in
from intents.marks import Kind as Tagged
from intents.model import Reading
from intents.plain_questions import PlainQuestion
from intents.reader import REPORTS
from intents.stated import programme_of
from intents.words import STOPS
from policy.deadlines import COLUMNS, coming_up, overdue
from policy.decision import Form, Verdict
from policy.reports import Asked, Only, Report, report

_AGAIN: Final = ("reinstall", "re-install", "reimag", "re-imag", "reactivat", "re-activat", "rebuil", "wip")
_SUPPOSED: Final = frozenset({"if", "will", "would", "does", "do", "when", "going", "could"})
_TURNED: Final = frozenset({"is", "are", "was", "has", "have", "did", "does", "do"})
_LEFT: Final = frozenset("resigned left quit leaves leave leaving retired departed fired dismissed gone".split())
_AS_TYPED: Final = (Tagged.KEY, Tagged.TOKEN, Tagged.TENANT, Tagged.MACHINE, Tagged.REFERENCE)
_ANSWERS: Final = frozenset({*(label for label, _ in OF_THE_LEDGER.values()), "burn_check"})
"""Reports that answer a question of the guide."""


def reported(visit: Visit, reading: Reading, label: str) -> tuple[Reply, Offers]:
    """The reply of a report, and what its choices lead to."""
    if label in REPORTS or reading.intent == "none":
        reading = replace(reading, intent="seats_of" if label == "seat_valid" else label)
    plain = question_in_plain_words(reading, visit)
    if (unclear := _nobody_alone(reading)) is not None:
        return unclear, {}
    people = _people_asked(visit, reading, label, plain)
    asked = _asked(visit, reading, label, plain, people)
    if label == "upcoming":
        return _upcoming(visit, reading, asked)
    if label == "seat_valid":
        return seat_valid(visit, reading, people), {}
    if not visit.reads_all and (label == "audit_report" or (people and people[0] != visit.request.person)):
        return not_theirs(visit, reading)
    last = last_install(visit) if label == "burn_check" and asked.key is None else None
    if last and (asked.machine or last.machine).casefold() == last.machine.casefold():
        asked = replace(asked, key=last.key, machine=last.machine)
    found = report(visit.ledger, visit.context(), asked)
    return _reply_of(visit, reading, label, found), offers_of(found.choices)


def _nobody_alone(reading: Reading) -> Reply | None:
    """What is said where somebody is named whom nobody knows, or whom several people can be."""
    named = reading.named(Tagged.PERSON)
    stranger = next((tag for tag in named if not tag.ids), None)
    if stranger is not None:
        text = f"**I don't know {stranger.text}.** Ask with a name of the directory, or add them first."
        return Reply(kind=Kind.UNKNOWN, text=text, reading=heard(reading))
    if several := next((tag for tag in named if len(tag.ids) > 1), None):
        text = f"**Which {several.text}?** {len(several.ids)} people fit: ask again with the whole name."
        return Reply(kind=Kind.UNKNOWN, text=text, reading=heard(reading))
    return None


def _people_asked(visit: Visit, reading: Reading, label: str, plain: PlainQuestion | None) -> list[str]:
    """The ids of the people whom a question names, whose seat it is first; who asks where it means them."""
    holders = reading.slots.get("from_person", ())
    named = sorted(reading.named(Tagged.PERSON), key=lambda tag: tag.text not in holders)
    people = [tag.ids[0] for tag in named]
    for_me = means_me(reading.words) and not (plain and plain.only == Only.MOVABLE)
    if for_me and (not people or (label == "reassign_check" and needs_no_name(Tagged.PERSON, reading, visit))):
        return [visit.request.person]
    return people


def _asked(visit: Visit, reading: Reading, label: str, plain: PlainQuestion | None, people: Sequence[str]) -> Asked:
    """What a report is asked, by what the question names."""

    def first(kind: Tagged) -> str | None:
        named = next(iter(reading.named(kind)), None)
        return (named.text if kind in _AS_TYPED else named.value) if named else None

    only = Only(plain.only) if plain and plain.only else None
    offers = {programme_of(tag.value) for tag in reading.named(Tagged.OFFER)}
    asked = Asked(
        label=label,
        person=people[0] if people else None,
        product=first(Tagged.PRODUCT),
        key=first(Tagged.KEY),
        token=first(Tagged.TOKEN),
        tenant=first(Tagged.TENANT),
        machine=first(Tagged.MACHINE),
        programme=offers.pop() if len(offers) == 1 and label != "swap_window" else None,
        on=_day_asked(reading),
        entry=_entry(reading.words),
        form=_form_of(label, reading, plain),
        again=any(word.startswith(_AGAIN) for word in reading.words),
        supposed=not _SUPPOSED.isdisjoint(reading.words) and not any("activated" in word for word in reading.words),
        significant=not BOARDS.isdisjoint(reading.words),
        only=only,
        reference=first(Tagged.REFERENCE),
    )
    return _of_days(asked, reading, visit) if only is Only.RECORDED else asked


def _reply_of(visit: Visit, reading: Reading, label: str, found: Report) -> Reply:
    return Reply(
        kind=Kind.ANSWER if label in _ANSWERS else Kind.REPORT,
        verdict=found.verdict,
        rules=found.rules[:4],
        sections=visit.edition.sections_of(found.rules[:4]),
        conditions=found.conditions,
        date=found.date,
        text=found.text,
        choices=tuple(choice.label for choice in found.choices),
        reading=heard(reading),
        table=Table(columns=found.table.columns, rows=found.table.rows) if found.table else None,
    )


def _day_asked(reading: Reading) -> date | None:
    """The day that a question is about; the day on which somebody left is none: "ana resigned last week"."""
    days = (tag for tag in reading.named(Tagged.DATE) if tag.day and not _is_of_leaving(reading.words, tag.start))
    return next((tag.day.on for tag in days if tag.day), None)


def _is_of_leaving(words: Sequence[str], at: int) -> bool:
    """Whether the clause up to a word tells that somebody left."""
    start = max((n + 1 for n in range(at) if words[n] in STOPS), default=0)
    clause = words[start:at]
    return not _LEFT.isdisjoint(clause) and "when" not in clause


def _entry(words: Sequence[str]) -> int | None:
    """The number of an entry: "#7", "entry 7"."""
    for before, word in zip(["", *words], words, strict=False):
        number = word.lstrip("#")
        if number.isdecimal() and (word[0] == "#" or before == "entry"):
            return int(number)
    return None


def _form_of(label: str, reading: Reading, plain: PlainQuestion | None) -> Form:
    """Whether a yes or a no is wanted; "did Ana leave?", "can Ana have VS?" are told what is recorded, no verdict.

    Nor does a yes or no about what runs answer "can we still renew?".
    """
    if label == "expiry" and any(word.startswith("renew") for word in reading.words):
        return Form.OPEN
    if plain is None:
        return reading.form
    of_somebody = plain.label == "seats_free" and bool(reading.named(Tagged.PERSON))
    if of_somebody or plain.label in ("seats_of", "refund_window"):
        return Form.OPEN
    return Form.POLAR if reading.words[0] in _TURNED else form_in(reading.words) or Form.OPEN


def _of_days(asked: Asked, reading: Reading, visit: Visit) -> Asked:
    """The question of what was recorded: from when to when, and by whom."""
    since, until = period_of(reading.words, reading.tags, visit.today) or (None, None)
    return replace(asked, since=since, on=until, by=asked.person, person=None)


def _upcoming(visit: Visit, reading: Reading, asked: Asked) -> tuple[Reply, Offers]:
    """What is coming up, by date; or what is past its day."""
    late = asked.only is Only.OVERDUE
    found = (overdue if late else coming_up)(visit.ledger, visit.context())
    verdict = None
    if late and asked.form is Form.POLAR:
        verdict = Verdict.ALLOWED if found.is_late else Verdict.NOT_ALLOWED
    table = Table(columns=COLUMNS, rows=found.rows) if found.rows else None
    first = next((one.day for one in found.deadlines if one.day and one.day >= visit.today), None)
    reply = Reply(kind=Kind.REPORT, verdict=verdict, text=found.text, date=first, reading=heard(reading), table=table)
    return reply, {}
