"""Slack's end: its Web API, response URLs and Socket Mode, on a port of this machine."""

import base64
import json
import socket
import struct
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qsl

from tests.fake_slack.methods import ALL_SCOPES, Call, called, content
from tests.fake_slack.person import Person
from tests.fake_slack.sender import OverHttp, OverSocket, Sender
from tests.fake_slack.websocket import WebSocket, accept_of
from tests.fake_slack.workspace import APP_ID, BOT_USER, Json, Posted, RefusedError, Workspace

_API = "/api/"


@dataclass
class Trouble:
    """What goes wrong with the next calls of a method."""

    status: int = 200
    retry_after: int = 0
    reset_after_accepting: bool = False


@dataclass
class FakeSlack:
    """One workspace of Slack. Use it as a context; give `url` to the app as SLACK_API_URL.

    `refused_blocks` are types that it does not know yet; `refusals_in_json` is how its response URLs say no;
    `sign_in` is another address of the page for signing in.
    """

    signing_secret: str = "s3cret"
    bot_token: str = "xoxb-desk"
    app_token: str = "xapp-desk"
    client_secret: str = "cl13nt"
    scopes: frozenset[str] = ALL_SCOPES
    refused_blocks: frozenset[str] = frozenset()
    refusals_in_json: bool = False
    sign_in: str = ""
    workspace: Workspace = field(default_factory=Workspace)

    def __post_init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.app: Sender | None = None
        self._troubles: dict[str, deque[Trouble]] = {}
        self._let_go = Event()
        self._let_go.set()
        self._slow = 0.0
        self._lock = Lock()
        self._socket_opened = Event()
        self.socket_closed = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._server.daemon_threads = True
        self.workspace.address = self.address

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._let_go.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"{self.address}{_API}"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    # people and the app

    def person(self, name: str, **more: Any) -> Person:
        return Person(self, self.workspace.adds(name, **more))

    def installs(self, app_url: str) -> OverHttp:
        """From here on, what people do is brought to this address."""
        self.app = app = OverHttp(app_url, self.signing_secret)
        return app

    def waits_for_socket(self, seconds: float = 5.0) -> None:
        assert self._socket_opened.wait(seconds), "the app opened no WebSocket"

    # trouble

    def answers(self, method: str, status: int, times: int = 1, retry_after: int = 0) -> None:
        """The next calls of a method fail before they do anything."""
        self._trouble(method, Trouble(status, retry_after), times)

    def resets(self, method: str, times: int = 1) -> None:
        """The next calls of a method are carried out, and their connections reset before an answer."""
        self._trouble(method, Trouble(reset_after_accepting=True), times)

    def mends(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._troubles.clear()

    def _trouble(self, method: str, trouble: Trouble, times: int) -> None:
        with self._lock:
            self._troubles.setdefault(method, deque()).extend([trouble] * times)

    def slow(self, seconds: float) -> None:
        """Every call takes so long."""
        self._slow = seconds

    @contextmanager
    def held(self) -> Iterator[None]:
        """No call is carried out inside this block."""
        self._let_go.clear()
        try:
            yield
        finally:
            self._let_go.set()

    # the ways in

    def api(self, method: str, token: str, args: Json) -> tuple[int, Json, Trouble]:
        with self._lock:
            self.calls[method] += 1
            waiting = self._troubles.get(method)
            trouble = waiting.popleft() if waiting else Trouble()
        self._takes_time()
        if trouble.status != 200:
            return trouble.status, {"ok": False, "error": "ratelimited"}, trouble
        try:
            return 200, self._called(method, token or str(args.get("token", "")), args), trouble
        except RefusedError as refusal:
            return 200, {"ok": False, "error": refusal.error} | refusal.more, trouble

    def _takes_time(self) -> None:
        if self._slow:
            Event().wait(self._slow)
        self._let_go.wait(10)

    def _called(self, method: str, token: str, args: Json) -> Json:
        if not token and method != "oauth.v2.access":
            raise RefusedError("not_authed")
        if method == "apps.connections.open":
            if token != self.app_token:
                raise RefusedError("invalid_auth" if token != self.bot_token else "not_allowed_token_type")
            return {"ok": True, "url": f"{self.address.replace('http', 'ws')}/link?ticket=1"}
        if method == "oauth.v2.access":
            secret = base64.b64decode(token.removeprefix("Basic ")).decode().partition(":")[2]
            return self._installs_by_code(str(args.get("code")), secret)
        if token not in {self.bot_token, *self.workspace.tokens}:
            raise RefusedError("invalid_auth")
        return called(Call(self.workspace, args, self.refused_blocks), method, self.scopes)

    def _installs_by_code(self, code: str, secret: str) -> Json:
        """A code of the page where somebody agreed, for a token; each code once."""
        installer = self.workspace.codes.pop(code, None)
        if installer is None:
            raise RefusedError("invalid_code")
        if secret != self.client_secret:
            raise RefusedError("bad_client_secret")
        token = f"xoxb-{self.workspace.number()}"
        self.workspace.tokens.add(token)
        return {
            "ok": True,
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(self.scopes)),
            "bot_user_id": BOT_USER,
            "app_id": APP_ID,
            "team": None if self.workspace.org_wide else {"id": self.workspace.team, "name": "Acme"},
            "enterprise": {"id": self.workspace.enterprise} if self.workspace.enterprise else None,
            "is_enterprise_install": self.workspace.org_wide,
            "authed_user": {"id": installer},
        }

    def respond(self, path: str, args: Json) -> tuple[int, str]:
        """What a response URL answers."""
        self._takes_time()
        try:
            response = self.workspace.uses_response_url(path)
            text, blocks = content(Call(self.workspace, args, self.refused_blocks))
        except RefusedError as refusal:
            if self.refusals_in_json:
                return 200, json.dumps({"ok": False, "error": refusal.error})
            return (404 if refusal.error.endswith("_url") else 400), refusal.error
        alone = response.person if args.get("response_type", "ephemeral") == "ephemeral" else None
        old = self.workspace.message(response.channel, response.message_ts or "")
        if old and args.get("replace_original"):
            self.workspace.changes(old, text, blocks)
        else:
            thread_ts = args.get("thread_ts")
            posted = Posted(response.channel, self.workspace.ts(), BOT_USER, text, blocks, thread_ts, alone)
            self.workspace.keeps(posted)
        return 200, "ok"

    def gives(self, path: str, token: str) -> tuple[int, str, bytes]:
        """A private file; who may not have it is sent to the page for signing in, as by Slack."""
        self.calls["files-pri"] += 1
        self._takes_time()
        stored = self.workspace.files.given(path)
        if token not in {self.bot_token, *self.workspace.tokens} or "files:read" not in self.scopes:
            return 302, "text/html", b""
        if stored is None or not any(one.startswith("D") for one in stored.channels):
            return 404, "text/html", b"<!DOCTYPE html><title>File not found</title>"
        return 200, stored.mimetype, stored.content

    def uploads(self, path: str, body: bytes) -> tuple[int, str]:
        """What the URL of an upload answers."""
        self.calls["upload"] += 1
        self._takes_time()
        return self.workspace.files.takes(path, body)

    def links(self, websocket: WebSocket) -> None:
        """Keeps a WebSocket until the app hangs up."""
        self.app = app = OverSocket(websocket)
        self._socket_opened.set()
        app.listen()
        self.socket_closed.set()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves whole: in two packets its end would wait for an acknowledgement

    def __init__(self, slack: FakeSlack, *args: Any) -> None:
        self.slack = slack
        super().__init__(*args)

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        if self.path.startswith("/link"):
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.send_header("Sec-WebSocket-Accept", accept_of(self.headers["Sec-WebSocket-Key"]))
            self.end_headers()
            self.close_connection = True
            self.slack.links(WebSocket(self.rfile, self.wfile))  # type: ignore[arg-type]
        elif self.path.startswith("/files-pri/"):
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, kind, content = self.slack.gives(self.path, token)
            page = f"{self.slack.sign_in or self.slack.address}/?redir"
            self._write(status, kind, content, {"Location": page} if status == 302 else None)
        elif self.path.startswith("/?redir"):
            self.slack.calls["sign-in"] += 1
            self._write(200, "text/html; charset=utf-8", b"<!DOCTYPE html><title>Sign in</title>")
        else:
            self._answer(404, {"ok": False, "error": "unknown_method"})

    def do_POST(self) -> None:
        if self.path.startswith("/upload/"):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, answer = self.slack.uploads(self.path, body)
            self._write(status, "text/plain", answer.encode())
            return
        args = self._args()
        if self.path.startswith("/response/"):
            status, body = self.slack.respond(self.path, args)
            self._write(status, "text/plain", body.encode())
            return
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        status, answer, trouble = self.slack.api(self.path.removeprefix(_API), token, args)
        if trouble.reset_after_accepting:
            self._reset()
        else:
            self._answer(status, answer, trouble.retry_after)

    def _args(self) -> Json:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if "json" in self.headers.get("Content-Type", ""):
            return dict(json.loads(body or "{}"))
        return dict(parse_qsl(body, keep_blank_values=True))

    def _answer(self, status: int, answer: Json, retry_after: int = 0) -> None:
        extra = {"Retry-After": str(retry_after)} if status == 429 else {}
        extra["X-OAuth-Scopes"] = ",".join(sorted(self.slack.scopes))
        self._write(status, "application/json", json.dumps(answer).encode(), extra)

    def _write(self, status: int, kind: str, body: bytes, extra: Json | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": len(body), **(extra or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def _reset(self) -> None:
        linger_no_time = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_no_time)
        self.close_connection = True
        self.connection.close()
