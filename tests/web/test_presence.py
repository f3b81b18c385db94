"""Who sees whom, in which colour; ``me``; offered channels; the queue. Over the clock of the test."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bridge.domain.directory import OnlineCustomer
from bridge.services import channels, directory
from tests.people import ADMIN, ANTON, BERTA, CARLA, CEM, MAX, NOON, RW, agent, customer, visitor
from tests.web.house import House


@pytest.fixture
def anton(house):
    return house.enter(ANTON)


@pytest.fixture
def other(house):
    """Another web process on the same database."""
    return House(house.world)


def me(guest):
    """The last that the agent was told of themselves."""
    return [event for event in guest.events if event["type"] == "me"][-1]


def count(guest, kind):
    return sum(event["type"] == kind for event in guest.events)


def available(guest, availability="external", channels=(1,)):
    reply = guest.ask("availability.set", availability=availability, channels=list(channels))
    assert reply["type"] == "result", reply


def seen_by(guest):
    """Everybody in the follower's lists: ``agents anton`` → circle, reason, may_chat."""
    shown = {}
    for message in [*guest.replies, *guest.events]:
        lists = message if "agents" in message else message.get("upsert")
        if lists is None or "customers" not in lists:
            continue
        for name in ("agents", "customers", "out_of_office"):
            for one in lists[name]:
                for elsewhere in ("agents", "out_of_office"):
                    if name != "customers":
                        shown.pop(f"{elsewhere} {one['login']}", None)
                shown[f"{name} {one['login']}"] = (one["circle"], one["reason"], one["may_chat"])
        for gone in message.get("remove", []):
            kind, _, login = gone.partition(":")
            for name in ("agents", "out_of_office") if kind == "agent" else ("customers",):
                shown.pop(f"{name} {login}", None)
    return shown


def follow(guest):
    assert guest.ask("people.follow")["type"] == "result"
    return guest


def told(house, **change):
    """OTRS tells something else: ``agents``, changed by login, and customers online."""
    usual = house.world.otrs.directory

    def directory_now():
        found = usual()
        agents = tuple(replace(one, **change.get("agents", {}).get(one.login, {})) for one in found.agents)
        return replace(found, agents=agents, customers_online=tuple(change.get("customers", ())))

    house.world.otrs.directory = directory_now
    directory.refresh(house.context)
    house.settle()
    house.world.otrs.directory = usual
    house.passes(seconds=1)


# What agents are told of themselves.


def test_an_agent_is_told_of_themselves_before_the_desk(house, anton):
    kinds = [event["type"] for event in anton.events]
    assert kinds == ["me", "desk"]
    assert me(anton) == {
        "type": "me",
        "availability": "internal",
        "ask_external": True,
        "channels": [1],
        "preferences": {},
        "circle": "green",
        "reason": "internal",
        "warnings": [],
        "admin": False,
        "channels_permitted": [{"id": 1, "name": "Support", "level": "owner", "comment": ""}],
        "policy": {
            "idle_minutes": 5,
            "most_windows": 3,
            "directions": ["agent_agent", "agent_customer", "customer_agent", "public_agent"],
            "most_file_mb": 10,
        },
    }


def test_every_tab_is_told_what_one_has_set(house, anton, other):
    second, elsewhere = house.enter(ANTON), other.enter(ANTON)
    available(anton)
    assert anton.ask("preferences.set", preferences={"sound": False})["type"] == "result"
    events = house.world.bus.take()
    other.presence.handle(events)
    other.passes(seconds=1)
    other.settle()
    for tab in (anton, second):
        assert (me(tab)["availability"], me(tab)["preferences"]) == ("external", {"sound": False})
    assert me(elsewhere)["availability"] == "external"


def test_another_process_hears_of_it_without_the_bus(house, anton, other):
    elsewhere = other.enter(ANTON)
    house.deaf = other.deaf = True
    available(anton, "none", [])
    anton.ask("preferences.set", preferences={"sound": False})
    house.world.bus.take()
    other.passes(seconds=5)
    other.settle()
    assert (me(elsewhere)["circle"], me(elsewhere)["preferences"]) == ("red", {"sound": False})


def test_warnings_say_why_no_requests_come(house, anton):
    available(anton, "external", [])
    assert me(anton)["warnings"] == ["no_channel_chosen"]
    assert me(house.enter(BERTA))["warnings"] == ["no_channel_permitted"]


