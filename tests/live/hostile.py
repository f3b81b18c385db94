"""What tests of hostile peers have in common: a peer, floods, and whether the others notice anything."""

import time
from pathlib import Path

import requests

from tests.live.client import Client
from tests.live.raw import Raw, command
from tests.live.service import Service

HELLO = command("hello", version=1, visitor={"name": "Eve"})


def peer_of(service: Service, *, known: bool = True) -> Raw:
    """A raw peer on a WebSocket, a visitor unless it is to be unknown."""
    peer = Raw(service.port).upgraded()
    if known:
        peer.send(HELLO)
        assert peer.message()["type"] == "welcome"
    return peer


def flood(peer: Raw, data: bytes, *, seconds: float) -> None:
    """Send as much as the service takes, on a socket that does not block."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            peer.socket.send(data)
        except BlockingIOError:
            time.sleep(0.01)
        except ConnectionError:
            break
        _drain(peer)


def _drain(peer: Raw) -> None:
    try:
        peer._buffer += peer.socket.recv(1 << 16)
    except (BlockingIOError, ConnectionError):
        return


def received(peer: Raw) -> list[tuple[int, bytes]]:
    """The frames that have come so far."""
    peer.socket.settimeout(0.5)
    frames = []
    try:
        while True:
            frames.append(peer.frame())
    except (TimeoutError, EOFError, ConnectionError):
        return frames


def is_answered(client: Client) -> None:
    """A reply comes."""
    assert client.ask("ping")["type"] == "result"


def is_well(service: Service) -> None:
    """The service answers."""
    assert requests.get(f"{service.url}/healthz", timeout=60).ok


def sockets(service: Service) -> int:
    """Established connections to the service's port."""
    wanted = f":{service.port:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    return sum(line[1].endswith(wanted) and line[3] == "01" for line in lines)
