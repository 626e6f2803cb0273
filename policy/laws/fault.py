"""Why a history can't stand, and how that is said."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from policy.context import Context
from policy.ledger import Ledger
from policy.model import Entry


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry, in words; the rules, deciding first; the entry in the way; the day that matters."""

    text: str
    rules: tuple[str, ...]
    entry: int | None = None
    date: dt.date | None = None


Law = Callable[[Ledger, Context, Any, Any], Fault | None]
"""(the ledger as it would be, who asks, the subject's state before, the entry) -> what is wrong with the entry."""

Laws = Mapping[type[Entry], Law]