def test_who_loses_the_group_loses_the_channel_and_gets_it_back_with_the_group(house, anton):
    available(anton)
    house.world.otrs.agents["anton"] = agent("anton", support=RW)
    told(house)
    assert (me(anton)["channels"], me(anton)["channels_permitted"]) == ([], [])
    assert me(anton)["warnings"] == ["no_channel_permitted"]
    refused = anton.ask("availability.set", availability="external", channels=[1])
    assert refused["code"] == "input.invalid"
    house.world.otrs.agents["anton"] = ANTON
    told(house)
    assert me(anton)["channels"] == [1]


def test_one_becomes_idle_and_wakes_up(house, anton):
    house.passes(minutes=5)
    assert (me(anton)["circle"], me(anton)["reason"]) == ("yellow", "idle")
    anton.ask("activity")
    house.passes(seconds=1)
    assert me(anton)["circle"] == "green"


def test_whoever_does_something_every_half_minute_is_told_nothing(house, anton):
    for _ in range(40):
        house.passes(seconds=30)
        anton.ask("activity")
    assert count(anton, "me") == 1


def test_who_comes_back_the_next_day_is_asked(house, anton):
    available(anton)
    anton.leaves()
    house.passes(hours=15)
    back = house.enter(ANTON)
    assert (me(back)["availability"], me(back)["ask_external"]) == ("internal", True)
    available(back)
    assert (me(back)["availability"], me(back)["ask_external"]) == ("external", False)


def test_a_restart_of_the_service_asks_nobody(house, anton):
    available(anton)
    house.passes(seconds=5)
    house.world.clock.forward(seconds=20)
    back = House(house.world).enter(ANTON)
    assert me(back)["availability"] == "external"


def test_customers_and_visitors_are_told_nothing_of_it(house):
    for who in (CARLA, MAX):
        guest = house.enter(who)
        assert count(guest, "me") == 0
        assert guest.ask("availability.set", availability="none", channels=[])["code"] == "permission.denied"
        assert guest.ask("preferences.set", preferences={})["code"] == "permission.denied"
        assert guest.ask("activity")["type"] == "result"


# People.


def test_agents_see_who_is_there(house, anton):
    available(house.enter(CEM))
    house.enter(CARLA)
    house.enter(MAX)
    told(house, agents={"berta": {"online": True}}, customers=[OnlineCustomer("karl", "Karl", NOON)])
    assert seen_by(follow(anton)) == {
        "agents anton": ("green", "internal", False),
        "agents cem": ("green", "external", True),
        "agents berta": ("red", "not_connected", False),
        "customers carla": ("green", "available", True),
        "customers karl": ("red", "not_connected", False),
    }
    (you,) = [one["login"] for one in anton.replies[-1]["agents"] if one["you"]]
    assert you == "anton"


def test_who_is_logged_out_is_not_listed(house, anton):
    told(house, agents={"berta": {"online": False}, "cem": {"online": False}})
    assert set(seen_by(follow(anton))) == {"agents anton"}


def test_who_is_out_of_office_is_in_a_list_of_their_own_until_the_day_has_passed(house, anton):
    house.enter(CEM)
    until = {"out_of_office_until": date(2026, 11, 22)}
    told(house, agents={"cem": until, "berta": {**until, "online": False}})
    shown = seen_by(follow(anton))
    assert shown["out_of_office cem"] == ("green", "internal", True)
    assert shown["out_of_office berta"] == ("red", "not_connected", False)
    assert [one["out_of_office_until"] for one in anton.replies[-1]["out_of_office"]] == ["2026-11-22"] * 2
    house.passes(hours=11, minutes=59)
    assert "out_of_office berta" in seen_by(anton)
    house.passes(minutes=2)
    assert not [key for key in seen_by(anton) if key.startswith("out_of_office")]


def test_a_page_load_is_seen_by_nobody(house, anton):
    cem = house.enter(CEM)
    house.passes(seconds=1)
    follow(anton)
    for _ in range(20):
        cem.leaves()
        house.passes(seconds=0.5)
        cem = house.enter(CEM)
        house.passes(seconds=5)
        cem.ask("activity")
    assert count(anton, "people.delta") == 0
    assert seen_by(anton)["agents cem"] == ("green", "internal", True)


