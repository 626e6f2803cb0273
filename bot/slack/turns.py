"""Of each conversation one message at a time, in the order in which they came."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock
from typing import Final

from bot.slack.sending.later import later

Conversation = tuple[str, str]
"""A workspace, and what the desk calls a conversation in it."""

Job = Callable[[], None]
"""Answers a message; does not raise."""

_LONGEST: Final = 10.0
"""Seconds for which a message waits for those before it. No answer takes as long."""


@dataclass(slots=True, eq=False)
class Ticket:
    """The place of a message among those of its conversation, and who takes its turn: whoever is at work, or a thread
    that waits."""

    conversation: Conversation
    job: Job | None = None
    waits: Event | None = None
    is_on: bool = False


class Turns:
    """A ticket is drawn where a message arrives; its turn comes when those before it are answered.

    What need not be answered at once is left to the thread that is at work on the conversation: to wake another for
    each message costs more than to answer it.
    """

    def __init__(self) -> None:
        self._queues: dict[Conversation, deque[Ticket]] = {}
        self._lock = Lock()

    def ticket(self, conversation: Conversation) -> Ticket:
        """The place of a message that has come. Its turn has to be taken."""
        ticket = Ticket(conversation)
        with self._lock:
            self._queues.setdefault(conversation, deque()).append(ticket)
        return ticket

    def leave(self, ticket: Ticket, job: Job) -> None:
        """Does a job when its turn comes: now, or in the thread that is at work on the conversation."""
        with self._lock:
            ticket.job = job
            if self._queues[ticket.conversation][0] is not ticket:
                return
            ticket.is_on = True
        self._work_off(ticket)

    @contextmanager
    def turn(self, ticket: Ticket) -> Iterator[None]:
        """Waits until everything before it is answered."""
        with self._lock:
            if self._queues[ticket.conversation][0] is ticket:
                ticket.is_on = True
            else:
                ticket.waits = Event()
        if ticket.waits:
            ticket.waits.wait(_LONGEST)
        try:
            yield
        finally:
            if next_one := self._after(ticket):
                later(lambda: self._work_off(next_one))

    def _work_off(self, ticket: Ticket | None) -> None:
        while ticket:
            assert ticket.job  # noqa: S101  # only a ticket with a job is handed on
            ticket.job()
            ticket = self._after(ticket)

    def _after(self, ticket: Ticket) -> Ticket | None:
        """The next message, where its answer is left to this thread; one that another thread waits with is woken."""
        with self._lock:
            queue = self._queues[ticket.conversation]
            queue.remove(ticket)
            if not queue:
                del self._queues[ticket.conversation]
                return None
            first = queue[0]
            if first.is_on:  # it waited too long, and went on by itself
                return None
            if first.waits:
                first.is_on = True
                first.waits.set()
                return None
            first.is_on = first.job is not None
            return first if first.job else None
