"""The bus: what was committed is told, here at once and in other processes as it was."""

import socket
import threading
import time
from datetime import timedelta

import pytest

from bridge.bus import LocalBus, RedisBus
from bridge.domain.chats import Audience, Author, Entry, EntryKind
from bridge.domain.events import (
    AgentStateChanged,
    ChannelsChanged,
    ChatChanged,
    DirectoryChanged,
    EntriesAppended,
    MailChanged,
    PeopleSeen,
    PolicyChanged,
    ReadMarked,
    Typing,
)
from bridge.domain.people import Kind
from bridge.domain.policy import Policy, changed, stored
from bridge.domain.presence import Seen
from tests.patience import SECONDS
from tests.people import NOON

ENTRIES = (
    Entry(
        7,
        EntryKind.MESSAGE,
        Audience.AGENTS,
        Author(2, Kind.AGENT, "Anton 😀"),
        "مرحبا\n<b>",
        NOON + timedelta(microseconds=123456),
        "a-client-id",
    ),
    Entry(
        8,
        EntryKind.ARCHIVED,
        Audience.EVERYONE,
        Author(1, Kind.VISITOR, "Max"),
        "",
        NOON,
        None,
        {"a": ["1", None]},
    ),
)
EVENTS = [
    EntriesAppended("a-chat", ENTRIES),
    ChatChanged("a-chat"),
    ReadMarked("a-chat", 2, 7, hidden=True),
    Typing("a-chat", 2, "agent:anton 😀", on=True, audience=Audience.AGENTS),
    DirectoryChanged(),
    PolicyChanged(3, stored(changed(Policy(3), {"levels": {"ü": "owner"}}))),
    ChannelsChanged(),
    AgentStateChanged("antön"),
    MailChanged("c1", "m1", "visitor:5b0b4f6e", "done"),
    PeopleSeen((Seen("agent:anton", "Anton 😀", NOON + timedelta(microseconds=1), NOON),)),
]


def test_listeners_in_the_process_are_told_at_once():
    bus, heard = LocalBus(), []
    bus.publish(EVENTS)
    bus.subscribe(heard.append)
    bus.subscribe(heard.append)
    bus.publish(iter(EVENTS))
    bus.publish([])
    assert heard == [EVENTS, EVENTS]


class Listener:
    def __init__(self, bus):
        self.heard = []
        self.hellos = 0
        self._more = threading.Condition()
        bus.subscribe(self._hear)

    def _hear(self, batch):
        with self._more:
            self.heard += [event for event in batch if not getattr(event, "chat_id", "").startswith("hello")]
            self.hellos += len(batch)
            self._more.notify_all()

    def wait_for(self, event):
        with self._more:
            assert self._more.wait_for(lambda: event in self.heard, SECONDS), self.heard


@pytest.fixture
def pair(redis_server):
    """Two processes' buses; both listen."""
    made = [RedisBus(redis_server.database(3)) for _ in range(2)]
    listeners = [Listener(bus) for bus in made]
    for bus in made:
        bus.start()
    for number in range(100):  # until each hears the other
        for sender in made:
            sender.publish([ChatChanged(f"hello {number}")])
        time.sleep(0.05)
        if all(listener.hellos > number + 1 for listener in listeners):
            break
    yield list(zip(made, listeners, strict=True))
    for bus in made:
        bus.stop()


@pytest.mark.services
def test_other_processes_hear_the_same_and_each_hears_it_once(pair):
    (one, at_one), (_, at_other) = pair
    one.publish(EVENTS)
    assert at_one.heard == EVENTS, "at once"
    at_other.wait_for(EVENTS[-1])
    one.publish([ChatChanged("last")])
    at_other.wait_for(ChatChanged("last"))
    assert at_other.heard == [*EVENTS, ChatChanged("last")]
    assert at_one.heard == [*EVENTS, ChatChanged("last")]


@pytest.mark.services
def test_installations_that_share_a_redis_do_not_hear_each_other(redis_server, pair):
    (_, at_one), _ = pair
    stranger = RedisBus(redis_server.database(4))
    stranger.publish([ChatChanged("of somebody else")])
    stranger.stop()
    pair[1][0].publish([ChatChanged("ours")])
    at_one.wait_for(ChatChanged("ours"))
    assert ChatChanged("of somebody else") not in at_one.heard


@pytest.mark.parametrize("how", ["refuses", "hangs"])
def test_nobody_waits_for_a_redis_that_is_not_there(how):
    with socket.socket() as dead:
        dead.bind(("127.0.0.1", 0))
        if how == "hangs":
            dead.listen()
        bus = RedisBus(f"redis://127.0.0.1:{dead.getsockname()[1]}/0")
        listener = Listener(bus)
        for _ in range(3000):
            bus.publish(EVENTS)
        assert len(listener.heard) == 3000 * len(EVENTS)
    bus.stop()
