"""Agents ask agents and customers for a chat, and the answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.domain.chats import Audience, Direction, Role, State, Ticket
from bridge.domain.directory import OnlineCustomer
from bridge.domain.errors import (
    ChatAlreadyOpen,
    ChatClosed,
    ChatNotFound,
    InputInvalid,
    OtrsUnavailable,
    PermissionDenied,
)
from bridge.domain.policy import Policy
from bridge.services import chats, requests
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, agent, customer, directory_of, new_id
from tests.world import texts

NORA = agent("nora", users=frozenset({"ro", "note"}))
RITA = agent("rita", users=frozenset({"ro"}))


@pytest.fixture
def world(world):
    world.knows(NORA, RITA)
    return world


def people(chat):
    return [(one.name, one.role, one.present) for one in chat.participants]


def with_policy(world, **rules):
    policy = Policy(**rules)
    world.context = replace(world.context, policy=lambda: policy)
    return policy


# An agent asks an agent.


def test_an_agent_asks_an_agent_who_accepts(world):
    chat = world.calls(ANTON, BERTA)
    assert (chat.state, chat.direction) == (State.REQUESTED, Direction.AGENT_AGENT)
    assert people(chat) == [("Anton Agent", Role.OWNER, True), ("Berta Agent", Role.INVITED, True)]
    assert texts(world.reads(BERTA, chat)) == ["Have you got a minute?"]
    chat = world.accepts(BERTA, chat)
    assert (chat.state, chat.accepted_at) == (State.ACTIVE, world.clock())
    assert people(chat)[1] == ("Berta Agent", Role.PARTICIPANT, True)
    assert world.says(BERTA, chat, "Sure").seq == 3
    assert texts(world.reads(ANTON, chat)) == ["Have you got a minute?", "[joined]", "Sure"]


def test_who_asks_may_write_more_before_the_answer_and_who_is_asked_may_not(world):
    chat = world.calls(ANTON, CEM)
    assert world.says(ANTON, chat, "It is urgent").seq == 2
    assert isinstance(world.says(CEM, chat, "Hm"), PermissionDenied)


def test_nobody_else_sees_a_chat_among_agents(world):
    chat = world.calls(ANTON, BERTA)
    for stage in (lambda: None, lambda: world.accepts(BERTA, chat), lambda: world.closes(BERTA, chat)):
        stage()
        for stranger in (CEM, NORA, CARLA, MAX):
            with pytest.raises(ChatNotFound):
                world.reads(stranger, chat)
            with pytest.raises(ChatNotFound):
                world.accepts(stranger, chat)


def test_an_agent_who_declines_ends_the_request(world):
    chat = world.calls(ANTON, CEM)
    world.declines(CEM, chat)
    ended = world.look(chat)
    assert (ended.state, ended.kept) == (State.CLOSED, False)
    assert people(ended)[1] == ("Cem Agent", Role.DECLINED, False)
    assert texts(world.reads(ANTON, chat))[-2:] == ["[declined]", "[closed]"]
    world.declines(CEM, chat)
    assert world.look(chat) == ended, "again changes nothing"
    for late in (lambda: world.accepts(CEM, chat), lambda: world.reads(CEM, chat)):
        with pytest.raises(ChatNotFound):
            late()


def test_a_request_waits_while_somebody_is_left_who_could_accept(world):
    chat = world.calls(ANTON, BERTA)
    world.invites(ANTON, chat, CEM)
    world.declines(BERTA, chat)
    assert world.look(chat).state is State.REQUESTED
    assert world.accepts(CEM, chat).state is State.ACTIVE


def test_a_request_that_is_withdrawn_is_gone_for_who_was_asked(world):
    chat = world.calls(ANTON, BERTA)
    world.closes(ANTON, chat)
    with pytest.raises(ChatNotFound):
        world.accepts(BERTA, chat)
    with pytest.raises(ChatNotFound):
        world.declines(BERTA, chat)


def test_nobody_asks_the_same_person_twice_at_the_same_time(world):
    first = world.calls(ANTON, CEM)
    with pytest.raises(ChatAlreadyOpen) as refused:
        world.calls(ANTON, CEM)
    assert refused.value.data == {"chat": first.id}
    assert world.calls(ANTON, NORA)
    assert world.calls(CEM, ANTON)
    world.closes(ANTON, first)
    assert world.calls(ANTON, CEM)


def test_the_same_request_again_is_the_same_chat_also_when_otrs_is_away(world):
    first = world.calls(ANTON, CARLA)
    world.otrs.down = True
    assert world.calls(ANTON, CARLA, chat=first.id) == first


@pytest.mark.parametrize("whom", ["anton", "nobody", "", "carla"])
def test_only_other_agents_of_otrs_can_be_asked(world, whom):
    with pytest.raises(InputInvalid) as refused:
        world.calls(ANTON, agent(whom))
    assert refused.value.data == {"field": "to"}


# An agent asks a customer.


def test_an_agent_asks_a_customer_who_accepts(world):
    chat = world.calls(ANTON, CARLA, "May I ask you something?")
    assert (chat.state, chat.direction) == (State.REQUESTED, Direction.AGENT_CUSTOMER)
    assert people(chat) == [("Anton Agent", Role.OWNER, True), ("Carla Customer", Role.INVITED, True)]
    chat = world.accepts(CARLA, chat)
    assert (chat.state, people(chat)[1]) == (State.ACTIVE, ("Carla Customer", Role.GUEST, True))
    assert world.says(CARLA, chat, "Yes").seq == 3
    assert texts(world.reads(CARLA, chat)) == ["May I ask you something?", "[joined]", "Yes"]


def test_a_customer_who_declines_ends_the_request_whoever_else_is_asked(world):
    chat = world.calls(ANTON, CARLA)
    world.invites(ANTON, chat, CEM)
    world.declines(CARLA, chat)
    assert world.look(chat).state is State.CLOSED


def test_the_chat_begins_when_the_customer_comes_not_a_colleague(world):
    chat = world.calls(ANTON, CARLA)
    assert world.brings(ANTON, chat, CEM).state is State.REQUESTED
    assert world.accepts(CARLA, chat).state is State.ACTIVE


def test_a_customer_has_a_chat_of_their_own_besides_one_that_an_agent_asks_for(world):
    world.asks(CARLA)
    assert world.calls(ANTON, CARLA)


@pytest.mark.parametrize("known", ["online in the portal", "found by OTRS"])
def test_customers_are_known_by_who_is_online_or_by_otrs(world, known):
    if known.startswith("online"):
        karl = OnlineCustomer("karl", "Karl Customer", None)
        with world.context.db.write() as tx:
            tx.people.replace(replace(directory_of(ANTON), customers_online=(karl,)), world.clock())
        world.otrs.down = True
        assert world.calls(ANTON, customer("karl")).asked.name == "Karl Customer"
    else:
        assert world.calls(ANTON, CARLA).asked.name == "Carla Customer"


def test_a_customer_whom_nobody_knows_is_not_asked(world):
    with pytest.raises(InputInvalid) as refused:
        world.calls(ANTON, customer("nobody"))
    assert refused.value.data == {"field": "to"}


def test_without_otrs_a_customer_who_is_not_online_is_not_asked(world):
    world.otrs.down = True
    with pytest.raises(OtrsUnavailable):
        world.calls(ANTON, CARLA)


# Who may ask, and where.


def test_customers_and_visitors_do_not_choose_whom_they_ask(world):
    for who in (CARLA, MAX):
        with pytest.raises(PermissionDenied):
            world.calls(who, ANTON)


def test_an_agent_does_not_ask_in_a_channel(world):
    with pytest.raises(PermissionDenied):
        world.asks(ANTON)


@pytest.mark.parametrize(
    ("who", "whom", "direction"),
    [
        (ANTON, CEM, Direction.AGENT_AGENT),
        (ANTON, CARLA, Direction.AGENT_CUSTOMER),
        (CARLA, None, Direction.CUSTOMER_AGENT),
        (MAX, None, Direction.PUBLIC_AGENT),
    ],
)
def test_each_direction_can_be_switched_off(world, who, whom, direction):
    with_policy(world, directions=frozenset(Direction) - {direction})
    with pytest.raises((PermissionDenied, InputInvalid)):
        world.asks(who) if whom is None else world.calls(who, whom)
    with_policy(world, directions=frozenset({direction}))
    assert world.asks(who) if whom is None else world.calls(who, whom)


def test_only_those_whom_the_policy_lets_start_and_receive_chats_do(world):
    rules = with_policy(world, start_groups=frozenset({"users"}), receive_groups=frozenset({"users"}))
    berta, anton = (rules.actor(one.person, one.groups) for one in (BERTA, ANTON))
    with pytest.raises(PermissionDenied):
        world.calls(berta, ANTON)
    with pytest.raises(InputInvalid):
        world.calls(anton, BERTA)
    assert world.calls(anton, CEM)


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        (RITA, CEM, True),
        (RITA, CARLA, False),
        (NORA, CARLA, True),
        (BERTA, CEM, False),
        (BERTA, CARLA, False),
    ],
    ids=lambda one: one if isinstance(one, bool) else one.person.ref,
)
def test_an_agent_asks_in_a_channel_of_theirs(world, who, whom, may):
    if may:
        assert world.calls(who, whom).channel == world.channel
    else:
        with pytest.raises(InputInvalid) as refused:
            world.calls(who, whom)
        assert refused.value.data == {"field": "channel"}


def test_the_channel_can_be_chosen(world):
    sales = world.opens_channel("Sales")
    assert world.calls(ANTON, CEM, channel=sales.id).channel == sales
    elsewhere = world.opens_channel("Elsewhere", "support")
    with pytest.raises(InputInvalid):
        world.calls(ANTON, CARLA, channel=elsewhere.id)


# From a ticket.


@pytest.fixture
def ticket(world):
    """A ticket of Carla's that Anton has made."""
    world.hands_over(world.talking())
    assert world.works() == [True]
    (made,) = world.otrs.tickets_made.values()
    return made.hit


