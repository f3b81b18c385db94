"""A bridge of cardboard for the widget's pictures and state tests.

Speaks docs/protocol.md from memory only, serves the widget's files and three pages (visitor, customer, agent), and does
on command what a real bridge does seldom: refuses, waits for OTRS, loses a race, drops its connections.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Request, Response, Server, ServerConnection, serve
from websockets.datastructures import Headers

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).resolve().parent / "pages"
LIMITS = {"message_chars": 4000, "name_chars": 100, "frame_bytes": 65536, "identity_seconds": 900}
TICKETS = [
    {
        "id": "5",
        "number": "2026112210000041",
        "title": "Printer on the second floor",
        "state": "open",
        "queue": "Raw",
        "customer": "carla",
    },
    {
        "id": "7",
        "number": "2026112210000058",
        "title": "New laptop for Berta",
        "state": "new",
        "queue": "Support::Hardware",
        "customer": "berta@example.com",
    },
    {
        "id": "9",
        "number": "2026112210000076",
        "title": "Cannot log in since the update of last night",
        "state": "open",
        "queue": "Support",
        "customer": "karl",
    },
]
CUSTOMERS = [
    {"login": "carla", "name": "Carla Customer", "email": "carla@example.com", "customer_id": "acme"},
    {"login": "karl", "name": "Karl Kunde", "email": "karl@example.org", "customer_id": "kundenwerk"},
]
OPTIONS = {
    "queues": [
        {"id": "1", "name": "Postmaster"},
        {"id": "2", "name": "Raw"},
        {"id": "4", "name": "Support::Hardware"},
    ],
    "priorities": [
        {"id": "2", "name": "2 low"},
        {"id": "3", "name": "3 normal"},
        {"id": "4", "name": "4 high"},
    ],
    "states": [
        {"id": "1", "name": "new"},
        {"id": "4", "name": "open"},
        {"id": "2", "name": "closed successful"},
    ],
    "defaults": {"priority_id": "3", "state_id": "4"},
}


class Refusal(Exception):
    """An error reply: code, message, data."""


def stamp(minutes_ago: float = 0) -> str:
    """A time of the protocol, so many minutes ago."""
    moment = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Chat:
    """One chat with its log."""

    def __init__(
        self, ident: str, kind: str, owner: str, name: str, channel: dict[str, Any], minutes_ago: float
    ) -> None:
        self.id, self.owner, self.channel = ident, owner, channel
        self.version, self.state = 1, "requested"
        self.created, self.accepted, self.closed = stamp(minutes_ago), None, None
        self.people: list[dict[str, Any]] = [
            {"no": 1, "kind": kind, "name": name, "role": "requester", "present": True, "who": owner}
        ]
        self.entries: list[dict[str, Any]] = []
        self.ticket: dict[str, str] | None = None
        self.handover: dict[str, Any] | None = None

    def number(self, who: str) -> int | None:
        return next((person["no"] for person in self.people if person["who"] == who), None)

    def may(self, who: str) -> list[str]:
        agent = who.startswith("agent:")
        if self.state == "requested":
            return ["read", "accept"] if agent else ["read", "send", "close"]
        if self.number(who) is None or self.state in ("closing", "closed"):
            return ["read"]
        return ["read", "send", "close"] + (["send_internal", "hand_over"] if agent else [])

    def view(self, who: str) -> dict[str, Any]:
        agent = who.startswith("agent:")
        ticket = self.ticket and (self.ticket if agent else {"number": self.ticket["number"]})
        first = next((entry["text"] for entry in self.entries if entry["kind"] == "message"), "")
        return {
            "id": self.id,
            "version": self.version,
            "state": self.state,
            "channel": self.channel,
            "requester": {key: self.people[0][key] for key in ("kind", "name")},
            "first_message": first[:200],
            "created_at": self.created,
            "accepted_at": self.accepted,
            "closed_at": self.closed,
            "last_seq": len(self.entries),
            "you": self.number(who),
            "participants": [
                {key: value for key, value in one.items() if key != "who"} for one in self.people
            ],
            "may": self.may(who),
            "ticket": ticket,
            "handover": self.handover if agent else None,
        }

    def add(
        self,
        kind: str,
        who: str | None,
        text: str = "",
        client_id: str | None = None,
        minutes_ago: float = 0,
        data: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        if client_id and (
            known := next((one for one in self.entries if one["client_id"] == client_id), None)
        ):
            return known
        person = next((one for one in self.people if one["who"] == who), None)
        author = person and {key: person[key] for key in ("no", "kind", "name")}
        entry = {
            "seq": len(self.entries) + 1,
            "kind": kind,
            "audience": "everyone",
            "author": author,
            "text": text,
            "at": stamp(minutes_ago),
            "client_id": client_id,
            "data": data or {},
        }
        self.entries.append(entry)
        return entry


class Line:
    """One connection."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket, self.who, self.name, self.version = socket, "", "", 0
        self.followed: set[str] = set()

    @property
    def agent(self) -> bool:
        return self.who.startswith("agent:")

    async def tell(self, frame: dict[str, Any]) -> None:
        await self.socket.send(json.dumps(frame))


