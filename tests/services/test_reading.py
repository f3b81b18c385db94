"""How far people have read, and the chats that customers and visitors have behind them."""

from datetime import timedelta

import pytest

from bridge.domain.chats import Role
from bridge.domain.errors import ChatNotFound
from bridge.domain.events import ReadMarked
from bridge.services import reading
from tests.people import ANTON, CARLA, CEM, MAX, STRANGERS, visitor


def read_by(world, who, chat):
    return world.look(chat).member(who.person).read_seq


def mark(world, who, chat, seq):
    world.bus.take()
    reading.mark(world.context, who, chat.id, seq)
    return world.bus.take()


@pytest.mark.parametrize("who", [CARLA, ANTON], ids=["customer", "agent"])
def test_who_reads_is_marked_and_the_others_are_told(world, who):
    chat = world.talking()
    no = chat.participant(who.person).no
    assert mark(world, who, chat, 2) == [ReadMarked(chat.id, no, 2, hidden=False)]
    assert read_by(world, who, chat) == 2
    assert world.look(chat).version == chat.version


def test_a_mark_never_goes_back_and_again_is_no_news(world):
    chat = world.talking()
    mark(world, CARLA, chat, 2)
    for seq in (2, 1, 0):
        assert mark(world, CARLA, chat, seq) == []
    assert read_by(world, CARLA, chat) == 2


def test_nobody_reads_what_is_not_written_yet(world):
    chat = world.talking()
    mark(world, CARLA, chat, 2**53 - 1)
    assert read_by(world, CARLA, chat) == chat.last_seq


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.INVITED])
def test_that_somebody_watches_is_told_to_agents_only(world, role):
    chat = world.talking()
    world.knows()
    if role is Role.OBSERVER:
        world.brings(ANTON, chat, CEM, Role.OBSERVER)
    else:
        world.invites(ANTON, chat, CEM)
    (told,) = mark(world, CEM, chat, 2)
    assert told.hidden


def test_a_preview_marks_nothing(world):
    chat = world.asks()
    with pytest.raises(ChatNotFound):
        mark(world, CEM, chat, 1)


def test_strangers_mark_nothing(world):
    chat = world.talking()
    for who in STRANGERS.values():
        with pytest.raises(ChatNotFound):
            mark(world, who, chat, 1)


def ended(world, count, who=CARLA):
    """So many ended chats of somebody, the last first."""
    chats = []
    for _ in range(count):
        world.clock.forward(minutes=1)
        chats.insert(0, world.closes(who, world.talking(who)))
    return chats


def test_ended_chats_come_a_page_at_a_time_the_last_first(world):
    chats = ended(world, reading.ENDED_PAGE + 5)
    world.talking(CARLA)
    first, more = reading.ended(world.context, CARLA, None)
    assert ([one.id for one in first], more) == ([one.id for one in chats[: reading.ENDED_PAGE]], True)
    rest, more = reading.ended(world.context, CARLA, first[-1].closed_at)
    assert ([one.id for one in rest], more) == ([one.id for one in chats[reading.ENDED_PAGE :]], False)
    assert reading.ended(world.context, CARLA, rest[-1].closed_at - timedelta(1)) == ([], False)


def test_everybody_has_their_own_behind_them(world):
    mine = ended(world, 1, MAX)
    ended(world, 1, CARLA)
    assert [one.id for one in reading.ended(world.context, MAX, None)[0]] == [mine[0].id]
    assert reading.ended(world.context, visitor("other", "Max"), None) == ([], False)
    assert reading.ended(world.context, ANTON, None) == ([], False)


def test_a_chat_that_an_agent_asked_for_is_behind_one_if_one_came(world):
    came = world.accepts(CARLA, world.calls(ANTON, CARLA))
    world.closes(ANTON, came)
    world.declines(CARLA, world.calls(ANTON, CARLA))
    world.closes(ANTON, world.calls(ANTON, CARLA))
    assert [one.id for one in reading.ended(world.context, CARLA, None)[0]] == [came.id]
