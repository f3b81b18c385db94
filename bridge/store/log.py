"""The entries of chats: the hot path, set-based."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from bridge.domain.chats import Audience, Author, Chat, Entry, EntryKind
from bridge.domain.people import Kind
from bridge.domain.permissions import may_read
from bridge.services.ports import NewEntry
from bridge.store.tables import chat, entry

_MOST = 2**31 - 1
_RAISE_LAST_SEQ = update(chat).where(chat.c.id == bindparam("chat_id")).values(last_seq=bindparam("seq"))


class LogTable:
    """The log over the table ``entry``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, to: Chat, entries: Sequence[NewEntry]) -> list[Entry]:
        return self.append_many([(to, entries)])[0]

    def append_many(self, batch: Sequence[tuple[Chat, Sequence[NewEntry]]]) -> list[list[Entry]]:
        stored = [
            [_numbered(new, seq) for seq, new in enumerate(entries, to.last_seq + 1)] for to, entries in batch
        ]
        rows = [
            _to_row(to.id, kept) for (to, _), numbered in zip(batch, stored, strict=True) for kept in numbered
        ]
        if rows:
            self._connection.execute(insert(entry), rows)
            ends = [
                {"chat_id": to.id, "seq": numbered[-1].seq}
                for (to, _), numbered in zip(batch, stored, strict=True)
                if numbered
            ]
            self._connection.execute(_RAISE_LAST_SEQ, ends)
        return stored

    def after(self, chat_id: str, seq: int, *, limit: int, reader: Kind) -> list[Entry]:
        seq = min(seq, _MOST)  # PostgreSQL refuses to compare with a number that the column cannot hold
        audiences = [audience for audience in Audience if may_read(reader, audience)]
        query = (
            select(entry)
            .where(entry.c.chat_id == chat_id, entry.c.seq > seq, entry.c.audience.in_(audiences))
            .order_by(entry.c.seq)
            .limit(limit)
        )
        return [_to_entry(row) for row in self._connection.execute(query)]

    def by_client_id(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Entry]:
        if not pairs:
            return {}
        by_chat: dict[str, list[str]] = {}
        for chat_id, client_id in pairs:
            by_chat.setdefault(chat_id, []).append(client_id)
        query = select(entry).where(
            or_(*((entry.c.chat_id == c) & entry.c.client_id.in_(ids) for c, ids in by_chat.items()))
        )
        return {(row.chat_id, row.client_id): _to_entry(row) for row in self._connection.execute(query)}


def _numbered(new: NewEntry, seq: int) -> Entry:
    return Entry(seq, new.kind, new.audience, new.author, new.text, new.at, new.client_id, new.data)


def _to_row(chat_id: str, kept: Entry) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "seq": kept.seq,
        "kind": kept.kind,
        "audience": kept.audience,
        "author_no": kept.author.no,
        "author_kind": kept.author.kind,
        "author_name": kept.author.name,
        "text": kept.text,
        "at": kept.at,
        "client_id": kept.client_id,
        "data": dict(kept.data),
    }


def _to_entry(row: Row[Any]) -> Entry:
    return Entry(
        seq=row.seq,
        kind=EntryKind(row.kind),
        audience=Audience(row.audience),
        author=Author(row.author_no, Kind(row.author_kind), row.author_name),
        text=row.text,
        at=row.at,
        client_id=row.client_id,
        data=row.data,
    )
