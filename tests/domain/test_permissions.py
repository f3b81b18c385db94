"""Who may do what: the whole table, written out once more by hand."""

import pytest

from bridge.domain.channels import Channel, Level, level
from bridge.domain.chats import Audience, Role, State, Ticket
from bridge.domain.people import Kind
from bridge.domain.permissions import Action, allowed, may_read, permitted, sending_action
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, RW, STRANGERS, SUPPORT, a_chat, agent, place

READ, TALK = "read", "read send close"
WORK = "read send send_internal close hand_over"
PICK = "read accept"
PUT = "read hand_over"

# Who stands where, and what they may do while the chat is requested, active, closing, closed.
MATRIX = {
    "the customer who asked": (CARLA, Role.REQUESTER, (TALK, TALK, READ, READ)),
    "the visitor who asked": (MAX, Role.REQUESTER, (TALK, TALK, READ, READ)),
    "the owner": (ANTON, Role.OWNER, (READ, WORK, PUT, PUT)),
    "the owner who has lost the group": (BERTA, Role.OWNER, (READ, WORK, PUT, PUT)),
    "a participant": (CEM, Role.PARTICIPANT, (READ, WORK, PUT, PUT)),
    "an observer": (CEM, Role.OBSERVER, (READ, READ, READ, READ)),
    "an agent of the channel": (CEM, None, (PICK, "", "", "")),
    **{name: (who, None, ("", "", "", "")) for name, who in STRANGERS.items()},
}
STATES = ("requested", "active", "closing", "closed")
CASES = [
    pytest.param(who, role, state, expected, id=f"{name}, {state}")
    for name, (who, role, row) in MATRIX.items()
    for state, expected in zip(STATES, row, strict=True)
]


def chat_with(who, role, state, **fields):
    if role is Role.REQUESTER:
        return a_chat(requester=who, state=State(state), **fields)
    others = [(who, role)] if role else []
    return a_chat(*others, state=State(state), **fields)


@pytest.mark.parametrize(("who", "role", "state", "expected"), CASES)
def test_everybody_may_do_exactly_what_the_table_says(who, role, state, expected):
    chat = chat_with(who, role, state)
    assert {str(action) for action in permitted(who, chat)} == set(expected.split())
    for action in Action:
        assert allowed(who, action, chat) is (action in expected.split())


@pytest.mark.parametrize(("who", "role", "state", "expected"), CASES)
def test_a_chat_on_a_ticket_is_not_handed_over_again(who, role, state, expected):
    chat = chat_with(who, role, state, ticket=Ticket("7", "2026112210000041"))
    assert {str(action) for action in permitted(who, chat)} == set(expected.split()) - {"hand_over"}


def test_the_table_has_a_row_for_every_role_state_and_action():
    assert {state.value for state in State} == set(STATES)
    assert {role for _, role, _ in MATRIX.values() if role} == set(Role)
    assert {action.value for action in Action} == set(f"{WORK} {PICK}".split())


@pytest.mark.parametrize("state", STATES)
def test_whoever_has_left_is_no_part_of_the_chat(state):
    left = place(2, BERTA, Role.OWNER, present=False)
    chat = a_chat(state=State(state))
    chat = a_chat(state=State(state), participants=(*chat.participants, left))
    assert permitted(BERTA, chat) == frozenset()
    assert chat.owner is None


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ("", Level.NONE),
        ("create move_into owner priority", Level.NONE),
        ("ro", Level.OBSERVER),
        ("note", Level.PARTICIPANT),
        ("ro note", Level.PARTICIPANT),
        ("rw", Level.OWNER),
        ("ro note create rw", Level.OWNER),
        ("RW Rw", Level.NONE),
    ],
)
def test_the_highest_permission_in_the_group_gives_the_level(permissions, expected):
    assert level({"users": frozenset(permissions.split())}, SUPPORT) is expected


def test_other_groups_give_no_level():
    elsewhere = Channel(2, "Sales", "sales", for_customers=True, for_visitors=True, valid=True)
    assert level({"users": RW, "Sales": RW, "": RW}, elsewhere) is Level.NONE


def test_the_same_groups_make_no_customer_a_candidate():
    impostor = agent("carla", users=RW)
    chat = a_chat(requester=MAX)
    assert allowed(impostor, Action.ACCEPT, chat)
    for kind in (Kind.CUSTOMER, Kind.VISITOR):
        person = type(impostor.person)(kind, "carla", "Carla")
        assert not permitted(type(impostor)(person, impostor.groups), chat)


@pytest.mark.parametrize(
    ("kind", "audience", "expected"),
    [
        ("agent", "everyone", True),
        ("agent", "agents", True),
        ("customer", "everyone", True),
        ("customer", "agents", False),
        ("visitor", "everyone", True),
        ("visitor", "agents", False),
    ],
)
def test_only_agents_read_what_is_for_agents(kind, audience, expected):
    assert may_read(Kind(kind), Audience(audience)) is expected


def test_writing_for_agents_is_a_right_of_its_own():
    assert sending_action(Audience.EVERYONE) is Action.SEND
    assert sending_action(Audience.AGENTS) is Action.SEND_INTERNAL
