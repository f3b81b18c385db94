"""What the cardboard bridge does for administrators: channels, queues, rules."""

from __future__ import annotations

from typing import Any

from tests.widget.fake_commands import Commands, Line


def channel(number: int, name: str, group: str, **more: Any) -> dict[str, Any]:
    """A channel as administrators read it."""
    told = {
        "id": number,
        "name": name,
        "group": group,
        "for_customers": True,
        "for_visitors": True,
        "valid": True,
        "comment": "",
        "greeting": "",
        "opening_hours": {},
        "agent_name": "",
        "agents_numbered": False,
        "ticket_queue": "",
        "keep_closed_hours": None,
        "keep_all_days": None,
        "version": 1,
        "created_at": "2026-11-20T09:00:00.000Z",
        "created_by": "",
        "changed_at": "2026-11-20T09:00:00.000Z",
        "changed_by": "",
    }
    return told | more


SUPPORT = {
    "greeting": "Printers, laptops, telephones",
    "opening_hours": {str(day): [["08:00", "12:00"], ["13:00", "17:00"]] for day in range(5)},
    "agent_name": "Support",
    "agents_numbered": True,
    "ticket_queue": "Support::Hardware",
    "keep_all_days": 365,
    "changed_by": "Anton Agent",
}


class AdminCommands(Commands):
    """One channel with everything, one for agents only, one that is no longer used."""

    def __init__(self) -> None:
        super().__init__()
        self.administered = [
            channel(1, "Support", "users", **SUPPORT),
            channel(2, "Sales", "sales", comment="Offers and orders", for_visitors=False),
            channel(3, "Workshop", "users", valid=False, for_customers=False, for_visitors=False),
        ]
        self.queues = [
            {"id": "1", "name": "Postmaster", "channel": None},
            {"id": "2", "name": "Raw", "channel": 1},
            {"id": "3", "name": "Support::Hardware", "channel": 1},
        ]
        self.policy = {
            "version": 1,
            "directions": ["agent_agent", "agent_customer", "customer_agent", "public_agent"],
            "levels": {"ro": "observer", "note": "participant", "rw": "owner"},
            "receive_groups": [],
            "start_groups": ["users"],
            "idle_minutes": 5,
            "check_available": True,
            "external_needs_question": True,
            "ticket_after_minutes": 3,
            "ticket_queue": "Raw",
            "most_windows": 3,
            "most_file_mb": 10,
        }

    async def _do_admin_read(self, line: Line, frame: dict[str, Any]) -> None:
        told = {"channels": self.administered, "queues": self.queues, "policy": self.policy}
        told["groups"] = ["admin", "sales", "support", "users"]
        await line.tell({"type": "result", "id": frame["id"], **told})

    async def _do_admin_channel(self, line: Line, frame: dict[str, Any]) -> None:
        wanted = frame["channel"]
        old = next((one for one in self.administered if one["id"] == wanted["id"]), None)
        if old:
            old |= wanted | {"version": old["version"] + 1}
        else:
            old = channel(len(self.administered) + 1, wanted["name"], wanted["group"])
            old |= {name: value for name, value in wanted.items() if name not in ("id", "version")}
            self.administered.append(old)
        await line.tell({"type": "result", "id": frame["id"], "channel": old})

    async def _do_admin_queues(self, line: Line, frame: dict[str, Any]) -> None:
        for queue in self.queues:
            queue["channel"] = frame["queues"].get(queue["id"], queue["channel"])
        chosen = {str(queue["id"]): queue["channel"] for queue in self.queues if queue["channel"]}
        await line.tell({"type": "result", "id": frame["id"], "queues": chosen})

    async def _do_admin_policy(self, line: Line, frame: dict[str, Any]) -> None:
        self.policy |= frame["policy"] | {"version": frame["version"] + 1}
        await line.tell({"type": "result", "id": frame["id"], "policy": self.policy})
