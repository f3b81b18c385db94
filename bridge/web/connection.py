"""One WebSocket: frames in and out through the codec of ``websockets``, never blocking.

A peer that does not read fills its own buffer up to a limit and is then cut off; a peer that does not
answer is dropped; one that sends too much is read more slowly. None of them costs anybody else anything.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

if TYPE_CHECKING:
    from bridge.web.reactor import Handler, Reactor, Timer

FRAME_BYTES: Final = 65536
"""The largest message a client may send."""

NOT_THIS_PROTOCOL: Final = 4400
CLOSE_SECONDS: Final = 5.0
"""How long a peer may take to answer a close."""

_READ_BYTES: Final = 16384
_ODD_FRAMES: Final = 100
_ODD_PAUSE_SECONDS: Final = 1.0


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


class Connection:
    """An upgraded socket in the reactor's hands. All methods are for the reactor's thread."""

    __slots__ = (
        "_closing",
        "_codec",
        "_half_closed",
        "_limits",
        "_message",
        "_out",
        "_paused",
        "_reactor",
        "_sock",
        "_unanswered",
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
        self._message = bytearray()
        self._unanswered = 0
        self._writing = False
        self._paused = False
        self._half_closed = False
        self._closing: Timer | None = None

    @property
    def open(self) -> bool:
        """Whether messages can still be sent."""
        return self.fd >= 0 and self._codec.state is State.OPEN

    def send(self, message: bytes) -> None:
        """Queue a text message (UTF-8)."""
        if self.open:
            self._codec.send_text(message)
            self._collect()

    def close(self, code: int, reason: str) -> None:
        """Say goodbye with a close code; the peer has :data:`CLOSE_SECONDS` to answer."""
        if self.open:
            self._codec.send_close(code, reason)
            self._collect()
            self._expect_close()

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
        if not data:
            self.abort()
            return
        self._unanswered = 0
        self._codec.receive_data(data)
        odd = 0
        for event in self._codec.events_received():
            if isinstance(event, Frame):
                odd += not self._frame(event)
        if self.fd < 0:
            return
        self._collect()
        if self._codec.close_expected():
            self._expect_close()
        elif odd > _ODD_FRAMES:
            self.pause(_ODD_PAUSE_SECONDS)

    def flush(self) -> None:
        """Send as much as the peer takes."""
        if self.fd < 0:
            return
        try:
            while self._out:
                sent = self._sock.send(self._out)
                del self._out[:sent]
            if self._codec.eof_sent:
                self._finish()
                return
        except BlockingIOError:
            pass
        except OSError:
            self.abort()
            return
        if bool(self._out) is not self._writing:
            self._writing = bool(self._out)
            self._watch()

    def check(self) -> None:
        """Once in ``ping_seconds``: give up a silent peer, ask the others for a sign of life."""
        if self._unanswered >= self._limits.pings_unanswered:
            self.abort()
            return
        self._unanswered += 1
        if self.open:
            self._codec.send_ping(b"")
            self._collect()

    def _frame(self, frame: Frame) -> bool:
        """Treat a frame; whether it made a message whole. Pings, pongs and closes are the codec's."""
        if frame.opcode is Opcode.BINARY:
            self.close(NOT_THIS_PROTOCOL, "text only")
        elif frame.opcode in {Opcode.TEXT, Opcode.CONT} and self.open:
            self._message += frame.data
            if frame.fin:
                message = bytes(self._message)
                self._message.clear()
                if self.handler is not None:
                    self.handler.received(message)
                return True
        return False

    def _collect(self) -> None:
        for data in self._codec.data_to_send():
            self._out += data
        if len(self._out) > self._limits.buffer_bytes:
            self.abort()
        elif self._out or self._codec.eof_sent:
            self._reactor.flush_soon(self)

    def _finish(self) -> None:
        # After the close of both sides there is nothing to wait for. After a failure the peer may still be
        # sending: closing now would make the kernel reset the connection, and the close code be lost.
        if self._codec.close_rcvd is not None:
            self.abort()
        elif not self._half_closed:
            self._half_closed = True
            self._sock.shutdown(socket.SHUT_WR)
            self._writing = False
            self._watch()

    def _expect_close(self) -> None:
        if self.fd >= 0 and self._closing is None:
            self._closing = self._reactor.call_later(CLOSE_SECONDS, self.abort)

    def _resume(self) -> None:
        if self.fd >= 0:
            self._paused = False
            self._watch()

    def _watch(self) -> None:
        self._reactor.watch(self, reading=not self._paused, writing=self._writing)
