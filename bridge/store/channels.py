"""The channels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from bridge.domain.channels import Channel
from bridge.store.tables import channel


def to_channel(row: Mapping[Any, Any]) -> Channel:
    """A channel from a row's columns by name."""
    return Channel(
        id=row["id"],
        name=row["name"],
        group=row["group_name"],
        for_customers=row["for_customers"],
        for_visitors=row["for_visitors"],
        valid=row["valid"],
        comment=row["comment"],
        greeting=row["greeting"],
        opening_hours=row["opening_hours"],
        agent_name=row["agent_name"],
        agents_numbered=row["agents_numbered"],
        ticket_queue=row["ticket_queue"],
        keep_closed_hours=row["keep_closed_hours"],
        keep_all_days=row["keep_all_days"],
    )


class ChannelTable:
    """Channels over the table ``channel``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Channel]:
        rows = self._connection.execute(select(channel).order_by(channel.c.id)).mappings()
        return [to_channel(row) for row in rows]

    def ensure_default(self, name: str, group: str, now: datetime) -> Channel:
        existing = self.all()
        if existing:
            return existing[0]
        row = {"name": name, "group_name": group, "created_at": now, "changed_at": now}
        row |= {"for_customers": True, "for_visitors": True, "valid": True}
        row |= {
            "comment": "",
            "greeting": "",
            "opening_hours": {},
            "agent_name": "",
            "agents_numbered": False,
        }
        row |= {"ticket_queue": "", "created_by": "", "changed_by": ""}
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(channel), row)
        except IntegrityError:
            pass  # another process was faster; its channel is the same
        return self.all()[0]
