"""The cardboard bridge's small signs: who is writing, how far somebody has read."""

from __future__ import annotations

from typing import Any

from tests.widget.fake_chat import Chat
from tests.widget.fake_commands import Commands, Line


class Signs(Commands):
    """What a chat's people tell each other without words."""

    async def _do_typing(self, line: Line, frame: dict[str, Any]) -> None:
        await line.tell({"type": "result", "id": frame["id"]})
        await self.typing(self._chat(frame), line.who, frame["on"])

    async def typing(self, chat: Chat, who: str, on: bool) -> None:
        """Somebody writes, or has stopped."""
        await self._others(chat, who, {"type": "typing", "chat": chat.id, "no": chat.number(who), "on": on})

    async def _do_chat_read(self, line: Line, frame: dict[str, Any]) -> None:
        await line.tell({"type": "result", "id": frame["id"]})
        await self.read(self._chat(frame), line.who, frame["seq"])

    async def read(self, chat: Chat, who: str, seq: int) -> None:
        """Somebody has read up to there."""
        person = next(one for one in chat.people if one["who"] == who)
        person["read_seq"] = max(person["read_seq"], seq)
        await self._others(chat, "", {"type": "read", "chat": chat.id, "no": person["no"], "seq": seq})

    async def _others(self, chat: Chat, but: str, event: dict[str, Any]) -> None:
        for line in list(self.lines):
            if chat.id in line.followed and line.who != but:
                await line.tell(event)
