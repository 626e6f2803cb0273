"""Whom a name means: one of several, somebody new, or somebody whose name is nearly the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from bot.acts.said import Unclear
from bot.record.recording import CANCEL, proposal, tried, with_newcomers
from bot.record.records import Visit
from bot.record.said import Said
from bot.reply import Heard, Kind, Reply
from bot.talk.plan import Plan, Wish
from policy.acts import AddPerson, Record, Refuse
from policy.context import with_and
from policy.decision import Verdict
from policy.people import OWN_ID

_MOST_NAMED: Final = 6
_MOST_NEAR: Final = 3
"""More whose names are near are no help to choose from."""


def whom(
    visit: Visit, what: Unclear, with_person: Callable[[str], Plan], plan: Plan, heard_as: Heard | None = None
) -> Said:
    """Asks which of several people is meant, or offers to add the one that nobody knows."""
    if not what.typed:
        return Said(Reply(kind=Kind.QUESTION, text=what.text, reading=heard_as), {}, plan if plan.slot else None)
    if what.ids:
        people = _called(visit, what.ids[:_MOST_NAMED])
        offers = {label: with_person(person) for person, label in people.items()}
        more = "" if len(what.ids) <= _MOST_NAMED else f" {len(what.ids):,} people fit: type more of the name."
        text = f"**Which {proper(what.typed)}?**{more}"
        reply = Reply(kind=Kind.QUESTION, text=text, choices=(*offers, CANCEL), reading=heard_as)
        return Said(reply, {**offers, CANCEL: Plan()}, plan if plan.slot else None, (), with_person, what.ids)
    person = next(new_ids(visit))
    then = with_person(person)
    new = Wish(AddPerson(person=person, name=proper(what.typed)))
    added = replace(then, wishes=(new, *then.wishes), at=0, slot=None)
    return added_first(visit, {what.typed: person}, added, heard_as, with_person)


def added_first(
    visit: Visit,
    strangers: dict[str, str],
    added: Plan,
    heard_as: Heard | None,
    naming: Callable[[str], Plan],
) -> Said:
    """Offers to add whoever is new and to do the rest; where nothing of the rest could be done, says why not."""
    names = list(map(proper, strangers))
    listed = with_and(names)
    rest = tried(visit.ledger, with_newcomers(visit, added), added)[len(names) :]
    refused = [one for one in rest if isinstance(one, Refuse)]
    if refused and len(refused) == len(rest):
        first = refused[0]
        unknown = "is" if len(names) == 1 else "are"
        return Said(
            Reply(
                kind=Kind.REFUSED,
                verdict=Verdict.NOT_ALLOWED,
                rules=first.rules[:4],
                date=first.date,
                text=f"{first.text}\nAnd {listed} {unknown} not in the directory yet: say “add {names[0]}” first.",
                reading=heard_as,
            ),
            {},
        )
    if len(names) == 1 and (near := near_names(visit, names[0])):
        return or_somebody_near(visit, names[0], near, naming, added, heard_as)
    whole = {1: "them", 2: "both"}.get(len(names), f"all {len(names)}")
    question = f"**I don't know {listed}.** Add {whole} to the directory?"
    card = proposal(visit, added, heard_as, question, f"Add {listed if len(names) == 1 else whole}")
    return replace(card, naming=naming) if len(names) == 1 else card


def near_names(visit: Visit, typed: str) -> tuple[str, ...]:
    """The few people whose name is nearly what was typed: Ana Souza for "anna"."""
    people = visit.names.people
    found: set[str] | None = None
    for word in typed.split():
        these = {*people.near(word), *people.find([word.lower()])[1]}
        found = these if found is None else found & these
    return tuple(sorted(found)) if found and len(found) <= _MOST_NEAR else ()


def or_somebody_near(
    visit: Visit,
    typed: str,
    near: Sequence[str],
    naming: Callable[[str], Plan],
    added: Plan | None,
    heard_as: Heard | None,
) -> Said:
    """Asks whether somebody is meant whose name is near; with a plan that adds somebody new, or that one."""
    people = _called(visit, near)
    if added is None and len(near) == 1:
        name, plan = people[near[0]], replace(naming(near[0]), sure=False)
        if any(isinstance(one, Record) and one.entries for one in tried(visit.ledger, visit, plan)):
            question = f"**I don't know {typed}.** Is {name} meant?"
            return replace(proposal(visit, plan, heard_as, question, f"Yes, {name}"), naming=naming)
    offers = {label: naming(person) for person, label in people.items()}
    named = " or ".join(offers)
    text = f"**I don't know {typed}.** Is {named} meant?"
    if added is not None:
        offers[f"Somebody new: {typed}"] = replace(added, sure=False)
        text = f"**{named}, or somebody new?** I don't know {typed}."
    offers[CANCEL] = Plan()
    reply = Reply(kind=Kind.QUESTION, text=text, choices=tuple(offers), reading=heard_as)
    return Said(reply, offers, naming=naming)


def proper(typed: str) -> str:
    """A name as it is written."""
    name = typed.lstrip("@").strip()
    return name.title() if name.islower() else name


def new_ids(visit: Visit) -> Iterator[str]:
    """Ids for somebody new that nobody has or had, and that say nothing of them: names can be erased."""
    people = visit.ledger.company.people
    candidates = (f"{OWN_ID}{number}" for number in count(1))
    return (one for one in candidates if one not in people and one not in visit.names.people)


def _called(visit: Visit, people: Sequence[str]) -> dict[str, str]:
    """Labels for people, with the id beside a name that two of them share."""
    names = [visit.name(person) for person in people]
    return {
        person: name if names.count(name) == 1 else f"{name} ({person})"
        for person, name in zip(people, names, strict=True)
    }
