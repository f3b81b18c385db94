"""Peers that misbehave before there is a WebSocket: origins, half requests, connections that say nothing."""

import contextlib
import socket
import time

import pytest
import requests

from tests.live.client import ORIGIN
from tests.live.raw import Raw, upgrade_request


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://evil.example.com",
        f"{ORIGIN}.evil.example.com",
        f"http://evil{ORIGIN.removeprefix('http://')}",
        ORIGIN.replace("http:", "https:"),
        f"{ORIGIN}:81",
        f"{ORIGIN}/",
        ORIGIN.upper(),
        f"{ORIGIN}, http://evil.example.com",
    ],
)
def test_pages_of_other_origins_are_refused(service, origin):
    peer = Raw(service.port)
    peer.send(upgrade_request(service.port, origin=origin))
    assert peer.head().startswith("HTTP/1.1 403 ")


def test_two_origins_are_refused(service):
    peer = Raw(service.port)
    peer.send(upgrade_request(service.port, "Origin: http://evil.example.com"))
    assert peer.head().split()[1] in {"400", "403"}


def test_the_origin_of_the_service_itself_is_welcome(service):
    Raw(service.port).upgraded(origin=f"http://127.0.0.1:{service.port}").close()


def test_what_is_no_handshake_gets_an_answer_and_no_socket(service):
    assert requests.get(f"{service.url}/socket", timeout=60).status_code == 426
    for header, status in (("Sec-WebSocket-Version: 12", "400"), ("Sec-WebSocket-Key: short", "400")):
        name = header.partition(":")[0]
        lines = upgrade_request(service.port).decode().split("\r\n")
        peer = Raw(service.port)
        peer.send("\r\n".join(header if line.startswith(name) else line for line in lines).encode())
        assert peer.head().split()[1] == status
    old = upgrade_request(service.port).replace(b"HTTP/1.1", b"HTTP/1.0")
    peer = Raw(service.port)
    peer.send(old)
    assert " 101 " not in peer.head()


def test_compression_is_not_taken(service):
    peer = Raw(service.port)
    peer.send(upgrade_request(service.port, "Sec-WebSocket-Extensions: permessage-deflate"))
    head = peer.head()
    assert " 101 " in head
    assert "extensions" not in head.lower()


def test_half_requests_and_silent_connections_hold_up_nobody(service):
    silent = [Raw(service.port) for _ in range(30)]
    slow = [Raw(service.port) for _ in range(30)]
    head = upgrade_request(service.port)
    for peer in slow:
        peer.send(head[:10])
    for number in range(5):
        for peer in slow:
            peer.send(head[10 + number : 11 + number])
        _answers(service)
    service.visitor().close()
    assert all(peer.ends() for peer in [*silent, *slow])


def test_a_request_that_comes_in_pieces_is_understood(service):
    peer = Raw(service.port)
    for byte in upgrade_request(service.port):
        peer.send(bytes([byte]))
    assert " 101 " in peer.head()
    peer.close()


def test_a_kept_connection_may_stop_in_the_middle_of_its_next_request(service):
    request = f"GET /chatbridge/healthz HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n\r\n".encode()
    peers = [Raw(service.port) for _ in range(20)]
    for peer in peers:
        peer.send(request)
        assert " 200 " in peer.head()
        peer.send(request[:20])
    _answers(service)
    peers[0].send(request[20:])
    assert peers[0].socket.recv(4096)


def test_half_bodies_hold_up_nobody(service):
    head = (
        f"POST /chatbridge/stream/up HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nOrigin: {ORIGIN}\r\n"
        "content-LENGTH:  20\r\n\r\n"
    ).encode()
    peers = [Raw(service.port) for _ in range(30)]
    for peer in peers:
        peer.send(head)
        peer.send(b"x" * 19)
    _answers(service)
    peers[0].send(b"x")
    assert " 404 " in peers[0].head()
    assert all(peer.ends() for peer in peers[1:])


def test_a_body_without_a_length_or_too_long_is_refused(service):
    head = f"POST /chatbridge/stream/up HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nOrigin: {ORIGIN}\r\n"
    for header, status in (("Transfer-Encoding: chunked", "411"), (f"Content-Length: {1 << 20}", "413")):
        peers = [Raw(service.port) for _ in range(10)]
        for peer in peers:
            peer.send(f"{head}{header}\r\n\r\n".encode())
            assert peer.head().split()[1] == status
        _answers(service)


def test_what_is_sent_on_the_way_down_of_a_stream_is_not_heard(service):
    head = f"POST /chatbridge/stream HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nOrigin: {ORIGIN}\r\n\r\n"
    peer = Raw(service.port)
    peer.send(head.encode())
    assert " 200 " in peer.head()
    peer.socket.setblocking(False)
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        with contextlib.suppress(BlockingIOError):
            peer.socket.send(b'{"type": "ping", "id": 1}' * 1000)
    _answers(service)
    visitor = service.visitor()
    assert visitor.ask("ping")["type"] == "result"
    peer.socket.setblocking(True)
    assert b"result" not in peer.socket.recv(65536)
    peer.close()


def test_an_endless_head_is_cut_off(service):
    peer = Raw(service.port)
    with contextlib.suppress(ConnectionError):
        for _ in range(500):
            peer.send(b"X-More: and more\r\n" * 50)
            time.sleep(0.001)
    assert peer.ends()
    _answers(service)


def test_nobody_waits_for_a_peer_that_does_not_close_a_refused_connection(service):
    peers = []
    for _ in range(20):
        peer = Raw(service.port)
        peer.send(upgrade_request(service.port, origin="http://evil.example.com"))
        assert " 403 " in peer.head()
        peers.append(peer)
    for _ in range(20):
        peer = Raw(service.port)
        peer.send(b"GET /chatbridge/healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert " 200 " in peer.head()
        peers.append(peer)
    _answers(service)
    assert all(peer.ends() for peer in peers)


def test_a_reader_that_stops_in_the_middle_of_a_file_holds_up_nobody(service):
    peers = []
    for _ in range(20):
        peer = Raw(service.port, receive_buffer=2048)
        peer.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        for _ in range(20):
            peer.send(b"GET /chatbridge/widget/chatbridge.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
        peers.append(peer)
    time.sleep(0.5)
    assert requests.get(f"{service.url}/healthz", timeout=60).ok
    for peer in peers:
        peer.close()


def _answers(service):
    assert requests.get(f"{service.url}/healthz", timeout=60).ok
