"""What everybody is told of who comes, goes, watches, reads and writes."""

import json
from dataclasses import replace

import pytest

from bridge.domain.chats import Role
from bridge.services import directory
from bridge.web import signals
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, RW, agent, customer, new_id
from tests.web.house import House

NORA = agent("nora", users=frozenset({"ro", "note"}))
DORA = agent("dora", sales=RW)


@pytest.fixture
def house(house):
    house.world.knows(NORA, DORA)
    house.settle()
    return house


@pytest.fixture
def carla(house):
    return house.enter(CARLA)


@pytest.fixture
def anton(house):
    return house.enter(ANTON)


@pytest.fixture
def cem(house):
    return house.enter(CEM)


def calls(asker, whom, **fields):
    """An agent asks for a chat; its id."""
    chat, to = new_id(), {"kind": whom.person.kind, "login": whom.person.ref}
    reply = asker.ask("chat.start", chat=chat, client_id=new_id(), text="A minute?", to=to, **fields)
    assert reply["type"] == "result", reply
    return chat


def talking(carla, anton):
    chat = carla.starts()
    assert anton.ask("chat.accept", chat=chat)["type"] == "result"
    for one in (carla, anton):
        one.opens(chat)
    return chat


def told(guest, kind):
    return [event for event in guest.events if event["type"] == kind]


def last_view(guest, chat):
    """The chat as its last event shows it."""
    views = [
        view
        for event in guest.events
        for view in [event.get("chat")] * (event["type"] == "chat") + event.get("upsert", [])
        if view["id"] == chat
    ]
    return views[-1]


# Requests of agents.


def test_an_agent_who_is_asked_has_it_on_the_desk_and_others_have_not(house, anton, cem):
    nora = house.enter(NORA)
    chat = calls(anton, CEM)
    assert anton.desk() == cem.desk() == {chat: "requested"}
    assert nora.desk() == {}
    assert last_view(cem, chat)["may"] == ["read", "accept", "decline"]
    assert cem.ask("chat.accept", chat=chat)["chat"]["state"] == "active"
    assert anton.desk() == cem.desk() == {chat: "active"}


def test_a_request_is_on_the_desk_of_who_comes_later(house, anton):
    chat = calls(anton, CEM)
    assert house.enter(CEM).desk() == {chat: "requested"}
    assert House(house.world).enter(CEM).desk() == {chat: "requested"}


def test_an_invitation_that_is_withdrawn_or_declined_leaves_the_desk(house, anton, cem):
    first = calls(anton, CEM)
    other_tab = house.enter(CEM)
    assert cem.ask("chat.decline", chat=first) == {"type": "result", "id": cem.replies[-1]["id"]}
    assert cem.desk() == other_tab.desk() == {}
    assert anton.desk() == {first: "closed"}
    second = calls(anton, CEM)
    anton.ask("chat.close", chat=second)
    assert cem.desk() == other_tab.desk() == {}


def test_a_customer_who_is_asked_is_told_in_every_tab(house, anton, carla):
    other_tab = house.enter(CARLA)
    chat = calls(anton, CARLA)
    for tab in (carla, other_tab):
        (event,) = told(tab, "chat")
        assert event["chat"]["may"] == ["read", "accept", "decline"]
        assert event["chat"]["requester"] == {"kind": "agent", "name": "Anton Agent"}
    assert [one["id"] for one in house.enter(CARLA).replies[0]["chats"]] == [chat]
    assert carla.ask("chat.accept", chat=chat)["chat"]["state"] == "active"
    assert last_view(other_tab, chat)["state"] == "active"
    assert anton.desk() == {chat: "active"}


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
def test_a_request_that_is_over_is_gone_for_the_customer(house, anton, carla, how):
    other_tab = house.enter(CARLA)
    chat = calls(anton, CARLA)
    if how == "declined":
        carla.ask("chat.decline", chat=chat)
    else:
        anton.ask("chat.close", chat=chat)
    for tab in (carla, other_tab):
        assert told(tab, "chat.gone") == [{"type": "chat.gone", "chat": chat}]
    assert house.enter(CARLA).replies[0]["chats"] == []
    assert anton.desk() == {chat: "closed"}


