"""Offers: bought, renewed, swapped, ended."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from policy import model
from policy.acts.ending import rights_lost, seats_lost
from policy.acts.find import find_offer, named_choices
from policy.acts.outcome import Act, Ask, Decides, Outcome, Record
from policy.acts.settle import Cost, common, day_of, other_pack, settle
from policy.context import Context, in_words, programme_name
from policy.ledger import WINDOW, Ledger, Offer, a_year_after
from policy.model import ACTION_PACKS, EndReason, Level, Programme

_EARLY: Final = dt.timedelta(days=60)
"""Before the end of a term a renewal is no surprise from then on; sooner it may be the same one said twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPurchase(Act):
    program: Programme | None = None
    competency: str | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRenewal(Act):
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSwap(Act):
    """The swap was done; `to` is what the offer is from then on."""

    offer: str | None = None
    to: Programme | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOffer(Act):
    """It was cancelled, or recorded as lapsed; a refund ends it with Microsoft's decision."""

    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None
    reason: EndReason = EndReason.CANCELLED


def _purchase(ledger: Ledger, act: RecordPurchase, ctx: Context) -> Outcome:
    if act.program is None:
        named = (
            ("Action Pack", Programme.ACTION_PACK),
            ("Learning Action Pack", Programme.LEARNING_ACTION_PACK),
            ("Competency", Programme.COMPETENCY),
        )
        return Ask("program", "What did you buy?", act, named_choices(act, "program", named))
    entry = model.OfferPurchased(
        offer=ledger.next_id("offer"),
        program=act.program,
        competency=act.competency,
        level=act.level if act.program == Programme.COMPETENCY else None,
        **common(act, ctx),
    )
    name = programme_name(entry.program, entry.level, entry.competency)
    seq, last = ledger.last_seq + 1, entry.on + WINDOW
    text = f"**Recorded:** {name} bought on {in_words(entry.on)} ({entry.offer.replace('-', ' ')}, #{seq})."
    text += f" It runs until {in_words(a_year_after(entry.on) - dt.timedelta(days=1))}."
    text += "\n" + _windows(ctx, entry.program, last)
    rules = ["refund-window", "refund-untouched"]
    rules += ["swap-window", "swap-untouched"] if entry.program in ACTION_PACKS else []
    text += f'\nNext: tell me what Partner Center lists, for example "{_example_grant(entry.program, name)}".'
    record = Record((entry,), text, tuple(rules), last)
    return settle(ledger, act, ctx, record, _same_again(ledger, act, ctx, entry))


def _windows(ctx: Context, program: Programme, last: dt.date) -> str:
    """What can be asked of Microsoft after a purchase, and until when."""
    swap = (
        f" The same holds for the swap to the {programme_name(other_pack(program))}." if program in ACTION_PACKS else ""
    )
    if last < ctx.today:
        over = "refund and swap" if swap else "refund"
        return f"The window for {over} closed on {in_words(last)}."
    return (
        f"Refund: ask by **{in_words(last)}**, as long as no benefit is used and no token is viewed. "
        f"Microsoft reviews each request and may refuse.{swap}"
    )


def _example_grant(program: Programme, name: str) -> str:
    edition = "Professional" if program in ACTION_PACKS else "Enterprise"
    return f"the {name} gives us 3 Visual Studio {edition}"


def _same_again(ledger: Ledger, act: RecordPurchase, ctx: Context, entry: model.OfferPurchased) -> list[Cost]:
    """The same offer is in force already: a second purchase is rare, a renewal or a slip is not."""
    for one in ledger.offers.in_force(entry.on):
        if (one.program, one.competency, one.level) == (entry.program, entry.competency, entry.level):
            text = (
                f"The {ctx.offer(one)} bought on {in_words(one.purchased)} (#{one.purchase}) runs until "
                f"{in_words(one.term.end)} already."
            )
            return [Cost(text, "Record a second one?", ("benefits-start",), yes="Record a second one")]
    return []


def _renew(ledger: Ledger, act: RecordRenewal, ctx: Context) -> Outcome:
    found = _to_renew(ledger, act, ctx)
    if not isinstance(found, Offer):
        return found
    entry = model.OfferRenewed(offer=found.id, **common(act, ctx))
    before = ledger.offers.offer(found.id, entry.on) or found
    after = ledger.trial((entry,)).offers.offer(found.id, entry.on) or found
    name = ctx.offer(found)
    text = (
        f"**Recorded:** {name} renewed on {in_words(entry.on)} (#{ledger.last_seq + 1}). "
        f"It runs from {in_words(after.term.start)} until {in_words(after.term.end)}."
    )
    if after.term.start > before.anniversary:
        text += f" That is more than 30 days after {in_words(before.term.end)}, so the new year starts on its own day."
    text += (
        "\nSeats and grants stay until you record what the new year grants. Tokens are new each year: fetch them in "
        "Partner Center and enter each in the Key Redemption Portal. A renewal opens no refund window."
    )
    costs = []
    if before.term.end - entry.on > _EARLY:
        since = f", since the renewal of {in_words(last.on)}" if (last := _renewal(ledger, before)) else ""
        ready = f"The {name} runs until {in_words(before.term.end)} already{since} (#{before.term.entry})."
        costs = [Cost(ready, "Record one more year?", ("token-yearly",), before.term.end, yes="Record one more year")]
    record = Record((entry,), text, ("token-yearly", "refund-window"), after.term.end)
    return settle(ledger, act, ctx, record, costs)


