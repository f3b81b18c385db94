"""What administrators and clean-ups have done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert

from bridge.store.tables import audit


class AuditTable:
    """Notes over the table ``audit``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, at: datetime, who: str, what: str, data: Mapping[str, object]) -> None:
        row = {"at": at, "who": who, "what": what, "data": dict(data)}
        self._connection.execute(insert(audit), row)
