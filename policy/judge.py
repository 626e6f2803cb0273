"""May we? A matter of the rulebook and the known facts, to a decision."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from policy.days import in_words
from policy.decision import Decision, Form, Step, Verdict
from policy.facts import OF_THE_ASKING, Facts, spoken
from policy.rulebook import Answer, Edition

_FACTS: Final[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "facts.toml").read_text(encoding="utf-8"))
_INSTEAD: Final[dict[str, list[dict[str, Any]]]] = {}
for _one in _FACTS.pop("instead"):
    for _matter in _one["of"]:
        _INSTEAD.setdefault(_matter, []).append(_one)
_ALONE: Final[list[dict[str, Any]]] = _FACTS.pop("alone")
_SURE: Final = [one for one in _ALONE if one.get("sure", False)]
_TURNED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    matter: tuple(fact for fact, entry in _FACTS.items() if matter in entry.get("turns", ()))
    for matter in {matter for entry in _FACTS.values() for matter in entry.get("turns", ())}
}
_OTHER: Final = {
    Verdict.ALLOWED: Verdict.NOT_ALLOWED,
    Verdict.NOT_ALLOWED: Verdict.ALLOWED,
    Verdict.ALLOWED_IF: Verdict.ALLOWED,  # "must it be supervised?": yes, it must
}
_IN_A_WORD: Final = {Verdict.ALLOWED: "**Yes.**", Verdict.NOT_ALLOWED: "**No.**"}


def judge(edition: Edition, matter_id: str, facts: Facts, as_of: date, form: Form = Form.POLAR) -> Decision:
    """What `edition` says to a matter, given `facts`, on the day `as_of`.

    The answers of a matter are tried from the top; the first whose conditions all hold decides.
    An open question (what, when, who) gets the same reason without a verdict. One that is turned round
    ("just one time?", "without a key?", by policy/facts.toml) gets no for yes, and yes for no.
    """
    matter_id = meant(edition, matter_id, facts)
    rule, matter = edition.matters[matter_id]
    chain: list[Step] = []
    for answer in matter.answer:
        held = facts.holds(answer.when)
        if held or OF_THE_ASKING.isdisjoint(answer.when):  # how else it might have been asked explains nothing
            chain.append(Step((answer.rules or (rule.id,))[0], _in_words(answer), held))
        if held:
            return _decision(edition, rule.id, matter_id, answer, facts, as_of, form, tuple(chain))
    raise AssertionError(f"{matter_id} has no default")  # the loader refuses such a matter


def verdict(edition: Edition, matter_id: str, facts: Facts) -> Verdict:
    """The verdict alone of what `judge` says to a yes/no question: for those of which only the likeliest is told."""
    matter_id = meant(edition, matter_id, facts)
    _, matter = edition.matters[matter_id]
    answer = next(answer for answer in matter.answer if facts.holds(answer.when))
    return _turned(answer.verdict, matter_id, facts)


def _turned(verdict: Verdict, matter_id: str, facts: Facts) -> Verdict:
    """The verdict, turned round where the question was."""
    turns = verdict in _OTHER and any(getattr(facts, fact) for fact in _TURNED_BY.get(matter_id, ()))
    return _OTHER[verdict] if turns else verdict


def meant(edition: Edition, matter_id: str, facts: Facts) -> str:
    """The matter that is meant where the facts speak against this one: "reimaged" after "a new disk" is a change."""
    for other in _INSTEAD.get(matter_id, ()):
        if other["matter"] in edition.matters and facts.holds(other["when"]):
            return str(other["matter"])
    return matter_id


def told_alone(edition: Edition, facts: Facts, *, surely: bool = False) -> str | None:
    """The matter that the facts of a sentence tell by themselves, whatever else it was taken for; None for most.

    `surely`: only one that they tell even where the sentence was taken for another question of the guide.
    """
    told = _SURE if surely else _ALONE
    return next(
        (str(one["matter"]) for one in told if one["matter"] in edition.matters and facts.holds(one["when"])), None
    )


def _decision(
    edition: Edition,
    rule_id: str,
    matter_id: str,
    answer: Answer,
    facts: Facts,
    as_of: date,
    form: Form,
    chain: tuple[Step, ...],
) -> Decision:
    rules = answer.rules or (rule_id,)
    day = window_day(answer, facts, as_of)
    verdict = _turned(answer.verdict, matter_id, facts)
    text = answer.say if form is Form.POLAR else (answer.open or answer.say)
    if verdict is not answer.verdict and form is Form.POLAR:
        text = f"{_IN_A_WORD[verdict]} {answer.open or answer.say}"
    return Decision(
        matter=matter_id,
        verdict=verdict if form is Form.POLAR else None,
        text=text.replace("{date}", in_words(day) if day else _nth_day(answer)),
        rules=rules,
        sections=edition.sections_of(rules),
        edition=edition.in_force_from,
        conditions=answer.conditions,
        day=day,
        decides=answer.decides,
        next_step=answer.next,
        chain=chain,
    )


def window_day(answer: Answer, facts: Facts, as_of: date) -> date | None:
    """The day that an answer's window ends or opens, where the day it counts from is known."""
    if answer.window is None or not facts.dated:
        return None
    event, days = answer.window
    since: int | None = getattr(facts, f"days_since_{event}")
    return None if since is None else as_of + timedelta(days=days - since)


def _nth_day(answer: Answer) -> str:
    return f"day {answer.window[1]}" if answer.window else ""


def _in_words(answer: Answer) -> str:
    return ", ".join(f"{spoken(name)} {spoken(wanted)}" for name, wanted in answer.when.items()) or "otherwise"
