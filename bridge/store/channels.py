"""The channels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bridge.domain.channels import Channel, ChannelRecord
from bridge.store.tables import channel, channel_queue


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
    """Channels over the tables ``channel`` and ``channel_queue``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Channel]:
        rows = self._connection.execute(select(channel).order_by(channel.c.id)).mappings()
        return [to_channel(row) for row in rows]

    def records(self) -> list[ChannelRecord]:
        rows = self._connection.execute(select(channel).order_by(channel.c.id)).mappings()
        return [
            ChannelRecord(
                channel=to_channel(row),
                version=row["version"],
                created_at=row["created_at"],
                created_by=row["created_by"],
                changed_at=row["changed_at"],
                changed_by=row["changed_by"],
            )
            for row in rows
        ]

    def add(self, new: Channel, by: str, now: datetime) -> int | None:
        row = _to_row(new) | {"version": 1}
        row |= {"created_at": now, "created_by": by, "changed_at": now, "changed_by": by}
        try:
            with self._connection.begin_nested():
                made = self._connection.execute(insert(channel), row)
        except IntegrityError:
            return None
        key = made.inserted_primary_key
        return None if key is None else int(key[0])

    def change(self, new: Channel, version: int, by: str, now: datetime) -> bool:
        values = _to_row(new) | {"version": version + 1, "changed_at": now, "changed_by": by}
        this = (channel.c.id == new.id) & (channel.c.version == version)
        try:
            with self._connection.begin_nested():
                return self._connection.execute(update(channel).where(this).values(values)).rowcount == 1
        except IntegrityError:
            return False

    def queues(self) -> dict[str, int]:
        rows = self._connection.execute(select(channel_queue))
        return {row.queue_id: row.channel_id for row in rows}

    def set_queue(self, queue_id: str, channel_id: int | None) -> None:
        self._connection.execute(delete(channel_queue).where(channel_queue.c.queue_id == queue_id))
        if channel_id is not None:
            row = {"queue_id": queue_id, "channel_id": channel_id}
            self._connection.execute(insert(channel_queue), row)

    def ensure_default(self, name: str, group: str, now: datetime) -> Channel:
        existing = self.all()
        if existing:
            return existing[0]
        # Where another process is faster, its channel is the same.
        self.add(Channel(0, name, group, for_customers=True, for_visitors=True, valid=True), "", now)
        return self.all()[0]


def _to_row(of: Channel) -> dict[str, Any]:
    return {
        "name": of.name,
        "group_name": of.group,
        "for_customers": of.for_customers,
        "for_visitors": of.for_visitors,
        "valid": of.valid,
        "comment": of.comment,
        "greeting": of.greeting,
        "opening_hours": dict(of.opening_hours),
        "agent_name": of.agent_name,
        "agents_numbered": of.agents_numbered,
        "ticket_queue": of.ticket_queue,
        "keep_closed_hours": of.keep_closed_hours,
        "keep_all_days": of.keep_all_days,
    }
