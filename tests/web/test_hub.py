"""Who is told what and when, also when events are lost, late, or cross each other."""

from dataclasses import replace

import pytest

from bridge.domain.chats import Audience
from bridge.services import chats, directory
from bridge.services.messages import Post, post
from bridge.web import desks
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, RW, TICKET, agent, new_id, visitor
from tests.web.house import House, identity_token


@pytest.fixture
def carla(house):
    return house.enter(CARLA)


@pytest.fixture
def anton(house):
    return house.enter(ANTON)


@pytest.fixture
def cem(house):
    return house.enter(CEM)


# A conversation.


def test_both_sides_hear_each_other_in_order(house, carla, anton):
    chat = carla.starts()
    carla.opens(chat)
    anton.ask("chat.accept", chat=chat)
    anton.opens(chat)
    anton.says(chat, "Hello")
    carla.says(chat, "Hi")
    assert carla.hears(chat) == ["[joined]", "Hello", "Hi"]
    assert anton.hears(chat) == ["Hello", "Hi"]


def test_what_is_for_agents_is_heard_by_agents(house, carla, anton):
    chat = carla.starts()
    carla.opens(chat)
    anton.ask("chat.accept", chat=chat)
    anton.opens(chat)
    assert anton.says(chat, "psst", audience="agents")["type"] == "ack"
    anton.says(chat, "Hello")
    assert carla.hears(chat) == ["[joined]", "Hello"]
    assert anton.hears(chat) == ["psst", "Hello"]
    assert "psst" not in str(carla.events + carla.replies)


def test_who_does_not_follow_hears_nothing(house, carla, anton):
    chat = carla.starts()
    anton.ask("chat.accept", chat=chat)
    anton.opens(chat)
    anton.ask("chat.unfollow", chat=chat)
    carla.says(chat, "Hello?")
    assert anton.hears(chat) == []
    assert carla.hears(chat) == []


def test_every_tab_of_a_person_hears(house, carla):
    chat = carla.starts()
    other = house.enter(CARLA)
    for tab in (carla, other):
        tab.opens(chat)
    carla.says(chat, "Hello?")
    assert carla.hears(chat) == other.hears(chat) == ["Hello?"]


def test_a_long_log_comes_in_pages_and_then_live(house, carla):
    chat = carla.starts()
    post(house.context, [Post(CARLA, chat, new_id(), f"line {n}", Audience.EVERYONE) for n in range(250)])
    house.settle()
    first = carla.opens(chat)
    assert (first["more"], len(first["entries"])) == (True, chats.PAGE)
    carla.says(chat, "not yet followed")
    rest = carla.opens(chat, after_seq=first["entries"][-1]["seq"])
    assert (rest["more"], len(rest["entries"])) == (False, 52)
    carla.says(chat, "now")
    assert carla.hears(chat) == ["now"]


def chats_of(house, chat):
    with house.context.db.read() as tx:
        return tx.chats.get([chat])[chat]


# Desks.


def test_desks_show_requests_until_somebody_has_them(house, anton, cem):
    berta, max_ = house.enter(BERTA), house.enter(MAX)
    chat = max_.starts()
    assert anton.desk() == cem.desk() == {chat: "requested"}
    anton.ask("chat.accept", chat=chat)
    assert anton.desk() == {chat: "active"}
    assert cem.desk() == {}
    max_.ask("chat.close", chat=chat)
    assert anton.desk() == {chat: "closed"}
    desks = [event for event in berta.events if event["type"].startswith("desk")]
    assert desks == [{"type": "desk", "version": 1, "chats": []}]


def test_a_request_that_is_withdrawn_leaves_all_desks(house, carla, anton, cem):
    carla.ask("chat.close", chat=carla.starts())
    assert anton.desk() == cem.desk() == {}


def test_the_requester_sees_what_becomes_of_the_chat(house, carla, anton):
    chat = carla.starts()
    anton.ask("chat.accept", chat=chat)
    anton.ask("chat.close", chat=chat)
    seen = [event["chat"] for event in carla.events if event["type"] == "chat"]
    assert [one["state"] for one in seen] == ["requested", "active", "closed"]
    versions = [one["version"] for one in seen]
    assert versions == sorted(set(versions))


def test_other_customers_and_visitors_see_nothing(house, carla, anton):
    karl, max_ = house.enter(MAX), house.enter(MAX)
    chat = carla.starts()
    anton.ask("chat.accept", chat=chat)
    for stranger in (karl, max_):
        assert stranger.opens(chat)["code"] == "chat.not_found"
        assert stranger.events == []


