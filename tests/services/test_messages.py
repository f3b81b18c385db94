"""Messages: many at a time, each decided on its own, stored once and in order."""

import pytest

from bridge.domain.chats import Audience, EntryKind
from bridge.domain.errors import (
    ChatClosed,
    ChatClosing,
    ChatFull,
    ChatNotFound,
    InputInvalid,
    MessageEmpty,
    MessageTooLong,
    PermissionDenied,
)
from bridge.services import messages
from bridge.services.messages import Post, post
from tests.people import ANTON, CARLA, CEM, MAX, new_id
from tests.world import texts


def posts(world, *wanted):
    """Posts from (who, chat, text) or (who, chat, text, client id)."""
    return post(
        world.context,
        [
            Post(who, chat.id, rest[0] if rest else new_id(), text, Audience.EVERYONE)
            for who, chat, text, *rest in wanted
        ],
    )


def test_a_message_becomes_the_next_entry(world):
    chat = world.talking()
    client_id = new_id()
    entry = world.says(ANTON, chat, " Hello\r\nCarla ", client_id=client_id)
    assert (entry.seq, entry.kind, entry.text) == (3, EntryKind.MESSAGE, "Hello\nCarla")
    assert (entry.author.no, entry.author.name) == (2, "Anton Agent")
    assert (entry.at, entry.client_id, entry.audience) == (world.clock(), client_id, Audience.EVERYONE)
    assert world.reads(CARLA, chat)[-1] == entry
    assert world.look(chat).last_seq == 3


def test_a_message_does_not_raise_the_version(world):
    chat = world.talking()
    world.says(ANTON, chat, "Hello")
    assert world.look(chat).version == chat.version


def test_the_requester_may_write_while_waiting(world):
    chat = world.asks()
    assert world.says(CARLA, chat, "Hurry").seq == 2


def test_a_message_that_is_refused_does_not_touch_the_others(world):
    chat, other = world.talking(CARLA), world.talking(MAX, CEM)
    ended = world.closes(ANTON, world.talking(world_customer("karl")))
    missing = type(chat)(
        new_id(), 1, chat.state, chat.channel, chat.participants, "", 0, *[chat.created_at] * 2
    )
    outcomes = posts(
        world,
        (CARLA, chat, "one"),
        (CARLA, chat, " "),
        (MAX, chat, "intruder"),
        (MAX, other, "two"),
        (ANTON, other, "intruder"),
        (CARLA, chat, "x" * 4001),
        (world_customer("karl"), ended, "too late"),
        (CARLA, missing, "nowhere"),
        (ANTON, chat, "three"),
    )
    assert [type(one).__name__ for one in outcomes] == [
        "Entry",
        MessageEmpty.__name__,
        ChatNotFound.__name__,
        "Entry",
        ChatNotFound.__name__,
        MessageTooLong.__name__,
        ChatClosed.__name__,
        ChatNotFound.__name__,
        "Entry",
    ]
    assert texts(world.reads(CARLA, chat))[2:] == ["one", "three"]
    assert texts(world.reads(MAX, other))[2:] == ["two"]


def world_customer(login):
    return type(CARLA)(type(CARLA.person)(CARLA.person.kind, login, f"{login.title()} Customer"))


def test_a_batch_keeps_its_order_in_every_chat(world):
    chat, other = world.talking(CARLA), world.talking(MAX, CEM)
    wanted = [(CARLA, chat, f"c{n}") if n % 3 else (MAX, other, f"m{n}") for n in range(60)]
    outcomes = posts(world, *wanted)
    assert [one.text for one in outcomes] == [text for _, _, text in wanted]
    assert texts(world.reads(CARLA, chat))[2:] == [f"c{n}" for n in range(60) if n % 3]
    assert texts(world.reads(MAX, other))[2:] == [f"m{n}" for n in range(60) if not n % 3]
    assert [entry.seq for entry in world.reads(CARLA, chat)] == list(range(1, 43))


def test_the_same_message_again_is_the_first_one(world):
    chat = world.talking()
    client_id = new_id()
    first = world.says(CARLA, chat, "once", client_id=client_id)
    world.bus.take()
    world.clock.forward(seconds=5)
    assert world.says(CARLA, chat, "changed", client_id=client_id) == first
    assert texts(world.reads(CARLA, chat)).count("once") == 1
    assert world.bus.take() == []


