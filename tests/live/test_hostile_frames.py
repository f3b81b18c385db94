"""Peers that have a WebSocket and misuse it. Every one gets its code; the others notice nothing."""

import json
import socket
import struct
import time
from pathlib import Path

import pytest
import requests

from tests.live.client import new_id
from tests.live.raw import BINARY, CLOSE, CONT, PING, PONG, TEXT, Raw, command, frame
from tests.live.service import Service

HELLO = command("hello", version=1, visitor={"name": "Eve"})


def _peer(service: Service, *, known: bool = True) -> Raw:
    peer = Raw(service.port).upgraded()
    if known:
        peer.send(HELLO)
        assert peer.message()["type"] == "welcome"
    return peer


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no JSON",
        b"[]",
        b'"hello"',
        b"null",
        b'{"type": "ping"}',
        b'{"type": "ping", "id": "1"}',
        b'{"type": "ping", "id": -1}',
        b'{"type": "ping", "id": 1.5}',
        b'{"type": "ping", "id": true}',
        b'{"type": 7, "id": 1}',
        b'{"type": "ping", "id": 1' + b"0" * 60000 + b"}",
        b'{"type": "ping", "id": 1e999}',
        b"[" * 60000,
        b'{"a":' * 10000,
        b'{"type": "ping", "id": 1, "x": "\xff\xfe"}',
        b'{"type": "ping", "id": 1} {"type": "ping", "id": 2}',
    ],
    ids=lambda text: text[:30].decode("latin-1"),
)
def test_what_is_no_message_ends_the_connection_with_4400(service, text):
    peer = _peer(service)
    peer.send(frame(text))
    answer = peer.message()
    assert (answer["type"], answer["code"]) == ("error", "protocol.bad_message")
    assert peer.close_code() == 4400
    _well(service)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"type": "no.such", "id": 1}, "protocol.unknown_type"),
        ({"type": "x" * 60000, "id": 1}, "protocol.unknown_type"),
        ({"type": "message.send", "id": 1}, "protocol.bad_message"),
        ({"type": "chat.open", "id": 1, "chat": "1", "after_seq": 0}, "protocol.bad_message"),
        ({"type": "chat.open", "id": 1, "chat": ["x"], "after_seq": 0}, "protocol.bad_message"),
        ({"type": "chat.open", "id": 1, "chat": new_id(), "after_seq": 2**63}, "protocol.bad_message"),
        ({"type": "chat.open", "id": 1, "chat": new_id(), "after_seq": 2**53 - 1}, "chat.not_found"),
        ({"type": "chat.start", "id": 1, "chat": new_id(), "client_id": new_id(), "text": {}}, None),
        ({"type": "chat.start", "id": 1, "chat": new_id(), "client_id": new_id(), "text": " \u0000 "}, None),
        (
            {
                "type": "chat.start",
                "id": 1,
                "chat": new_id(),
                "client_id": new_id(),
                "text": "a",
                "channel": 9,
            },
            None,
        ),
        ({"type": "hello", "id": 1, "version": 1, "visitor": {"name": "again"}}, "protocol.bad_message"),
        ({"type": "renew", "id": 1, "token": "x"}, None),
        ({"type": "otrs.tickets", "id": 1, "query": "x"}, "permission.denied"),
    ],
    ids=lambda wrong: str(wrong)[:40],
)
def test_a_wrong_command_gets_an_error_with_its_number(service, wrong, code):
    peer = _peer(service)
    peer.send(frame(json.dumps(wrong).encode()))
    answer = peer.message()
    assert (answer["type"], answer["id"]) == ("error", 1)
    assert code in (None, answer["code"])
    assert answer["code"] != "server.error"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frame(b"{}", BINARY), 4400),
        (frame(b"{}", masked=False), 1002),
        (frame(b"x" * 65537), 1009),
        (frame(b"x" * (1 << 20)), 1009),
        (frame(b"")[:1] + struct.pack("!BQ", 0xFF, 1 << 62), 1009),
        (frame(b"x" * 40000, fin=False) + frame(b"x" * 40000, CONT), 1009),
        (frame(b"x", CONT), 1002),
        (frame(b"x", fin=False) + frame(b"x"), 1002),
        (frame(b"x" * 126, PING), 1002),
        (frame(b"x", PING, fin=False), 1002),
        (b"\xf1" + frame(b"x")[1:], 1002),
        (b"\x83" + frame(b"x")[1:], 1002),
        (b"\x8b" + frame(b"x")[1:], 1002),
        (frame(b"\x03", CLOSE), 1002),
        (frame(struct.pack("!H", 1005), CLOSE), 1002),
        (frame(struct.pack("!H", 1000) + b"\xff", CLOSE), 1007),
    ],
    ids=[
        "binary",
        "unmasked",
        "one byte too long",
        "1 MiB",
        "announces 4 EiB",
        "too long in pieces",
        "a continuation of nothing",
        "a message within a message",
        "a long ping",
        "a ping in pieces",
        "a reserved bit",
        "a reserved opcode",
        "a reserved control opcode",
        "half a close code",
        "a forbidden close code",
        "a close reason that is no text",
    ],
)
def test_what_breaks_the_rules_of_websockets_ends_with_its_code(service, data, code):
    peer = _peer(service)
    peer.send(data)
    assert peer.close_code() == code
    _well(service)


