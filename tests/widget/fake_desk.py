"""What the cardboard bridge does for agents: availability, people, partners, replies, archive."""

from __future__ import annotations

import uuid
from typing import Any

from tests.widget.fake_chat import Chat
from tests.widget.fake_commands import Commands, Line, Refusal

ME: dict[str, Any] = {
    "type": "me",
    "availability": "external",
    "channels": [1],
    "preferences": {},
    "circle": "green",
    "reason": "external",
    "warnings": [],
    "admin": False,
    "channels_permitted": [
        {"id": 1, "name": "Support", "level": "owner", "comment": ""},
        {"id": 2, "name": "Sales", "level": "owner", "comment": "Offers and orders"},
        {"id": 3, "name": "Workshop", "level": "participant", "comment": ""},
    ],
    "policy": {"idle_minutes": 5, "most_windows": 4, "most_file_mb": 10},
}


def someone(
    login: str, name: str, circle: str = "green", reason: str = "external", **more: Any
) -> dict[str, Any]:
    """A person of the lists."""
    may = circle != "red" and login != "anton"
    told = {"login": login, "name": name, "circle": circle, "reason": reason, "may_chat": may}
    return told | {"you": login == "anton", "out_of_office_until": None} | more


PEOPLE = {
    "agents": [
        someone("anton", "Anton Agent"),
        someone("berta", "Berta Berater", "yellow", "idle"),
        someone("cem", "Cem Çelik", reason="internal"),
        someone("dora", "Dora Dienst", "red", "unavailable"),
    ],
    "customers": [
        someone("carla", "Carla Customer", reason="available"),
        someone("karl", "Karl Kunde", "red", "not_connected"),
    ],
    "out_of_office": [someone("emil", "Emil Ernst", "red", "unavailable", out_of_office_until="2026-12-01")],
}
CANNED = [
    {"id": "1", "shortcut": "hello", "text": "Good day {customer}, this is {agent}.", "channel": None},
    {"id": "2", "shortcut": "hold", "text": "One moment please, I am looking into it.", "channel": 1},
    {"id": "3", "shortcut": "bye", "text": "Thank you for writing to {channel}. Goodbye!", "channel": None},
]


