"""What every use case is given, and the unit of work that publishes what it has committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bridge.domain.chats import Chat, Entry
from bridge.domain.errors import ChatNotFound
from bridge.domain.events import ChatChanged, EntriesAppended, Event
from bridge.domain.policy import Policy
from bridge.services.ports import Bus, Clock, Database, Jobs, NewEntry, Otrs, PolicySource, Transaction
from bridge.services.ports.outgoing import Mailer, NoMail


class _UsualPolicy:
    """Where nobody has set anything."""

    def __call__(self) -> Policy:
        return Policy()

    def refresh(self) -> bool:
        """Nothing can have changed."""
        return False


@dataclass(frozen=True, slots=True)
class Context:
    """The outside world, as wired in :mod:`bridge.app`.

    :ivar policy: gives the current policy, at once
    :ivar admin_group: the group of OTRS whose members administrate the chat
    """

    db: Database
    bus: Bus
    jobs: Jobs
    otrs: Otrs
    clock: Clock
    policy: PolicySource = field(default_factory=_UsualPolicy)
    admin_group: str = "admin"
    mailer: Mailer = field(default_factory=NoMail)


@dataclass(slots=True)
class Unit:
    """One transaction, and the events that it will have caused once it is committed."""

    tx: Transaction
    events: list[Event] = field(default_factory=list)

    def locked(self, chat_id: str) -> Chat:
        """The chat, locked until the commit.

        :raises ChatNotFound: there is none
        """
        chat = self.tx.chats.get([chat_id], lock=True).get(chat_id)
        if chat is None:
            raise ChatNotFound("There is no such chat.")
        return chat

    def append(self, chat: Chat, *entries: NewEntry) -> list[Entry]:
        """Append to the locked chat's log and tell of it."""
        stored = self.tx.log.append(chat, entries)
        self.events.append(EntriesAppended(chat.id, tuple(stored)))
        return stored

    def changed(self, chat_id: str) -> Chat:
        """Tell of the change; the chat as it is now."""
        self.events.append(ChatChanged(chat_id))
        return self.tx.chats.get([chat_id])[chat_id]


@contextmanager
def unit_of_work(context: Context) -> Iterator[Unit]:
    """A writing transaction: committed, then published. An exception leaves nothing behind."""
    with context.db.write() as tx:
        unit = Unit(tx)
        yield unit
    context.bus.publish(unit.events)
