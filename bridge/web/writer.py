"""Group commit: whatever messages have queued up are stored in one transaction, then acknowledged."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from bridge.domain.errors import BridgeError, ServerError
from bridge.services.context import Context
from bridge.services.messages import Outcome, Post, post
from bridge.web.reactor import Reactor

log = logging.getLogger(__name__)

MOST = 200
"""How many messages go into one transaction."""

Done = Callable[[Outcome], None]


class MessageWriter:
    """One thread that stores messages. Outcomes are told in the reactor's thread."""

    def __init__(self, context: Context, reactor: Reactor) -> None:
        self._context = context
        self._reactor = reactor
        self._queue: queue.SimpleQueue[tuple[Post, Done] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Store what is queued and end the thread."""
        self._queue.put(None)
        self._thread.join()

    def submit(self, message: Post, done: Done) -> None:
        """Queue a message; from any thread."""
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
        try:
            return post(self._context, messages)
        except BridgeError as error:
            return [error] * len(messages)
        except Exception:
            log.exception("%d messages could not be stored together", len(messages))
            if len(messages) == 1:
                return [ServerError("The service failed; its log has the reason.")]
            # One of them may be to blame: the others shall not suffer for it.
            return [outcome for one in messages for outcome in self._store([one])]


def _tell(listeners: list[Done], outcomes: list[Outcome]) -> None:
    for done, outcome in zip(listeners, outcomes, strict=True):
        done(outcome)
