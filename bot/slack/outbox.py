"""What the desk tells Slack. No acknowledgement waits for it: Slack may take seconds to listen."""

import logging
import re
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.slack.logs import quiet, stack_of
from bot.slack.payloads import Place
from bot.slack.views.reply import Message

_log = logging.getLogger(__name__)

_REFUSES_BLOCKS: Final = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}

POSTING: Final = (RateLimitErrorRetryHandler(max_retry_count=5),)
"""The only failure after which a message is sent again: Slack has no key that would tell a second copy."""


class Outbox:
    """Sends messages from a pool of threads, those to one place in the order in which they came."""

    def __init__(self, workers: int = 16) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="outbox")
        self._waiting: dict[str, deque[Callable[[], None]]] = {}
        self._lock = Lock()

    def post(self, client: WebClient, place: Place, message: Message) -> None:
        """Posts a message in a channel, in its thread when it has one."""

        def send(form: Message) -> None:
            client.chat_postMessage(
                channel=place.channel,
                thread_ts=place.thread_ts,
                text=form.text,
                blocks=form.blocks,
                unfurl_links=False,
                unfurl_media=False,
            )

        self._enqueue(place.channel, send, message)

    def update(self, client: WebClient, channel: str, ts: str, message: Message) -> None:
        """Changes a message that the desk posted."""

        def send(form: Message) -> None:
            client.chat_update(channel=channel, ts=ts, text=form.text, blocks=form.blocks)

        self._enqueue(channel, send, message)

    def respond(self, url: str, message: Message) -> None:
        """Answers a person alone, by the response URL that came with what they did."""

        def send(form: Message) -> None:
            webhook = WebhookClient(url, logger=quiet("slack_sdk.webhook"), retry_handlers=list(POSTING))
            answer = webhook.send(text=form.text, blocks=form.blocks, response_type="ephemeral", replace_original=False)
            if refusal := _refusal(answer):
                raise SlackApiError("refused", {"error": refusal})  # type: ignore[no-untyped-call]

        self._enqueue(url, send, message)

    def close(self) -> None:
        """Returns when everything is sent."""
        self._pool.shutdown()

    def _enqueue(self, lane: str, send: Callable[[Message], Any], message: Message) -> None:
        def job() -> None:
            _sent(send, message)

        with self._lock:
            if lane in self._waiting:
                self._waiting[lane].append(job)
                return
            self._waiting[lane] = deque([job])
        self._pool.submit(self._work_off, lane)

    def _work_off(self, lane: str) -> None:
        while job := self._next(lane):
            job()

    def _next(self, lane: str) -> Callable[[], None] | None:
        with self._lock:
            if self._waiting[lane]:
                return self._waiting[lane].popleft()
            del self._waiting[lane]
            return None


def _refusal(answer: WebhookResponse) -> str | None:
    """Slack's word for why it refused: all of the body, or in JSON, which then comes with status 200."""
    named = re.search(r'"ok":\s*false.*?"error":\s*"(\w+)"', answer.body)
    if named:
        return named[1]
    if answer.status_code == 200:
        return None
    return answer.body if re.fullmatch(r"\w+", answer.body) else f"status {answer.status_code}"


def _sent(send: Callable[[Message], Any], message: Message) -> None:
    """Sends a message, once more in its plain form when Slack refuses the blocks; a failure is logged."""
    try:
        try:
            send(message)
        except SlackApiError as refusal:
            if refusal.response["error"] not in _REFUSES_BLOCKS or message.plain == message:
                raise
            send(message.plain)
    except Exception as fault:
        _log.error("A message was not delivered.\n%s", stack_of(fault))
