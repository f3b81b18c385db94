"""The reactor and its connections over socket pairs: what they do when peers, handlers or time fail."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from bridge.web import connection
from bridge.web.connection import Connection, Limits
from bridge.web.reactor import Reactor
from bridge.web.websocket import WebSocket
from tests.live.raw import CLOSE, CONT, PING, PONG, TEXT, Peer, frame
from tests.patience import SECONDS, until

LIMITS = Limits(ping_seconds=25, idle_seconds=75, buffer_bytes=1 << 20)


class Recorder:
    """A handler that notes what it is told; ``then`` is done with every message."""

    def __init__(self, its: Connection, then: Callable[[Connection, bytes], None]) -> None:
        self.connection = its
        self.messages: list[bytes] = []
        self.over = threading.Event()
        self._then = then

    def received(self, message: bytes) -> None:
        self.messages.append(message)
        self._then(self.connection, message)

    def closed(self) -> None:
        self.over.set()


class House:
    """A reactor, and peers at the other ends."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.reactor = Reactor(limits, most=10)
        self.reactor.start()

    def peer(self, then: Callable[[Connection, bytes], None] = WebSocket.send) -> tuple[Peer, Recorder]:
        """A peer whose messages are echoed, or treated with ``then``."""
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        made: list[Recorder] = []

        def handler_of(its: Connection) -> Recorder:
            made.append(Recorder(its, then))
            return made[0]

        self.reactor.adopt(ours, WebSocket, handler_of)
        self.settle()
        return Peer(theirs), made[0]

    def settle(self) -> None:
        """Wait until the reactor has done what it was asked to."""
        self.do(lambda: None)

    def do(self, call: Callable[[], object]) -> object:
        """Call something in the reactor's thread; its result."""
        done = threading.Event()
        result: list[object] = []

        def run() -> None:
            result.append(call())
            done.set()

        self.reactor.call_soon(run)
        assert done.wait(SECONDS)
        return result[0]


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    yield made
    made.reactor.stop()


def test_messages_go_both_ways_whole_and_in_order(house):
    peer, _ = house.peer()
    for size in (0, 1, 125, 126, 65535, 65536):
        peer.send(frame(b"x" * size))
        assert peer.frame() == (TEXT, b"x" * size)


def test_what_does_not_fit_at_once_is_sent_when_there_is_room(house):
    peer, recorder = house.peer()
    sent = [bytes([65 + number % 26]) * 20000 for number in range(40)]
    house.do(lambda: [recorder.connection.send(one) for one in sent])
    assert [peer.frame()[1] for _ in sent] == sent


def test_a_message_over_the_limit_reaches_a_peer_that_reads(house):
    peer, recorder = house.peer()
    large = b"x" * (LIMITS.buffer_bytes * 3)
    house.do(lambda: recorder.connection.send(large))
    assert peer.frame()[1] == large


def test_a_peer_that_does_not_read_is_cut_off_at_the_limit(house):
    peer, recorder = house.peer()
    other, _ = house.peer()

    def fill() -> int:
        sent = 0
        while recorder.connection.open:
            recorder.connection.send(b"x" * 10000)
            sent += 10000
        return sent

    assert LIMITS.buffer_bytes <= house.do(fill) <= LIMITS.buffer_bytes + 20000
    assert recorder.over.is_set()
    assert peer.close_code() == 1006
    other.send(frame(b"still there"))
    assert other.frame() == (TEXT, b"still there")


def test_nothing_is_sent_or_kept_for_a_peer_that_has_gone(house):
    peer, recorder = house.peer()
    peer.close()
    assert recorder.over.wait(SECONDS)
    assert not recorder.connection.open
    house.do(lambda: [recorder.connection.send(b"x" * 1000) for _ in range(5000)])
    assert len(recorder.connection._out) == 0
    assert len(house.reactor) == 0
    house.do(lambda: recorder.connection.close(1000, "bye"))
    house.do(recorder.connection.abort)


def test_a_fault_of_a_handler_ends_its_connection_with_1011_and_no_other(house):
    def fail(_its: Connection, _message: bytes) -> None:
        raise ZeroDivisionError

    peer, recorder = house.peer(fail)
    other, _ = house.peer()
    peer.send(frame(b"1"))
    assert peer.close_code() == 1011
    peer.send(frame(struct.pack("!H", 1011), CLOSE))
    assert recorder.over.wait(SECONDS)
    other.send(frame(b"2"))
    assert other.frame() == (TEXT, b"2")


def test_faults_in_calls_timers_and_endings_do_not_stop_the_reactor(house):
    def fail() -> None:
        raise ZeroDivisionError

    house.reactor.call_soon(fail)
    house.do(lambda: house.reactor.call_later(0, fail))
    peer, recorder = house.peer()
    recorder.closed = fail
    peer.close()
    broken, theirs = socket.socketpair()
    house.reactor.adopt(broken, WebSocket, lambda _: fail())  # type: ignore[arg-type, return-value]
    house.settle()
    assert Peer(theirs).ends()
    other, _ = house.peer()
    other.send(frame(b"alive"))
    assert other.frame() == (TEXT, b"alive")