def test_the_same_message_twice_in_a_batch_is_one(world):
    chat = world.talking()
    client_id = new_id()
    first, between, again = posts(
        world, (CARLA, chat, "once", client_id), (CARLA, chat, "between"), (CARLA, chat, "twice", client_id)
    )
    assert first == again
    assert between.seq == first.seq + 1
    assert texts(world.reads(CARLA, chat))[2:] == ["once", "between"]


def test_the_same_id_in_another_chat_is_another_message(world):
    chat, other = world.talking(CARLA), world.talking(MAX)
    client_id = new_id()
    outcomes = posts(world, (CARLA, chat, "mine", client_id), (MAX, other, "mine too", client_id))
    assert [one.text for one in outcomes] == ["mine", "mine too"]


@pytest.mark.parametrize("together", [True, False])
def test_somebody_elses_message_is_not_mine(world, together):
    chat = world.talking()
    client_id = new_id()
    wanted = [(ANTON, chat, "Anton's", client_id), (CARLA, chat, "Carla's", client_id)]
    outcomes = posts(world, *wanted) if together else [posts(world, one)[0] for one in wanted]
    assert outcomes[0].text == "Anton's"
    assert isinstance(outcomes[1], InputInvalid)
    assert outcomes[1].data == {"field": "client_id"}


def test_a_repeated_message_is_acknowledged_after_the_end_too(world):
    chat = world.talking()
    client_id = new_id()
    first = world.says(CARLA, chat, "last words", client_id=client_id)
    world.closes(ANTON, chat)
    assert world.says(CARLA, chat, "last words", client_id=client_id) == first
    assert isinstance(world.says(CARLA, chat, "more"), ChatClosed)


def test_a_chat_on_its_way_to_otrs_takes_nothing_more(world):
    chat = world.talking()
    world.hands_over(chat)
    for who in (CARLA, ANTON):
        assert isinstance(world.says(who, chat, "wait"), ChatClosing)
    assert isinstance(world.says(ANTON, chat, "wait", internal=True), ChatClosing)


def test_customers_do_not_write_among_agents(world):
    chat = world.talking()
    assert isinstance(world.says(CARLA, chat, "psst", internal=True), PermissionDenied)
    assert world.says(ANTON, chat, "psst", internal=True).audience is Audience.AGENTS


def test_what_was_stored_is_told_once_for_each_chat(world):
    chat, other = world.talking(CARLA), world.talking(MAX)
    world.bus.take()
    outcomes = posts(world, (CARLA, chat, "1"), (MAX, other, "2"), (CARLA, chat, "3"), (CARLA, other, "no"))
    assert len(world.bus.published) == 1
    told = {event.chat_id: event.entries for event in world.bus.take()}
    assert told == {chat.id: (outcomes[0], outcomes[2]), other.id: (outcomes[1],)}


def test_nothing_stored_is_nothing_told(world):
    chat = world.talking()
    world.bus.take()
    assert post(world.context, []) == []
    posts(world, (MAX, chat, "intruder"))
    assert world.bus.published == []


def test_text_of_every_kind_comes_back_as_it_was(world):
    chat = world.talking()
    sent = [
        "😀👩‍👩‍👧‍👦🏳️‍🌈",
        "مرحبا بالعالم",
        "你好",
        "'; DROP TABLE entry; --",
        "\\ % _ \" ' `",
        "x" * 4000,
        "😀" * 4000,
    ]
    for text in sent:
        assert world.says(CARLA, chat, text).text == text
    assert texts(world.reads(ANTON, chat))[2:] == sent


def test_a_chat_never_gets_longer_than_an_article(world, monkeypatch):
    monkeypatch.setattr(messages, "MOST_ENTRIES", 4)
    chat = world.talking()
    outcomes = posts(world, (ANTON, chat, "three"), (CARLA, chat, "four"), (ANTON, chat, "five"))
    assert [outcome.seq for outcome in outcomes[:2]] == [3, 4]
    assert isinstance(outcomes[2], ChatFull)
    assert isinstance(posts(world, (ANTON, chat, "six"))[0], ChatFull)
