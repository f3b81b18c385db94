"""What agents set: for which chats they are available, in which channels; and coming back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.domain.errors import InputInvalid, PermissionDenied
from bridge.domain.events import AgentStateChanged
from bridge.domain.presence import Availability, Seen
from bridge.services import availability
from tests.people import ANTON, BERTA, CARLA, MAX, RW, agent
from tests.world import at_once

LEASE = timedelta(seconds=60)
EXTERNAL, INTERNAL, NONE = Availability.EXTERNAL, Availability.INTERNAL, Availability.NONE


def arrives(world, who=ANTON):
    return availability.arrive(world.context, who, LEASE)


def chooses(world, who, wanted, *channels):
    return availability.choose(world.context, who, wanted, channels)


def add_channel(world, name, group):
    with world.context.db.write() as tx:
        return tx.channels.add(replace(world.channel, name=name, group=group), "", world.clock())


def is_seen(world, who, *, ago):
    with world.context.db.write() as tx:
        at = world.clock() - timedelta(seconds=ago)
        tx.presence.put([Seen(who.person.id, who.person.name, at, at)])


def test_who_comes_for_the_first_time_has_the_only_channel_chosen_and_is_asked(world):
    own = arrives(world)
    assert (own.state.now, own.state.asking, own.state.channels) == (INTERNAL, True, {world.channel.id})
    assert own.preferences == {}
    assert availability.own(world.context, "anton") == own


def test_with_several_channels_none_is_chosen(world):
    add_channel(world, "Sales", "users")
    assert arrives(world).state.channels == set()


def test_who_has_no_channel_yet_has_the_only_one_chosen_later(world):
    assert arrives(world, BERTA).state.version == 0
    add_channel(world, "Sales", "support")
    assert len(arrives(world, BERTA).state.channels) == 1


def test_what_is_chosen_is_kept_and_told(world):
    world.bus.take()
    own = chooses(world, ANTON, EXTERNAL, world.channel.id)
    assert world.bus.take() == [AgentStateChanged("anton")]
    assert availability.own(world.context, "anton") == own
    assert (own.state.now, own.state.channels) == (EXTERNAL, {world.channel.id})
    assert chooses(world, ANTON, NONE).state.version == own.state.version + 1


@pytest.mark.parametrize("wrong", [99, 2**52])
def test_a_channel_that_is_not_ones_own_cannot_be_chosen(world, wrong):
    arrives(world)
    with pytest.raises(InputInvalid) as refused:
        chooses(world, ANTON, EXTERNAL, world.channel.id, wrong)
    assert refused.value.data == {"field": "channels"}
    with pytest.raises(InputInvalid):
        chooses(world, BERTA, EXTERNAL, world.channel.id)
    assert availability.own(world.context, "anton").state.now is INTERNAL


@pytest.mark.parametrize("who", [CARLA, MAX], ids=["customer", "visitor"])
def test_customers_and_visitors_set_nothing(world, who):
    with pytest.raises(PermissionDenied):
        chooses(world, who, NONE)
    with pytest.raises(PermissionDenied):
        availability.prefer(world.context, who, {})


# Coming back.


def test_who_comes_back_after_long_is_asked_whether_external_still_holds(world):
    arrives(world)
    chooses(world, ANTON, EXTERNAL, world.channel.id)
    is_seen(world, ANTON, ago=0)
    world.clock.forward(seconds=61)
    back = arrives(world)
    assert (back.state.now, back.state.asking) == (INTERNAL, True)
    assert back.state.channels == {world.channel.id}
    again = arrives(world)
    assert again.state.asking, "the question is not lost by a page load"
    assert not chooses(world, ANTON, EXTERNAL, world.channel.id).state.asking


def test_a_page_load_asks_nothing(world):
    arrives(world)
    chooses(world, ANTON, EXTERNAL, world.channel.id)
    is_seen(world, ANTON, ago=60)
    assert arrives(world).state.now is EXTERNAL


def test_where_the_policy_says_so_nobody_is_asked(world):
    world.rules(external_needs_question=False)
    arrives(world)
    chooses(world, ANTON, EXTERNAL, world.channel.id)
    world.clock.forward(hours=1)
    assert arrives(world).state.now is EXTERNAL


def test_only_external_is_asked_for(world):
    arrives(world)
    chooses(world, ANTON, NONE)
    world.clock.forward(hours=1)
    assert arrives(world).state == availability.own(world.context, "anton").state
    assert arrives(world).state.now is NONE


def test_several_tabs_that_come_at_once_are_one_agent(world):
    results = at_once(*[lambda: arrives(world)] * 4)
    assert {own.state.version for own in results} == {1}
    chooses(world, ANTON, EXTERNAL, world.channel.id)
    world.clock.forward(hours=1)
    results = at_once(*[lambda: arrives(world)] * 4)
    assert all(own.state.asking for own in results)
    assert len({own.state.version for own in results}) == 1


def test_two_tabs_that_set_something_at_once_both_count_and_the_last_wins(world):
    arrives(world)
    results = at_once(lambda: chooses(world, ANTON, NONE), lambda: chooses(world, ANTON, EXTERNAL))
    assert sorted(own.state.version for own in results) == [2, 3]
    last = max(results, key=lambda own: own.state.version)
    assert availability.own(world.context, "anton") == last


# Preferences.


def test_preferences_are_kept_as_they_are(world):
    preferences = {"sound": True, "notify": "ask", "windows": [{"chat": "x", "ü😀": None}]}
    assert availability.prefer(world.context, ANTON, preferences).preferences == preferences
    assert chooses(world, ANTON, NONE).preferences == preferences
    assert arrives(world).preferences == preferences


def nested(depth):
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return {"x": value}


@pytest.mark.parametrize(
    "large",
    [{"x": "y" * 4096}, {"x": "ü" * 2100}, nested(1020), nested(300)],
    ids=["long", "wide", "deep", "too deep to be told"],
)
def test_preferences_have_an_end(world, large):
    with pytest.raises(InputInvalid) as refused:
        availability.prefer(world.context, ANTON, large)
    assert refused.value.data == {"field": "preferences"}
    assert availability.own(world.context, "anton").preferences == {}


def test_agents_that_differ_by_case_are_two(world):
    upper = agent("Anton", users=RW)
    arrives(world)
    arrives(world, upper)
    chooses(world, upper, NONE)
    assert availability.own(world.context, "anton").state.now is INTERNAL
