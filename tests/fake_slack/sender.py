"""How Slack brings something to an app: signed over HTTP, or in an envelope over the app's WebSocket."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from threading import Condition
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from tests.fake_slack.websocket import WebSocket

Json = dict[str, Any]


class Kind(StrEnum):
    """What is brought, by its name in Socket Mode."""

    EVENT = "events_api"
    COMMAND = "slash_commands"
    INTERACTION = "interactive"


@dataclass(frozen=True)
class Delivery:
    """Something that was brought, and how it was acknowledged: status 0 for not at all."""

    kind: Kind
    payload: Json
    status: int
    body: str
    seconds: float
    sender: "Sender"
    retry: int = 0

    @property
    def answer(self) -> Json:
        """The acknowledgement's own message."""
        return dict(json.loads(self.body)) if self.body else {}

    def again(self, sender: "Sender | None" = None) -> "Delivery":
        """The same once more, as Slack does when it had no answer; to another process where one is given."""
        return brought(sender or self.sender, self.kind, self.payload, self.retry + 1)


class Sender(Protocol):
    def bring(self, kind: Kind, payload: Json, retry: int) -> tuple[int, str]:
        """Status and body of the acknowledgement."""
        ...


def brought(sender: Sender, kind: Kind, payload: Json, retry: int = 0) -> Delivery:
    start = time.monotonic()
    status, body = sender.bring(kind, payload, retry)
    return Delivery(kind, payload, status, body, time.monotonic() - start, sender, retry)


@dataclass(frozen=True)
class OverHttp:
    """Requests to an app's address. Times and secrets other than Slack's own make forged ones."""

    url: str
    secret: str
    path: str = "/slack/events"
    clock: Callable[[], float] = time.time

    def bring(self, kind: Kind, payload: Json, retry: int) -> tuple[int, str]:
        if kind is Kind.EVENT:
            return self.send(json.dumps(payload), "application/json", retry)
        form = payload if kind is Kind.COMMAND else {"payload": json.dumps(payload)}
        return self.send(urlencode(form), "application/x-www-form-urlencoded", retry)

    def send(self, body: str, content_type: str, retry: int = 0) -> tuple[int, str]:
        stamp = str(int(self.clock()))
        signature = hmac.new(self.secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return self.request("POST", self.path, body.encode(), headers)

    def request(self, method: str, path: str, body: bytes = b"", headers: Json | None = None) -> tuple[int, str]:
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def forged(self) -> "OverHttp":
        return replace(self, secret="not " + self.secret)

    def at(self, clock: Callable[[], float]) -> "OverHttp":
        return replace(self, clock=clock)


class OverSocket:
    """Envelopes over the WebSocket that an app opened."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._acknowledged: dict[str, Json] = {}
        self._changed = Condition()
        self._numbers = count(1)

    def bring(self, kind: Kind, payload: Json, retry: int) -> tuple[int, str]:
        envelope: Json = {
            "envelope_id": f"envelope-{next(self._numbers)}",
            "type": kind.value,
            "payload": payload,
            "accepts_response_payload": kind is not Kind.EVENT,
        }
        if kind is Kind.EVENT:
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        self._socket.send(json.dumps(envelope))
        return self._answer(str(envelope["envelope_id"]))

    def _answer(self, envelope_id: str, seconds: float = 5.0) -> tuple[int, str]:
        with self._changed:
            if not self._changed.wait_for(lambda: envelope_id in self._acknowledged, seconds):
                return 0, ""
        payload = self._acknowledged[envelope_id].get("payload")
        return 200, json.dumps(payload) if payload else ""

    def listen(self) -> None:
        """Takes acknowledgements until the app hangs up."""
        self._socket.send(json.dumps({"type": "hello", "num_connections": 1}))
        while text := self._socket.receive():
            acknowledged = json.loads(text)
            with self._changed:
                self._acknowledged[acknowledged["envelope_id"]] = acknowledged
                self._changed.notify_all()
