"""The canned replies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from bridge.domain.canned import CannedReply
from bridge.store.tables import canned_reply

_MOST = 2**31 - 1


class CannedTable:
    """Canned replies over the table ``canned_reply``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_channels(self, ids: Collection[int]) -> list[CannedReply]:
        wanted = or_(canned_reply.c.channel_id.is_(None), canned_reply.c.channel_id.in_(ids))
        query = select(canned_reply).where(wanted).order_by(canned_reply.c.shortcut, canned_reply.c.id)
        return [_to_reply(row) for row in self._connection.execute(query)]

    def get(self, reply_id: int) -> CannedReply | None:
        if reply_id > _MOST:  # PostgreSQL refuses to compare with a number that the column cannot hold
            return None
        query = select(canned_reply).where(canned_reply.c.id == reply_id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _to_reply(row)

    def add(self, reply: CannedReply, at: datetime, by: str) -> CannedReply:
        new = insert(canned_reply).returning(canned_reply.c.id)
        added = self._connection.execute(new, _to_row(reply, at, by))
        return replace(reply, id=added.scalar_one())

    def change(self, reply: CannedReply, at: datetime, by: str) -> None:
        changed = update(canned_reply).where(canned_reply.c.id == reply.id)
        self._connection.execute(changed.values(_to_row(reply, at, by)))

    def remove(self, reply_id: int) -> None:
        self._connection.execute(delete(canned_reply).where(canned_reply.c.id == reply_id))


def _to_row(reply: CannedReply, at: datetime, by: str) -> dict[str, Any]:
    return {
        "channel_id": reply.channel_id,
        "shortcut": reply.shortcut,
        "text": reply.text,
        "changed_at": at,
        "changed_by": by,
    }


def _to_reply(row: Row[Any]) -> CannedReply:
    return CannedReply(row.id, row.shortcut, row.text, row.channel_id)
