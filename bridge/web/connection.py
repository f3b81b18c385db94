"""A browser's line to the service in the reactor's hands, whatever it is spoken over: never blocking.

A peer that does not read fills its own buffer up to a limit and is then cut off; a peer that does not
answer is dropped. Neither costs anybody else anything.
"""

from __future__ import annotations

import socket
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from websockets.frames import CloseCode

if TYPE_CHECKING:
    from bridge.web.reactor import Handler, Reactor, Timer

FRAME_BYTES: Final = 65536
"""The largest message a client may send."""

NOT_THIS_PROTOCOL: Final = 4400
CLOSE_SECONDS: Final = 5.0
"""How long a peer may take to answer a close."""

_READ_BYTES: Final = 16384


@dataclass(frozen=True, slots=True)
class Limits:
    """What a connection may take. Seconds and bytes."""

    ping_seconds: int
    idle_seconds: int
    buffer_bytes: int

    @property
    def pings_unanswered(self) -> int:
        """After how many pings without any sign of life a peer is given up.

        Counted and not timed, so that a service that was held up itself does not blame its peers.
        """
        return max(1, -(-self.idle_seconds // self.ping_seconds) - 1)


class Connection(ABC):
    """A socket that was taken from the HTTP server. All methods are for the reactor's thread."""

    __slots__ = (
        "_closing",
        "_limits",
        "_out",
        "_paused",
        "_reactor",
        "_sock",
        "_unanswered",
        "_writing",
        "fd",
        "handler",
    )

    def __init__(self, reactor: Reactor, sock: socket.socket) -> None:
        sock.setblocking(False)
        self.fd = sock.fileno()
        self.handler: Handler | None = None
        self._reactor = reactor
        self._sock = sock
        self._limits = reactor.limits
        self._out = bytearray()
        self._unanswered = 0
        self._writing = False
        self._paused = False
        self._closing: Timer | None = None

    @property
    @abstractmethod
    def open(self) -> bool:
        """Whether messages can still be sent."""

    @abstractmethod
    def send(self, message: bytes) -> None:
        """Queue a text message (UTF-8)."""

    @abstractmethod
    def close(self, code: int, reason: str) -> None:
        """Say goodbye with a close code; the peer has :data:`CLOSE_SECONDS` to go."""

    @abstractmethod
    def _ping(self) -> None:
        """Ask for a sign of life."""

    @abstractmethod
    def _arrived(self, data: bytes) -> None:
        """Take in what the peer has sent."""

    @abstractmethod
    def _all_sent(self) -> None:
        """Nothing is left to send."""

    def fail(self) -> None:
        """End the connection because of a fault of ours."""
        try:
            self.close(CloseCode.INTERNAL_ERROR, "a fault of the service")
        except Exception:
            self.abort()
            raise

    def abort(self) -> None:
        """Drop the socket now."""
        if self.fd < 0:
            return
        self._reactor.forget(self)
        self.fd = -1
        self._sock.close()
        self._out.clear()
        if self._closing is not None:
            self._closing.cancel()
        handler, self.handler = self.handler, None
        if handler is not None:
            handler.closed()

    def pause(self, seconds: float) -> None:
        """Read nothing for that time: what the peer sends waits in the network, and then the peer does."""
        if self.fd >= 0 and not self._paused:
            self._paused = True
            self._watch()
            self._reactor.call_later(seconds, self._resume)

    def read(self) -> None:
        """Take in what has arrived."""
        if self.fd < 0:
            return
        try:
            data = self._sock.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._arrived(data)
        else:
            self.abort()

    def flush(self) -> None:
        """Send as much as the peer takes."""
        if self.fd < 0:
            return
        try:
            while self._out:
                sent = self._sock.send(self._out)
                del self._out[:sent]
            self._all_sent()
        except BlockingIOError:
            pass
        except OSError:
            self.abort()
        if self.fd >= 0 and bool(self._out) is not self._writing:
            self._writing = bool(self._out)
            self._watch()

    def check(self) -> None:
        """Once in ``ping_seconds``: give up a silent peer, ask the others for a sign of life."""
        if self._unanswered >= self._limits.pings_unanswered:
            self.abort()
            return
        self._unanswered += 1
        if self.open:
            self._ping()

    def _queue(self, data: bytes) -> None:
        # What waits already is the peer's fault; how large a message is, is ours.
        if len(self._out) > self._limits.buffer_bytes:
            self.abort()
            return
        self._out += data
        self._reactor.flush_soon(self)

    def _expect_close(self) -> None:
        if self.fd >= 0 and self._closing is None:
            self._closing = self._reactor.call_later(CLOSE_SECONDS, self.abort)

    def _resume(self) -> None:
        if self.fd >= 0:
            self._paused = False
            self._watch()

    def _watch(self) -> None:
        self._reactor.watch(self, reading=not self._paused, writing=self._writing)
