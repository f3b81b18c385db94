"""The whole chain with a real Znuny: all is well, and then what administrators get wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import yaml

from bridge import app
from bridge.doctor.case import Case
from bridge.doctor.chain import CHECKS, examine
from bridge.doctor.results import Result
from bridge.settings import load
from otrs_config.build import WEB_SERVICE
from tests.doctor.test_command import run
from tests.env.people import agent

pytestmark = pytest.mark.znuny


def results(system, **changes: str) -> dict[str, Result]:
    """What the links of OTRS and the database are like, by name, with the settings changed."""
    examined = Case(app.build(load({**system.bridge.settings, **changes})))
    wanted = tuple(check for check in CHECKS if check.name.startswith(("otrs", "database")))
    return {result.name: result for result in examine(examined, wanted)}


def wrong(system, **changes: str) -> list[str]:
    """The findings."""
    return [result.finding for result in results(system, **changes).values() if result.finding]


def test_all_is_well(bridge_with_znuny):
    worker = bridge_with_znuny.bridge.processes["worker"]
    worker.wait_until(lambda: " ready." in worker.tail(1_000_000))
    done = run(bridge_with_znuny.bridge)
    lines = [line for line in done.stdout.splitlines()[:-2] if not line.endswith("only without the add-on")]
    assert {line.split()[0] for line in lines} == {"ok"}, done.stdout
    assert done.returncode == 0


def test_wrong_password(bridge_with_znuny):
    done = run(bridge_with_znuny.bridge, CHATBRIDGE_OTRS_PASSWORD="wrong")
    bad = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("wrong")]
    assert (bad, done.returncode) == (["otrs.credentials"], 1)
    assert wrong(bridge_with_znuny, CHATBRIDGE_OTRS_PASSWORD="wrong") == ["credentials.wrong"]


def test_an_agent_without_the_right(bridge_with_znuny):
    anton = {"CHATBRIDGE_OTRS_USER": "anton", "CHATBRIDGE_OTRS_PASSWORD": "anton"}
    assert wrong(bridge_with_znuny, **anton) == ["rights.missing"]


def test_a_service_agent_with_more_rights(bridge_with_znuny):
    groups = {"chatbridge-service": "rw", "users": "ro"}
    bridge_with_znuny.znuny.setup([agent("busy", "busy", "Busy Bee", "busy@example.com", groups)])
    busy = {"CHATBRIDGE_OTRS_USER": "busy", "CHATBRIDGE_OTRS_PASSWORD": "busy"}
    assert wrong(bridge_with_znuny, **busy) == ["rights.many"]


def test_the_group_is_not_valid(bridge_with_znuny):
    with invalid_group(bridge_with_znuny.znuny, "chatbridge-service"):
        assert wrong(bridge_with_znuny) == ["rights.group"]


def test_the_group_of_the_channel_is_not_valid(bridge_with_znuny):
    with invalid_group(bridge_with_znuny.znuny, "users"):
        assert "agents.group" in wrong(bridge_with_znuny)


def test_there_is_no_such_web_service(bridge_with_znuny):
    assert wrong(bridge_with_znuny, CHATBRIDGE_OTRS_WEBSERVICE="Other") == ["interface.empty"]


def test_the_address_is_not_that_of_otrs(bridge_with_znuny):
    address = f"{bridge_with_znuny.znuny.host}/znuny"
    assert "interface.not-found" in wrong(bridge_with_znuny, CHATBRIDGE_OTRS_URL=address)


def test_a_web_service_of_an_older_version(bridge_with_znuny):
    znuny = bridge_with_znuny.znuny
    old = yaml.safe_load(WEB_SERVICE.read_text())
    del old["Provider"]["Operation"]["Archive"]
    del old["Provider"]["Transport"]["Config"]["RouteOperationMapping"]["Archive"]
    znuny.import_web_service(yaml.safe_dump(old), "Old")
    found = results(bridge_with_znuny, CHATBRIDGE_OTRS_WEBSERVICE="Old")["otrs.operations"]
    with znuny.db() as connection:
        ((number,),) = connection.execute("SELECT id FROM gi_webservice_config WHERE name = 'Old'").fetchall()
    znuny.console("Admin::WebService::Delete", "--webservice-id", str(number))
    assert (found.finding, found.found) == ("operations.missing", "missing: Archive")


def test_another_secret(bridge_with_znuny):
    other = {"CHATBRIDGE_IDENTITY_SECRETS": "otrs-1:another secret 0123456789 abcdefgh"}
    assert wrong(bridge_with_znuny, **other) == ["secret.differs"]
    named = {"CHATBRIDGE_IDENTITY_SECRETS": f"otrs-9:{bridge_with_znuny.znuny.addon.secret}"}
    assert wrong(bridge_with_znuny, **named) == ["secret.name"]


def test_a_perl_module_is_missing(bridge_with_znuny):
    """As on Debian without librest-client-perl."""
    znuny = bridge_with_znuny.znuny
    hidden = znuny.home / "Kernel" / "cpan-lib" / "REST" / "Client.pm"
    assert not hidden.exists()
    new_folder = not hidden.parent.exists()
    hidden.parent.mkdir(parents=True, exist_ok=True)
    hidden.write_text('die "not installed";\n')
    znuny.apache.restart()
    try:
        found = results(bridge_with_znuny)["otrs.interface"]
    finally:
        hidden.unlink()
        if new_folder:
            hidden.parent.rmdir()
        znuny.apache.restart()
    assert found.finding == "interface.empty"
    assert "librest-client-perl" in found.remedy


@contextmanager
def invalid_group(znuny, name: str) -> Iterator[None]:
    """The group is not valid meanwhile."""

    def set_valid(valid: int) -> None:
        with znuny.db() as connection:
            (table,) = connection.execute(
                "SELECT tablename FROM pg_tables WHERE tablename IN ('groups', 'permission_groups')"
            ).fetchone()
            connection.execute(f"UPDATE {table} SET valid_id = %s WHERE name = %s", (valid, name))
        znuny.console("Maint::Cache::Delete")

    set_valid(2)
    try:
        yield
    finally:
        set_valid(1)