def test_a_chat_remembers_the_ticket_that_it_was_started_from(world, ticket):
    expected = Ticket(ticket.id, ticket.number)
    assert world.asks(CARLA, about=ticket.number).about == expected
    assert world.calls(ANTON, CEM, about=ticket.number).about == expected


def test_a_chat_from_a_ticket_is_in_the_channel_of_its_queue(world, ticket):
    sales = world.opens_channel("Sales")
    with world.context.db.write() as tx:
        tx.channels.set_queue("2", sales.id)
    assert world.asks(CARLA, about=ticket.number).channel == sales
    assert world.calls(ANTON, CEM, about=ticket.number).channel == sales
    assert world.calls(ANTON, NORA, about=ticket.number, channel=world.channel.id).channel == world.channel


def test_the_channel_of_a_queue_that_is_not_for_somebody_is_not_taken(world, ticket):
    elsewhere = world.opens_channel("Elsewhere", "support")
    with world.context.db.write() as tx:
        tx.channels.set_queue("2", elsewhere.id)
    assert world.calls(ANTON, CEM, about=ticket.number).channel == world.channel


@pytest.mark.parametrize("who", [CARLA, MAX, customer("karl")], ids=lambda one: one.person.ref)
def test_a_ticket_of_others_is_like_one_that_does_not_exist(world, ticket, who):
    number = ticket.number if who is not CARLA else "999"
    with pytest.raises(InputInvalid) as refused:
        world.asks(who, about=number)
    assert refused.value.data == {"field": "about"}


