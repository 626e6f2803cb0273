"""From drafts to an outcome: the history checked, what it would cost said, then recorded."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from policy import model
from policy.acts.outcome import Act, Choice, Confirm, Instead, Note, Outcome, Record, Refuse
from policy.context import Context, days_left, in_words, programme_name
from policy.laws import Broken, Fault, broken
from policy.ledger import ClaimState, Ledger, Offer
from policy.model import ACTION_PACKS, Claim, Decided, Entry, Programme

RECORD_IT: Final = "Record it"
CANCEL: Final = "No, cancel"


@dataclass(frozen=True, slots=True)
class Cost:
    """What an act ends, or that it can't be taken back: said, with the question, before it is recorded."""

    text: str
    question: str = "Record it?"
    rules: tuple[str, ...] = ()
    date: dt.date | None = None
    yes: str = RECORD_IT
    no: str = CANCEL


def common(act: Act, ctx: Context) -> dict[str, Any]:
    """The fields that every entry takes from the act."""
    return {"by": ctx.by, "on": day_of(act, ctx), "why": act.why, "reference": act.reference}


def day_of(act: Act, ctx: Context) -> dt.date:
    """The day on which an act took effect."""
    return act.on or ctx.today


def settle(
    ledger: Ledger,
    act: Act,
    ctx: Context,
    record: Record,
    costs: Sequence[Cost] = (),
    instead: Callable[[Broken], Instead] | None = None,
) -> Outcome:
    """The outcome of recording: refused by the first law that it breaks, confirmed first where it costs something.

    `instead` gives what can be done now, where it is refused.
    """
    trial = ledger.trial(record.entries)
    for one in broken(trial, ctx, ledger):
        return refuse_broken(ctx, one, instead(one) if instead else Instead())
    asked = [*costs, *_rights_ended(ledger, trial, ctx, record.entries), *_plan(act, ctx)]
    if not asked or ctx.confirmed:
        return record
    return confirm(act, record, asked)


def confirm(act: Act, record: Record, costs: Sequence[Cost]) -> Confirm:
    """The question to put before recording."""
    first = costs[0]
    return Confirm(
        text="\n".join(["**One moment.** " + " ".join(cost.text for cost in costs), first.question]),
        record=record,
        choices=(Choice(first.yes, act, confirmed=True), Choice(first.no)),
        rules=tuple(dict.fromkeys(rule for cost in costs for rule in cost.rules))[:4],
        date=first.date,
    )


def refuse(ctx: Context, fault: Fault, choices: tuple[Choice, ...] = (), instead: str = "") -> Refuse:
    """The refusal that a fault asks for, with the section and the entry in small."""
    text = "\n".join(filter(None, [fault.text, instead, ctx.small(fault.rules, fault.entry)]))
    return Refuse(text, fault.rules, fault.entry, fault.date, choices)


def refuse_broken(ctx: Context, one: Broken, instead: Instead) -> Refuse:
    """A refusal because of this entry, or because a later one could not stand any more."""
    if not one.recorded:
        return refuse(ctx, one.fault, instead.choices, instead.text)
    later = one.entry
    text = (
        f"**That does not fit with what is recorded.** With it, #{later.number} of {in_words(later.on)} "
        f"could not stand: {one.fault.text}"
    )
    fault = Fault(text, one.fault.rules, later.number, one.fault.date)
    return refuse(ctx, fault, instead.choices, instead.text)


def word_to(ctx: Context, person: str, text: str) -> tuple[Note, ...]:
    """A message to a person, unless it was they who acted."""
    return () if person == ctx.by else (Note(person, text),)


def _plan(act: Act, ctx: Context) -> Iterator[Cost]:
    """A day in the future: a plan is recorded only when confirmed."""
    if act.on and act.on > ctx.today:
        yield Cost(
            f"{in_words(act.on)} is still to come, so this would be a plan.",
            "Record it for that day?",
            date=act.on,
            yes=f"Record it for {in_words(act.on)}",
        )


