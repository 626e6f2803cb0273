"""Slack's client over connections that stay open: a new one for each call costs a handshake, and Slack is far away."""

import select
import ssl
import time
from collections import deque
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BytesIO
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import Request

from slack_sdk import WebClient

_IDLE: Final = 10.0
"""Seconds for which a connection is kept that nobody uses: far less than Slack does, so that none breaks in use."""


class _Plain(HTTPConnection):
    """A connection that sends a request whole: its headers alone would be a packet of their own."""

    _parts: list[bytes] | None = None

    def request(self, *args: Any, **more: Any) -> None:
        self._parts = []
        try:
            super().request(*args, **more)
            whole = b"".join(self._parts)
        finally:
            self._parts = None
        self.send(whole)

    def send(self, data: Any) -> None:
        if self._parts is None:
            super().send(data)
        else:
            self._parts.append(data)


class _Safe(_Plain, HTTPSConnection):
    """The same over TLS."""


class Wires:
    """Connections to Slack that are open and not in use. Safe across threads."""

    def __init__(self) -> None:
        self._idle: dict[tuple[str, str], deque[tuple[float, HTTPConnection]]] = {}
        self._trusted: ssl.SSLContext | None = None

    def post(self, request: Request, timeout: float) -> tuple[HTTPResponse, bytes]:
        """The answer to a request, and its body. Raises what urllib does, so that the same failures are tried again."""
        connection = self._taken(request) or self._opened(request)
        connection.timeout = timeout
        try:
            if connection.sock:
                connection.sock.settimeout(timeout)
            connection.request("POST", request.selector, request.data, dict(request.header_items()))
        except OSError as fault:
            connection.close()
            raise URLError(fault) from fault
        try:
            response = connection.getresponse()
            body = response.read()
        except (OSError, HTTPException):
            connection.close()
            raise
        if response.will_close:
            connection.close()
        else:
            self._of(request).append((time.monotonic(), connection))
        return response, body

    def _taken(self, request: Request) -> HTTPConnection | None:
        """The connection used last; those that Slack has closed or that waited too long are let go."""
        idle = self._of(request)
        while True:
            try:
                since, connection = idle.pop()
            except IndexError:
                return None
            if time.monotonic() - since < _IDLE and not _has_ended(connection):
                return connection
            connection.close()

    def _of(self, request: Request) -> deque[tuple[float, HTTPConnection]]:
        return self._idle.setdefault((request.type, request.host), deque())

    def _opened(self, request: Request) -> HTTPConnection:
        if request.type != "https":
            return _Plain(request.host)
        if self._trusted is None:  # 17 ms, so once
            self._trusted = ssl.create_default_context()
        return _Safe(request.host, context=self._trusted)


class Client(WebClient):
    """A client of Slack's API whose calls share open connections. Behind a proxy each call opens its own."""

    def __init__(self, token: str | None, url: str, wires: Wires, **more: Any) -> None:
        super().__init__(token, url, **more)
        self.wires = wires

    @classmethod
    def beside(cls, client: WebClient, **more: Any) -> "Client":
        """One with the token of another, and on its connections where it shares any."""
        wires = client.wires if isinstance(client, Client) else Wires()
        return cls(client.token, client.base_url, wires, **more)

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        """The one place in which the SDK calls urllib; everything around it, retries too, is the SDK's."""
        if self.proxy:
            return super()._perform_urllib_http_request_internal(url, req)
        response, body = self.wires.post(req, self.timeout)
        if response.status >= 300:
            raise HTTPError(url, response.status, response.reason, response.headers, BytesIO(body))
        charset = response.headers.get_content_charset() or "utf-8"
        return {"status": response.status, "headers": response.headers, "body": body.decode(charset)}


def _has_ended(connection: HTTPConnection) -> bool:
    """Whether Slack has hung up: on a connection at rest there is nothing else to read."""
    try:
        return connection.sock is None or bool(select.select([connection.sock], [], [], 0)[0])
    except (OSError, ValueError):
        return True
