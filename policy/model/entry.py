"""What every entry has, and the types of its fields."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

Id = Annotated[str, Field(min_length=1, max_length=200)]
"""An id of the desk (offer-1), a person's id, or a product's."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("text holds no NUL: PostgreSQL would refuse it")
    return text


def as_number(amount: Decimal) -> float:
    """An amount as JSON and sheets have it: whole where it is."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


Words = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_no_nul)]
"""What a person wrote: a label, a machine, a reason."""

Amount = Annotated[
    Decimal,
    Field(ge=0, le=1_000_000_000, decimal_places=2),
    PlainSerializer(as_number, return_type=float, when_used="json"),
]
"""Money or hours, to the cent; a number in JSON."""

Moment = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(dt.UTC))]


class Entry(BaseModel):
    """One line of the log. A draft is an entry before it is stamped: `seq` and `at` are None.

    `by` recorded it; `on` is the day it took effect in the workspace's zone; `at` is when it was
    recorded, in UTC. `part` numbers the entries of one request from 1; a lone one has none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    kind: str
    v: Literal[1] = 1
    seq: Annotated[int, Field(ge=1)] | None = None
    at: Moment | None = None
    by: Id
    on: dt.date
    why: Words | None = None
    reference: Words | None = None
    part: Annotated[int, Field(ge=1)] | None = None

    @property
    def number(self) -> int:
        """The `seq` of an entry that was recorded."""
        if self.seq is None:
            raise ValueError(f"a draft of {self.kind} has no number yet")
        return self.seq


OMITTED_WHEN_ABSENT = ("seq", "at", "why", "reference", "part", "evening", "who")
