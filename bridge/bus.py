"""The bus: all processes are told what was committed. A fast path: the database heals what it loses."""

from __future__ import annotations

import logging
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
import redis

from bridge.domain.chats import Audience, Author, Entry, EntryKind
from bridge.domain.events import (
    AgentStateChanged,
    ChannelsChanged,
    ChatChanged,
    DirectoryChanged,
    EntriesAppended,
    Event,
    MailChanged,
    MessageUp,
    PeopleSeen,
    PolicyChanged,
    ReadMarked,
    Typing,
)
from bridge.domain.people import Kind
from bridge.domain.presence import Seen

log = logging.getLogger(__name__)

Listener = Callable[[list[Event]], None]

_TIMEOUT_SECONDS = 2
_RETRY_SECONDS = 1
_HEALTH_SECONDS = 10
_MOST_QUEUED = 1000
_MOST_AT_ONCE = 500


class LocalBus:
    """Tells the listeners in this process."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Have the listener called with every batch of events, in whatever thread they come."""
        self._listeners.append(listener)

    def publish(self, events: Iterable[Event]) -> None:
        batch = list(events)
        if batch:
            self._tell(batch)

    def start(self) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""

    def _tell(self, batch: list[Event]) -> None:
        for listener in self._listeners:
            listener(batch)


class RedisBus(LocalBus):
    """Tells this process at once, and all others through Redis, without ever waiting for it."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._id = uuid.uuid4().hex
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=_TIMEOUT_SECONDS,
            socket_connect_timeout=_TIMEOUT_SECONDS,
            health_check_interval=_HEALTH_SECONDS,
        )
        # Channels are the same for all databases of a Redis server; ours is not.
        self._channel = f"chatbridge:events:{self._redis.get_connection_kwargs().get('db') or 0}"
        self._queue: deque[list[Event]] = deque(maxlen=_MOST_QUEUED)
        self._queued = threading.Event()
        self._stopped = threading.Event()
        self._publisher: threading.Thread | None = None
        self._lock = threading.Lock()

    def publish(self, events: Iterable[Event]) -> None:
        batch = list(events)
        if not batch:
            return
        self._tell(batch)
        with self._lock:
            if self._publisher is None and not self._stopped.is_set():
                self._publisher = threading.Thread(
                    target=self._publish_all, name="bus-publisher", daemon=True
                )
                self._publisher.start()
        self._queue.append(batch)
        self._queued.set()

    def start(self) -> None:
        """Start listening to the other processes."""
        threading.Thread(target=self._listen, name="bus-listener", daemon=True).start()

    def stop(self) -> None:
        """Publish what is queued and end the threads."""
        with self._lock:
            self._stopped.set()
        self._queued.set()
        if self._publisher is not None:
            self._publisher.join(_TIMEOUT_SECONDS * 2)
        self._redis.close()

    def _publish_all(self) -> None:
        while self._queue or not self._stopped.is_set():
            self._queued.wait()
            self._queued.clear()
            batch: list[Event] = []
            while self._queue and len(batch) < _MOST_AT_ONCE:
                batch += self._queue.popleft()
            if self._queue:
                self._queued.set()
            if not batch:
                continue
            try:
                self._redis.publish(self._channel, _dump(self._id, batch))
            except Exception as error:
                # The rest would be old news when Redis is back: the comparison with the database is faster.
                self._queue.clear()
                log.warning("events could not be published: %s", error)

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                self._listen_once()
            except redis.RedisError as error:
                log.warning("not listening to Redis, trying again: %s", error)
            except Exception:
                log.exception("an event from Redis could not be handled")
            self._stopped.wait(_RETRY_SECONDS)

    def _listen_once(self) -> None:
        with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:  # type: ignore[no-untyped-call]
            pubsub.subscribe(self._channel)
            while not self._stopped.is_set():
                message = pubsub.get_message(timeout=_TIMEOUT_SECONDS / 2)
                if message is not None:
                    sender, batch = _load(message["data"])
                    if sender != self._id:
                        self._tell(batch)


def _dump(sender: str, batch: list[Event]) -> bytes:
    events = [{"type": type(event).__name__, **asdict(event)} for event in batch]
    return orjson.dumps({"from": sender, "events": events})


def _load(raw: bytes) -> tuple[str, list[Event]]:
    message = orjson.loads(raw)
    return message["from"], [_event(stored) for stored in message["events"]]


def _event(stored: dict[str, Any]) -> Event:
    return _LOADERS[stored["type"]](stored)


def _entry(stored: dict[str, Any]) -> Entry:
    author = stored["author"]
    return Entry(
        seq=stored["seq"],
        kind=EntryKind(stored["kind"]),
        audience=Audience(stored["audience"]),
        author=Author(author["no"], Kind(author["kind"]), author["name"]),
        text=stored["text"],
        at=datetime.fromisoformat(stored["at"]),
        client_id=stored["client_id"],
        data=stored["data"],
    )


def _seen(stored: dict[str, Any]) -> Seen:
    return Seen(
        stored["person"],
        stored["name"],
        datetime.fromisoformat(stored["seen_at"]),
        datetime.fromisoformat(stored["active_at"]),
    )


_LOADERS: dict[str, Callable[[dict[str, Any]], Event]] = {
    "EntriesAppended": lambda e: EntriesAppended(e["chat_id"], tuple(_entry(one) for one in e["entries"])),
    "ChatChanged": lambda e: ChatChanged(e["chat_id"]),
    "ReadMarked": lambda e: ReadMarked(e["chat_id"], e["no"], e["seq"], e["hidden"]),
    "Typing": lambda e: Typing(e["chat_id"], e["no"], e["person"], e["on"], Audience(e["audience"])),
    "DirectoryChanged": lambda _: DirectoryChanged(),
    "PolicyChanged": lambda e: PolicyChanged(e["version"], e["rules"]),
    "ChannelsChanged": lambda _: ChannelsChanged(),
    "AgentStateChanged": lambda e: AgentStateChanged(e["login"]),
    "PeopleSeen": lambda e: PeopleSeen(tuple(_seen(one) for one in e["people"])),
    "MailChanged": lambda e: MailChanged(e["chat_id"], e["mail_id"], e["person"], e["state"]),
    "MessageUp": lambda e: MessageUp(e["stream"], e["message"]),
}
