"""The web service's operations on the stand-in's data: the same rules as the add-on's."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping

from bridge.sandbox.archive import acting_agent, archive
from bridge.sandbox.config import SandboxConfig
from bridge.sandbox.context import ticket_context
from bridge.sandbox.parameters import OperationError, Parameters
from bridge.sandbox.seed import GONE_STATES, NORMAL, OFFERED_STATES, OPEN
from bridge.sandbox.texts import GERMAN
from bridge.sandbox.world import PERMISSIONS, SERVICE_GROUP, Agent, Customer, Queue, World, now

ADD_ON_VERSION = "0.1.0"
FRAMEWORK = "OTRS stand-in"
QUERY_LENGTH = 200


class Operations:
    """Runs operations by name for whoever has the service agent's credentials."""

    def __init__(self, world: World, config: SandboxConfig) -> None:
        self._world = world
        self._config = config
        self._operations: Mapping[str, Callable[[Parameters], dict[str, object]]] = {
            "Directory": self._directory,
            "TicketOptions": self._ticket_options,
            "CustomerSearch": self._customer_search,
            "TicketSearch": self._ticket_search,
            "TicketContext": lambda parameters: ticket_context(self._world, parameters),
            "Archive": lambda parameters: archive(self._world, parameters),
        }

    def __contains__(self, name: str) -> bool:
        return name in self._operations

    def run(self, name: str, payload: Mapping[str, object]) -> dict[str, object]:
        """The answer's JSON object; refusals are an ``Error`` object, as everything comes with HTTP 200."""
        try:
            parameters = Parameters(payload)
            self._authenticate(parameters)
            with self._world.lock:
                return self._operations[name](parameters)
        except OperationError as error:
            return {
                "Error": {
                    "ErrorCode": f"{name}.{error.kind}",
                    "ErrorMessage": f"{name}: {error.message}",
                }
            }

    def _authenticate(self, parameters: Parameters) -> None:
        user, password = parameters.raw("UserLogin"), parameters.raw("Password")
        agent = self._world.agents.get(user)
        # Everybody's password but the service agent's is the login.
        expected = self._config.service_password if user == self._config.service_user else user
        if agent is None or not hmac.compare_digest(password.encode(), expected.encode()):
            raise OperationError("AuthFail", "wrong credentials.")
        if SERVICE_GROUP not in self._world.groups.values():
            raise OperationError("AuthFail", f"there is no valid group {SERVICE_GROUP}.")
        if not agent.may("rw", SERVICE_GROUP):
            raise OperationError("AuthFail", f"{user} has no rw in the group {SERVICE_GROUP}.")

    def _directory(self, _: Parameters) -> dict[str, object]:
        world = self._world
        at = int(now().timestamp())
        proof = hmac.new(self._config.secret.encode(), f"chatbridge-proof:{at}".encode(), hashlib.sha256)
        return {
            "AddOnVersion": ADD_ON_VERSION,
            "Framework": FRAMEWORK,
            "TimeZone": "UTC",
            "Now": at,
            "SecretKeyID": self._config.secret_key_id,
            "SecretProof": proof.hexdigest(),
            "Agents": [self._agent(agent) for agent in world.agents.values()],
            "Groups": [{"GroupID": varying(id_), "Name": name} for id_, name in world.groups.items()],
            "Queues": _queues(world.queues.values()),
            "CustomersOnline": [
                {
                    "CustomerUserLogin": customer.login,
                    "UserFullname": customer.name,
                    "UserEmail": customer.email,
                    "CustomerID": customer.customer_id,
                    "LastRequest": int(seen.timestamp()),
                }
                for customer in world.customers.values()
                if (seen := world.seen("customer", customer.login))
            ],
        }

    def _agent(self, agent: Agent) -> dict[str, object]:
        seen = self._world.seen("agent", agent.login)
        return {
            "UserID": varying(agent.id),
            "UserLogin": agent.login,
            "UserFullname": agent.name,
            "UserEmail": agent.email,
            "UserLanguage": agent.language,
            "OutOfOffice": 0,
            "OutOfOfficeUntil": "",
            "Online": int(seen is not None),
            "LastRequest": int(seen.timestamp()) if seen else 0,
            "Groups": {
                group: list(PERMISSIONS if "rw" in granted else granted)
                for group, granted in agent.groups.items()
            },
        }

    def _ticket_options(self, parameters: Parameters) -> dict[str, object]:
        world = self._world
        acting = acting_agent(world, parameters)
        queue_id = parameters.id("QueueID")
        owners: list[Agent] = []
        if queue_id is not None:
            queue = world.queues.get(queue_id)
            if queue is None or not acting.may("create", queue.group):
                raise OperationError("AccessDenied", f"{acting.login} may not create tickets in that queue.")
            owners = [agent for agent in world.agents.values() if agent.may("owner", queue.group)]
        return {
            "Queues": _queues(q for q in world.queues.values() if acting.may("create", q.group)),
            "Priorities": [
                {"PriorityID": varying(k), "Name": _translated(acting, v)}
                for k, v in world.priorities.items()
            ],
            "States": [
                {"StateID": varying(k), "Name": _translated(acting, world.states[k])} for k in OFFERED_STATES
            ],
            "Owners": [
                {"UserID": varying(agent.id), "UserLogin": agent.login, "UserFullname": agent.name}
                for agent in sorted(owners, key=lambda a: a.name)
            ],
            "Defaults": {"PriorityID": varying(NORMAL), "StateID": varying(OPEN)},
        }

    def _customer_search(self, parameters: Parameters) -> dict[str, object]:
        acting_agent(self._world, parameters)
        query = parameters.required("Query", QUERY_LENGTH)
        words = _words(query)
        limit = search_limit(parameters)
        hits = [
            customer
            for customer in self._world.customers.values()
            if customer.email.casefold() == query.casefold() or (words and _has(customer, words))
        ]
        return {
            "Customers": [
                {
                    "CustomerUserLogin": customer.login,
                    "UserFullname": customer.name,
                    "UserEmail": customer.email,
                    "CustomerID": customer.customer_id,
                }
                for customer in hits[:limit]
            ]
        }

    def _ticket_search(self, parameters: Parameters) -> dict[str, object]:
        world = self._world
        acting = acting_agent(world, parameters)
        query = re.sub(r"(?i)^ticket#\s*", "", parameters.text("Query", QUERY_LENGTH))
        limit = search_limit(parameters)
        within = [
            ticket
            for ticket in world.agents_tickets(acting, "note")
            if acting.may("ro", ticket.queue.group) and ticket.state_id not in GONE_STATES
        ]
        by_number = [t for t in within if query.isdigit() and t.number.endswith(query)]
        words = _words(query)
        by_title = [t for t in within if all(word in t.title.casefold() for word in words)]
        hits = by_number + [t for t in by_title if t not in by_number and (words or not query)]
        return {
            "Tickets": [
                {
                    "TicketID": varying(ticket.id),
                    "TicketNumber": ticket.number,
                    "Title": ticket.title,
                    "State": _translated(acting, world.states[ticket.state_id]),
                    "StateType": state_type(world.states[ticket.state_id]),
                    "Queue": ticket.queue.name,
                    "CustomerUserLogin": ticket.customer_user,
                }
                for ticket in hits[:limit]
            ]
        }


