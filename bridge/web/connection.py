"""One WebSocket: frames in and out through the codec of ``websockets``, never blocking.

A peer that does not read fills its own buffer up to a limit and is then cut off; a peer that does not
answer is dropped. Neither costs anybody else anything.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

if TYPE_CHECKING:
    from bridge.web.reactor import Handler, Reactor

FRAME_BYTES: Final = 65536
"""The largest message a client may send."""

NOT_THIS_PROTOCOL: Final = 4400
_CLOSE_SECONDS: Final = 5.0
_READ_BYTES: Final = 65536


@dataclass(frozen=True, slots=True)
class Limits:
    """What a connection may take. Seconds and bytes."""

    ping_seconds: int
    idle_seconds: int
    buffer_bytes: int


class Connection:
    """An upgraded socket in the reactor's hands. All methods are for the reactor's thread."""

    __slots__ = (
        "_codec",
        "_heard",
        "_limits",
        "_out",
        "_parts",
        "_reactor",
        "_sock",
        "_writing",
        "fd",
        "handler",
    )

    def __init__(self, reactor: Reactor, sock: socket.socket, limits: Limits) -> None:
        sock.setblocking(False)
        self.fd = sock.fileno()
        self.handler: Handler | None = None
        self._reactor = reactor
        self._sock = sock
        self._limits = limits
        self._codec = ServerProtocol(state=State.OPEN, max_size=FRAME_BYTES)
        self._out = bytearray()
        self._parts: list[bytes] = []
        self._heard = time.monotonic()
        self._writing = False

    @property
    def open(self) -> bool:
        """Whether messages can still be sent."""
        return self._codec.state is State.OPEN

    def send(self, message: bytes) -> None:
        """Queue a text message (UTF-8)."""
        if self.open:
            self._codec.send_text(message)
            self._collect()

    def close(self, code: int, reason: str) -> None:
        """Say goodbye with a close code; the peer has a few seconds to answer."""
        if self.open:
            self._codec.send_close(code, reason)
            self._collect()
            self._expect_close()

    def abort(self) -> None:
        """Drop the socket now."""
        if self.fd < 0:
            return
        self._reactor.forget(self)
        self.fd = -1
        self._sock.close()
        if self.handler is not None:
            self.handler.closed()

    def read(self) -> None:
        """Take in what has arrived."""
        try:
            data = self._sock.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            self.abort()
            return
        if not data:
            self.abort()
            return
        self._heard = time.monotonic()
        was_open = self.open
        self._codec.receive_data(data)
        for event in self._codec.events_received():
            if isinstance(event, Frame):
                self._frame(event)
        self._collect()
        if was_open and self._codec.close_expected():
            self._expect_close()

    def flush(self) -> None:
        """Send as much as the peer takes."""
        if self.fd < 0:
            return
        try:
            while self._out:
                sent = self._sock.send(self._out)
                del self._out[:sent]
        except BlockingIOError:
            pass
        except OSError:
            self.abort()
            return
        if bool(self._out) is not self._writing:
            self._writing = bool(self._out)
            self._reactor.watch(self, writing=self._writing)
        if not self._out and self._codec.eof_sent:
            self.abort()

    def check(self, now: float) -> None:
        """From time to time: drop a peer that has fallen silent, ask the others for a sign of life."""
        if now - self._heard > self._limits.idle_seconds:
            self.abort()
        elif self.open:
            self._codec.send_ping(b"")
            self._collect()

    def _frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.BINARY:
            self.close(NOT_THIS_PROTOCOL, "text only")
        elif frame.opcode in {Opcode.TEXT, Opcode.CONT} and self.open:
            self._parts.append(bytes(frame.data))
            if frame.fin:
                message = b"".join(self._parts)
                self._parts.clear()
                if self.handler is not None:
                    self.handler.received(message)

    def _collect(self) -> None:
        for data in self._codec.data_to_send():
            self._out += data
        if len(self._out) > self._limits.buffer_bytes:
            self.abort()
        elif self._out or self._codec.eof_sent:
            self._reactor.flush_soon(self)

    def _expect_close(self) -> None:
        self._reactor.call_later(_CLOSE_SECONDS, self.abort)