def _renewal(ledger: Ledger, offer: Offer) -> model.Entry | None:
    """The renewal that brought the latest term, None where the purchase did."""
    return ledger.entry(offer.term.entry) if len(offer.terms) > 1 else None


def _to_renew(ledger: Ledger, act: RecordRenewal, ctx: Context) -> Offer | Outcome:
    """The offer that was renewed: one in force, else the one that ran out last."""
    day = day_of(act, ctx)
    if act.offer:
        return find_offer(ledger, act, ctx, day, offer=act.offer)
    standing = [one for one in ledger.offers.bought(day) if not one.ended and one.is_of(act.program, act.level)]
    if len(standing) > 1:
        recent = [one for one in standing if one.term.end + WINDOW >= day]
        standing = recent or standing
    if len(standing) == 1:
        return standing[0]
    if standing:
        named = ((ctx.offer(one), one.id) for one in standing)
        return Ask("offer", "Which offer was renewed?", act, named_choices(act, "offer", named))
    return find_offer(ledger, act, ctx, day, program=act.program, level=act.level)


def _swap(ledger: Ledger, act: RecordSwap, ctx: Context) -> Outcome:
    found = _to_swap(ledger, act, ctx)
    if not isinstance(found, Offer):
        return found
    to = act.to or other_pack(found.program)
    entry = model.OfferSwapped(offer=found.id, program=to, **common(act, ctx))
    text = (
        f"**Recorded:** the {ctx.offer(found)} is the {programme_name(to)} from {in_words(entry.on)} "
        f"(#{ledger.last_seq + 1}). It keeps its term, until {in_words(found.term.end)}."
        "\nIts old grants and seats end with the swap: tell me what Partner Center lists now. "
        "The swap can be made one time only."
    )
    record = Record((entry,), text, ("swap-window", "swap-untouched"), found.term.end)
    seats = seats_lost(ledger, ctx, found, entry.on)
    ends = f"its grants and these seats: {seats}" if seats else "what it grants"
    cost = Cost(
        f"A swap can be made one time only. With it the {ctx.offer(found)} becomes a {programme_name(to)}, and from "
        f"{in_words(entry.on)} it ends {ends}.",
        "Record the swap?",
        ("swap-window", "swap-untouched"),
        entry.on,
        yes="Record the swap",
    )
    return settle(ledger, act, ctx, record, [cost])


def _to_swap(ledger: Ledger, act: RecordSwap, ctx: Context) -> Offer | Outcome:
    """Of several offers, the Action Pack."""
    day = day_of(act, ctx)
    packs = [one for one in ledger.offers.in_force(day) if one.program in ACTION_PACKS]
    if act.to:
        packs = [one for one in packs if one.program != act.to] or packs
    if act.offer is None and len(packs) == 1:
        return packs[0]
    return find_offer(ledger, act, ctx, day, offer=act.offer)


def _end(ledger: Ledger, act: EndOffer, ctx: Context) -> Outcome:
    day = day_of(act, ctx)
    standing = [one for one in ledger.offers.bought(day) if not one.ended and one.is_of(act.program, act.level)]
    if act.reason is EndReason.LAPSED:  # of several, the one whose term is over has lapsed
        standing = [one for one in standing if one.term.end < day] or standing
    found: Offer | Outcome
    if act.offer is None and len(standing) == 1:
        found = standing[0]
    else:
        found = find_offer(ledger, act, ctx, day, offer=act.offer, program=act.program, level=act.level)
    if not isinstance(found, Offer):
        return found
    entry = model.OfferEnded(offer=found.id, reason=act.reason, **common(act, ctx))
    name = ctx.offer(found)
    last_day = act.reason is EndReason.LAPSED and entry.on == found.term.end
    from_when = "the day after" if last_day else "that day"
    text = (
        f"**Recorded:** the {name} ended on {in_words(entry.on)}, {act.reason} (#{ledger.last_seq + 1})."
        f"\nFrom {from_when} its seats, grants and tokens give no right any more, also where access goes on. "
        "Uninstall its on-premises software or license it through Commercial Licensing."
    )
    used = rights_lost(ledger, ctx, found, entry.on)
    early = (
        f"\nIt runs until {in_words(found.term.end)}: where only the renewal is left out, its rights hold until then "
        "and end by themselves, and there is nothing to record."
        if entry.on < found.term.end
        else ""
    )
    cost = Cost(
        f"This ends every right from the {name}: seats, keys, tokens and installed software."
        + (f" With it end {used}." if used else " No seat, token or software of it is recorded.")
        + early,
        f"Record that it ended on {in_words(entry.on)}?",
        ("no-renewal", "licence-not-perpetual", "cloud-rights-end"),
        entry.on,
    )
    record = Record((entry,), text, ("no-renewal", "licence-not-perpetual", "cloud-rights-end"), entry.on)
    return settle(ledger, act, ctx, record, [cost])


DECIDES: Final[Decides] = {RecordPurchase: _purchase, RecordRenewal: _renew, RecordSwap: _swap, EndOffer: _end}
