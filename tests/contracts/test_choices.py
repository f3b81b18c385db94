"""TicketOptions, CustomerSearch and TicketSearch."""

import time

import pytest

from bridge.domain.errors import OtrsRefused
from tests.contracts.support import again, towards


def test_an_agent_gets_the_queues_where_tickets_may_be_created(otrs):
    options = otrs.gateway().ticket_options("anton", None)
    assert {"Raw", "Postmaster"} <= {queue.name for queue in options.queues}
    assert "Raw" not in {queue.name for queue in otrs.gateway().ticket_options("berta", None).queues}


def test_the_defaults_are_among_the_choices(otrs):
    options = otrs.gateway().ticket_options(otrs.colleague, None)
    assert {p.id: p.name for p in options.priorities}[options.default_priority_id] == "3 normal"
    assert {s.id: s.name for s in options.states}[options.default_state_id] == "open"


def test_states_that_need_more_than_a_name_are_not_offered(otrs):
    names = {state.name for state in otrs.gateway().ticket_options(otrs.colleague, None).states}
    assert {"open", "closed successful"} <= names
    assert not [name for name in names if name.startswith(("pending", "merged", "removed"))]


def test_priorities_and_states_have_names_in_the_agents_language(otrs):
    german, english = (otrs.gateway().ticket_options(login, None) for login in ("anton", otrs.colleague))
    names = {state.id: state.name for state in german.states}
    assert {state.id for state in english.states} == set(names)
    assert names[german.default_state_id] == "offen"
    assert "erfolgreich geschlossen" in names.values()
    assert {"2 niedrig", "3 normal", "4 hoch"} <= {priority.name for priority in german.priorities}


def test_owners_belong_to_a_queue(otrs, raw_queue):
    gateway = otrs.gateway()
    assert gateway.ticket_options("anton", None).owners == ()
    owners = {owner.login: owner.name for owner in gateway.ticket_options("anton", raw_queue).owners}
    assert owners["anton"] == "Anton Agent"
    assert otrs.colleague in owners
    assert "berta" not in owners


@pytest.mark.parametrize("queue", ["raw", "99999", "0", "-1", "1 OR 1=1"])
def test_choices_of_a_foreign_queue_are_refused(otrs, raw_queue, queue):
    with pytest.raises(OtrsRefused):
        otrs.gateway().ticket_options("berta", raw_queue if queue == "raw" else queue)


@pytest.mark.parametrize("agent", ["nobody", "carla", "*"])
def test_whoever_is_no_agent_can_do_nothing(otrs, order, agent):
    gateway = otrs.gateway()
    for call in (
        lambda: gateway.ticket_options(agent, None),
        lambda: gateway.customers(agent, "carla"),
        lambda: gateway.tickets(agent, "printer"),
        lambda: gateway.archive(again(order, agent=agent)),
    ):
        with pytest.raises(OtrsRefused):
            call()


@pytest.mark.parametrize("query", ["carla", "CARLA", "arl", "Carla Customer", "customer carla", "acme"])
def test_customers_are_found(otrs, query):
    (carla,) = [hit for hit in otrs.gateway().customers("anton", query) if hit.login == "carla"]
    assert carla.name == "Carla Customer"
    assert carla.email.startswith("carla@")
    assert carla.customer_id == "acme"


def test_customers_are_found_by_their_whole_address(otrs):
    gateway = otrs.gateway()
    (carla,) = gateway.customers("anton", "carla customer")
    for address in (carla.email, carla.email.upper()):
        assert [hit.login for hit in gateway.customers("anton", address)] == ["carla"]
    for other in (f"x{carla.email}", f"{carla.email}x", "%@%", "*@*"):
        assert gateway.customers("anton", other) == []


@pytest.mark.parametrize("query", ["*", "%", "_", "**", "carla nobody", "' OR 1=1 --", "zzz"])
def test_customers_are_found_by_nothing_else(otrs, query):
    assert otrs.gateway().customers("anton", query) == []


def test_tickets_are_found_by_number_and_by_words_of_the_title(otrs, order, word):
    gateway = otrs.gateway()
    receipt = gateway.archive(order)
    for query in (word, f"printer {word}", word.upper(), word[:8], receipt.ticket_number):
        (hit,) = gateway.tickets("anton", query)
        assert hit.id == receipt.ticket_id
    assert receipt.ticket_id in [hit.id for hit in gateway.tickets("anton", receipt.ticket_number[-6:])]
    assert (hit.number, hit.title) == (receipt.ticket_number, f"Printer {word}")
    assert (hit.state_type, hit.queue, hit.customer) == ("open", "Raw", "carla")


def test_a_tickets_state_has_its_name_in_the_agents_language(otrs, order, word):
    otrs.gateway().archive(order)
    (german,), (english,) = (otrs.gateway().tickets(login, word) for login in ("anton", otrs.colleague))
    assert (german.state, german.state_type) == ("offen", "open")
    assert (english.state, english.state_type) == ("open", "open")


@pytest.mark.parametrize("query", ["{} nothing", "*{}*x", "%", "*", "_", "{}'", "2026%"])
def test_tickets_are_found_by_nothing_else(otrs, order, word, query):
    otrs.gateway().archive(order)
    assert otrs.gateway().tickets("anton", query.format(word)) == []


def test_tickets_that_one_may_not_add_to_are_not_found(otrs, order, word):
    receipt = otrs.gateway().archive(order)
    assert otrs.gateway().tickets("berta", word) == []
    assert otrs.gateway().tickets("berta", receipt.ticket_number) == []


def test_the_newest_ticket_comes_first_and_no_more_than_asked(otrs, order, word):
    gateway = otrs.gateway()
    first = gateway.archive(order)
    time.sleep(1.1)  # OTRS knows the age of tickets in whole seconds
    second = gateway.archive(again(order, target=towards(order, title=f"{word} once more")))
    assert [hit.id for hit in gateway.tickets("anton", word)] == [second.ticket_id, first.ticket_id]
    assert [hit.id for hit in otrs.gateway(search_limit=1).tickets("anton", word)] == [second.ticket_id]


def test_without_a_query_the_newest_tickets_come(otrs, order):
    time.sleep(1.1)
    receipt = otrs.gateway().archive(order)
    hits = otrs.gateway().tickets("anton", "")
    assert hits[0].id == receipt.ticket_id
    assert len(hits) <= 20
