"""The policy: one row."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from bridge.domain.policy import Policy, changed, stored
from bridge.store.tables import policy


class PolicyTable:
    """The policy over the table ``policy``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self) -> Policy:
        row = self._connection.execute(select(policy).where(policy.c.id == 1)).one_or_none()
        return Policy() if row is None else changed(Policy(row.version), row.rules)

    def save(self, new: Policy) -> bool:
        values = {"version": new.version, "rules": stored(new)}
        if new.version == 1:
            try:
                with self._connection.begin_nested():
                    self._connection.execute(insert(policy), {"id": 1, **values})
            except IntegrityError:
                return False
            return True
        last = (policy.c.id == 1) & (policy.c.version == new.version - 1)
        return self._connection.execute(update(policy).where(last).values(values)).rowcount == 1
