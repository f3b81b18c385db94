"""The bridge's port to an OTRS without the add-on: its stock operations (``docs/without-add-on.md``).

Everything is done with the OTRS session of the agent who asks, so with that agent's rights. What the stock
operations do not tell, such as which queues there are, comes from the settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bridge.domain.directory import (
    Choice,
    CustomerHit,
    Directory,
    DirectoryAgent,
    OwnerChoice,
    TicketContext,
    TicketHit,
    TicketOptions,
    TicketPerson,
)
from bridge.domain.errors import OtrsRefused
from bridge.domain.handover import ArchiveOrder, ArchiveReceipt
from bridge.domain.people import Kind
from bridge.otrs.fields import Fields
from bridge.otrs.stock_archive import StockArchive, StockChoices, id_of, read_ticket
from bridge.otrs.stock_calls import StockCalls
from bridge.otrs.stock_sessions import StockSessions
from bridge.otrs.text import storable
from bridge.services.ports import Clock

_SEARCH_SIGNS = str.maketrans(dict.fromkeys('*%_()&|!+"\\', " "))
"""What means something in OTRS's searches; what is left are words."""

_PARTS: tuple[tuple[str, Literal["owner", "responsible"]], ...] = (
    ("Responsible", "responsible"),
    ("Owner", "owner"),
)

Groups = Mapping[str, frozenset[str]]
"""Group → permissions."""


class StockGateway:
    """Implements the port ``Otrs`` of the services.

    Besides the port's errors it raises `OtrsSignIn` where the agent's session has ended.

    :param agents: login → their groups
    :param search_limit: hits that a search asks for
    """

    def __init__(
        self,
        calls: StockCalls,
        sessions: StockSessions,
        archive: StockArchive,
        choices: StockChoices,
        agents: Mapping[str, Groups],
        clock: Clock,
        *,
        search_limit: int = 20,
    ) -> None:
        self._calls = calls
        self._sessions = sessions
        self._archive = archive
        self._choices = choices
        self._agents = agents
        self._clock = clock
        self._search_limit = search_limit

    def directory(self) -> Directory:
        """The agents of the settings who have ever signed in, and the groups that the settings name."""
        groups = {group for held in self._agents.values() for group in held}
        return Directory(
            agents=tuple(
                DirectoryAgent(
                    login=one.login,
                    otrs_id="",
                    name=one.name,
                    email=one.email,
                    language=one.language,
                    out_of_office_until=None,
                    online=bool(one.session),
                    last_request=one.since,
                    groups=self._agents[one.login],
                )
                for one in self._sessions.agents()
                if one.login in self._agents
            ),
            groups=tuple(sorted(groups)),
            customers_online=(),
            time_zone="UTC",
            add_on_version="",
            framework="",
            clock=self._clock(),
            queues=_choices(self._choices.queues),
        )

    def ticket_options(self, agent: str, queue_id: str | None) -> TicketOptions:
        """What the settings name. Owners are the agents who have ever signed in."""
        choices = self._choices
        owners = self.directory().agents if queue_id is not None else ()
        return TicketOptions(
            queues=_choices(choices.queues),
            priorities=_choices(choices.priorities),
            states=_choices(choices.states),
            owners=tuple(OwnerChoice(login=one.login, name=one.name) for one in owners),
            default_priority_id=id_of(choices.priorities[0]),
            default_state_id=id_of(choices.states[0]),
        )

    def customers(self, agent: str, query: str) -> list[CustomerHit]:
        """Customer users of tickets that the agent may see, by their login. OTRS tells no more of them."""
        customers: dict[str, CustomerHit] = {}
        for ticket in self._found(agent, "CustomerUserLogin", query):
            login = ticket.text("CustomerUserID")
            email = login if "@" in login else ""
            if login:
                customers[login] = CustomerHit(login, login, email, ticket.text("CustomerID"))
        return list(customers.values())

    def tickets(self, agent: str, query: str) -> list[TicketHit]:
        """Tickets that the agent may see, newest first, by number or words of the title."""
        field = "TicketNumber" if query.strip().isdecimal() else "Title"
        return [
            TicketHit(
                id=one.id("TicketID"),
                number=one.id("TicketNumber"),
                title=one.text("Title"),
                state=one.text("State"),
                queue=one.text("Queue"),
                customer=one.text("CustomerUserID"),
                state_type=one.text("StateType"),
            )
            for one in self._found(agent, field, query)
        ]

    def ticket_context(
        self, kind: Kind, login: str, *, ticket_id: str | None = None, number: str | None = None
    ) -> TicketContext:
        """A ticket by an agent's own session; for a customer by the service's agent, if there is one."""
        for_agent = kind is Kind.AGENT
        agent = login if for_agent else ""
        if ticket_id is None:
            found = self._calls.call(agent, "TicketSearch", {"TicketNumber": number or "-"}).ids("TicketID")
            ticket_id = found[0] if len(found) == 1 else "0"
        ticket = read_ticket(self._calls, agent, ticket_id)
        if not for_agent and ticket.text("CustomerUserID") != login:
            raise OtrsRefused("There is no such ticket, or it is not for this customer.")
        return TicketContext(
            id=ticket.id("TicketID"),
            number=ticket.id("TicketNumber"),
            title=ticket.text("Title"),
            queue_id=id_of(ticket.text("Queue")),
            queue=ticket.text("Queue"),
            customer=ticket.text("CustomerUserID"),
            customer_id=ticket.text("CustomerID"),
            company="",
            people=self._people(ticket) if for_agent else (),
        )

    def archive(self, order: ArchiveOrder) -> ArchiveReceipt:
        """Puts a chat on a ticket, once per `order.key` however often it is called."""
        return self._archive.archive(order)

    def _people(self, ticket: Fields) -> tuple[TicketPerson, ...]:
        names = {one.login: one.name for one in self._sessions.agents()}
        parts = {login: part for field, part in _PARTS if (login := ticket.text(field))}
        return tuple(TicketPerson(login, names.get(login, login), part) for login, part in parts.items())

    def _found(self, agent: str, field: str, query: str) -> list[Fields]:
        words = storable(query).translate(_SEARCH_SIGNS).split()
        if not words:
            return []
        order: dict[str, object] = {"SortBy": "Age", "OrderBy": "Down", "Limit": self._search_limit}
        asked = {field: f"*{'*'.join(words)}*", **order}
        ids = self._calls.call(agent, "TicketSearch", asked).ids("TicketID")
        if not ids:
            return []
        tickets = self._calls.call(agent, "TicketGet", {"TicketID": ids}).maybe_items("Ticket")
        place = {ticket: n for n, ticket in enumerate(ids)}
        return sorted(tickets, key=lambda ticket: place.get(ticket.id("TicketID"), len(place)))


def _choices(names: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(id=id_of(name), name=name) for name in names)
