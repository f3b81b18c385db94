"""A person at the other end of the socket, who speaks ``docs/protocol.md``, and their tokens."""

import json
import secrets
import time
import uuid
from collections.abc import Callable
from typing import Any

import jwt
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.patience import SECONDS

IDENTITY_SECRET = "a secret that only OTRS and the bridge know"
IDENTITY_KEY_ID = "otrs-1"
ORIGIN = "http://pages.example.com"

Message = dict[str, Any]


def identity_token(
    kind: str, login: str, name: str = "", *, secret: str = IDENTITY_SECRET, **claims: Any
) -> str:
    """What OTRS mints for a person who is logged in. ``claims`` replace its own; ``kid`` names the key."""
    now = int(time.time())
    payload = {
        "aud": "chatbridge",
        "iss": "otrs.example.com",
        "sub": f"{kind}:{login}",
        "kind": kind,
        "login": login,
        "name": name or login,
        "lang": "en",
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_hex(16),
        **claims,
    }
    kid = payload.pop("kid", IDENTITY_KEY_ID)
    return jwt.encode(payload, secret, algorithm="HS256", headers={"kid": kid})


def new_id() -> str:
    """A UUID, as clients make them for chats and messages."""
    return str(uuid.uuid4())


class Client:
    """One connection. Replies are waited for; events that come meanwhile are kept in ``events``.

    ``line`` may carry the messages instead of a WebSocket: ``send(text)``, ``recv(timeout)``, ``close()``.
    ``url`` is the socket's; further options are those of ``websockets.sync.client.connect``.
    """

    def __init__(self, url: str, *, origin: str | None = ORIGIN, line: Any = None, **options: Any) -> None:
        self._socket = line or connect(url, origin=origin, compression=None, **options).__enter__()
        self._ids = iter(range(1, 1_000_000))
        self.events: list[Message] = []
        self.welcome: Message = {}

    @property
    def socket(self) -> Any:
        """The connection itself."""
        return self._socket

    def hello(self, **fields: Any) -> Message:
        """Say who it is: ``token=…`` or ``visitor={"name": …}``."""
        self.welcome = self.ask("hello", version=1, **fields)
        return self.welcome

    def tell(self, kind: str, **fields: Any) -> int:
        """Send a command; its number, with which :meth:`reply` waits for the answer."""
        number = next(self._ids)
        self._socket.send(json.dumps({"type": kind, "id": number, **fields}))
        return number

    def ask(self, kind: str, *, timeout: float = SECONDS, **fields: Any) -> Message:
        """Send a command and wait for its reply."""
        return self.reply(self.tell(kind, **fields), timeout=timeout)

    def reply(self, number: int, *, timeout: float = SECONDS) -> Message:
        """The reply to the command of that number."""
        return self.until(lambda message: message.get("id") == number, timeout=timeout)

    def event(self, kind: str, *, timeout: float = SECONDS, **wanted: Any) -> Message:
        """The next event of that kind, kept or to come, that has these values."""
        return self.until(
            lambda message: message["type"] == kind and all(message.get(k) == v for k, v in wanted.items()),
            timeout=timeout,
        )

    def until(self, condition: Callable[[Message], Any], *, timeout: float = SECONDS) -> Message:
        """The next message for which the condition holds. TimeoutError shows what came instead."""
        deadline = time.monotonic() + timeout
        while True:
            for message in self.events:
                if condition(message):
                    self.events.remove(message)
                    return message
            try:
                raw = self._socket.recv(timeout=max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                raise TimeoutError(f"not among these: {self.events}") from None
            self.events.append(json.loads(raw))

    def entry(self, chat: str, *, timeout: float = SECONDS, **wanted: Any) -> Message:
        """The next entry of the chat that has these values, from an event."""
        found: list[Message] = []

        def has_it(message: Message) -> bool:
            if message["type"] != "entries" or message["chat"] != chat:
                return False
            found.extend(one for one in message["entries"] if all(one.get(k) == v for k, v in wanted.items()))
            return bool(found)

        self.until(has_it, timeout=timeout)
        return found[0]

    def chat(self, chat: str, *, timeout: float = SECONDS, **wanted: Any) -> Message:
        """The chat as soon as an event shows it with these values; for agents a desk delta does."""
        found: list[Message] = []

        def has_it(message: Message) -> bool:
            shown = {"chat": [message.get("chat")], "desk.delta": message.get("upsert", [])}
            found.extend(
                one
                for one in shown.get(message["type"], [])
                if one["id"] == chat and all(one.get(k) == v for k, v in wanted.items())
            )
            return bool(found)

        self.until(has_it, timeout=timeout)
        return found[0]

    def start_chat(self, text: str = "My printer is on fire") -> str:
        """Ask for a chat; its id."""
        chat = new_id()
        reply = self.ask("chat.start", chat=chat, client_id=new_id(), text=text)
        assert reply["type"] == "result", reply
        return chat

    def open(self, chat: str, after_seq: int = 0) -> Message:
        """Follow a chat; the reply has its first entries."""
        return self.ask("chat.open", chat=chat, after_seq=after_seq)

    def entries(self, chat: str, after_seq: int = 0) -> list[Message]:
        """All entries of a chat after that number, page by page."""
        found: list[Message] = []
        while True:
            page = self.open(chat, found[-1]["seq"] if found else after_seq)
            assert page["type"] == "result", page
            found += page["entries"]
            if not page["more"]:
                return found

    def say(self, chat: str, text: str, **fields: Any) -> Message:
        """Send a message and wait for its ack (or error)."""
        fields.setdefault("client_id", new_id())
        return self.ask("message.send", chat=chat, text=text, **fields)

    def hand_over(self, chat: str, **target: Any) -> Message:
        """Ask for the chat to be put on a ticket, by default a new one in the queue Raw."""
        wanted = target or {
            "kind": "phone_ticket",
            "queue_id": "2",
            "title": "Printer is on fire",
            "customer": "carla",
            "priority_id": "3",
            "state_id": "4",
        }
        return self.ask("handover.request", chat=chat, handover=new_id(), target=wanted)

    def end(self, *, timeout: float = SECONDS) -> int:
        """Wait until the connection ends; its close code, 1006 without one. What came stays in ``events``."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                raw = self._socket.recv(timeout=max(0.0, deadline - time.monotonic()))
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd is not None else 1006
            self.events.append(json.loads(raw))

    def close(self) -> None:
        """Leave politely."""
        self._socket.close()
