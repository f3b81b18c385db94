"""A connection where no WebSocket gets through: an event stream down, HTTP requests up.

The stream's socket lives in the reactor like any other. A request with a message may reach another process
than the one that has the stream; the bus brings it there.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import socket
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import orjson

from bridge.domain.events import MessageUp
from bridge.web.connection import Connection

if TYPE_CHECKING:
    from bridge.services.ports import Bus
    from bridge.web.reactor import Reactor

log = logging.getLogger(__name__)

_NAME_BYTES = 24
_SEAL_CHARS = 16
_RELAYED_PER_SECOND = 20
_PAUSE_SECONDS = 1.0


class EventStream(Connection):
    """The way down. ``name`` is a secret between the service and the browser."""

    __slots__ = ("_ended", "_streams", "name")

    def __init__(self, reactor: Reactor, sock: socket.socket, streams: Streams) -> None:
        super().__init__(reactor, sock)
        self.name = streams.new_name()
        self._ended = False
        self._streams = streams
        streams.add(self)
        self._queue(_event("open", {"stream": self.name}))

    @property
    def open(self) -> bool:
        return self.fd >= 0 and not self._ended

    def send(self, message: bytes) -> None:
        if self.open:
            self._queue(b"data: " + message + b"\n\n")

    def close(self, code: int, reason: str) -> None:
        if self.open:
            self._queue(_event("close", {"code": code, "reason": reason}))
            self._ended = True
            self._expect_close()

    def abort(self) -> None:
        self._streams.remove(self)
        super().abort()

    def up(self, message: bytes) -> None:
        """A message has come by a request of its own."""
        self._unanswered = 0
        if self.open and self.handler is not None:
            self.handler.received(message)

    def _ping(self) -> None:
        self._queue(b":\n\n")  # a comment: the proxies see that the line is in use

    def _arrived(self, data: bytes) -> None:
        """Nothing should come this way; nothing is made of it, and not often."""
        self.pause(_PAUSE_SECONDS)

    def _all_sent(self) -> None:
        if self._ended:
            self.abort()


class Streams:
    """The streams of this process, and the way to those of the others."""

    def __init__(self, bus: Bus, call_soon: Callable[..., None], key: str, *, alone: bool) -> None:
        self._bus = bus
        self._call_soon = call_soon
        self._key = key.encode()
        self._alone = alone
        self._relayed: Counter[str] = Counter()
        self._second = 0.0
        self._streams: dict[str, EventStream] = {}

    def new_name(self) -> str:
        """A name that nobody can guess, with a seal: what was never a stream does not reach the bus."""
        name = secrets.token_urlsafe(_NAME_BYTES)
        return f"{name}.{self._seal(name)}"

    def add(self, stream: EventStream) -> None:
        """Know a new one."""
        self._streams[stream.name] = stream

    def remove(self, stream: EventStream) -> None:
        """It is gone."""
        self._streams.pop(stream.name, None)

    def send_up(self, name: str, message: bytes) -> bool:
        """Bring a message to its stream, here or elsewhere; ``False`` if there is none. From any thread."""
        unsealed, _, seal = name.rpartition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(unsealed).encode()):
            return False
        event = MessageUp(name, message.decode("utf-8", "replace"))
        if name in self._streams:
            self._call_soon(self.handle, event)
            return True
        if self._alone or not self._may_relay(name):
            return False
        self._bus.publish([event])
        return True

    def handle(self, event: MessageUp) -> None:
        """A message has come over the bus; in the reactor's thread."""
        stream = self._streams.get(event.stream)
        if stream is None:
            return
        try:
            stream.up(event.message.encode())
        except Exception:
            log.exception("a connection failed")
            stream.fail()

    def _may_relay(self, name: str) -> bool:
        # The stream's own process limits its commands; a stream that has ended has none to do so.
        now = time.monotonic()
        if now - self._second >= 1:
            self._second = now
            self._relayed.clear()
        self._relayed[name] += 1
        return self._relayed[name] <= _RELAYED_PER_SECOND

    def _seal(self, name: str) -> str:
        return hmac.new(self._key, b"stream " + name.encode(), hashlib.sha256).hexdigest()[:_SEAL_CHARS]


def _event(name: str, data: dict[str, object]) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
