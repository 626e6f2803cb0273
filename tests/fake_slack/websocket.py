"""The server's end of a WebSocket, as much of RFC 6455 as Socket Mode needs."""

import base64
import hashlib
import struct
from threading import Lock
from typing import IO

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA


def accept_of(key: str) -> str:
    """The answer to a client's `Sec-WebSocket-Key`."""
    return base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()  # noqa: S324


class WebSocket:
    """Text messages over an upgraded connection."""

    def __init__(self, reads: IO[bytes], writes: IO[bytes]) -> None:
        self._reads, self._writes = reads, writes
        self._lock = Lock()

    def send(self, text: str) -> None:
        self._frame(_TEXT, text.encode())

    def receive(self) -> str | None:
        """The next text, None at the end. Pings are answered on the way."""
        while frame := self._next():
            opcode, payload = frame
            if opcode == _TEXT:
                return payload.decode()
            if opcode == _PING:
                self._frame(_PONG, payload)
            if opcode == _CLOSE:
                return None
        return None

    def _next(self) -> tuple[int, bytes] | None:
        head = self._reads.read(2)
        if len(head) < 2:
            return None
        size = head[1] & 0x7F
        if size > 125:
            form = "!H" if size == 126 else "!Q"
            (size,) = struct.unpack(form, self._reads.read(struct.calcsize(form)))
        mask = self._reads.read(4) if head[1] & 0x80 else bytes(4)
        payload = self._reads.read(size)
        return head[0] & 0x0F, bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))

    def _frame(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        if size < 126:
            length = bytes([size])
        else:
            length = struct.pack("!BH", 126, size) if size <= 0xFFFF else struct.pack("!BQ", 127, size)
        with self._lock:
            self._writes.write(bytes([0x80 | opcode]) + length + payload)
            self._writes.flush()