def test_without_otrs_no_chat_starts_from_a_ticket(world, ticket):
    world.otrs.down = True
    with pytest.raises(OtrsUnavailable):
        world.asks(CARLA, about=ticket.number)
    assert world.asks(CARLA)


# What is told.


def test_who_declines_later_is_told_to_agents_only(world):
    chat = world.talking()
    world.invites(ANTON, chat, CEM)
    world.declines(CEM, chat)
    declined = world.reads(ANTON, chat)[-1]
    assert (declined.kind, declined.audience) == ("declined", Audience.AGENTS)
    assert "[declined]" not in texts(world.reads(CARLA, chat))


def test_a_customer_who_was_asked_does_not_see_which_agents_were_too(world):
    chat = world.calls(ANTON, CARLA)
    world.invites(ANTON, chat, CEM)
    world.declines(CEM, chat)
    assert texts(world.reads(CARLA, chat)) == ["Have you got a minute?"]
    assert texts(world.reads(ANTON, chat))[-1] == "[declined]"
    world.declines(CARLA, chat)
    assert texts(world.reads(ANTON, chat))[-2:] == ["[declined]", "[closed]"]


def test_a_request_that_was_answered_is_not_declined(world):
    chat = world.accepts(CEM, world.calls(ANTON, CEM))
    with pytest.raises(PermissionDenied):
        world.declines(CEM, chat)
    with pytest.raises(PermissionDenied):
        world.declines(ANTON, chat)
    world.closes(ANTON, chat)
    with pytest.raises(ChatClosed):
        world.declines(CEM, chat)


def test_requests_of_agents_end_after_a_time_too(world):
    chat = world.calls(ANTON, CARLA)
    world.clock.forward(hours=25)
    assert chats.expire_requests(world.context, timedelta(hours=24)) == 1
    assert world.look(chat).state is State.CLOSED


def test_an_id_in_use_cannot_be_used_again(world):
    chat = world.calls(ANTON, CEM)
    with pytest.raises(InputInvalid):
        world.asks(MAX, chat=chat.id)
    wish = requests.Wish(chat.id, new_id(), "x", to=("agent", "cem"))
    assert requests.start(world.context, ANTON, wish) == chat
