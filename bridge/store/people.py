"""The copy of OTRS's directory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bridge.domain.directory import Choice, Directory, DirectoryAgent, OnlineCustomer
from bridge.store.tables import agent, agent_group, customer_online, directory_state


class PeopleTable:
    """Agents and customers over ``agent``, ``agent_group``, ``customer_online`` and ``directory_state``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, directory: Directory, now: datetime) -> None:
        run = self._connection.execute
        self._take_turn(directory, now)
        for table in (agent_group, agent, customer_online):
            run(delete(table))
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
        customers = {
            one.login: {
                "login": one.login[:200],
                "name": one.name[:200],
                "email": one.email[:255],
                "customer_id": one.customer_id[:150],
                "last_request": one.last_request,
            }
            for one in directory.customers_online
        }
        rows = ((agent, agents), (agent_group, groups), (customer_online, list(customers.values())))
        for table, of_table in rows:
            if of_table:
                run(insert(table), of_table)

    def _take_turn(self, directory: Directory, now: datetime) -> None:
        # The one row of this table keeps two processes from doing it at the same time.
        state = {"id": 1, "refreshed_at": now, "time_zone": directory.time_zone}
        state |= {"add_on_version": directory.add_on_version, "framework": directory.framework}
        state |= {"group_names": list(directory.groups)}
        state |= {"queues": {queue.id: queue.name for queue in directory.queues}}
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

    def agents(self) -> list[DirectoryAgent]:
        groups: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
        for row in self._connection.execute(select(agent_group)):
            groups[row.login][row.group_name] = frozenset(row.permissions.split(","))
        return [
            DirectoryAgent(
                login=row.login,
                otrs_id=row.otrs_id,
                name=row.name,
                email=row.email,
                language=row.language,
                out_of_office_until=row.out_of_office_until,
                online=row.online,
                last_request=row.last_request,
                groups=groups[row.login],
            )
            for row in self._connection.execute(select(agent))
        ]

    def customers_online(self) -> list[OnlineCustomer]:
        rows = self._connection.execute(select(customer_online))
        return [
            OnlineCustomer(row.login, row.name, row.last_request, row.email, row.customer_id) for row in rows
        ]

    def time_zone(self) -> str:
        return self._connection.scalar(select(directory_state.c.time_zone)) or "UTC"

    def group_names(self) -> list[str]:
        return self._connection.scalar(select(directory_state.c.group_names)) or []

    def queues(self) -> list[Choice]:
        stored = self._connection.scalar(select(directory_state.c.queues)) or {}
        return sorted((Choice(*queue) for queue in stored.items()), key=lambda queue: queue.name)

    def refreshed_at(self) -> datetime | None:
        return self._connection.scalar(select(directory_state.c.refreshed_at))
