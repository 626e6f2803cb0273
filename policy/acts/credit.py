"""Azure credit: granted by the month or in bulk, and used."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from policy import model
from policy.acts.find import find_offer, named_choices
from policy.acts.outcome import Act, Ask, Decides, Outcome, Record, Refuse
from policy.acts.settle import common, day_of, refuse, settle
from policy.context import Context, in_words, money
from policy.days import month_end
from policy.laws import Fault
from policy.ledger import Credit, Ledger, Offer
from policy.model import CreditForm, Level, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantCredit(Act):
    """`amount` a month, or once for bulk credit."""

    form: CreditForm | None = None
    amount: Decimal | None = None
    currency: str = "USD"
    offer: str | None = None
    program: Programme | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCredit(Act):
    amount: Decimal | None = None
    form: CreditForm | None = None
    currency: str | None = None
    credit: str | None = None


def _grant(ledger: Ledger, act: GrantCredit, ctx: Context) -> Outcome:
    if not act.amount:
        return Ask("amount", "How much credit?", replace(act, amount=None))
    if act.form is None:
        named = (("Each month", CreditForm.MONTHLY), ("Once, in bulk", CreditForm.BULK))
        return Ask("form", "Each month, or once?", act, named_choices(act, "form", named))
    found = find_offer(ledger, act, ctx, day_of(act, ctx), offer=act.offer, program=act.program, level=act.level)
    if not isinstance(found, Offer):
        return found
    entry = model.CreditGranted(
        credit=ledger.next_id("credit"),
        offer=found.id,
        form=act.form,
        amount=act.amount,
        currency=act.currency,
        **common(act, ctx),
    )
    each = "a month" if act.form == CreditForm.MONTHLY else "in bulk"
    text = (
        f"**Recorded:** {money(entry.amount, entry.currency)} of Azure credit {each}, "
        f"from {in_words(entry.on)} (#{ledger.last_seq + 1})."
    )
    if act.form == CreditForm.MONTHLY:
        text += (
            "\nIt starts anew each month; what is not used lapses (that is how Azure does it: the guide doesn't say)."
        )
    return settle(ledger, act, ctx, Record((entry,), text, ("azure-credits",)))


def _use(ledger: Ledger, act: UseCredit, ctx: Context) -> Outcome:
    if not act.amount:
        return Ask("amount", "How much was used?", replace(act, amount=None))
    day = day_of(act, ctx)
    found = _credit(ledger, act, ctx, day)
    if not isinstance(found, Credit):
        return found
    entry = model.CreditUsed(
        credit=found.id,
        offer=found.offer,
        form=found.form,
        amount=act.amount,
        currency=found.currency,
        **common(act, ctx),
    )
    left = ledger.services.left(found, day) - entry.amount
    of = f"of {day:%B}'s" if found.form is CreditForm.MONTHLY else "of the"
    text = (
        f"**Recorded:** {money(entry.amount, entry.currency)} {of} Azure credit used on {in_words(day)} "
        f"(#{ledger.last_seq + 1})."
    )
    if left < 0:
        text += f"\n**Careful:** that is {money(-left, found.currency)} more than was left; Azure may charge for it."
        return settle(ledger, act, ctx, Record((entry,), text, ("azure-credits",)))
    text += f" {money(left, found.currency)} left"
    date = month_end(day) if found.form is CreditForm.MONTHLY else None
    text += f" until {in_words(date)}; then it lapses." if date and left else "."
    return settle(ledger, act, ctx, Record((entry,), text, ("azure-credits",), date))


def _credit(ledger: Ledger, act: UseCredit, ctx: Context, day: dt.date) -> Credit | Refuse | Ask:
    standing = _granted(ledger, act, day) or _granted(ledger, act, ctx.today)
    if len(standing) == 1:
        return standing[0]
    if standing:
        named = ((f"{money(one.amount, one.currency)} {one.form}", one.id) for one in standing)
        return Ask("credit", "Of which credit?", act, named_choices(act, "credit", named))
    text = (
        "**No Azure credit is recorded for that day.** Record what you were granted first: "
        '"we got 100 USD of Azure credit a month".'
    )
    return refuse(ctx, Fault(text, ("azure-credits",)))


def _granted(ledger: Ledger, act: UseCredit, day: dt.date) -> list[Credit]:
    """The credit of a day that is meant, of offers in force on it."""
    return [
        one
        for one in ledger.services.granted(day)
        if (one.offer is None or ledger.offers.covers(one.offer, day))
        and act.credit in (None, one.id)
        and act.form in (None, one.form)
        and act.currency in (None, one.currency)
    ]


DECIDES: Final[Decides] = {GrantCredit: _grant, UseCredit: _use}
