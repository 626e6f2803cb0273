"""Slack over HTTP: signed requests to /slack/events, with /healthz and /metrics, under waitress."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hmac import compare_digest
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest
from slack_bolt.adapter.wsgi.http_response import WsgiHttpResponse
from slack_bolt.oauth import OAuthFlow
from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.server import create_server  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

from bot.slack.install import INSTALL, REDIRECT
from bot.slack.sending.later import Sent, begin, finish

_log = logging.getLogger(__name__)
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
"""That a request waits for a thread is no fault, and how many wait is no news: answers are timed at /metrics."""

_THREADS: Final = 16
_LOOK: Final = 0.05
"""Seconds after which a server in the background looks whether it is to end."""

_SECONDS: Final = re.compile("[0-9]{1,15}")
"""What a request may say of its time: of more digits Python makes no number, and raises."""

_LARGEST: Final = 1 << 20
"""Bytes of a request. Slack's are some kilobytes."""


Fault = Callable[[], str | None]
"""What is wrong with the desk, in words; None where it is well."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The page for Prometheus, for whoever brings the token."""

    token: str
    page: Callable[[], bytes]

    def answer(self, authorization: str) -> BoltResponse:
        if not compare_digest(authorization.encode(), f"Bearer {self.token}".encode()):
            return BoltResponse(status=401, body="Bring the token.", headers={"WWW-Authenticate": "Bearer"})
        return BoltResponse(status=200, body=self.page().decode(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _well() -> str | None:
    return None


class Web:
    """A Bolt app as a WSGI application; without one only the pages for who watches over the desk."""

    def __init__(
        self, app: App | None, install: OAuthFlow | None = None, fault: Fault = _well, figures: Figures | None = None
    ) -> None:
        self._app, self._install, self._fault, self._figures = app, install, fault, figures

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            answer = self._answer(WsgiHttpRequest(environ))
            response = WsgiHttpResponse(answer.status, answer.headers, answer.body)
            send = start_response(response.status, response.get_headers())
            body = b"" if environ["REQUEST_METHOD"] == "HEAD" else b"".join(response.get_body())
            if not body:  # only returned, it would be sent after it is closed
                send(body)
        except BaseException:
            finish()
            raise
        return Sent(body)

    def _answer(self, request: WsgiHttpRequest) -> BoltResponse:
        match request.method, request.path:
            case "GET" | "HEAD", "/healthz":
                fault = self._fault()
                return BoltResponse(status=503, body=fault) if fault else BoltResponse(status=200, body="ok")
            case "GET" | "HEAD", "/metrics" if self._figures:
                return self._figures.answer(str(request.get_headers().get("authorization", "")))
            case "POST", "/slack/events" if self._app:
                return self._dispatched(self._app, request)
            case "GET", path if self._install and path == INSTALL:
                return self._install.handle_installation(_page(request))
            case "GET", path if self._install and path == REDIRECT:
                return self._install.handle_callback(_page(request))
            case _:
                return BoltResponse(status=404, body="Not here.")

    def _dispatched(self, app: App, request: WsgiHttpRequest) -> BoltResponse:
        if not _SECONDS.fullmatch(str(request.get_headers().get("x-slack-request-timestamp", "0"))):
            return BoltResponse(status=401, body="This is not signed by Slack.")
        try:
            asked = _asked(request.get_body(), request)
        except (ValueError, AttributeError, TypeError, RecursionError):  # no UTF-8, no JSON, or of another shape
            return BoltResponse(status=400, body="This is no request of Slack's.")
        begin()
        return app.dispatch(asked)


def _asked(body: str, request: WsgiHttpRequest) -> BoltRequest:
    """What Slack asks. Bolt takes a command whose words hold "payload" for a form without one, and reads nothing."""
    asked = BoltRequest(body=body, headers=request.get_headers())
    if asked.body or "payload" not in body:
        return asked
    whole = BoltRequest(
        body=dict(parse_qsl(body, keep_blank_values=True)), headers=request.get_headers(), mode="socket_mode"
    )
    whole.raw_body, whole.mode = body, "http"
    return whole


def _page(request: WsgiHttpRequest) -> BoltRequest:
    return BoltRequest(body="", query=request.query_string, headers=request.get_headers())


def server(
    app: App | None, port: int, install: OAuthFlow | None = None, fault: Fault = _well, figures: Figures | None = None
) -> Any:
    """A server that listens on a port (0: any free one) and does not run yet."""
    return create_server(
        Web(app, install, fault, figures),
        host="0.0.0.0",  # noqa: S104  # Slack comes from outside
        port=port,
        threads=_THREADS,
        max_request_body_size=_LARGEST,
        clear_untrusted_proxy_headers=True,
        ident=None,
    )


def serve(
    app: App, port: int, install: OAuthFlow | None = None, fault: Fault = _well, figures: Figures | None = None
) -> None:
    """Serves until SystemExit or Ctrl-C, gives what runs 5 s (waitress) to finish, and closes the port."""
    running = server(app, port, install, fault, figures)
    _log.info("The desk is open for Slack on port %s. Ctrl-C closes it.", port)
    running.run()
    running.close()


@contextmanager
def in_background(running: Any) -> Iterator[None]:
    """Runs a server as long as the block lasts. To end it from outside through its trigger would be a race."""
    over = Event()

    def run() -> None:
        while not over.is_set():
            wasyncore.loop(_LOOK, map=running._map, count=1)
        running.task_dispatcher.shutdown()
        wasyncore.close_all(running._map, ignore_all=True)

    serving = Thread(target=run, name="http", daemon=True)
    serving.start()
    try:
        yield
    finally:
        over.set()
        serving.join()


@contextmanager
def watched_over(port: int, fault: Fault, figures: Figures | None) -> Iterator[None]:
    """Serves /healthz and /metrics as long as the block lasts, for a desk that has no other use for a port."""
    if figures is None:
        yield
        return
    with in_background(server(None, port, fault=fault, figures=figures)):
        yield
