"""Questions about the guide: the facts put together, judged, and said."""

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import policy
from bot.reply import Heard, Kind, Reply
from intents.form import form_in
from intents.marks import Kind as Tagged
from intents.model import Reading
from intents.stated import programme_of
from policy.days import in_words
from policy.decision import Decision, Form, Verdict
from policy.facts import Facts, Level, Programme, Regime, spoken
from policy.judge import judge, verdict
from policy.rulebook import Edition

if TYPE_CHECKING:  # a question alone is answered without loading the ledger
    from bot.record.records import Visit
    from policy.ledger_facts import Known

WHY: Final = "Why?"
_YES: Final = (Verdict.ALLOWED, Verdict.ALLOWED_IF)
_CAUTION: Final = 0.35
"""How much those that say no may weigh against those that say yes before no is said."""
_NO_OTHER_COUNTS: Final = 1 / (1 + _CAUTION)
"""The share from which on a matter decides alone: all the others together weigh too little."""

_USES: Final = frozenset(
    {
        "use-demo",
        "use-develop",
        "use-train-staff",
        "use-internal",
        "not-customer-training",
        "share-locations",
        "key-any-mix",
    }
)
"""Rules that permit a use: with the membership the right to it ends (section "On-premises Software Installation and
Activation")."""

_TYPES: Final = {"programme": Programme, "level": Level, "regime": Regime}


@cache
def fact_choices() -> dict[str, dict[str, Any]]:
    """What each deciding fact is called on buttons, from policy/facts.toml."""
    return tomllib.loads((Path(policy.__file__).parent / "facts.toml").read_text(encoding="utf-8"))


def decide(edition: Edition, reading: Reading, known: Facts, today: date) -> tuple[Decision, Facts]:
    """The decision on a question about the guide, and the facts that it was made with.

    What the sentence states wins over what is `known` of the organisation. The likeliest matters are all
    judged: where those that say no together weigh a third as much as those that say yes, no is said.
    """
    facts = reading.facts.over(known)
    if reading.facts.programme is not None and reading.facts.level is None and facts.level is not None:
        facts = replace(facts, level=None)
    shares = {guess.label: guess.share for guess in reading.guesses if guess.label in edition.matters}
    shares.setdefault(reading.label, reading.confidence)
    likeliest = max(shares, key=shares.__getitem__)
    if (form_in(reading.words) or reading.form) is Form.OPEN:
        return judge(edition, likeliest, facts, today, Form.OPEN), facts
    if shares[likeliest] > _NO_OTHER_COUNTS:
        return judge(edition, likeliest, facts, today, Form.POLAR), facts
    judged = {label: verdict(edition, label, facts) for label in shares}
    weights: dict[Verdict, float] = {}
    for label, found in judged.items():
        weights[found] = weights.get(found, 0.0) + shares[label]
    said = max(weights, key=lambda one: weights[one])
    yes = sum(weights.get(verdict, 0.0) for verdict in _YES)
    if said in _YES and weights.get(Verdict.NOT_ALLOWED, 0.0) > _CAUTION * yes:
        said = Verdict.NOT_ALLOWED
    chosen = max((label for label in judged if judged[label] is said), key=lambda label: shares[label])
    return judge(edition, chosen, facts, today, Form.POLAR), facts


def answer(decision: Decision, reading: Reading, plan: str) -> Reply:
    """A decision as the desk says it: the verdict and reason, the section in small, the cases as choices.

    `plan` is what it rests on, for a face to keep beside its choices.
    """
    choices = (WHY, *cases_of(decision))
    return Reply(
        kind=Kind.ANSWER,
        verdict=decision.verdict,
        rules=decision.rules,
        sections=decision.sections,
        conditions=decision.conditions if decision.verdict is Verdict.ALLOWED_IF else (),
        date=decision.day,
        text=said(decision),
        choices=choices,
        plans=dict.fromkeys(choices, plan),
        reading=heard(reading),
    )


def said(decision: Decision) -> str:
    """The words of a decision, with its sections and its edition in small."""
    lines = [decision.text]
    if decision.verdict is Verdict.IT_DEPENDS and (
        unknown := fact_choices().get(decision.decides or "", {}).get("unknown")
    ):
        lines.append(unknown)
    if decision.next_step:
        lines.append(decision.next_step)
    return "\n".join([*lines, small(decision)])


def small(decision: Decision) -> str:
    """The section and edition that an answer rests on."""
    return f"_{' · '.join(decision.sections)} · edition {in_words(decision.edition)}_"