def test_a_hand_over_is_seen_from_waiting_to_done(house, carla, anton):
    chat = carla.starts()
    anton.ask("chat.accept", chat=chat)
    target = {
        "kind": "phone_ticket",
        "queue_id": TICKET.queue_id,
        "title": TICKET.title,
        "customer": "carla",
        "priority_id": "3",
        "state_id": "4",
    }
    house.world.otrs.down = True
    asked = anton.ask("handover.request", chat=chat, handover=new_id(), target=target)
    assert asked["chat"]["handover"]["state"] == "waiting"
    house.world.works()
    house.settle()
    problem = anton.events[-1]["upsert"][0]["handover"]["error"]
    assert problem == {"code": "otrs.unavailable", "message": "OTRS cannot be reached."}
    house.world.otrs.down = False
    assert anton.ask("handover.retry", chat=chat)["type"] == "result"
    house.world.works()
    house.settle()
    done = anton.events[-1]["upsert"][0]
    assert (done["state"], done["handover"]["state"], done["ticket"]["id"]) == ("closed", "done", "1")
    shown = carla.events[-1]["chat"]
    assert (shown["state"], shown["handover"], shown["ticket"]) == (
        "closed",
        None,
        {"number": "2026112210000001"},
    )


# Lost events.


def test_lost_events_are_made_up_for(house, carla, anton):
    chat = carla.starts()
    carla.opens(chat)
    house.deaf = True
    anton.ask("chat.accept", chat=chat)
    anton.opens(chat)
    anton.says(chat, "Hello")
    anton.says(chat, "psst", audience="agents")
    assert carla.hears(chat) == []
    house.sweep()
    assert carla.hears(chat) == ["[joined]", "Hello"]
    assert anton.desk() == {chat: "active"}
    assert carla.events[-1]["type"] in {"chat", "entries"}
    before = len(carla.events), len(anton.events)
    house.sweep()
    assert (len(carla.events), len(anton.events)) == before, "and only once"


def test_a_lost_request_and_a_lost_end_are_made_up_for(house, carla, anton):
    house.deaf = True
    chat = carla.starts()
    assert anton.desk() == {}
    house.sweep()
    assert anton.desk() == {chat: "requested"}
    carla.ask("chat.close", chat=chat)
    house.sweep()
    assert anton.desk() == {}
    assert carla.events[-1]["chat"]["state"] == "closed"


def test_entries_that_come_in_the_wrong_order_are_heard_in_the_right_one(house, carla, anton):
    chat = carla.starts()
    carla.opens(chat)
    anton.ask("chat.accept", chat=chat)
    house.settle()
    stored = chats_of(house, chat)
    for text in ("one", "two", "three"):
        house.world.says(ANTON, stored, text)
    first, second, third = (batch for batch in list(house.world.bus.published))
    house.world.bus.published.clear()
    for batch in (third, first, second):
        house.hub.handle(batch)
    house.settle()
    assert carla.hears(chat) == ["[joined]", "one", "two", "three"]


def test_another_process_that_starts_knows_what_is_there(house, carla):
    chat = carla.starts()
    other = House(house.world)
    assert other.enter(ANTON).desk() == {chat: "requested"}


# Rights that change in between.


def test_a_preview_ends_when_somebody_else_accepts(house, carla, anton, cem):
    chat = carla.starts()
    cem.opens(chat)
    carla.says(chat, "Hurry")
    assert cem.hears(chat) == ["Hurry"]
    anton.ask("chat.accept", chat=chat)
    anton.says(chat, "Between us")
    assert "Between us" not in cem.hears(chat)


def test_a_preview_that_crosses_an_accept_is_none(house, carla, anton, cem):
    """Cem's look at the database is before Anton's accept, the answer to Cem after it."""
    chat = carla.starts()
    cem.tell("chat.open", chat=chat, after_seq=0)
    answer_cem = house.block()
    anton.ask("chat.accept", chat=chat)
    answer_cem()
    house.settle()
    anton.says(chat, "Between us")
    carla.says(chat, "My password is 1234")
    assert not {"Between us", "My password is 1234"} & set(cem.hears(chat))


def test_a_preview_hears_nothing_before_the_hub_has_looked(house, carla, anton, cem):
    """The accept and the first words come in one go, before the mirror knows who may read them."""
    chat = carla.starts()
    cem.opens(chat)
    stored = house.world.accepts(ANTON, chats_of(house, chat))
    house.world.says(ANTON, stored, "Between us")
    house.settle()
    assert "Between us" not in cem.hears(chat)


def test_who_loses_the_group_loses_the_requests_and_previews(house, carla, cem):
    chat = carla.starts()
    cem.opens(chat)
    house.world.otrs.agents["cem"] = agent("cem", support=RW)
    directory.refresh(house.context)
    house.settle()
    assert cem.desk() == {} or cem.events[-1] == {"type": "desk", "version": 2, "chats": []}
    carla.says(chat, "Hello?")
    assert cem.hears(chat) == []
    assert cem.ask("chat.accept", chat=chat)["code"] == "chat.not_found"


