"""Who is here, and what agents have set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, delete, insert, select, update
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from bridge.domain.presence import AgentState, Availability, Seen
from bridge.store.tables import agent_state, presence

_NAME_CHARS = 200


class PresenceTable:
    """When people were last seen, over the table ``presence``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, seen: Sequence[Seen]) -> None:
        if not seen:
            return
        rows = [
            {
                "person": one.person,
                "name": one.name[:_NAME_CHARS],
                "seen_at": one.seen_at,
                "active_at": one.active_at,
            }
            # In one order everywhere, so that two processes cannot wait for each other.
            for one in sorted(seen, key=lambda one: one.person)
        ]
        self._connection.execute(_upsert(self._connection.dialect.name), rows)

    def get(self, person: str) -> Seen | None:
        row = self._connection.execute(select(presence).where(presence.c.person == person)).one_or_none()
        return None if row is None else _to_seen(row)

    def since(self, seen_at: datetime) -> list[Seen]:
        rows = self._connection.execute(select(presence).where(presence.c.seen_at >= seen_at))
        return [_to_seen(row) for row in rows]

    def forget(self, before: datetime) -> int:
        return self._connection.execute(delete(presence).where(presence.c.seen_at < before)).rowcount


class AgentStateTable:
    """What agents have set, over the table ``agent_state``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[AgentState]:
        columns = [column for column in agent_state.c if column.name != "preferences"]
        return [_to_state(row) for row in self._connection.execute(select(*columns))]

    def get(self, login: str, *, lock: bool = False) -> tuple[AgentState, dict[str, object]] | None:
        query = select(agent_state).where(agent_state.c.login == login)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else (_to_state(row), row.preferences)

    def add(self, state: AgentState) -> bool:
        row = {"login": state.login, "preferences": {}, **_values(state)}
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(agent_state), row)
        except IntegrityError:
            return False
        return True

    def change(self, state: AgentState, preferences: dict[str, object] | None = None) -> None:
        values = _values(state) if preferences is None else _values(state) | {"preferences": preferences}
        self._connection.execute(update(agent_state).where(agent_state.c.login == state.login).values(values))


def _upsert(dialect: str) -> Any:
    """A statement that stores a person or moves their times on, never back."""
    if dialect in {"mysql", "mariadb"}:
        new = mysql.insert(presence)
        return new.on_duplicate_key_update(_later(new.inserted))
    backend = postgresql if dialect == "postgresql" else sqlite
    upsert = backend.insert(presence)
    return upsert.on_conflict_do_update(index_elements=["person"], set_=_later(upsert.excluded))


def _later(new: Any) -> dict[str, Any]:
    def latest(name: str) -> Any:
        return case((new[name] > presence.c[name], new[name]), else_=presence.c[name])

    return {"name": new["name"], "seen_at": latest("seen_at"), "active_at": latest("active_at")}


def _to_seen(row: Row[Any]) -> Seen:
    return Seen(row.person, row.name, row.seen_at, row.active_at)


def _to_state(row: Row[Any]) -> AgentState:
    return AgentState(
        row.login, row.version, Availability(row.availability), frozenset(row.channels), asking=row.asking
    )


def _values(state: AgentState) -> dict[str, Any]:
    return {
        "version": state.version,
        "availability": state.availability,
        "asking": state.asking,
        "channels": sorted(state.channels),
    }
