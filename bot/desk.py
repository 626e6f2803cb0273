"""The one path that every request takes: read, decide, record, reply. Knows no Slack and no terminal."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot import questions
from bot.conversation import Conversations, Thread
from bot.follow_up import is_which_section, is_why, rests_on_before, together
from bot.help import help_text
from bot.lookup import Lookup
from bot.reply import Kind, Reply, Request
from bot.rules_page import rules_page
from intents.model import Mood, Reading
from intents.names import Names
from intents.reader import ACTS, Reader, public_intent
from intents.scorer import Guess
from intents.secrets import without_secrets
from intents.stated import lasting
from policy.rulebook import Edition, Rulebook

LONGEST: Final = 4_000
"""Characters that a message may have; a longer one is not read."""

_SURE: Final = 0.2
_EXAMPLES: Final = 'Try "can we demo Dynamics at a client\'s?", "when does our refund window close?", or `help`.'
_SURE_OF_AN_ACT: Final = 0.6
_SURE_OF_NOTHING: Final = 0.5
_WORTH_A_TRY: Final = 0.05
_NOT_RECORDED: Final = Reply(
    kind=Kind.UNKNOWN,
    text="**Nothing was recorded.** I answer from the guide and keep no record yet. Ask whether something is allowed.",
)
_NOTED: Final = Reply(kind=Kind.ANSWER, text="**Noted.** I'll take it into account as long as this run lasts.")


class Desk:
    """Answers requests. One desk serves every workspace, thread and surface."""

    def __init__(self, reader: Reader, rulebook: Rulebook, names: Names | None = None) -> None:
        """`names` are the people and things that a sentence can mean."""
        self.reader, self.rulebook, self.names = reader, rulebook, names or Names()
        self.conversations = Conversations()
        self._lookups: dict[date, Lookup] = {}

    @classmethod
    def open(cls, names: Names | None = None) -> "Desk":
        """A desk with the shipped rulebook and reader."""
        return cls(Reader.load(), Rulebook.load(), names)

    def answer(self, request: Request) -> Reply:
        """The reply to a request; never raises for what a person typed."""
        thread = self.conversations.thread(request.workspace, request.thread or request.person)
        if request.press is not None:
            return self._pressed(request, thread, request.press)
        text = (request.text or "").strip()
        if len(text) > LONGEST:
            return Reply(
                kind=Kind.ERROR,
                text=f"That is {len(text):,} characters; I read up to {LONGEST:,}. Send the question alone.",
            )
        text, secrets = without_secrets(text)
        readings = self.reader.read(text, self.names, request.now.date())
        if any(reading.plain for reading in readings) and not all(reading.plain for reading in readings):
            readings = self.reader.read(text, self.names, request.now.date(), acts=False)
        if not readings:
            return Reply(kind=Kind.UNKNOWN, text=_warned(f"There was nothing to read. {_EXAMPLES}", secrets))
        replies = [self._one(request, thread, reading) for reading in readings]
        said = [reply for reply in replies if reply is not _NOTED] or replies[:1]
        reply = said[0] if len(said) == 1 else _together(said)
        return reply.model_copy(update={"text": _warned(reply.text, secrets)}) if secrets else reply

    def _one(self, request: Request, thread: Thread, reading: Reading) -> Reply:
        today = request.now.date()
        edition = self.rulebook.as_of(today)
        if thread.reading and thread.decision:
            if is_why(reading.words):
                return self._why(thread, reading, edition)
            if is_which_section(reading.words):
                return self._section(thread, reading)
            if rests_on_before(reading.words):
                reading = together(self.reader, thread.reading, reading)
        stated, purchased_on = lasting(reading, today)
        self.conversations.remember(request.workspace, stated, purchased_on)
        noted = bool(stated.known()) or purchased_on is not None
        question = _as_question(reading, edition)
        if reading.label == "help":
            return Reply(kind=Kind.HELP, text=help_text(), reading=questions.heard(reading))
        if question is not None:
            return self._question(request, thread, question, edition, today)
        if reading.label == "explain_rule":
            return self._explain(reading, edition)
        if noted:
            return _NOTED
        if reading.plain or (reading.intent in ACTS and reading.confidence >= _SURE_OF_AN_ACT):
            return _NOT_RECORDED.model_copy(update={"reading": questions.heard(reading)})
        return self._unknown(reading, edition)

    def _question(self, request: Request, thread: Thread, reading: Reading, edition: Edition, today: date) -> Reply:
        known = self.conversations.stated(request.workspace).as_of(today)
        decision, facts = questions.decide(edition, reading, known, today)
        shares = {guess.label: guess.share for guess in reading.guesses}
        reading = replace(
            reading,
            label=decision.matter,
            intent=public_intent(decision.matter),
            confidence=shares.get(decision.matter, reading.confidence),
        )
        thread.reading, thread.decision, thread.facts = reading, decision, facts
        return questions.answer(decision, reading)

    def _explain(self, reading: Reading, edition: Edition) -> Reply:
        page = rules_page(" ".join(reading.words), edition) or rules_page("", edition) or ""
        return Reply(kind=Kind.ANSWER, text=page, reading=questions.heard(reading))

    def _why(self, thread: Thread, reading: Reading, edition: Edition) -> Reply:
        assert thread.decision and thread.reading  # noqa: S101  # the caller has looked
        return Reply(
            kind=Kind.ANSWER,
            text=questions.why(thread.decision, thread.facts, edition),
            rules=thread.decision.rules,
            sections=thread.decision.sections,
            choices=questions.cases_of(thread.decision),
            reading=questions.heard(reading),
        )

    def _section(self, thread: Thread, reading: Reading) -> Reply:
        assert thread.decision  # noqa: S101  # the caller has looked
        decision = thread.decision
        rules = ", ".join(f"`{rule}`" for rule in decision.rules)
        text = f"Section **{'**, **'.join(decision.sections)}** (rule {rules}).\n{questions.small(decision)}"
        return Reply(
            kind=Kind.ANSWER,
            text=text,
            rules=decision.rules,
            sections=decision.sections,
            reading=questions.heard(reading),
        )

    def _pressed(self, request: Request, thread: Thread, label: str) -> Reply:
        edition = self.rulebook.as_of(request.now.date())
        if thread.reading and thread.decision:
            if label == questions.WHY:
                return self._why(thread, thread.reading, edition)
            if label in questions.cases_of(thread.decision):
                case = questions.fact_of_case(thread.decision.decides or "", label)
                self.conversations.remember(request.workspace, case)
                meant = Guess(thread.reading.label, thread.reading.confidence)
                reading = replace(thread.reading, facts=case.over(thread.reading.facts), guesses=(meant,))
                return self._question(request, thread, reading, edition, request.now.date())
        return Reply(
            kind=Kind.ERROR,
            text=f"There is no choice “{label}” open here. Ask again, and press a choice below the answer.",
        )

    def _unknown(self, reading: Reading, edition: Edition) -> Reply:
        """Outside what the desk knows: says so, with the two nearest rules where the words touch any."""
        nearest = self._lookup(edition).nearest(" ".join(reading.words))
        text = "I only know your Microsoft partner benefits."
        if nearest:
            near = "\n".join(f"• `{rule}`: {edition.rules[rule].statement}" for rule in nearest)
            text = f"I don't have a rule for that. The nearest are:\n{near}"
        return Reply(
            kind=Kind.UNKNOWN,
            text=f"{text}\n{_EXAMPLES}",
            rules=tuple(nearest),
            reading=questions.heard(reading),
        )

    def _lookup(self, edition: Edition) -> Lookup:
        if edition.in_force_from not in self._lookups:
            self._lookups[edition.in_force_from] = Lookup(edition)
        return self._lookups[edition.in_force_from]


def _as_question(reading: Reading, edition: Edition) -> Reading | None:
    """The question about the guide that a sentence is, or None where it is none.

    One that looks like an act or like nothing, and not surely, is taken for the likeliest question.
    """
    if reading.label in edition.matters:
        return reading if reading.confidence >= _SURE else None
    asks = reading.mood is Mood.QUESTION
    doubtful = (asks and reading.label in ACTS) or reading.confidence < _SURE_OF_NOTHING
    if reading.plain or reading.label == "help" or not doubtful:
        return None
    likely = next((guess for guess in reading.guesses if guess.label in edition.matters), None)
    if likely is None or likely.share < (_WORTH_A_TRY if asks else _SURE):
        return None
    return replace(reading, label=likely.label, intent=public_intent(likely.label), confidence=likely.share)


def _warned(text: str, secrets: tuple[str, ...]) -> str:
    """The text, with a warning where a key or token was typed in full."""
    if not secrets:
        return text
    ends = ", ".join(f"…{last_five}" for last_five in secrets)
    return f"**I left out a key ({ends}).** Never send one in full: the last five characters are enough.\n{text}"


def _together(replies: list[Reply]) -> Reply:
    """Several answers as one reply: the first on top, the text of all."""
    first = replies[0]
    return first.model_copy(
        update={
            "text": "\n\n".join(reply.text for reply in replies),
            "choices": tuple(dict.fromkeys(choice for reply in replies for choice in reply.choices)),
            "recorded": tuple(entry for reply in replies for entry in reply.recorded),
            "deliveries": tuple(delivery for reply in replies for delivery in reply.deliveries),
            "parts": tuple(replies),
        }
    )
