"""Single calls that post to Slack, and what a failure of one means. Slack has no key that would tell a second copy."""

import re
from collections.abc import Collection
from http.client import HTTPException
from typing import Any, Final
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler
from slack_sdk.http_retry.builtin_handlers import ServerErrorRetryHandler
from slack_sdk.webhook import WebhookResponse

from bot.slack.kept.letters import Letter
from bot.slack.logs import quiet
from bot.slack.sending.wire import Client
from bot.slack.views.message import Message

REFUSES_BLOCKS: Final = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
CANNOT_OPEN: Final = {"unknown_method", "missing_scope", "not_allowed_token_type"}
"""Why a direct conversation can't be opened beforehand, whoever it is with."""

_PASSES: Final = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}
"""Refusals of Slack's that say nothing about the message: it is sent again."""

_CLOCKS_APART: Final = 60.0
"""Seconds by which Slack's clock may be behind ours."""

_PAGE: Final = 200
_EVENT: Final = "mpn_desk"

POSTING: Final = (RateLimitErrorRetryHandler(max_retry_count=5),)
"""The only failure after which a post is repeated blindly: Slack has no key that would tell a second copy."""

REPEATABLE: Final = (*POSTING, ConnectionErrorRetryHandler(max_retry_count=2), ServerErrorRetryHandler())
"""For what may be done twice: reading, changing a message, publishing a view."""


def repeatable(client: WebClient) -> WebClient:
    """The client for what may be done twice: it tries again after every failure that may pass."""
    return Client.beside(client, logger=quiet("slack_sdk"), retry_handlers=list(REPEATABLE))


def posted(client: WebClient, channel: str, letter: Letter, form: Message) -> None:
    client.chat_postMessage(
        channel=channel,
        thread_ts=letter.thread_ts,
        text=form.text,
        blocks=form.blocks,
        metadata={"event_type": _EVENT, "event_payload": {"key": letter.key}},
        unfurl_links=False,
        unfurl_media=False,
    )


def keys_in(client: WebClient, channel: str, letters: Collection[Letter]) -> set[str]:
    """The keys of our messages in a direct conversation since these letters were written.

    Other channels can't be looked at: nothing is found there.
    """
    if not channel.startswith("D") or not letters:
        return set()
    since = min(letter.made for letter in letters) - _CLOCKS_APART
    pages = repeatable(client).conversations_history(
        channel=channel, oldest=str(since), limit=_PAGE, include_all_metadata=True
    )
    messages: list[dict[str, Any]] = [message for page in pages for message in page["messages"]]
    keys = (message.get("metadata", {}).get("event_payload", {}).get("key") for message in messages)
    return {str(key) for key in keys if key}


def may_be_repeated(fault: Exception, letter: Letter) -> bool:
    """Whether the failure may pass, and a second copy can be told from the first or there is no first."""
    if isinstance(fault, SlackApiError):
        answer = fault.response
        return answer.get("error") in _PASSES or getattr(answer, "status_code", 200) >= 500
    if isinstance(fault, URLError) and isinstance(fault.reason, ConnectionRefusedError):
        return True
    return isinstance(fault, OSError | HTTPException) and letter.channel.startswith(("D", "U", "W"))


def is_refused(fault: Exception) -> bool:
    """Whether Slack has said no, so that nothing of it has come through."""
    return isinstance(fault, SlackApiError) and getattr(fault.response, "status_code", 200) < 500


def refusal_in(answer: WebhookResponse) -> str | None:
    """Slack's word for why it refused: all of the body, or in JSON, which then comes with status 200."""
    named = re.search(r'"ok":\s*false.*?"error":\s*"(\w+)"', answer.body)
    if named:
        return named[1]
    if answer.status_code == 200:
        return None
    return answer.body if re.fullmatch(r"\w+", answer.body) else f"status {answer.status_code}"