def cases_of(decision: Decision) -> tuple[str, ...]:
    """Labels of the cases that an `it_depends` turns on."""
    if decision.verdict is not Verdict.IT_DEPENDS:
        return ()
    return tuple(choice["label"] for choice in fact_choices().get(decision.decides or "", {}).get("choices", ()))


def fact_of_case(decides: str, label: str) -> Facts:
    """The fact that pressing a case states."""
    choice = next(choice for choice in fact_choices()[decides]["choices"] if choice["label"] == label)
    value = choice["value"]
    fact: dict[str, Any] = {decides: _TYPES[decides](value) if decides in _TYPES else value}
    return Facts(**fact)


def why(decision: Decision, facts: Facts, edition: Edition) -> str:
    """The chain behind a decision: the facts read, the answers tried, the one that decided, the rules."""
    turning = {fact for rule in decision.rules for fact in edition.rules[rule].depends_on}
    given = {name: value for name, value in facts.known().items() if name in turning}
    read = ", ".join(f"{spoken(name)}: {spoken(value)}" for name, value in given.items())
    lines = [f"**What I took as given:** {read or 'nothing beyond your question'}."]
    passed = dict.fromkeys(spoken(step.tested) for step in decision.chain if not step.held)
    if passed:
        lines.append("**Tried first, did not hold:** " + "; ".join(passed) + ".")
    held = decision.chain[-1]
    lines.append(
        f"**Decided by** `{held.rule}`" + ("" if held.tested == "otherwise" else f", since {spoken(held.tested)}") + "."
    )
    lines += [f"`{rule}`: {edition.rules[rule].statement}" for rule in decision.rules]
    return "\n".join([*lines, small(decision)])


def heard(reading: Reading) -> Heard:
    """A reading as programs see it."""
    slots = {name: list(values) for name, values in reading.slots.items()}
    return Heard(intent=reading.intent, slots=slots, confidence=round(reading.confidence, 3))


def recorded_facts(visit: "Visit", reading: Reading) -> "Known":
    """What the ledger knows of a question: of the company, and of the person, product, token or key it names.

    Whoever may not see everybody's is told nothing of what others hold.
    """
    from policy.ledger_facts import known_of

    def first(kind: Tagged) -> str | None:
        return next((tag.value for tag in reading.named(kind)), None)

    people = [tag.ids[0] for tag in reading.named(Tagged.PERSON) if len(tag.ids) == 1]
    own = visit.request.person
    seen = [person for person in people if visit.reads_all or person == own]
    offers = [programme_of(tag.value) for tag in reading.named(Tagged.OFFER)]
    known = known_of(
        visit.ledger,
        visit.today,
        programme=offers[0] if len(set(offers)) == 1 else None,
        product=first(Tagged.PRODUCT),
        person=seen[0] if len(seen) >= 1 else None,
        token=first(Tagged.TOKEN),
        key=first(Tagged.KEY),
        catalogue=visit.catalogue,
    )
    said = f" {' '.join(reading.words)} "
    if any(f" {location.casefold()} " in said for location in visit.ledger.company.locations_on(visit.today)):
        known = replace(known, facts=replace(known.facts, on_profile=True))
    return known


def after_the_end(edition: Edition, decision: Decision, facts: Facts, today: date) -> Decision:
    """The decision, unless it permits a use and the membership that gave the right has ended."""
    if decision.verdict not in _YES or decision.rules[0] not in _USES:
        return decision
    matter = "cloud-after-end" if facts.product_kind == "cloud" else "keep-software"
    return judge(edition, matter, facts, today, Form.POLAR)


def from_the_ledger(visit: "Visit", known: "Known", decision: Decision) -> str | None:
    """What the ledger adds to a decision: who administrates, which entry ended a refund or a swap."""
    from policy.laws.offers import use_in_words
    from policy.telling import told

    if decision.matter == "who-administers":
        names = " and ".join(map(visit.name, visit.ledger.company.administrators(visit.today)))
        return f"At this desk: **{names}**." if names else None
    ended = {"refund-untouched", "swap-untouched"} & set(decision.rules[:1])
    if not ended or known.first_use is None or decision.verdict is not Verdict.NOT_ALLOWED:
        return None
    use = known.first_use
    if not visit.ledger.company.reads_all(visit.request.person, visit.today):  # what others hold is not everybody's
        return f"That was on {in_words(use.on)}: {use_in_words(visit.ledger, visit.context(), use)} (#{use.number})."
    said = told(visit.ledger, visit.context(), use)
    return f"{said[0].upper()}{said[1:]} on {in_words(use.on)} (#{use.number})."
