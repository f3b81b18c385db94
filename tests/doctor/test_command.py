"""The command itself, beside a running service."""

from __future__ import annotations

import json
import subprocess

import pytest

from bridge.doctor.chain import CHECKS
from tests.env.bridge import PROGRAM, Bridge
from tests.env.processes import free_port, new_folder, remove_folder
from tests.live.service import Service, StandIn


def run(service: Bridge, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """``bridge doctor`` with the service's settings, changed."""
    return subprocess.run(
        [PROGRAM, "doctor", *words],
        cwd=service.folder,
        env={**service.environment(), **changes},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.fixture(scope="module")
def service():
    otrs = StandIn().start()
    settings = {"CHATBRIDGE_ALLOWED_ORIGINS": otrs.host}
    running = Service(otrs, settings=settings).start()
    yield running
    running.stop()
    otrs.stop()


@pytest.mark.live
def test_every_link_has_its_line_and_the_exit_code_tells(service):
    done = run(service)
    *lines, _, summary = done.stdout.splitlines()
    assert [line.split()[1] for line in lines] == [check.name for check in CHECKS]
    # The stand-in was told another address of the service, so its pages do not let it in.
    other_way = [line for line in lines if line.endswith("only without the add-on")]
    assert [line.split()[1] for line in lines if line[:3] != "ok " and line not in other_way] == ["otrs.csp"]
    assert (done.returncode, done.stderr) == (1, "")
    good = len(CHECKS) - 1 - len(other_way)
    assert summary == f"{good} ok, 0 warning, 1 wrong, {len(other_way)} skipped"


@pytest.mark.live
def test_for_machines(service):
    done = run(service, "--json", CHATBRIDGE_OTRS_PASSWORD="a wrong password")
    said = json.loads(done.stdout)
    assert (done.returncode, said["exit_code"]) == (1, 1)
    by_name = {result["name"]: result for result in said["results"]}
    assert list(by_name) == [check.name for check in CHECKS]
    assert by_name["otrs.credentials"]["finding"] == "credentials.wrong"
    assert by_name["otrs.rights"] == {
        "name": "otrs.rights",
        "state": "skipped",
        "found": "needs otrs.credentials",
        "finding": "",
        "remedy": "",
    }
    for secret in ("a wrong password", service.settings["CHATBRIDGE_SECRET_KEY"]):
        assert secret not in done.stdout + done.stderr


def test_without_settings_nothing_can_be_checked():
    folder = new_folder("doctor")
    done = subprocess.run(
        [PROGRAM, "doctor"], cwd=folder, env={"PATH": "/usr/bin"}, capture_output=True, text=True, check=False
    )
    remove_folder(folder)
    assert done.returncode == 2
    assert done.stdout.startswith("wrong    settings             CHATBRIDGE_SECRET_KEY: expected")


def test_where_nothing_runs_every_link_still_has_its_line():
    service = Bridge(
        database_url="sqlite:///none.db",
        redis_url=f"redis://127.0.0.1:{free_port()}/0",
        settings={"CHATBRIDGE_OTRS_URL": f"http://127.0.0.1:{free_port()}/otrs"},
    )
    service._folder = new_folder("doctor")
    done = run(service, "--json")
    service.stop()
    findings = {result["finding"] for result in json.loads(done.stdout)["results"]}
    assert {"database.unreachable", "redis.unreachable", "service.down", "address.closed"} <= findings
    assert not {"doctor.failed", "doctor.late"} & findings
    assert done.returncode == 1
