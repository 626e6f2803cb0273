"""One request being answered: who asks, in which conversation, on which day, with what is recorded."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reply import Request
from bot.talk.conversation import Conversations, Thread
from intents.model import Reading
from intents.names import Names
from policy.days import DayOrder
from policy.facts import Facts
from policy.rulebook import Edition

if TYPE_CHECKING:  # a question alone is answered without loading the ledger
    from bot.record.records import Visit
    from intents.reader import Reader


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

    def read(self, reader: "Reader", text: str) -> tuple[Reading, ...]:
        """The requests of a message, left to right.

        Where no record is kept, what is told before a question belongs to it: "Tom got VS on 1 May. When may Ann have
        it?" is one.
        """
        readings = reader.read(text, self.names, self.today, self.order)
        if self.visit is not None or len(readings) < 2 or readings[-1].label not in self.edition.matters:
            return readings
        whole = reader.read(text, self.names, self.today, self.order, acts=False)
        return whole if len(whole) == 1 and whole[0].label == readings[-1].label else readings
