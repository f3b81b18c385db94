"""The operation TicketContext: a ticket and who has to do with it, for those who may see it."""

from __future__ import annotations

from bridge.sandbox.archive import acting_agent
from bridge.sandbox.parameters import OperationError, Parameters
from bridge.sandbox.world import Ticket, World


def ticket_context(world: World, parameters: Parameters) -> dict[str, object]:
    """The same refusal when there is no such ticket and when it is not for the asker.

    :raises OperationError: that refusal, or something is wrong with the call
    """
    ticket_id = parameters.id("TicketID")
    number = parameters.text("TicketNumber", 50)
    if ticket_id is None and not number:
        raise parameters.missing("TicketNumber")
    login = parameters.text("CustomerUserLogin", 200)
    agent = None if login else acting_agent(world, parameters)
    for ticket in world.tickets.values():
        if ticket.id != ticket_id if ticket_id is not None else ticket.number != number:
            continue
        if agent.may("ro", ticket.queue.group) if agent else _is_customers(world, login, ticket):
            return _answer(world, ticket, with_people=agent is not None)
    raise OperationError(
        "AccessDenied", f"{agent.login if agent else login} may not see that ticket, or there is none."
    )


def _is_customers(world: World, login: str, ticket: Ticket) -> bool:
    """Of the customer user, or of the company."""
    asker = world.customers.get(login)
    if asker is None:
        return False
    owner = world.customers.get(ticket.customer_user)
    return ticket.customer_user == login or (owner is not None and owner.customer_id == asker.customer_id)


def _answer(world: World, ticket: Ticket, *, with_people: bool) -> dict[str, object]:
    customer = world.customers.get(ticket.customer_user)
    return {
        "TicketID": str(ticket.id),
        "TicketNumber": ticket.number,
        "Title": ticket.title,
        "QueueID": ticket.queue.id,
        "Queue": ticket.queue.name,
        "CustomerUserLogin": ticket.customer_user,
        "CustomerID": customer.customer_id if customer else "",
        "CustomerName": customer.company if customer else "",
        "People": _people(world, ticket) if with_people else [],
    }


def _people(world: World, ticket: Ticket) -> list[dict[str, object]]:
    parts = {ticket.owner: "owner"}
    for article in reversed(ticket.articles):
        parts.setdefault(article.created_by, "author")
    return [
        {"UserLogin": login, "UserFullname": world.agents[login].name, "Part": part}
        for login, part in parts.items()
        if login in world.agents
    ]