def test_a_request_whose_end_was_not_heard_is_gone_after_a_comparison(house, anton, carla):
    chat = calls(anton, CARLA)
    house.deaf = True
    anton.ask("chat.close", chat=chat)
    assert told(carla, "chat.gone") == []
    house.sweep()
    house.sweep()
    assert told(carla, "chat.gone") == [{"type": "chat.gone", "chat": chat}]


# Invitations.


def test_an_observer_is_unseen_by_the_customer(house, carla, anton, cem):
    chat = talking(carla, anton)
    anton.ask("chat.invite", chat=chat, login="cem", **{"as": "observer"})
    assert cem.desk() == {chat: "active"}
    cem.ask("chat.accept", chat=chat)
    cem.opens(chat)
    cem.ask("chat.read", chat=chat, seq=2)
    anton.says(chat, "Hello")
    carla.says(chat, "Hi")
    cem.ask("chat.leave", chat=chat)
    assert cem.hears(chat) == ["Hello", "Hi"], "and nothing after leaving"
    assert anton.hears(chat) == ["[invited]", "[joined]", "Hello", "Hi", "[left]"]
    assert carla.hears(chat) == ["Hello", "Hi"]
    assert "em Agent" not in json.dumps(carla.events + carla.replies)
    assert told(carla, "read") == []
    assert [event["no"] for event in told(anton, "read")] == [3]
    assert cem.desk() == {}


def test_whoever_declines_hears_nothing_more(house, carla, anton, cem):
    chat = talking(carla, anton)
    anton.ask("chat.invite", chat=chat, login="cem", **{"as": "participant"})
    cem.opens(chat)
    cem.ask("chat.decline", chat=chat)
    carla.says(chat, "My password is 1234")
    assert cem.hears(chat) == []
    assert cem.desk() == {}
    assert cem.opens(chat)["code"] == "chat.not_found"


def test_who_is_handed_the_chat_has_it_and_who_gave_it_has_not(house, carla, anton, cem):
    chat = talking(carla, anton)
    anton.ask("chat.invite", chat=chat, login="cem", **{"as": "owner"})
    cem.ask("chat.accept", chat=chat)
    assert (anton.desk(), cem.desk()) == ({}, {chat: "active"})
    carla.says(chat, "Are you there?")
    assert "Are you there?" not in anton.hears(chat)


def test_who_leaves_hears_nothing_that_comes_before_the_hub_has_looked(house, carla, anton, cem):
    chat = talking(carla, anton)
    anton.ask("chat.invite", chat=chat, login="cem", **{"as": "participant"})
    cem.ask("chat.accept", chat=chat)
    cem.opens(chat)
    stored = house.hub.chat(chat)
    house.world.goes(CEM, stored)
    house.world.says(ANTON, stored, "between us", internal=True)
    house.world.says(CARLA, stored, "My password is 1234")
    house.settle()
    assert cem.hears(chat) == []
    assert anton.hears(chat)[-3:] == ["[left]", "between us", "My password is 1234"]


# Other teams.


def test_a_chat_that_is_given_away_is_on_the_other_teams_desk(house, carla, anton, cem):
    sales = house.world.opens_channel("Sales", "sales")
    dora = house.enter(DORA)
    chat = talking(carla, anton)
    moved = anton.ask("chat.move", chat=chat, channel=sales.id, release=True)["chat"]
    assert (moved["state"], moved["channel"]["name"], moved["may"]) == ("requested", "Sales", [])
    assert (anton.desk(), cem.desk(), dora.desk()) == ({}, {}, {chat: "requested"})
    assert last_view(carla, chat)["state"] == "requested"
    carla.says(chat, "Hello?")
    assert "Hello?" not in anton.hears(chat)
    dora.ask("chat.accept", chat=chat)
    assert dora.desk() == {chat: "active"}
    assert [one["name"] for one in last_view(carla, chat)["participants"] if one["present"]] == [
        "Carla Customer",
        "Dora Agent",
    ]


def test_who_waits_longest_comes_first_also_after_a_move(house, carla, anton):
    chat = talking(carla, anton)
    house.world.clock.forward(minutes=1)
    second = house.enter(MAX).starts()
    house.world.clock.forward(minutes=1)
    anton.ask("chat.move", chat=chat, channel=1, release=True)
    assert [one["id"] for one in house.enter(CEM).events[-1]["chats"]] == [second, chat]


