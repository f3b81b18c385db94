"""The one-time tokens that were used."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert
from sqlalchemy.exc import IntegrityError

from bridge.store.tables import used_token


class TokenTable:
    """Used tokens over the table ``used_token``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def use(self, jti: str, expires_at: datetime) -> bool:
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(used_token), {"jti": jti, "expires_at": expires_at})
        except IntegrityError:
            return False
        return True

    def forget(self, before: datetime) -> int:
        gone = self._connection.execute(delete(used_token).where(used_token.c.expires_at < before))
        return gone.rowcount
