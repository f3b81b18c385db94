"""Group commit: whatever messages have queued up are stored in one transaction, then acknowledged."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

from bridge.domain.errors import BridgeError, ServerBusy, ServerError
from bridge.services.context import Context
from bridge.services.messages import Outcome, Post, post
from bridge.web.reactor import Reactor

log = logging.getLogger(__name__)

MOST = 200
"""How many messages go into one transaction."""

MOST_QUEUED = 5_000
"""How many may wait; what comes on top is refused at once."""

PATIENCE_SECONDS = 8.0
"""How long messages are held back while the database cannot be used."""

_PAUSE_SECONDS = 0.25

Done = Callable[[Outcome], None]


class MessageWriter:
    """One thread that stores messages. Outcomes are told in the reactor's thread."""

    def __init__(self, context: Context, reactor: Reactor) -> None:
        self._context = context
        self._reactor = reactor
        self._queue: queue.SimpleQueue[tuple[Post, Done] | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Store what is queued and end the thread."""
        self._stopping.set()
        self._queue.put(None)
        self._thread.join()

    def submit(self, message: Post, done: Done) -> None:
        """Queue a message; from the reactor's thread."""
        if self._queue.qsize() >= MOST_QUEUED:
            self._reactor.call_soon(done, ServerBusy("Too many messages are waiting to be stored."))
            return
        self._queue.put((message, done))

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = [first]
            last = False
            while len(batch) < MOST and not self._queue.empty():
                item = self._queue.get()
                if item is None:
                    last = True
                    break
                batch.append(item)
            outcomes = self._store([message for message, _ in batch])
            self._reactor.call_soon(_tell, [done for _, done in batch], outcomes)
            if last:
                return

    def _store(self, messages: list[Post]) -> list[Outcome]:
        # A database that restarts is waited for: refusing one message and taking the next one would change
        # their order. Doing it twice is harmless, as every message has a name.
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return post(self._context, messages)
            except BridgeError as error:
                return [error] * len(messages)
            except Exception as error:
                if self._database_works():
                    log.exception("%d messages could not be stored together", len(messages))
                    return self._one_by_one(messages)
                log.warning("%d messages wait for the database: %s", len(messages), _first_line(error))
            if self._stopping.is_set() or time.monotonic() > give_up_at:
                return [ServerBusy("The database cannot be used at the moment.")] * len(messages)
            self._stopping.wait(_PAUSE_SECONDS)

    def _database_works(self) -> bool:
        try:
            post(self._context, [])
        except Exception:
            return False
        return True

    def _one_by_one(self, messages: list[Post]) -> list[Outcome]:
        # One of them may be to blame: the others shall not suffer for it.
        outcomes: list[Outcome] = []
        for message in messages:
            try:
                outcomes += post(self._context, [message])
            except BridgeError as error:
                outcomes.append(error)
            except Exception:
                log.exception("a message could not be stored")
                outcomes.append(ServerError("The service failed; its log has the reason."))
        return outcomes


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _tell(listeners: list[Done], outcomes: list[Outcome]) -> None:
    for done, outcome in zip(listeners, outcomes, strict=True):
        try:
            done(outcome)
        except Exception:
            log.exception("an outcome could not be told")
