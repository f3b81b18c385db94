"""Bodies too large for a thread to wait for: an HTTP request or answer in the reactor's hands.

A peer that sends or reads slowly costs a socket and a little memory, and none of the HTTP server's threads;
one that is slower than :data:`SLOWEST` is dropped.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Final

from bridge.web.connection import Connection

if TYPE_CHECKING:
    from bridge.web.reactor import Reactor

SLOWEST: Final = 4096
"""Bytes a second."""

_FIRST_SECONDS: Final = 10.0
_IN_MEMORY: Final = 262_144
_SEND_BUFFER: Final = 262_144


class Exchange(Connection):
    """A socket on which one HTTP answer is still owed.

    :ivar waiting: for something of ours, not for the peer
    """

    __slots__ = ("_answered", "_checked", "_moved", "waiting")

    def __init__(self, reactor: Reactor, sock: socket.socket) -> None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        super().__init__(reactor, sock)
        self.waiting = False
        self._answered = False
        self._moved = 0
        self._checked = time.monotonic()

    @property
    def open(self) -> bool:
        return self.fd >= 0 and not self._answered

    def send(self, message: bytes) -> None:
        if self.fd >= 0:
            self._queue(message)

    def close(self, code: int, reason: str) -> None:
        """The service ends, or has failed: half a file must not look like a whole one."""
        self.abort()

    def answer(self, status: int, headers: Mapping[str, str], view: Mapping[str, object]) -> None:
        """Answer with a JSON object, and let the peer go."""
        body = json.dumps(view).encode()
        self.send(head(status, {**headers, "Content-Type": "application/json"}, len(body)) + body)
        self.finish()

    def finish(self) -> None:
        """What is queued is all."""
        if self.open:
            self._answered = True
            self._reactor.flush_soon(self)

    def check(self) -> None:
        now = time.monotonic()
        seconds = now - self._checked
        if seconds < _FIRST_SECONDS:
            return
        if not self.waiting and self._moved < SLOWEST * seconds:
            self.abort()
        self._checked, self._moved = now, 0

    def flush(self) -> None:
        before = len(self._out)
        super().flush()
        self._moved += before - len(self._out)

    def _ping(self) -> None:
        """There is nothing to ask: the peer has sent all of its request."""

    def _arrived(self, data: bytes) -> None:
        """Nothing more should come; it is read so that our answer is not lost with it."""

    def _all_sent(self) -> None:
        if self._answered and self._closing is None:
            self._sock.shutdown(socket.SHUT_WR)
            self._expect_close()


class Upload(Exchange):
    """A request whose body comes in.

    :param size: how many bytes it has
    """

    __slots__ = ("_body", "_left", "whole")

    def __init__(self, reactor: Reactor, sock: socket.socket, size: int) -> None:
        super().__init__(reactor, sock)
        self.whole: Callable[[], None] = lambda: None
        self._body = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self._left = size

    def begin(self, first: bytes, whole: Callable[[], None]) -> None:
        """Take in what is here already, and call ``whole`` when all is."""
        self.whole = whole
        self._arrived(first)

    def content(self) -> bytes:
        """The body; from any thread, once it is whole."""
        self._body.seek(0)
        return self._body.read()

    def abort(self) -> None:
        # What is being stored just now is stored: its thread still reads the file.
        if not self.waiting:
            self._body.close()
        super().abort()

    def _arrived(self, data: bytes) -> None:
        if not self.open or self.waiting:
            return
        self._body.write(data[: self._left])
        self._left = max(0, self._left - len(data))
        self._moved += len(data)
        if not self._left:
            self.waiting = True
            self.whole()


class Download(Exchange):
    """An answer that goes out in parts, each fetched when the one before is gone."""

    __slots__ = ("drained",)

    def __init__(self, reactor: Reactor, sock: socket.socket) -> None:
        super().__init__(reactor, sock)
        self.drained: Callable[[], None] = lambda: None

    def _all_sent(self) -> None:
        if self.open and not self.waiting:
            self.drained()
        super()._all_sent()


def head(status: int, headers: Mapping[str, str], length: int) -> bytes:
    """The head of an answer, after which the connection ends."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    usual = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    usual |= {"Referrer-Policy": "no-referrer", "Connection": "close", "Content-Length": str(length)}
    for name, value in {**usual, **headers}.items():
        if "\r" in value or "\n" in value:
            raise ValueError(f"a line end in {name}")
        lines.append(f"{name}: {value}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
