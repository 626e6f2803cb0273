"""The part of the desk that keeps the record: acts recorded or proposed, questions about them put and taken up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot.acts.day_order import other_day, which_day
from bot.acts.key_counts import which_count
from bot.acts.namesakes import known_already
from bot.acts.said import Unclear
from bot.acts.wished import is_of_each, whole
from bot.answers.questions import heard
from bot.answers.reporting import reported
from bot.answers.which_report import report_asked
from bot.record import plans
from bot.record.answers_beside import AnswerOne, answers_beside
from bot.record.directory import directory
from bot.record.recording import again, record
from bot.record.records import Records, Visit
from bot.record.said import Said, of_a_card, with_plans
from bot.record.said_of_us import known_by_a_name, of_the_company, of_who_speaks
from bot.reply import Heard, Kind, Reply
from bot.righting.correcting import corrections_of, what_is_meant
from bot.righting.mistakes import NONE_OF_IT, mistaken, which_entry
from bot.righting.narrowing import only_some
from bot.righting.next_step import said_behind
from bot.talk import asking, choosing, saying_more
from bot.talk.conversation import Conversations
from bot.talk.follow_up import courtesy
from bot.talk.plan import Plan, Wish
from bot.talk.turn import Turn
from bot.talk.unanswered import no_such_choice, none_of_them, not_picked, nothing_open
from bot.talk.uncertain import Uncertain, wanted
from bot.talk.whom import new_ids, whom
from bot.talk.yes_or_no import profile_asked
from intents.leftover import is_bare_undo, is_retracted
from intents.model import Reading
from intents.reader import Reader
from policy.acts import Correct, Undo
from policy.facts import Facts

_ONE_ALONE: Final = "**One {} here, please.** Which is it?"
_CLOSED: Final = "**Nothing was recorded.**"

_NOT_YET: Final = f"{_CLOSED} The question is closed; say “undo” again to take back what you recorded last."
_NOTHING_OF_THEM: Final = "**Nothing stands recorded of them**, so there is nothing to take back."
_RETRACTED: Final = "**Nothing was recorded:** you took it back at the end."


class Clerk:
    """Takes what is to be recorded, in words, by choices and by picked values."""

    def __init__(self, records: Records, reader: Reader, conversations: Conversations) -> None:
        self.records, self.reader, self.conversations = records, reader, conversations

    def before(self, turn: Turn) -> Reply | None:
        """The reply that this delivery got before; words that recorded nothing are known while this run lasts."""
        cause = turn.request.cause
        if not cause:
            return None
        recorded = self.records.log.recorded(turn.request.workspace, cause)
        return again(recorded, _visit(turn)) if recorded else self.conversations.replied(turn.request)

    def asked(
        self, turn: Turn, text: str, readings: Sequence[Reading], answer: AnswerOne, secrets: tuple[str, ...] = ()
    ) -> Reply | None:
        """The reply to a message in which something is to be recorded; None where nothing is.

        `secrets` are the last five characters of keys that were typed in full.
        """
        visit = _visit(turn)
        if (wrong := mistaken(visit, readings)) is not None and choosing.is_unquoted(text):
            return self._put_right(turn, wrong, heard(replace(readings[0], intent="correct_entry")))
        found = [wanted(reading, visit) for reading in readings]
        if all(one is None for one in found):
            return None
        if is_retracted(readings) and any(one is not None for one in found[:-1]):
            return Reply(kind=Kind.UNKNOWN, text=_RETRACTED, reading=heard(readings[0]))
        first = next(at for at, one in enumerate(found) if one is not None)
        if any(isinstance(one, Unclear) for one in found):
            return self._say(turn, Uncertain(self.reader, visit, text, readings).asked())
        if asked := which_day(self.reader, visit, text, readings):
            return self._say(turn, asked)
        ids = new_ids(visit)
        wishes = tuple(Wish(whole(act, ids, secrets)) for one in found if isinstance(one, list) for act in one)
        if asked := which_count(visit, readings[first], wishes):
            return self._say(turn, asked)
        if namesake := known_already(visit, wishes):
            return namesake.model_copy(update={"reading": heard(readings[first])})
        sure = all(reading.plain for reading, one in zip(readings, found, strict=True) if one is not None)
        plan = Plan(wishes, sure=sure)
        if len(wishes) == 1 and isinstance(act := wishes[0].act, Undo | Correct) and not _is_pointed_at(act):
            meant = what_is_meant(turn.thread, visit, readings[first], act, sure=sure)
            if meant is None:
                return Reply(kind=Kind.UNKNOWN, text=_NOTHING_OF_THEM, reading=heard(readings[first]))
            plan = meant
        beside = answers_beside(turn, readings, found, wishes, answer)
        also = partial(other_day, visit, readings)
        said = record(self.records, visit, plan, heard(readings[first]), beside, also)
        if said.reply.kind is Kind.REFUSED:
            turn.thread.refused = plan
        return self._say(turn, said)

    def people(self, turn: Turn) -> Reply:
        """Who is in the directory; how many, to somebody who may not see the others."""
        return directory(_visit(turn), self.records.people.all(turn.request.workspace))

    def reported(self, turn: Turn, reading: Reading) -> Reply | None:
        """What the ledger tells to a question for it; None for another question."""
        if profile := profile_asked(reading, _visit(turn)):
            return profile
        label = report_asked(reading, _visit(turn))
        if label is None:
            return None
        reply, offers = reported(_visit(turn), reading, label)
        turn.thread.offers, turn.thread.rested = {**turn.thread.offers, **offers}, reply.rules
        return reply.model_copy(update={"plans": plans.all_written(offers)})

    def on_profile(self, turn: Turn, stated: Facts, reading: Reading) -> Reply | None:
        """Whether what an administrator says of the company, a learning partner or none, is to be kept."""
        plan = of_the_company(_visit(turn), stated)
        return self._proposed(turn, plan, reading) if plan else None

    def named(self, turn: Turn, name: str, reading: Reading) -> Reply:
        """Whether the directory is to know who speaks by a name; who has one there already is told it."""
        known = known_by_a_name(_visit(turn), name, reading)
        return known or self._proposed(turn, of_who_speaks(_visit(turn), name), reading)

    def _proposed(self, turn: Turn, plan: Plan, reading: Reading) -> Reply:
        return self._say(turn, record(self.records, _visit(turn), plan, heard(reading)))

    def continued(self, turn: Turn, text: str, readings: Sequence[Reading]) -> Reply | None:
        """The reply to words that answer the open question, None for words that do not."""
        thread = turn.thread
        words = [word for reading in readings for word in reading.words]
        ledger = _visit(turn).ledger
        if (fewer := only_some(thread, ledger, text, readings)) is not None:
            return self._run(turn, fewer)
        if corrections := corrections_of(thread, _visit(turn), text, readings):
            return self._put_right(turn, corrections, heard(replace(readings[0], intent="correct_entry")))
        plain = any(reading.plain for reading in readings)  # "undo that" is said, not pressed
        if not plain and (label := choosing.label_pointed_at(words, thread.offers)):
            return self._run(turn, replace(thread.offers[label], sure=False))
        return self._answered(turn, text, readings) if thread.is_open else self._behind(turn, text, readings)

    def _behind(self, turn: Turn, text: str, readings: Sequence[Reading]) -> Reply | None:
        """The reply to words behind one that asked nothing; None for words that do not rest on it."""
        thread = turn.thread
        words = [word for reading in readings for word in reading.words]
        if (then := said_behind(thread, _visit(turn).ledger, text, readings)) is not None:
            return self._run(turn, then)
        plain = any(reading.plain for reading in readings)
        if not plain and (label := choosing.label_typed(text, thread.offers)):
            return self._run(turn, thread.offers[label])
        stray = choosing.is_yes(words) or choosing.is_no(words) or choosing.is_place(words)
        return nothing_open(text, thread.offers) if stray and not courtesy(tuple(words)) else None

    def _answered(self, turn: Turn, text: str, readings: Sequence[Reading]) -> Reply | None:
        """The reply to an answer of the open question; the question itself where it is none, None to other words."""
        thread = turn.thread
        words = [word for reading in readings for word in reading.words]
        yes, no = choosing.is_yes(words), choosing.is_no(words) or choosing.calls_off(words)
        labels, question = thread.labels, thread.question
        if (label := choosing.label_meant(text, labels)) and not no:
            return self._run(turn, thread.offers[label])
        if len(readings) == 1 and not (yes or no) and choosing.is_unquoted(text):
            people, naming = _visit(turn).names.people, thread.naming is not None
            if name := asking.name_alone(thread.asks, readings[0], people, naming=naming):
                return self._filled(turn, name)
        if not choosing.answers_plainly(text):
            return question if yes or no else None
        if no:
            return self._run(turn, thread.offers.get(labels[-1], Plan()) if labels else Plan())
        if len(readings) == 1 and is_bare_undo(readings[0]):
            thread.closed()
            return Reply(kind=Kind.ANSWER, text=_NOT_YET)
        if yes and labels:
            if question is None or question.proposed:
                return self._run(turn, thread.offers[labels[0]])
            return question  # "yes" to "Which Bob?" names nobody
        beyond = bool(labels) and choosing.is_place_beyond(words, labels)
        if question and question.proposed and thread.asks and saying_more.confirms_by_name(thread.asks, readings[0]):
            return self._run(turn, thread.offers[labels[0]])
        if question and question.proposed and choosing.is_place(words):
            return no_such_choice(text, labels, question) if beyond else question
        if question is None or not question.proposed:
            which = [label for label in labels if thread.offers.get(label) != Plan()]
            if label := choosing.choice_meant(words, which):
                return self._run(turn, thread.offers[label])
        filled = self._filled(turn, readings[0]) if len(readings) == 1 else None
        return no_such_choice(text, labels, question) if beyond and question and filled is None else filled

    def _put_right(self, turn: Turn, corrections: Mapping[int, Plan], heard_as: Heard) -> Reply:
        """Proposes a correction; where it fits several entries, asks which."""
        if not corrections:
            return Reply(kind=Kind.UNKNOWN, text=NONE_OF_IT, reading=heard_as)
        if len(corrections) == 1:
            return self._run(turn, next(iter(corrections.values())), heard_as)
        turn.thread.closed()
        return self._say(turn, which_entry(_visit(turn), corrections, heard_as))

    def _filled(self, turn: Turn, reading: Reading) -> Reply | None:
        """The reply to the missing value in words, None where they give none."""
        naming, plan = turn.thread.naming, turn.thread.asks
        known = self.reader.tagger.known
        if naming is not None and isinstance(named := asking.given("person", reading, known), asking.Given):
            return self._named(turn, naming, named.value)
        if plan is None or plan.slot is None:
            return None
        several = asking.several(plan.slot, reading)
        if isinstance(several, tuple):
            return self._of_several(turn, plan, several)
        value = several or asking.given(plan.slot, reading, known)
        if isinstance(value, Unclear):
            return self._say(turn, whom(_visit(turn), value, plan.filled, plan))
        if value is None:
            more = saying_more.with_more(plan, reading, known)
            return self._run(turn, more) if more else None
        return self._run(turn, replace(plan.filled(value.value), sure=plan.sure and value.certain))

    def _of_several(self, turn: Turn, plan: Plan, people: Sequence[str]) -> Reply:
        """What is asked for of one person, for each of several; asked once more where only one can be."""
        if is_of_each(plan.wishes[plan.at].act):
            return self._run(turn, plan.for_each(people))
        return self._say(turn, whom(_visit(turn), Unclear(_ONE_ALONE.format(plan.slot)), plan.filled, plan))

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
            return self._named(turn, thread.naming, value) if value in people else not_picked(value)
        if (label := choosing.label_typed(value, thread.labels)) and not turn.request.plan:
            return self._run(turn, thread.offers[label])
        if plan is None or plan.slot is None:
            return Reply(kind=Kind.ERROR, text=f"Nothing is open that “{value}” could answer. Say what to record.")
        found = asking.picked(plan.slot, value, people)
        then = plans.filled(plan, found.value) if found else None
        return self._run(turn, then) if then else not_picked(value)

    def _named(self, turn: Turn, naming: Callable[[str], Plan], person: str) -> Reply:
        """What follows where somebody is named; the question once more where it offered others."""
        thread, question = turn.thread, turn.thread.question
        if not thread.among or person in thread.among:
            return self._run(turn, naming(person))
        return none_of_them(_visit(turn).name(person), question)

    def _run(self, turn: Turn, plan: Plan, heard_as: Heard | None = None) -> Reply:
        turn.thread.closed()
        if not plan.wishes:
            return Reply(kind=Kind.ANSWER, text=_CLOSED)
        return self._say(turn, record(self.records, _visit(turn), plan, heard_as))

    def _say(self, turn: Turn, said: Said) -> Reply:
        """Notes what the choices lead to, here and in the messages to others."""
        thread = turn.thread
        asks = said.reply.kind is Kind.QUESTION
        if asks and turn.request.cause:
            said = of_a_card(said, turn.request.cause)
        thread.offers, thread.rested = {**thread.offers, **said.offers}, said.reply.rules
        thread.asks, thread.labels = (said.asks, said.reply.choices) if asks else (None, ())
        thread.asked = turn.request.person if asks else None
        thread.naming, thread.among = (said.naming, said.among) if asks else (None, ())
        for person, offers in said.messages:
            self.conversations.sent(turn.request.workspace, person, offers)
        reply = with_plans(said, asks=asks)
        thread.question = reply if asks else None
        return reply


def _visit(turn: Turn) -> Visit:
    assert turn.visit is not None  # noqa: S101  # a clerk is only asked where there is a record
    return turn.visit


def _is_pointed_at(act: Undo | Correct) -> bool:
    """Whether it is certain already which entries are to be taken back."""
    return isinstance(act, Undo) and bool(act.seqs)
