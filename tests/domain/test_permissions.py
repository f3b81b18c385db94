"""Who may do what: the whole table, written out once more by hand."""

from dataclasses import replace

import pytest

from bridge.domain.channels import Channel, Level, level
from bridge.domain.chats import Audience, Direction, HandoverStatus, Role, State, Ticket
from bridge.domain.people import Kind
from bridge.domain.permissions import Action, allowed, may_read, permitted, sending_action
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, NOON, RW, STRANGERS, SUPPORT, a_chat, agent, place

KEEP = "read mail transcript"
TALK = f"{KEEP} send type attach_file close"
ASK = f"{TALK} send_internal invite move monitor"
WORK = f"{ASK} observe leave hand_over"
WATCH = f"{KEEP} monitor leave"
ANSWER = "read accept decline"
PICK = "read accept move"
PUT = f"{KEEP} hand_over"
ENDED = f"{PUT} dismiss"
REVIEW = "review transcript"

NORA = agent("nora", users=frozenset({"ro", "note"}))
RITA = agent("rita", users=frozenset({"ro"}))
DORA = agent("dora", users=RW)

# Who stands where, and what they may do while the chat is requested, active, closing, closed. Dora is the
# owner of each of these chats once it is accepted.
MATRIX = {
    "the customer who asked": (
        CARLA,
        Role.REQUESTER,
        (f"{TALK} request_ticket", TALK, KEEP, f"{KEEP} request_ticket"),
    ),
    "the visitor who asked": (
        MAX,
        Role.REQUESTER,
        (f"{TALK} request_ticket", TALK, KEEP, f"{KEEP} request_ticket"),
    ),
    "a customer whom an agent asked": (CARLA, Role.GUEST, (TALK, TALK, KEEP, f"{KEEP} request_ticket")),
    "a customer who has not answered": (CARLA, Role.INVITED, (ANSWER, ANSWER, "", "")),
    "a customer who declined": (CARLA, Role.DECLINED, ("", "", "", "")),
    "the owner": (ANTON, Role.OWNER, (ASK, WORK, PUT, ENDED)),
    "the owner who has lost the group": (BERTA, Role.OWNER, (ASK, WORK, PUT, ENDED)),
    "a participant": (CEM, Role.PARTICIPANT, (f"{ASK} leave", WORK, PUT, ENDED)),
    "an observer": (CEM, Role.OBSERVER, (WATCH, f"{WATCH} participate", KEEP, f"{KEEP} dismiss")),
    "an observer by right": (RITA, Role.OBSERVER, (WATCH, WATCH, KEEP, f"{KEEP} dismiss")),
    "an agent who is invited": (NORA, Role.INVITED, (ANSWER, ANSWER, "", "")),
    "an agent who declined": (BERTA, Role.DECLINED, ("", "", "", "")),
    "an agent of the channel": (CEM, None, (PICK, "", "", REVIEW)),
    "an agent who may write notes there": (NORA, None, ("", "", "", REVIEW)),
    "an agent who gets no chats": (replace(CEM, may_receive=False), None, ("", "", "", REVIEW)),
    **{
        name: (who, None, ("", "", "", ""))
        for name, who in STRANGERS.items()
        if name != "an agent who may write notes there"
    },
}
STATES = ("requested", "active", "closing", "closed")
CASES = [
    pytest.param(who, role, state, expected, id=f"{name}, {state}")
    for name, (who, role, row) in MATRIX.items()
    for state, expected in zip(STATES, row, strict=True)
]


def chat_with(who, role, state, **fields):
    if role is Role.REQUESTER:
        return a_chat((DORA, Role.OWNER), requester=who, state=State(state), **fields)
    if who.person.kind is not Kind.AGENT and role is not None:
        return chat_by(DORA, (who, role), state=state, **fields)
    others = [(DORA, Role.OWNER)] if state != "requested" else []
    others += [(who, role)] if role else []
    return a_chat(*others, state=State(state), **fields)


def chat_by(asker, *others, state="active", present=True, **fields):
    """A chat that an agent asked for."""
    people = [place(1, asker, Role.OWNER, present=present)]
    people += [
        place(no, who, role, present=role is not Role.DECLINED) for no, (who, role) in enumerate(others, 2)
    ]
    with_client = any(p.kind is not Kind.AGENT for p in people)
    direction = Direction.AGENT_CUSTOMER if with_client else Direction.AGENT_AGENT
    return a_chat(participants=tuple(people), state=State(state), direction=direction, **fields)


@pytest.mark.parametrize(("who", "role", "state", "expected"), CASES)
def test_everybody_may_do_exactly_what_the_table_says(who, role, state, expected):
    chat = chat_with(who, role, state)
    assert {str(action) for action in permitted(who, chat)} == set(expected.split())
    for action in Action:
        assert allowed(who, action, chat) is (action in expected.split())


