"""What goes over the wire shows each person what they may see and nothing else."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bridge.domain.chats import (
    Audience,
    Author,
    Direction,
    Entry,
    EntryKind,
    HandoverStatus,
    Role,
    State,
    Ticket,
)
from bridge.domain.errors import ChatTaken, MessageTooLong
from bridge.domain.people import Kind
from bridge.web import views
from tests.people import ANTON, CARLA, CEM, MAX, NOON, SUPPORT, a_chat, agent, place, visitor

ENDED = replace(
    a_chat(direction=Direction.CUSTOMER_AGENT, about=Ticket("5", "2026112210000005")),
    participants=(
        place(1, CARLA, Role.REQUESTER),
        replace(place(2, ANTON, Role.OWNER), read_seq=1, monitor="all"),
        replace(place(3, CEM, Role.OBSERVER), invited_as=Role.OBSERVER, invited_by=2),
    ),
    state=State.CLOSED,
    version=7,
    accepted_at=NOON + timedelta(seconds=25, milliseconds=4, microseconds=999),
    closed_at=NOON + timedelta(hours=1),
    ticket=Ticket("7", "2026112210000041"),
    handover=HandoverStatus("done", "phone_ticket", 2, NOON),
)


def person(no, kind, login, name, role):
    """Somebody in a chat as agents see it."""
    of_all = {"no": no, "kind": kind, "name": name, "role": role, "present": True, "read_seq": 0}
    return of_all | {"invited_as": None, "login": login}


def shown(chat, who, **options):
    """As the client gets it."""
    return json.loads(views.dump(views.chat(chat, who, **options)))


def test_a_chat_as_its_owner_sees_it():
    assert shown(ENDED, ANTON) == {
        "id": ENDED.id,
        "version": 7,
        "state": "closed",
        "direction": "customer_agent",
        "channel": {"id": 1, "name": "Support"},
        "requester": {"kind": "customer", "name": "Carla Customer", "login": "carla"},
        "about": {"id": "5", "number": "2026112210000005"},
        "first_message": "My printer is on fire",
        "created_at": "2026-11-22T12:00:00.000Z",
        "waiting_since": "2026-11-22T12:00:00.000Z",
        "accepted_at": "2026-11-22T12:00:25.004Z",
        "closed_at": "2026-11-22T13:00:00.000Z",
        "last_seq": 1,
        "you": 2,
        "read_seq": 1,
        "monitor": "all",
        "participants": [
            person(1, "customer", "carla", "Carla Customer", "requester"),
            person(2, "agent", "anton", "Anton Agent", "owner") | {"read_seq": 1},
            person(3, "agent", "cem", "Cem Agent", "observer") | {"invited_as": "observer"},
        ],
        "may": ["read", "mail", "transcript"],
        "ticket": {"id": "7", "number": "2026112210000041"},
        "handover": {
            "state": "done",
            "kind": "phone_ticket",
            "attempts": 2,
            "since": "2026-11-22T12:00:00.000Z",
            "error": None,
        },
    }


@pytest.mark.parametrize("who", [CARLA, MAX], ids=["customer", "visitor"])
def test_the_other_side_sees_no_hand_over_and_no_ids_of_otrs(who):
    anton = agent("anton-login", "Anton Agent")
    chat = replace(ENDED, participants=a_chat((anton, Role.OWNER), requester=who).participants)
    waiting = HandoverStatus("waiting", "phone_ticket", 2, NOON, "otrs.unavailable", "anton-login may not")
    view = shown(replace(chat, handover=waiting), who)
    assert view["handover"] is None
    assert view["ticket"] == {"number": "2026112210000041"}
    assert view["about"] == {"number": "2026112210000005"}
    assert view["you"] == 1
    text = json.dumps(view)
    assert "anton-login" not in text
    assert "users" not in text
    assert who.person.ref not in text.replace(who.person.name, "")


def test_may_says_what_this_person_may_do_now():
    requested = a_chat()
    talk = ["read", "send", "type", "attach_file", "close"]
    assert shown(requested, CARLA)["may"] == [*talk, "request_ticket", "mail", "transcript"]
    assert shown(requested, CEM)["may"] == ["read", "accept", "move"]
    active = a_chat((ANTON, Role.OWNER), state=State.ACTIVE)
    work = ["read", "send", "send_internal", "type", "attach_file", "invite", "move", "monitor", "close"]
    assert shown(active, ANTON)["may"] == [*work, "hand_over", "mail", "transcript"]
    assert shown(active, CEM)["may"] == []
    assert shown(active, CEM)["you"] is None


def test_the_last_number_is_the_newest_that_is_known():
    chat = a_chat(last_seq=3)
    assert shown(chat, CARLA)["last_seq"] == 3
    assert shown(chat, CARLA, last_seq=5)["last_seq"] == 5
    assert shown(chat, CARLA, last_seq=2)["last_seq"] == 3


def test_an_error_of_the_hand_over_is_shown_to_agents():
    status = HandoverStatus("failed", "attach", 1, NOON, "otrs.refused", "No.")
    view = shown(replace(ENDED, handover=status), ANTON)
    assert view["handover"]["error"] == {"code": "otrs.refused", "message": "No."}


def test_an_entry():
    entry = Entry(
        3,
        EntryKind.ARCHIVED,
        Audience.EVERYONE,
        Author(2, Kind.AGENT, "Anton Agent"),
        "<b>😀</b>\n",
        datetime(2026, 11, 22, 12, 0, 0, 999, UTC),
        None,
        {"ticket_number": "5"},
    )
    frame = json.loads(views.entries("an-id", views.log(a_chat(), [entry], Kind.AGENT)))
    assert frame == {
        "type": "entries",
        "chat": "an-id",
        "entries": [
            {
                "seq": 3,
                "kind": "archived",
                "audience": "everyone",
                "author": {"no": 2, "kind": "agent", "name": "Anton Agent"},
                "text": "<b>😀</b>\n",
                "at": "2026-11-22T12:00:00.000Z",
                "client_id": None,
                "data": {"ticket_number": "5"},
            }
        ],
    }


def test_times_are_utc_with_milliseconds():
    east = datetime(2026, 11, 22, 5, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert views.time(east.astimezone(UTC)) == "2026-11-22T00:00:00.000Z"
    assert views.time(None) is None


def test_errors_have_their_code_and_data():
    assert views.error(7, ChatTaken("Berta has it.", by="Berta")) == {
        "type": "error",
        "id": 7,
        "code": "chat.taken",
        "message": "Berta has it.",
        "data": {"by": "Berta"},
    }
    assert views.error(None, MessageTooLong("x", limit=4000))["data"] == {"limit": 4000}


def test_two_visitors_of_the_same_name_do_not_see_each_others_ids():
    chat = a_chat(requester=visitor("secret-id-of-max", "Max"))
    assert "secret-id-of-max" not in json.dumps(shown(chat, CEM))


def test_agents_see_a_customers_login_and_others_do_not():
    by_carla, by_max = a_chat(), a_chat(requester=MAX)
    assert shown(by_carla, ANTON)["requester"]["login"] == "carla"
    assert "login" not in shown(by_carla, CARLA)["requester"]
    assert "login" not in shown(by_max, ANTON)["requester"]


# What customers and visitors see of agents.

HELPER = replace(SUPPORT, agent_name="The team")


def in_company(*agents, channel=SUPPORT):
    """A chat of Carla's with agents in these roles."""
    return a_chat(*agents, channel=channel, state=State.ACTIVE)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.INVITED, Role.DECLINED])
