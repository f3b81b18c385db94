"""Tickets that customers and visitors ask for themselves."""

import pytest

from bridge.domain.chats import State
from bridge.domain.errors import ChatClosed, ChatClosing, ChatNotFound, InputInvalid, PermissionDenied
from bridge.domain.handover import CustomerTicket
from bridge.services import tickets
from tests.people import ANTON, CARLA, MAX, STRANGERS, new_id


def ask(world, who, chat, handover_id="", *, title=None, name=None, email=None):
    return tickets.request(
        world.context, who, chat.id, handover_id or new_id(), title=title, name=name, email=email
    )


def test_a_customers_request_becomes_a_ticket_of_theirs(world):
    chat = world.asks()
    assert ask(world, CARLA, chat).state is State.CLOSING
    assert world.works() == [True]
    ended = world.look(chat)
    assert (ended.state, ended.ticket.id) == (State.CLOSED, "1")
    (order,) = world.otrs.orders
    assert (order.agent, order.target) == (
        "",
        CustomerTicket("Raw", "My printer is on fire", "carla", "Carla Customer"),
    )


def test_a_visitor_needs_an_address(world):
    chat = world.asks(MAX)
    for email in (None, "max", "max@example.com, all@example.com"):
        with pytest.raises(InputInvalid) as refused:
            ask(world, MAX, chat, email=email)
        assert refused.value.data == {"field": "email"}
    ask(world, MAX, chat, email="max@example.com", name=" Max  Muster ", title="Fire!")
    world.works()
    assert world.otrs.orders[0].target == CustomerTicket("Raw", "Fire!", "max@example.com", "Max Muster")


@pytest.mark.parametrize(("field", "value"), [("title", "x" * 201), ("name", "x" * 101), ("name", "\u200b")])
def test_what_is_too_long_or_empty_is_refused(world, field, value):
    with pytest.raises(InputInvalid) as refused:
        ask(world, MAX, world.asks(MAX), email="max@example.com", **{field: value})
    assert refused.value.data == {"field": field}


def test_an_ended_chat_without_a_ticket_can_get_one(world):
    chat = world.closes(CARLA, world.talking())
    ask(world, CARLA, chat)
    assert world.works() == [True]
    assert world.look(chat).ticket is not None


def test_while_an_agent_is_there_the_agent_does_it(world):
    chat = world.talking()
    with pytest.raises(PermissionDenied):
        ask(world, CARLA, chat)


def test_agents_do_it_in_another_way(world):
    chat = world.talking()
    with pytest.raises(PermissionDenied):
        ask(world, ANTON, chat)


@pytest.mark.parametrize("who", STRANGERS.values(), ids=STRANGERS)
def test_for_strangers_there_is_no_such_chat(world, who):
    with pytest.raises(ChatNotFound):
        ask(world, who, world.asks(), email="max@example.com")


def test_the_same_wish_again_is_no_second_ticket(world):
    chat, handover_id = world.asks(), new_id()
    for _ in range(2):
        ask(world, CARLA, chat, handover_id)
        world.works()
    assert len(world.otrs.tickets_made) == 1
    with pytest.raises(ChatClosed):
        ask(world, CARLA, chat)


def test_only_one_is_under_way(world):
    chat = world.asks()
    ask(world, CARLA, chat)
    with pytest.raises(ChatClosing):
        ask(world, CARLA, chat)


def test_an_agent_who_accepts_and_a_customer_who_asks_for_a_ticket_do_not_both_win(world):
    chat = world.asks()
    ask(world, CARLA, chat)
    with pytest.raises((ChatNotFound, ChatClosed, ChatClosing)):
        world.accepts(ANTON, chat)


def test_while_otrs_is_away_it_waits_and_when_otrs_refuses_the_request_goes_on(world):
    chat = world.asks()
    world.otrs.down = True
    ask(world, CARLA, chat)
    assert world.works() == [False]
    world.otrs.down = False
    world.otrs.refusal = "there is no valid queue 'Raw'."
    world.clock.forward(minutes=5)
    assert world.sweeps() == [False]
    shown = world.look(chat)
    assert (shown.state, shown.handover.state) == (State.REQUESTED, "failed")
    world.otrs.refusal = ""
    ask(world, CARLA, chat)
    assert world.works() == [True]
