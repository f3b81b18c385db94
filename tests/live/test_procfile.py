"""The Procfile runs as it stands, with honcho on PostgreSQL and Redis."""

import sys
from pathlib import Path

import pytest

from tests.env.processes import Process
from tests.live.client import new_id
from tests.live.service import Service

pytestmark = pytest.mark.services

PROCFILE = Path(__file__).parents[2] / "Procfile"
HONCHO = Path(sys.executable).with_name("honcho")


@pytest.fixture
def deployed(shared_otrs, postgres, redis_server):
    """A service whose processes honcho runs."""
    database = postgres.database()
    service = Service(shared_otrs, database_url=database.url, redis_url=redis_server.database(4))
    service.command("migrate")
    environment = service.environment()
    environment["PATH"] = f"{HONCHO.parent}:{environment['PATH']}"
    command = [HONCHO, "-f", PROCFILE, "-d", service.folder, "start", "web", "worker", "beat"]
    honcho = Process("honcho", command, folder=service.folder, env=environment, privileged=True)
    honcho.wait_until(service.healthy)
    yield service
    honcho.stop()
    service.stop()
    database.drop()


def test_a_chat_becomes_a_ticket_by_web_worker_and_beat(deployed, shared_otrs):
    max_, anton = deployed.visitor(), deployed.agent()
    chat = max_.start_chat("By the Procfile")
    # The agent's rights come with the directory, which the worker fetches.
    anton.until(lambda message: chat in str(message))
    assert anton.ask("chat.accept", chat=chat)["type"] == "result"
    target = {"kind": "phone_ticket", "queue_id": "2", "title": "By the Procfile", "customer": "carla"}
    target |= {"priority_id": "3", "state_id": "4"}
    anton.ask("handover.request", chat=chat, handover=new_id(), target=target)
    assert anton.chat(chat, state="closed")["ticket"]
    assert len(shared_otrs.tickets("By the Procfile")) == 1
