"""What the desk tells Slack. No acknowledgement waits for it: Slack may take seconds to listen."""

import logging
import secrets
from collections.abc import Callable
from functools import partial
from itertools import groupby
from threading import Event, Lock, Thread
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.slack.kept.letters import Kept, Letter, Letters, Passing, Waiting
from bot.slack.kept.recent import Recent
from bot.slack.kept.shelf import Shelf
from bot.slack.logs import quiet, stack_of
from bot.slack.mentions import Mentions
from bot.slack.payloads import Place
from bot.slack.sending.lanes import Lanes
from bot.slack.sending.posting import (
    CANNOT_OPEN,
    POSTING,
    REFUSES_BLOCKS,
    is_refused,
    keys_in,
    may_be_repeated,
    posted,
    refusal_in,
    repeatable,
)
from bot.slack.views.message import Block, Message
from storage.errors import StorageError

_log = logging.getLogger(__name__)

_TRIES: Final = {False: 6, True: 40}
"""How often a message is sent at most: an answer for half a minute, what must not get lost for half a day."""

_LONGEST_PAUSE: Final = 1_800.0

Ended = Callable[[Letter, Exception | None], None]
"""Hears of a letter that was kept: it is there (None), or it is given up for a fault. Does not raise."""

Instead = Callable[[], None]
"""Tells a message elsewhere."""

Clients = Callable[[str], WebClient | None]
"""The client for a workspace; None for one that the desk is not, or no longer, installed in."""