def search_limit(parameters: Parameters) -> int:
    """``Limit``: 1 to 50, 20 when it is missing."""
    limit = parameters.id("Limit") or 20
    if limit > 50:
        raise parameters.invalid("Limit", "must be 1..50")
    return limit


def varying(number: int) -> str | int:
    """An ID as OTRS sends it: sometimes a string, sometimes a number."""
    return str(number) if number % 2 else number


def state_type(name: str) -> str:
    """A state's type, as OTRS's own states have it: the name, or how it begins."""
    return "closed" if name.startswith("closed") else name


def _queues(queues: Iterable[Queue]) -> list[dict[str, object]]:
    """By name."""
    return [{"QueueID": varying(q.id), "Name": q.name} for q in sorted(queues, key=lambda q: q.name)]


def _has(customer: Customer, words: list[str]) -> bool:
    text = f"{customer.login} {customer.name} {customer.customer_id}".casefold()
    return all(word in text for word in words)


def _translated(agent: Agent, name: str) -> str:
    """A state's or priority's name in the agent's language."""
    return GERMAN.get(name, name) if agent.language == "de" else name


def _words(query: str) -> list[str]:
    """The words to look for; none when there is not a letter or digit in the query."""
    return query.casefold().split() if re.search(r"\w", query) else []
