"""Uploads and downloads in the reactor's hands over socket pairs: slow, silent and broken peers."""

import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from bridge.web import transfer
from bridge.web.connection import Limits
from bridge.web.reactor import Reactor
from bridge.web.transfer import Download, Exchange, Upload, head
from tests.patience import SECONDS


class Gone:
    """Notes that the connection is gone."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def received(self, message: bytes) -> None:
        raise AssertionError("an exchange has no messages")

    def closed(self) -> None:
        self.over.set()


class House:
    """A reactor that looks at its connections every second, and peers at the other ends."""

    def __init__(self) -> None:
        self.reactor = Reactor(Limits(ping_seconds=1, idle_seconds=2, buffer_bytes=1 << 20), most=10)
        self.reactor.start()

    def peer(self, kind, then) -> tuple[socket.socket, Gone]:
        """A peer; ``then`` is called with the connection, in the reactor's thread."""
        ours, theirs = socket.socketpair()
        theirs.settimeout(SECONDS)
        gone = Gone()

        def handler_of(connection) -> Gone:
            then(connection)
            return gone

        self.reactor.adopt(ours, kind, handler_of)
        return theirs, gone


@pytest.fixture
def house(monkeypatch) -> Iterator[House]:
    monkeypatch.setattr(transfer, "_FIRST_SECONDS", 0.5)
    running = House()
    yield running
    running.reactor.stop()


def upload(size):
    return lambda reactor, sock: Upload(reactor, sock, size)


def everything(peer):
    received = b""
    while data := peer.recv(65536):
        received += data
    return received


def test_a_body_is_whole_when_all_of_it_has_come(house):
    uploads, done = [], threading.Event()

    def begin(one):
        uploads.append(one)
        one.begin(b"first ", done.set)

    peer, _ = house.peer(upload(300_006), begin)
    peer.sendall(b"x" * 300_000 + b"and more than was promised")
    assert done.wait(SECONDS)
    assert uploads[0].content() == b"first " + b"x" * 300_000


def test_who_stops_in_the_middle_is_dropped(house):
    peer, gone = house.peer(upload(100_000), lambda one: one.begin(b"x", lambda: None))
    assert gone.over.wait(SECONDS)
    assert peer.recv(10) == b""


def test_who_is_slow_but_not_too_slow_is_not(house):
    done = threading.Event()
    peer, gone = house.peer(upload(60_000), lambda one: one.begin(b"", done.set))
    for _ in range(12):
        peer.sendall(b"x" * 5_000)
        time.sleep(0.25)
    assert done.wait(SECONDS)
    assert not gone.over.is_set()


def test_who_waits_for_us_is_not_dropped(house):
    peer, gone = house.peer(upload(3), lambda one: one.begin(b"all", lambda: None))
    assert not gone.over.wait(3)
    peer.close()
    assert gone.over.wait(SECONDS)


def test_who_does_not_read_is_dropped(house):
    def begin(download):
        download.send(head(200, {}, 10_000_000))
        download.drained = lambda: download.send(b"x" * 100_000)

    _, gone = house.peer(Download, begin)
    assert gone.over.wait(SECONDS)


def test_parts_follow_one_another_and_end(house):
    parts = [b"one ", b"two ", b"three"]

    def begin(download):
        download.send(head(200, {"Content-Type": "text/plain"}, 13))
        download.drained = lambda: download.send(parts.pop(0)) if parts else download.finish()

    peer, gone = house.peer(Download, begin)
    received = everything(peer)
    assert received.startswith(b"HTTP/1.1 200 OK\r\n")
    assert received.endswith(b"\r\n\r\none two three")
    peer.close()
    assert gone.over.wait(SECONDS)


def test_an_answer_reaches_a_peer_that_still_sends(house):
    def refuse(exchange):
        exchange.answer(413, {"Vary": "Origin"}, {"code": "file.too_large"})

    peer, gone = house.peer(Exchange, refuse)
    peer.sendall(b"x" * 500_000)
    received = everything(peer)
    top, _, body = received.partition(b"\r\n\r\n")
    assert b"413 Request Entity Too Large" in top or b"413 Content Too Large" in top
    assert json.loads(body) == {"code": "file.too_large"}
    peer.close()
    assert gone.over.wait(SECONDS)


def test_who_stays_after_the_answer_is_let_go(house, monkeypatch):
    monkeypatch.setattr("bridge.web.connection.CLOSE_SECONDS", 0.2)
    _, gone = house.peer(Exchange, lambda exchange: exchange.answer(404, {}, {}))
    assert gone.over.wait(SECONDS)


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: x", "a\nb", "a\rb"])
def test_a_header_is_one_line(value):
    with pytest.raises(ValueError, match="X-Test"):
        head(200, {"X-Test": value}, 0)
