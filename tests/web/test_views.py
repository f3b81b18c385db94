"""What goes over the wire shows each person what they may see and nothing else."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bridge.domain.chats import Audience, Author, Entry, EntryKind, HandoverStatus, Role, State, Ticket
from bridge.domain.errors import ChatTaken, MessageTooLong
from bridge.domain.people import Kind
from bridge.web import views
from tests.people import ANTON, CARLA, CEM, MAX, NOON, a_chat, agent, visitor

ENDED = replace(
    a_chat((ANTON, Role.OWNER), (CEM, Role.OBSERVER)),
    state=State.CLOSED,
    version=7,
    accepted_at=NOON + timedelta(seconds=25, milliseconds=4, microseconds=999),
    closed_at=NOON + timedelta(hours=1),
    ticket=Ticket("7", "2026112210000041"),
    handover=HandoverStatus("done", "phone_ticket", 2, NOON),
)


def shown(chat, who, **options):
    """As the client gets it."""
    return json.loads(views.dump(views.chat(chat, who, **options)))


def test_a_chat_as_its_owner_sees_it():
    assert shown(ENDED, ANTON) == {
        "id": ENDED.id,
        "version": 7,
        "state": "closed",
        "channel": {"id": 1, "name": "Support"},
        "requester": {"kind": "customer", "name": "Carla Customer", "login": "carla"},
        "first_message": "My printer is on fire",
        "created_at": "2026-11-22T12:00:00.000Z",
        "accepted_at": "2026-11-22T12:00:25.004Z",
        "closed_at": "2026-11-22T13:00:00.000Z",
        "last_seq": 1,
        "you": 2,
        "participants": [
            {"no": 1, "kind": "customer", "name": "Carla Customer", "role": "requester", "present": True},
            {"no": 2, "kind": "agent", "name": "Anton Agent", "role": "owner", "present": True},
            {"no": 3, "kind": "agent", "name": "Cem Agent", "role": "observer", "present": True},
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
    frame = json.loads(views.entries("an-id", [entry]))
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
