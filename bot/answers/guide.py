"""Questions answered from the guide: judged with what is stated and recorded, explained, or found to be outside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from bot.answers import earlier, questions
from bot.answers.earlier import Earlier
from bot.answers.lookup import Lookup
from bot.answers.rules_page import rules_page
from bot.reply import Kind, Reply
from bot.talk.conversation import Conversations
from bot.talk.follow_up import telling_words
from bot.talk.turn import Turn
from intents.field import (
    asks_of_technology_or_price,
    is_surely_of_the_field,
    names_another_vendor,
    names_the_field,
    speaks_of_an_own_thing,
    speaks_of_everyday_life,
)
from intents.form import form_in
from intents.marks import Kind as Tagged
from intents.model import Mood, Reading
from intents.reader import ACTS, REPORTS, public_intent
from intents.scorer import Guess
from policy.judge import told_alone
from policy.rulebook import Edition

EXAMPLES: Final = 'Try "can we demo Dynamics at a client\'s?", "what seats do I have?", or `help`.'
_OF_ANOTHER_DAY: Final = "That answer is of another day. Ask it again, and press below the new one."
_SURE: Final = 0.2
_SURE_OF_NOTHING: Final = 0.5
_WORTH_A_TRY: Final = 0.08
_A_WORD_OR_TWO: Final = 3
"""Words, with the mark behind them, that are too few for a try: "dynamics seats?"."""
_SURE_WITHOUT_A_WORD: Final = 0.5
"""How sure a question must be that has no word of the field: "may I work from Lisbon?" is none of ours."""
_SURE_WITH_A_WEAK_WORD: Final = 0.3
"""How sure one must be whose words everyday life has too: "does our silver shine?"."""
_SURE_IN_EVERYDAY_WORDS: Final = 0.97
"""How sure one about the gym or the hotel must be: "may the buyer try the demo while we are at lunch?" is."""
_SURE_OF_MY_OWN: Final = 0.8
"""And how sure one of the asker's own things: "I lost my key, may I get another?"."""


class Guide:
    """The guide at the desk."""

    def __init__(self, conversations: Conversations) -> None:
        self.conversations = conversations
        self._lookups: dict[date, Lookup] = {}

    def answer(self, turn: Turn, reading: Reading) -> Reply:
        """The answer to a question about the guide; the thread remembers it for what follows."""
        stated = turn.stated(self.conversations)
        known = questions.recorded_facts(turn.visit, reading) if turn.visit else None
        decision, facts = questions.decide(
            turn.edition, reading, known.facts.over(stated) if known else stated, turn.today
        )
        if known and known.facts.member is False:
            decision = questions.after_the_end(turn.edition, decision, facts, turn.today)
        intent = public_intent(decision.matter)
        if (reading.label, reading.intent) != (decision.matter, intent):
            shares = {guess.label: guess.share for guess in reading.guesses}
            confidence = shares.get(decision.matter, reading.confidence)
            reading = replace(reading, label=decision.matter, intent=intent, confidence=confidence)
        thread = turn.thread
        thread.reading, thread.decision, thread.facts, thread.rested = reading, decision, facts, ()
        reply = questions.answer(decision, reading, earlier.written(decision, facts, reading.facts, turn.today))
        if turn.visit and known and (line := questions.from_the_ledger(turn.visit, known, decision)):
            reply = reply.model_copy(update={"text": f"\n{line}\n".join(reply.text.rsplit("\n", 1))})
        return reply

    def explain(self, turn: Turn, reading: Reading) -> Reply:
        """The page of a rule that somebody asks for."""
        page = rules_page(" ".join(reading.words), turn.edition) or rules_page("", turn.edition) or ""
        return Reply(kind=Kind.ANSWER, text=page, reading=questions.heard(reading))

    def why(self, turn: Turn, reading: Reading) -> Reply:
        """The chain behind the last answer, or the rules behind the last reply of another kind."""
        decision = turn.thread.decision
        if turn.thread.rested or decision is None:
            return self._rested(turn, reading, lambda rule: f"`{rule}`: {turn.edition.rules[rule].statement}")
        asked = turn.thread.reading.facts if turn.thread.reading else reading.facts
        return _explained(Earlier(decision, turn.thread.facts, asked, turn.edition, turn.today), reading)

    def section(self, turn: Turn, reading: Reading) -> Reply:
        """The place in the guide that the last reply rests on."""
        decision = turn.thread.decision
        if turn.thread.rested or decision is None:
            return self._rested(
                turn, reading, lambda rule: f"Section **{turn.edition.section_of[rule]}** (rule `{rule}`)"
            )
        rules = ", ".join(f"`{rule}`" for rule in decision.rules)
        text = f"Section **{'**, **'.join(decision.sections)}** (rule {rules}).\n{questions.small(decision)}"
        return Reply(
            kind=Kind.ANSWER,
            text=text,
            rules=decision.rules,
            sections=decision.sections,
            reading=questions.heard(reading),
        )

    def _rested(self, turn: Turn, reading: Reading, line: Callable[[str], str]) -> Reply:
        rules = tuple(rule for rule in turn.thread.rested if rule in turn.edition.rules)
        if not rules:
            text = f"There is nothing before this to explain. {EXAMPLES}"
            return Reply(kind=Kind.UNKNOWN, text=text, reading=questions.heard(reading))
        return Reply(
            kind=Kind.ANSWER,
            text="\n".join(map(line, rules)),
            rules=rules,
            sections=turn.edition.sections_of(rules),
            reading=questions.heard(reading),
        )

    def pressed(self, turn: Turn, label: str, answer: Earlier | None = None) -> Reply | None:
        """The reply to a choice below the last answer, or below the one given: "Why?", or the case that holds.

        None for another label.
        """
        thread = turn.thread
        if answer and (thread.rested or (thread.decision, thread.facts) != (answer.decision, answer.facts)):
            return self._pressed_below(turn, answer, label)
        reading, decision = turn.thread.reading, turn.thread.decision
        if not reading or not decision:
            return None
        if label == questions.WHY:
            return self.why(turn, reading)
        if label not in questions.cases_of(decision):
            return None
        case = questions.fact_of_case(decision.decides or "", label)
        self.conversations.remember(turn.scope, case)
        meant = Guess(reading.label, reading.confidence)
        return self.answer(turn, replace(reading, facts=reading.facts.given(case), guesses=(meant,)))

    def _pressed_below(self, turn: Turn, answer: Earlier, label: str) -> Reply | None:
        """The reply to a choice below an answer that is not the last one.

        Days that an answer was asked with are counted to its own day: of one of another day only "Why?" is open still.
        """
        if label == questions.WHY:
            return _explained(answer, answer.reading, cases=answer.on == turn.today)
        if label not in questions.cases_of(answer.decision):
            return None
        if answer.on != turn.today:
            return Reply(kind=Kind.ERROR, text=_OF_ANOTHER_DAY)
        turn.thread.reading, turn.thread.decision, turn.thread.rested = answer.reading, answer.decision, ()
        return self.pressed(turn, label)

    def unknown(self, turn: Turn, reading: Reading) -> Reply:
        """Outside what the desk knows: says so, with the nearest rules in words where some come near."""
        nearest = self._near(turn.edition, reading)
        sections = turn.edition.sections_of(nearest)
        text = "I only know your Microsoft partner benefits."
        if nearest:
            near = "\n".join(
                f"• **{turn.edition.section_of[rule]}:** {turn.edition.rules[rule].statement}" for rule in nearest
            )
            text = f"I don't have a rule for that. Nearest in the guide:\n{near}"
        return Reply(
            kind=Kind.UNKNOWN,
            text=f"{text}\n{EXAMPLES}",
            rules=nearest,
            sections=sections,
            reading=questions.heard(reading),
        )

    def _near(self, edition: Edition, reading: Reading) -> tuple[str, ...]:
        """The rules that come near to a sentence of the field."""
        if not is_surely_of_the_field(reading) or names_another_vendor(reading):
            return ()
        return tuple(self._lookup(edition).near(" ".join(telling_words(reading.words))))

    def _lookup(self, edition: Edition) -> Lookup:
        if edition.in_force_from not in self._lookups:
            self._lookups[edition.in_force_from] = Lookup(edition)
        return self._lookups[edition.in_force_from]


