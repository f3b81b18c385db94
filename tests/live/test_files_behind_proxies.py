"""Files through real web servers, set up as the installation guide says."""

import pytest
import requests

from tests.doctor.proxies import Proxy, right
from tests.env.fixtures import need
from tests.env.processes import free_port
from tests.live.client import ORIGIN, new_id

CONTENT = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 30_000

pytestmark = pytest.mark.services


@pytest.fixture(params=["apache", "nginx"])
def front(request, service):
    need({"apache": "apache2"}.get(request.param, request.param))
    proxy = Proxy(request.param, right(request.param, service.port), free_port())
    yield proxy
    proxy.stop()


def test_a_large_picture_goes_there_and_back(service, front):
    agent, visitor, chat = service.conversation()
    file = new_id()
    offered = visitor.ask(
        "file.offer", chat=chat, file=file, name="a.png", size=len(CONTENT), audience="everyone"
    )
    brought = requests.put(front.host + offered["url"], data=CONTENT, headers={"Origin": ORIGIN}, timeout=60)
    assert brought.status_code == 201, brought.text
    fetched = requests.get(front.host + agent.ask("file.link", chat=chat, file=file)["url"], timeout=60)
    assert fetched.content == CONTENT


def test_a_refusal_comes_through_while_the_body_is_on_its_way(service, front):
    refused = requests.put(
        f"{front.host}/chatbridge/files/x", data=CONTENT, headers={"Origin": ORIGIN}, timeout=60
    )
    assert (refused.status_code, refused.json()["code"]) == (404, "file.missing")
