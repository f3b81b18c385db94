"""The commands of the cardboard bridge."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Coroutine
from typing import Any

from websockets.asyncio.server import ServerConnection

from tests.widget.fake_chat import CUSTOMERS, LIMITS, OPTIONS, TICKETS, Chat, stamp


class Refusal(Exception):
    """An error reply: code, message, data."""


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


class Commands:
    """What each command does. `handover` says how hand-overs go: done, waiting, failed, or stay as it is."""

    def __init__(self) -> None:
        self.chats: dict[str, Chat] = {}
        self.lines: set[Line] = set()
        self.limits = dict(LIMITS)
        self.channels = [{"id": 1, "name": "Support"}]
        self.handover = "done"
        self.taken_by = ""
        self.logged_in = True
        self.mute = False
        self.refuse: dict[str, tuple[str, str, dict[str, Any]]] = {}
        self.received: list[dict[str, Any]] = []

    def join(self, chat: Chat, who: str, name: str, minutes: float = 0) -> None:
        chat.enter(who, "agent", name, "owner")
        chat.state, chat.accepted = "active", stamp(minutes)
        chat.version += 1
        chat.add("joined", who, minutes_ago=minutes)

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

    def checked(self, frame: dict[str, Any]) -> Callable[..., Coroutine[Any, Any, None]]:
        if frame["type"] in self.refuse:
            raise Refusal(*self.refuse[frame["type"]])
        return getattr(self, "_do_" + frame["type"].replace(".", "_"))

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
            "limits": self.limits,
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
            chat.about = {"number": frame["about"]} if frame.get("about") else None
            self.chats[chat.id] = chat
            entry = chat.add("message", line.who, frame["text"], frame["client_id"])
            await self.spread(chat, [entry], changed=True)
        await self._result(line, frame, self.chats[frame["chat"]])

    async def _do_chat_open(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        if chat.number(line.who) is None and not (line.agent and chat.state == "requested"):
            raise Refusal("chat.not_found", "No such chat.", {})
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