class FakeBridge:
    """The whole of it. `handover` says how hand-overs go: done, waiting, failed, or stay (under way for ever)."""

    def __init__(self) -> None:
        self.chats: dict[str, Chat] = {}
        self.lines: set[Line] = set()
        self.channels = [{"id": 1, "name": "Support"}]
        self.handover = "done"
        self.taken_by = ""
        self.logged_in = True
        self.mute = False
        self.refuse: dict[str, tuple[str, str, dict[str, Any]]] = {}
        self.received: list[dict[str, Any]] = []
        self._server: Server | None = None

    async def start(self, port: int = 0) -> int:
        self._server = await serve(
            self._socket, "127.0.0.1", port, process_request=self._http, max_size=65536
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def drop(self, code: int = 1006) -> None:
        """Ends every connection: with a code, or as a broken line does."""
        for line in list(self.lines):
            if code == 1006:
                line.socket.transport.abort()
            else:
                await line.socket.close(code)

    def put(
        self,
        name: str,
        texts: list[str],
        *,
        kind: str = "visitor",
        minutes: float = 1,
        agent: str = "",
        channel: int = 0,
    ) -> Chat:
        """A chat that is there already; `agent` names who has accepted it."""
        who = f"{kind}:{name}"
        chat = Chat(str(uuid.uuid4()), kind, who, name, self.channels[channel], minutes)
        self.chats[chat.id] = chat
        for text in texts:
            chat.add("message", who, text, str(uuid.uuid4()), minutes)
        if agent:
            self.join(chat, agent, agent.split(":")[1].title() + " Agent", minutes)
        return chat

    def join(self, chat: Chat, who: str, name: str, minutes: float = 0) -> None:
        chat.people.append(
            {
                "no": len(chat.people) + 1,
                "kind": "agent",
                "name": name,
                "role": "owner",
                "present": True,
                "who": who,
            }
        )
        chat.state, chat.accepted = "active", stamp(minutes)
        chat.version += 1
        chat.add("joined", who, minutes_ago=minutes)

    async def say(self, chat: Chat, who: str, text: str) -> None:
        """Somebody without a browser writes."""
        await self.spread(chat, [chat.add("message", who, text, str(uuid.uuid4()))])

    async def spread(
        self, chat: Chat, entries: list[dict[str, Any]], *, changed: bool = False, gone: bool = False
    ) -> None:
        if changed:
            chat.version += 1
        for line in list(self.lines):
            if chat.id in line.followed and entries:
                await line.tell({"type": "entries", "chat": chat.id, "entries": entries})
            if not changed:
                continue
            if line.agent:
                line.version += 1
                mine = chat.number(line.who) is not None or chat.state == "requested"
                await line.tell(
                    {
                        "type": "desk.delta",
                        "version": line.version,
                        "upsert": [chat.view(line.who)] if mine and not gone else [],
                        "remove": [] if mine and not gone else [chat.id],
                    }
                )
            elif line.who == chat.owner:
                await line.tell({"type": "chat", "chat": chat.view(line.who)})

    # HTTP

    def _http(self, connection: ServerConnection, request: Request) -> Response | None:
        address = urlsplit(request.path)
        if address.path == "/chatbridge/socket":
            return None
        if address.path == "/token":
            role = parse_qs(address.query).get("as", ["agent:anton"])[0]
            if not self.logged_in:
                return reply(b"<title>Login</title>", "text/html")
            return reply(
                json.dumps({"Token": f"{role}|{uuid.uuid4()}", "ExpiresIn": 120}).encode(), "application/json"
            )
        if address.path.startswith("/chatbridge/widget/"):
            return serve_file(ROOT / "widget", address.path.removeprefix("/chatbridge/widget/"))
        return serve_file(PAGES, address.path.lstrip("/"))

    # The socket

    async def _socket(self, socket: ServerConnection) -> None:
        line = Line(socket)
        self.lines.add(line)
        try:
            async for message in socket:
                frame = json.loads(message)
                self.received.append(frame)
                if self.mute and frame["type"] != "hello":
                    continue
                await self._command(line, frame)
        except Exception as error:  # a broken line is nothing special here
            if "connection" not in type(error).__name__.lower():
                raise
        finally:
            self.lines.discard(line)

    async def _command(self, line: Line, frame: dict[str, Any]) -> None:
        handler: Callable[..., Any] | None = getattr(self, "_do_" + frame["type"].replace(".", "_"), None)
        try:
            if handler is None:
                raise Refusal("protocol.unknown_type", "No such command.", {})
            if frame["type"] in self.refuse:
                raise Refusal(*self.refuse[frame["type"]])
            await handler(line, frame)
        except Refusal as refusal:
            code, text, data = refusal.args
            await line.tell({"type": "error", "id": frame["id"], "code": code, "message": text, "data": data})

    async def _do_hello(self, line: Line, frame: dict[str, Any]) -> None:
        token = None
        if "visitor" in frame:
            line.name = frame["visitor"]["name"]
            line.who = f"visitor:{uuid.uuid4().hex[:8]}"
            token = f"{line.who}|{line.name}"
        else:
            line.who, _, rest = frame["token"].partition("|")
            kind, _, login = line.who.partition(":")
            line.name = (
                rest if kind == "visitor" else login.title() + (" Agent" if kind == "agent" else " Customer")
            )
        mine = [chat for chat in self.chats.values() if chat.number(line.who) and chat.state != "closed"]
        welcome = {
            "type": "welcome",
            "id": frame["id"],
            "version": 1,
            "server": "0",
            "now": stamp(),
            "limits": LIMITS,
            "you": {"kind": line.who.split(":")[0], "id": line.who, "name": line.name},
            "channels": [] if line.agent else self.channels,
            "chats": [] if line.agent else [chat.view(line.who) for chat in mine],
        }
        await line.tell(welcome | ({"token": token} if token else {}))
        if line.agent:
            await self._desk(line)

    async def _desk(self, line: Line) -> None:
        line.version += 1
        chats = [
            chat.view(line.who)
            for chat in self.chats.values()
            if chat.state == "requested" or (chat.number(line.who) and chat.state != "closed")
        ]
        await line.tell({"type": "desk", "version": line.version, "chats": chats})

    async def _do_desk_sync(self, line: Line, frame: dict[str, Any]) -> None:
        await line.tell({"type": "result", "id": frame["id"]})
        await self._desk(line)

    async def _do_ping(self, line: Line, frame: dict[str, Any]) -> None:
        await line.tell({"type": "result", "id": frame["id"], "now": stamp()})

    async def _do_renew(self, line: Line, frame: dict[str, Any]) -> None:
        await line.tell({"type": "result", "id": frame["id"]})

    def _chat(self, frame: dict[str, Any]) -> Chat:
        if frame["chat"] not in self.chats:
            raise Refusal("chat.not_found", "No such chat.", {})
        return self.chats[frame["chat"]]

    async def _result(self, line: Line, frame: dict[str, Any], chat: Chat) -> None:
        await line.tell({"type": "result", "id": frame["id"], "chat": chat.view(line.who)})

    async def _do_chat_start(self, line: Line, frame: dict[str, Any]) -> None:
        mine = [chat for chat in self.chats.values() if chat.owner == line.who and chat.state != "closed"]
        if mine and mine[0].id != frame["chat"]:
            raise Refusal("chat.already_open", "There is one.", {"chat": mine[0].id})
        if not mine:
            channel = next(
                one for one in self.channels if one["id"] == frame.get("channel", self.channels[0]["id"])
            )
            chat = Chat(frame["chat"], line.who.split(":")[0], line.who, line.name, channel, 0)
            self.chats[chat.id] = chat
            entry = chat.add("message", line.who, frame["text"], frame["client_id"])
            await self.spread(chat, [entry], changed=True)
        await self._result(line, frame, self.chats[frame["chat"]])

    async def _do_chat_open(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        line.followed.add(chat.id)
        after = [entry for entry in chat.entries if entry["seq"] > frame["after_seq"]]
        await line.tell(
            {
                "type": "result",
                "id": frame["id"],
                "chat": chat.view(line.who),
                "more": len(after) > 200,
                "entries": after[:200],
            }
        )

    async def _do_chat_unfollow(self, line: Line, frame: dict[str, Any]) -> None:
        line.followed.discard(frame["chat"])
        await line.tell({"type": "result", "id": frame["id"]})

    async def _do_message_send(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        if chat.state in ("closed", "closing"):
            raise Refusal(f"chat.{chat.state}", "Over.", {})
        before = len(chat.entries)
        entry = chat.add("message", line.who, frame["text"], frame["client_id"])
        await line.tell(
            {
                "type": "ack",
                "id": frame["id"],
                "chat": chat.id,
                "client_id": frame["client_id"],
                "seq": entry["seq"],
                "at": entry["at"],
            }
        )
        if len(chat.entries) > before:
            await self.spread(chat, [entry])

    async def _do_chat_close(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        if chat.state != "closed":
            chat.state, chat.closed = "closed", stamp()
            await self.spread(chat, [chat.add("closed", line.who)], changed=True)
        await self._result(line, frame, chat)

    async def _do_chat_accept(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        if self.taken_by:
            self.join(chat, f"agent:{self.taken_by.lower()}", self.taken_by)
        if chat.state != "requested" and chat.number(line.who) is None:
            by = chat.people[-1]["name"]
            await self.spread(chat, [], changed=True)
            raise Refusal("chat.taken", f"{by} has accepted this chat already.", {"by": by})
        if chat.state == "requested":
            self.join(chat, line.who, line.name)
            await self.spread(chat, chat.entries[-1:], changed=True)
        await self._result(line, frame, chat)

    async def _do_otrs_options(self, line: Line, frame: dict[str, Any]) -> None:
        owners = [{"login": "anton", "name": "Anton Agent"}, {"login": "berta", "name": "Berta Berater"}]
        await line.tell(
            {
                "type": "result",
                "id": frame["id"],
                "owners": owners if frame.get("queue_id") else [],
                **OPTIONS,
            }
        )

    async def _do_otrs_customers(self, line: Line, frame: dict[str, Any]) -> None:
        hits = [one for one in CUSTOMERS if frame["query"].lower() in " ".join(one.values()).lower()]
        await line.tell({"type": "result", "id": frame["id"], "customers": hits})

    async def _do_otrs_tickets(self, line: Line, frame: dict[str, Any]) -> None:
        hits = [one for one in TICKETS if frame["query"].lower() in f"{one['number']} {one['title']}".lower()]
        await line.tell({"type": "result", "id": frame["id"], "tickets": hits})

    async def _do_handover_request(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        kind = frame["target"]["kind"]
        chat.state = "closing"
        chat.handover = {"state": "waiting", "kind": kind, "attempts": 0, "since": stamp(), "error": None}
        await self.spread(chat, [chat.add("handover_requested", line.who)], changed=True)
        await self._result(line, frame, chat)
        await self.advance(chat)

    async def _do_handover_retry(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        await self._result(line, frame, chat)
        await self.advance(chat)

    async def advance(self, chat: Chat) -> None:
        """The worker has tried."""
        assert chat.handover
        chat.handover["attempts"] += 1
        if self.handover == "waiting":
            chat.handover["error"] = {
                "code": "otrs.unavailable",
                "message": "Connection refused (help.example.com:443)",
            }
            await self.spread(chat, [], changed=True)
        elif self.handover == "failed":
            chat.state, chat.handover["state"] = "active", "failed"
            chat.handover["error"] = {
                "code": "otrs.refused",
                "message": "Archive: anton may not create tickets in the queue 'Postmaster'.",
            }
            await self.spread(chat, [chat.add("handover_failed", None)], changed=True)
        elif self.handover == "done":
            chat.state, chat.closed, chat.handover["state"], chat.handover["error"] = (
                "closed",
                stamp(),
                "done",
                None,
            )
            chat.ticket = {"number": "2026112210000094", "id": "12"}
            archived = chat.add("archived", None, data={"ticket_number": chat.ticket["number"]})
            await self.spread(chat, [archived, chat.add("closed", None)], changed=True)


def reply(body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """An HTTP answer; the page's policy allows no inline code and no inline style."""
    headers = Headers(
        {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": "*",
            "Connection": "close",
        }
    )
    if kind == "text/html":
        headers["Content-Security-Policy"] = (
            "default-src 'self'; style-src 'self'; script-src 'self' http://127.0.0.1:*; "
            "connect-src *; require-trusted-types-for 'script'"
        )
    return Response(status.value, status.phrase, headers, body)


def serve_file(folder: Path, name: str) -> Response:
    """A file below the folder, or 404."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return reply(b"not found", "text/plain", HTTPStatus.NOT_FOUND)
    return reply(path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream")


async def main() -> None:
    bridge = FakeBridge()
    port = await bridge.start()
    print(f"http://127.0.0.1:{port}/visitor.html  http://127.0.0.1:{port}/agent.html", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