class DeskCommands(Commands):
    """``me`` is told after the welcome; ``None``: a bridge that tells nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.me: dict[str, Any] | None = dict(ME)
        self.people: dict[str, list[dict[str, Any]]] = {kind: list(those) for kind, those in PEOPLE.items()}
        self.watching: set[Line] = set()

    def ask_agent(self, name: str, text: str) -> Chat:
        """Another agent asks Anton for a chat."""
        who = f"agent:{name.split()[0].lower()}"
        chat = Chat(str(uuid.uuid4()), "agent", who, name, self.channels[0], 2)
        chat.people[0]["role"] = "owner"
        chat.enter("agent:anton", "agent", "Anton Agent", "invited")
        chat.add("message", who, text, str(uuid.uuid4()), 2)
        self.chats[chat.id] = chat
        return chat

    def invite_anton(self, chat: Chat, role: str = "participant") -> None:
        """Whoever is in the chat invites Anton."""
        chat.enter("agent:anton", "agent", "Anton Agent", "invited")
        chat.people[-1]["invited_as"] = role

    async def tell_me(self, **changes: Any) -> None:
        """Something about Anton has changed."""
        self.me = (self.me or dict(ME)) | changes
        for line in list(self.lines):
            if line.agent:
                await line.tell(self.me)

    async def tell_people(self, upsert: dict[str, list[dict[str, Any]]], remove: list[str]) -> None:
        """Somebody has come, gone, or is not what they were."""
        for line in self.watching & self.lines:
            await line.tell({"type": "people.delta", "upsert": upsert, "remove": remove})

    async def _desk(self, line: Line) -> None:
        if self.me:
            await line.tell(self.me)
        await super()._desk(line)

    async def _ok(self, line: Line, frame: dict[str, Any], **more: Any) -> None:
        await line.tell({"type": "result", "id": frame["id"]} | more)

    async def _do_availability_set(self, line: Line, frame: dict[str, Any]) -> None:
        await self._ok(line, frame)
        circle = "red" if frame["availability"] == "none" else "green"
        reason = "unavailable" if circle == "red" else frame["availability"]
        chosen = {"availability": frame["availability"], "channels": frame["channels"]}
        lost = frame["availability"] == "external" and not frame["channels"]
        shown = {"circle": circle, "reason": reason}
        await self.tell_me(
            **chosen, **shown, warnings=["no_channel_chosen"] if lost else [], ask_external=False
        )

    async def _do_preferences_set(self, line: Line, frame: dict[str, Any]) -> None:
        await self._ok(line, frame)
        await self.tell_me(preferences=frame["preferences"])

    async def _do_activity(self, line: Line, frame: dict[str, Any]) -> None:
        await self._ok(line, frame)

    async def _do_people_follow(self, line: Line, frame: dict[str, Any]) -> None:
        self.watching.add(line)
        await self._ok(line, frame, **self.people)

    async def _do_people_unfollow(self, line: Line, frame: dict[str, Any]) -> None:
        self.watching.discard(line)
        await self._ok(line, frame)

    async def _do_people_of_ticket(self, line: Line, frame: dict[str, Any]) -> None:
        agents = self.people["agents"]
        people = [agents[0] | {"part": "owner"}, agents[1] | {"part": "responsible"}]
        ticket = {"id": frame["ticket_id"], "number": "2026112210000058", "title": "New laptop"}
        ticket |= {"customer_id": "acme", "company": "Acme"}
        customer = self.people["customers"][0]
        await self._ok(line, frame, people=people, customer=customer, ticket=ticket)

    async def _do_people_find(self, line: Line, frame: dict[str, Any]) -> None:
        levels = {"berta": "owner", "cem": "participant", "dora": "observer"}
        found = [
            one | {"level": levels[one["login"]]}
            for one in self.people["agents"]
            if one["login"] in levels and frame["query"].lower() in one["name"].lower()
        ]
        await self._ok(line, frame, agents=found)

    async def _do_chat_start(self, line: Line, frame: dict[str, Any]) -> None:
        if not line.agent:
            await super()._do_chat_start(line, frame)
            return
        kind, login = frame["to"]["kind"], frame["to"]["login"]
        lists = {"agent": self.people["agents"], "customer": self.people["customers"]}
        asked = next(one for one in lists[kind] if one["login"] == login)
        channel = next((one for one in self.channels if one["id"] == frame.get("channel")), self.channels[0])
        chat = Chat(frame["chat"], "agent", line.who, line.name, channel, 0)
        chat.direction, chat.people[0]["role"] = f"agent_{kind}", "owner"
        chat.about = {"number": frame["about"], "id": "7"} if frame.get("about") else None
        chat.enter(f"{kind}:{login}", kind, asked["name"], "invited")
        self.chats[chat.id] = chat
        entry = chat.add("message", line.who, frame["text"], frame["client_id"])
        await self.spread(chat, [entry], changed=True)
        await self._result(line, frame, chat)

    async def _do_chat_accept(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        person = next((one for one in chat.people if one["who"] == line.who), None)
        if not person or person["role"] != "invited":
            await super()._do_chat_accept(line, frame)
            return
        person["role"] = person.get("invited_as") or "participant"
        chat.state, chat.accepted = "active", chat.accepted or chat.created
        await self.spread(chat, [chat.add("joined", line.who)], changed=True)
        await self._result(line, frame, chat)

    async def _do_chat_decline(self, line: Line, frame: dict[str, Any]) -> None:
        if not line.agent:
            await super()._do_chat_decline(line, frame)  # type: ignore[misc]
            return
        chat = self._chat(frame)
        person = next(one for one in chat.people if one["who"] == line.who)
        person["role"], person["present"] = "declined", False
        await self.spread(chat, [chat.add("declined", line.who)], changed=True, gone=True)
        await self._result(line, frame, chat)

    async def _do_chat_invite(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        asked = next(one for one in self.people["agents"] if one["login"] == frame["login"])
        chat.enter(f"agent:{frame['login']}", "agent", asked["name"], "invited")
        chat.people[-1]["login"] = frame["login"]
        data = {"login": frame["login"], "name": asked["name"], "as": frame["as"]}
        await self.spread(chat, [chat.add("invited", line.who, data=data)], changed=True)
        await self._result(line, frame, chat)

    async def _do_chat_role(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        next(one for one in chat.people if one["who"] == line.who)["role"] = frame["role"]
        await self.spread(chat, [chat.add(f"became_{frame['role']}", line.who)], changed=True)
        await self._result(line, frame, chat)

    async def _do_chat_move(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        before = chat.channel["name"]
        known = {one["id"]: one["name"] for one in ME["channels_permitted"]}
        chat.channel = {"id": frame["channel"], "name": known[frame["channel"]]}
        moved = chat.add("moved", line.who, data={"from": before, "to": chat.channel["name"]})
        if frame["release"]:
            chat.people = [one for one in chat.people if one["kind"] != "agent"]
            chat.state = "requested"
        await self.spread(chat, [moved], changed=True)
        await self._result(line, frame, chat)

    async def _do_chat_leave(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        agents = [one for one in chat.people if one["kind"] == "agent" and one["present"]]
        if len(agents) < 2:
            raise Refusal("chat.last_agent", "You are the last agent here.", {})
        left = chat.add("left", line.who)
        next(one for one in agents if one["who"] == line.who)["present"] = False
        await self.spread(chat, [left], changed=True, gone=True)
        await self._result(line, frame, chat)

    async def _do_chat_monitor(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        chat.monitor = frame["level"]
        await self.spread(chat, [], changed=True)
        await self._result(line, frame, chat)

    async def _do_handover_cancel(self, line: Line, frame: dict[str, Any]) -> None:
        chat = self._chat(frame)
        chat.state, chat.handover = "active", (chat.handover or {}) | {"state": "cancelled"}
        await self.spread(chat, [chat.add("handover_cancelled", line.who)], changed=True)
        await self._result(line, frame, chat)

    async def _do_chat_dismiss(self, line: Line, frame: dict[str, Any]) -> None:
        await self._ok(line, frame)

    async def _do_canned_list(self, line: Line, frame: dict[str, Any]) -> None:
        await self._ok(line, frame, replies=CANNED)

    async def _do_archive_search(self, line: Line, frame: dict[str, Any]) -> None:
        text = (frame["text"] or "").lower()
        over = [chat for chat in self.chats.values() if chat.state == "closed"]
        hits = [one for one in over if any(text in entry["text"].lower() for entry in one.entries)]
        views = [chat.view(line.who) for chat in hits]
        await self._ok(line, frame, chats=views, more=False, next=None)
