"""How many messages a second are stored, acknowledged and delivered: ``python -m bench.messages``.

For SQLite, and PostgreSQL where it is installed (with fsync, as in production): the service as it really
runs, N visitors who each send a message, wait for its ack and send the next, and N agents who read them.
Beside it, from the same run, the same service function called directly with one transaction a message: that
is what storing costs without group commit, sockets and readers. Everything shares one machine.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import statistics
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bridge import app
from bridge.domain.chats import Audience
from bridge.domain.people import Actor, Kind, Person
from bridge.services import requests
from bridge.services.messages import Post, post
from bridge.settings import load
from tests.env import postgres
from tests.env.processes import EnvError
from tests.live.client import identity_token, new_id
from tests.live.raw import TEXT, Raw, command
from tests.live.service import Service, StandIn

TEXT_OF_A_MESSAGE = "My printer is on fire, and so is the one next to it. " * 3


@dataclass
class Figures:
    """Messages a second; milliseconds from sending to the ack, and to the reader."""

    rate: float
    acked: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)


class Stream:
    """One socket of the load: what it sends never waits for what it reads."""

    def __init__(self, raw: Raw) -> None:
        self.socket = raw.socket
        self.socket.setblocking(False)
        self._buffer = bytearray()

    def messages(self) -> Iterator[dict[str, Any]]:
        """What has arrived."""
        self._buffer += self.socket.recv(1 << 18)
        while len(self._buffer) >= 2:
            size, start = self._buffer[1], 2
            if size == 126:
                (size,), start = struct.unpack_from("!H", self._buffer.ljust(4, b"\0"), 2), 4
            elif size == 127:
                (size,), start = struct.unpack_from("!Q", self._buffer.ljust(10, b"\0"), 2), 10
            if len(self._buffer) < start + size:
                return
            payload = bytes(self._buffer[start : start + size])
            is_text = self._buffer[0] & 0x0F == TEXT
            del self._buffer[: start + size]
            if is_text:
                yield json.loads(payload)


@dataclass
class Pair:
    """A visitor who sends and an agent who reads."""

    chat: str
    visitor: Stream
    agent: Stream
    sent_at: dict[object, float] = field(default_factory=dict)

    def send(self) -> None:
        """The next message."""
        name = new_id()
        self.sent_at[name] = time.perf_counter()
        fields = {"chat": self.chat, "client_id": name, "text": TEXT_OF_A_MESSAGE}
        self.visitor.socket.send(command("message.send", 9, **fields))

    def took(self, name: object) -> float:
        """Milliseconds since the message of that name was sent."""
        return (time.perf_counter() - self.sent_at[name]) * 1000


def make_pair(service: Service) -> Pair:
    """A chat that has been accepted, on two sockets."""
    visitor, agent = (Raw(service.port).upgraded() for _ in range(2))
    chat = new_id()
    visitor.send(command("hello", 1, version=1, visitor={"name": "Max"}))
    agent.send(command("hello", 1, version=1, token=identity_token("agent", "anton")))
    visitor.send(command("chat.start", 2, chat=chat, client_id=new_id(), text="Hello"))
    _reply(visitor, 2)
    agent.send(command("chat.accept", 2, chat=chat))
    agent.send(command("chat.open", 3, chat=chat, after_seq=0))
    _reply(agent, 3)
    return Pair(chat, Stream(visitor), Stream(agent))


def _reply(raw: Raw, number: int) -> None:
    while (message := raw.message()).get("id") != number:
        continue
    if message["type"] != "result":
        raise SystemExit(f"the service refused: {message}")


def through_sockets(pairs: list[Pair], seconds: float) -> Figures:
    """Every visitor sends, waits for the ack and sends again, for that time."""
    figures = Figures(0)
    with selectors.DefaultSelector() as selector:
        for pair in pairs:
            selector.register(pair.visitor.socket, selectors.EVENT_READ, (pair, pair.visitor))
            selector.register(pair.agent.socket, selectors.EVENT_READ, (pair, pair.agent))
            pair.send()
        began = time.perf_counter()
        open_acks = len(pairs)
        while open_acks:
            for key, _ in selector.select(5):
                pair, stream = key.data
                for message in stream.messages():
                    if message["type"] == "entries":
                        figures.read += [pair.took(entry["client_id"]) for entry in message["entries"]]
                    elif message["type"] == "ack":
                        figures.acked.append(pair.took(message["client_id"]))
                        if time.perf_counter() - began < seconds:
                            pair.send()
                        else:
                            open_acks -= 1
                    elif message["type"] == "error":
                        raise SystemExit(f"the service refused: {message}")
        figures.rate = len(figures.acked) / (time.perf_counter() - began)
    return figures


def directly(environ: dict[str, str], seconds: float) -> Figures:
    """The service function, one transaction a message, by one caller."""
    context = app.build(load(environ)).context
    actor = Actor(Person(Kind.VISITOR, new_id(), "Max"))
    chat = requests.start(context, actor, requests.Wish(new_id(), new_id(), "Hello"))
    figures = Figures(0)
    began = time.perf_counter()
    while (now := time.perf_counter()) - began < seconds:
        post(context, [Post(actor, chat.id, new_id(), TEXT_OF_A_MESSAGE, Audience.EVERYONE)])
        figures.acked.append((time.perf_counter() - now) * 1000)
    figures.rate = len(figures.acked) / (time.perf_counter() - began)
    return figures


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Name → address of those that there are."""
    with tempfile.TemporaryDirectory() as folder:
        found = {"SQLite": f"sqlite:///{Path(folder) / 'chat.db'}"}
        server = postgres.Postgres()
        with patch.dict(postgres._SETTINGS, fsync="on", full_page_writes="on"):
            try:
                found["PostgreSQL"] = server.start().database("chat").url
            except EnvError as error:
                print(f"without PostgreSQL: {error}")
        try:
            yield found
        finally:
            server.stop()


def report(name: str, figures: Figures, baseline: Figures) -> None:
    """One line of the table."""
    line = f"{name:24} {figures.rate:8.0f} {figures.rate / baseline.rate:6.1f}"
    for values in (figures.acked, figures.read):
        if len(values) > 1:
            cuts = statistics.quantiles(values, n=20)
            line += f" {cuts[9]:8.2f} {cuts[18]:8.2f}"
    print(line, flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, nargs="+", default=[1, 10, 100, 300], help="how many at once")
    parser.add_argument("--seconds", type=float, default=5, help="how long each")
    options = parser.parse_args()
    print(
        f"{os.cpu_count()} cores; milliseconds are medians and 95th percentiles, to the ack and to the reader"
    )
    print(f"{'':24} {'msg/s':>8} {'ratio':>6} {'ack p50':>8} {'p95':>8} {'read p50':>8} {'p95':>8}")
    otrs = StandIn().start()
    with databases() as found:
        for name, address in found.items():
            service = Service(otrs, database_url=address).start()
            try:
                baseline = directly(service.settings, options.seconds)
                report(f"{name}, one by one", baseline, baseline)
                pairs: list[Pair] = []
                for number in sorted(options.pairs):
                    pairs += [make_pair(service) for _ in range(number - len(pairs))]
                    report(
                        f"{name}, {number} {'pair' if number == 1 else 'pairs'}",
                        through_sockets(pairs, options.seconds),
                        baseline,
                    )
            finally:
                service.stop()
    otrs.stop()


if __name__ == "__main__":
    main()
