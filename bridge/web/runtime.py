"""What lives as long as the process: the reactor, the writer, the hub and the threads that may block."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bridge.bus import LocalBus
from bridge.domain.errors import BridgeError, ServerBusy
from bridge.domain.events import Event, MessageUp
from bridge.services import board
from bridge.services.context import Context
from bridge.settings import Settings
from bridge.web.connection import Limits
from bridge.web.hub import Hub
from bridge.web.newcomers import Newcomers, Strangers
from bridge.web.presence import Presence
from bridge.web.reactor import Reactor
from bridge.web.stream import Streams
from bridge.web.tokens import Tokens
from bridge.web.writer import MessageWriter

log = logging.getLogger(__name__)

MAILS_AN_HOUR = 20
"""How many mails to addresses that are not proven one network address may ask for."""

TICKETS_AN_HOUR = 20
"""How many tickets the visitors of one network address may make."""

FILES_AN_HOUR = 200
"""How many files the visitors of one network address may offer."""

TRANSCRIPTS_A_MINUTE = 30
"""How many transcripts one network address may ask for."""

_HOUR_SECONDS = 3600.0
_THREADS = 6
_SLOW_THREADS = 6
_MOST_WAITING = 5000
_MOST_WAITING_FOR_OTRS = 60
_NOTED_SECONDS = 10.0


class Runtime:
    """The live part of a web process. Nothing runs before :meth:`start`."""

    def __init__(self, settings: Settings, context: Context, bus: LocalBus, tokens: Tokens) -> None:
        self.settings = settings
        self.context = context
        self.tokens = tokens
        limits = Limits(
            ping_seconds=settings.socket_ping_seconds,
            idle_seconds=settings.socket_idle_seconds,
            buffer_bytes=settings.socket_buffer_bytes,
        )
        self.reactor = Reactor(limits, most=settings.sockets_max)
        self.writer = MessageWriter(context, self.reactor)
        self.hub = Hub(self)
        self.presence = Presence(self)
        self.newcomers = Newcomers(settings.visitors_per_minute)
        self.chats = Newcomers(settings.visitors_per_minute, what="chats")
        self.files = Newcomers(FILES_AN_HOUR, what="files", within=_HOUR_SECONDS)
        self.mails = Newcomers(MAILS_AN_HOUR, what="e-mails", within=_HOUR_SECONDS)
        self.tickets = Newcomers(TICKETS_AN_HOUR, what="tickets", within=_HOUR_SECONDS)
        self.transcripts = Newcomers(TRANSCRIPTS_A_MINUTE, what="transcripts")
        self.strangers = Strangers(settings.visitor_sockets_per_address)
        self.streams = Streams(bus, self.reactor.call_soon, settings.secret_key, alone=settings.embedded)
        self._bus = bus
        self._pool = ThreadPoolExecutor(_THREADS, "service")
        self._slow_pool = ThreadPoolExecutor(_SLOW_THREADS, "otrs")
        self._waiting = {False: 0, True: 0}
        self._noted: dict[type[Exception], float] = {}

    def start(self) -> None:
        """Start the threads; the mirror of the chats is loaded before the first connection."""
        self._bus.subscribe(lambda events: self.reactor.call_soon(self._handle, events))
        self.hub.load(board.kept(self.context))
        self.presence.load()
        self.reactor.start()
        self.writer.start()
        self.reactor.call_soon(self._sweep)
        self.reactor.call_soon(self.presence.start)

    def stop(self) -> None:
        """Store what is queued, tell everybody to come back, end the threads."""
        self.writer.stop()
        self.reactor.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._slow_pool.shutdown(wait=False, cancel_futures=True)

    def run(self, blocking: Callable[[], Any], then: Callable[[Any], None], *, slow: bool = False) -> None:
        """Call ``blocking`` in a thread and ``then`` with its result, or its exception, in the reactor's.

        For the reactor's thread. ``slow``: it may wait for OTRS.
        """
        if self._waiting[slow] >= (_MOST_WAITING_FOR_OTRS if slow else _MOST_WAITING):
            self.reactor.call_soon(then, ServerBusy("Too much to do at the moment."))
            return
        self._waiting[slow] += 1

        def work() -> None:
            try:
                result = blocking()
            except BridgeError as error:
                result = error
            except Exception as error:
                self._note(error)
                result = error
            self.reactor.call_soon(done, result)

        def done(result: Any) -> None:
            self._waiting[slow] -= 1
            then(result)

        (self._slow_pool if slow else self._pool).submit(work)

    def _handle(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, MessageUp):
                self.streams.handle(event)
        self.hub.handle(events)
        self.presence.handle(events)

    def _note(self, error: Exception) -> None:
        # Without the database everything fails, for thousands of people: once in a while says enough.
        now = time.monotonic()
        if now - self._noted.get(type(error), -_NOTED_SECONDS) < _NOTED_SECONDS:
            log.warning("a service failed again: %s", str(error).partition("\n")[0])
        else:
            self._noted[type(error)] = now
            log.error("a service failed", exc_info=error)

    def _sweep(self) -> None:
        self.hub.sweep()
        self.reactor.call_later(self.settings.heal_seconds, self._sweep)