def test_a_message_may_come_in_pieces_with_pings_between_them(service):
    peer = _peer(service)
    text = b'{"type": "ping", "id": 5}'
    peer.send(frame(text[:5], fin=False) + frame(b"are you there", PING))
    peer.send(frame(b"", CONT, fin=False) + frame(text[5:12], CONT, fin=False) + frame(text[12:], CONT))
    assert peer.frame() == (PONG, b"are you there")
    assert peer.message()["id"] == 5


def test_the_longest_message_is_taken(service):
    peer = _peer(service)
    text = b'{"type": "ping", "id": 5, "x": "'
    peer.send(frame(text + b"x" * (65536 - len(text) - 2) + b'"}'))
    assert peer.message()["id"] == 5


@pytest.mark.parametrize("filler", [frame(b"", CONT, fin=False), frame(b"", PONG)], ids=["pieces", "pongs"])
def test_endless_frames_that_say_nothing_slow_down_only_their_sender(service, filler):
    peer = _peer(service)
    other = service.visitor()
    peer.send(frame(b"", fin=False))
    peer.socket.setblocking(False)
    _flood(peer, (filler * 99 + frame(b"", PING)) * 50, seconds=3)
    _prompt(other)
    answered = sum(opcode == PONG for opcode, _ in _received(peer))
    assert 1 <= answered <= 300  # of about 10,000


def test_a_flood_of_commands_is_limited_and_harms_nobody(start_service, shared_otrs):
    service = start_service(shared_otrs, settings={"CHATBRIDGE_COMMANDS_PER_SECOND": "10"})
    peers = [_peer(service) for _ in range(5)]
    other = service.visitor()
    for peer in peers:
        peer.socket.setblocking(False)
    flood = command("ping") * 200
    for _ in range(5):
        for peer in peers:
            _flood(peer, flood, seconds=0.1)
        _prompt(other)
    answers = [json.loads(payload) for opcode, payload in _received(peers[0]) if opcode == TEXT]
    codes = {answer.get("code") for answer in answers}
    assert codes == {None, "rate.limited"}
    assert sum(answer["type"] == "result" for answer in answers) <= 150
    limited = next(answer for answer in answers if answer.get("code") == "rate.limited")
    assert 1 <= limited["data"]["retry_after_ms"] <= 1000
    time.sleep(1)
    assert other.ask("ping")["type"] == "result"


def test_a_reader_that_stops_reading_is_cut_off_and_nobody_waits_for_it(start_service, shared_otrs):
    service = start_service(shared_otrs, settings={"CHATBRIDGE_SOCKET_BUFFER_BYTES": "65536"})
    agent, visitor, chat = service.conversation()
    lazy = Raw(service.port, receive_buffer=4096).upgraded()
    lazy.send(command("hello", version=1, token=visitor.welcome["token"]))
    assert lazy.message()["type"] == "welcome"
    lazy.send(command("chat.open", 2, chat=chat, after_seq=0))
    assert lazy.message()["type"] == "result"
    sockets = _sockets(service)
    text = "x" * 3900
    for number in range(3000):
        began = time.monotonic()
        assert agent.say(chat, f"{number} {text}")["type"] == "ack"
        assert time.monotonic() - began < 5
        agent.events.clear()
        if number % 100 == 0:
            _prompt(visitor)
            if _sockets(service) < sockets:
                break
    else:
        pytest.fail("the reader that does not read is still there")
    lazy.socket.settimeout(15)
    assert lazy.close_code() == 1006
    assert visitor.say(chat, "still here")["type"] == "ack"


