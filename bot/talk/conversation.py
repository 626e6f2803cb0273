"""What a conversation rests on: the last question in a thread, what it waits for, and facts stated."""

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bot.talk.plan import Offers, Plan, is_about
from intents.model import Reading
from policy.decision import Decision
from policy.facts import LASTING, NO_FACTS, Facts

if TYPE_CHECKING:  # a question alone is answered without loading replies
    from bot.reply import Reply, Request

_KEPT: Final = 2_000
MESSAGES_KEPT: Final = 50
_SPEAKERS_KEPT: Final = 20
"""People in one conversation of whom is kept what they have open."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(slots=True)
class Open:
    """What one person has open in a conversation: nobody else's words answer or close it.

    `offers` are the choices below the latest reply to them. `asks` is the plan that an open question is about,
    `labels` its choices in order, and `asked` whom it was put to; nothing while no question is open. Where
    it asks who is meant, `naming` gives what follows when somebody is picked, of those in `among` where several
    were offered. `question` is the reply that put the open question, `recorded` are the entries that their latest
    request recorded, `refused` is what it wanted in vain. `words` are those that `naming` is about, where another
    process may go on from here. `asked_twice`: an answer that was none has been let pass once.
    """

    offers: Offers = field(default_factory=dict)
    asks: Plan | None = None
    labels: tuple[str, ...] = ()
    asked: str | None = None
    naming: Callable[[str], Plan] | None = None
    among: tuple[str, ...] = ()
    question: "Reply | None" = None
    recorded: tuple[int, ...] = ()
    refused: Plan | None = None
    asked_twice: bool = False
    words: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether a question waits for an answer."""
        return bool(self.labels) or self.asks is not None or self.naming is not None

    def closed(self) -> None:
        """Nothing is open any more."""
        self.offers, self.asks, self.labels, self.asked, self.naming = {}, None, (), None, None
        self.among, self.question, self.words = (), None, None
        self.asked_twice = False

    def opened_again(self, before: "Open") -> None:
        """What was open before is open still, for one more answer."""
        self.asked_twice = True
        self.offers, self.asks, self.labels, self.asked = before.offers, before.asks, before.labels, before.asked
        self.naming, self.question, self.words = before.naming, before.question, before.words
        self.among = before.among


@dataclass(slots=True)
class Thread(Open):
    """One conversation: what was asked and decided last, with which facts, and what each who speaks has open.

    `rested` are the rules behind its latest reply, where that was no answer of the guide. `whose` is what is open
    now; `others` is what is open of those who spoke before.
    """

    reading: Reading | None = None
    decision: Decision | None = None
    facts: Facts = NO_FACTS
    rested: tuple[str, ...] = ()
    whose: str | None = None
    others: dict[str, Open] = field(default_factory=dict)

    @property
    def everybodys(self) -> dict[str, Open]:
        """What everybody has open who spoke here, by person."""
        return self.others if self.whose is None else {**self.others, self.whose: self._theirs()}

    def begin(self, opened: dict[str, Open]) -> None:
        """What everybody has open is this, and it is nobody's turn."""
        self.whose, self.others = None, opened

    def _theirs(self) -> Open:
        return Open(**{one: getattr(self, one) for one in _OF_ONE})

    def without_names(self) -> None:
        """Leaves nothing that may name somebody; what was recorded last stays known by its numbers."""
        self.reading = None
        everybody = {person: Open(recorded=one.recorded) for person, one in self.everybodys.items()}
        self.begin(everybody)

    def turn_to(self, person: str) -> None:
        """Opens what this person has open here; what another has stays for them."""
        if self.whose == person:
            return
        if self.whose is not None and (left := self._theirs()) != Open():
            self.others[self.whose] = left
        theirs = self.others.pop(person, Open())
        for one in _OF_ONE:
            setattr(self, one, getattr(theirs, one))
        self.whose = person
        while len(self.others) > _SPEAKERS_KEPT:
            del self.others[next(iter(self.others))]


_OF_ONE: Final = tuple(one.name for one in fields(Open))