def _rights_ended(ledger: Ledger, trial: Ledger, ctx: Context, drafts: Sequence[Entry]) -> Iterator[Cost]:
    """What the first use of an offer ends while its refund or swap is still open."""
    for offer in dict.fromkeys(filter(None, (trial.offer_of(draft) for draft in drafts))):
        use = trial.offers.first_use(offer, dt.date.max)
        if use is None or use.number <= ledger.last_seq:
            continue
        known = ledger.offers.offer(offer, ctx.today)
        if known is None:
            continue
        asked = [one for one in ledger.offers.open_claims(ctx.today) if one.subject == offer]
        yield from _against_an_approval(ledger, ctx, known, use)
        if open_rights := rights_open(ledger, known, ctx.today):
            yield _ending(ctx, known, open_rights, use, asked)
        elif asked and not ledger.offers.first_use(offer, ctx.today):
            yield Cost(_under_review(asked), "Record it all the same?", ("refund-untouched", "swap-untouched"))


def _against_an_approval(ledger: Ledger, ctx: Context, offer: Offer, use: Entry) -> Iterator[Cost]:
    """A first use dated back to before Microsoft approved a refund or swap, as if nothing had been used."""
    for claim in (Claim.REFUND, Claim.SWAP):
        state = ledger.offers.claim(claim, offer.id, dt.date.max)
        if state and state.decision is Decided.APPROVED and state.decided and use.on < state.decided:
            text = (
                f"Microsoft approved the {claim} of the {ctx.offer(offer)} on {in_words(state.decided)} "
                f"(asked for in #{state.entry}), which it considers only while nothing was used; "
                f"{in_words(use.on)} was before that."
            )
            yield Cost(text, "Record it all the same?", (f"{claim}-untouched", f"{claim}-window"), use.on)


def rights_open(ledger: Ledger, offer: Offer, today: dt.date) -> list[Claim]:
    """Refund and swap, where each could still be asked for or is being reviewed, and nothing has been used."""
    if offer.ended or today > offer.window_end or ledger.offers.first_use(offer.id, today):
        return []
    possible = [Claim.REFUND]
    if offer.program in ACTION_PACKS and not offer.swapped:
        possible.append(Claim.SWAP)
    states = {claim: ledger.offers.claim(claim, offer.id, today) for claim in possible}
    return [claim for claim, state in states.items() if not (state and state.decision is Decided.REFUSED)]


def other_pack(program: Programme) -> Programme:
    """What an Action Pack can be swapped for."""
    return Programme.LEARNING_ACTION_PACK if program is Programme.ACTION_PACK else Programme.ACTION_PACK


def _under_review(asked: Sequence[ClaimState]) -> str:
    """The requests that Microsoft has not answered, and what a use does to them."""
    named = " and ".join(f"the {one.claim} asked for on {in_words(one.made)} (#{one.entry})" for one in asked)
    return f"Microsoft has not answered yet: a use goes against {named}."


def _ending(ctx: Context, offer: Offer, rights: list[Claim], use: Entry, asked: Sequence[ClaimState]) -> Cost:
    name, until = ctx.offer(offer), offer.window_end
    viewed = isinstance(use, model.TokenViewed | model.KeyViewed)
    noun = "token" if isinstance(use, model.TokenViewed) else "key"
    once = f"Once a {noun} has been viewed" if viewed else "Once a benefit has been used"
    swap = f"the swap to the {programme_name(other_pack(offer.program))}"
    window = f"open until {in_words(until)} ({days_left(until, ctx.today)})"
    if Claim.REFUND in rights:
        text = f"{once}, Microsoft no longer considers a refund for the {name}. That window is {window}"
        text += f", and so is {swap}." if Claim.SWAP in rights else "."
    else:
        text = f"{once}, Microsoft no longer considers {swap}. That window is {window}."
    if asked:
        text += f" {_under_review(asked)}"
    rules = {
        Claim.REFUND: ("refund-untouched", "refund-window"),
        Claim.SWAP: ("swap-untouched", "swap-window"),
    }
    firsts = [rules[claim][0] for claim in rights] + [rules[claim][1] for claim in rights]
    question = "Record the view?" if viewed else "Record it?"
    return Cost(text, question, tuple(firsts), until, no="Not viewed, cancel" if viewed else CANCEL)
