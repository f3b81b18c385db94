"""Who was seen, what agents have set, rules, queues and the audit: the same on all databases."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bridge.domain.directory import OnlineCustomer
from bridge.domain.policy import Policy, changed
from bridge.domain.presence import AgentState, Availability, Seen
from bridge.store.tables import audit
from tests.people import ANTON, NOON, agent, directory_of
from tests.store.test_tables import channel, write  # noqa: F401

EXACT = datetime(2026, 11, 22, 23, 59, 59, 123456, tzinfo=UTC)


def seen(who="agent:anton", at=0, active=0, name="Anton"):
    return Seen(who, name, NOON + timedelta(seconds=at), NOON + timedelta(seconds=active))


# Presence.


def test_who_was_seen_comes_back_as_it_was(write):  # noqa: F811
    long = Seen(f"customer:{'ü' * 200}", "😀" * 200, EXACT, EXACT)
    write(lambda tx: tx.presence.put([seen(), long]))
    assert write(lambda tx: tx.presence.get("agent:anton")) == seen()
    assert write(lambda tx: tx.presence.get(long.person)) == long
    assert write(lambda tx: tx.presence.get("agent:Anton")) is None


def test_times_move_on_and_never_back(write):  # noqa: F811
    write(lambda tx: tx.presence.put([seen(at=10, active=5)]))
    write(lambda tx: tx.presence.put([seen(at=9, active=7)]))
    assert write(lambda tx: tx.presence.get("agent:anton")) == seen(at=10, active=7)
    write(lambda tx: tx.presence.put([seen(at=20, active=1, name="Anton A.")]))
    assert write(lambda tx: tx.presence.get("agent:anton")) == seen(at=20, active=7, name="Anton A.")


def test_only_the_latest_are_looked_at_and_the_old_are_dropped(write):  # noqa: F811
    write(lambda tx: tx.presence.put([seen(f"agent:a{n}", at=n) for n in range(5)]))
    write(lambda tx: tx.presence.put([]))
    since = NOON + timedelta(seconds=3)
    assert {one.person for one in write(lambda tx: tx.presence.since(since))} == {"agent:a3", "agent:a4"}
    assert write(lambda tx: tx.presence.forget(since)) == 3
    assert len(write(lambda tx: tx.presence.since(NOON))) == 2


def test_thousands_are_stored_at_once_and_again(write):  # noqa: F811
    crowd = [seen(f"agent:a{n}") for n in range(3000)]
    write(lambda tx: tx.presence.put(crowd))
    write(lambda tx: tx.presence.put([replace(one, seen_at=EXACT) for one in reversed(crowd)]))
    assert len(write(lambda tx: tx.presence.since(EXACT))) == 3000


def test_two_processes_that_store_the_same_people_do_not_wait_for_each_other(db):
    crowd = [seen(f"agent:a{n}") for n in range(300)]
    failures = []

    def store(people):
        try:
            for number in range(10):
                with db.write() as tx:
                    tx.presence.put(
                        [replace(one, seen_at=NOON + timedelta(seconds=number)) for one in people]
                    )
        except Exception as error:
            failures.append(error)

    threads = [
        threading.Thread(target=store, args=(people,)) for people in (crowd, crowd[::-1], crowd[50:250])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


# What agents have set.


def test_what_an_agent_has_set_comes_back_as_it_was(write):  # noqa: F811
    first = AgentState("anton", 1, Availability.INTERNAL, frozenset({3, 1}))
    assert write(lambda tx: tx.agent_states.add(first))
    assert not write(lambda tx: tx.agent_states.add(first))
    assert write(lambda tx: tx.agent_states.get("anton")) == (first, {})
    then = AgentState("anton", 2, Availability.EXTERNAL, frozenset(), asking=True)
    write(lambda tx: tx.agent_states.change(then, {"sound": {"ü": [None, "😀"]}}))
    write(lambda tx: tx.agent_states.change(replace(then, version=3)))
    found = write(lambda tx: tx.agent_states.get("anton", lock=True))
    assert found == (replace(then, version=3), {"sound": {"ü": [None, "😀"]}})
    assert write(lambda tx: tx.agent_states.all()) == [replace(then, version=3)]
    assert write(lambda tx: tx.agent_states.get("Anton")) is None


# The policy.


def test_the_policy_is_one_row_whose_versions_follow_each_other(write):  # noqa: F811
    assert write(lambda tx: tx.policy.read()) == Policy()
    first = changed(Policy(1), {"receive_groups": ["ü😀"], "levels": {"rw": "owner", "note": "owner"}})
    assert write(lambda tx: tx.policy.save(first))
    assert write(lambda tx: tx.policy.read()) == first
    assert not write(lambda tx: tx.policy.save(first))
    assert not write(lambda tx: tx.policy.save(replace(first, version=3)))
    assert write(lambda tx: tx.policy.save(replace(first, version=2, most_windows=7)))
    assert write(lambda tx: tx.policy.read()).most_windows == 7


# Channels and queues.


def test_a_channel_changes_once_a_version(write, channel):  # noqa: F811
    hours = {"0": [["09:00", "12:00"]]}
    after = replace(channel, greeting="ü😀\n", opening_hours=hours, keep_all_days=9, agents_numbered=True)
    assert write(lambda tx: tx.channels.change(after, 1, "adam", EXACT))
    assert not write(lambda tx: tx.channels.change(channel, 1, "adam", EXACT))
    (kept,) = write(lambda tx: tx.channels.records())
    assert (kept.channel, kept.version, kept.changed_by, kept.changed_at) == (after, 2, "adam", EXACT)
    assert (kept.created_by, kept.created_at) == ("", NOON)
    assert write(lambda tx: tx.channels.all()) == [after]


def test_a_name_is_in_use_once_and_the_transaction_goes_on(write, channel):  # noqa: F811
    def try_both(tx):
        return tx.channels.add(channel, "", NOON), tx.channels.add(replace(channel, name="support"), "", NOON)

    none, made = write(try_both)
    assert none is None
    assert [one.id for one in write(lambda tx: tx.channels.all())] == [channel.id, made]
    other = replace(channel, id=made, name="Support")
    assert not write(lambda tx: tx.channels.change(other, 1, "", NOON))


def test_queues_have_a_channel_or_none(write, channel):  # noqa: F811
    write(lambda tx: tx.channels.set_queue("2", channel.id))
    write(lambda tx: tx.channels.set_queue("2", channel.id))
    write(lambda tx: tx.channels.set_queue("3", channel.id))
    write(lambda tx: tx.channels.set_queue("3", None))
    assert write(lambda tx: tx.channels.queues()) == {"2": channel.id}


# The directory.


def test_the_directory_comes_back_as_it_was(write):  # noqa: F811
    assert write(lambda tx: tx.people.time_zone()) == "UTC"
    assert write(lambda tx: (tx.people.group_names(), tx.people.queues(), tx.people.agents())) == ([], [], [])
    customers = (
        OnlineCustomer("carla", "Carla 😀", EXACT, "carla@example.com", "acme"),
        OnlineCustomer("x", "", None),
    )
    told = replace(directory_of(ANTON, agent("empty")), customers_online=customers, time_zone="Europe/Berlin")
    write(lambda tx: tx.people.replace(told, NOON))
    assert {one.login: one for one in write(lambda tx: tx.people.agents())} == {
        one.login: one for one in told.agents
    }
    assert {one.login: one for one in write(lambda tx: tx.people.customers_online())} == {
        one.login: one for one in customers
    }
    assert write(lambda tx: tx.people.time_zone()) == "Europe/Berlin"
    assert write(lambda tx: tx.people.group_names()) == ["users"]
    assert [one.name for one in write(lambda tx: tx.people.queues())] == ["Misc", "Postmaster", "Raw"]
    write(lambda tx: tx.people.replace(directory_of(), NOON))
    assert write(lambda tx: tx.people.customers_online()) == []


def test_a_customer_that_otrs_names_twice_is_one(write):  # noqa: F811
    twice = (OnlineCustomer("carla", "Carla", None), OnlineCustomer("carla", "Carla", EXACT))
    write(lambda tx: tx.people.replace(replace(directory_of(), customers_online=twice), NOON))
    assert len(write(lambda tx: tx.people.customers_online())) == 1


# The audit.


def test_what_was_done_is_written_down(engine, write):  # noqa: F811
    write(lambda tx: tx.audit.note(EXACT, "agent:adam", "channel.changed", {"name": ["ü", "😀"], "id": 1}))
    with engine.connect() as connection:
        (row,) = connection.execute(select(audit))
    assert (row.at, row.who, row.what, row.data["name"]) == (
        EXACT,
        "agent:adam",
        "channel.changed",
        ["ü", "😀"],
    )
