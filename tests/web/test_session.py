"""A connection from hello to its end."""

import time

import pytest

from bridge.web.newcomers import Newcomers
from tests.people import ANTON, BERTA, CARLA, MAX, new_id
from tests.web.house import identity_token


def test_a_visitor_is_welcome(house):
    guest = house.guest()
    welcome = guest.ask("hello", version=1, visitor={"name": " Max "})
    assert (welcome["type"], welcome["version"]) == ("welcome", 1)
    assert welcome["you"]["kind"] == "visitor"
    assert welcome["you"]["name"] == "Max"
    (channel,) = welcome["channels"]
    assert (channel["id"], channel["name"]) == (house.world.channel.id, "Support")
    assert welcome["chats"] == []
    again = house.guest().ask("hello", version=1, token=welcome["token"])
    assert again["you"] == welcome["you"]


def test_a_customer_is_welcome_with_the_chats_that_have_not_ended(house):
    guest = house.enter(CARLA)
    chat = guest.starts()
    welcome = house.enter(CARLA).replies[0]
    assert [(one["id"], one["state"], one["you"]) for one in welcome["chats"]] == [(chat, "requested", 1)]
    assert "token" not in welcome
    guest.ask("chat.close", chat=chat)
    assert house.enter(CARLA).replies[0]["chats"] == []


def test_an_agent_is_welcome_and_gets_the_desk(house):
    chat = house.enter(CARLA).starts()
    anton, berta = house.enter(ANTON), house.enter(BERTA)
    assert anton.replies[0]["channels"] == []
    assert anton.replies[0]["chats"] == []
    assert anton.desk() == {chat: "requested"}
    assert berta.desk() == {}


CLOSING = {
    "a command before hello": (lambda: ("ping", {}), "identity.required", 4401),
    "another version": (lambda: ("hello", {"version": 2, "token": "x"}), "protocol.version", 4426),
    "no token": (lambda: ("hello", {"version": 1, "token": "x"}), "identity.invalid", 4403),
    "an old token": (
        lambda: ("hello", {"version": 1, "token": identity_token(CARLA, iat=1, exp=2)}),
        "identity.expired",
        4401,
    ),
}


@pytest.mark.parametrize("case", CLOSING)
def test_who_begins_wrongly_is_sent_away(house, case):
    command, code, close = CLOSING[case]
    kind, fields = command()
    guest = house.guest()
    assert guest.ask(kind, **fields)["code"] == code
    assert guest.closed_with == close


def test_a_token_is_good_for_one_hello(house):
    token = identity_token(CARLA)
    assert house.guest().ask("hello", version=1, token=token)["type"] == "welcome"
    second = house.guest()
    assert second.ask("hello", version=1, token=token)["code"] == "identity.replayed"
    assert second.closed_with == 4401


def test_what_is_no_message_ends_the_connection(house):
    guest = house.enter(MAX)
    guest.session.received(b"hello")
    assert guest.replies[-1]["code"] == "protocol.bad_message"
    assert guest.replies[-1]["id"] is None
    assert guest.closed_with == 4400


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("chat.nonsense", {}, "protocol.unknown_type"),
        ("hello", {"version": 1, "visitor": {"name": "Max"}}, "protocol.bad_message"),
        ("chat.open", {"chat": "x", "after_seq": 0}, "protocol.bad_message"),
        ("chat.open", {"chat": new_id(), "after_seq": 0}, "chat.not_found"),
        ("message.send", {"chat": new_id(), "client_id": new_id(), "text": "x"}, "chat.not_found"),
        ("chat.start", {"chat": new_id(), "client_id": new_id(), "text": " "}, "message.empty"),
        ("otrs.tickets", {"query": ""}, "permission.denied"),
    ],
)
def test_a_mistake_is_told_and_the_connection_stays(house, kind, fields, code):
    guest = house.enter(MAX)
    assert guest.ask(kind, **fields)["code"] == code
    assert guest.open
    assert guest.ask("ping")["type"] == "result"


def test_who_says_nothing_is_sent_away(house):
    guest = house.guest()
    (timer,) = house.timers
    assert timer.seconds == 10
    timer.call()
    assert guest.closed_with == 4408


def test_an_identity_ends_and_can_be_renewed(house):
    guest = house.enter(CARLA)
    waiting, first = house.timers
    assert waiting.cancelled
    assert first.seconds == house.settings.identity_seconds
    assert guest.ask("renew", token=identity_token(CARLA))["type"] == "result"
    assert first.cancelled
    house.timers[-1].call()
    assert guest.closed_with == 4401


def test_nobody_becomes_somebody_else(house):
    guest = house.enter(CARLA)
    assert guest.ask("renew", token=identity_token(ANTON))["code"] == "identity.invalid"
    assert guest.closed_with == 4403
    assert guest.session.actor.person.id == CARLA.person.id


