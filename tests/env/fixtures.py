"""The servers as pytest fixtures: each starts with the first test that asks for it and ends with the run.

Where a program is missing its tests are skipped with that reason; under CI=true they fail instead.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.env.apache import MODULES
from tests.env.apache import PROGRAM as APACHE
from tests.env.bridge import Bridge
from tests.env.mariadb import MariaDB
from tests.env.postgres import Postgres, programs
from tests.env.processes import SYSTEM_PATH, EnvError
from tests.env.redis import RedisServer
from tests.env.smtp import SmtpServer
from tests.env.website import Website
from tests.env.znuny import Znuny
from tests.patience import MILLISECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
DEFAULT_VERSION = "6.5.1"


def _lacking(name: str) -> str:
    if name == "postgres":
        try:
            programs()
        except EnvError as error:
            return str(error)
        return ""
    if name == "znuny":
        for file in (APACHE, MODULES / "mod_perl.so"):
            if not file.exists():
                return f"{file} is not installed"
        return _lacking("postgres") or _lacking("dpkg-deb") or _lacking("apt-get")
    if name == "chromium":
        return "" if CHROMIUM.exists() else f"{CHROMIUM} is not installed"
    return "" if shutil.which(name, path=SYSTEM_PATH) else f"{name} is not installed"


def need(name: str) -> None:
    """Skip the test if the machine lacks ``postgres``, ``znuny``, ``chromium`` or a program of that name."""
    reason = _lacking(name)
    if reason and os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; tests.env.packages should have done that")
    if reason:
        pytest.skip(f"{reason} (python -m tests.env.packages, as root on Debian, installs it)")


# Whose logs belong to a failed test, by name. One run has at most a handful.
_running: dict[str, "Znuny | Bridge"] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Show the ends of the running servers' logs with a failed test."""
    report = yield
    if report.failed:
        for name, server in _running.items():
            try:
                report.sections.append((f"log of {name}", server.log(1500)))
            except (EnvError, OSError) as error:
                report.sections.append((f"log of {name}", f"not readable: {error}"))
    return report


@contextlib.contextmanager
def _logged(name: str, server: "Znuny | Bridge") -> Iterator[None]:
    """Stop the server at the end; until then its log is shown with failed tests."""
    _running[name] = server
    try:
        yield
    finally:
        del _running[name]
        server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL; ``postgres.database().url`` is a new, empty database."""
    need("postgres")
    server = Postgres().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A MariaDB; ``mariadb.database().url`` is a new, empty database."""
    need("mariadbd")
    server = MariaDB().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis that all tests of the run share."""
    need("redis-server")
    server = RedisServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[SmtpServer]:
    """A mail server that keeps what it gets."""
    server = SmtpServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def znuny(request: pytest.FixtureRequest) -> Iterator[Znuny]:
    """A Znuny with the add-on, its service agent, and the people of ``people.py``; keys in ``znuny.addon``.

    The version is the environment's ZNUNY, else 6.5.1, or what the test says by indirect parametrization.
    """
    need("znuny")
    server = Znuny(getattr(request, "param", os.environ.get("ZNUNY", DEFAULT_VERSION)))
    with _logged("znuny", server):
        yield server.start().prepare()


@pytest.fixture
def start_znuny() -> Iterator[Callable[..., Znuny]]:
    """Call it with a version for a Znuny of this test's own, without the add-on."""
    need("znuny")
    with contextlib.ExitStack() as stack:

        def start(version: str = DEFAULT_VERSION, **options: Any) -> Znuny:
            server = Znuny(version, **options)
            stack.enter_context(_logged(f"znuny {version} on {server.port}", server))
            return server.start()

        yield start


@dataclass
class System:
    """A Znuny and the bridge behind its web server."""

    znuny: Znuny
    bridge: Bridge

    @property
    def url(self) -> str:
        """The bridge's public address, ``http://127.0.0.1:PORT/chatbridge``."""
        return self.bridge.url

    def log(self) -> str:
        """The logs of both."""
        return f"{self.bridge.log()}\n--- Znuny\n{self.znuny.log()}"


@pytest.fixture(scope="session")
def visitor_site() -> Iterator[Website]:
    """A web site on another origin; ``bridge_with_znuny`` puts its widget there."""
    site = Website().start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def bridge_with_znuny(
    znuny: Znuny,
    postgres: Postgres,
    redis_server: RedisServer,
    smtp_server: SmtpServer,
    visitor_site: Website,
) -> Iterator[System]:
    """The whole thing: Znuny with the add-on, and web, worker and beat at its ``/chatbridge/``."""
    database = postgres.database()
    bridge = Bridge(
        database_url=database.url,
        redis_url=redis_server.database(1),
        public_url=f"{znuny.host}/chatbridge",
        port=znuny.bridge_port,
        settings={
            **znuny.addon.settings(znuny),
            "CHATBRIDGE_ALLOWED_ORIGINS": visitor_site.origin,
            "CHATBRIDGE_SMTP_URL": smtp_server.url,
            "CHATBRIDGE_MAIL_FROM": "Support <chat@example.com>",
        },
    )
    visitor_site.embed(bridge.url)
    with _logged("bridge", bridge):
        bridge.start()
        yield System(znuny, bridge)
    database.drop()


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Debian's Chromium under Playwright; ``chromium.new_context()`` is a person with a browser."""
    need("chromium")
    from playwright.sync_api import expect, sync_playwright  # slow to import, and only browser tests need it

    expect.set_options(timeout=MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