# What a channel calls its agents.


def test_customers_hear_the_channels_name_for_agents(house, cem):
    channel = house.world.opens_channel("Shop", agent_name="The team", agents_numbered=True)
    carla, anton = house.enter(CARLA), house.enter(ANTON)
    chat = new_id()
    carla.ask("chat.start", chat=chat, client_id=new_id(), channel=channel.id, text="Hello?")
    carla.opens(chat)
    anton.ask("chat.accept", chat=chat)
    anton.opens(chat)
    anton.ask("chat.invite", chat=chat, login="cem", **{"as": "participant"})
    cem.ask("chat.accept", chat=chat)
    cem.says(chat, "Let me help")
    anton.says(chat, "Thank you")
    authors = [
        (one["author"]["name"], one["text"] or one["kind"])
        for event in told(carla, "entries")
        for one in event["entries"]
    ]
    assert authors == [
        ("The team 1", "joined"),
        ("The team 2", "joined"),
        ("The team 2", "Let me help"),
        ("The team 1", "Thank you"),
    ]
    log = carla.opens(chat)["entries"]
    assert [one["author"]["name"] for one in log[1:]] == [name for name, _ in authors]
    assert not {"Anton Agent", "Cem Agent"} & set(json.dumps(carla.events + carla.replies).split('"'))
    names = {one["author"]["name"] for event in told(anton, "entries") for one in event["entries"]}
    assert names == {"Anton Agent", "Cem Agent"}


def test_no_name_slips_through_before_the_hub_has_looked(house):
    channel = house.world.opens_channel("Shop", agent_name="The team")
    carla = house.enter(CARLA)
    chat = new_id()
    carla.ask("chat.start", chat=chat, client_id=new_id(), channel=channel.id, text="Hello?")
    carla.opens(chat)
    stored = house.world.accepts(ANTON, house.hub.chat(chat))
    house.world.says(ANTON, stored, "Good morning")
    house.hear()
    house.settle()
    assert carla.hears(chat) == ["[joined]", "Good morning"]
    assert "Anton" not in json.dumps(carla.events)


# What was closed without a ticket.


def test_what_a_customer_closed_stays_on_the_desk_and_comes_back_after_a_new_log_in(house, carla, anton):
    chat = talking(carla, anton)
    carla.ask("chat.close", chat=chat)
    assert anton.desk() == {chat: "closed"}
    assert house.enter(ANTON).desk() == House(house.world).enter(ANTON).desk() == {chat: "closed"}
    assert house.enter(CARLA).replies[0]["chats"] == []
    house.world.clock.forward(hours=1)
    house.sweep()
    assert house.enter(ANTON).desk() == {chat: "closed"}
    other_tab = house.enter(ANTON)
    assert anton.ask("chat.dismiss", chat=chat)["type"] == "result"
    assert anton.desk() == other_tab.desk() == house.enter(ANTON).desk() == {}
    assert anton.opens(chat)["chat"]["may"] == ["hand_over", "mail", "transcript", "review"]


def test_what_an_agent_closed_is_shown_once_more_and_is_gone(house, carla, anton):
    chat = talking(carla, anton)
    anton.ask("chat.close", chat=chat)
    assert anton.desk() == {chat: "closed"}
    assert house.enter(ANTON).desk() == {}


def test_who_looks_into_an_ended_chat_is_told_nothing_of_it(house, carla, anton, cem):
    chat = talking(carla, anton)
    carla.ask("chat.close", chat=chat)
    before = len(cem.events)
    assert cem.opens(chat)["chat"]["may"] == ["transcript", "review"]
    assert not cem.session.following
    house.world.hands_over(house.hub.chat(chat))
    house.world.works()
    house.settle()
    assert len(cem.events) == before


# Who reads.


def test_each_side_sees_how_far_the_other_has_read(house, carla, anton):
    chat = talking(carla, anton)
    anton.says(chat, "Hello")
    assert carla.ask("chat.read", chat=chat, seq=3)["type"] == "result"
    assert told(anton, "read") == told(carla, "read") == [{"type": "read", "chat": chat, "no": 1, "seq": 3}]
    view = anton.opens(chat)["chat"]
    assert [one["read_seq"] for one in view["participants"]] == [3, 0]
    assert view["read_seq"] == 0
    assert house.enter(CARLA).replies[0]["chats"][0]["read_seq"] == 3


