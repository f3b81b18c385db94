"""Two thousand sockets on one process: it stays quick and small."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from websockets.exceptions import InvalidStatus

from tests.patience import until

NUMBER = 2000
ROOT = Path(__file__).parents[2]


def _memory(group: int) -> int:
    """Bytes of memory that the processes of a group have to themselves, shared pages counted in parts."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[2]) != group:
                continue
            rollup = (stat.parent / "smaps_rollup").read_text()
        except (OSError, ValueError):
            continue
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024
    return total


@pytest.fixture
def crowd():
    """Call it with a service and a number for that many visitors, who are there until the test ends."""
    running: list[subprocess.Popen[str]] = []

    def gather(service, number):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.live.crowd", service.socket_url, str(number)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        word, seconds = process.stdout.readline().split()
        assert word == "ready"
        return process, float(seconds)

    yield gather
    for process in running:
        process.kill()
        process.wait()


def test_two_thousand_sockets_leave_everything_else_quick(start_service, shared_otrs, crowd, capsys):
    # The soft limit of most systems; the service has to raise it by itself.
    service = start_service(shared_otrs, settings={"CHATBRIDGE_SOCKETS_MAX": str(NUMBER + 100)})
    group = service.processes["serve"].pid
    service.visitor().close()
    before = _memory(group)
    process, seconds = crowd(service, NUMBER)
    each = (_memory(group) - before) / NUMBER

    agent, visitor, chat = service.conversation()
    slowest = {"healthz": 0.0, "widget": 0.0, "message": 0.0}
    for number in range(20):
        began = time.monotonic()
        assert requests.get(f"{service.url}/healthz", timeout=60).ok
        healthz = time.monotonic()
        assert requests.get(f"{service.url}/widget/chatbridge.js", timeout=60).ok
        widget = time.monotonic()
        agent.say(chat, f"{number}")
        assert visitor.entry(chat, text=f"{number}")
        message = time.monotonic()
        for name, took in (
            ("healthz", healthz - began),
            ("widget", widget - healthz),
            ("message", message - widget),
        ):
            slowest[name] = max(slowest[name], took)
    assert each < 50_000

    assert process.stdin is not None
    process.stdin.close()
    assert process.stdout is not None
    assert int(process.stdout.readline()) == NUMBER
    with capsys.disabled():
        worst = ", ".join(f"{name} {took * 1000:.0f} ms" for name, took in slowest.items())
        print(f"\n{NUMBER} sockets in {seconds:.1f} s, {each / 1024:.1f} KiB each; slowest of 20: {worst}")


def test_a_full_service_says_so_and_stays_well(start_service, shared_otrs, crowd):
    service = start_service(shared_otrs, settings={"CHATBRIDGE_SOCKETS_MAX": "20"})
    process, _ = crowd(service, 20)
    with pytest.raises(Exception, match="503"):
        service.connect()
    assert requests.get(f"{service.url}/healthz", timeout=60).ok
    process.kill()
    until(lambda: _takes_a_visitor(service))


def _takes_a_visitor(service):
    try:
        service.visitor().close()
    except InvalidStatus:
        return False
    return True


def test_all_come_back_after_a_restart(start_service, shared_otrs, crowd):
    service = start_service(shared_otrs)
    crowd(service, 500)
    service.processes.pop("serve").stop()
    service.start("serve")
    crowd(service, 500)
