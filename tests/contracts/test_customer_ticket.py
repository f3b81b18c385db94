"""Archive with the target of a customer: a chat that no agent took becomes a ticket of the customer's own."""

import uuid
from dataclasses import replace

import pytest

from bridge.domain.errors import OtrsRefused
from bridge.domain.handover import ArchiveOrder, CustomerTicket
from bridge.domain.people import Kind
from tests.contracts.support import again, said, seen, towards


@pytest.fixture
def untaken(raw_queue, word) -> ArchiveOrder:
    """Carla's chat that nobody took."""
    return ArchiveOrder(
        key=str(uuid.uuid4()),
        agent="",
        target=CustomerTicket(raw_queue, f"Printer {word}", "carla", ""),
        customer_name="",
        started_by="customer",
        lines=(said("customer", "carla", "Carla Customer", f"{word} is anybody there?"),),
        internal_lines=(),
    )


def test_a_chat_that_nobody_took_becomes_the_customers_ticket(otrs, untaken, word):
    receipt = otrs.gateway().archive(untaken)
    assert f"{word} is anybody there?" in seen(otrs.customer_zoom(receipt.ticket_number))
    assert f"{word} is anybody there?" in seen(otrs.zoom(receipt.ticket_id, receipt.article_id))
    (hit,) = otrs.gateway().tickets("anton", word)
    assert (hit.customer, hit.queue, hit.state_type) == ("carla", "Raw", "new")


def test_a_queue_may_be_named(otrs, untaken, word):
    otrs.gateway().archive(replace(untaken, target=towards(untaken, queue_id="Misc")))
    (hit,) = otrs.gateway().tickets("anton", word)
    assert hit.queue == "Misc"


@pytest.mark.parametrize("queue", ["99999", "No such queue", "misc%"])
def test_a_queue_that_does_not_exist_is_said_so(otrs, untaken, queue, word):
    with pytest.raises(OtrsRefused, match=f"no valid queue .*{queue}"):
        otrs.gateway().archive(replace(untaken, target=towards(untaken, queue_id=queue)))
    assert otrs.gateway().tickets("anton", word) == []
    assert not otrs.gateway().archive(untaken).repeated


def test_it_happens_once_for_a_key(otrs, untaken, word):
    first = otrs.gateway().archive(untaken)
    assert otrs.gateway().archive(untaken) == replace(first, repeated=True)
    assert len(otrs.gateway().tickets("anton", word)) == 1


def test_no_agent_gets_its_result(otrs, untaken, order):
    receipt = otrs.gateway().archive(untaken)
    with pytest.raises(OtrsRefused) as denied:
        otrs.gateway().archive(replace(order, key=untaken.key))
    assert receipt.ticket_number not in denied.value.message


def test_an_agents_key_is_none_of_it(otrs, untaken, order):
    receipt = otrs.gateway().archive(order)
    with pytest.raises(OtrsRefused) as denied:
        otrs.gateway().archive(replace(untaken, key=order.key))
    assert receipt.ticket_number not in denied.value.message


def test_no_agent_makes_one(otrs, untaken):
    with pytest.raises(OtrsRefused, match="ActingUserLogin"):
        otrs.gateway().archive(replace(untaken, agent="anton"))


def test_a_visitor_is_known_by_address_and_name(otrs, untaken, word):
    target = towards(untaken, customer="max@example.net", customer_name="Max Visitor")
    lines = (said("visitor", "visitor-1", "Max Visitor", "Hello?"),)
    receipt = otrs.gateway().archive(replace(untaken, target=target, lines=lines))
    (hit,) = otrs.gateway().tickets("anton", word)
    assert hit.customer == "max@example.net"
    assert "Max Visitor" in seen(otrs.zoom(receipt.ticket_id, receipt.article_id))


def test_a_visitor_with_a_customers_address_makes_that_customers_ticket(otrs, untaken, word):
    """As a mail from there does."""
    (carla,) = otrs.gateway().customers("anton", "carla customer")
    otrs.gateway().archive(replace(untaken, target=towards(untaken, customer=carla.email.upper())))
    (hit,) = otrs.gateway().tickets("anton", word)
    assert hit.customer == "carla"


def test_nobodys_ticket_has_no_people(otrs, untaken):
    receipt = otrs.gateway().archive(again(untaken))
    context = otrs.gateway().ticket_context(Kind.AGENT, "anton", ticket_id=receipt.ticket_id)
    assert context.people == ()