def test_nobody_waits_for_a_peer_that_does_not_answer_a_close(service):
    peers = [_peer(service, known=False) for _ in range(30)]
    for peer in peers:
        peer.send(command("ping"))
    for peer in peers:
        assert peer.message()["code"] == "identity.required"
        assert peer.close_code() == 4401
    other = service.visitor()
    _prompt(other)
    began = time.monotonic()
    assert all(peer.ends() for peer in peers)
    assert time.monotonic() - began < 12
    _prompt(other)


def test_a_close_is_answered_and_what_comes_after_it_is_ignored(service):
    peer = _peer(service)
    peer.send(frame(struct.pack("!H", 1000), CLOSE) + command("ping", 9))
    assert peer.frame() == (CLOSE, struct.pack("!H", 1000))
    assert peer.ends(5)


def test_a_client_that_has_closed_its_half_is_gone(service):
    peer = _peer(service)
    before = _sockets(service)
    peer.socket.shutdown(socket.SHUT_WR)
    assert peer.ends(5)
    assert _sockets(service) < before


def test_who_says_no_hello_in_time_is_let_go_with_4408(service):
    peers = [_peer(service, known=False) for _ in range(3)]
    peers[1].send(frame(b"", PING))
    peers[2].send(frame(b'{"type": "hel', fin=False))
    began = time.monotonic()
    assert [peer.close_code() for peer in peers] == [4408] * 3
    assert 8 < time.monotonic() - began < 15


@pytest.mark.parametrize(
    ("hello", "error", "code"),
    [
        (command("ping"), "identity.required", 4401),
        (command("hello", version=2, visitor={"name": "Eve"}), "protocol.version", 4426),
        (command("hello", version=1, visitor={"name": "  "}), "input.invalid", None),
        (command("hello", version=1, visitor={"name": "x" * 101}), "input.invalid", None),
        (command("hello", version=1, visitor=["x"]), "protocol.bad_message", None),
        (command("hello", version=1), "protocol.bad_message", None),
    ],
)
def test_a_wrong_hello_is_told_so(service, hello, error, code):
    peer = _peer(service, known=False)
    peer.send(hello)
    assert peer.message()["code"] == error
    if code is None:
        peer.send(HELLO)
        assert peer.message()["type"] == "welcome"
    else:
        assert peer.close_code() == code


def test_half_open_peers_are_dropped_and_living_ones_kept(start_service, shared_otrs):
    short = {"CHATBRIDGE_SOCKET_PING_SECONDS": "1", "CHATBRIDGE_SOCKET_IDLE_SECONDS": "3"}
    service = start_service(shared_otrs, settings=short)
    living = service.visitor()
    silent = _peer(service)
    began = time.monotonic()
    silent.socket.settimeout(20)
    assert silent.close_code() == 1006
    assert 1.5 < time.monotonic() - began < 10
    time.sleep(4)
    assert living.ask("ping")["type"] == "result"


def test_connections_that_break_in_the_middle_of_everything_leave_nothing_behind(service):
    before = _sockets(service)
    chat_of = [command("chat.start", 2, chat=new_id(), client_id=new_id(), text="gone") for _ in range(200)]
    for number, start in enumerate(chat_of):
        peer = Raw(service.port).upgraded()
        peer.send((HELLO + start)[: 5 + number * 3] if number % 2 else HELLO)
        if number % 3 == 0:  # a reset instead of an end
            peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
    deadline = time.monotonic() + 15
    while _sockets(service) > before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _sockets(service) <= before
    assert "Traceback" not in service.processes["serve"].tail(100_000)


def _flood(peer: Raw, data: bytes, *, seconds: float) -> int:
    """Send as much as the service takes; how many bytes that were."""
    sent = 0
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            sent += peer.socket.send(data)
        except BlockingIOError:
            time.sleep(0.01)
        except ConnectionError:
            break
        _drain(peer)
    return sent


def _drain(peer: Raw) -> None:
    try:
        peer._buffer += peer.socket.recv(1 << 16)
    except (BlockingIOError, ConnectionError):
        return


def _received(peer: Raw) -> list[tuple[int, bytes]]:
    """The frames that have come so far."""
    peer.socket.settimeout(0.5)
    frames = []
    try:
        while True:
            frames.append(peer.frame())
    except (TimeoutError, EOFError, ConnectionError):
        return frames


def _prompt(client) -> None:
    began = time.monotonic()
    assert client.ask("ping")["type"] == "result"
    assert time.monotonic() - began < 3


def _well(service: Service) -> None:
    assert requests.get(f"{service.url}/healthz", timeout=5).ok


def _sockets(service: Service) -> int:
    """Established connections to the service's port."""
    wanted = f":{service.port:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    return sum(line[1].endswith(wanted) and line[3] == "01" for line in lines)