class Outbox:
    """Sends messages from a pool of threads, those to one place in the order in which they came.

    A message that Slack may not have got is sent again after `pause` seconds, then ever later; in a direct
    conversation its key is looked for first. `shelf` keeps what must not get lost.
    """

    def __init__(
        self, clients: Clients, shelf: Shelf, *, workers: int = 16, pause: float = 1.0, lease: float = 60.0
    ) -> None:
        self.clients = clients
        self.ended: Ended | None = None
        self.lost: Callable[[], None] = lambda: None
        """Called for each message that is given up."""
        self.mentions = Mentions(None)
        self._pause, self._is_shared = pause, shelf.is_shared
        self._passing, self._kept = Passing(), Kept(shelf, lease)
        self._lanes = Lanes(workers)
        self._lock = Lock()
        self._in_hand: set[str] = set()
        self._refused: Recent[str, int] = Recent()
        self._direct: Recent[tuple[str, str], str] = Recent()
        self._closing = Event()
        self._again = Thread(target=self._send_again, name="outbox-again", daemon=True)
        self._again.start()

    def post(
        self, workspace: str, place: Place, message: Message, *, key: str | None = None, keep: bool = False
    ) -> None:
        """Posts a message in a channel or to a person, once for a `key`; with `keep` also after a restart.

        Where other processes share the shelf, what has a key is kept too: a second delivery may reach any of them.
        """
        message = self.mentions.message(workspace, message)
        letter = Letter(key or secrets.token_hex(8), workspace, place.channel, place.thread_ts, message)
        letters: Letters = self._kept if keep or (key and self._is_shared) else self._passing
        try:
            fresh = letters.keep(letter)
        except StorageError as fault:  # what is recorded is told all the same
            _log.error("A message could not be kept: %s. It is sent from memory.", type(fault).__name__)
            letters = self._passing
            fresh = letters.keep(letter)
        if fresh:
            self._hand_over(letters, [letter])

    def was_kept(self, workspace: str, key: str) -> bool:
        """Whether a message of a key was taken, to be sent until it is there."""
        return self._kept.has(workspace, key)

    def whisper(self, workspace: str, place: Place, person: str, message: Message, *, key: str | None = None) -> None:
        """Shows a message in a channel to one person, once for a `key` where processes share the shelf."""
        if key and self._is_shared and not self._kept.note(workspace, key):
            return
        message = self.mentions.message(workspace, message)

        def send(form: Message) -> None:
            self._client(workspace).chat_postEphemeral(
                channel=place.channel, user=person, thread_ts=place.thread_ts, text=form.text, blocks=form.blocks
            )

        self.enqueue(place.channel, lambda: self._send(workspace, send, message))

    def update(self, workspace: str, channel: str, ts: str, message: Message, instead: Instead | None = None) -> None:
        """Changes a message that the desk posted; does what is given `instead` where Slack refuses that."""
        message = self.mentions.message(workspace, message)

        def send(form: Message) -> None:
            repeatable(self._client(workspace)).chat_update(channel=channel, ts=ts, text=form.text, blocks=form.blocks)

        self.enqueue(channel, lambda: self._send(workspace, send, message, instead))

    def respond(self, url: str, message: Message, thread_ts: str | None, instead: Instead) -> None:
        """Answers a person alone, by the response URL that came with what they did; see `update` for `instead`."""
        if not url:
            instead()
            return

        def send(form: Message) -> None:
            webhook = WebhookClient(url, logger=quiet("slack_sdk.webhook"), retry_handlers=list(POSTING))
            body = {"text": form.text, "blocks": form.blocks, "response_type": "ephemeral", "replace_original": False}
            answer = webhook.send_dict(body | ({"thread_ts": thread_ts} if thread_ts else {}))
            if refusal := refusal_in(answer):
                raise SlackApiError("refused", {"error": refusal})  # type: ignore[no-untyped-call]

        self.enqueue(url, lambda: self._send("", send, message, instead))

    def call(self, workspace: str, lane: str, run: Callable[[WebClient], None]) -> None:
        """Another call of Slack's API that may be repeated, such as publishing a view; a failure is logged."""

        def job() -> None:
            try:
                run(repeatable(self._client(workspace)))
            except Exception as fault:
                _log.error("A call to Slack failed.\n%s", stack_of(fault))

        self.enqueue(lane, job)

    def open(self, workspace: str, person: str, trigger: str, view: Block, otherwise: Message) -> None:
        """Opens a modal; where Slack no longer does, since too much time has passed, a message says so."""

        def job() -> None:
            try:
                self._client(workspace).views_open(trigger_id=trigger, view=self.mentions.view(workspace, view))
            except Exception as fault:
                _log.warning("A modal was not opened.\n%s", stack_of(fault))
                self.post(workspace, Place(person), otherwise)

        self.enqueue(f"view:{workspace}:{person}", job)

    def waiting(self) -> Waiting:
        """What has still to reach Slack: of this process, and of all that share the shelf."""
        both = (self._kept.waiting(), self._passing.waiting())
        return Waiting(sum(one.many for one in both), min((one.since for one in both if one.since), default=None))

    def close(self) -> None:
        """Returns when everything is sent, or kept for the next start."""
        self._closing.set()
        self._again.join()
        self._lanes.close()

    def enqueue(self, lane: str, job: Callable[[], None]) -> None:
        """Runs a job that does not raise after those that came before it in its lane, and after an acknowledgement."""
        self._lanes.enqueue(lane, job)

    def _client(self, workspace: str) -> WebClient:
        client = self.clients(workspace)
        if client is None:
            raise LookupError
        return client

    def _channel(self, client: WebClient, letter: Letter) -> str:
        """The channel itself, or the direct conversation with a person."""
        if not letter.channel.startswith(("U", "W")):
            return letter.channel
        known = self._direct.get((letter.workspace, letter.channel))
        if known is None:
            try:
                opened: dict[str, Any] = repeatable(client).conversations_open(users=letter.channel)["channel"]
            except SlackApiError as refusal:
                if refusal.response.get("error") not in CANNOT_OPEN:
                    raise
                return letter.channel  # a message to a person's id reaches them too
            known = str(opened["id"])
            self._direct.keep((letter.workspace, letter.channel), known)
        return known

    def _in_some_form(self, workspace: str, send: Callable[[Message], None], message: Message) -> None:
        """Sends a message in the newest form that Slack takes; what a workspace refused once is not tried again."""
        refused = self._refused.get(workspace) or 0
        forms = [message, message.without("context_actions"), message.plain]
        for at, form in enumerate(forms[refused:], refused):
            try:
                send(form)
            except SlackApiError as refusal:
                if refusal.response["error"] not in REFUSES_BLOCKS or form == message.plain:
                    raise
            else:
                if at == 1 and form != message:
                    self._refused.keep(workspace, 1)
                return

    def _send(
        self, workspace: str, send: Callable[[Message], None], message: Message, instead: Instead | None = None
    ) -> None:
        """Sends a message that is not sent again; a failure is logged."""
        try:
            self._in_some_form(workspace, send, message)
        except Exception as fault:
            if instead and is_refused(fault):
                _log.warning("A message is told elsewhere.\n%s", stack_of(fault))
                instead()
            else:
                _log.error("A message was not delivered.\n%s", stack_of(fault))

    def _send_again(self) -> None:
        while not self._closing.wait(self._pause):
            every: tuple[Letters, ...] = (self._kept, self._passing)
            for letters in every:
                try:
                    due = sorted(letters.due(), key=_place)
                    for _, same in groupby(due, key=_place):
                        self._hand_over(letters, list(same))
                except Exception as fault:
                    _log.error("The letters could not be looked through.\n%s", stack_of(fault))

    def _hand_over(self, letters: Letters, batch: list[Letter]) -> None:
        """Puts letters to one place in its lane; those that wait in it already are not put there twice."""
        with self._lock:
            batch = [letter for letter in batch if letter.key not in self._in_hand]
            self._in_hand |= {letter.key for letter in batch}
        if batch:
            self.enqueue(batch[0].channel, lambda: self._deliver(letters, batch))

    def _deliver(self, letters: Letters, batch: list[Letter]) -> None:
        """Sends letters to one place; of those that were tried before, what came through after all is not sent."""
        try:
            client = self._client(batch[0].workspace)
            channel = self._channel(client, batch[0])
            there = keys_in(client, channel, [letter for letter in batch if letter.tries])
        except Exception as fault:
            for letter in batch:
                self._failed(letters, letter, fault)
            return
        for letter in batch:
            try:
                if letter.key not in there:
                    send = partial(posted, client, channel, letter)
                    self._in_some_form(letter.workspace, send, letter.message)
                self._done(letters, letter)
            except Exception as fault:
                self._failed(letters, letter, fault)

    def _failed(self, letters: Letters, letter: Letter, fault: Exception) -> None:
        """A letter that Slack may not have got is due again; another one is given up."""
        passes = isinstance(fault, StorageError) or may_be_repeated(fault, letter)
        if passes and letter.tries + 1 < _TRIES[letters is self._kept]:
            pause = min(self._pause * 2**letter.tries, _LONGEST_PAUSE)
            _log.warning("A message is sent again in %.0f s: %s.", pause, type(fault).__name__)
            letters.put_off(letter, pause)
            with self._lock:
                self._in_hand.discard(letter.key)
            return
        _log.error("A message was not delivered.\n%s", stack_of(fault))
        self.lost()
        self._done(letters, letter, fault)

    def _done(self, letters: Letters, letter: Letter, fault: Exception | None = None) -> None:
        letters.sent(letter)
        if self.ended and letters is self._kept:
            self.ended(letter, fault)
        with self._lock:
            self._in_hand.discard(letter.key)


def _place(letter: Letter) -> tuple[str, str]:
    return letter.workspace, letter.channel
