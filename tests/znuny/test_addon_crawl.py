"""The package's life as people with a browser see it: no page of OTRS breaks, at no moment of it."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from otrs_config.build import WEB_SERVICE, build_opm
from tests.env.addon import KEY_ID, SERVICE_GROUP, AddOn
from tests.env.bridge import Bridge
from tests.env.people import PEOPLE, agent
from tests.env.processes import listen
from tests.env.znuny import VERSIONS
from tests.znuny.addon import script_tags
from tests.znuny.adminui import import_web_service, installed_packages, uninstall_package, upload_package
from tests.znuny.crawl import AGENT, CUSTOMER, OURS, PUBLIC, Crawl

pytestmark = pytest.mark.browser

# Enough where only the chat's address changes.
FEW = (
    (AGENT, "AgentDashboard"),
    (AGENT, "AgentTicketZoom;TicketID={ticket}"),
    (AGENT, "AgentTicketPhone"),
    (CUSTOMER, "CustomerTicketZoom;TicketNumber={number}"),
    (PUBLIC, ""),
)


@contextmanager
def silence(port: int) -> Iterator[None]:
    """A bridge that takes every connection and never says a word."""
    listener = listen(port)
    taken = []

    def take() -> None:
        while True:
            try:
                taken.append(listener.accept()[0])
            except OSError:
                return

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
        for connection in taken:
            connection.close()


@pytest.fixture
def opm(tmp_path):
    """Call it with a version for the package's file."""

    def write(version):
        file = tmp_path / f"ChatBridge-{version}.opm"
        file.write_bytes(build_opm(version))
        return file

    return write


@pytest.mark.parametrize("version", VERSIONS)
def test_no_page_breaks_from_the_installation_to_the_removal(
    start_znuny, chromium, postgres, redis_server, opm, version
):
    znuny = start_znuny(version)
    znuny.setup(PEOPLE)
    ticket = znuny.add_ticket("Printer", "carla")
    crawl = Crawl(znuny, chromium, ticket)
    try:
        _life(znuny, crawl, opm, postgres.database().url, redis_server.database(2))
    finally:
        crawl.close()
    assert crawl.broken == []


def _life(znuny, crawl, opm, database_url, redis_url):
    before = crawl.see("before")
    desk = crawl.watched(crawl.context(AGENT))

    upload_package(desk, znuny.url, opm("0.0.1"))
    assert "ChatBridge" in installed_packages(desk, znuny.url)
    assert znuny.web_services() == ["ChatBridge"]

    # The YAML by hand, as after somebody has deleted the web service.
    with znuny.db() as connection:
        (number,) = connection.execute("SELECT id FROM gi_webservice_config").fetchone()
    znuny.console("Admin::WebService::Delete", "--webservice-id", str(number))
    assert znuny.web_services() == []
    import_web_service(desk, znuny.url, WEB_SERVICE)
    assert znuny.web_services() == ["ChatBridge"]

    # As the guide says: the service agent, and the secret that the installation has made.
    shown = znuny.console("Admin::Config::Read", "--setting-name", "ChatBridge::Secret")
    addon = AddOn(secret=re.search(r"[\w-]{64}", shown)[0])
    znuny.setup([agent("chatbridge", addon.password, "Chat Bridge", "c@example.com", {SERVICE_GROUP: "rw"})])
    znuny.apache.restart()
    bridge = Bridge(
        database_url=database_url,
        redis_url=redis_url,
        public_url=f"{znuny.host}/chatbridge",
        port=znuny.bridge_port,
        settings=addon.settings(znuny),
    )
    assert bridge.settings["CHATBRIDGE_IDENTITY_SECRETS"].startswith(f"{KEY_ID}:")
    try:
        bridge.start("serve")  # which also calls Directory by the web service that was imported
        _same(before, crawl.see("installed"))
        _ours_are_there(crawl, "installed")
        page = crawl.watched(crawl.context(AGENT))
        page.goto(crawl.address(AGENT, "AgentDashboard"))
        page.wait_for_selector("chatbridge-desk", state="attached")
        page.close()
        links = crawl.links()
        assert (AGENT, "AdminChatBridge") in links
        assert len(links) > 50
        crawl.fetch("installed", links)
    finally:
        bridge.stop()

    _same(before, crawl.see("the bridge is down", FEW))
    _ours_are_there(crawl, "the bridge is down")
    desk.close()
    crawl.close()  # what a browser has kept of the chat would hide the trouble
    with silence(znuny.bridge_port):
        _same(before, crawl.see("the bridge hangs", FEW))
        _ours_are_there(crawl, "the bridge hangs")
        _menu_works(crawl)
    for address in ("/no/such/file.js", "https://chat.invalid/widget.js"):
        znuny.set_config("ChatBridge::WidgetURL", address)
        _same(before, crawl.see(f"the widget's address is {address}", FEW))

    desk = crawl.watched(crawl.context(AGENT))
    upload_package(desk, znuny.url, opm("0.0.2"))
    _same(before, crawl.see("upgraded", FEW))
    znuny.apache.restart()
    _same(before, crawl.see("upgraded, restarted"))
    html = requests.get(crawl.address(PUBLIC, ""), timeout=60).text
    assert script_tags(html)[0]["src"] == "https://chat.invalid/widget.js"
    assert addon.secret in znuny.console("Admin::Config::Read", "--setting-name", "ChatBridge::Secret")

    uninstall_package(desk, znuny.url, "ChatBridge")
    assert "ChatBridge" not in installed_packages(desk, znuny.url)
    _same(before, crawl.see("removed"))
    znuny.apache.restart()
    assert "ChatBridge" not in json.dumps(crawl.links())


def _same(before: dict[str, str], now: dict[str, str]) -> None:
    """Every page is still the page it was: OTRS answers also its own errors with 200."""
    assert now == {address: before[address] for address in now}


def _ours_are_there(crawl: Crawl, stage: str) -> None:
    """The package's own page is a whole page of OTRS's."""
    assert [title.partition(" - ")[0] for title in crawl.see(stage, OURS).values()] == ["Chat Administration"]


def _menu_works(crawl: Crawl) -> None:
    """OTRS's own JavaScript has started, though the chat's has not arrived."""
    page = crawl.watched(crawl.context(AGENT))
    page.goto(crawl.address(AGENT, "AgentTicketPhone"), wait_until="domcontentloaded")
    page.wait_for_function("window.Core && Core.Config.Get('Action') === 'AgentTicketPhone'")
    page.wait_for_selector("#Dest_Search, .InputField_Search")  # fields that JavaScript makes
    page.close()
