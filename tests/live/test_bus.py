"""The bus between processes: a fast path that never waits, never stops for good and mixes nothing up."""

import logging
import threading
import time

import pytest

from bridge.bus import RedisBus
from bridge.domain.chats import Audience, Author, Entry, EntryKind
from bridge.domain.events import ChatChanged, DirectoryChanged, EntriesAppended, Event
from bridge.domain.people import Kind
from tests.env.fixtures import need
from tests.env.processes import free_port
from tests.env.redis import RedisServer
from tests.patience import until
from tests.people import NOON

ENTRY = Entry(
    3,
    EntryKind.ARCHIVED,
    Audience.EVERYONE,
    Author(2, Kind.AGENT, "Änton ☃"),
    "",
    NOON,
    None,
    {"ticket_number": "1"},
)


class Process:
    """What one process hears."""

    def __init__(self, url: str) -> None:
        self.heard: list[Event] = []
        self.bus = RedisBus(url)
        self.bus.subscribe(self.heard.extend)
        self.bus.start()

    def has_heard(self, event: Event) -> bool:
        return event in self.heard


def _connected(here: Process, there: Process) -> None:
    """Wait until both hear each other."""
    until(lambda: _ping(here, there) and _ping(there, here))


def _ping(one: Process, other: Process) -> bool:
    one.bus.publish([ChatChanged("ping")])
    time.sleep(0.05)
    return other.has_heard(ChatChanged("ping"))


@pytest.fixture
def server():
    need("redis-server")
    running = RedisServer().start()
    yield running
    running.stop()


@pytest.mark.services
def test_events_arrive_whole_elsewhere_and_once_here(server):
    here, there = Process(server.url), Process(server.url)
    _connected(here, there)
    events = [EntriesAppended("c", (ENTRY,)), ChatChanged("c"), DirectoryChanged()]
    here.bus.publish(events)
    until(lambda: there.heard[-3:] == events)
    assert [one for one in here.heard if one != ChatChanged("ping")] == events
    here.bus.stop()
    there.bus.stop()


@pytest.mark.services
def test_two_services_on_one_redis_server_do_not_hear_each_other(server):
    here, there = Process(server.database(1)), Process(server.database(1))
    other = Process(server.database(2))
    _connected(here, there)
    assert other.heard == []
    for process in (here, there, other):
        process.bus.stop()


@pytest.mark.services
def test_it_works_again_after_redis_was_away(server):
    here, there = Process(server.url), Process(server.url)
    _connected(here, there)
    server.kill()
    for number in range(2000):
        here.bus.publish([ChatChanged(f"lost {number}")])
    assert here.heard[-1] == ChatChanged("lost 1999")
    server.start()
    there.heard.clear()
    here.heard.clear()
    _connected(here, there)
    here.bus.stop()
    there.bus.stop()


def test_without_redis_nothing_waits_and_nothing_piles_up(caplog):
    caplog.set_level(logging.CRITICAL)
    here = Process(f"redis://127.0.0.1:{free_port()}/0")
    for number in range(20_000):
        here.bus.publish([ChatChanged(f"{number}")])
    assert len(here.heard) == 20_000
    assert len(here.bus._queue) <= 1000
    here.bus.stop()


def test_a_stop_waits_for_nothing_long(caplog):
    caplog.set_level(logging.CRITICAL)
    here = Process(f"redis://127.0.0.1:{free_port()}/0")
    here.bus.publish([ChatChanged("c")])
    stopping = threading.Thread(target=here.bus.stop)
    stopping.start()
    stopping.join(8)
    assert not stopping.is_alive()
    here.bus.publish([ChatChanged("after the end")])


@pytest.mark.services
def test_an_event_that_cannot_be_read_does_no_harm(server, caplog):
    caplog.set_level(logging.CRITICAL)
    here, there = Process(server.url), Process(server.url)
    _connected(here, there)
    for raw in (b"no JSON", b"{}", b'{"from": "x", "events": [{"type": "FromTheFuture"}]}'):
        here.bus._redis.publish(here.bus._channel, raw)
    there.heard.clear()
    _connected(here, there)
    here.bus.stop()
    there.bus.stop()
