"""One request being answered: who asks, in which conversation, on which day, with what is recorded."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reply import Request
from bot.talk.conversation import Conversations, Thread
from intents.names import Names
from policy.days import DayOrder
from policy.facts import Facts
from policy.rulebook import Edition

if TYPE_CHECKING:  # a question alone is answered without loading the ledger
    from bot.record.records import Visit


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
    def scope(self) -> str:
        """Whose answers turn on what is said of the company now: everybody's, or, where a record is kept and who says
        it may not record, only theirs."""
        workspace, person = self.request.workspace, self.request.person
        if self.visit is None or self.visit.ledger.company.is_administrator(person, self.today):
            return workspace
        return f"{workspace}/{person}"

    def stated(self, conversations: Conversations) -> Facts:
        """What was said of the company, to everybody or by who asks."""
        common = conversations.stated(self.request.workspace).as_of(self.today)
        if self.scope == self.request.workspace:
            return common
        return conversations.stated(self.scope).as_of(self.today).over(common)

    @property
    def order(self) -> DayOrder:
        return self.visit.order if self.visit else DayOrder.MONTH_FIRST
