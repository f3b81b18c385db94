"""The group commit while the database fails: nothing lost, nothing in another order, nobody else harmed."""

import queue
import threading

import pytest

from bridge.domain.chats import Audience
from bridge.domain.errors import BridgeError, ServerBusy, ServerError
from bridge.services.messages import Post
from bridge.web import writer as module
from bridge.web.writer import MessageWriter
from tests.databases import template  # noqa: F401
from tests.patience import SECONDS
from tests.people import ANTON, CARLA, new_id
from tests.services.conftest import world  # noqa: F401


class Loop:
    """Plays the reactor: calls at once."""

    def call_soon(self, call, *args):
        call(*args)


class Desk:
    """A writer over a world, whose storing can be made to fail."""

    def __init__(self, world, monkeypatch) -> None:  # noqa: F811
        self.world = world
        self.batches: list[int] = []
        self.failing = lambda _posts: False
        self.outcomes: queue.Queue = queue.Queue()
        real = module.post

        def post(context, posts):
            self.batches.append(len(posts))
            if self.failing(posts):
                raise RuntimeError("the database is away")
            return real(context, posts)

        monkeypatch.setattr(module, "post", post)
        monkeypatch.setattr(module, "_PAUSE_SECONDS", 0.02)
        self.writer = MessageWriter(world.context, Loop())

    def says(self, who, chat, text) -> str:
        name = new_id()
        self.writer.submit(
            Post(who, chat.id, name, text, Audience.EVERYONE),
            lambda outcome: self.outcomes.put((text, outcome)),
        )
        return name

    def told(self, number):
        return [self.outcomes.get(timeout=SECONDS) for _ in range(number)]


@pytest.fixture
def desk(world, monkeypatch):  # noqa: F811
    made = Desk(world, monkeypatch)
    yield made
    made.writer.stop()


def test_what_has_queued_up_is_stored_together(desk):
    chat = desk.world.talking()
    for number in range(350):
        desk.says(CARLA, chat, f"{number}")
    desk.writer.start()
    told = desk.told(350)
    assert [text for text, _ in told] == [f"{number}" for number in range(350)]
    assert [outcome.seq for _, outcome in told] == list(range(3, 353))
    assert desk.batches == [200, 150]


def test_one_that_is_refused_does_not_touch_the_others(desk):
    chat = desk.world.talking()
    desk.says(CARLA, chat, "one")
    desk.says(CARLA, chat, "   ")
    desk.says(ANTON, chat, "two")
    desk.writer.start()
    (_, one), (_, empty), (_, two) = desk.told(3)
    assert (one.seq, two.seq) == (3, 4)
    assert isinstance(empty, BridgeError)


def test_a_database_that_is_away_for_a_while_is_waited_for(desk):
    chat = desk.world.talking()
    away = iter([True] * 7)
    desk.failing = lambda _posts: next(away, False)
    for number in range(3):
        desk.says(CARLA, chat, f"{number}")
    desk.writer.start()
    desk.says(CARLA, chat, "3")
    assert [(text, outcome.seq) for text, outcome in desk.told(4)] == [("0", 3), ("1", 4), ("2", 5), ("3", 6)]


def test_a_database_that_stays_away_is_told(desk, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.1)
    chat = desk.world.talking()
    desk.failing = lambda _posts: True
    desk.says(CARLA, chat, "one")
    desk.writer.start()
    ((_, outcome),) = desk.told(1)
    assert isinstance(outcome, ServerBusy)
    desk.failing = lambda _posts: False
    desk.says(CARLA, chat, "two")
    assert desk.told(1)[0][1].seq == 3


def test_one_message_that_cannot_be_stored_does_not_keep_the_others_out(desk):
    chat = desk.world.talking()
    desk.failing = lambda posts: any(one.text == "poison" for one in posts)
    for text in ("one", "poison", "two"):
        desk.says(CARLA, chat, text)
    desk.writer.start()
    (_, one), (_, poison), (_, two) = desk.told(3)
    assert (one.seq, two.seq) == (3, 4)
    assert isinstance(poison, ServerError)


def test_a_stop_stores_what_is_queued_and_does_not_wait_for_a_database(desk):
    chat = desk.world.talking()
    desk.says(CARLA, chat, "one")
    desk.writer.start()
    assert desk.told(1)[0][1].seq == 3
    desk.failing = lambda _posts: True
    desk.says(CARLA, chat, "two")
    stopping = threading.Thread(target=desk.writer.stop)
    stopping.start()
    stopping.join(30)
    assert not stopping.is_alive()
    assert isinstance(desk.told(1)[0][1], ServerBusy)
    desk.writer = MessageWriter(desk.world.context, Loop())
    desk.writer.start()


def test_a_queue_that_is_full_refuses_at_once(desk, monkeypatch):
    monkeypatch.setattr(module, "MOST_QUEUED", 2)
    chat = desk.world.talking()
    for text in ("one", "two", "three"):
        desk.says(CARLA, chat, text)
    assert desk.told(1)[0][0] == "three"
    desk.writer.start()
    assert [text for text, _ in desk.told(2)] == ["one", "two"]