def test_customers_do_not_see_who_only_watches(role):
    chat = in_company((ANTON, Role.OWNER), (CEM, role))
    assert [one["no"] for one in shown(chat, CARLA)["participants"]] == [1, 2]
    assert "Cem" not in json.dumps(shown(chat, CARLA))
    assert [one["no"] for one in shown(chat, ANTON)["participants"]] == [1, 2, 3]
    assert [one["no"] for one in shown(chat, CEM)["participants"]] == [1, 2, 3]


def test_customers_see_no_logins_and_no_invitations():
    (carla, anton) = shown(in_company((ANTON, Role.OWNER)), CARLA)["participants"]
    for one in (carla, anton):
        assert not {"login", "invited_as"} & set(one)


@pytest.mark.parametrize("numbered", [False, True])
def test_customers_see_the_channels_name_for_agents_and_agents_see_each_others(numbered):
    channel = replace(HELPER, agents_numbered=numbered)
    chat = in_company((ANTON, Role.OWNER), (CEM, Role.PARTICIPANT), channel=channel)
    names = [one["name"] for one in shown(chat, CARLA)["participants"]]
    assert names == ["Carla Customer", *(["The team 1", "The team 2"] if numbered else ["The team"] * 2)]
    assert [one["name"] for one in shown(chat, CEM)["participants"]][1:] == ["Anton Agent", "Cem Agent"]


def test_the_agent_who_asked_a_customer_is_seen_under_the_channels_name():
    people = (place(1, ANTON, Role.OWNER), place(2, CARLA, Role.INVITED))
    chat = a_chat(participants=people, channel=HELPER, direction=Direction.AGENT_CUSTOMER)
    view = shown(chat, CARLA)
    assert view["requester"] == {"kind": "agent", "name": "The team"}
    assert view["may"] == ["read", "accept", "decline"]
    assert "Anton" not in json.dumps(view)


def test_the_agent_who_asked_and_now_watches_is_gone_for_the_customer():
    people = (place(1, ANTON, Role.OBSERVER), place(2, CARLA, Role.GUEST), place(3, CEM, Role.OWNER))
    chat = a_chat(participants=people, state=State.ACTIVE, direction=Direction.AGENT_CUSTOMER)
    first = shown(chat, CARLA)["participants"][0]
    assert (first["role"], first["present"]) == ("participant", False)
    assert shown(chat, CARLA)["requester"]["name"] == "Anton Agent"


def test_an_entry_has_the_names_that_its_reader_sees():
    chat = in_company(
        (ANTON, Role.OWNER), (CEM, Role.PARTICIPANT), channel=replace(HELPER, agents_numbered=True)
    )
    said = [
        Entry(
            no, EntryKind.MESSAGE, Audience.EVERYONE, Author(no, who.person.kind, who.person.name), "x", NOON
        )
        for no, who in enumerate((CARLA, ANTON, CEM), 1)
    ]
    names = {
        kind: [one["author"]["name"] for one in views.log(chat, said, kind)]
        for kind in (Kind.AGENT, Kind.CUSTOMER)
    }
    assert names[Kind.CUSTOMER] == ["Carla Customer", "The team 1", "The team 2"]
    assert names[Kind.AGENT] == ["Carla Customer", "Anton Agent", "Cem Agent"]


def test_who_asked_for_a_ticket_sees_what_becomes_of_it():
    status = HandoverStatus("waiting", "customer_ticket", 2, NOON, "otrs.unavailable", "secret words")
    view = shown(replace(ENDED, ticket=None, handover=status), CARLA)
    assert view["handover"] == {"state": "waiting"}