def _explained(answer: Earlier, reading: Reading, *, cases: bool = True) -> Reply:
    """The chain behind an answer, with the `cases` that it turns on."""
    decision = answer.decision
    choices = questions.cases_of(decision) if cases else ()
    plan = earlier.written(decision, answer.facts, answer.asked, answer.on) if choices else ""
    return Reply(
        kind=Kind.ANSWER,
        text=questions.why(decision, answer.facts, answer.edition),
        rules=decision.rules,
        sections=decision.sections,
        choices=choices,
        plans=dict.fromkeys(choices, plan),
        reading=questions.heard(reading),
    )


def as_question(reading: Reading, edition: Edition) -> Reading | None:
    """The question about the guide that a sentence is, or None where it is none.

    One that looks like an act, like a report that the ledger did not give, or like nothing, and not surely,
    is taken for the likeliest question.
    """
    if names_another_vendor(reading) or asks_of_technology_or_price(reading):
        return None
    asks = reading.mood is Mood.QUESTION or form_in(reading.words) is not None
    if asks and not reading.plain and (alone := told_alone(edition, reading.facts, surely=True)):
        return None if speaks_of_everyday_life(reading) or not names_the_field(reading) else _taken_for(reading, alone)
    if reading.label in edition.matters and reading.confidence >= _sure_enough(reading):
        return reading
    if speaks_of_everyday_life(reading):
        return None
    if asks and not reading.plain and (alone := told_alone(edition, reading.facts)):
        return _taken_for(reading, alone)
    if reading.label in edition.matters:
        return None
    tenants = len(reading.named(Tagged.TENANT))  # nobody names two of them but of tokens: "from contoso to fabrikam"
    doubtful = (asks and (tenants > 1 or reading.label in ACTS | REPORTS)) or reading.confidence < _SURE_OF_NOTHING
    if reading.plain or reading.label == "help" or not doubtful:
        return None
    likely = next((guess for guess in reading.guesses if guess.label in edition.matters), None)
    told = asks and len(reading.words) > _A_WORD_OR_TWO
    if likely is None or likely.share < (_WORTH_A_TRY if told else _SURE):
        return None
    if likely.share < _SURE_WITHOUT_A_WORD and (not names_the_field(reading) or speaks_of_an_own_thing(reading)):
        return None
    return replace(reading, label=likely.label, intent=public_intent(likely.label), confidence=likely.share)


def _taken_for(reading: Reading, matter: str) -> Reading:
    """A reading as one of the question that its facts tell by themselves."""
    return replace(reading, label=matter, intent=public_intent(matter), confidence=1.0, guesses=(Guess(matter, 1.0),))


def _sure_enough(reading: Reading) -> float:
    """How sure a question must be to be taken for one of the guide, by what it names."""
    if speaks_of_everyday_life(reading):
        return _SURE_IN_EVERYDAY_WORDS
    if not names_the_field(reading):
        return _SURE_WITHOUT_A_WORD
    if is_surely_of_the_field(reading):
        return _SURE
    return _SURE_OF_MY_OWN if speaks_of_an_own_thing(reading) else _SURE_WITH_A_WEAK_WORD
