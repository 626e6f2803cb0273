"""The one path that every request takes: read, decide, record, reply. Knows no Slack and no terminal."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, Final

from bot.about.replies import about_the_desk, name_given
from bot.acts.signature import unsigned
from bot.acts.told_purchase import beside_the_record
from bot.answers import questions
from bot.answers.earlier import Earlier
from bot.answers.guide import EXAMPLES, Guide, as_question
from bot.answers.help import help_text, rights_of, topic_asked, topic_text
from bot.reply import Kind, Reply, Request
from bot.reply import together as as_one
from bot.talk.carrying_on import carried_on
from bot.talk.conversation import Conversations
from bot.talk.follow_up import (
    asks_for_people,
    asks_what_i_have,
    courtesy,
    is_which_section,
    is_why,
    rests_on_before,
    together,
)
from bot.talk.full_keys import kept_clean, warned
from bot.talk.staying_open import beside_the_question
from bot.talk.turn import Turn
from intents.leftover import is_start_over
from intents.marks import Kind as Tagged
from intents.model import Mood, Reading
from intents.names import Names
from intents.reader import ACTS, Reader
from intents.secrets import without_secrets
from intents.signs import in_words
from intents.stated import lasting, taken_back
from policy.rulebook import Rulebook

if TYPE_CHECKING:  # a question alone is answered without loading the ledger
    from bot.record.records import Records
    from bot.reminding.rounds import Outlet
    from bot.talk.handover import Handover

LONGEST: Final = 4_000
"""Characters that a message may have; a longer one is not read."""

_NOBODY: Final = Names()
"""The names of a desk that keeps no record."""

_SURE_OF_AN_ACT: Final = 0.6
_NOT_RECORDED: Final = Reply(
    kind=Kind.UNKNOWN,
    text="**Nothing was recorded.** I keep no record here: open one with `mpn chat --db FILE`, and say it there.",
)
_NOTHING_IS_DELETED: Final = Reply(
    kind=Kind.ANSWER,
    text="**Nothing is deleted here:** the log keeps every entry, for an audit. What you can do: “undo” takes back "
    "your last request, “undo 14” entry 14, and “erase Ana's data” takes out a name and an address.\n"
    "For an empty record, whoever runs the desk opens a new database.",
)
_NO_COMMAND: Final = {
    Mood.NEGATION: "it has a “not” or “no” in it, and I record only what is plainly to be done",
    Mood.PLAN: "that is a plan",
    Mood.HYPOTHETICAL: "that is only supposed",
    Mood.QUOTE: "that quotes somebody or something",
    Mood.REPORTED: "that tells what somebody else said",
}
_ECHOED: Final = 60
"""Letters of what was pressed that are said back."""
_SAY_IT: Final = "Say it as a plain command once it is to be recorded, such as “assign VS to Ana”."
_NOTED: Final = Reply(kind=Kind.ANSWER, text="**Noted.** I'll take it into account as long as this run lasts.")


class Desk:
    """Answers requests. One desk serves every workspace, thread and surface."""

    def __init__(self, reader: Reader, rulebook: Rulebook, records: "Records | None" = None) -> None:
        """Without `records` the desk answers from the guide and keeps nothing."""
        self.reader, self.rulebook, self.records = reader, rulebook, records
        self.conversations = Conversations()
        self.guide = Guide(self.conversations)
        self.handover: Handover | None = None
        if records is not None:
            from bot.record.clerk import Clerk

            self.clerk = Clerk(records, reader, self.conversations)

    @classmethod
    def open(cls, records: "Records | None" = None) -> "Desk":
        """A desk with the shipped rulebook and reader."""
        return cls(Reader.load(), Rulebook.load(), records)

    def answer(self, request: Request) -> Reply:
        """The reply to a request; never raises for what a person typed. May raise a StorageError."""
        text = (request.text or "").strip()
        if len(text) > LONGEST:
            return Reply(
                kind=Kind.ERROR,
                text=f"That is {len(text):,} characters; I read up to {LONGEST:,}. Send the question alone.",
            )
        text, secrets = without_secrets(text)
        request = kept_clean(request, secrets)
        with self._turn(request) as turn:
            if turn.visit and (before := self.clerk.before(turn)):
                return before
            leave = self.handover.take_up(turn) if self.handover else None
            if leave and leave.reply:
                return leave.reply
            reply = self._answer(turn, text, secrets)
            if reply.recorded or (turn.thread.recorded and not courtesy(tuple(text.lower().split()))):
                turn.thread.recorded = tuple(entry["seq"] for entry in reply.recorded)
                turn.thread.refused = turn.thread.refused if reply.kind is Kind.REFUSED else None
            if turn.visit and request.cause and request.text is not None and not reply.recorded:
                self.conversations.keep_reply(request, reply)
            if leave:
                leave(reply)
        return reply.model_copy(update={"text": warned(reply.text, secrets)}) if secrets else reply

    def went_on(self, request: Request, recorded: Sequence[int]) -> None:
        """Notes entries that a face recorded in a conversation, such as a list: what was open there is closed.

        Else "undo" would mean the choice below an earlier reply.
        """
        with self._turn(request) as turn:
            leave = self.handover.take_up(turn) if self.handover else None
            turn.thread.closed()
            turn.thread.recorded = tuple(recorded)
            if leave:
                leave(Reply(kind=Kind.DONE, text=""))

    @contextmanager
    def _turn(self, request: Request) -> Iterator[Turn]:
        thread = self.conversations.thread(request.workspace, request.thread or request.person)
        thread.turn_to(request.person)
        edition = self.rulebook.as_of(request.now.date())
        if self.records is None:
            yield Turn(request, thread, request.now.date(), edition, _NOBODY)
            return
        with self.records.visit(request, edition, self.reader.catalogue) as visit:
            self.conversations.without(request.workspace, visit.erased)
            thread.turn_to(request.person)
            yield Turn(request, thread, visit.today, self.rulebook.as_of(visit.today), visit.names, visit)

    def _answer(self, turn: Turn, text: str, secrets: tuple[str, ...]) -> Reply:
        if turn.request.press is not None:
            return self._pressed(turn, turn.request.press)
        if turn.request.pick is not None:
            return self.clerk.picked(turn, turn.request.pick) if turn.visit else _nothing_open(turn.request.pick)
        turn, text = unsigned(turn, text)
        if turn.thread.is_open:
            text = in_words(text)
        readings = turn.read(self.reader, text)
        if turn.visit and readings and (reply := self.clerk.continued(turn, text, readings)):
            return reply
        question = turn.thread.question
        if question and len(readings) == 1 and is_why(readings[0].words):
            return self._one(turn, readings[0])
        before = copy(turn.thread)
        reply = self._fresh(turn, text, secrets, readings)
        if before.asked != turn.request.person:
            return reply
        return beside_the_question(turn.thread, before, text, readings, reply)

    def _fresh(self, turn: Turn, text: str, secrets: tuple[str, ...], readings: Sequence[Reading]) -> Reply:
        """The reply to words that answer no open question."""
        turn.thread.closed()
        if not readings:
            return Reply(kind=Kind.UNKNOWN, text=f"There was nothing to read. {EXAMPLES}")
        only = readings[0] if len(readings) == 1 else None
        words = [word for reading in readings for word in reading.words]
        if turn.visit and asks_for_people(words):
            return self.clerk.people(turn)
        if turn.visit and only and asks_what_i_have(only):  # "pls do I have a seat" asks for none
            return self._one(turn, only)
        if turn.visit and is_start_over(words):
            return _NOTHING_IS_DELETED
        if only and (told := self._of_itself(turn, only)):
            return told
        if only and (meant := carried_on(turn.thread, only, turn.edition, turn.today)):
            return self.guide.answer(turn, meant)
        if turn.visit and (reply := self.clerk.asked(turn, text, readings, self._one, secrets)):
            return reply
        if only:
            return self._one(turn, only)
        replies = [self._of_itself(turn, reading) or self._one(turn, reading) for reading in readings]
        return as_one([reply for reply in replies if reply is not _NOTED] or replies[:1])

    def _of_itself(self, turn: Turn, reading: Reading) -> Reply | None:
        """The reply to words about the desk, or about who speaks; None for any other sentence."""
        if reading.plain or courtesy(reading.words) is not None:
            return None
        if name := name_given(reading):
            return self.clerk.named(turn, name, reading) if turn.visit else None
        if topic := topic_asked(reading.words):
            return Reply(kind=Kind.HELP, text=topic_text(topic, rights_of(turn)), reading=questions.heard(reading))
        return about_the_desk(turn, reading)

    def _one(self, turn: Turn, reading: Reading) -> Reply:
        """The reply to one request of a message that records nothing."""
        if (said := courtesy(reading.words)) is not None:
            return Reply(kind=Kind.UNKNOWN, text=said, reading=questions.heard(reading))
        if is_why(reading.words):
            return self.guide.why(turn, reading)
        if is_which_section(reading.words):
            return self.guide.section(turn, reading)
        if turn.thread.reading and turn.thread.decision and rests_on_before(reading.words):
            reading = together(self.reader, turn.thread.reading, reading)
        stated, purchased_on = lasting(reading, turn.today)
        kept = self.conversations.stated(turn.scope)
        if (after := taken_back(reading, kept.facts)) is not None:
            kept.facts = after
            return _NOTED
        if (fault := _no_day(reading)) is not None:
            text = f"**Which day?** {fault[0].upper()}{fault[1:]}."
            return Reply(kind=Kind.QUESTION, text=text, reading=questions.heard(reading))
        about_us = bool(stated.known()) or purchased_on is not None
        if about_us:
            self.conversations.remember(turn.scope, stated, purchased_on)
        if turn.visit and (told := self.clerk.reported(turn, reading)):
            return told
        question = as_question(reading, turn.edition)
        if reading.label == "help" and question is None:
            return Reply(kind=Kind.HELP, text=help_text(rights_of(turn)), reading=questions.heard(reading))
        if question is not None:
            return self.guide.answer(turn, question)
        if reading.label == "explain_rule":
            return self.guide.explain(turn, reading)
        of_profile = turn.visit is not None and stated.learning_partner is not None
        if of_profile and (card := self.clerk.on_profile(turn, stated, reading)):
            return card
        if about_us and reading.mood is not Mood.QUESTION and (turn.visit or not reading.plain):
            beside = beside_the_record(turn.visit, purchased_on)
            return _NOTED.model_copy(update={"text": _NOTED.text + beside}) if beside else _NOTED
        if not turn.visit and (reading.plain or (reading.intent in ACTS and reading.confidence >= _SURE_OF_AN_ACT)):
            return _NOT_RECORDED.model_copy(update={"reading": questions.heard(reading)})
        if turn.visit and reading.label in ACTS and reading.mood in _NO_COMMAND:
            return Reply(
                kind=Kind.UNKNOWN,
                text=f"**Nothing was recorded:** {_NO_COMMAND[reading.mood]}. {_SAY_IT}",
                reading=questions.heard(reading),
            )
        return self.guide.unknown(turn, reading)

    def _pressed(self, turn: Turn, label: str) -> Reply:
        answer = Earlier.of(turn.request.plan, self.rulebook)
        if not answer and turn.visit and (reply := self.clerk.pressed(turn, label)):
            return reply
        return self.guide.pressed(turn, label, answer) or _nothing_open(label)

    def knows(self, workspace: str, person: str) -> bool:
        """Whether somebody is in the directory."""
        return self.records is not None and self.records.knows(workspace, person)

    def has_entries(self, workspace: str) -> bool:
        """Whether anything is recorded."""
        return self.records is not None and self.records.log.head(workspace).seq > 0

    def tick(self, workspace: str, now: dt.datetime, outlet: "Outlet | None" = None) -> Reply:
        """What the clock brings: what is due, noted as told; with the ways out of a surface, sent before that."""
        if self.records is None:
            return Reply(kind=Kind.REMINDERS, text="Nothing is due.")
        from bot.reminding.rounds import SHOWN, round_of

        edition = self.rulebook.as_of(now.date())
        with self.records.visit(Request(workspace, "", now), edition, self.reader.catalogue) as visit:
            reply = round_of(self.records, self.conversations, visit, outlet or SHOWN)
        if self.handover:
            self.handover.sent(workspace, reply.deliveries)
        return reply


def _no_day(reading: Reading) -> str | None:
    """Why a day that is said is none at all ("31/02/2026"); a month or a week is less than a day, and does."""
    days = (tag.day for tag in reading.named(Tagged.DATE))
    return next((day.fault for day in days if day and day.fault and day.on is None), None)


def _nothing_open(label: str) -> Reply:
    return Reply(
        kind=Kind.ERROR,
        text=f"There is no choice “{label[:_ECHOED]}” open here. Ask again, and press a choice below the answer.",
    )
