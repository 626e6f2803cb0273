"""Slack over HTTP: signed requests to /slack/events, and /healthz, under waitress."""

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest
from slack_bolt.adapter.wsgi.http_response import WsgiHttpResponse
from slack_bolt.oauth import OAuthFlow
from waitress.server import create_server  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

from bot.slack.install import INSTALL, REDIRECT

_log = logging.getLogger(__name__)

_THREADS: Final = 16
_LARGEST: Final = 1 << 20
"""Bytes of a request. Slack's are some kilobytes."""


Fault = Callable[[], str | None]
"""What is wrong with the desk, in words; None where it is well."""


def _well() -> str | None:
    return None


class Web:
    """A Bolt app as a WSGI application."""

    def __init__(self, app: App, install: OAuthFlow | None = None, fault: Fault = _well) -> None:
        self._app, self._install, self._fault = app, install, fault

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        answer = self._answer(WsgiHttpRequest(environ))
        response = WsgiHttpResponse(answer.status, answer.headers, answer.body)
        start_response(response.status, response.get_headers())
        return response.get_body()

    def _answer(self, request: WsgiHttpRequest) -> BoltResponse:
        match request.method, request.path:
            case "GET", "/healthz":
                fault = self._fault()
                return BoltResponse(status=503, body=fault) if fault else BoltResponse(status=200, body="ok")
            case "POST", "/slack/events":
                return self._dispatched(request)
            case "GET", path if self._install and path == INSTALL:
                return self._install.handle_installation(_page(request))
            case "GET", path if self._install and path == REDIRECT:
                return self._install.handle_callback(_page(request))
            case _:
                return BoltResponse(status=404, body="Not here.")

    def _dispatched(self, request: WsgiHttpRequest) -> BoltResponse:
        try:
            asked = BoltRequest(body=request.get_body(), headers=request.get_headers())
        except (ValueError, AttributeError, TypeError):  # no UTF-8, no JSON, or JSON of another shape
            return BoltResponse(status=400, body="This is no request of Slack's.")
        return self._app.dispatch(asked)


def _page(request: WsgiHttpRequest) -> BoltRequest:
    return BoltRequest(body="", query=request.query_string, headers=request.get_headers())


def server(app: App, port: int, install: OAuthFlow | None = None, fault: Fault = _well) -> Any:
    """A server that listens on a port (0: any free one) and does not run yet."""
    return create_server(
        Web(app, install, fault),
        host="0.0.0.0",  # noqa: S104  # Slack comes from outside
        port=port,
        threads=_THREADS,
        max_request_body_size=_LARGEST,
        clear_untrusted_proxy_headers=True,
        ident=None,
    )


def serve(app: App, port: int, install: OAuthFlow | None = None, fault: Fault = _well) -> None:
    """Serves until SystemExit or Ctrl-C, gives what runs 5 s (waitress) to finish, and closes the port."""
    running = server(app, port, install, fault)
    _log.info("The desk is open for Slack on port %s. Ctrl-C closes it.", port)
    running.run()
    running.close()
