"""Slack over HTTP: signed requests to /slack/events, and /healthz, under waitress."""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest
from slack_bolt.adapter.wsgi.http_response import WsgiHttpResponse
from waitress.server import create_server  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_log = logging.getLogger(__name__)

_THREADS: Final = 16
_LARGEST: Final = 1 << 20
"""Bytes of a request. Slack's are some kilobytes."""


class Web:
    """A Bolt app as a WSGI application."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        answer = self._answer(WsgiHttpRequest(environ))
        response = WsgiHttpResponse(answer.status, answer.headers, answer.body)
        start_response(response.status, response.get_headers())
        return response.get_body()

    def _answer(self, request: WsgiHttpRequest) -> BoltResponse:
        match request.method, request.path:
            case "GET", "/healthz":
                return BoltResponse(status=200, body="ok")
            case "POST", "/slack/events":
                return self._dispatched(request)
            case _:
                return BoltResponse(status=404, body="Not here.")

    def _dispatched(self, request: WsgiHttpRequest) -> BoltResponse:
        try:
            asked = BoltRequest(body=request.get_body(), headers=request.get_headers())
        except (ValueError, AttributeError, TypeError):  # no UTF-8, no JSON, or JSON of another shape
            return BoltResponse(status=400, body="This is no request of Slack's.")
        return self._app.dispatch(asked)


def server(app: App, port: int) -> Any:
    """A server that listens on a port (0: any free one) and does not run yet."""
    return create_server(
        Web(app),
        host="0.0.0.0",  # noqa: S104  # Slack comes from outside
        port=port,
        threads=_THREADS,
        max_request_body_size=_LARGEST,
        clear_untrusted_proxy_headers=True,
        ident=None,
    )


def serve(app: App, port: int) -> None:
    """Serves until SystemExit or Ctrl-C, gives what runs 5 s (waitress) to finish, and closes the port."""
    running = server(app, port)
    _log.info("The desk is open for Slack on port %s. Ctrl-C closes it.", port)
    running.run()
    running.close()