def test_who_gets_the_group_gets_the_requests(house, carla):
    chat = carla.starts()
    berta = house.enter(BERTA)
    assert berta.desk() == {}
    house.world.otrs.agents["berta"] = agent("berta", users=RW)
    directory.refresh(house.context)
    house.settle()
    assert berta.events[-1]["type"] == "desk"
    assert [one["id"] for one in berta.events[-1]["chats"]] == [chat]
    assert berta.ask("chat.accept", chat=chat)["type"] == "result"


def test_an_agent_otrs_had_not_told_of_gets_the_requests_when_it_has(house, carla):
    chat = carla.starts()
    nora = agent("nora", users=RW)
    guest = house.enter(nora)
    assert guest.desk() == {}
    assert house.world.jobs.refreshes == 0, "the directory is fresh"
    house.world.clock.forward(minutes=1)
    guest = house.enter(nora)
    assert house.world.jobs.refreshes == 1
    house.world.otrs.agents["nora"] = nora
    directory.refresh(house.context)
    house.settle()
    assert [one["id"] for one in guest.events[-1]["chats"]] == [chat]


def test_rights_that_come_with_a_renewed_identity_reach_the_desk(house, carla):
    chat = carla.starts()
    berta = house.enter(BERTA)
    house.world.otrs.agents["berta"] = agent("berta", users=RW)
    house.deaf = True
    directory.refresh(house.context)
    assert berta.ask("renew", token=identity_token(BERTA))["type"] == "result"
    assert berta.events[-1]["type"] == "desk"
    assert [one["id"] for one in berta.events[-1]["chats"]] == [chat]


# Coming and going.


def test_who_has_gone_is_forgotten(house, carla, anton):
    chat = carla.starts()
    carla.opens(chat)
    carla.leaves()
    anton.ask("chat.accept", chat=chat)
    anton.says(chat, "Hello?")
    assert carla.hears(chat) == []
    assert not house.hub._desks.of(CARLA.person.id)


def test_who_comes_back_gets_the_rest_and_nothing_twice(house, carla, anton):
    chat = carla.starts()
    carla.opens(chat)
    anton.ask("chat.accept", chat=chat)
    carla.leaves()
    for number in range(3):
        anton.says(chat, f"line {number}")
    back = house.enter(CARLA)
    rest = back.opens(chat, after_seq=2)
    assert [one["text"] for one in rest["entries"]] == ["line 0", "line 1", "line 2"]
    anton.says(chat, "and on")
    assert back.hears(chat) == ["and on"]


def test_a_message_sent_again_after_a_broken_line_is_there_once(house, carla):
    chat = carla.starts()
    carla.opens(chat)
    fields = {"chat": chat, "client_id": new_id(), "text": "once"}
    carla.tell("message.send", **fields)
    carla.leaves()
    house.settle()
    back = house.enter(CARLA)
    again = back.ask("message.send", **fields)
    assert (again["type"], again["seq"]) == ("ack", 2)
    texts = [one["text"] for one in back.opens(chat)["entries"]]
    assert texts == ["My printer is on fire", "once"]


def test_old_chats_are_not_kept_in_mind(house, carla):
    chat = carla.starts()
    carla.ask("chat.close", chat=chat)
    carla.leaves()
    house.world.clock.forward(minutes=11)
    house.sweep()
    house.sweep()
    hub = house.hub
    assert chat not in hub._versions
    assert chat not in hub._chats
    assert hub._following.latest(chat) is None


def test_a_desk_that_has_missed_something_asks_for_it_anew(house, carla, anton):
    chat = carla.starts()
    assert anton.ask("desk.sync")["type"] == "result"
    assert anton.events[-1]["type"] == "desk"
    assert [one["id"] for one in anton.events[-1]["chats"]] == [chat]
    assert anton.desk() == {chat: "requested"}
    assert carla.ask("desk.sync")["type"] == "result"
    assert not [event for event in carla.events if event["type"] == "desk"]


def test_a_desk_shows_the_longest_waiting_requests_and_all_own_chats(house, monkeypatch):
    monkeypatch.setattr(desks, "MOST_REQUESTS", 2)
    mine = house.world.talking(visitor("mine", "Mine"))
    waiting = []
    for number in range(4):
        house.world.clock.forward(seconds=1)
        waiting.append(house.world.asks(visitor(f"v{number}", "Max")).id)
    house.settle()
    desk = house.enter(ANTON).events[-1]
    assert desk["type"] == "desk"
    assert [chat["id"] for chat in desk["chats"]] == [mine.id, *waiting[:2]]


def test_a_right_that_goes_while_a_chat_is_being_opened_opens_nothing(house, carla):
    cem = house.enter(CEM)
    chat = carla.starts()
    cem.tell("chat.open", chat=chat, after_seq=0)
    opening = house.block()
    cem.session.actor = replace(cem.session.actor, groups={})
    opening()
    house.settle()
    assert cem.replies[-1]["code"] == "chat.not_found"
    assert not cem.session.following
