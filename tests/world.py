"""The services over a real database, with fakes around them, and people who use them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bridge.domain.channels import Channel
from bridge.domain.chats import Audience, Chat, Entry, Role
from bridge.domain.handover import Target
from bridge.domain.people import Actor
from bridge.services import chats, directory, handover, mail, messages, participation, policy, requests
from bridge.services.context import Context
from bridge.services.messages import Outcome, Post
from bridge.services.policy import CurrentPolicy
from bridge.services.requests import Wish
from bridge.store import Database, make_engine
from bridge.store.migrate import upgrade
from bridge.store.tables import metadata
from tests.fakes import FakeMailer, FakeOtrs, ManualClock, RecordingBus, RecordingJobs
from tests.people import ADMIN, ANTON, CARLA, TICKET, new_id


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
        db = Database(engine)
        self.mailer = FakeMailer()
        self.context = Context(
            db, self.bus, self.jobs, self.otrs, self.clock, CurrentPolicy(db, 0), mailer=self.mailer
        )
        with self.context.db.write() as tx:
            self.channel = tx.channels.ensure_default("Support", "users", self.clock())

    def knows(self, *agents: Actor) -> None:
        """OTRS has these agents besides the usual ones, and has told of all."""
        self.otrs.agents |= {one.person.ref: one for one in agents}
        directory.refresh(self.context)
        self.bus.take()

    def rules(self, **rules: object) -> None:
        """An administrator sets these."""
        policy.save(self.context, ADMIN, rules, self.context.policy().version)

    def asks(self, who: Actor = CARLA, text: str = "My printer is on fire", **ids: Any) -> Chat:
        """Somebody asks for a chat."""
        wish = Wish(ids.get("chat", new_id()), ids.get("client_id", new_id()), text, ids.get("channel"))
        return requests.start(self.context, who, replace(wish, about=ids.get("about")))

    def calls(self, who: Actor, whom: Actor, text: str = "Have you got a minute?", **ids: Any) -> Chat:
        """An agent asks an agent or a customer for a chat."""
        to = (whom.person.kind, whom.person.ref)
        wish = Wish(ids.get("chat", new_id()), ids.get("client_id", new_id()), text, ids.get("channel"), to)
        return requests.start(self.context, who, replace(wish, about=ids.get("about")))

    def talking(self, who: Actor = CARLA, agent: Actor = ANTON) -> Chat:
        """A chat that the agent has accepted."""
        return self.accepts(agent, self.asks(who))

    def accepts(self, who: Actor, chat: Chat) -> Chat:
        return requests.accept(self.context, who, chat.id)

    def declines(self, who: Actor, chat: Chat) -> None:
        requests.decline(self.context, who, chat.id)

    def invites(self, who: Actor, chat: Chat, whom: Actor, role: Role = Role.PARTICIPANT) -> Chat:
        """One agent asks another to come."""
        return participation.invite(self.context, who, chat.id, whom.person.ref, role)

    def brings(self, who: Actor, chat: Chat, whom: Actor, role: Role = Role.PARTICIPANT) -> Chat:
        """One agent asks another to come, who comes."""
        self.invites(who, chat, whom, role)
        return self.accepts(whom, chat)

    def goes(self, who: Actor, chat: Chat) -> Chat:
        """Somebody leaves; the chat afterwards."""
        participation.leave(self.context, who, chat.id)
        return self.look(chat)

    def becomes(self, who: Actor, chat: Chat, role: Role) -> Chat:
        return participation.change_role(self.context, who, chat.id, role)

    def moves(self, who: Actor, chat: Chat, to: Channel, *, release: bool = False) -> Chat:
        return participation.move(self.context, who, chat.id, to.id, release=release)

    def opens_channel(self, name: str, group: str = "users", **fields: Any) -> Channel:
        """One more channel."""
        new = Channel(0, name, group, for_customers=True, for_visitors=True, valid=True, **fields)
        with self.context.db.write() as tx:
            made = tx.channels.add(new, "", self.clock())
            return next(one for one in tx.channels.all() if one.id == made)

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

    def posts(self) -> list[bool]:
        """The worker sends the mail that it was asked to; whether each is sent."""
        waiting, self.jobs.mails = self.jobs.mails, []
        return [mail.deliver(self.context, mail_id) for mail_id in waiting]

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