def test_marks_are_on_the_desk_of_who_comes_later_and_survive_other_changes(house, carla, anton):
    chat = talking(carla, anton)
    anton.ask("chat.read", chat=chat, seq=2)
    assert house.enter(ANTON).events[-1]["chats"][0]["read_seq"] == 2
    anton.ask("chat.monitor", chat=chat, level="all")
    shown = house.enter(ANTON).events[-1]["chats"][0]
    assert (shown["read_seq"], shown["monitor"]) == (2, "all")


def test_strangers_do_not_mark(house, carla, anton):
    chat = talking(carla, anton)
    for stranger in (house.enter(customer("karl")), house.enter(BERTA), house.enter(MAX)):
        assert stranger.ask("chat.read", chat=chat, seq=1)["code"] == "chat.not_found"
        assert stranger.ask("typing", chat=chat, on=True)["code"] == "chat.not_found"


# Who writes.


@pytest.fixture
def seconds(monkeypatch):
    """Time passes when the test says so: ``seconds[0]``."""
    now = [100.0]
    monkeypatch.setattr(signals, "monotonic", lambda: now[0])
    return now


def test_the_others_see_that_somebody_writes_and_stops(house, carla, anton, seconds):
    chat = talking(carla, anton)
    other_tab = house.enter(CARLA)
    other_tab.opens(chat)
    assert carla.ask("typing", chat=chat, on=True)["type"] == "result"
    carla.ask("typing", chat=chat, on=False)
    shown = [{"type": "typing", "chat": chat, "no": 1, "on": on} for on in (True, False)]
    assert told(anton, "typing") == shown
    assert told(carla, "typing") == told(other_tab, "typing") == []


def test_no_more_than_once_a_second_is_passed_on(house, carla, anton, seconds):
    chat = talking(carla, anton)
    for _ in range(5):
        carla.ask("typing", chat=chat, on=True)
        carla.ask("typing", chat=chat, on=False)
    assert [event["on"] for event in told(anton, "typing")] == [True, False]
    seconds[0] += signals.TYPING_SECONDS
    carla.ask("typing", chat=chat, on=True)
    assert len(told(anton, "typing")) == 3


def test_what_is_written_for_agents_is_not_shown_to_customers(house, carla, anton, cem):
    chat = talking(carla, anton)
    anton.ask("chat.invite", chat=chat, login="cem", **{"as": "observer"})
    cem.ask("chat.accept", chat=chat)
    cem.opens(chat)
    anton.ask("typing", chat=chat, on=True, audience="agents")
    assert told(carla, "typing") == []
    assert [event["no"] for event in told(cem, "typing")] == [2]
    assert carla.ask("typing", chat=chat, on=True, audience="agents")["code"] == "permission.denied"
    assert cem.ask("typing", chat=chat, on=True)["code"] == "permission.denied", "observers only watch"


def test_a_preview_is_not_told_who_writes_once_somebody_has_the_request(house, carla, anton, cem, seconds):
    chat = carla.starts()
    cem.opens(chat)
    carla.ask("typing", chat=chat, on=True)
    assert len(told(cem, "typing")) == 1
    house.world.accepts(ANTON, house.hub.chat(chat))
    seconds[0] += 5
    carla.tell("typing", chat=chat, on=True)
    house.settle()
    assert len(told(cem, "typing")) == 1


def test_who_has_gone_leaves_nothing_behind(house, carla, anton):
    chat = talking(carla, anton)
    carla.ask("typing", chat=chat, on=True)
    carla.leaves()
    assert carla.session not in house.hub._signals._typing


# Rights.


def test_an_agent_who_loses_the_group_keeps_the_chats_they_are_in(house, carla, anton):
    chat = talking(carla, anton)
    house.world.otrs.agents["anton"] = replace(ANTON, groups={})
    directory.refresh(house.context)
    house.settle()
    assert anton.events[-1]["type"] in {"desk", "me"}
    assert anton.says(chat, "Still here")["type"] == "ack"
    assert anton.ask("chat.invite", chat=chat, login="nora", **{"as": "participant"})["type"] == "result"
    assert last_view(carla, chat)["participants"][1]["role"] == Role.OWNER
