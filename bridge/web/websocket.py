"""A connection that is a WebSocket (RFC 6455): frames in and out through the codec of ``websockets``."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from bridge.web.connection import FRAME_BYTES, NOT_THIS_PROTOCOL, Connection

if TYPE_CHECKING:
    from bridge.web.reactor import Reactor

_ODD_FRAMES: Final = 100
_ODD_PAUSE_SECONDS: Final = 1.0


class WebSocket(Connection):
    """An upgraded socket. A peer that sends too many odd frames is read more slowly."""

    __slots__ = ("_codec", "_half_closed", "_message")

    def __init__(self, reactor: Reactor, sock: socket.socket) -> None:
        super().__init__(reactor, sock)
        self._codec = ServerProtocol(state=State.OPEN, max_size=FRAME_BYTES)
        self._message = bytearray()
        self._half_closed = False

    @property
    def open(self) -> bool:
        return self.fd >= 0 and self._codec.state is State.OPEN

    def send(self, message: bytes) -> None:
        if self.open:
            self._codec.send_text(message)
            self._collect()

    def close(self, code: int, reason: str) -> None:
        if self.open:
            self._codec.send_close(code, reason)
            self._collect()
            self._expect_close()

    def _ping(self) -> None:
        self._codec.send_ping(b"")
        self._collect()

    def _arrived(self, data: bytes) -> None:
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
        data = b"".join(self._codec.data_to_send())
        if data or self._codec.eof_sent:
            self._queue(data)

    def _all_sent(self) -> None:
        # After the close of both sides there is nothing to wait for. After a failure the peer may still be
        # sending: closing now would make the kernel reset the connection, and the close code be lost.
        if not self._codec.eof_sent:
            return
        if self._codec.close_rcvd is not None:
            self.abort()
        elif not self._half_closed:
            self._half_closed = True
            self._sock.shutdown(socket.SHUT_WR)
