"""The circle beside a name, and who is there for customers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.domain.policy import Policy, changed
from bridge.domain.presence import (
    AgentState,
    Availability,
    Seen,
    Times,
    first_state,
    serves,
    standing_of_agent,
    standing_of_customer,
)
from tests.people import ANTON, NOON, RW, SUPPORT, agent

TIMES = Times(lease=timedelta(seconds=60), idle=timedelta(minutes=5))
STATE = AgentState("anton", 1, Availability.EXTERNAL, frozenset({SUPPORT.id}))


def seen(*, ago=0.0, active=0.0):
    """Somebody seen so many seconds ago, and active so many."""
    return Seen("agent:anton", "Anton", NOON - timedelta(seconds=ago), NOON - timedelta(seconds=active))


@pytest.mark.parametrize(
    ("availability", "when", "expected"),
    [
        ("external", seen(), ("green", "external")),
        ("internal", seen(), ("green", "internal")),
        ("none", seen(), ("red", "unavailable")),
        ("external", None, ("red", "not_connected")),
        ("external", seen(ago=60), ("green", "external")),
        ("external", seen(ago=60.001), ("red", "not_connected")),
        ("none", seen(ago=61), ("red", "not_connected")),
        ("external", seen(active=299.999), ("green", "external")),
        ("external", seen(active=300), ("yellow", "idle")),
        ("internal", seen(active=9999), ("yellow", "idle")),
        ("none", seen(active=9999), ("red", "unavailable")),
    ],
)
def test_an_agents_circle(availability, when, expected):
    assert standing_of_agent(Availability(availability), when, TIMES, NOON) == expected


def test_a_customers_circle():
    assert standing_of_customer(seen(), TIMES, NOON) == ("green", "available")
    assert standing_of_customer(seen(active=300), TIMES, NOON) == ("yellow", "idle")
    assert standing_of_customer(seen(ago=61), TIMES, NOON) == ("red", "not_connected")
    assert standing_of_customer(None, TIMES, NOON) == ("red", "not_connected")


def test_an_owner_who_chose_the_channel_and_is_available_is_there_for_it():
    assert serves(ANTON, STATE, SUPPORT)


@pytest.mark.parametrize(
    ("who", "state"),
    [
        (ANTON, replace(STATE, availability=Availability.INTERNAL)),
        (ANTON, replace(STATE, availability=Availability.NONE)),
        (ANTON, replace(STATE, asking=True)),
        (ANTON, replace(STATE, channels=frozenset({99}))),
        (agent("nora", users=frozenset({"note"})), STATE),
        (agent("berta", support=RW), STATE),
        (changed(Policy(), {"receive_groups": ["chat"]}).actor(ANTON.person, ANTON.groups), STATE),
    ],
    ids=["internal", "none", "asked again", "not chosen", "participant", "elsewhere", "gets no chats"],
)
def test_others_are_not(who, state):
    assert not serves(who, state, SUPPORT)


def test_until_the_question_is_answered_external_is_internal():
    assert replace(STATE, asking=True).now is Availability.INTERNAL
    assert STATE.now is Availability.EXTERNAL


def test_who_comes_for_the_first_time_has_the_only_channel_chosen():
    other = replace(SUPPORT, id=2)
    first = first_state("anton", [SUPPORT], ask=True)
    assert (first.channels, first.availability, first.now) == (
        {1},
        Availability.EXTERNAL,
        Availability.INTERNAL,
    )
    assert first_state("anton", [SUPPORT], ask=False).now is Availability.EXTERNAL
    for permitted in ([SUPPORT, other], []):
        state = first_state("anton", permitted, ask=False)
        assert (state.channels, state.now) == (set(), Availability.INTERNAL)
