"""Conversations that another process can go on with: taken up where it left them, and left for the next.

Only what an answer can rest on is kept, for a day: of a question to the guide what it is about and not its words; the
words of a message only while it is open whom they mean.
"""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.record.plans import all_read, all_written
from bot.reply import Delivery, Reply
from bot.talk.conversation import MESSAGES_KEPT, Conversations, Stated
from bot.talk.thread_text import Left
from bot.talk.turn import Turn
from bot.talk.uncertain import Uncertain
from intents.reader import Reader
from policy.facts import Facts
from storage.errors import StorageError

_ERASED: Final = "person_erased"
_STATED: Final = "stated:"

_log = logging.getLogger(__name__)
_Model = TypeVar("_Model", bound=BaseModel)


class Store(Protocol):
    """Texts by a workspace and a name, the same for every process, for a day or so."""

    def read(self, workspace: str, names: tuple[str, ...]) -> dict[str, str]: ...

    def keep(self, workspace: str, name: str, text: str) -> None: ...

    def forget(self, workspace: str) -> None:
        """Everything of a workspace."""
        ...


class Names(NamedTuple):
    """What a turn rests on, by the names in the store."""

    thread: str
    stated: tuple[str, ...]
    messages: str
    reply: str

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.thread, *self.stated, self.messages, self.reply)))


@dataclass(frozen=True, slots=True)
class Taken:
    """A conversation that was taken up: the reply that this delivery got before, where it recorded nothing then.

    It is to be called with the reply, and leaves the conversation.
    """

    reply: Reply | None
    leave: Callable[[Reply], None]

    def __call__(self, reply: Reply) -> None:
        self.leave(reply)


class _Said(BaseModel):
    """What was stated of the company."""

    facts: Facts
    purchased_on: dt.date | None


_Messages: Final = TypeAdapter(list[dict[str, str]])
"""The choices of messages to a person, each by its label with what it leads to."""


_NOTHING: Final = Left(reading=None, decision=None, facts=Facts(), rested=())


class Handover:
    """Takes a conversation up before a request is answered, and leaves it afterwards."""

    def __init__(self, store: Store, reader: Reader, conversations: Conversations) -> None:
        self._store, self._reader, self._conversations = store, reader, conversations

    def take_up(self, turn: Turn) -> "Taken":
        """Brings a thread, what was stated, and the messages to who asks, to where any process left them.

        Raises a StorageError.
        """
        workspace, person = turn.request.workspace, turn.request.person
        stated = {_STATED + scope: self._conversations.stated(scope) for scope in (workspace, turn.scope)}
        names = Names(_thread(turn), tuple(stated), f"messages:{person}", _delivery(turn))
        found = self._store.read(workspace, names.all)
        self._bring(turn, _read(Left, found.get(names.thread)) or _NOTHING)  # begun anew, or forgotten elsewhere
        for name, one in stated.items():
            if said := _read(_Said, found.get(name)):
                one.facts, one.purchased_on = said.facts, said.purchased_on
        if text := found.get(names.messages):
            messages = _Messages.validate_json(text)
            self._conversations.messages(workspace, person)[:] = [dict(all_read(one)) for one in messages]
        return Taken(_read(Reply, found.get(names.reply)), partial(self._leave, turn, names, found))

    def sent(self, workspace: str, deliveries: Sequence[Delivery], by: str = "") -> None:
        """Keeps the choices of messages that went to others than `by`, for when they press them elsewhere."""
        for one in deliveries:
            if one.to != by and one.plans:
                name = f"messages:{one.to}"
                before = _Messages.validate_json(self._store.read(workspace, (name,)).get(name, "[]"))
                text = _Messages.dump_json([*before, one.plans][-MESSAGES_KEPT:]).decode()
                self._keep(workspace, {name: text}, {})

    def _leave(self, turn: Turn, names: Names, found: dict[str, str], reply: Reply) -> None:
        workspace, person = turn.request.workspace, turn.request.person
        if any(entry["kind"] == _ERASED for entry in reply.recorded):
            return self._forget(workspace)
        texts = {names.thread: self._text(turn)}
        for name in names.stated:
            one = self._conversations.stated(name.removeprefix(_STATED))
            if name in found or one != Stated():
                texts[name] = _Said(facts=one.facts, purchased_on=one.purchased_on).model_dump_json()
        messages = self._conversations.messages(workspace, person)
        if messages or names.messages in found:
            texts[names.messages] = _Messages.dump_json([all_written(one) for one in messages]).decode()
        if names.reply and turn.request.text is not None and not reply.recorded:
            texts[names.reply] = reply.model_dump_json()
        self._keep(workspace, texts, found)
        return self.sent(workspace, reply.deliveries, person)

    def _keep(self, workspace: str, texts: dict[str, str], found: dict[str, str]) -> None:
        """What is recorded stands, so a server that is away now is no fault of the request."""
        try:
            for name, text in texts.items():
                if found.get(name) != text:
                    self._store.keep(workspace, name, text)
        except StorageError as fault:
            _log.warning("A conversation could not be kept: %s.", type(fault).__name__)

    def _forget(self, workspace: str) -> None:
        """Plans, questions and words may name who was erased."""
        try:
            self._store.forget(workspace)
        except StorageError as fault:
            _log.error("Conversations could not be deleted, and go within a day: %s.", type(fault).__name__)

    def _bring(self, turn: Turn, left: Left) -> None:
        thread = turn.thread
        left.bring(thread)
        thread.turn_to(turn.request.person)
        if thread.words is not None and turn.visit:
            readings = self._reader.read(thread.words, turn.names, turn.today, turn.order)
            asks = thread.asks
            if asks and asks.slot:
                thread.naming = asks.filled
            elif readings:
                thread.naming = Uncertain(self._reader, turn.visit, thread.words, readings).asked().naming

    def _text(self, turn: Turn) -> str:
        thread = turn.thread
        if thread.naming is None:
            thread.words = None
        elif thread.words is None:
            thread.words = turn.request.text or ""
        return Left.of(thread).model_dump_json()


def _read(kind: type[_Model], text: str | None) -> _Model | None:
    """What a text says; nothing where another version wrote it otherwise: then the conversation begins anew."""
    try:
        return kind.model_validate_json(text) if text else None
    except ValidationError:
        return None


def _thread(turn: Turn) -> str:
    return f"thread:{turn.request.thread or turn.request.person}"


def _delivery(turn: Turn) -> str:
    """The name of a delivery's reply, each person's their own; none where it has no id."""
    return f"reply:{turn.request.person}:{turn.request.cause}" if turn.request.cause else ""
