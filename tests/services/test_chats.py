"""A chat's life: asked for, accepted, read, closed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bridge.domain.chats import Audience, Role, State
from bridge.domain.errors import (
    ChatAlreadyOpen,
    ChatClosed,
    ChatClosing,
    ChatNotFound,
    ChatTaken,
    InputInvalid,
    MessageEmpty,
    MessageTooLong,
    PermissionDenied,
)
from bridge.domain.events import ChatChanged, EntriesAppended
from bridge.services import chats, handover, requests
from bridge.services.messages import Post, post
from bridge.store.tables import channel
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, STRANGERS, customer, new_id, visitor
from tests.world import texts

KARL = customer("karl")


def count(world):
    with world.context.db.read() as tx:
        return len(tx.chats.kept())


# Asking.


@pytest.mark.parametrize("who", [CARLA, MAX], ids=["customer", "visitor"])
def test_whoever_asks_is_in_the_chat_with_the_first_message(world, who):
    chat = world.asks(who, "  My printer\nis on fire ")
    assert chat.state is State.REQUESTED
    assert chat.channel == world.channel
    assert chat.requester.is_person(who.person)
    assert chat.first_message == "My printer is on fire"
    assert (chat.last_seq, chat.created_at) == (1, world.clock())
    assert texts(world.reads(who, chat)) == ["My printer\nis on fire"]


def test_asking_again_with_the_same_id_gives_the_same_chat(world):
    first = world.asks()
    world.bus.take()
    assert world.asks(chat=first.id, text="something else") == first
    assert texts(world.reads(CARLA, first)) == ["My printer is on fire"]
    assert world.bus.take() == []


def test_asking_again_after_the_end_gives_the_ended_chat(world):
    chat = world.closes(CARLA, world.asks())
    assert world.asks(chat=chat.id) == chat


def test_the_id_of_somebody_elses_chat_cannot_be_used(world):
    chat = world.asks(CARLA)
    with pytest.raises(InputInvalid) as refused:
        world.asks(KARL, chat=chat.id)
    assert refused.value.data == {"field": "chat"}
    assert world.look(chat).participants == chat.participants
    assert world.asks(KARL).id != chat.id


def test_everybody_has_one_open_chat(world):
    open_one = world.asks(CARLA)
    with pytest.raises(ChatAlreadyOpen) as refused:
        world.asks(CARLA)
    assert refused.value.data == {"chat": open_one.id}
    assert count(world) == 1


def test_the_next_chat_may_be_asked_for_when_the_last_has_ended(world):
    world.closes(CARLA, world.asks(CARLA))
    assert world.asks(CARLA).state is State.REQUESTED


def test_people_with_the_same_login_are_different_people(world):
    ids = {world.asks(who).id for who in (customer("carla"), visitor("carla", "Carla"), customer("Carla"))}
    assert len(ids) == 3


def test_a_chat_on_its_way_to_otrs_does_not_keep_from_asking(world):
    world.hands_over(world.talking(CARLA))
    world.clock.forward(minutes=1)
    second = world.asks(CARLA)
    with pytest.raises(ChatAlreadyOpen) as refused:
        world.asks(CARLA)
    assert refused.value.data == {"chat": second.id}


def test_agents_do_not_ask(world):
    with pytest.raises(PermissionDenied):
        world.asks(ANTON)
    assert requests.offered_channels(world.context, ANTON.person) == []


@pytest.mark.parametrize(("text", "error"), [(" \n", MessageEmpty), ("x" * 4001, MessageTooLong)])
def test_a_first_message_is_a_message(world, text, error):
    with pytest.raises(error):
        world.asks(text=text)
    assert count(world) == 0


def close_channel(world, **values):
    with world.engine.begin() as connection:
        connection.execute(update(channel).values(values))


@pytest.mark.parametrize(
    ("closed", "refused"),
    [
        ({"valid": False}, [CARLA, MAX]),
        ({"for_visitors": False}, [MAX]),
        ({"for_customers": False}, [CARLA]),
    ],
    ids=str,
)
def test_only_channels_that_are_offered_can_be_asked_in(world, closed, refused):
    close_channel(world, **closed)
    for who in (CARLA, MAX):
        if who in refused:
            assert requests.offered_channels(world.context, who.person) == []
            for wanted in (None, world.channel.id):
                with pytest.raises(InputInvalid) as error:
                    world.asks(who, channel=wanted)
                assert error.value.data == {"field": "channel"}
        else:
            assert [one.id for one in requests.offered_channels(world.context, who.person)] == [
                world.channel.id
            ]
            assert world.asks(who, channel=world.channel.id)


def test_there_is_no_asking_in_a_channel_that_does_not_exist(world):
    with pytest.raises(InputInvalid):
        world.asks(channel=999)
    with pytest.raises(InputInvalid):
        world.asks(channel=2**53 - 1)


# Accepting.


def test_an_agent_accepts(world):
    chat = world.accepts(ANTON, world.asks())
    assert chat.state is State.ACTIVE
    assert chat.accepted_at == world.clock()
    assert chat.owner.is_person(ANTON.person)
    assert [(p.no, p.name, p.role) for p in chat.participants] == [
        (1, "Carla Customer", Role.REQUESTER),
        (2, "Anton Agent", Role.OWNER),
    ]
    assert texts(world.reads(CARLA, chat)) == ["My printer is on fire", "[joined]"]


def test_who_comes_second_is_told_who_came_first(world):
    chat = world.talking(agent=ANTON)
    with pytest.raises(ChatTaken) as refused:
        world.accepts(CEM, chat)
    assert refused.value.data == {"by": "Anton Agent"}
    assert world.look(chat) == chat


def test_accepting_again_changes_nothing(world):
    chat = world.talking()
    world.bus.take()
    assert world.accepts(ANTON, chat) == chat
    assert world.bus.take() == []


def test_a_request_that_was_withdrawn_is_gone(world):
    chat = world.closes(CARLA, world.asks())
    with pytest.raises(ChatClosed):
        world.accepts(ANTON, chat)


def test_only_agents_accept(world):
    with pytest.raises(PermissionDenied):
        world.accepts(CARLA, world.asks(CARLA))


# Reading.


def test_a_candidate_reads_the_request_until_somebody_has_it(world):
    chat = world.asks()
    assert texts(world.reads(CEM, chat)) == ["My printer is on fire"]
    world.accepts(ANTON, chat)
    with pytest.raises(ChatNotFound):
        world.reads(CEM, chat)


def test_a_candidate_may_not_write(world):
    refused = world.says(CEM, world.asks(), "Let me help")
    assert isinstance(refused, PermissionDenied)


def test_customers_read_everything_but_what_is_for_agents(world):
    chat = world.talking()
    world.says(ANTON, chat, "Hello")
    world.says(ANTON, chat, "I have no idea", internal=True)
    world.says(CARLA, chat, "Hi")
    assert texts(world.reads(CARLA, chat)) == ["My printer is on fire", "[joined]", "Hello", "Hi"]
    assert "I have no idea" in texts(world.reads(ANTON, chat))
    assert [entry.seq for entry in world.reads(CARLA, chat)] == [1, 2, 3, 5]


def test_reading_goes_on_where_one_was_a_page_at_a_time(world):
    chat = world.talking()
    said = [Post(CARLA, chat.id, new_id(), f"line {n}", Audience.EVERYONE) for n in range(chats.PAGE + 5)]
    post(world.context, said)
    first = world.reads(CARLA, chat)
    rest = world.reads(CARLA, chat, after=first[-1].seq)
    assert (len(first), len(rest)) == (chats.PAGE, 7)
    assert [entry.seq for entry in first + rest] == list(range(1, chats.PAGE + 8))
    assert world.reads(CARLA, chat, after=10**15) == []


def test_the_end_is_not_the_end_of_reading(world):
    chat = world.closes(CARLA, world.talking())
    for who in (CARLA, ANTON):
        assert texts(world.reads(who, chat))[-1] == "[closed]"


# Closing.


@pytest.mark.parametrize("who", [CARLA, ANTON], ids=["customer", "agent"])
def test_both_sides_can_end_a_chat(world, who):
    chat = world.closes(who, world.talking())
    assert chat.state is State.CLOSED
    assert chat.closed_at == world.clock()
    assert world.reads(CARLA, chat)[-1].author.name == who.person.name


def test_a_closed_chat_stays_closed(world):
    chat = world.closes(CARLA, world.talking())
    world.bus.take()
    for who in (ANTON, CARLA):
        assert world.closes(who, chat) == chat
    assert world.bus.take() == []


def test_a_request_can_be_withdrawn(world):
    chat = world.closes(CARLA, world.asks())
    assert chat.state is State.CLOSED
    assert chat.owner is None


def test_a_candidate_does_not_end_a_request(world):
    with pytest.raises(PermissionDenied):
        world.closes(CEM, world.asks())


def test_a_chat_on_its_way_to_otrs_is_not_closed_by_hand(world):
    chat = world.talking()
    world.hands_over(chat)
    for who in (CARLA, ANTON):
        with pytest.raises(ChatClosing):
            world.closes(who, chat)


# Telling.


def test_what_is_told_is_committed_before(world):
    seen = []
    world.bus.watcher = lambda: seen.append(count(world))
    chat = world.asks()
    assert seen == [1]
    entries, changed = world.bus.take()
    assert isinstance(entries, EntriesAppended)
    assert (entries.chat_id, texts(entries.entries)) == (chat.id, ["My printer is on fire"])
    assert changed == ChatChanged(chat.id)


def test_every_change_raises_the_version(world):
    chat = world.asks()
    versions = [chat.version]
    for change in (lambda: world.accepts(ANTON, chat), lambda: world.closes(CARLA, chat)):
        versions.append(change().version)
    assert versions == sorted(set(versions))


# Strangers.

USES = {
    "read": lambda world, who, chat: world.reads(who, chat),
    "accept": lambda world, who, chat: world.accepts(who, chat),
    "close": lambda world, who, chat: world.closes(who, chat),
    "send": lambda world, who, chat: world.says(who, chat, "x"),
    "send internally": lambda world, who, chat: world.says(who, chat, "x", internal=True),
    "hand over": lambda world, who, chat: world.hands_over(chat, who),
    "retry": lambda world, who, chat: handover.retry(world.context, who, chat.id),
}


def outcome(call):
    try:
        result = call()
    except Exception as error:
        result = error
    return result if not isinstance(result, Exception) else (type(result), result.message, result.data)


@pytest.mark.parametrize("state", ["requested", "active", "closing", "closed", "on a ticket"])
@pytest.mark.parametrize("use", USES)
def test_a_chat_of_others_is_like_one_that_does_not_exist(world, use, state):
    chat = world.asks(CARLA)
    if state != "requested":
        world.accepts(ANTON, chat)
    if state in {"closing", "on a ticket"}:
        world.hands_over(chat)
    if state == "on a ticket":
        assert world.works() == [True]
    if state == "closed":
        world.closes(CARLA, chat)
    before = world.look(chat)
    missing = replace(chat, id=new_id())
    ended = state in {"closed", "on a ticket"}
    for name, who in STRANGERS.items():
        if ended and name == "an agent who may write notes there":
            continue  # who may look into what the team has ended
        found = outcome(lambda who=who: USES[use](world, who, chat))
        assert found == (ChatNotFound, "There is no such chat.", {}), name
        assert found == outcome(lambda who=who: USES[use](world, who, missing)), name
    assert world.look(chat) == before


@pytest.mark.parametrize("state", ["closed", "on a ticket"])
def test_a_colleague_looks_into_what_has_ended_and_changes_nothing(world, state):
    chat = world.talking()
    if state == "closed":
        world.closes(CARLA, chat)
    else:
        world.hands_over(chat)
        assert world.works() == [True]
    before = world.look(chat)
    for who in (CEM, STRANGERS["an agent who may write notes there"]):
        assert len(world.reads(who, chat)) >= 2
        assert isinstance(world.says(who, chat, "x"), ChatClosed)
        for refused in (
            lambda who=who: world.accepts(who, chat),
            lambda who=who: world.hands_over(chat, who),
        ):
            with pytest.raises((ChatClosed, ChatTaken)):
                refused()
        assert world.closes(who, chat) == before
    assert world.look(chat) == before


def test_a_stranger_learns_nothing_from_ids_they_know(world):
    chat = world.talking()
    client_id = new_id()
    world.says(CARLA, chat, "secret", client_id=client_id)
    handover_id = world.hands_over(chat)
    for who in STRANGERS.values():
        assert isinstance(world.says(who, chat, "x", client_id=client_id), ChatNotFound)
        with pytest.raises(ChatNotFound):
            world.hands_over(chat, who, handover_id=handover_id)


def test_losing_the_group_does_not_end_a_chat_one_is_in(world):
    chat = world.talking(agent=ANTON)
    without = type(ANTON)(ANTON.person, {})
    assert world.says(without, chat, "Still here").seq == 3
    assert BERTA.groups.get("users") is None


def test_a_page_ends_before_it_gets_too_long_and_says_that_there_is_more(world):
    chat = world.talking()
    long = "x" * 4000
    for _ in range(40):
        world.says(CARLA, chat, long)
    page = chats.read(world.context, ANTON, chat.id, 0)
    assert page.more
    assert sum(len(entry.text) for entry in page.entries) <= chats.PAGE_CHARS
    rest = chats.read(world.context, ANTON, chat.id, page.entries[-1].seq)
    assert not rest.more
    assert [entry.seq for entry in page.entries + rest.entries] == list(range(1, 43))


def test_requests_that_nobody_accepts_end_after_a_time(world):
    waiting, talking = world.asks(CARLA), world.talking(MAX)
    world.clock.forward(hours=24)
    assert chats.expire_requests(world.context, timedelta(hours=24)) == 0
    world.clock.forward(seconds=1)
    assert chats.expire_requests(world.context, timedelta(hours=24)) == 1
    assert world.look(waiting).state is State.CLOSED
    assert world.look(talking).state is State.ACTIVE
    assert world.asks(CARLA).state is State.REQUESTED