def test_cancelled_timers_do_not_pile_up(house):
    def make() -> None:
        for _ in range(10_000):
            house.reactor.call_later(86400, lambda: None).cancel()

    house.do(make)
    assert len(house.reactor._timers) < 300


def test_timers_that_were_taken_back_are_not_called_and_the_others_are_in_order(house):
    called: list[int] = []

    def make() -> None:
        timers = [house.reactor.call_later(0.02 * n, lambda n=n: called.append(n)) for n in range(20, 0, -1)]
        for timer in timers[::2]:
            timer.cancel()
            timer.cancel()

    house.do(make)
    until(lambda: len(called) == 10)
    assert called == list(range(1, 20, 2))


def test_a_close_that_is_not_answered_is_waited_for_only_so_long(house, monkeypatch):
    monkeypatch.setattr(connection, "CLOSE_SECONDS", 0.2)
    peer, recorder = house.peer()
    house.do(lambda: recorder.connection.close(4401, "enough"))
    assert peer.close_code() == 4401
    peer.send(frame(b"but why"))
    assert recorder.over.wait(SECONDS)
    assert recorder.messages == []


def test_a_close_code_arrives_although_the_peer_is_still_sending(house):
    peer, _ = house.peer()
    sender = threading.Thread(target=_send_all, args=(peer, frame(b"x" * (4 << 20))))
    sender.start()
    assert peer.close_code() == 1009
    peer.close()
    sender.join()


def test_both_may_close_at_the_same_moment(house):
    peer, recorder = house.peer()
    house.do(lambda: recorder.connection.close(1012, "restart"))
    peer.send(frame(struct.pack("!H", 1000), CLOSE))
    assert peer.close_code() == 1012
    assert recorder.over.wait(SECONDS)


def test_a_pause_reads_nothing_and_loses_nothing(house):
    peer, recorder = house.peer()
    house.do(lambda: recorder.connection.pause(2))
    peer.send(frame(b"1") + frame(b"2"))
    house.settle()
    assert recorder.messages == []
    assert peer.frame() == (TEXT, b"1")
    assert peer.frame() == (TEXT, b"2")


def test_a_peer_that_leaves_during_a_pause_is_gone(house):
    peer, recorder = house.peer()
    house.do(lambda: recorder.connection.pause(60))
    peer.close()
    assert recorder.over.wait(SECONDS)


def test_empty_pieces_take_no_room(house):
    peer, recorder = house.peer()
    peer.send(frame(b"a", fin=False))
    for _ in range(5):
        peer.send(frame(b"", CONT, fin=False) * 90)
        house.settle()
    assert len(recorder.connection._message) <= 1
    peer.send(frame(b"b", CONT))
    assert peer.frame() == (TEXT, b"ab")


def test_a_ping_is_answered_also_between_the_pieces_of_a_message(house):
    peer, _ = house.peer()
    peer.send(frame(b"a", fin=False) + frame(b"?", PING) + frame(b"b", CONT))
    assert peer.frame() == (PONG, b"?")
    assert peer.frame() == (TEXT, b"ab")


@pytest.mark.parametrize(
    ("ping", "idle", "unanswered"), [(25, 75, 2), (25, 76, 3), (25, 26, 1), (1, 2, 1), (1, 10, 9)]
)
def test_silence_is_counted_in_pings(ping, idle, unanswered):
    limits = Limits(ping, idle, 1 << 20)
    assert limits.pings_unanswered == unanswered


def test_silence_is_forgiven_with_any_sign_of_life(house):
    peer, recorder = house.peer()
    for _ in range(5):
        house.do(recorder.connection.check)
        house.do(recorder.connection.check)
        peer.send(frame(b"", PONG))
        house.settle()
        house.settle()
    assert recorder.connection.open
    for _ in range(3):
        house.do(recorder.connection.check)
    assert recorder.over.is_set()


def test_a_stop_tells_everybody_and_does_not_wait_for_the_silent():
    house = House()
    peers = [house.peer()[0] for _ in range(5)]
    house.reactor.stop()
    assert [peer.close_code() for peer in peers] == [1012] * 5
    ours, theirs = socket.socketpair()
    house.reactor.adopt(ours, WebSocket, lambda its: Recorder(its, WebSocket.send))
    theirs.close()


def test_a_reactor_that_fails_ends_the_process(monkeypatch):
    house = House()
    ended = threading.Event()
    monkeypatch.setattr("bridge.web.reactor.os.kill", lambda *_: ended.set())

    def fail() -> None:
        raise MemoryError

    monkeypatch.setattr(house.reactor, "_run_timers", fail)
    house.reactor.call_soon(lambda: None)
    assert ended.wait(SECONDS)


def _send_all(peer: Peer, data: bytes) -> None:
    try:
        peer.send(data)
    except OSError:
        return
