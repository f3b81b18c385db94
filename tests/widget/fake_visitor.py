"""What the cardboard bridge does for visitors and customers: lists, mails, tickets, requests of agents."""

from __future__ import annotations

import json
import uuid
from typing import Any

from tests.widget.fake_chat import Chat, stamp
from tests.widget.fake_commands import Commands, Line

PAGE = 3


class VisitorCommands(Commands):
    """``mail_state``: what becomes of a mail; ``available``: whether somebody is there."""

    def __init__(self) -> None:
        super().__init__()
        self.mail_state = "waiting"
        self.available = True

    def availability(self) -> bytes:
        """What GET tells before anybody has clicked."""
        return json.dumps({"available": self.available, "channels": self.channels}).encode()

    async def tell_channels(self) -> None:
        """Who can be asked has changed."""
        for line in list(self.lines):
            if not line.agent:
                await line.tell({"type": "channels", "channels": self.channels})

    async def stand(self, chat: Chat, position: int, seconds: int | None, *, offer: bool) -> None:
        """Tells a requester the place in line."""
        event = {"type": "waiting", "chat": chat.id, "position": position, "estimate_seconds": seconds}
        await self._to(chat.owner, event | {"offer_ticket": offer})

    async def ask_customer(self, login: str, agent: str, text: str) -> Chat:
        """An agent asks a customer for a chat."""
        who = f"agent:{agent.lower()}"
        chat = Chat(str(uuid.uuid4()), "agent", who, f"{agent} Agent", self.channels[0], 0)
        chat.direction, chat.owner = "agent_customer", f"customer:{login}"
        chat.people[0]["role"] = "owner"
        chat.enter(chat.owner, "customer", f"{login.title()} Customer", "invited")
        chat.add("message", who, text, str(uuid.uuid4()))
        self.chats[chat.id] = chat
        await self.spread(chat, [], changed=True)
        return chat

    async def tell_gone(self, chat: Chat) -> None:
        """The agent has thought better of it."""
        del self.chats[chat.id]
        await self._to(chat.owner, {"type": "chat.gone", "chat": chat.id})

    async def _to(self, who: str, event: dict[str, Any]) -> None:
        for line in list(self.lines):
            if line.who == who:
                await line.tell(event)

    async def _do_chats_mine(self, line: Line, frame: dict[str, Any]) -> None:
        ended = [chat for chat in self.chats.values() if chat.number(line.who) and chat.state == "closed"]
        ended.sort(key=lambda chat: str(chat.closed), reverse=True)
        rest = [chat for chat in ended if not frame["before"] or str(chat.closed) < frame["before"]]
        views = [chat.view(line.who) for chat in rest[:PAGE]]
        await line.tell({"type": "result", "id": frame["id"], "chats": views, "more": len(rest) > PAGE})

    async def _do_chat_accept(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        if line.agent:
            await super()._do_chat_accept(line, frame)
            return
        chat.people[1]["role"], chat.state, chat.accepted = "guest", "active", stamp()
        await self.spread(chat, [chat.add("joined", line.who)], changed=True)
        await self._result(line, frame, chat)

    async def _do_chat_decline(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        chat.people[1]["role"], chat.state, chat.closed = "declined", "closed", stamp()
        await self.spread(chat, [chat.add("declined", line.who)], changed=True)
        await self._result(line, frame, chat)

    async def _do_ticket_request(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        before, chat.state = chat.state, "closing"
        chat.handover = {"state": "waiting", "kind": "customer_ticket", "attempts": 0, "since": stamp()}
        await self.spread(chat, [], changed=True)
        await self._result(line, frame, chat)
        await self.advance(chat)
        if chat.handover["state"] == "failed":
            chat.state = before
            await self.spread(chat, [], changed=True)

    async def _do_mail_send(self, line: Line, frame: dict[str, Any]) -> None:
        state = "unconfirmed" if frame["address"] else "waiting"
        await line.tell({"type": "result", "id": frame["id"], "state": state})
        if self.mail_state != "waiting":
            event = {"type": "mail", "chat": frame["chat"], "mail": frame["mail"], "state": self.mail_state}
            await line.tell(event)

    async def _do_transcript_link(self, line: Line, frame: dict[str, Any]) -> None:
        await line.tell({"type": "result", "id": frame["id"], "url": "/chatbridge/transcript/signed"})