@dataclass(slots=True)
class Stated:
    """What people said about the organisation; `purchased_on` gives the days since at any later day."""

    facts: Facts = NO_FACTS
    purchased_on: date | None = None

    def as_of(self, day: date) -> Facts:
        if self.purchased_on is None:
            return self.facts
        return replace(self.facts, days_since_purchase=(day - self.purchased_on).days, dated=True)


class Conversations:
    """Threads, messages and stated facts, in memory; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._threads: OrderedDict[tuple[str, str], Thread] = OrderedDict()
        self._messages: OrderedDict[tuple[str, str], list[dict[str, Plan]]] = OrderedDict()
        self._stated: dict[str, Stated] = {}
        self._replies: OrderedDict[tuple[str, str, str], Reply] = OrderedDict()
        self._erased: dict[str, frozenset[str]] = {}

    def without(self, workspace: str, erased: Collection[str]) -> None:
        """Leaves nothing that may name those who were erased since, by whatever process; questions are closed."""
        before = self._erased.get(workspace)
        if before is not None and len(before) == len(erased):
            return
        self._erased[workspace] = frozenset(erased)
        if before is None:
            return
        for key, thread in self._threads.items():
            if key[0] == workspace:
                thread.without_names()
        for reply in [key for key in self._replies if key[0] == workspace]:
            del self._replies[reply]
        for person in [key for key in self._messages if key[0] == workspace]:
            messages = self._messages[person]
            messages[:] = [one for one in messages if not is_about(one, self._erased[workspace])]

    def keep_reply(self, request: "Request", reply: "Reply") -> None:
        """Keeps the reply to a delivery that recorded nothing, for when it comes again, by the same person."""
        key = _delivery(request)
        self._replies.pop(key, None)
        _kept(self._replies, key, reply)

    def replied(self, request: "Request") -> "Reply | None":
        """The reply that a delivery got, which recorded nothing."""
        return self._replies.get(_delivery(request))

    def thread(self, workspace: str, thread: str) -> Thread:
        return _kept(self._threads, (workspace, thread), Thread())

    def sent(self, workspace: str, person: str, offers: Offers) -> None:
        """Notes the choices of a direct message that the desk sent to somebody."""
        if offers:
            messages = self.messages(workspace, person)
            messages.append(dict(offers))
            del messages[:-MESSAGES_KEPT]

    def messages(self, workspace: str, person: str) -> list[dict[str, Plan]]:
        """The choices of the messages that somebody got lately, those that were not pressed."""
        return _kept(self._messages, (workspace, person), [])

    def pressed(self, workspace: str, person: str, label: str) -> Plan | None:
        """What a choice of a direct message leads to, of the latest that has it; it can be pressed once."""
        messages = self._messages.get((workspace, person), [])
        for message in reversed(messages):
            if label in message:
                return message.pop(label)
        return None

    def stated(self, workspace: str) -> Stated:
        return self._stated.setdefault(workspace, Stated())

    def forget(self) -> None:
        """Forgets every thread, message and everything stated."""
        self._threads.clear()
        self._messages.clear()
        self._replies.clear()
        self._stated.clear()

    def remember(self, workspace: str, facts: Facts, purchased_on: date | None = None) -> None:
        """Keeps those facts that are about the organisation."""
        stated = self.stated(workspace)
        about_us: dict[str, Any] = {
            name: value for name, value in facts.known().items() if name in LASTING and name != "days_since_purchase"
        }
        lasting = Facts(**about_us)
        if lasting.programme is not None and lasting.level is None:
            stated.facts = replace(stated.facts, level=None)
        stated.facts = lasting.over(stated.facts)
        if purchased_on is not None:
            stated.purchased_on = purchased_on


def _delivery(request: "Request") -> tuple[str, str, str]:
    return request.workspace, request.person, request.cause or ""


def _kept(places: "OrderedDict[_Key, _Value]", key: _Key, fresh: _Value) -> _Value:
    """What stands at a key, now the one used last; the oldest goes when there are too many."""
    found = places.setdefault(key, fresh)
    places.move_to_end(key)
    if len(places) > _KEPT:
        places.popitem(last=False)
    return found