@pytest.mark.parametrize(("who", "role", "state", "expected"), CASES)
def test_a_chat_on_a_ticket_is_not_handed_over_again(who, role, state, expected):
    chat = chat_with(who, role, state, ticket=Ticket("7", "2026112210000041"))
    assert {str(action) for action in permitted(who, chat)} == set(expected.split()) - {
        "hand_over",
        "request_ticket",
        "dismiss",
    }


def test_the_table_has_a_row_for_every_role_state_and_action():
    assert {state.value for state in State} == set(STATES)
    assert {role for _, role, _ in MATRIX.values() if role} == set(Role)
    words = f"cancel_handover {WORK} {PICK} {ANSWER} {ENDED} {REVIEW} participate request_ticket"
    assert {action.value for action in Action} == set(words.split())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", [Role.OWNER, Role.PARTICIPANT, Role.OBSERVER])
def test_whoever_has_left_is_no_part_of_the_chat_and_reads_it_when_it_has_ended(state, role):
    left = place(2, BERTA, role, present=False)
    chat = a_chat(state=State(state))
    chat = a_chat(state=State(state), participants=(*chat.participants, left))
    worked = role is not Role.OBSERVER
    afterwards = f"{REVIEW} mail hand_over" if worked else REVIEW
    assert permitted(BERTA, chat) == (set(afterwards.split()) if state == "closed" else frozenset())
    assert chat.owner is None


@pytest.mark.parametrize("role", [Role.INVITED, Role.DECLINED])
def test_who_never_took_part_reads_nothing_afterwards(role):
    never = place(2, BERTA, role, present=False)
    chat = a_chat(state=State.CLOSED)
    assert permitted(BERTA, replace(chat, participants=(*chat.participants, never))) == frozenset()


@pytest.mark.parametrize("who", [ANTON, NORA, RITA, CARLA, CEM], ids=lambda one: one.person.ref)
def test_a_hand_over_that_does_not_work_is_cancelled_by_who_works_in_the_chat(who):
    chat = a_chat((ANTON, Role.OWNER), (NORA, Role.PARTICIPANT), (RITA, Role.OBSERVER), state=State.CLOSING)
    tried = HandoverStatus("waiting", "phone_ticket", 3, NOON, "otrs.unavailable", "No answer.")
    may = allowed(who, Action.CANCEL_HANDOVER, replace(chat, handover=tried))
    assert may is (who in (ANTON, NORA))
    untried = HandoverStatus("waiting", "phone_ticket", 0, NOON)
    assert not allowed(who, Action.CANCEL_HANDOVER, replace(chat, handover=untried))


# Who is the last to answer.


@pytest.mark.parametrize("role", [Role.OWNER, Role.PARTICIPANT])
def test_the_last_agent_beside_a_customer_stays(role):
    alone = a_chat((ANTON, role), (CEM, Role.OBSERVER), (NORA, Role.INVITED), state=State.ACTIVE)
    assert permitted(ANTON, alone) == set(WORK.split()) - {"observe", "leave"}
    two = a_chat((ANTON, role), (CEM, Role.PARTICIPANT), state=State.ACTIVE)
    assert permitted(ANTON, two) == set(WORK.split())


def test_among_agents_anybody_may_leave_and_one_who_writes_stays():
    chat = chat_by(ANTON, (CEM, Role.OBSERVER))
    assert permitted(ANTON, chat) == set(WORK.split()) - {"observe"}
    assert permitted(CEM, chat) == set(WATCH.split()) | {"participate"}


@pytest.mark.parametrize("invited_as", [Role.PARTICIPANT, Role.OWNER])
def test_an_observer_who_was_invited_to_write_may_come_back(invited_as):
    own = replace(place(3, BERTA, Role.OBSERVER), invited_as=invited_as)
    chat = a_chat((ANTON, Role.OWNER), state=State.ACTIVE)
    chat = replace(chat, participants=(*chat.participants, own))
    assert allowed(BERTA, Action.PARTICIPATE, chat)


# Chats that agents asked for.


@pytest.mark.parametrize("state", STATES)
def test_a_chat_among_agents_is_nobody_elses(state):
    chat = chat_by(ANTON, (BERTA, Role.INVITED), state=state)
    assert permitted(CEM, chat) == frozenset()


@pytest.mark.parametrize("state", STATES)
def test_a_customer_whom_an_agent_asks_is_no_request_to_the_team(state):
    chat = chat_by(ANTON, (CARLA, Role.INVITED), state=state)
    assert permitted(CEM, chat) == (set(REVIEW.split()) if state == "closed" else frozenset())


def test_a_customer_whom_an_agent_has_given_to_another_team_is():
    given_away = chat_by(ANTON, (CARLA, Role.GUEST), state="requested", present=False)
    assert permitted(CEM, given_away) == set(PICK.split())
    assert permitted(CARLA, given_away) == set(TALK.split())
    assert permitted(ANTON, given_away) == set(PICK.split())
    assert permitted(BERTA, given_away) == frozenset()


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
