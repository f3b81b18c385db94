"""Everything here runs against each OTRS that speaks ``docs/otrs-operations.md``: the stand-in and the real.

Both have the agents anton (all rights in the group users), berta (none there) and a colleague of anton's,
the customer carla of the company acme, and a customer of another one.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from bridge.domain.handover import ArchiveOrder, NewPhoneTicket
from bridge.otrs import GenericInterfaceClient, OtrsGateway
from tests.contracts.support import said
from tests.sandbox.server import CONFIG, serving


@dataclass(frozen=True)
class Subject:
    """One OTRS, or what stands in for it."""

    name: str
    url: str
    service_user: str
    service_password: str
    secret: str
    key_id: str
    colleague: str
    stranger: str
    viewers: dict[str, requests.Session] = field(default_factory=dict)

    def gateway(self, *, webservice: str = "ChatBridge", password: str = "", **options: Any) -> OtrsGateway:
        """The bridge's way in."""
        client = GenericInterfaceClient(
            self.url, webservice, self.service_user, password or self.service_password, 60
        )
        return OtrsGateway(client, **options)

    def address(self, route: str) -> str:
        """Where a route of the web service is."""
        return f"{self.url}/nph-genericinterface.pl/Webservice/ChatBridge/{route}"

    def call(self, operation: str, **fields: Any) -> dict[str, Any]:
        """An operation without the client: its JSON."""
        credentials = {"UserLogin": self.service_user, "Password": self.service_password}
        response = requests.post(self.address(operation), json={**credentials, **fields}, timeout=60)
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"].startswith("application/json")
        return response.json()

    def login(self, script: str, user: str) -> requests.Session:
        """A browser in which somebody has logged in. Everybody's password is the login."""
        session = requests.Session()
        session.headers["Accept-Language"] = "de"
        form = {"Action": "Login", "User": user, "Password": user}
        page = session.post(f"{self.url}/{script}", data=form, timeout=60)
        assert "Action=Logout" in page.text
        return session

    def logout(self, browser: requests.Session, script: str) -> None:
        """Follow the link that ends the session."""
        page = browser.get(f"{self.url}/{script}", timeout=60).text
        link = unescape(re.search(r'href="([^"]*Action=Logout[^"]*)"', page)[1])
        browser.get(urljoin(self.url, link), timeout=60)

    def zoom(self, ticket: str, article: str) -> str:
        """The agent's page of a ticket with that article."""
        return self.view("index.pl", f"AgentTicketZoom;TicketID={ticket};ArticleID={article}").text

    def customer_zoom(self, number: str) -> str:
        """Carla's page of a ticket of hers."""
        return self.view("customer.pl", f"CustomerTicketZoom;TicketNumber={number}").text

    def view(self, script: str, action: str) -> requests.Response:
        """What anton or carla gets, in a browser that stays: OTRS allows 20 sessions a person."""
        user = "anton" if script == "index.pl" else "carla"
        if script not in self.viewers:
            self.viewers[script] = self.login(script, user)
        return self.viewers[script].get(f"{self.url}/{script}?Action={action}", timeout=60)


@pytest.fixture(scope="session")
def stand_in() -> Iterator[Subject]:
    with serving() as url:
        yield Subject(
            "stand-in",
            f"{url}/otrs",
            CONFIG.service_user,
            CONFIG.service_password,
            CONFIG.secret,
            CONFIG.secret_key_id,
            "cem",
            "dora",
        )


@pytest.fixture(scope="session")
def real_otrs(znuny) -> Subject:
    # Nobody else's tests leave a browser session of hers behind.
    znuny.add_agent("doris", "doris", "Doris Agent", "doris@example.com", {"users": "rw"})
    return Subject(
        "znuny", znuny.url, "chatbridge", znuny.addon.password, znuny.addon.secret, "otrs-1", "doris", "karl"
    )


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("stand_in", id="stand-in"),
        pytest.param("real_otrs", id="znuny", marks=pytest.mark.znuny),
    ],
)
def otrs(request) -> Subject:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def raw_queue(otrs) -> str:
    """The ID of the queue Raw, whose group is users."""
    options = otrs.gateway().ticket_options("anton", None)
    return next(queue.id for queue in options.queues if queue.name == "Raw")


@pytest.fixture
def word() -> str:
    """A word that no other test's ticket has in its title."""
    return "w" + uuid.uuid4().hex[:12]


@pytest.fixture
def order(otrs, raw_queue, word) -> ArchiveOrder:
    """A short chat for a new ticket of carla's."""
    options = otrs.gateway().ticket_options("anton", raw_queue)
    target = NewPhoneTicket(
        queue_id=raw_queue,
        title=f"Printer {word}",
        customer="carla",
        priority_id=options.default_priority_id,
        state_id=options.default_state_id,
        owner="anton",
    )
    return ArchiveOrder(
        key=str(uuid.uuid4()),
        agent="anton",
        target=target,
        customer_name="Carla Customer",
        started_by="customer",
        lines=(
            said("customer", "carla", "Carla Customer", "Hello"),
            said("agent", "anton", "Anton Agent", "Hi", 1),
        ),
        internal_lines=(),
    )
