"""The cardboard bridge's chats, and what its OTRS would say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.widget.fake_rights import agent_may

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
        self.direction = {"visitor": "public_agent", "customer": "customer_agent"}.get(kind, "agent_agent")
        self.about: dict[str, str] | None = None
        self.monitor = "none"
        self.people: list[dict[str, Any]] = []
        self.enter(owner, kind, name, "requester")
        self.entries: list[dict[str, Any]] = []
        self.ticket: dict[str, str] | None = None
        self.handover: dict[str, Any] | None = None

    def enter(self, who: str, kind: str, name: str, role: str) -> None:
        person = {"no": len(self.people) + 1, "kind": kind, "name": name, "role": role, "present": True}
        self.people.append(person | {"who": who, "read_seq": 0})

    def number(self, who: str) -> int | None:
        return next((person["no"] for person in self.people if person["who"] == who), None)

    def may(self, who: str) -> list[str]:
        if who.startswith("agent:"):
            return agent_may(self, who)
        if self.state == "requested":
            if self.direction == "agent_customer":
                return ["read", "accept", "decline"]
            return ["read", "send", "close", "type", "attach_file", "request_ticket"]
        if self.state == "closed":
            return ["read", "mail", "transcript"] + ([] if self.ticket else ["request_ticket"])
        if self.number(who) is None or self.state == "closing":
            return ["read"]
        return ["read", "send", "close", "type", "attach_file"]

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
            "handover": self.handover if agent else self.handover and {"state": self.handover["state"]},
            "direction": self.direction,
            "about": self.about,
            "monitor": self.monitor,
            "read_seq": next((one["read_seq"] for one in self.people if one["who"] == who), 0),
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
