"""Peers that have a WebSocket and break its rules. Every one gets its code; the others notice nothing."""

import json
import socket
import struct
import time

import pytest

from tests.live.client import new_id
from tests.live.hostile import HELLO, is_answered, is_well, peer_of, sockets
from tests.live.raw import BINARY, CLOSE, CONT, PING, PONG, Raw, command, frame
from tests.patience import until


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
    peer = peer_of(service)
    peer.send(frame(text))
    answer = peer.message()
    assert (answer["type"], answer["code"]) == ("error", "protocol.bad_message")
    assert peer.close_code() == 4400
    is_well(service)


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
    peer = peer_of(service)
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
    peer = peer_of(service)
    peer.send(data)
    assert peer.close_code() == code
    is_well(service)


def test_a_message_may_come_in_pieces_with_pings_between_them(service):
    peer = peer_of(service)
    text = b'{"type": "ping", "id": 5}'
    peer.send(frame(text[:5], fin=False) + frame(b"are you there", PING))
    peer.send(frame(b"", CONT, fin=False) + frame(text[5:12], CONT, fin=False) + frame(text[12:], CONT))
    assert peer.frame() == (PONG, b"are you there")
    assert peer.message()["id"] == 5


def test_the_longest_message_is_taken(service):
    peer = peer_of(service)
    text = b'{"type": "ping", "id": 5, "x": "'
    peer.send(frame(text + b"x" * (65536 - len(text) - 2) + b'"}'))
    assert peer.message()["id"] == 5


def test_nobody_waits_for_a_peer_that_does_not_answer_a_close(service):
    peers = [peer_of(service, known=False) for _ in range(30)]
    for peer in peers:
        peer.send(command("ping"))
    for peer in peers:
        assert peer.message()["code"] == "identity.required"
        assert peer.close_code() == 4401
    other = service.visitor()
    is_answered(other)
    assert all(peer.ends() for peer in peers)
    is_answered(other)


def test_a_close_is_answered_and_what_comes_after_it_is_ignored(service):
    peer = peer_of(service)
    peer.send(frame(struct.pack("!H", 1000), CLOSE) + command("ping", 9))
    assert peer.frame() == (CLOSE, struct.pack("!H", 1000))
    assert peer.ends()


def test_a_client_that_has_closed_its_half_is_gone(service):
    peer = peer_of(service)
    before = sockets(service)
    peer.socket.shutdown(socket.SHUT_WR)
    assert peer.ends()
    assert sockets(service) < before


def test_who_says_no_hello_in_time_is_let_go_with_4408(service):
    peers = [peer_of(service, known=False) for _ in range(3)]
    peers[1].send(frame(b"", PING))
    peers[2].send(frame(b'{"type": "hel', fin=False))
    assert [peer.close_code() for peer in peers] == [4408] * 3


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
    peer = peer_of(service, known=False)
    peer.send(hello)
    assert peer.message()["code"] == error
    if code is None:
        peer.send(HELLO)
        assert peer.message()["type"] == "welcome"
    else:
        assert peer.close_code() == code


def test_half_open_peers_are_dropped_and_living_ones_kept(start_service, shared_otrs):
    short = {"CHATBRIDGE_SOCKET_PING_SECONDS": "1", "CHATBRIDGE_SOCKET_IDLE_SECONDS": "6"}
    service = start_service(shared_otrs, settings=short)
    living = service.visitor()
    silent = peer_of(service)
    assert silent.close_code() == 1006
    time.sleep(7)
    assert living.ask("ping")["type"] == "result"


def test_connections_that_break_in_the_middle_of_everything_leave_nothing_behind(service):
    before = sockets(service)
    chat_of = [command("chat.start", 2, chat=new_id(), client_id=new_id(), text="gone") for _ in range(200)]
    for number, start in enumerate(chat_of):
        peer = Raw(service.port).upgraded()
        peer.send((HELLO + start)[: 5 + number * 3] if number % 2 else HELLO)
        if number % 3 == 0:  # a reset instead of an end
            peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
    until(lambda: sockets(service) <= before)
    assert "Traceback" not in service.processes["serve"].tail(100_000)
