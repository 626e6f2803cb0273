"""What is asked of the ledger, and what it answers."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from policy.acts.outcome import Choice
from policy.decision import Form, Verdict


class Only(StrEnum):
    """What a report is narrowed down to, or widened."""

    NOT_ACTIVATED = "not_activated"
    SEATS = "seats"
    RECORDED = "recorded"
    EVERYTHING = "everything"
    OVERDUE = "overdue"
    PLANNED = "planned"
    OFFERS = "offers"
    MACHINE = "machine"
    MOVABLE = "movable"
    REFERENCE = "reference"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the ledger: the report's label and what it is about.

    Ids as in the ledger; keys and tokens by id or as people call them. `on`: as of that day. `form`: whether it is
    to be answered with yes or no; None takes the usual form of the report. Of an install: whether it was one more on
    the same machine (`again`), is only thought of (`supposed`), and came with a significant hardware change. Of the
    history: what was recorded from `since` to `on`, by `by`; or with a `reference`, the number of a case or an order.
    """

    label: str
    person: str | None = None
    product: str | None = None
    key: str | None = None
    token: str | None = None
    tenant: str | None = None
    machine: str | None = None
    programme: str | None = None
    on: dt.date | None = None
    entry: int | None = None
    seat: str | None = None
    form: Form | None = None
    again: bool = False
    supposed: bool = False
    significant: bool = False
    only: Only | None = None
    since: dt.date | None = None
    by: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for a face that can draw them; `more` were left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The answer in plain words, and what programs read: verdict, rules (at most four), the date that matters.

    `verdict` is None unless the question was one of yes or no; `conditions` go with `allowed_if`.
    """

    text: str
    verdict: Verdict | None = None
    rules: tuple[str, ...] = ()
    date: dt.date | None = None
    table: Table | None = None
    choices: tuple[Choice, ...] = ()
    conditions: tuple[str, ...] = ()
