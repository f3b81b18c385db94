"""One thread that holds all sockets of a process: epoll, timers, nothing that blocks.

It knows connections (:mod:`bridge.web.connection`) and nothing of chats. Everything in it runs in its
own thread but :meth:`Reactor.call_soon`, :meth:`Reactor.adopt` and :meth:`Reactor.stop`.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import os
import select
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from websockets.frames import CloseCode

from bridge.web.connection import Connection, Limits

log = logging.getLogger(__name__)

STOP_SECONDS = 1.0
"""How long peers may take to answer the close when the service stops."""

_FEW_TIMERS = 100


class Handler(Protocol):
    """What a connection tells its owner, in the reactor's thread."""

    def received(self, message: bytes) -> None:
        """A whole text message has come."""

    def closed(self) -> None:
        """The connection is gone; nothing more can be sent."""


class Timer:
    """A call in the future that can be taken back. For the reactor's thread."""

    __slots__ = ("_reactor", "call")

    def __init__(self, reactor: Reactor, call: Callable[[], None]) -> None:
        self._reactor = reactor
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        """Do not call."""
        if self.call is not None:
            self.call = None
            self._reactor.timer_cancelled()


class Reactor:
    """The loop. ``limits`` hold for every connection."""

    def __init__(self, limits: Limits, *, most: int) -> None:
        self.limits = limits
        self.most = most
        self._epoll = select.epoll()
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._epoll.register(self._wake, select.EPOLLIN)
        self._calls: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        self._timers: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._cancelled = 0
        self._ticks = 0
        self._connections: dict[int, Connection] = {}
        self._unflushed: set[Connection] = set()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="reactor", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()
        self.call_soon(self._tick)

    def stop(self) -> None:
        """Close everything with "service restart" and end the thread."""
        self.call_soon(self._close_all)
        self._thread.join(STOP_SECONDS * 3)

    @property
    def full(self) -> bool:
        """Whether another connection would be one too many."""
        return len(self._connections) >= self.most

    def __len__(self) -> int:
        return len(self._connections)

    def call_soon(self, call: Callable[..., None], *args: Any) -> None:
        """Have something called in the reactor's thread; from any thread."""
        self._calls.append((call, args))
        os.eventfd_write(self._wake, 1)

    def call_later(self, seconds: float, call: Callable[[], None]) -> Timer:
        """Have something called after that time."""
        timer = Timer(self, call)
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._order), timer))
        return timer

    def adopt(
        self,
        sock: socket.socket,
        kind: Callable[[Reactor, socket.socket], Connection],
        handler_of: Callable[[Connection], Handler],
    ) -> None:
        """Take over a socket as a connection of that kind; from any thread."""
        self.call_soon(self._adopt, sock, kind, handler_of)

    # What connections call.

    def flush_soon(self, connection: Connection) -> None:
        """Send what the connection has, once what is under way is done."""
        self._unflushed.add(connection)

    def watch(self, connection: Connection, *, reading: bool, writing: bool) -> None:
        """When to be told of the socket; that it is broken is told in any case."""
        mask = (select.EPOLLIN if reading else 0) | (select.EPOLLOUT if writing else 0)
        self._epoll.modify(connection.fd, mask)

    def forget(self, connection: Connection) -> None:
        """The connection is closing its socket."""
        if self._connections.pop(connection.fd, None) is not None:
            self._epoll.unregister(connection.fd)
            self._unflushed.discard(connection)

    def timer_cancelled(self) -> None:
        """A timer will not be needed. They are thrown out together: one by one would be costly."""
        self._cancelled += 1
        if self._cancelled > _FEW_TIMERS and self._cancelled * 2 > len(self._timers):
            self._timers = [item for item in self._timers if item[2].call is not None]
            heapq.heapify(self._timers)
            self._cancelled = 0

    # The loop.

    def _run(self) -> None:
        try:
            self._loop()
        except BaseException:
            # Without this thread the process could still accept sockets, and never answer them.
            log.critical("the reactor has failed; this process ends", exc_info=True)
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            self._epoll.close()

    def _loop(self) -> None:
        while not (self._stopping and not self._connections):
            for fd, mask in self._epoll.poll(self._seconds_to_wait()):
                if fd == self._wake:
                    os.eventfd_read(self._wake)
                else:
                    self._ready(fd, mask)
            self._run_calls()
            self._run_timers()
            self._flush()

    def _seconds_to_wait(self) -> float:
        if self._calls:
            return 0
        return max(0.0, self._timers[0][0] - time.monotonic()) if self._timers else 1.0

    def _ready(self, fd: int, mask: int) -> None:
        connection = self._connections.get(fd)
        if connection is None:
            return
        try:
            if mask & select.EPOLLOUT:
                connection.flush()
            if mask & ~select.EPOLLOUT:
                connection.read()
        except Exception:
            log.exception("a connection failed")
            _guarded(connection.fail)

    def _run_calls(self) -> None:
        for _ in range(len(self._calls)):
            call, args = self._calls.popleft()
            _guarded(call, *args)

    def _run_timers(self) -> None:
        now = time.monotonic()
        while self._timers and self._timers[0][0] <= now:
            timer = heapq.heappop(self._timers)[2]
            call, timer.call = timer.call, None
            if call is None:
                self._cancelled -= 1
            else:
                _guarded(call)

    def _flush(self) -> None:
        while self._unflushed:
            connection = self._unflushed.pop()
            _guarded(connection.flush)

    def _adopt(
        self,
        sock: socket.socket,
        kind: Callable[[Reactor, socket.socket], Connection],
        handler_of: Callable[[Connection], Handler],
    ) -> None:
        if self._stopping:
            sock.close()
            return
        connection = kind(self, sock)
        self._epoll.register(connection.fd, select.EPOLLIN)
        self._connections[connection.fd] = connection
        try:
            connection.handler = handler_of(connection)
        except Exception:
            connection.abort()
            raise

    def _tick(self) -> None:
        # Each second looks at one share of the connections, so that pings do not come in bursts.
        self.call_later(1.0, self._tick)
        self._ticks += 1
        every = self.limits.ping_seconds
        share = self._ticks % every
        for connection in [c for fd, c in self._connections.items() if fd % every == share]:
            _guarded(connection.check)

    def _close_all(self) -> None:
        self._stopping = True
        for connection in list(self._connections.values()):
            _guarded(connection.close, CloseCode.SERVICE_RESTART, "restart")
        self.call_later(STOP_SECONDS, self._abort_all)

    def _abort_all(self) -> None:
        for connection in list(self._connections.values()):
            _guarded(connection.abort)


def _guarded(call: Callable[..., None], *args: Any) -> None:
    try:
        call(*args)
    except Exception:
        log.exception("a call in the reactor failed")
