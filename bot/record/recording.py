"""Wishes recorded together: decided on the state under the lock, committed, and only then told."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.record.outcomes import act_in_words, cost_of, reply_of, would_say
from bot.record.plans import all_read, all_written
from bot.record.records import Records, Visit
from bot.record.said import Said
from bot.reply import Heard, Kind, Reply, together
from bot.talk.plan import Offers, Plan, Wish
from policy.acts import AddPerson, Ask, AskAdministrator, Choice, Confirm, Outcome, Record, Refuse, Undo, decide
from policy.acts.pinned import pinned
from policy.decision import Verdict
from policy.ledger import Ledger
from policy.model import Entry, EntryReversed, as_dict
from storage.log import Drafts, Recorded

UNDO: Final = "Undo"
RECORD_IT: Final = "Record it"
CANCEL: Final = "No, cancel"

Answers = Callable[[Ledger], tuple[list[Reply], list[Reply]]]
"""Answers to the questions that came before and after the wishes, on the ledger with those recorded."""
_ANSWERED: Final = "**That is answered already:** nothing more was recorded. To record another one, say it anew."


def record(
    records: Records,
    visit: Visit,
    plan: Plan,
    heard: Heard | None,
    answers: Answers | None = None,
    also: Callable[[Sequence[Entry]], Offers] = lambda entries: {},
) -> Said:
    """Records what a plan wishes, all in one transaction; says what became of each wish.

    Where one wish needs an answer first nothing is recorded, and its question is the reply. A wish that is
    refused does not hold up the others. A plan that is not sure is proposed instead. `also` gives more choices to go
    below what was recorded.
    """
    outcomes: list[Outcome] = []
    more_offers: dict[str, Plan] = {}
    visit = with_newcomers(visit, plan)
    if visit.request.only_asks:
        plan = replace(plan, sure=False)

    def on(ledger: Ledger) -> Drafts | None:
        outcomes[:] = tried(ledger, visit, plan)
        after = _after(ledger, outcomes)
        drafts = tuple(entry for one in outcomes if isinstance(one, Record) for entry in one.entries)
        if not plan.sure or _waiting(outcomes) is not None or not drafts:
            return None
        more = answers(after) if answers else ([], [])
        return Drafts(
            drafts,
            reply=lambda entries: kept(entries, more),
            directory=tuple(change for one in outcomes if isinstance(one, Record) for change in one.directory),
        )

    def kept(entries: Sequence[Entry], more: tuple[list[Reply], list[Reply]]) -> str:
        more_offers.update(also(entries))
        reply = _told(visit, outcomes, heard, entries, more)
        reply = reply.model_copy(update={"choices": (*reply.choices, *more_offers)})
        return _kept(visit, outcomes, reply, more_offers)

    request = visit.request
    recorded = records.log.append(request.workspace, request.cause or None, on, at=request.now, card=plan.card)
    if recorded is not None and not recorded.entries:
        return Said(Reply(kind=Kind.ANSWER, text=_ANSWERED), {})
    if recorded is not None:
        reply = again(recorded, visit)
        if recorded.again:  # another process was faster: what its choices lead to came with its reply
            messages = tuple((one.to, all_read(one.plans)) for one in reply.deliveries)
            return Said(reply, all_read(reply.plans), messages=messages)
        return Said(reply, {**_offers(visit, outcomes), **more_offers}, messages=_messages(outcomes))
    waiting = _waiting(outcomes)
    if waiting is not None:
        return _asked(visit, plan, waiting, outcomes, heard)
    if not plan.sure and any(isinstance(one, Record) for one in outcomes):
        return proposal(visit, plan, heard)
    reply = _told(visit, outcomes, heard, (), answers(visit.ledger) if answers else ([], []))
    return Said(reply, _offers(visit, outcomes), messages=_messages(outcomes))


def _kept(visit: Visit, outcomes: Sequence[Outcome], reply: Reply, more_offers: Offers) -> str:
    """A reply as it is kept for a second delivery: with what its choices lead to, here and in messages to others."""
    offers = (offers for _, offers in _messages(outcomes))
    messages = zip(reply.deliveries, offers, strict=True)
    deliveries = tuple(one.model_copy(update={"plans": all_written(offers)}) for one, offers in messages)
    return reply.model_copy(
        update={"plans": all_written({**_offers(visit, outcomes), **more_offers}), "deliveries": deliveries}
    ).model_dump_json()


def tried(ledger: Ledger, visit: Visit, plan: Plan) -> list[Outcome]:
    """What would come of each wish, each on the ledger with those before it recorded."""
    outcomes: list[Outcome] = []
    for wish in plan.wishes:
        outcome = decide(ledger, wish.act, visit.context(confirmed=wish.confirmed))
        outcomes.append(outcome)
        if isinstance(outcome, Record) and outcome.entries:
            ledger = ledger.trial(outcome.entries)
    return outcomes


def with_newcomers(visit: Visit, plan: Plan) -> Visit:
    """The visit with the names of those that a plan adds."""
    acts = (wish.act for wish in plan.wishes)
    named = {act.person: act.name for act in acts if isinstance(act, AddPerson) and act.person and act.name}
    return replace(visit, newcomers=named) if named else visit


def _after(ledger: Ledger, outcomes: Sequence[Outcome]) -> Ledger:
    return ledger.trial([entry for one in outcomes if isinstance(one, Record) for entry in one.entries])


def _waiting(outcomes: Sequence[Outcome]) -> int | None:
    """The first wish that needs an answer before anything is recorded."""
    return next((at for at, one in enumerate(outcomes) if isinstance(one, Ask | Confirm)), None)


def _told(
    visit: Visit,
    outcomes: Sequence[Outcome],
    heard: Heard | None,
    entries: Sequence[Entry],
    more: tuple[list[Reply], list[Reply]],
) -> Reply:
    """The replies to every wish, and the answers that came with them, as one; one Undo for all of it."""
    left = list(entries)
    replies = []
    for outcome in outcomes:
        own = [as_dict(left.pop(0)) for _ in outcome.entries] if isinstance(outcome, Record) and entries else []
        replies.append(reply_of(visit, outcome, heard, own))
    return together([*more[0], *replies, *more[1]])


def _asked(visit: Visit, plan: Plan, at: int, outcomes: Sequence[Outcome], heard: Heard | None) -> Said:
    """The question that a wish put, with what its choices would do for all of them."""
    outcome = outcomes[at]
    here = Plan(plan.wishes, at, outcome.slot if isinstance(outcome, Ask) else None, plan.sure)
    reply = reply_of(visit, outcome, heard, [])
    if isinstance(outcome, Ask):
        asks = replace(here.with_act(outcome.act), slot=outcome.slot, sure=True)  # whoever answers wants it
        offers = {choice.label: _next(asks, choice) for choice in outcome.choices}
        if offers and Plan() not in offers.values():  # "no" must not press a choice that records
            offers[CANCEL] = Plan()
            reply = reply.model_copy(update={"choices": tuple(offers)})
        if not plan.sure:
            reply = reply.model_copy(update={"text": f"**{act_in_words(visit, outcome)}?** {outcome.text}"})
        return Said(reply, offers, asks)
    assert isinstance(outcome, Confirm)  # noqa: S101  # the only other that waits
    offers = {choice.label: _next(here, choice) for choice in outcome.choices}
    yes = outcome.choices[0]
    held = replace(yes, act=pinned(yes.act, outcome.entries)) if yes.act else yes
    offers[yes.label] = first = _next(here, held)
    then = tried(visit.ledger, visit, first)
    would = tuple(as_dict(entry) for one in then if isinstance(one, Record) for entry in one.entries)
    costs, _, question = reply.text.rpartition("\n")
    refused = [one.text for one in then if isinstance(one, Refuse)]
    text = "\n".join([costs, *_lines(visit, then), *refused, question])  # what a yes records stands under its cost
    return Said(reply.model_copy(update={"proposed": would, "text": text}), offers, first)


def _next(plan: Plan, choice: Choice) -> Plan:
    """What a choice leads to: the plan with its act, sure now that somebody pressed; nothing for one that closes."""
    if choice.act is None:
        return Plan()
    return replace(plan.with_act(choice.act, confirmed=choice.confirmed), sure=True)


def proposal(
    visit: Visit, plan: Plan, heard: Heard | None, question: str = "**Shall I record this?**", yes: str = RECORD_IT
) -> Said:
    """A card: what would be recorded, for somebody to say yes to. What would be refused is said with it."""
    visit = with_newcomers(visit, plan)
    outcomes = tried(visit.ledger, visit, plan)
    costs = list(dict.fromkeys(cost_of(one) for one in outcomes if isinstance(one, Confirm)))
    if costs:
        wishes = zip(plan.wishes, outcomes, strict=True)
        plan = replace(plan, wishes=tuple(Wish(w.act, w.confirmed or isinstance(one, Confirm)) for w, one in wishes))
        outcomes = tried(visit.ledger, visit, plan)
    entries = [entry for one in outcomes if isinstance(one, Record) for entry in one.entries]
    lines = _lines(visit, outcomes)
    refused = [one for one in outcomes if isinstance(one, Refuse)]
    text = "\n".join([question, *lines, *costs, *(one.text for one in refused)])
    if len(lines) == 1 and not refused and not costs:
        text = f"{question} {lines[0].removeprefix('• ')}"
    rules = tuple(dict.fromkeys(rule for one in outcomes if not isinstance(one, Ask) for rule in one.rules))[:4]
    reply = Reply(
        kind=Kind.QUESTION,
        rules=rules,
        sections=visit.edition.sections_of(rules),
        text=text,
        choices=(yes, CANCEL),
        proposed=tuple(map(as_dict, entries)),
        reading=heard,
    )
    shown = zip(plan.wishes, outcomes, strict=True)
    held = [Wish(pinned(w.act, one.entries), w.confirmed) if isinstance(one, Record) else w for w, one in shown]
    sure = replace(plan, wishes=tuple(held), sure=True)
    return Said(reply, {yes: sure, CANCEL: Plan()}, sure)


def _lines(visit: Visit, outcomes: Sequence[Outcome]) -> list[str]:
    """A line for each entry that wishes would record."""
    entries = [entry for one in outcomes if isinstance(one, Record) for entry in one.entries]
    after, ctx = _after(visit.ledger, outcomes), visit.context()
    numbered = (entry.model_copy(update={"seq": seq}) for seq, entry in enumerate(entries, visit.ledger.last_seq + 1))
    of = visit.ledger  # what is taken back is told as it stands now
    changes = [change for one in outcomes if isinstance(one, Record) for change in one.directory]
    addresses = {change.person: change.email for change in changes if change.email}
    told_of = [would_say(of if isinstance(one, EntryReversed) else after, ctx, one, addresses) for one in numbered]
    return [f"• {line[0].upper()}{line[1:]}" for line in told_of]


def _offers(visit: Visit, outcomes: Sequence[Outcome]) -> Offers:
    """What the choices below recorded and refused wishes lead to; one Undo takes back the whole request."""
    offers: dict[str, Plan] = {}
    undone: list[int] = []
    for outcome in outcomes:
        for choice in outcome.choices:
            if choice.label == UNDO and isinstance(choice.act, Undo):
                undone += choice.act.seqs
            elif isinstance(choice.act, AskAdministrator):
                passed_on = replace(choice.act, words=visit.request.text or "")
                offers.setdefault(choice.label, Plan((Wish(passed_on),)))
            else:
                offers.setdefault(choice.label, single(choice))
    if undone:
        offers[UNDO] = Plan((Wish(Undo(seqs=tuple(undone))),))
    return offers


def single(choice: Choice) -> Plan:
    """What a choice leads to that stands for itself."""
    return Plan((Wish(choice.act, choice.confirmed),)) if choice.act else Plan()


def offers_of(choices: Iterable[Choice]) -> Offers:
    """What choices lead to that stand for themselves, by label."""
    return {choice.label: single(choice) for choice in choices}


def for_administrators(visit: Visit, heard: Heard, said: str, words: str) -> Said:
    """A refusal of what only administrators may, with the choice to have one asked, in somebody's own words."""
    label, rules = "Ask an administrator", ("admin-role",)
    reply = Reply(
        kind=Kind.REFUSED,
        verdict=Verdict.NOT_ALLOWED,
        rules=rules,
        sections=visit.edition.sections_of(rules),
        text=said,
        choices=(label,),
        reading=heard,
    )
    return Said(reply, {label: Plan((Wish(AskAdministrator(words=words)),))})


def _messages(outcomes: Sequence[Outcome]) -> tuple[tuple[str, Offers], ...]:
    return tuple(
        (note.to, offers_of(note.choices)) for one in outcomes if isinstance(one, Record) for note in one.notes
    )


def again(recorded: Recorded, visit: Visit) -> Reply:
    """The reply that a delivery got when it came first; what somebody else was told is not for who asks."""
    first = recorded.entries[0]
    if first.by == visit.request.person:
        return Reply.model_validate(json.loads(recorded.reply or "null"))
    who = visit.name(first.by) if visit.reads_all else "somebody else"
    text = f"**Recorded already**, by {who} (#{first.number}). Nothing more was recorded."
    return Reply(kind=Kind.REFUSED, verdict=Verdict.NOT_ALLOWED, text=text)
