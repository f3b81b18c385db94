"""Administration: channels, queues and rules, who may, and two who do it at once."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bridge.domain.channels import Level
from bridge.domain.errors import InputConflict, InputInvalid, PermissionDenied
from bridge.domain.events import ChannelsChanged, PolicyChanged
from bridge.domain.policy import Policy, changed, stored
from bridge.services import channels, directory, identity, policy
from bridge.services.policy import CurrentPolicy
from bridge.store.tables import audit
from tests.people import ADMIN, ANTON, CARLA, CEM, MAX, RW, agent
from tests.services.test_identity import claims
from tests.world import at_once

SALES = {"id": None, "name": "Sales", "group": "users"}
WEEK = {str(day): [["09:00", "17:00"]] for day in range(5)}


def noted(world):
    """What is in the audit: who, what, and with which values."""
    with world.engine.connect() as connection:
        return [
            (row.who, row.what, row.data) for row in connection.execute(select(audit).order_by(audit.c.id))
        ]


def edit(world, who=ADMIN, **fields):
    return channels.save(world.context, who, {"id": 1, "version": 1, **fields})


# Who may.

WAYS = {
    "read": lambda world, who: channels.administration(world.context, who),
    "make a channel": lambda world, who: channels.save(world.context, who, SALES),
    "change a channel": lambda world, who: edit(world, who, comment="x"),
    "give queues away": lambda world, who: channels.assign_queues(world.context, who, {}),
    "change the rules": lambda world, who: policy.save(world.context, who, {"idle_minutes": 9}, 0),
}
OTHERS = {
    "an agent": ANTON,
    "an agent with less than rw": agent("adam", admin=RW - {"rw"}),
    "an admin of another name": agent("adam", Admin=RW),
    "a customer": CARLA,
    "a visitor": MAX,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", OTHERS)
def test_only_administrators_administrate(world, way, who):
    before = channels.administration(world.context, ADMIN)
    with pytest.raises(PermissionDenied):
        WAYS[way](world, OTHERS[who])
    assert channels.administration(world.context, ADMIN) == before
    assert noted(world) == []
    WAYS[way](world, ADMIN)


# Channels.


def test_the_default_channel_gets_another_group(world):
    world.knows()
    assert ANTON.level_in(world.channel) is Level.OWNER
    kept = edit(world, group="support")
    assert (kept.channel.group, kept.version, kept.changed_by, kept.created_by) == ("support", 2, "adam", "")
    assert ANTON.level_in(kept.channel) is Level.NONE
    assert world.bus.take() == [ChannelsChanged()]
    assert noted(world) == [
        ("agent:adam", "channel.changed", {"id": 1, "name": "Support", "group": ["users", "support"]})
    ]


def test_a_channel_is_made_with_everything(world):
    wanted = {
        **SALES,
        "for_customers": True,
        "for_visitors": False,
        "valid": True,
        "comment": " for  sellers ",
        "greeting": "Good day\r\n😀",
        "opening_hours": WEEK,
        "agent_name": "Team Sales",
        "agents_numbered": True,
        "ticket_queue": "",
        "keep_closed_hours": 48,
        "keep_all_days": 365,
        "colour": "red",
    }
    made = channels.save(world.context, ADMIN, wanted).channel
    assert (made.comment, made.greeting) == ("for sellers", "Good day\n😀")
    for name in ("for_customers", "for_visitors", "agent_name", "agents_numbered", "keep_closed_hours"):
        assert getattr(made, name) == wanted[name]
    assert made.opening_hours == WEEK
    assert [one.channel.name for one in channels.administration(world.context, ADMIN).channels] == [
        "Support",
        "Sales",
    ]
    assert noted(world)[0][1] == "channel.made"


def test_what_is_not_given_stays(world):
    edit(world, greeting="Hello", keep_closed_hours=1)
    kept = edit(world, version=2, comment="x").channel
    assert (kept.greeting, kept.keep_closed_hours, kept.for_visitors) == ("Hello", 1, True)
    assert edit(world, version=3, keep_closed_hours=None).channel.keep_closed_hours is None


WRONG = [
    ("name", ""),
    ("name", "\n\x00"),
    ("name", "x" * 101),
    ("name", None),
    ("group", ""),
    ("group", 5),
    ("for_customers", 1),
    ("valid", None),
    ("comment", "x" * 251),
    ("greeting", "x" * 501),
    ("opening_hours", []),
    ("opening_hours", {"8": []}),
    ("agent_name", "x" * 101),
    ("ticket_queue", None),
    ("keep_closed_hours", 0),
    ("keep_closed_hours", True),
    ("keep_all_days", "5"),
    ("keep_all_days", 10**9),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_no_channel_can_have_is_refused_with_the_field(world, field, value):
    for fields in ({field: value}, {**SALES, "version": None, field: value}):
        with pytest.raises(InputInvalid) as refused:
            edit(world, **fields)
        assert refused.value.data == {"field": field}
    assert noted(world) == []


def test_a_name_is_there_once(world):
    made = channels.save(world.context, ADMIN, SALES)
    for fields in (SALES, {"id": made.channel.id, "version": 1, "name": "Support"}):
        with pytest.raises(InputInvalid) as refused:
            channels.save(world.context, ADMIN, fields)
        assert refused.value.data == {"field": "name"}


@pytest.mark.parametrize("wanted", [99, 0, "1", 1.5, True])
def test_a_channel_that_is_not_there_is_not_changed(world, wanted):
    with pytest.raises((InputInvalid, InputConflict)):
        channels.save(world.context, ADMIN, {"id": wanted, "version": 7, "comment": "x"})


def test_group_and_queue_are_those_of_otrs(world):
    world.knows()
    for field, value in (("group", "nobody"), ("ticket_queue", "Nowhere")):
        with pytest.raises(InputInvalid) as refused:
            edit(world, **{field: value})
        assert refused.value.data == {"field": field}
    assert edit(world, group="support", ticket_queue="Misc").channel.ticket_queue == "Misc"


def test_a_group_that_otrs_has_lost_keeps_nobody_from_changing_the_rest(world):
    world.otrs.agents = {"berta": agent("berta", support=RW)}
    directory.refresh(world.context)
    assert edit(world, comment="x").channel.group == "users"


def test_before_otrs_has_told_of_its_groups_any_will_do(world):
    assert edit(world, group="later").channel.group == "later"


@pytest.mark.parametrize("version", [0, 2, None, "1"])
def test_who_has_read_another_version_changes_nothing(world, version):
    with pytest.raises(InputConflict):
        edit(world, version=version, comment="x")
    assert channels.administration(world.context, ADMIN).channels[0].channel.comment == ""


def test_of_two_who_change_at_once_one_is_told_to_look_again(world):
    results = at_once(lambda: edit(world, comment="a"), lambda: edit(world, comment="b"))
    assert sorted(type(one).__name__ for one in results) == ["ChannelRecord", "InputConflict"]
    assert len(noted(world)) == 1


def test_of_two_who_make_the_same_channel_one_does(world):
    results = at_once(*[lambda: channels.save(world.context, ADMIN, SALES)] * 2)
    assert sorted(type(one).__name__ for one in results) == ["ChannelRecord", "InputInvalid"]


# Queues.


def test_queues_get_channels_and_lose_them(world):
    world.knows()
    sales = channels.save(world.context, ADMIN, SALES).channel.id
    assert channels.assign_queues(world.context, ADMIN, {"2": 1, "3": sales}) == {"2": 1, "3": sales}
    assert channels.assign_queues(world.context, ADMIN, {"2": None, "3": 1}) == {"3": 1}
    found = channels.administration(world.context, ADMIN)
    assert {queue.name for queue in found.queues} == {"Postmaster", "Raw", "Misc"}
    assert found.channel_of == {"3": 1}
    with world.context.db.read() as tx:
        assert channels.of_queue(tx, "3") == world.channel
        assert channels.of_queue(tx, "2") is None
    changes = [data for _, what, data in noted(world) if what == "queue.changed"]
    assert {"queue": "2", "channel": [1, None]} in changes
    assert len(changes) == 4


def test_a_channel_has_a_usual_queue_for_its_tickets(world):
    world.knows()
    channels.assign_queues(world.context, ADMIN, {"2": 1, "3": 1})
    offered = directory.ticket_options(world.context, ANTON, None).queues
    assert channels.queue_of(world.context, 1, offered) == "2"
    assert channels.queue_of(world.context, 1, offered[:1]) is None
    assert channels.queue_of(world.context, 99, offered) is None
    assert channels.queue_of(world.context, None, offered) is None


@pytest.mark.parametrize("queues", [{"99": 1}, {"2": 99}, {"2": 1, "3": 99}])
def test_a_queue_or_channel_that_is_not_there_changes_nothing(world, queues):
    world.knows()
    with pytest.raises(InputInvalid):
        channels.assign_queues(world.context, ADMIN, queues)
    assert channels.administration(world.context, ADMIN).channel_of == {}
    assert noted(world) == []


def test_a_queue_that_otrs_has_lost_can_be_let_go(world):
    world.knows()
    channels.assign_queues(world.context, ADMIN, {"2": 1})
    usual = world.otrs.directory()
    world.otrs.directory = lambda: replace(usual, queues=usual.queues[:1])
    directory.refresh(world.context)
    assert channels.assign_queues(world.context, ADMIN, {"2": None}) == {}


def test_an_invalid_channel_has_no_queue(world):
    world.knows()
    channels.assign_queues(world.context, ADMIN, {"2": 1})
    edit(world, valid=False)
    with world.context.db.read() as tx:
        assert channels.of_queue(tx, "2") is None


# The rules.


def test_rules_are_changed_told_and_noted(world):
    after = policy.save(world.context, ADMIN, {"idle_minutes": 9, "directions": ["agent_agent"]}, 0)
    assert after == changed(Policy(1), {"idle_minutes": 9, "directions": ["agent_agent"]})
    assert world.bus.take() == [PolicyChanged(1, stored(after))]
    assert policy.save(world.context, ADMIN, {"most_windows": 2}, 1).idle_minutes == 9
    assert [data for *_, data in noted(world)][1] == {"most_windows": [3, 2]}
    assert channels.administration(world.context, ADMIN).policy.version == 2


def test_a_rule_that_cannot_be_changes_nothing(world):
    with pytest.raises(InputInvalid):
        policy.save(world.context, ADMIN, {"most_windows": 2, "idle_minutes": 0}, 0)
    assert channels.administration(world.context, ADMIN).policy == Policy()


@pytest.mark.parametrize("version", [0, 2, 2**52])
def test_rules_of_another_version_are_not_changed(world, version):
    policy.save(world.context, ADMIN, {"most_windows": 2}, 0)
    with pytest.raises(InputConflict):
        policy.save(world.context, ADMIN, {"most_windows": 4}, version)


def test_of_two_who_change_the_rules_at_once_one_is_told_to_look_again(world):
    for version in range(5):
        results = at_once(
            *[
                lambda n=n, v=version: policy.save(world.context, ADMIN, {"most_windows": n}, v)
                for n in (4, 5)
            ]
        )
        assert sorted(type(one).__name__ for one in results) == ["InputConflict", "Policy"]


def test_other_levels_count_at_the_next_sign_in(world):
    world.knows()
    world.rules(levels={"note": "owner"}, start_groups=["chat"])
    cem = identity.sign_in(world.context, claims(world, CEM))
    assert cem.level_in(world.channel) is Level.OWNER
    assert not cem.may_start


# How each process knows them.


def test_a_process_that_may_not_wait_hears_of_other_rules_and_compares(world):
    known = CurrentPolicy(world.context.db)
    known.no_waiting()
    world.rules(idle_minutes=9)
    (event,) = [one for one in world.bus.take() if isinstance(one, PolicyChanged)]
    assert known().idle_minutes == 5
    known.hear([event])
    assert known().idle_minutes == 9
    world.rules(idle_minutes=7)
    assert known.refresh()
    assert not known.refresh()
    known.hear([event])
    assert known().idle_minutes == 7, "old news"


def test_a_process_that_may_wait_looks_by_itself(world):
    known = CurrentPolicy(world.context.db, seconds=0)
    world.rules(idle_minutes=9)
    assert known().idle_minutes == 9


def test_without_the_database_the_last_rules_hold(world, monkeypatch):
    known = CurrentPolicy(world.context.db, seconds=0)
    world.rules(idle_minutes=9)
    known()

    def gone():
        raise ConnectionError("the database is away")

    monkeypatch.setattr(type(world.context.db), "read", lambda _self: gone())
    assert known().idle_minutes == 9
