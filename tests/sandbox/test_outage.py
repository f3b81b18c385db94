"""How the stand-in fails over real sockets, and what the client makes of it."""

import uuid

import pytest
import requests

from bridge.domain.errors import OtrsMisconfigured, OtrsUnavailable
from bridge.domain.handover import ArchiveOrder, ExistingTicket
from bridge.otrs import GenericInterfaceClient, OtrsGateway
from tests.contracts.support import said
from tests.sandbox.server import CONFIG, serving


@pytest.fixture
def stand_in():
    with serving() as url:
        yield url


def gateway(url):
    client = GenericInterfaceClient(
        f"{url}/otrs", "ChatBridge", CONFIG.service_user, CONFIG.service_password, 5
    )
    return OtrsGateway(client)


@pytest.mark.parametrize(
    ("mode", "error"),
    [("unavailable", OtrsUnavailable), ("drop", OtrsMisconfigured), ("lose-answer", OtrsMisconfigured)],
)
def test_a_hand_over_through_an_outage_arrives_once(stand_in, mode, error):
    order = ArchiveOrder(
        key=str(uuid.uuid4()),
        agent="anton",
        target=ExistingTicket("1"),
        customer_name="",
        started_by="customer",
        lines=(said("visitor", "visitor-1", "Max", "Hello"),),
        internal_lines=(),
    )
    requests.post(f"{stand_in}/sandbox/outage", json={"on": True, "mode": mode}, timeout=60)
    with pytest.raises(error) as caught:
        gateway(stand_in).archive(order)
    assert caught.value.retry
    requests.post(f"{stand_in}/sandbox/outage", json={"on": False}, timeout=60)
    assert gateway(stand_in).archive(order).repeated is (mode == "lose-answer")
    (ticket, *_) = requests.get(f"{stand_in}/sandbox/tickets", timeout=60).json()["tickets"]
    assert [article["channel"] for article in ticket["articles"]] == ["Email", "Chat"]
