"""A peer that does not keep to the rules: bytes on a TCP connection, frames made by hand."""

from __future__ import annotations

import json
import os
import socket
import struct
import time
from typing import Any

from tests.live.client import ORIGIN
from tests.patience import SECONDS

TEXT, BINARY, CLOSE, PING, PONG, CONT = 0x1, 0x2, 0x8, 0x9, 0xA, 0x0
PATH = "/chatbridge/socket"


def frame(payload: bytes, opcode: int = TEXT, *, fin: bool = True, masked: bool = True) -> bytes:
    """One frame, as the client would send it."""
    head = bytes([opcode | (0x80 if fin else 0)])
    bit = 0x80 if masked else 0
    size = len(payload)
    if size < 126:
        head += bytes([bit | size])
    elif size < 65536:
        head += struct.pack("!BH", bit | 126, size)
    else:
        head += struct.pack("!BQ", bit | 127, size)
    if not masked:
        return head + payload
    key = os.urandom(4)
    pattern = (key * (size // 4 + 1))[:size]
    return head + key + (int.from_bytes(payload) ^ int.from_bytes(pattern)).to_bytes(size)


def command(kind: str, number: int = 1, **fields: Any) -> bytes:
    """A command in a frame."""
    return frame(json.dumps({"type": kind, "id": number, **fields}).encode())


def upgrade_request(port: int, *headers: str, path: str = PATH, origin: str | None = ORIGIN) -> bytes:
    """The head of the request that asks for the upgrade; further header lines at its end."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        *([f"Origin: {origin}"] if origin is not None else []),
        *headers,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Peer:
    """The other end of a WebSocket: frames as bytes over a socket."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self.socket.settimeout(SECONDS)
        self._buffer = b""

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data)

    def frame(self) -> tuple[int, bytes]:
        """The next frame: opcode and payload. EOFError at the end, ConnectionError after a reset."""
        head = self._exactly(2)
        size = head[1] & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        return head[0] & 0x0F, self._exactly(size)

    def message(self) -> dict[str, Any]:
        """The next text message."""
        while True:
            opcode, payload = self.frame()
            if opcode == TEXT:
                return json.loads(payload)

    def close_code(self) -> int:
        """Read to the close frame: its code; 1006 when the connection ends without one."""
        try:
            while True:
                opcode, payload = self.frame()
                if opcode == CLOSE:
                    return struct.unpack("!H", payload[:2])[0]
        except (EOFError, ConnectionError):
            return 1006

    def ends(self, seconds: float = SECONDS) -> bool:
        """Whether the service ends the connection within that time."""
        self.socket.settimeout(0.2)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if not self.socket.recv(65536):
                    return True
            except TimeoutError:
                continue
            except ConnectionError:
                return True
        return False

    def close(self) -> None:
        """Close the TCP connection, without a close frame."""
        self.socket.close()

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            data = self.socket.recv(65536)
            if not data:
                raise EOFError(self._buffer)
            self._buffer += data
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data


class Raw(Peer):
    """A TCP connection to the service."""

    def __init__(self, port: int, *, receive_buffer: int = 0) -> None:
        sock = socket.socket()
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        super().__init__(sock)
        self.socket.connect(("127.0.0.1", port))
        self.port = port

    def upgraded(self, **options: Any) -> Raw:
        """Ask for the upgrade and get it."""
        self.send(upgrade_request(self.port, **options))
        head = self.head()
        assert head.startswith("HTTP/1.1 101"), head
        return self

    def head(self) -> str:
        """The head of an HTTP answer."""
        while b"\r\n\r\n" not in self._buffer:
            data = self.socket.recv(4096)
            if not data:
                raise EOFError(self._buffer)
            self._buffer += data
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return head.decode()