def test_who_closes_the_last_page_is_red_and_gone_with_the_log_out(house, anton):
    cem = house.enter(CEM)
    house.passes(seconds=1)
    follow(anton)
    cem.leaves()
    house.passes(seconds=60)
    assert seen_by(anton)["agents cem"][0] == "green"
    house.passes(seconds=6)
    assert seen_by(anton)["agents cem"] == ("red", "not_connected", False)
    told(house, agents={"cem": {"online": False}})
    assert "agents cem" not in seen_by(anton)
    assert anton.events[-1]["remove"] == ["agent:cem"]


def test_changes_within_a_second_come_as_one(house, anton):
    cem = house.enter(CEM)
    follow(anton)
    house.passes(seconds=1)
    before = count(anton, "people.delta")
    for wanted in ("none", "external", "internal", "external", "none"):
        available(cem, wanted)
    house.enter(CARLA)
    house.passes(seconds=1)
    assert count(anton, "people.delta") == before + 1
    assert anton.events[-1]["upsert"]["agents"][0]["reason"] == "unavailable"
    assert [one["login"] for one in anton.events[-1]["upsert"]["customers"]] == ["carla"]


def test_who_does_not_follow_any_more_is_told_nothing(house, anton):
    follow(anton)
    anton.ask("people.unfollow")
    house.enter(CARLA)
    house.passes(seconds=1)
    assert count(anton, "people.delta") == 0


def test_people_of_another_process_are_seen(house, anton, other):
    follow(anton)
    cem = other.enter(CEM)
    other.presence.tick()
    house.hear()
    house.passes(seconds=1)
    assert seen_by(anton)["agents cem"][0] == "green"
    for _ in range(30):
        house.passes(seconds=5)
        other.passes(seconds=5)
    assert seen_by(anton)["agents cem"][0] == "green", "the other process says so through the database"
    cem.leaves()
    for _ in range(8):
        other.passes(seconds=5)
        house.passes(seconds=5)
    assert seen_by(anton)["agents cem"] == ("red", "not_connected", False)


def test_people_of_a_process_that_was_killed_vanish_when_the_lease_ends(house, anton, other):
    other.enter(CEM)
    other.enter(CARLA)
    other.passes(seconds=1)
    house.passes(seconds=1)
    assert "customers carla" in seen_by(follow(anton))
    house.passes(seconds=50)
    assert seen_by(anton)["agents cem"][0] == "green"
    house.passes(seconds=11)
    assert seen_by(anton)["agents cem"] == ("red", "not_connected", False)
    assert "customers carla" not in seen_by(anton)


def test_whom_one_may_ask_for_a_chat_depends_on_the_policy_and_ones_rights(house, anton):
    house.enter(CARLA)
    cem, nora = house.enter(CEM), agent("nora", users=frozenset({"ro"}))
    house.world.knows(nora)
    told(house)
    assert seen_by(follow(anton))["agents cem"][2]
    assert seen_by(anton)["customers carla"][2]
    assert {key: may for key, (*_, may) in seen_by(follow(house.enter(nora))).items()} | {
        "agents nora": 0
    } == {
        "agents anton": True,
        "agents cem": True,
        "agents nora": False,
        "agents berta": False,
        "customers carla": False,
    }
    available(cem, "none")
    house.passes(seconds=1)
    assert not seen_by(anton)["agents cem"][2]
    available(cem, "internal")
    house.world.rules(directions=["agent_agent", "customer_agent"])
    house.passes(seconds=1)
    assert seen_by(anton)["agents cem"][2]
    assert not seen_by(anton)["customers carla"][2]
    house.world.rules(receive_groups=["chat"])
    house.passes(seconds=1)
    assert not seen_by(anton)["agents cem"][2]
    house.world.rules(receive_groups=[], start_groups=["chat"])
    house.passes(seconds=1)
    assert not seen_by(anton)["agents cem"][2]


def test_only_agents_see_people(house):
    for who in (CARLA, MAX):
        guest = house.enter(who)
        assert guest.ask("people.follow")["code"] == "permission.denied"
        assert guest.ask("people.find", query="", channel=None)["code"] == "permission.denied"
        assert guest.ask("people.of_ticket", ticket_id="1")["code"] == "permission.denied"


def test_agents_are_found_for_an_invitation(house, anton):
    nora = agent("nora", "Nora Note", users=frozenset({"note"}))
    house.world.knows(nora)
    available(house.enter(CEM), "none")
    house.enter(nora)
    told(house)
    found = anton.ask("people.find", query="", channel=1)["agents"]
    assert [(one["login"], one["circle"], one["level"]) for one in found] == [
        ("nora", "green", "participant"),
        ("cem", "red", "owner"),
    ]
    assert [one["login"] for one in anton.ask("people.find", query="NOT nora", channel=None)["agents"]] == [
        "nora"
    ]
    assert anton.ask("people.find", query="berta", channel=None)["agents"] == []
    assert anton.ask("people.find", query="x", channel=99)["data"] == {"field": "channel"}


