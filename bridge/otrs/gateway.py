"""The bridge's port to OTRS, spoken with the add-on's web service (``docs/otrs-operations.md``)."""

from __future__ import annotations

import base64
from datetime import datetime

from bridge.domain.directory import (
    Choice,
    CustomerHit,
    Directory,
    DirectoryAgent,
    OnlineCustomer,
    OwnerChoice,
    TicketContext,
    TicketHit,
    TicketOptions,
    TicketPerson,
)
from bridge.domain.errors import OtrsMisconfigured
from bridge.domain.handover import (
    ArchivedFile,
    ArchiveOrder,
    ArchiveReceipt,
    ArticleLine,
    CustomerTicket,
    NewPhoneTicket,
    Target,
)
from bridge.domain.people import Kind
from bridge.otrs.client import GenericInterfaceClient
from bridge.otrs.fields import Fields
from bridge.otrs.text import storable

_CHATTER_TYPES = {"agent": "User", "customer": "Customer", "visitor": "Public"}


class OtrsGateway:
    """Implements the port ``Otrs`` of the services.

    Every method raises `OtrsUnavailable`, `OtrsMisconfigured` or `OtrsRefused`.

    :param search_limit: hits that a search asks for, 1 to 50
    """

    def __init__(self, client: GenericInterfaceClient, *, search_limit: int = 20) -> None:
        self._client = client
        self._search_limit = search_limit

    def directory(self) -> Directory:
        """All valid agents and groups, and who is logged in."""
        answer = self._call("Directory", {})
        clock = answer.time("Now")
        if clock is None:
            raise OtrsMisconfigured("The answer of OTRS has no clock: Directory.Now is missing.")
        return Directory(
            agents=tuple(_agent(item) for item in answer.items("Agents")),
            groups=tuple(item.id("Name") for item in answer.items("Groups")),
            customers_online=tuple(
                OnlineCustomer(
                    login=item.id("CustomerUserLogin"),
                    name=item.text("UserFullname"),
                    last_request=item.time("LastRequest"),
                    email=item.text("UserEmail"),
                    customer_id=item.text("CustomerID"),
                )
                for item in answer.items("CustomersOnline")
            ),
            time_zone=answer.text("TimeZone"),
            add_on_version=answer.text("AddOnVersion"),
            framework=answer.text("Framework"),
            clock=clock,
            secret_key_id=answer.text("SecretKeyID"),
            secret_proof=answer.maybe_text("SecretProof"),
            queues=_choices(answer, "Queues", "QueueID"),
        )

    def ticket_options(self, agent: str, queue_id: str | None) -> TicketOptions:
        """What the agent may choose for a new phone ticket; owners for `queue_id` only."""
        fields: dict[str, object] = {"ActingUserLogin": agent}
        if queue_id is not None:
            fields["QueueID"] = queue_id
        answer = self._call("TicketOptions", fields)
        defaults = answer.object("Defaults")
        return TicketOptions(
            queues=_choices(answer, "Queues", "QueueID"),
            priorities=_choices(answer, "Priorities", "PriorityID"),
            states=_choices(answer, "States", "StateID"),
            owners=tuple(
                OwnerChoice(login=item.id("UserLogin"), name=item.text("UserFullname"))
                for item in answer.items("Owners")
            ),
            default_priority_id=defaults.text("PriorityID"),
            default_state_id=defaults.text("StateID"),
        )

    def customers(self, agent: str, query: str) -> list[CustomerHit]:
        """Customer users by name, login, address or company."""
        answer = self._search("CustomerSearch", agent, query)
        return [
            CustomerHit(
                login=item.id("CustomerUserLogin"),
                name=item.text("UserFullname"),
                email=item.text("UserEmail"),
                customer_id=item.text("CustomerID"),
            )
            for item in answer.items("Customers")
        ]

    def tickets(self, agent: str, query: str) -> list[TicketHit]:
        """Tickets that the agent may add a note to, newest first, by number or words of the title."""
        answer = self._search("TicketSearch", agent, query)
        return [
            TicketHit(
                id=item.id("TicketID"),
                number=item.id("TicketNumber"),
                title=item.text("Title"),
                state=item.text("State"),
                queue=item.text("Queue"),
                customer=item.text("CustomerUserLogin"),
                state_type=item.text("StateType"),
            )
            for item in answer.items("Tickets")
        ]

    def ticket_context(
        self, kind: Kind, login: str, *, ticket_id: str | None = None, number: str | None = None
    ) -> TicketContext:
        """A ticket as that agent or customer user may see it; `OtrsRefused` also when there is none."""
        asker = "CustomerUserLogin" if kind is Kind.CUSTOMER else "ActingUserLogin"
        which = {"TicketNumber": number} if ticket_id is None else {"TicketID": ticket_id}
        answer = self._call("TicketContext", {asker: login, **which})
        return TicketContext(
            id=answer.id("TicketID"),
            number=answer.id("TicketNumber"),
            title=answer.text("Title"),
            queue_id=answer.id("QueueID"),
            queue=answer.text("Queue"),
            customer=answer.text("CustomerUserLogin"),
            customer_id=answer.text("CustomerID"),
            company=answer.text("CustomerName"),
            people=tuple(_ticket_person(item) for item in answer.items("People")),
        )

    def archive(self, order: ArchiveOrder) -> ArchiveReceipt:
        """Puts a chat on a ticket, once per `order.key` however often it is called."""
        answer = self._call(
            "Archive",
            {
                "ActingUserLogin": order.agent,
                "Key": order.key,
                "Target": _target(order.target, order.customer_name),
                "SenderType": order.started_by,
                "Messages": [_message(line) for line in order.lines],
                "InternalMessages": [_message(line) for line in order.internal_lines],
                "Files": [_file(file) for file in order.files],
            },
        )
        return ArchiveReceipt(
            ticket_id=answer.id("TicketID"),
            ticket_number=answer.id("TicketNumber"),
            article_id=answer.id("ArticleID"),
            internal_article_id=answer.text("InternalArticleID") or None,
            repeated=answer.flag("Repeated"),
        )

    def _search(self, operation: str, agent: str, query: str) -> Fields:
        return self._call(
            operation,
            {"ActingUserLogin": agent, "Query": storable(query), "Limit": self._search_limit},
        )

    def _call(self, operation: str, fields: dict[str, object]) -> Fields:
        return Fields(operation, self._client.call(operation, fields))


