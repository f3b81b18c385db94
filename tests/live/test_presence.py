"""Who is here, over real sockets: page loads, two web processes, one that is killed, and administration."""

import time
from collections.abc import Iterator

import pytest
import requests

from tests.env.fixtures import need
from tests.env.postgres import Postgres
from tests.env.redis import RedisServer
from tests.live.client import ORIGIN
from tests.live.service import Service, StandIn
from tests.patience import SECONDS, until

LEASE = 10


def available(client, availability="external"):
    """The agent is there for the channels they have; what they are told then."""
    client.event("me")
    reply = client.ask("availability.set", availability=availability, channels=[1])
    assert reply["type"] == "result", reply
    return client.event("me", availability=availability)


def follow(client):
    """The agents and customers who are there: login → circle."""
    reply = client.ask("people.follow")
    assert reply["type"] == "result", reply
    return {one["login"]: one["circle"] for one in [*reply["agents"], *reply["customers"]]}


def sees(client, login, circle, *, timeout=SECONDS):
    """Wait until a delta shows that person with that circle."""

    def shows(message):
        if message["type"] != "people.delta":
            return False
        people = [*message["upsert"]["agents"], *message["upsert"]["customers"]]
        return any((one["login"], one["circle"]) == (login, circle) for one in people)

    return client.until(shows, timeout=timeout)


def deltas_of(client, login):
    client.ask("ping")
    return [one for one in client.events if one["type"] == "people.delta" and login in str(one)]


def test_an_agent_is_told_of_themselves_and_customers_of_the_agent(service):
    anton, max_ = service.agent(), service.visitor()
    assert anton.event("me")["admin"] is True
    anton.events.clear()
    reply = anton.ask("availability.set", availability="external", channels=[1])
    assert reply["type"] == "result", reply
    assert anton.event("me")["channels"] == [1]
    shown = max_.event("channels")["channels"][0]
    assert (shown["open"], shown["available"]) == (True, True)
    anton.ask("availability.set", availability="none", channels=[])
    assert max_.event("channels")["channels"][0]["available"] is False


def test_a_page_load_is_seen_by_nobody(service):
    anton, cem = service.agent(), service.agent("cem")
    follow(anton)
    time.sleep(1.5)
    anton.events.clear()
    for _ in range(3):
        cem.close()
        time.sleep(0.5)
        cem = service.agent("cem")
    time.sleep(1.5)
    assert deltas_of(anton, "cem") == []


def test_web_pages_may_ask_whether_somebody_is_there(service):
    url = service.socket_url.replace("ws:", "http:").replace("/socket", "/availability")
    answer = requests.get(url, headers={"Origin": ORIGIN}, timeout=60)
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["Cache-Control"] == "public, max-age=15"
    assert "Origin" in answer.headers["Vary"]
    assert set(answer.json()) == {"available", "channels"}
    assert "group" not in answer.text
    stranger = requests.get(url, headers={"Origin": "https://evil.example"}, timeout=60)
    assert "Access-Control-Allow-Origin" not in stranger.headers


# Two web processes.


class Two:
    """Two web processes on one database and one Redis."""

    def __init__(self) -> None:
        self.otrs = StandIn().start()
        self.postgres = Postgres().start()
        self.redis = RedisServer().start()
        place = {
            "database_url": self.postgres.database("presence").url,
            "redis_url": self.redis.database(2),
            "settings": {"CHATBRIDGE_PRESENCE_SECONDS": str(LEASE)},
        }
        self.here = Service(self.otrs, **place).start("serve", "worker", "beat")
        self.there = Service(self.otrs, **place).start("serve")

    def stop(self) -> None:
        for part in (self.there, self.here, self.redis, self.postgres, self.otrs):
            part.stop()


@pytest.fixture(scope="module")
def two() -> Iterator[Two]:
    need("postgres")
    need("redis-server")
    running = Two()
    yield running
    running.stop()


@pytest.mark.services
def test_people_of_two_processes_see_each_other(two):
    anton = two.here.agent()
    follow(anton)
    cem = two.there.agent("cem")
    sees(anton, "cem", "green")
    available(cem, "none")
    sees(anton, "cem", "red")
    two.there.customer()
    sees(anton, "carla", "green")
    max_ = two.here.visitor()
    assert cem.ask("availability.set", availability="external", channels=[1])["type"] == "result"
    assert max_.event("channels")["channels"][0]["available"] is True


@pytest.mark.services
def test_who_is_connected_elsewhere_stays_longer_than_the_lease(two):
    anton, cem = two.here.agent(), two.there.agent("cem")
    until(lambda: follow(anton).get("cem") == "green")
    anton.ask("ping")
    anton.events.clear()
    time.sleep(LEASE + 3)
    assert deltas_of(anton, "cem") == []
    assert cem.ask("ping")["type"] == "result"


@pytest.mark.services
def test_the_rules_of_one_process_are_those_of_the_other(two):
    adam, cem = two.here.agent(), two.there.agent("cem")
    cem.event("me")
    version = adam.ask("admin.read")["policy"]["version"]
    answer = adam.ask("admin.policy", policy={"idle_minutes": 7}, version=version)
    assert answer["policy"]["idle_minutes"] == 7
    assert cem.event("me")["policy"]["idle_minutes"] == 7
    assert cem.ask("admin.read")["code"] == "permission.denied"


@pytest.mark.services
def test_the_people_of_a_killed_process_vanish_when_the_lease_ends(two):
    anton = two.here.agent()
    theirs = [two.there.agent("cem"), two.there.customer("karl")]
    until(lambda: follow(anton).keys() >= {"cem", "karl"})
    two.there.kill("serve")
    try:
        gone: set[str] = set()
        while not gone >= {"agent:cem", "customer:karl"}:
            gone |= set(anton.event("people.delta", timeout=SECONDS)["remove"])
    finally:
        for client in theirs:
            client.close()
        two.there.start("serve")
    back = two.there.agent("cem")
    sees(anton, "cem", "green")
    back.close()


@pytest.mark.services
def test_without_redis_people_are_seen_through_the_database(two):
    anton = two.here.agent()
    follow(anton)
    two.redis.kill()
    try:
        berta = two.there.agent("berta")
        assert sees(anton, "berta", "green")
        assert berta.ask("ping")["type"] == "result"
    finally:
        two.redis.start()
