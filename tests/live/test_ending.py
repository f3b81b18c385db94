"""Ending the service: soon, politely, and with nothing left behind."""

import os
import re
import signal
from pathlib import Path

import pytest
import requests

from tests.env.bridge import PROGRAM
from tests.env.processes import Process, answers, free_port, new_folder, remove_folder
from tests.live.client import Client
from tests.live.raw import Raw
from tests.patience import until


def _left(group: int) -> list[str]:
    """The command lines of the processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state not in "ZX":
                found.append((stat.parent / "cmdline").read_text().replace("\0", " "))
        except (OSError, ValueError):
            continue
    return found


def _end(process: Process, number: signal.Signals, *, whole_group: bool) -> None:
    """Send the signal, and wait until all of it is gone."""
    if whole_group:
        os.killpg(process.pid, number)
    else:
        process.send(number)
    until(lambda: not process.alive() and not _left(process.pid))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_with_sockets_open(start_service, shared_otrs, number):
    service = start_service(shared_otrs)
    agent, visitor, chat = service.conversation()
    agent.say(chat, "Hello")
    kept = requests.Session()
    assert kept.get(f"{service.url}/healthz", timeout=60).ok
    process = service.processes["serve"]
    _end(process, number, whole_group=False)
    for client in (agent, visitor):
        assert client.end() == 1012
    assert not answers(service.port)
    assert "Traceback" not in process.tail(100_000)


def test_serve_ends_while_otrs_does_not_answer(start_service, otrs):
    service = start_service(otrs)
    agent, _, chat = service.conversation()
    otrs.hang()
    agent.hand_over(chat)
    asked = agent.tell("otrs.tickets", query="")
    assert agent.ask("ping")["type"] == "result"
    assert agent.say(chat, "hello")["code"] == "chat.closing"
    _end(service.processes["serve"], signal.SIGTERM, whole_group=False)
    assert asked not in [message.get("id") for message in agent.events]
    assert agent.end() == 1012


def test_a_peer_that_does_not_answer_the_close_delays_nobody(start_service, shared_otrs):
    service = start_service(shared_otrs)
    client = service.visitor()
    silent = [Raw(service.port).upgraded() for _ in range(20)]
    _end(service.processes["serve"], signal.SIGTERM, whole_group=False)
    assert client.end() == 1012
    assert [peer.close_code() for peer in silent] == [1012] * 20


@pytest.fixture
def running():
    """``bridge run`` with free ports, in a folder of its own."""
    folder = new_folder("run")
    port, otrs_port = free_port(), free_port()
    process = Process(
        "run",
        [PROGRAM, "run", "--port", str(port), "--otrs-port", str(otrs_port)],
        folder=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONUNBUFFERED": "1"},
        privileged=True,
    )
    url = f"http://127.0.0.1:{port}/chatbridge"

    def ready() -> bool:
        if not (answers(port) and answers(otrs_port)):
            return False
        return requests.get(f"{url}/readyz", timeout=60).ok

    process.wait_until(ready)
    yield process, port, otrs_port
    process.kill()
    remove_folder(folder)


@pytest.mark.parametrize(
    ("number", "whole_group"),
    [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGTERM, True)],
    ids=["Ctrl-C", "SIGINT to it alone", "SIGTERM to it alone", "SIGTERM to all"],
)
def test_run_ends_without_a_trace(running, number, whole_group):
    process, port, otrs_port = running
    client = Client(f"ws://127.0.0.1:{port}/chatbridge/socket", origin=f"http://127.0.0.1:{otrs_port}")
    assert client.hello(visitor={"name": "Max"})["type"] == "welcome"
    _end(process, number, whole_group=whole_group)
    assert client.end() == 1012
    assert not answers(port)
    assert not answers(otrs_port)
    log = process.tail(100_000)
    assert "Traceback" not in log
    assert not re.search(r"ERROR|CRITICAL|Exception", log), log