def test_a_visitors_identity_ends_with_the_token(house):
    house.enter(MAX)
    assert house.timers[-1].seconds == house.settings.visitor_hours * 3600


def test_commands_are_done_one_after_the_other(house):
    guest = house.enter(CARLA)
    chat = new_id()
    numbers = [
        guest.tell("chat.start", chat=chat, client_id=new_id(), text="Hello"),
        *(guest.tell("message.send", chat=chat, client_id=new_id(), text=str(n)) for n in range(3)),
        guest.tell("chat.close", chat=chat),
        guest.tell("chat.open", chat=chat, after_seq=0),
    ]
    house.settle()
    mine = [one for one in guest.replies if one["id"] in numbers]
    assert [one["id"] for one in mine] == numbers
    assert [one["type"] for one in mine] == ["result", "ack", "ack", "ack", "result", "result"]
    said = [entry["text"] or f"[{entry['kind']}]" for entry in mine[-1]["entries"]]
    assert said == ["Hello", "0", "1", "2", "[closed]"]


def test_a_question_to_otrs_holds_up_nothing(house):
    house.world.otrs.down = True
    guest = house.enter(ANTON)
    question = guest.tell("otrs.tickets", query="printer")
    ping = guest.tell("ping")
    assert [one["id"] for one in guest.replies[1:]] == [ping]
    house.settle()
    assert guest.replies[-1]["id"] == question
    assert guest.replies[-1]["code"] == "otrs.unavailable"


def test_questions_to_otrs_are_answered_in_its_words(house):
    guest = house.enter(ANTON)
    options = guest.ask("otrs.options", queue_id="2")
    assert options["queues"][1] == {"id": "2", "name": "Raw"}
    assert options["owners"][0] == {"login": "anton", "name": "Anton Agent"}
    assert options["defaults"] == {"priority_id": "3", "state_id": "4"}
    assert options["channel_queue_id"] is None
    assert {"queues", "priorities", "states", "owners"} <= set(options)
    (carla,) = guest.ask("otrs.customers", query="carla")["customers"]
    assert carla == {
        "login": "carla",
        "name": "Carla Customer",
        "email": "carla@example.com",
        "customer_id": "acme",
    }
    assert guest.ask("otrs.tickets", query="")["tickets"] == []


def test_who_is_too_fast_is_slowed_down_and_not_lost(house):
    guest = house.enter(MAX)
    numbers = [guest.tell("ping") for _ in range(house.settings.commands_per_second * 8)]
    refused = [one for one in guest.replies if one.get("code") == "rate.limited"]
    assert refused
    assert all(0 < one["data"]["retry_after_ms"] <= 1001 for one in refused)
    assert len(guest.replies) == len(numbers) + 1
    assert guest.open
    time.sleep(refused[0]["data"]["retry_after_ms"] / 1000 * 1.5)
    assert guest.ask("ping")["type"] == "result"


def test_a_fault_is_told_without_its_reason(house):
    guest = house.enter(MAX)
    house.context.db.engine.dispose()
    chat = new_id()
    guest.tell("chat.open", chat=chat, after_seq=0)

    def broken():
        raise RuntimeError("with a secret")

    _, then = house._work.popleft()
    house.run(broken, then)
    house.settle()
    assert guest.replies[-1]["code"] == "server.error"
    assert "secret" not in guest.replies[-1]["message"]


def test_a_reply_to_somebody_who_has_gone_is_dropped(house):
    guest = house.enter(CARLA)
    guest.tell("chat.start", chat=new_id(), client_id=new_id(), text="Hello")
    guest.leaves()
    house.settle()
    assert len(guest.replies) == 1
    assert len(house.enter(CARLA).replies[0]["chats"]) == 1, "but it was done"


# What the visitors of one address may do together.


def test_visitors_of_one_address_ask_for_so_many_chats_whoever_they_say_they_are(house):
    house.chats = Newcomers(2)
    for _ in range(2):
        max_ = house.enter(MAX)
        max_.ask("chat.close", chat=max_.starts())
    for guest in (max_, house.enter(MAX)):
        refused = guest.ask("chat.start", chat=new_id(), client_id=new_id(), text="Hello?")
        assert refused["code"] == "rate.limited"
        assert refused["data"]["retry_after_ms"] > 0
    assert house.enter(CARLA).starts(), "OTRS knows who a customer is"


def test_visitors_of_one_address_bring_so_many_files(house):
    house.files = Newcomers(1)
    for who, codes in ((house.enter(MAX), [None, "rate.limited"]), (house.enter(CARLA), [None, None])):
        chat = who.starts()
        for code in codes:
            reply = who.ask("file.offer", chat=chat, file=new_id(), name="a.txt", size=1, audience="everyone")
            assert reply.get("code") == code
