"""An agent at another address than the bridge: OTRS deletes a session that comes from elsewhere."""

from __future__ import annotations

import uuid

import requests
from requests.adapters import HTTPAdapter

from tests.live.client import Client


class FromElsewhere(HTTPAdapter):
    """Connects from 127.0.0.2; the bridge calls OTRS from 127.0.0.1."""

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs, source_address=("127.0.0.2", 0))


def test_an_agent_who_calls_from_another_address_keeps_the_session(bridge_with_znuny, znuny):
    browser = requests.Session()
    browser.mount("http://", FromElsewhere())
    form = {"Action": "Login", "User": "anna", "Password": "anna"}
    assert "Action=Logout" in browser.post(f"{znuny.url}/index.pl", data=form, timeout=60).text
    answer = browser.get(
        f"{znuny.url}/index.pl",
        params={"Action": "AgentChatBridgeToken"},
        headers={"X-Requested-With": "XMLHttpRequest"},
        timeout=60,
    )
    socket = bridge_with_znuny.url.replace("http", "ws", 1) + "/socket"
    max_ = Client(socket, origin=znuny.host)
    max_.hello(visitor={"name": "Max"})
    chat = max_.start_chat("From another address")
    anna = Client(socket, origin=znuny.host)
    assert anna.hello(token=answer.json()["Token"])["you"]["name"] == "Anna Agent"
    assert anna.ask("chat.accept", chat=chat)["type"] == "result"
    target = {"kind": "phone_ticket", "queue_id": "2", "title": "Elsewhere", "customer": "carla"}
    target |= {"priority_id": "3", "state_id": "4"}
    anna.ask("handover.request", chat=chat, handover=str(uuid.uuid4()), target=target)
    anna.until(lambda event: event["type"] == "desk.delta" and event["upsert"][0]["state"] == "closed")
    max_.close()
    anna.close()

    again = browser.get(f"{znuny.url}/index.pl", timeout=60)
    assert "Action=Logout" in again.text