def test_the_people_of_a_ticket_are_shown_logged_in_or_not(house, anton):
    house.world.hands_over(house.world.talking())
    house.world.works()
    house.settle()
    house.enter(CARLA)
    (ticket,) = house.world.otrs.tickets_made
    shown = anton.ask("people.of_ticket", ticket_id=ticket)
    assert shown["people"] == [
        {
            "login": "anton",
            "name": "Anton Agent",
            "circle": "green",
            "reason": "internal",
            "you": True,
            "may_chat": False,
            "part": shown["people"][0]["part"],
        }
    ]
    assert (shown["customer"]["login"], shown["customer"]["may_chat"]) == ("carla", True)
    assert shown["ticket"]["id"] == ticket
    assert house.enter(BERTA).ask("people.of_ticket", ticket_id=ticket)["code"] == "otrs.refused"


# Offered channels.


def offers(guest):
    """Channel → open, available, by what came last."""
    last = [m for m in [*guest.replies, *guest.events] if m.get("channels") is not None][-1]
    return {one["name"]: (one["open"], one["available"]) for one in last["channels"]}


@pytest.mark.parametrize("who", [CARLA, MAX], ids=["customer", "visitor"])
def test_a_channel_is_available_while_an_owner_is_there_for_it(house, anton, who):
    guest = house.enter(who)
    assert offers(guest) == {"Support": (True, False)}
    available(anton)
    house.passes(seconds=1)
    assert offers(guest) == {"Support": (True, True)}
    available(anton, "external", [])
    house.passes(seconds=1)
    assert offers(guest) == {"Support": (True, False)}
    available(anton)
    anton.leaves()
    house.passes(seconds=5)
    assert offers(guest) == {"Support": (True, True)}, "a page load"
    house.passes(seconds=61)
    assert offers(guest) == {"Support": (True, False)}


def test_an_idle_owner_is_there(house, anton):
    max_ = house.enter(MAX)
    available(anton)
    house.passes(minutes=10)
    assert offers(max_) == {"Support": (True, True)}


def test_where_the_policy_does_not_check_all_is_available(house):
    max_ = house.enter(MAX)
    house.world.rules(check_available=False)
    house.passes(seconds=1)
    assert offers(max_) == {"Support": (True, True)}


def test_a_direction_that_is_off_offers_nothing(house):
    max_, carla = house.enter(MAX), house.enter(CARLA)
    house.world.rules(directions=["customer_agent"])
    house.passes(seconds=1)
    assert offers(max_) == {}
    assert offers(carla) == {"Support": (True, False)}


def test_channels_open_and_close_by_the_clock_of_otrs(house):
    hours = {"6": [["12:00", "12:30"]]}  # the test's day is a Sunday, at noon
    channels.save(house.context, ADMIN, {"id": 1, "version": 1, "opening_hours": hours, "greeting": "Hello"})
    house.settle()
    house.passes(seconds=1)
    max_ = house.enter(MAX)
    assert max_.replies[-1]["channels"][0]["greeting"] == "Hello"
    assert offers(max_) == {"Support": (True, False)}
    house.passes(minutes=30)
    assert offers(max_) == {"Support": (False, False)}


def test_nothing_is_told_twice(house, anton):
    max_ = house.enter(MAX)
    available(anton)
    for _ in range(10):
        house.passes(seconds=5)
        anton.ask("activity")
    assert count(max_, "channels") == 1


# The queue.


def waits(guest):
    """Position, estimate and offer, as they were told one after the other."""
    return [
        (event["position"], event["estimate_seconds"], event["offer_ticket"])
        for event in guest.events
        if event["type"] == "waiting"
    ]


def test_who_waits_is_told_the_position(house, anton):
    available(anton)
    first, second = house.enter(visitor("1", "Max")), house.enter(visitor("2", "Mia"))
    chat = first.starts()
    house.passes(seconds=1)
    second.starts()
    house.passes(seconds=1)
    assert waits(first) == [(1, None, False)]
    assert waits(second) == [(2, None, False)]
    anton.ask("chat.accept", chat=chat)
    house.passes(seconds=1)
    assert waits(first) == [(1, None, False)]
    assert waits(second) == [(2, None, False), (1, None, False)]