def _agent(item: Fields) -> DirectoryAgent:
    return DirectoryAgent(
        login=item.id("UserLogin"),
        otrs_id=item.id("UserID"),
        name=item.text("UserFullname"),
        email=item.text("UserEmail"),
        language=item.text("UserLanguage"),
        out_of_office_until=item.date("OutOfOfficeUntil") if item.flag("OutOfOffice") else None,
        online=item.flag("Online"),
        last_request=item.time("LastRequest"),
        groups=item.object("Groups").texts(),
    )


def _choices(answer: Fields, name: str, id_name: str) -> tuple[Choice, ...]:
    return tuple(Choice(id=item.id(id_name), name=item.text("Name")) for item in answer.items(name))


def _ticket_person(item: Fields) -> TicketPerson:
    return TicketPerson(
        login=item.id("UserLogin"),
        name=item.text("UserFullname"),
        part=item.one_of("Part", ("owner", "responsible", "author", "watcher")),
    )


def _target(target: Target, customer_name: str) -> dict[str, object]:
    if isinstance(target, NewPhoneTicket):
        return {
            "Type": "New",
            "QueueID": target.queue_id,
            "Title": storable(target.title),
            "CustomerUser": storable(target.customer),
            "CustomerName": storable(customer_name),
            "PriorityID": target.priority_id,
            "StateID": target.state_id,
            "OwnerLogin": target.owner or "",
        }
    if isinstance(target, CustomerTicket):
        return {
            "Type": "Customer",
            "QueueID" if target.queue_id.isdecimal() else "Queue": target.queue_id,
            "Title": storable(target.title),
            "CustomerUser": storable(target.customer),
            "CustomerName": storable(target.customer_name or customer_name),
        }
    return {"Type": "Existing", "TicketID": target.ticket_id}


def _message(line: ArticleLine) -> dict[str, object]:
    return {
        "ChatterType": _CHATTER_TYPES[line.chatter_kind],
        "ChatterID": line.chatter_id,
        "ChatterName": storable(line.chatter_name),
        "Text": storable(line.text),
        "Time": _seconds(line.at),
        "SystemGenerated": int(line.system),
    }


def _file(file: ArchivedFile) -> dict[str, object]:
    return {
        "Filename": storable(file.name),
        "ContentType": file.content_type,
        "Content": base64.b64encode(file.content).decode(),
        "VisibleForCustomer": int(file.for_customer),
    }


def _seconds(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("An article line needs a time with a zone.")
    return int(at.timestamp())
