"""The part of the desk that keeps the record: acts recorded or proposed, questions about them put and taken up."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from bot import asking, plans
from bot.acting import Unclear, acts_of
from bot.conversation import Conversations, Plan, Wish
from bot.questions import heard
from bot.recording import CANCEL, Said, again, for_administrators, offers_of, proposal, record
from bot.records import Records, Visit
from bot.reminders import BY, Dm, sweep
from bot.reminding.days_off import days_off
from bot.reply import Delivery, Kind, Reply
from bot.reporting import report_asked, reported
from bot.turn import Turn
from intents.model import Mood, Reading
from intents.reader import ACTS, Reader
from intents.tags import Kind as Tagged
from intents.tags import Tag
from policy.acts import Act, AddKey, AddPerson, StateFact
from policy.deadlines import next_due_day
from policy.facts import Facts
from policy.ledger import Ledger
from policy.model import as_dict

_SURE: Final = 0.4
"""How sure a reading that is no plain command must be to be proposed."""

_TAKES_STRANGERS: Final = frozenset(
    {"assign_seat", "move_seat", "queue_seat", "request_seat", "give_role", "set_deputy", "add_person"}
)
"""Acts that may begin with somebody being added."""

_MOST_NAMED: Final = 6
_CLOSED: Final = "**Nothing was recorded.**"

Send = Callable[[Delivery, str], bool]
"""Sends a message, once for its key; False where it could not be sent."""

AnswerOne = Callable[[Turn, Reading], Reply]


class Clerk:
    """Takes what is to be recorded, in words, by choices and by picked values."""

    def __init__(self, records: Records, reader: Reader, conversations: Conversations) -> None:
        self.records, self.reader, self.conversations = records, reader, conversations

    def before(self, turn: Turn) -> Reply | None:
        """The reply that this delivery got before, if it recorded something then."""
        cause = turn.request.cause
        recorded = self.records.log.recorded(turn.request.workspace, cause) if cause else None
        return again(recorded.reply) if recorded else None

    def asked(
        self, turn: Turn, text: str, readings: Sequence[Reading], answer: AnswerOne, secrets: tuple[str, ...] = ()
    ) -> Reply | None:
        """The reply to a message in which something is to be recorded; None where nothing is.

        `secrets` are the last five characters of keys that were typed in full.
        """
        visit = _visit(turn)
        found = [_wanted(reading, visit) for reading in readings]
        if all(one is None for one in found):
            return None
        first = next(at for at, one in enumerate(found) if one is not None)
        unclear = next(((at, one) for at, one in enumerate(found) if isinstance(one, Unclear)), None)
        if unclear is not None:
            at, what = unclear
            return self._say(turn, self._which(visit, text, readings, at, what))
        wishes = tuple(Wish(_whole(act, visit, secrets)) for one in found if isinstance(one, list) for act in one)
        sure = all(reading.plain for reading, one in zip(readings, found, strict=True) if one is not None)
        last = max(at for at, one in enumerate(found) if one is not None)

        def answers(ledger: Ledger) -> tuple[list[Reply], list[Reply]]:
            after = replace(turn, visit=replace(visit, ledger=ledger))
            others = [(at, answer(after, readings[at])) for at, one in enumerate(found) if one is None]
            return [reply for at, reply in others if at < last], [reply for at, reply in others if at > last]

        plan = Plan(wishes, sure=sure)
        alone = len(readings) == sum(one is not None for one in found)
        return self._say(turn, record(self.records, visit, plan, heard(readings[first]), None if alone else answers))

    def reported(self, turn: Turn, reading: Reading) -> Reply | None:
        """What the ledger tells to a question for it; None for another question."""
        label = report_asked(reading, _visit(turn))
        if label is None:
            return None
        reply, offers = reported(_visit(turn), reading, label)
        turn.thread.offers, turn.thread.rested = {**turn.thread.offers, **offers}, reply.rules
        return reply.model_copy(update={"plans": plans.all_written(offers)})

    def on_profile(self, turn: Turn, stated: Facts, reading: Reading) -> Reply | None:
        """Whether what an administrator says of the company, a learning partner or none, is to be kept."""
        visit = _visit(turn)
        if not visit.ledger.company.is_administrator(visit.request.person, visit.today):
            return None
        fact = StateFact(fact="learning_partner", value=stated.learning_partner)
        return self._say(turn, record(self.records, visit, Plan((Wish(fact),), sure=False), heard(reading)))

    def continued(self, turn: Turn, text: str, readings: Sequence[Reading]) -> Reply | None:
        """The reply to words that answer the open question, None for words that do not."""
        words = [word for reading in readings for word in reading.words]
        if turn.thread.asked not in (None, turn.request.person):
            return None
        labels = turn.thread.labels
        yes, no = asking.is_yes(words), asking.is_no(words)
        if not labels and turn.thread.asks is None:
            return Reply(kind=Kind.UNKNOWN, text="Nothing is open that I asked you.") if yes or no else None
        if no:
            return self._run(turn, turn.thread.offers.get(labels[-1], Plan()) if labels else Plan())
        question = turn.thread.question
        if yes and labels:
            if question is None or question.proposed:
                return self._run(turn, turn.thread.offers[labels[0]])
            return question  # "yes" to "Which Bob?" names nobody
        if label := asking.label_meant(text, labels):
            return self._run(turn, turn.thread.offers[label])
        plan = turn.thread.asks
        if plan is None or plan.slot is None or len(readings) != 1:
            return None
        value = asking.given(plan.slot, readings[0])
        if isinstance(value, Unclear):
            return self._say(turn, self._who(_visit(turn), value, plan.filled, plan))
        if value is None:
            return None
        return self._run(turn, replace(plan.filled(value.value), sure=plan.sure and value.certain))

    def pressed(self, turn: Turn, label: str) -> Reply | None:
        """The reply to a choice of the latest reply in this thread, or of a message to this person."""
        plan = plans.read(turn.request.plan) if turn.request.plan else turn.thread.offers.get(label)
        if plan is None:
            plan = self.conversations.pressed(turn.request.workspace, turn.request.person, label)
        return None if plan is None else self._run(turn, plan)

    def picked(self, turn: Turn, value: str) -> Reply:
        """The reply to a picked value for what is open."""
        thread = turn.thread
        plan = plans.read(turn.request.plan) if turn.request.plan else thread.asks
        people = _visit(turn).names.people
        if thread.naming is not None:
            return self._run(turn, thread.naming(value)) if value in people else _not_picked(value)
        if plan is None or plan.slot is None:
            return Reply(kind=Kind.ERROR, text=f"Nothing is open that “{value}” could answer. Say what to record.")
        found = asking.picked(plan.slot, value, people)
        return self._run(turn, plan.filled(found.value)) if found else _not_picked(value)

    def tick(self, visit: Visit, send: Send | None = None) -> Reply:
        """The reminders that are due by now, each recorded as told; with `send` each is sent before that."""
        request, ledger = visit.request, visit.ledger
        settings, ctx = ledger.company.settings(visit.today), visit.context(by=BY)

        @cache
        def zone_of(person: str) -> ZoneInfo:
            return ZoneInfo(self.records.zone_of(request.workspace, person) or settings.zone)

        sent = sweep(
            self.records.log,
            request.workspace,
            request.now,
            ledger,
            ctx,
            zone_of,
            send=(lambda dm: send(_with_plans(dm), dm.cause)) if send else None,
        )
        day = next_due_day(ledger, ctx, days_off(settings.holidays))
        self.records.log.put_off(request.workspace, ledger.last_seq, day)
        for dm in sent:
            self.conversations.sent(request.workspace, dm.to, offers_of(dm.choices))
        names = " and ".join(visit.name(dm.to) for dm in sent)
        return Reply(
            kind=Kind.REMINDERS,
            text=f"Reminded {names}." if sent else "Nothing is due.",
            recorded=tuple(as_dict(entry) for dm in sent for entry in dm.entries),
            deliveries=tuple(map(_with_plans, sent)),
        )

    def _run(self, turn: Turn, plan: Plan) -> Reply:
        turn.thread.closed()
        if not plan.wishes:
            return Reply(kind=Kind.ANSWER, text=_CLOSED)
        return self._say(turn, record(self.records, _visit(turn), plan, None))

    def _say(self, turn: Turn, said: Said) -> Reply:
        """Notes what the choices lead to, here and in the messages to others."""
        thread = turn.thread
        thread.offers, thread.rested = {**thread.offers, **said.offers}, said.reply.rules
        asks = said.reply.kind is Kind.QUESTION
        thread.asks, thread.labels = (said.asks, said.reply.choices) if asks else (None, ())
        thread.asked = turn.request.person if asks else None
        thread.naming = said.naming if asks else None
        deliveries = []
        for delivery, (person, offers) in zip(said.reply.deliveries, said.messages, strict=True):
            self.conversations.sent(turn.request.workspace, person, offers)
            deliveries.append(delivery.model_copy(update={"plans": plans.all_written(offers)}))
        awaits = said.asks.slot if said.asks and asks else None
        about = plans.written(said.asks) if said.asks and asks else None
        told: dict[str, object] = {
            "plans": plans.all_written(said.offers),
            "deliveries": tuple(deliveries),
            "awaits": awaits,
            "asks": about,
        }
        reply = said.reply.model_copy(update=told)
        thread.question = reply if asks else None
        return reply

    def _which(self, visit: Visit, text: str, readings: Sequence[Reading], at: int, what: Unclear) -> Said:
        """The question whom or what a name means. Nothing of the message is recorded until it is answered."""
        reading = readings[at]
        if not what.typed:
            return Said(Reply(kind=Kind.QUESTION, text=what.text, reading=heard(reading)), {})
        person = visit.request.person
        if not visit.ledger.company.is_administrator(person, visit.today):
            names = " or ".join(map(visit.name, visit.ledger.company.administrators(visit.today)))
            refused = f"**That is for an administrator.** Only an administrator records here. Ask {names}."
            return for_administrators(visit, heard(reading), refused, text)

        def with_person(person: str) -> Plan:
            named = [_naming(one, what, person) if n == at else one for n, one in enumerate(readings)]
            acts = [found for one in named if isinstance(found := _wanted(one, visit), list)]
            return Plan(
                tuple(Wish(act) for found in acts for act in found), sure=self._plain(visit, text, what, person)
            )

        return self._who(visit, what, with_person, Plan(), reading)

    def _who(
        self,
        visit: Visit,
        what: Unclear,
        with_person: Callable[[str], Plan],
        plan: Plan,
        reading: Reading | None = None,
    ) -> Said:
        """Asks which of several people is meant, or offers to add a stranger."""
        if what.ids:
            named = _called(visit, what.ids[:_MOST_NAMED])
            offers = {label: with_person(person) for person, label in named.items()}
            more = "" if len(what.ids) <= _MOST_NAMED else f" {len(what.ids):,} people fit: type more of the name."
            text = f"**Which {_proper(what.typed)}?**{more}"
            reply = Reply(
                kind=Kind.QUESTION, text=text, choices=(*offers, CANCEL), reading=heard(reading) if reading else None
            )
            return Said(reply, {**offers, CANCEL: Plan()}, plan if plan.slot else None, naming=with_person)
        name = _proper(what.typed)
        if reading is not None and reading.label not in _TAKES_STRANGERS:
            text = f"**I don't know {name}.** Who is meant?"
            return Said(Reply(kind=Kind.QUESTION, text=text, reading=heard(reading)), {}, naming=with_person)
        person = _new_id(visit)
        then = with_person(person)
        added = Plan((Wish(AddPerson(person=person, name=name)), *then.wishes))
        question = f"**I don't know {name}.** Add them to the directory?"
        if not then.wishes:  # somebody else is not known either
            question += " Then say the rest again."
        card = proposal(visit, added, heard(reading) if reading else None, question, f"Add {name}")
        return replace(card, naming=with_person)

    def _plain(self, visit: Visit, text: str, what: Unclear, person: str) -> bool:
        """Whether the message is a plain command once the name is written out."""
        name = visit.name(person)
        whole = re.sub(rf"(?<!\w){re.escape(what.typed)}(?!\w)", lambda _: name, text, count=1)
        readings = self.reader.read(whole, visit.names, visit.today, visit.order)
        return bool(readings) and all(reading.plain for reading in readings)


def _with_plans(dm: Dm) -> Delivery:
    """A reminder as it goes out, with what its choices lead to."""
    return dm.delivery.model_copy(update={"plans": plans.all_written(offers_of(dm.choices))})


def _visit(turn: Turn) -> Visit:
    assert turn.visit is not None  # noqa: S101  # a clerk is only asked where there is a record
    return turn.visit


def _wanted(reading: Reading, visit: Visit) -> list[Act] | Unclear | None:
    """What a reading wants recorded; None for one that asks, supposes, denies, quotes or is not sure."""
    if reading.label not in ACTS or reading.intent == "none":
        return None
    person = visit.request.person
    if reading.label == "state_profile" and not visit.ledger.company.is_administrator(person, visit.today):
        return None  # what somebody else says of the company holds for this run, and is no record
    if not reading.plain and (reading.mood not in (Mood.STATEMENT, Mood.REQUEST) or reading.confidence < _SURE):
        return None
    return acts_of(reading, person)


def _whole(act: Act, visit: Visit, secrets: tuple[str, ...]) -> Act:
    """The act with what the words do not hold: of a key typed in full its end, of somebody new an id."""
    if isinstance(act, AddKey) and len(secrets) == 1:
        return replace(act, last_five=secrets[0])
    if isinstance(act, AddPerson) and act.name and act.person is None:
        return replace(act, person=_new_id(visit))
    return act


def _naming(reading: Reading, what: Unclear, person: str) -> Reading:
    """The reading with a name made certain."""

    def certain(tag: Tag) -> Tag:
        meant = tag.kind is Tagged.PERSON and tag.text == what.typed and len(tag.ids) != 1
        return replace(tag, ids=(person,)) if meant else tag

    return replace(reading, tags=tuple(certain(tag) for tag in reading.tags))


def _proper(typed: str) -> str:
    """A name as it is written."""
    name = typed.lstrip("@").strip()
    return name.title() if name.islower() else name


def _called(visit: Visit, people: Sequence[str]) -> dict[str, str]:
    """Labels for people, with the id beside a name that two of them share."""
    names = [visit.name(person) for person in people]
    return {
        person: name if names.count(name) == 1 else f"{name} ({person})"
        for person, name in zip(people, names, strict=True)
    }


def _new_id(visit: Visit) -> str:
    """An id for somebody new that nobody has or had, and that says nothing of them: names can be erased."""
    people = visit.ledger.company.people
    candidates = (f"person-{number}" for number in count(1))
    return next(one for one in candidates if one not in people and one not in visit.names.people)


def _not_picked(value: str) -> Reply:
    return Reply(kind=Kind.ERROR, text=f"“{value}” does not fit here. Pick again, or type it.")
