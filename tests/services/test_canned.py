"""Canned replies: who has them, who writes them."""

import pytest

from bridge.domain.errors import InputInvalid, MessageEmpty, MessageTooLong, PermissionDenied
from bridge.services import canned
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, RW, agent
from tests.world import at_once

ADA = agent("ada", admin=RW)
NORA = agent("nora", users=frozenset({"ro", "note"}))


def saves(world, who, shortcut="hello", text="Hello {customer}", *, reply=None, everywhere=False):
    channel = None if everywhere else world.channel.id
    return canned.save(world.context, who, reply, shortcut, text, channel)


def shortcuts(world, who, channel):
    return [one.shortcut for one in canned.list_for(world.context, who, channel and channel.id)]


def test_agents_of_the_channel_find_its_replies_and_those_of_all_channels(world):
    saves(world, ANTON, "printer")
    saves(world, ADA, "hello", everywhere=True)
    assert (
        shortcuts(world, CEM, world.channel) == shortcuts(world, NORA, world.channel) == ["hello", "printer"]
    )
    assert shortcuts(world, ANTON, None) == ["hello", "printer"], "all that Anton may use"


@pytest.mark.parametrize("who", [BERTA, CARLA, MAX, agent("nobody")], ids=lambda who: who.person.ref)
def test_others_have_none(world, who):
    saves(world, ANTON)
    for channel in (world.channel, None):
        with pytest.raises(PermissionDenied):
            shortcuts(world, who, channel)


@pytest.mark.parametrize("who", [BERTA, CARLA, MAX, NORA], ids=lambda who: who.person.ref)
def test_only_owners_and_administrators_write(world, who):
    reply = saves(world, ANTON)
    with pytest.raises(PermissionDenied):
        saves(world, who, "mine")
    with pytest.raises(PermissionDenied):
        saves(world, who, "hello", "changed", reply=reply.id)
    with pytest.raises(PermissionDenied):
        canned.delete(world.context, who, reply.id)
    assert canned.list_for(world.context, ADA, world.channel.id) == [reply]


def test_only_administrators_write_for_all_channels(world):
    with pytest.raises(PermissionDenied):
        saves(world, ANTON, everywhere=True)
    reply = saves(world, ADA, everywhere=True)
    with pytest.raises(PermissionDenied):
        saves(world, ANTON, reply=reply.id)
    with pytest.raises(PermissionDenied):
        canned.delete(world.context, ANTON, reply.id)


def test_a_reply_is_changed_moved_and_removed(world):
    reply = saves(world, ANTON, "/hello ", " Hello\r\n{customer} ")
    assert (reply.shortcut, reply.text) == ("hello", "Hello\n{customer}")
    changed = saves(world, CEM, "hi", "Hi", reply=reply.id)
    assert canned.list_for(world.context, ANTON, world.channel.id) == [changed]
    assert saves(world, ADA, "hi", "Hi", reply=reply.id, everywhere=True).channel_id is None
    for _ in range(2):
        canned.delete(world.context, ADA, reply.id)
    assert shortcuts(world, ANTON, world.channel) == []


def test_the_same_new_reply_again_is_no_second_one(world):
    assert saves(world, ANTON) == saves(world, ANTON)
    assert len({one.id for one in at_once(*[lambda: saves(world, ANTON, "twice")] * 3)}) == 1


def test_a_shortcut_is_for_one_reply_of_a_channel(world):
    saves(world, ANTON, "hello")
    other = saves(world, ANTON, "other")
    for reply in (None, other.id):
        with pytest.raises(InputInvalid) as refused:
            saves(world, ANTON, "HELLO", "another text", reply=reply)
        assert refused.value.data["field"] == "shortcut"
    saves(world, ADA, "hello", everywhere=True)


@pytest.mark.parametrize("shortcut", ["", "/", "two words", "a/b", "x" * 51, "\u200b", "a\u202eb\u200d"])
def test_a_shortcut_is_one_word(world, shortcut):
    with pytest.raises(InputInvalid):
        saves(world, ANTON, shortcut)


def test_a_reply_has_a_text_that_fits_into_a_message(world):
    with pytest.raises(MessageEmpty):
        saves(world, ANTON, text=" \n")
    with pytest.raises(MessageTooLong):
        saves(world, ANTON, text="x" * 4001)


def test_what_is_not_there_is_named(world):
    with pytest.raises(InputInvalid) as refused:
        canned.list_for(world.context, ANTON, 2**40)
    assert refused.value.data["field"] == "channel"
    for reply in (99, 2**40):
        with pytest.raises(InputInvalid) as refused:
            saves(world, ANTON, reply=reply)
        assert refused.value.data["field"] == "reply"


def test_a_channel_has_so_many_replies(world, monkeypatch):
    monkeypatch.setattr(canned, "MOST_REPLIES", 2)
    for name in ("a", "b"):
        saves(world, ANTON, name)
    with pytest.raises(InputInvalid):
        saves(world, ANTON, "c")
    assert saves(world, ADA, "c", everywhere=True).channel_id is None


def test_a_reply_is_for_a_channel_that_there_is(world):
    with pytest.raises(InputInvalid):
        canned.save(world.context, ADA, None, "hello", "Hello", 99)


def test_replies_of_channels_without_a_level_are_not_among_all(world):
    saves(world, ADA, "support")
    sales = world.opens_channel("Sales", "support")
    canned.save(world.context, ADA, None, "sales", "Hello", sales.id)
    assert shortcuts(world, ANTON, None) == ["support"]
    assert shortcuts(world, BERTA, None) == ["sales"]
    assert shortcuts(world, ADA, None) == ["sales", "support"]
