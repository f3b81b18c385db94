"""TicketContext: a ticket and its people, for those who may see it."""

from dataclasses import replace

import pytest

from bridge.domain.directory import TicketPerson
from bridge.domain.errors import OtrsRefused
from bridge.domain.handover import ExistingTicket
from bridge.domain.people import Kind
from tests.contracts.support import again, said, towards


@pytest.fixture
def ticket(otrs, order):
    """A ticket of carla's, owned by anton."""
    return otrs.gateway().archive(order)


def test_an_agent_sees_the_ticket(otrs, ticket, raw_queue, word):
    by_id = otrs.gateway().ticket_context(Kind.AGENT, "anton", ticket_id=ticket.ticket_id)
    assert (by_id.id, by_id.number) == (ticket.ticket_id, ticket.ticket_number)
    assert (by_id.title, by_id.queue_id, by_id.queue) == (f"Printer {word}", raw_queue, "Raw")
    assert (by_id.customer, by_id.customer_id) == ("carla", "acme")
    assert by_id.company.startswith("Acme")
    assert otrs.gateway().ticket_context(Kind.AGENT, "anton", number=ticket.ticket_number) == by_id


def test_the_people_of_a_ticket_each_have_their_part(otrs, ticket, order):
    more = again(
        order,
        agent=otrs.colleague,
        target=ExistingTicket(ticket.ticket_id),
        lines=(said("agent", otrs.colleague, "", "I have looked into it"),),
    )
    otrs.gateway().archive(more)
    people = otrs.gateway().ticket_context(Kind.AGENT, "anton", ticket_id=ticket.ticket_id).people
    names = {agent.login: agent.name for agent in otrs.gateway().directory().agents}
    assert people == (
        TicketPerson("anton", "Anton Agent", "owner"),
        TicketPerson(otrs.colleague, names[otrs.colleague], "author"),
    )


def test_a_customer_sees_their_own_ticket_without_its_agents(otrs, ticket):
    context = otrs.gateway().ticket_context(Kind.CUSTOMER, "carla", number=ticket.ticket_number)
    assert (context.id, context.customer) == (ticket.ticket_id, "carla")
    assert context.people == ()


def test_whoever_may_not_see_a_ticket_hears_the_same_as_when_there_is_none(otrs, ticket):
    gateway = otrs.gateway()
    for kind, login in ((Kind.AGENT, "berta"), (Kind.CUSTOMER, otrs.stranger), (Kind.CUSTOMER, "nobody")):
        answers = set()
        for which in (
            {"ticket_id": ticket.ticket_id},
            {"ticket_id": "99999"},
            {"number": ticket.ticket_number},
            {"number": "2026112299999999"},
        ):
            with pytest.raises(OtrsRefused) as refused:
                gateway.ticket_context(kind, login, **which)
            answers.add(refused.value.message)
        assert len(answers) == 1


def test_an_address_that_has_tickets_is_no_customer_user(otrs, order):
    """Nobody can prove to be one, so nobody asks in its name."""
    target = towards(order, customer="guest@example.net")
    receipt = otrs.gateway().archive(replace(order, target=target))
    with pytest.raises(OtrsRefused):
        otrs.gateway().ticket_context(Kind.CUSTOMER, "guest@example.net", ticket_id=receipt.ticket_id)


@pytest.mark.parametrize("number", ["*", "%", "' OR 1=1 --", "2026*"])
def test_a_number_is_taken_literally(otrs, ticket, number):
    with pytest.raises(OtrsRefused):
        otrs.gateway().ticket_context(Kind.AGENT, "anton", number=number)
