"""The copy of OTRS's directory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bridge.domain.directory import Directory
from bridge.store.tables import agent, agent_group, directory_state


class PeopleTable:
    """Agents over the tables ``agent`` and ``agent_group``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, directory: Directory, now: datetime) -> None:
        run = self._connection.execute
        self._take_turn(directory, now)
        run(delete(agent_group))
        run(delete(agent))
        agents = [
            {
                "login": one.login,
                "otrs_id": one.otrs_id,
                "name": one.name[:200],
                "email": one.email[:255],
                "language": one.language[:16],
                "out_of_office_until": one.out_of_office_until,
                "online": one.online,
                "last_request": one.last_request,
            }
            for one in directory.agents
        ]
        groups = [
            {"login": one.login, "group_name": group, "permissions": ",".join(sorted(permissions))}
            for one in directory.agents
            for group, permissions in one.groups.items()
        ]
        if agents:
            run(insert(agent), agents)
        if groups:
            run(insert(agent_group), groups)

    def _take_turn(self, directory: Directory, now: datetime) -> None:
        # The one row of this table keeps two processes from doing it at the same time.
        state = {"id": 1, "refreshed_at": now, "time_zone": directory.time_zone}
        state |= {"add_on_version": directory.add_on_version, "framework": directory.framework}
        change = update(directory_state).where(directory_state.c.id == 1).values(state)
        if self._connection.execute(change).rowcount:
            return
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(directory_state), state)
        except IntegrityError:
            self._connection.execute(change)

    def groups_of(self, logins: Collection[str]) -> dict[str, dict[str, frozenset[str]]]:
        known = self._connection.scalars(select(agent.c.login).where(agent.c.login.in_(logins)))
        found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict, {login: {} for login in known})
        query = select(agent_group).where(agent_group.c.login.in_(logins))
        for row in self._connection.execute(query):
            found[row.login][row.group_name] = frozenset(row.permissions.split(","))
        return dict(found)

    def refreshed_at(self) -> datetime | None:
        return self._connection.scalar(select(directory_state.c.refreshed_at))
