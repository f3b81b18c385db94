"""The services over a real database, with fakes around them, and people who use them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bridge.domain.chats import Audience, Chat, Entry
from bridge.domain.handover import Target
from bridge.domain.people import Actor
from bridge.services import chats, handover, messages
from bridge.services.context import Context
from bridge.services.messages import Outcome, Post
from bridge.store import Database, make_engine
from bridge.store.migrate import upgrade
from bridge.store.tables import metadata
from tests.fakes import FakeOtrs, ManualClock, RecordingBus, RecordingJobs
from tests.people import ANTON, CARLA, TICKET, new_id


def fast_sqlite(file: Path) -> Engine:
    """An engine for a SQLite file that does not wait for the disk, which no test pulls the plug of."""
    engine = make_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def _forget_the_disk(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    return engine


def make_template(file: Path) -> Path:
    """A migrated, empty database to copy."""
    engine = fast_sqlite(file)
    upgrade(engine)
    engine.dispose()
    return file


@cache
def shared(template: Path) -> Engine:
    """One engine for many tests, on a copy of the template: it knows their statements already."""
    return fast_sqlite(Path(shutil.copy(template, template.with_name("shared.db"))))


def emptied(engine: Engine) -> Engine:
    """The same, without a row in any table."""
    with engine.execution_options(writes=True).begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return engine


class World:
    """Everything at hand; its helpers are what people do, with the usual values filled in."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clock = ManualClock()
        self.otrs = FakeOtrs()
        self.bus = RecordingBus()
        self.jobs = RecordingJobs()
        self.context = Context(Database(engine), self.bus, self.jobs, self.otrs, self.clock)
        with self.context.db.write() as tx:
            self.channel = tx.channels.ensure_default("Support", "users", self.clock())

    def asks(self, who: Actor = CARLA, text: str = "My printer is on fire", **ids: Any) -> Chat:
        """Somebody asks for a chat."""
        return chats.start(
            self.context,
            who,
            ids.get("chat", new_id()),
            ids.get("client_id", new_id()),
            ids.get("channel"),
            text,
        )

    def talking(self, who: Actor = CARLA, agent: Actor = ANTON) -> Chat:
        """A chat that the agent has accepted."""
        return self.accepts(agent, self.asks(who))

    def accepts(self, who: Actor, chat: Chat) -> Chat:
        return chats.accept(self.context, who, chat.id)

    def closes(self, who: Actor, chat: Chat) -> Chat:
        return chats.close(self.context, who, chat.id)

    def says(
        self, who: Actor, chat: Chat, text: str, *, internal: bool = False, client_id: str = ""
    ) -> Outcome:
        """Somebody writes; what became of it."""
        audience = Audience.AGENTS if internal else Audience.EVERYONE
        return messages.post(self.context, [Post(who, chat.id, client_id or new_id(), text, audience)])[0]

    def reads(self, who: Actor, chat: Chat, after: int = 0) -> list[Entry]:
        return chats.read(self.context, who, chat.id, after)[1]

    def hands_over(
        self, chat: Chat, who: Actor = ANTON, target: Target = TICKET, handover_id: str = ""
    ) -> str:
        """The agent puts the chat on a ticket; the hand-over's id."""
        handover_id = handover_id or new_id()
        handover.request(self.context, who, chat.id, handover_id, target)
        return handover_id

    def works(self) -> list[bool]:
        """The worker does what it was asked to; whether each hand-over is done."""
        waiting, self.jobs.deliveries = self.jobs.deliveries, []
        return [handover.deliver(self.context, handover_id) for handover_id in waiting]

    def sweeps(self) -> list[bool]:
        """The clock comes round: what is due is queued, and the worker does it."""
        handover.deliver_due(self.context)
        return self.works()

    def look(self, chat: Chat) -> Chat:
        """The chat as it is in the database."""
        with self.context.db.read() as tx:
            return tx.chats.get([chat.id])[chat.id]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Call them in threads that start together; their results, or what they raised, in the same order."""
    start = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[number] = call()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def texts(entries: Iterable[Entry]) -> list[str]:
    """What is in them, system entries as their kind in brackets."""
    return [one.text or f"[{one.kind}]" for one in entries]
