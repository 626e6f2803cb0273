"""Slack over a WebSocket that the desk opens: the easy start, with no public address."""

import logging
from threading import Event
from typing import Final

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.logs import quiet
from bot.slack.sending.later import begin, finish

_log = logging.getLogger(__name__)

_LOOKS: Final = 0.5
"""Seconds after which the main thread looks whether it was told to stop: a signal that comes just before it begins to
wait wakes nobody (seen in 1 of 30 stops on a busy machine)."""


class _Handler(SocketModeHandler):
    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answers one request, then does what waited for its acknowledgement."""
        begin()
        try:
            super().handle(client, req)
        finally:
            finish()


class Socket:
    """A Bolt app in Socket Mode."""

    def __init__(self, app: App, app_token: str) -> None:
        self._handler = _Handler(app, app_token, logger=quiet("slack_sdk.socket_mode"))

    def open(self) -> None:
        """Connects; from here on Slack's requests are answered. Raises SlackApiError for a bad token."""
        self._handler.connect()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Takes no more, finishes what runs, and lets go: unacknowledged events would be delivered again."""
        client = self._handler.client
        client.closed = True
        client.message_workers.shutdown()
        self._handler.close()  # type: ignore[no-untyped-call]


def serve(app: App, app_token: str) -> None:
    """Answers until SystemExit or Ctrl-C, and then finishes what runs."""
    socket = Socket(app, app_token)
    socket.open()
    _log.info("The desk is open in Slack, over a WebSocket. Ctrl-C closes it.")
    try:
        over = Event()
        while not over.wait(_LOOKS):
            pass
    except KeyboardInterrupt:
        pass
    finally:
        socket.close()
