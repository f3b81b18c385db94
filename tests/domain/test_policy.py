"""The policy: what it says of people, and what can be made of it."""

from dataclasses import fields

import pytest

from bridge.domain.channels import Level
from bridge.domain.chats import Direction
from bridge.domain.errors import InputInvalid
from bridge.domain.people import Actor
from bridge.domain.permissions import Action, permitted
from bridge.domain.policy import Policy, changed, stored
from tests.people import ANTON, CARLA, RW, SUPPORT, a_chat, agent


def under(policy, who):
    return policy.actor(who.person, who.groups)


def test_without_a_policy_everything_is_as_usual():
    assert under(Policy(), ANTON) == ANTON
    assert under(Policy(), CARLA) == CARLA
    assert ANTON.level_in(SUPPORT) is Level.OWNER


def test_the_policy_says_which_permission_gives_which_level():
    policy = changed(Policy(), {"levels": {"create": "owner", "rw": "observer"}})
    assert under(policy, agent("nora", users=frozenset({"create"}))).level_in(SUPPORT) is Level.OWNER
    assert under(policy, agent("nora", users=frozenset({"rw"}))).level_in(SUPPORT) is Level.OBSERVER
    assert under(policy, agent("nora", users=frozenset({"note"}))).level_in(SUPPORT) is Level.NONE


def test_customers_and_visitors_have_no_level_whatever_they_come_with():
    assert Actor(CARLA.person, {"users": RW}).level_in(SUPPORT) is Level.NONE


def test_groups_say_who_gets_chats_and_who_starts_them():
    policy = changed(Policy(), {"receive_groups": ["chat", "users"], "start_groups": ["chat"]})
    anton = under(policy, ANTON)
    assert (anton.may_receive, anton.may_start) == (True, False)
    berta = under(policy, agent("berta", chat=frozenset({"ro"})))
    assert (berta.may_receive, berta.may_start) == (True, True)


def test_who_gets_no_chats_accepts_none():
    policy = changed(Policy(), {"receive_groups": ["chat"]})
    assert permitted(under(policy, ANTON), a_chat()) == frozenset()
    assert Action.ACCEPT in permitted(ANTON, a_chat())


def test_a_policy_comes_back_from_json_as_it_was():
    rules = {
        "directions": ["agent_agent", "public_agent"],
        "levels": {"chat_owner": "owner", "ro": "participant"},
        "receive_groups": ["a b", "ü"],
        "start_groups": [],
        "idle_minutes": 7,
        "check_available": False,
        "external_needs_question": False,
        "ticket_after_minutes": 9,
        "ticket_queue": "Misc::Chat",
        "most_windows": 5,
        "most_file_mb": 2,
    }
    policy = changed(Policy(3), rules)
    assert stored(policy) == rules
    assert policy.version == 3
    assert policy.directions == {Direction.AGENT_AGENT, Direction.PUBLIC_AGENT}
    assert changed(Policy(3), stored(policy)) == policy
    assert changed(Policy(), stored(Policy())) == Policy()


def test_what_is_not_given_stays_and_what_is_not_known_is_left_out():
    policy = changed(Policy(), {"idle_minutes": 9})
    assert changed(policy, {"most_windows": 1, "colour": "red", "version": 99}) == changed(
        policy, {"most_windows": 1}
    )
    assert set(stored(Policy())) == {one.name for one in fields(Policy)} - {"version"}


WRONG = [
    ("directions", "agent_agent"),
    ("directions", ["everybody"]),
    ("directions", [["agent_agent"]]),
    ("levels", {}),
    ("levels", {"rw": "king"}),
    ("levels", {"rw": 3}),
    ("levels", {"": "owner"}),
    ("levels", ["rw"]),
    ("receive_groups", "users"),
    ("receive_groups", [""]),
    ("receive_groups", ["x" * 201]),
    ("receive_groups", [None]),
    ("start_groups", ["x"] * 101),
    ("idle_minutes", 0),
    ("idle_minutes", True),
    ("idle_minutes", 5.0),
    ("idle_minutes", "5"),
    ("idle_minutes", 10**30),
    ("check_available", 1),
    ("external_needs_question", None),
    ("ticket_queue", ""),
    ("ticket_queue", "\n"),
    ("most_file_mb", 101),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_cannot_be_a_rule_is_refused_with_the_field_and_what_is_expected(name, value):
    with pytest.raises(InputInvalid, match=f"^'{name}' must be .+") as refused:
        changed(Policy(), {name: value})
    assert refused.value.data == {"field": name}
