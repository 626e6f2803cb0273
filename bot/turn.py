"""One request being answered: who asks, in which conversation, on which day, with what is recorded."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation import Thread
from bot.reply import Request
from intents.names import Names
from policy.days import DayOrder
from policy.rulebook import Edition

if TYPE_CHECKING:  # a question alone is answered without loading the ledger
    from bot.records import Visit


@dataclass(frozen=True, slots=True)
class Turn:
    """`visit` is None where the desk keeps no record. `today` is the workspace's day."""

    request: Request
    thread: Thread
    today: dt.date
    edition: Edition
    names: Names
    visit: "Visit | None" = None

    @property
    def order(self) -> DayOrder:
        return self.visit.order if self.visit else DayOrder.MONTH_FIRST
