"""Two web processes, a worker and the clock, on PostgreSQL and Redis; and each of them failing."""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.env.fixtures import need
from tests.env.postgres import Postgres
from tests.env.redis import RedisServer
from tests.live.client import new_id
from tests.live.service import Service, StandIn
from tests.patience import until

pytestmark = pytest.mark.services


class Deployment:
    """Two web processes on ports of their own, a worker and beat; a database server and a Redis to break."""

    def __init__(self) -> None:
        self.otrs = StandIn().start()
        self.postgres = Postgres().start()
        self.redis = RedisServer().start()
        self.database = self.postgres.database("chat")
        place: dict[str, Any] = {
            "database_url": self.database.url,
            "redis_url": self.redis.database(2),
        }
        self.here = Service(self.otrs, **place).start("serve", "worker", "beat")
        self.there = Service(self.otrs, **place).start("serve")

    def log(self) -> str:
        return f"{self.here.log()}\n{self.there.log()}"

    def conversation(self):
        """A visitor on one web process and an agent on the other."""
        visitor, agent = self.here.visitor(), self.there.agent()
        chat = visitor.start_chat()
        agent.until(lambda m: chat in str(m))
        assert agent.ask("chat.accept", chat=chat)["type"] == "result"
        for client in (visitor, agent):
            assert client.open(chat)["type"] == "result"
        return agent, visitor, chat

    def sql(self, statement: str, *values: str) -> int:
        """Run a statement on the service's database; how many rows it found or changed."""
        with self.database.connect(autocommit=True) as connection:
            return connection.execute(statement.encode(), values).rowcount

    def attempted(self, chat: str) -> bool:
        """Whether a worker has taken up the chat's hand-over."""
        return self.sql("SELECT 1 FROM outbox WHERE chat_id = %s AND attempts > 0", chat) > 0

    def stop(self) -> None:
        for part in (self.there, self.here, self.redis, self.postgres, self.otrs):
            part.stop()


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    need("postgres")
    need("redis-server")
    running = Deployment()
    yield running
    running.stop()


def test_two_processes_are_one_service(deployment):
    agent, visitor, chat = deployment.conversation()
    agent.say(chat, "Hello from there")
    assert visitor.entry(chat, text="Hello from there")
    visitor.say(chat, "Hello from here")
    assert agent.entry(chat, text="Hello from here")
    title = f"Scaled {chat}"
    target = {"kind": "phone_ticket", "queue_id": "2", "title": title, "customer": ""}
    agent.hand_over(chat, **target, priority_id="3", state_id="4")
    number = agent.chat(chat, state="closed")["ticket"]["number"]
    assert visitor.chat(chat, state="closed")["ticket"] == {"number": number}
    assert len(deployment.otrs.tickets(title)) == 1


def test_who_reads_writes_watches_and_leaves_is_known_to_the_other_process(deployment):
    agent, visitor, chat = deployment.conversation()
    said = agent.say(chat, "Hello from there")["seq"]
    assert visitor.ask("typing", chat=chat, on=True)["type"] == "result"
    assert agent.event("typing", chat=chat)["no"] == 1
    assert visitor.ask("chat.read", chat=chat, seq=said)["type"] == "result"
    assert agent.event("read", chat=chat)["seq"] == said

    cem = deployment.here.agent("cem", "Cem Can")
    agent.ask("chat.invite", chat=chat, login="cem", **{"as": "owner"})
    cem.chat(chat, state="active")
    assert cem.ask("chat.accept", chat=chat)["type"] == "result"
    assert agent.until(lambda m: m["type"] == "desk.delta" and chat in m["remove"])
    assert visitor.entry(chat, kind="left")["author"]["name"] == "Anton Agent"
    assert visitor.say(chat, "Hello Cem")["type"] == "ack"
    assert agent.open(chat)["code"] == "chat.not_found"


def test_gunicorn_may_have_several_web_processes_on_one_port(deployment, start_service):
    settings = {"CHATBRIDGE_WEB_PROCESSES": "2"}
    place = {key: deployment.here.settings[key] for key in ("DATABASE_URL", "REDIS_URL")}
    service = start_service(
        deployment.otrs,
        "serve",
        database_url=place["DATABASE_URL"],
        redis_url=place["REDIS_URL"],
        settings=settings,
    )
    agent, visitor, chat = service.conversation()
    others = [service.back(visitor) for _ in range(12)]
    for other in others:
        other.open(chat)
    agent.say(chat, "to all of you")
    for other in others:
        assert other.entry(chat, text="to all of you")


