"""The desk opened in Slack."""

import logging
import signal
import sys
from typing import Final
from urllib.error import URLError

from slack_bolt import App
from slack_bolt.error import BoltError
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.settings import Settings
from bot.slack import listeners, socket_mode, web
from bot.slack.face import Answers, Clock, Face, utc
from bot.slack.guard import Guard
from bot.slack.logs import quiet
from bot.slack.outbox import POSTING, Outbox

_UNSIGNED: Final = "SLACK_SIGNING_SECRET is not set: anybody could speak for Slack. See .env.sample."


def build_app(desk: Answers, settings: Settings, outbox: Outbox | None = None, now: Clock = utc) -> App:
    """A Bolt app in front of a desk; asks Slack who it is. Give an `outbox` to close it yourself.

    Raises BoltError when Slack refuses the bot token.
    """
    outbox = outbox or Outbox()
    log = quiet("slack_bolt")
    log.addFilter(_not_of_the_token)
    client = WebClient(settings.slack_bot_token, settings.slack_api_url, logger=log, retry_handlers=list(POSTING))
    app = App(
        name="mpn-desk",
        logger=log,
        client=client,
        signing_secret=settings.slack_signing_secret,
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
    )
    listeners.register(app, Face(desk, outbox, Guard(outbox), now))
    return app


def serve(settings: Settings) -> None:
    """Runs the desk in Slack until SIGTERM or Ctrl-C; what runs is finished and said before it returns.

    With an app token in Socket Mode, else over HTTP. Leaves with a sentence when it cannot open.
    """
    from bot.desk import Desk

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    outbox = Outbox()
    try:
        app = build_app(Desk.open(), settings, outbox)
        if settings.slack_app_token:
            socket_mode.serve(app, settings.slack_app_token)
        elif settings.slack_signing_secret:
            web.serve(app, settings.port)
        else:
            sys.exit(_UNSIGNED)
    except (BoltError, SlackApiError, OSError) as fault:
        sys.exit(_why_closed(fault, settings))
    finally:
        outbox.close()


def _not_of_the_token(record: logging.LogRecord) -> bool:
    """Keeps out a warning that SLACK_BOT_TOKEN is unused: Bolt looks into the environment beside what it is given."""
    return record.msg != warning_client_prioritized_and_token_skipped()


def _why_closed(fault: Exception, settings: Settings) -> str:
    """What keeps the desk from opening, for the person who runs it."""
    refusal = fault.__context__ if isinstance(fault, BoltError) else fault
    if isinstance(refusal, SlackApiError):
        code = refusal.response["error"]
        return f"Slack refuses a token ({code}). Check SLACK_BOT_TOKEN and SLACK_APP_TOKEN; see .env.sample."
    if isinstance(refusal, URLError):
        return f"No Slack answers at {settings.slack_api_url}. Check the network and SLACK_API_URL."
    return f"Port {settings.port} cannot be opened. Set PORT to one that is free."
