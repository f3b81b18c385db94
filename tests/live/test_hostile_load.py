"""Peers that send too much or read too little. They are slowed down or cut off; the others notice nothing."""

import json
import time

import pytest

from tests.live.hostile import flood, is_answered, peer_of, received, sockets
from tests.live.raw import CONT, PING, PONG, TEXT, Raw, command, frame
from tests.patience import SECONDS


@pytest.mark.parametrize("filler", [frame(b"", CONT, fin=False), frame(b"", PONG)], ids=["pieces", "pongs"])
def test_endless_frames_that_say_nothing_slow_down_only_their_sender(service, filler):
    peer = peer_of(service)
    other = service.visitor()
    peer.send(frame(b"", fin=False))
    peer.socket.setblocking(False)
    flood(peer, (filler * 99 + frame(b"", PING)) * 50, seconds=3)
    is_answered(other)
    answered = sum(opcode == PONG for opcode, _ in received(peer))
    assert 1 <= answered <= 300  # of about 10,000


def test_a_flood_of_commands_is_limited_and_harms_nobody(start_service, shared_otrs):
    service = start_service(shared_otrs, settings={"CHATBRIDGE_COMMANDS_PER_SECOND": "10"})
    began = time.monotonic()
    peers = [peer_of(service) for _ in range(5)]
    other = service.visitor()
    for peer in peers:
        peer.socket.setblocking(False)
    commands = command("ping") * 200
    for _ in range(5):
        for peer in peers:
            flood(peer, commands, seconds=0.1)
        is_answered(other)
    frames = received(peers[0])
    elapsed = time.monotonic() - began
    answers = [json.loads(payload) for opcode, payload in frames if opcode == TEXT]
    codes = {answer.get("code") for answer in answers}
    assert codes == {None, "rate.limited"}
    assert sum(answer["type"] == "result" for answer in answers) <= 50 + 10 * elapsed
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
    before = sockets(service)
    text = "x" * 3900
    for number in range(3000):
        assert agent.say(chat, f"{number} {text}")["type"] == "ack"
        agent.events.clear()
        if number % 100 == 0:
            is_answered(visitor)
            if sockets(service) < before:
                break
    else:
        pytest.fail("the reader that does not read is still there")
    lazy.socket.settimeout(SECONDS)
    assert lazy.close_code() == 1006
    assert visitor.say(chat, "still here")["type"] == "ack"
