"""Entries about support incidents, Azure credit and presales hours."""

from typing import Annotated, Literal

from pydantic import Field

from policy.model.entry import Amount, Entry, Id, Words
from policy.model.nouns import Balance, CreditForm, Support

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class IncidentOpened(Entry):
    """`offer` is the one that it is counted against, None where nobody could say."""

    kind: Literal["incident_opened"] = "incident_opened"
    incident: Id
    offer: Id | None = None
    support: Support
    product: Id | None = None
    version: Words | None = None


class CreditGranted(Entry):
    """`amount` is each month's for monthly credit, the whole for bulk credit."""

    kind: Literal["credit_granted"] = "credit_granted"
    credit: Id
    offer: Id | None = None
    form: CreditForm
    amount: Amount
    currency: Currency


class CreditUsed(Entry):
    kind: Literal["credit_used"] = "credit_used"
    credit: Id
    offer: Id | None = None
    form: CreditForm
    amount: Amount
    currency: Currency


class HoursUsed(Entry):
    kind: Literal["hours_used"] = "hours_used"
    offer: Id
    hours: Amount


class BalanceRecorded(Entry):
    """What had been used of an offer in this programme year before the desk began to count."""

    kind: Literal["balance_recorded"] = "balance_recorded"
    offer: Id
    balance: Balance
    used: Amount