def test_the_estimate_is_what_the_last_ones_waited(house, anton):
    available(anton)
    for seconds in (60, 100, 300):
        chat = house.enter(visitor("x", "Max")).starts()
        house.passes(seconds=seconds)
        anton.ask("chat.accept", chat=chat)
    max_ = house.enter(MAX)
    max_.starts()
    house.passes(seconds=31)
    house.passes(seconds=1)
    house.passes(seconds=5)
    assert waits(max_)[-1][1] == 100


def test_a_ticket_is_offered_when_nobody_is_there_or_nobody_answers(house, anton):
    max_ = house.enter(MAX)
    max_.starts()
    house.passes(seconds=1)
    assert waits(max_) == [(1, None, True)]
    available(anton)
    house.passes(seconds=1)
    assert waits(max_)[-1] == (1, None, False)
    anton.ask("activity")
    house.passes(minutes=3)
    assert waits(max_)[-1] == (1, None, True)


def test_who_comes_back_is_told_again(house):
    carla = house.enter(CARLA)
    carla.starts()
    house.passes(seconds=1)
    carla.leaves()
    back = house.enter(CARLA)
    assert waits(back) == [(1, None, True)]
    assert waits(house.enter(customer("karl"))) == []


def test_each_channel_has_its_queue(house, anton):
    sales = {"id": None, "name": "Sales", "group": "users", "for_visitors": True}
    made = channels.save(house.context, ADMIN, sales)
    house.settle()
    house.passes(seconds=1)
    first, second = house.enter(visitor("1", "Max")), house.enter(visitor("2", "Mia"))
    first.starts()
    reply = second.ask(
        "chat.start",
        chat="0d5f2c0e-8f0e-4a53-9d0a-4f2f6f1c9f10",
        client_id="6e0b0f62-0a35-4a0c-8c0f-0f4c2f1d7a01",
        channel=made.channel.id,
        text="Hi",
    )
    assert reply["type"] == "result"
    house.passes(seconds=1)
    assert waits(first)[-1][0] == waits(second)[-1][0] == 1


# Administration is felt at once.


def test_a_channel_that_gets_another_group_changes_desks(house, anton):
    max_ = house.enter(MAX)
    chat = max_.starts()
    assert anton.desk() == {chat: "requested"}
    berta = house.enter(BERTA)
    channels.save(house.context, ADMIN, {"id": 1, "version": 1, "group": "support"})
    house.settle()
    house.passes(seconds=1)
    assert anton.desk() == {}
    assert berta.desk() == {chat: "requested"}
    assert me(anton)["channels_permitted"] == []
    assert me(berta)["channels_permitted"][0]["level"] == "owner"
    assert anton.ask("chat.accept", chat=chat)["code"] == "chat.not_found"
    assert berta.ask("chat.accept", chat=chat)["type"] == "result"


def test_other_levels_change_desks(house, anton):
    chat = house.enter(MAX).starts()
    house.world.rules(levels={"rw": "participant"})
    house.passes(seconds=1)
    assert anton.desk() == {}
    assert me(anton)["channels_permitted"][0]["level"] == "participant"
    house.world.rules(levels={"rw": "owner"})
    house.passes(seconds=1)
    assert anton.desk() == {chat: "requested"}


# A crowd.


def test_five_hundred_agents_who_come_at_once_are_a_handful_of_frames(house, anton):
    crowd = [agent(f"a{number}", users=RW) for number in range(500)]
    house.world.knows(*crowd)
    told(house)
    follow(anton)
    before = count(anton, "people.delta")
    guests = [house.enter(one) for one in crowd]
    house.passes(seconds=1)
    assert count(anton, "people.delta") == before + 1
    assert len(anton.events[-1]["upsert"]["agents"]) == 500
    for guest in guests[:50]:
        follow(guest)
    for guest in guests:
        available(guest, "none")
    house.passes(seconds=1)
    frames = {id(guest): count(guest, "people.delta") for guest in [anton, *guests[:50]]}
    assert set(frames.values()) <= {1, before + 2}
    # All load a page; nobody sees anything, and nothing but what is due is stored.
    for number, guest in enumerate(guests):
        guest.leaves()
        guests[number] = house.enter(crowd[number])
    house.passes(seconds=1)
    assert count(anton, "people.delta") == before + 2
    assert house.presence.leases.due(house.world.clock() + timedelta(seconds=1)) == []
