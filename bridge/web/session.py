"""A person at the other end of a connection: who they are, and their commands, one after the other.

Everything runs in the reactor's thread; what may block is given to the runtime, which comes back here.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from bridge.domain.errors import (
    BadMessage,
    BridgeError,
    IdentityExpired,
    IdentityInvalid,
    IdentityReplayed,
    IdentityRequired,
    RateLimited,
    ServerBusy,
    ServerError,
    UnknownType,
    WrongVersion,
)
from bridge.domain.people import Actor, Kind
from bridge.web import views
from bridge.web.commands import COMMANDS, Command, hello, renew, send
from bridge.web.connection import NOT_THIS_PROTOCOL, Connection
from bridge.web.fields import Message, parse
from bridge.web.views import View

if TYPE_CHECKING:
    from bridge.web.runtime import Runtime

log = logging.getLogger(__name__)

HELLO_SECONDS = 10.0
IDENTITY_ENDED = 4401
REFUSED = 4403
NO_HELLO = 4408
OTHER_VERSION = 4426

SEND = "message.send"

_BURST_SECONDS = 4
_PAUSE_SECONDS = 0.5
_WAITING_COMMANDS = 100
_ASKING = 4

# Which errors end the connection, and how.
_CLOSE_CODES: dict[type[BridgeError], int] = {
    IdentityRequired: IDENTITY_ENDED,
    IdentityExpired: IDENTITY_ENDED,
    IdentityReplayed: IDENTITY_ENDED,
    IdentityInvalid: REFUSED,
    WrongVersion: OTHER_VERSION,
}


class Session:
    """One connection from ``hello`` to the end.

    :ivar actor: who it is; ``None`` before ``hello``
    :ivar address: the network address that the browser has, as far as the proxies tell
    :ivar desk: ids of the chats that an agent's desk shows
    :ivar desk_version: number of the last desk event
    :ivar following: ids of the chats whose entries it is told; the hub's
    """

    def __init__(self, runtime: Runtime, connection: Connection, address: str) -> None:
        self.runtime = runtime
        self.address = address
        self._stranger = True
        runtime.strangers.came(address)
        self.connection = connection
        self.actor: Actor | None = None
        self.desk: set[str] = set()
        self.desk_version = 0
        self.following: set[str] = set()
        self._waiting: deque[Message] = deque()
        self._busy = False
        self._unstored = 0
        self._asking = 0
        self._tokens = float(self._burst)
        self._refilled = time.monotonic()
        self._deadline = runtime.reactor.call_later(HELLO_SECONDS, self._no_hello)

    # What the connection tells.

    def received(self, message: bytes) -> None:
        """A message has come."""
        try:
            parsed = parse(message)
        except BadMessage as error:
            self.send(views.error(None, error))
            self.connection.close(NOT_THIS_PROTOCOL, error.code)
            return
        try:
            self._admit(parsed)
        except BridgeError as error:
            self._refuse(parsed, error)
        else:
            self._waiting.append(parsed)
            self._next()

    def closed(self) -> None:
        """The connection is gone."""
        self._deadline.cancel()
        self._waiting.clear()
        self._known()
        self.runtime.hub.remove(self)
        self.runtime.presence.went(self)

    # What commands call.

    def send(self, view: View) -> None:
        """Send an event or a reply."""
        self.connection.send(views.dump(view))

    def reply(self, message: Message, view: View, kind: str = "result") -> None:
        """Answer a command."""
        self.send({"type": kind, "id": message["id"], **view})
        self._settled(message)

    def fail(self, message: Message, error: BridgeError) -> None:
        """Answer a command with an error, and close where the error asks for it."""
        self._refuse(message, error)
        self._settled(message)

    def signed_in(self, actor: Actor, seconds: float) -> None:
        """The person is known for that time."""
        self.actor = actor
        if actor.person.kind is not Kind.VISITOR:
            self._known()
        self._deadline.cancel()
        self._deadline = self.runtime.reactor.call_later(seconds, self._identity_ended)

    def _known(self) -> None:
        if self._stranger:
            self._stranger = False
            self.runtime.strangers.went(self.address)

    # The commands' queue.

    @property
    def _burst(self) -> int:
        return self.runtime.settings.commands_per_second * _BURST_SECONDS

    def _admit(self, message: Message) -> None:
        now = time.monotonic()
        rate = self.runtime.settings.commands_per_second
        self._tokens = min(self._burst, self._tokens + (now - self._refilled) * rate)
        self._refilled = now
        if self._tokens < 1:
            wait = int((1 - self._tokens) / rate * 1000) + 1
            self.connection.pause(_PAUSE_SECONDS)
            raise RateLimited("Too many commands at once.", retry_after_ms=wait)
        self._tokens -= 1
        if len(self._waiting) >= _WAITING_COMMANDS:
            raise ServerBusy("Too many commands are waiting for an answer.")

    def _next(self) -> None:
        if not self.connection.open:
            self._waiting.clear()
        while self._waiting and not self._busy:
            # Messages are stored together with those of others, without waiting for one another; all else
            # waits until they are stored, so that whoever says good-bye and then closes has said good-bye.
            if self._unstored and self._waiting[0]["type"] != SEND:
                return
            message = self._waiting.popleft()
            try:
                self._run(message)
            except BridgeError as error:
                self._refuse(message, error)

    def _refuse(self, message: Message, error: BridgeError) -> None:
        self.send(views.error(message["id"], error))
        code = _CLOSE_CODES.get(type(error))
        if code is not None:
            self.connection.close(code, error.code)

    def _settled(self, message: Message) -> None:
        if message["type"] == SEND:
            self._unstored -= 1
            self._next()

    def _run(self, message: Message) -> None:
        kind = message["type"]
        if self.actor is None and kind != "hello":
            raise IdentityRequired("The first message must be hello.")
        if kind == SEND:
            send(self, message)
            self._unstored += 1
        elif kind == "hello":
            self._start(message, hello)
        elif kind == "renew":
            self._start(message, renew)
        elif kind in COMMANDS:
            self._start(message, COMMANDS[kind])
        else:
            raise UnknownType(f"There is no command {kind[:50]!r}.")

    def _start(self, message: Message, command: Command) -> None:
        work = command(self, message)
        if work is None:
            return
        # What asks OTRS changes nothing here: the chat goes on while OTRS thinks.
        if not work.slow:
            self._busy = True
        elif self._asking >= _ASKING:
            raise ServerBusy("Too many questions to OTRS are waiting for an answer.")
        else:
            self._asking += 1

        def done(result: object) -> None:
            if work.slow:
                self._asking -= 1
            else:
                self._busy = False
            try:
                self._answer(message, work.then, result)
            finally:
                self._next()

        self.runtime.run(work.blocking, done, slow=work.slow)

    def _answer(self, message: Message, then: Callable[..., None], result: object) -> None:
        if not self.connection.open:
            return
        if isinstance(result, BridgeError):
            self._refuse(message, result)
        elif isinstance(result, Exception):
            self._refuse(message, ServerError("The service failed; its log has the reason."))
        else:
            try:
                then(result)
            except BridgeError as error:
                self._refuse(message, error)

    # Deadlines.

    def _no_hello(self) -> None:
        self.connection.close(NO_HELLO, "no hello")

    def _identity_ended(self) -> None:
        self.connection.close(IDENTITY_ENDED, "identity has ended")

    @property
    def for_agent(self) -> bool:
        """Whether an agent is at the other end."""
        return self.actor is not None and self.actor.person.kind is Kind.AGENT
