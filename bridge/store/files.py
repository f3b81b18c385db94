"""The files of chats, in parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bridge.domain.chats import Audience
from bridge.domain.files import ChatFile
from bridge.store.tables import file, file_part


class FileTable:
    """Files over the tables ``file`` and ``file_part``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, file_id: str) -> ChatFile | None:
        row = self._connection.execute(select(file).where(file.c.id == file_id)).one_or_none()
        return None if row is None else _to_file(row)

    def of_chat(self, chat_id: str) -> list[ChatFile]:
        query = select(file).where(file.c.chat_id == chat_id).order_by(file.c.created_at, file.c.id)
        return [_to_file(row) for row in self._connection.execute(query)]

    def offer(self, new: ChatFile) -> bool:
        row = {
            "id": new.id,
            "chat_id": new.chat_id,
            "author_no": new.author_no,
            "audience": new.audience,
            "name": new.name,
            "content_type": new.content_type,
            "size": new.size,
            "created_at": new.created_at,
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(file), row)
        except IntegrityError:
            return False
        return True

    def store(self, of: ChatFile, parts: Sequence[bytes]) -> None:
        for no, content in enumerate(parts):  # one by one: together they would be one long statement
            self._connection.execute(insert(file_part), {"file_id": of.id, "no": no, "content": content})
        values = {"content_type": of.content_type, "stored_at": of.stored_at}
        self._connection.execute(update(file).where(file.c.id == of.id).values(values))

    def part(self, file_id: str, no: int) -> bytes | None:
        query = select(file_part.c.content).where(file_part.c.file_id == file_id, file_part.c.no == no)
        return self._connection.scalar(query)

    def forget_offers(self, before: datetime, chat_id: str | None = None) -> int:
        gone = delete(file).where(file.c.stored_at.is_(None), file.c.created_at < before)
        if chat_id is not None:
            gone = gone.where(file.c.chat_id == chat_id)
        return self._connection.execute(gone).rowcount


def _to_file(row: Row[Any]) -> ChatFile:
    return ChatFile(
        id=row.id,
        chat_id=row.chat_id,
        author_no=row.author_no,
        audience=Audience(row.audience),
        name=row.name,
        content_type=row.content_type,
        size=row.size,
        created_at=row.created_at,
        stored_at=row.stored_at,
    )