def test_without_redis_messages_are_acked_and_arrive_by_comparing(deployment):
    agent, visitor, chat = deployment.conversation()
    deployment.redis.kill()
    try:
        for number in range(3):
            assert agent.say(chat, f"without Redis {number}")["type"] == "ack"
            assert visitor.entry(chat, text=f"without Redis {number}")
        second = deployment.here.visitor("Mia")
        asked = second.start_chat("Is anybody there?")
        assert agent.chat(asked, state="requested")
        assert agent.ask("chat.accept", chat=asked)["type"] == "result"
        assert second.chat(asked, state="active")
        title = f"No Redis {chat}"
        target = {"kind": "phone_ticket", "queue_id": "2", "title": title, "customer": ""}
        handed_over = agent.hand_over(chat, **target, priority_id="3", state_id="4")
        assert handed_over["chat"]["state"] == "closing"
    finally:
        deployment.redis.start()
    assert agent.chat(chat, state="closed", timeout=60)["ticket"]
    assert len(deployment.otrs.tickets(title)) == 1
    third, asking, again = deployment.conversation()
    third.say(again, "and with it")
    assert asking.entry(again, text="and with it")


@pytest.mark.parametrize("moment", ["before OTRS has answered", "after OTRS has made the ticket"])
def test_a_worker_that_is_killed_while_it_delivers_leaves_one_ticket(deployment, moment):
    agent, _, chat = deployment.conversation()
    title = f"Killed {chat}"
    target = {"kind": "phone_ticket", "queue_id": "2", "title": title, "customer": ""}
    if moment.startswith("before"):
        deployment.otrs.hang()
    else:
        deployment.otrs.fail("lose-answer")
    agent.hand_over(chat, **target, priority_id="3", state_id="4")
    until(lambda: deployment.attempted(chat))
    if moment.startswith("after"):
        until(lambda: deployment.otrs.tickets(title))
    deployment.here.kill("worker")
    if moment.startswith("before"):
        deployment.otrs.start()
    else:
        deployment.otrs.fail()
    # The minute that a delivery may take, in which nobody else would try.
    deployment.sql("UPDATE outbox SET claimed_until = created_at WHERE chat_id = %s", chat)
    deployment.here.start("worker")
    assert agent.ask("handover.retry", chat=chat)["type"] == "result"
    assert agent.chat(chat, state="closed", timeout=60)["ticket"]
    (ticket,) = deployment.otrs.tickets(title)
    assert len(ticket["articles"]) == 1


def test_a_task_that_comes_several_times_makes_one_ticket(deployment):
    agent, _, chat = deployment.conversation()
    deployment.here.processes["worker"].send(signal.SIGSTOP)
    handover = new_id()
    title = f"Twice {chat}"
    target = {"kind": "phone_ticket", "queue_id": "2", "title": title, "customer": ""}
    target |= {"priority_id": "3", "state_id": "4"}
    for _ in range(5):
        answer = agent.ask("handover.request", chat=chat, handover=handover, target=target)
        assert answer["type"] == "result"
        agent.ask("handover.retry", chat=chat)
    deployment.here.processes["worker"].send(signal.SIGCONT)
    deployment.here.command("deliver", handover)
    assert agent.chat(chat, state="closed", timeout=60)["ticket"]
    (ticket,) = deployment.otrs.tickets(title)
    assert len(ticket["articles"]) == 1


def test_a_database_that_restarts_costs_a_wait_and_no_message(deployment):
    agent, visitor, chat = deployment.conversation()
    agent.say(chat, "before")
    deployment.postgres.kill()
    sent = [agent.tell("message.send", chat=chat, client_id=new_id(), text=f"{n}") for n in range(20)]
    time.sleep(1)
    deployment.postgres.start()
    acks = [agent.reply(number) for number in sent]
    assert [ack["type"] for ack in acks] == ["ack"] * 20
    texts = [e["text"] for e in visitor.entries(chat) if e["kind"] == "message"]
    assert texts[-20:] == [f"{n}" for n in range(20)]


def test_without_the_database_commands_say_so_and_the_service_recovers_by_itself(deployment):
    agent, visitor, chat = deployment.conversation()
    deployment.postgres.kill()
    try:
        refused = agent.ask("chat.open", chat=chat, after_seq=0)
        assert refused["code"] in {"server.error", "server.busy"}
        name = new_id()
        unsaid = agent.say(chat, "hold on", client_id=name)
        assert unsaid["code"] == "server.busy"
        assert agent.ask("ping")["type"] == "result"
        assert deployment.there.healthy()
    finally:
        deployment.postgres.start()
    until(lambda: agent.say(chat, "hold on", client_id=name)["type"] == "ack")
    assert visitor.entry(chat, text="hold on")
    deployment.conversation()
    assert deployment.here.processes["worker"].alive()
    assert deployment.here.processes["beat"].alive()


def test_a_web_process_that_hangs_is_not_missed(deployment):
    agent, visitor, chat = deployment.conversation()
    frozen = deployment.there.processes["serve"]
    os.killpg(frozen.pid, signal.SIGSTOP)
    try:
        other = deployment.here.agent("anton")
        assert other.open(chat)["type"] == "result"
        assert other.say(chat, "from the other one")["type"] == "ack"
        assert visitor.entry(chat, text="from the other one")
    finally:
        os.killpg(frozen.pid, signal.SIGCONT)
    assert agent.entry(chat, text="from the other one")
