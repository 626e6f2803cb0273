"""Support incidents, Azure credit and presales hours: what was used, by year, month and in all."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from policy import model
from policy.ledger.track import Shelf, no_state
from policy.model import Balance, CreditForm, Entry, Support


class Credit(NamedTuple):
    """Azure credit: `amount` a month, or once for bulk credit."""

    id: str
    offer: str | None
    form: CreditForm
    amount: Decimal
    currency: str
    since: dt.date
    entry: int


def _credit_after(before: Credit | None, entry: Entry) -> Credit | None:
    if not isinstance(entry, model.CreditGranted):
        return before
    return Credit(entry.credit, entry.offer, entry.form, entry.amount, entry.currency, entry.on, entry.seq or 0)


def _total_after(before: Decimal | None, entry: Entry) -> Decimal | None:
    match entry:
        case model.CreditUsed():
            return (before or Decimal(0)) + entry.amount
        case model.HoursUsed():
            return (before or Decimal(0)) + entry.hours
    return before


def _balance_after(before: model.BalanceRecorded | None, entry: Entry) -> model.BalanceRecorded | None:
    return entry if isinstance(entry, model.BalanceRecorded) else before


def month_of(day: dt.date) -> str:
    """The month of a day, by which monthly credit is counted: 2026-03."""
    return f"{day:%Y-%m}"


class Services:
    """What is counted by use."""

    def __init__(self, base: "Services | None" = None) -> None:
        self.incidents: Shelf[tuple[str | None, Support], None] = base.incidents.fork() if base else Shelf(no_state)
        self.credits: Shelf[str, Credit] = base.credits.fork() if base else Shelf(_credit_after)
        self.spent: Shelf[tuple[str, str], Decimal] = base.spent.fork() if base else Shelf(_total_after)
        self.hours: Shelf[str, Decimal] = base.hours.fork() if base else Shelf(_total_after)
        self.balances: Shelf[tuple[str, Balance], model.BalanceRecorded] = (
            base.balances.fork() if base else Shelf(_balance_after)
        )

    def opened(self, offer: str | None, support: Support, since: dt.date, until: dt.date) -> int:
        """How many incidents of a kind were opened on an offer from one day to another."""
        track = self.incidents.track((offer, support))
        return track.count(since, until) if track else 0

    def carried(self, offer: str, balance: Balance, since: dt.date, until: dt.date) -> Decimal:
        """What had been used before the desk began to count, as recorded from one day to another."""
        stated = self.balances.on((offer, balance), until)
        return stated.used if stated and stated.on >= since else Decimal(0)

    def used_hours(self, offer: str, since: dt.date, until: dt.date) -> Decimal:
        """Presales hours used from one day to another."""
        before = self.hours.on(offer, since - dt.timedelta(days=1)) or Decimal(0)
        return (self.hours.on(offer, until) or Decimal(0)) - before

    def granted(self, day: dt.date) -> Iterator[Credit]:
        """Every credit that was granted by a day; of monthly credit each offer's latest in a currency."""
        latest: dict[tuple[str | None, str], Credit] = {}
        for key in self.credits:
            credit = self.credits.on(key, day)
            if credit is None:
                continue
            if credit.form is CreditForm.BULK:
                yield credit
                continue
            place = (credit.offer, credit.currency)
            if place not in latest or (credit.since, credit.entry) > (
                latest[place].since,
                latest[place].entry,
            ):
                latest[place] = credit
        yield from latest.values()

    def left(self, credit: Credit, day: dt.date) -> Decimal:
        """What is left of a credit on a day: of this month's, or of all."""
        return credit.amount - self.spent_of(credit, day)

    def spent_of(self, credit: Credit, day: dt.date) -> Decimal:
        """What was used of a credit by a day: in its month, or in all."""
        return self.spent.on((credit.id, self.period(credit.form, day)), day) or Decimal(0)

    @staticmethod
    def period(form: CreditForm, day: dt.date) -> str:
        """The month of a monthly credit; bulk credit has one period."""
        return month_of(day) if form is CreditForm.MONTHLY else ""
