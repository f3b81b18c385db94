"""A web process without sockets and threads: sessions and hub over a real database, step by step.

What blocks is put on a list, and :meth:`House.settle` does it; so a test says what happens in between.
"""

from __future__ import annotations

import json
import secrets
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import jwt

from bridge.domain.people import Actor, Kind
from bridge.services import board, messages
from bridge.settings import load
from bridge.web.hub import Hub
from bridge.web.newcomers import Newcomers, Strangers
from bridge.web.presence import Presence
from bridge.web.session import Session
from bridge.web.tokens import Tokens
from tests.people import new_id
from tests.world import World

IDENTITY_SECRET = "i" * 40
SETTINGS = load(
    {"CHATBRIDGE_SECRET_KEY": "o" * 40, "CHATBRIDGE_IDENTITY_SECRETS": f"otrs-1:{IDENTITY_SECRET}"}
)


class Timer:
    """A call in the future; the test decides when that is."""

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self.seconds, self.call, self.cancelled = seconds, call, False

    def cancel(self) -> None:
        self.cancelled = True


class House:
    """Plays the runtime, the reactor and the message writer."""

    def __init__(self, world: World) -> None:
        self.settings = SETTINGS
        self.context = world.context
        self.tokens = Tokens(
            SETTINGS.identity_secrets,
            SETTINGS.secret_key,
            identity_seconds=SETTINGS.identity_seconds,
            visitor_hours=SETTINGS.visitor_hours,
            clock=world.clock,
        )
        self.reactor = self.writer = self
        self.timers: list[Timer] = []
        self.world = world
        self.deaf = False
        self._work: deque[tuple[Callable[[], Any], Callable[[Any], None]]] = deque()
        self._posts: list[tuple[messages.Post, Callable[[Any], None]]] = []
        self.newcomers, self.chats, self.files = Newcomers(1000), Newcomers(1000), Newcomers(1000)
        self.strangers = Strangers(1000)
        self.hub = Hub(self)
        self.presence = Presence(self)
        self.hub.load(board.kept(world.context))
        self.presence.load()
        self.presence.refresh()
        world.context.policy.no_waiting()

    # What sessions and hub call.

    def run(self, blocking: Callable[[], Any], then: Callable[[Any], None], *, slow: bool = False) -> None:
        self._work.append((blocking, then))

    def call_later(self, seconds: float, call: Callable[[], None]) -> Timer:
        self.timers.append(Timer(seconds, call))
        return self.timers[-1]

    def submit(self, post: messages.Post, done: Callable[[Any], None]) -> None:
        self._posts.append((post, done))

    # What tests call.

    def block(self) -> Callable[[], None]:
        """Do the next thing that blocks; call the result to let the session know."""
        blocking, then = self._work.popleft()
        try:
            result = blocking()
        except Exception as error:
            result = error
        return lambda: then(result)

    def hear(self) -> None:
        """Let the hub hear what was committed, unless it is deaf: then the events are lost."""
        events = self.world.bus.take()
        if events and not self.deaf:
            self.context.policy.hear(events)
            self.hub.handle(events)
            self.presence.handle(events)

    def settle(self) -> None:
        """Until nothing is left to do."""
        while self._work or self._posts or self.world.bus.published:
            posts, self._posts = self._posts, []
            outcomes = messages.post(self.context, [post for post, _ in posts])
            for (_, done), outcome in zip(posts, outcomes, strict=True):
                done(outcome)
            if self._work:
                self.block()()
            self.hear()

    def sweep(self) -> None:
        """The comparison with the database."""
        self.hub.sweep()
        self.settle()

    def passes(self, **duration: float) -> None:
        """Time goes by, and everything that comes by the clock comes once."""
        self.world.clock.forward(**duration)
        self.presence.look()
        self.settle()
        self.presence.tick()
        self.settle()

    def guest(self) -> Guest:
        """Somebody connects."""
        return Guest(self)

    def enter(self, who: Actor) -> Guest:
        """Somebody connects and says hello; a visitor is a new one."""
        guest = self.guest()
        if who.person.kind is Kind.VISITOR:
            guest.ask("hello", version=1, visitor={"name": who.person.name})
        else:
            guest.ask("hello", version=1, token=identity_token(who))
        assert guest.replies[-1]["type"] == "welcome", guest.replies
        return guest


class Guest:
    """A connection as the session sees it, and the person at its other end."""

    def __init__(self, house: House) -> None:
        self.open = True
        self.closed_with: int | None = None
        self.replies: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self._house = house
        self._ids = iter(range(1, 10_000))
        self.session = Session(house, self, "192.0.2.1")

    # What the session calls.

    def send(self, frame: bytes) -> None:
        if self.open:
            message = json.loads(frame)
            (self.replies if "id" in message else self.events).append(message)

    def close(self, code: int, _reason: str) -> None:
        if self.open:
            self.open, self.closed_with = False, code

    def pause(self, seconds: float) -> None:
        """Nothing is read meanwhile: tests do not send either."""

    # What the person does.

    def tell(self, kind: str, **fields: Any) -> int:
        """Send a command; its number."""
        number = next(self._ids)
        self.session.received(json.dumps({"type": kind, "id": number, **fields}).encode())
        return number

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send a command and wait for everything; its reply."""
        number = self.tell(kind, **fields)
        self._house.settle()
        (reply,) = [one for one in self.replies if one["id"] == number]
        return reply

    def starts(self, text: str = "My printer is on fire") -> str:
        """Ask for a chat; its id."""
        chat = new_id()
        assert self.ask("chat.start", chat=chat, client_id=new_id(), text=text)["type"] == "result"
        return chat

    def opens(self, chat: str, after_seq: int = 0) -> dict[str, Any]:
        return self.ask("chat.open", chat=chat, after_seq=after_seq)

    def says(self, chat: str, text: str, **fields: Any) -> dict[str, Any]:
        return self.ask("message.send", chat=chat, client_id=new_id(), text=text, **fields)

    def leaves(self) -> None:
        """The line breaks."""
        self.open = False
        self.session.closed()

    # What the person has seen.

    def hears(self, chat: str) -> list[str]:
        """What came as events in a chat, system entries as their kind in brackets."""
        entries = [
            one
            for event in self.events
            if event["type"] == "entries" and event["chat"] == chat
            for one in event["entries"]
        ]
        return [one["text"] or f"[{one['kind']}]" for one in entries]

    def desk(self) -> dict[str, str]:
        """Chat id → state, after all desk events; their versions must be without a gap."""
        shown: dict[str, str] = {}
        versions = []
        for event in self.events:
            if event["type"] == "desk":
                shown = {}
            if event["type"] in {"desk", "desk.delta"}:
                versions.append(event["version"])
                shown |= {chat["id"]: chat["state"] for chat in event.get("chats", event.get("upsert"))}
                for gone in event.get("remove", []):
                    del shown[gone]
        assert versions == list(range(1, len(versions) + 1))
        return shown


def identity_token(who: Actor, **claims: Any) -> str:
    """A fresh token, as OTRS mints it."""
    person, now = who.person, int(time.time())
    payload = {
        "aud": "chatbridge",
        "sub": person.id,
        "kind": person.kind,
        "login": person.ref,
        "name": person.name,
        "lang": person.language,
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_hex(16),
        **claims,
    }
    return jwt.encode(payload, IDENTITY_SECRET, algorithm="HS256", headers={"kid": "otrs-1"})
