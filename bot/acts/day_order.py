"""Days in figures that mean two days, "03/02/2026", while the workspace has not said which order it writes them in."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.answers.questions import heard
from bot.record.recording import CANCEL
from bot.record.records import Visit
from bot.record.said import Said
from bot.reply import Kind, Reply
from bot.talk.plan import Offers, Plan, Wish
from bot.talk.uncertain import wanted
from intents.days.day import Day
from intents.marks import Tag
from intents.model import Reading
from intents.reader import Reader
from policy.acts import ChangeSettings, Correct
from policy.days import DayOrder, in_words
from policy.model import Entry

_FAR: Final = 60
"""Days by which the other day must be nearer to be likelier, where no year is said."""


def which_day(reader: Reader, visit: Visit, text: str, readings: Sequence[Reading]) -> Said | None:
    """Asks which day is meant where the usual order gives one that is not likely; None where it is."""
    tag = next((tag for tag in _either(visit, readings) if tag.day and _is_doubtful(tag.day, visit.today)), None)
    if tag is None or tag.day is None or tag.day.on is None or tag.day.swapped is None:
        return None
    usual = visit.order
    other = DayOrder.DAY_FIRST if usual is DayOrder.MONTH_FIRST else DayOrder.MONTH_FIRST
    offers: Offers = {
        in_words(tag.day.swapped): _plan(reader, visit, text, readings, other),
        in_words(tag.day.on): _plan(reader, visit, text, readings, usual),
        CANCEL: Plan(),
    }
    question = f"**Which day is {tag.text}?** I'll keep the order of your dates for the next time."
    first = next(one for one in readings if wanted(one, visit) is not None)
    return Said(Reply(kind=Kind.QUESTION, text=question, choices=tuple(offers), reading=heard(first)), offers)


def other_day(visit: Visit, readings: Sequence[Reading], entries: Sequence[Entry]) -> Offers:
    """Below a record the choice of the other day that its figures can mean; nothing where they mean one."""
    days = [tag.day for tag in _either(visit, readings) if tag.day and tag.day.swapped]
    if not days or days[0].swapped is None or days[0].swapped > visit.today:
        return {}
    day, swapped = days[0].on, days[0].swapped
    dated = [entry.number for entry in entries if entry.on == day]
    if len(days) > 1 or not dated:
        return {}
    other = DayOrder.DAY_FIRST if visit.order is DayOrder.MONTH_FIRST else DayOrder.MONTH_FIRST
    put_right = [Wish(Correct(seq=seq, changes=(("on", swapped),))) for seq in dated]
    return {f"No, {in_words(swapped)}": Plan((*put_right, _kept(other)))}


def _either(visit: Visit, readings: Sequence[Reading]) -> list[Tag]:
    """The days of what is to be recorded that mean another one in the other order; none once an order is set."""
    if not any(tag.day and tag.day.swapped for one in readings for tag in one.tags):
        return []
    if visit.ledger.company.is_set_up or not visit.ledger.company.is_administrator(visit.request.person, visit.today):
        return []
    acts = [one for one in readings if wanted(one, visit) is not None]
    return [tag for one in acts for tag in one.tags if tag.day and tag.day.swapped and tag.day.on]


def _is_doubtful(day: Day, today: date) -> bool:
    """Whether the day in the usual order is to come, or far back where the other one is near."""
    if day.on is None or day.swapped is None:
        return False
    if day.on > today:
        return True
    nearer = day.swapped <= today and (day.swapped - day.on).days > _FAR
    return nearer and not day.year_said


def _plan(reader: Reader, visit: Visit, text: str, readings: Sequence[Reading], order: DayOrder) -> Plan:
    """What the message wants in an order of dates, which is kept."""
    again = reader.read(text, visit.names, visit.today, order)
    acts = [act for one in again if isinstance(found := wanted(one, visit), list) for act in found]
    written = text
    for tag in (tag for one in again for tag in one.tags if tag.day and tag.day.swapped and tag.day.on):
        written = written.replace(tag.text, tag.day.on.isoformat() if tag.day and tag.day.on else tag.text, 1)
    sure = all(one.plain for one in reader.read(written, visit.names, visit.today, order) if wanted(one, visit))
    return Plan((*map(Wish, acts), _kept(order)), sure=sure)


def _kept(order: DayOrder) -> Wish:
    return Wish(ChangeSettings(changes=(("day_order", order),)))
