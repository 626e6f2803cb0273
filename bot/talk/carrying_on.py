"""A few words that carry on from the last answer: "until when?", "it is on our profile", "he got it on 1 March"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from bot.answers.questions import fact_choices, fact_of_case
from bot.talk.conversation import Thread
from bot.talk.follow_up import only_words, rests_on_before
from intents.lexicon import load
from intents.marks import Kind
from intents.model import Mood, Reading
from intents.reader import public_intent
from intents.scorer import Guess
from policy.decision import Decision, Form, Verdict
from policy.facts import LASTING, Facts
from policy.rulebook import Edition

_FILE: Final = load("carrying_on")
_OPENLY: Final = frozenset(_FILE["openly"]["words"])
_CASE_STARTS: Final = tuple(f"{start} " for start in _FILE["case_starts"]["phrases"])
_AROUND_A_DAY: Final = frozenset(_FILE["around_a_day"]["words"])
_NEWLY: Final = tuple(
    (
        frozenset(one["after"]),
        tuple(f" {phrase} " for phrase in one["phrases"]),
        (str(one["matter"]), Facts.of(one.get("given", {}))),
    )
    for one in _FILE["newly"]
)
_BEFORE: Final = frozenset(_FILE["before"]["words"])
_POINTING: Final = frozenset(_FILE["pointing"]["words"])
_AT_A_CASE: Final = frozenset(_FILE["at_a_case"]["words"])
_LONGEST: Final = 9
_FEW: Final = 6
_SHORT: Final = 7
_DAYS: Final = ("days_since_purchase", "days_since_activation", "days_since_assignment")
_OF_THE_PROFILE: Final = frozenset({"learning_partner", "member"})
"""What is said of the company is recorded: "we are a learning partner"."""
_KEPT: Final = LASTING | {"regime", "product_kind", "scs_scope", "vs_edition", "version_covered", "claim", "dated"}
"""What of a question holds for another matter that is asked about behind it."""
_NUMBER: Final = re.compile(r"\d{1,3}")


def carried_on(thread: Thread, now: Reading, edition: Edition, today: date) -> Reading | None:
    """The question that is meant by a few words behind an answer of the guide; None where they stand by themselves."""
    before, decision = thread.reading, thread.decision
    if before is None or decision is None or thread.rested or now.plain or len(now.words) > _LONGEST:
        return None
    if (newly := _newly_asked(now, decision.matter)) is not None:
        matter, stated = newly
        form = before.form if matter == decision.matter else Form.POLAR
        kept = {name: value for name, value in before.facts.known().items() if name in _KEPT}
        facts = now.facts.given(stated).over(Facts.of(kept))
        return replace(_of(before, matter, facts), words=now.words, form=form)
    said = only_words(now.words)
    if said in _OPENLY or _without(said, _BEFORE) in _OPENLY:
        return replace(_of(before, decision.matter, now.facts.over(before.facts)), words=now.words, form=Form.OPEN)
    if (case := _case_told(decision, now)) is not None:
        return _of(before, decision.matter, before.facts.given(case))
    if (days := _days_told(now, today)) is not None and _has_a_window(edition, decision):
        return _of(before, decision.matter, before.facts.given(days))
    return None


def _of(before: Reading, matter: str, facts: Facts) -> Reading:
    """The question before, about a matter and with facts that are sure."""
    return replace(
        before,
        label=matter,
        intent=public_intent(matter),
        confidence=1.0,
        guesses=(Guess(matter, 1.0),),
        facts=facts,
        mood=Mood.QUESTION,
    )


def _case_told(decision: Decision, now: Reading) -> Facts | None:
    """The case that words say to hold, of those that an answer turned on: "it is not", "action pack"."""
    decides = decision.decides or ""
    if decision.verdict is not Verdict.IT_DEPENDS or decides not in fact_choices() or decides in _OF_THE_PROFILE:
        return None
    said = only_words(now.words)
    for choice in fact_choices()[decides].get("choices", ()):
        if _without(said, _AT_A_CASE) == _without(choice["label"].casefold(), _AT_A_CASE):
            return fact_of_case(decides, choice["label"])
    value: Any = getattr(now.facts, decides)
    starts = f"{said} ".startswith(_CASE_STARTS) and len(now.words) <= _SHORT
    bare = starts or all(_is_named(now, at) for at in range(len(now.words)))
    return Facts.of({decides: value}) if value is not None and bare and now.mood is not Mood.QUESTION else None


def _is_named(now: Reading, at: int) -> bool:
    """Whether a word is part of an offer, or a stop."""
    return not re.match(r"\w", now.words[at]) or any(tag.start <= at < tag.end for tag in now.named(Kind.OFFER))


def _days_told(now: Reading, today: date) -> Facts | None:
    """The days that have passed, where words say when something was and nothing else; None for other words.

    "On 1 March", "he got it 12 days ago", "and after 31 days?".
    """
    dates = [tag for tag in now.named(Kind.DATE) if tag.day and tag.day.on]
    within = {at for tag in now.named(Kind.DATE) for at in range(tag.start, tag.end)}
    rest = [word for at, word in enumerate(now.words) if at not in within and re.match(r"\w", word)]
    if not all(word in _AROUND_A_DAY or _NUMBER.fullmatch(word) for word in rest):
        return None
    days, dated = now.facts.days_since_purchase, bool(now.facts.dated)
    if days is None and len(dates) == 1 and dates[0].day and dates[0].day.on:
        days, dated = (today - dates[0].day.on).days, True
    if days is None or days < 0:
        return None
    return Facts.of({**dict.fromkeys(_DAYS, days), "dated": dated})


def _has_a_window(edition: Edition, decision: Decision) -> bool:
    """Whether an answer counts days."""
    return any(answer.window for answer in edition.matters[decision.matter][1].answer)


def _newly_asked(now: Reading, matter: str) -> tuple[str, Facts] | None:
    """The matter that a few words ask about behind another one, and what it takes for given.

    "And our distributor?" after a demonstration, "and if we renew?" after the end of a membership.
    """
    if not (rests_on_before(now.words) or _points_back(now.words) or len(now.words) <= _FEW):
        return None
    said = f" {only_words(now.words)} "
    return next((to for after, phrases, to in _NEWLY if matter in after and any(one in said for one in phrases)), None)


def _without(said: str, begin: frozenset[str]) -> str:
    """Words without those of `begin` at their head; one is left."""
    words = said.split()
    while len(words) > 1 and words[0] in begin:
        words = words[1:]
    return " ".join(words)


def _points_back(low: Sequence[str]) -> bool:
    """Whether a question names nothing but "it", "them" or "that"."""
    return not _POINTING.isdisjoint(low)
