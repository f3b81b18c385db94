"""The package's life: install, upgrade, remove, on each OTRS that it says it fits."""

import re

import pytest
import requests

from otrs_config.build import build_opm
from tests.env import addon
from tests.env.people import agent
from tests.env.znuny import VERSIONS
from tests.znuny.addon import browser, page, script_tags


def secret(znuny):
    return re.search(
        r"[\w-]{32,}", znuny.console("Admin::Config::Read", "--setting-name", "ChatBridge::Secret")
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_install_upgrade_and_remove(start_znuny, version):
    znuny = start_znuny(version)
    znuny.install_package(build_opm("0.0.1"))
    assert znuny.web_services() == ["ChatBridge"]
    first = secret(znuny)[0]
    assert len(first) == 64
    steps = [
        agent(
            "anton", "anton", "Anton Agent", "anton@example.com", {"users": "rw", addon.SERVICE_GROUP: "rw"}
        )
    ]
    znuny.setup(steps)
    address = f"{znuny.url}/nph-genericinterface.pl/Webservice/ChatBridge/Directory"
    credentials = {"UserLogin": "anton", "Password": "anton"}
    for _ in range(6):  # the web server was running before: each of its processes meets the new files
        answer = requests.post(address, json=credentials, timeout=60).json()
        assert answer["AddOnVersion"] == "0.0.1"
    session = browser(znuny)
    assert len(script_tags(page(znuny, session, "AgentDashboard"))) == 1

    znuny.setup([("config", {"ChatBridge::WidgetURL": "/elsewhere/chatbridge.js"})])
    with znuny.db() as connection:
        connection.execute(
            "UPDATE gi_webservice_config SET config = replace(config, 'chat service', 'my service')"
        )
    znuny.install_package(build_opm("0.0.2"))
    znuny.apache.restart()
    assert requests.post(address, json=credentials, timeout=60).json()["AddOnVersion"] == "0.0.2"
    assert secret(znuny)[0] == first
    (tag,) = script_tags(page(znuny, session, "AgentDashboard"))
    assert tag["src"] == "/elsewhere/chatbridge.js"
    with znuny.db() as connection:
        configs = connection.execute("SELECT config FROM gi_webservice_config").fetchall()
    assert len(configs) == 1
    assert "my service" in configs[0][0]

    znuny.console("Admin::Package::Uninstall", "ChatBridge")
    for restarted in (False, True):
        if restarted:
            znuny.apache.restart()
        for script in ("index.pl", "customer.pl", "public.pl"):
            response = requests.get(f"{znuny.url}/{script}", timeout=60)
            assert response.status_code == 200
            assert "</body>" in response.text
            assert script_tags(response.text) == []
        html = page(znuny, session, "AgentDashboard")
        assert "Action=Logout" in html
        assert script_tags(html) == []
    assert znuny.web_services() == []
    with znuny.db() as connection:
        (gone,) = connection.execute("SELECT to_regclass('chatbridge_archive')").fetchone()
    assert gone is None
    left = [p for p in znuny.home.rglob("*ChatBridge*") if p.is_file() and "Cache" not in p.parts]
    assert left == []


def test_a_web_service_of_that_name_is_left_alone(start_znuny):
    znuny = start_znuny()
    minimal = """---
Debugger: {DebugThreshold: error, TestMode: '0'}
Description: the administrator's own
Provider: {Transport: {Type: 'HTTP::REST'}}
"""
    znuny.import_web_service(minimal)
    znuny.install_package(build_opm("0.0.1"))
    assert znuny.web_services() == ["ChatBridge"]
    znuny.console("Admin::Package::Uninstall", "ChatBridge")
    assert znuny.web_services() == ["ChatBridge"]


def test_a_secret_that_was_set_survives_a_reinstallation_of_the_files(start_znuny):
    znuny = start_znuny()
    znuny.install_package(build_opm("0.0.1"))
    first = secret(znuny)[0]
    znuny.console("Admin::Package::Reinstall", "ChatBridge")
    assert secret(znuny)[0] == first
