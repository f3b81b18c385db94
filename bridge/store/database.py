"""Transactions over the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, Engine

from bridge.store.archive import ArchiveTable
from bridge.store.audit import AuditTable
from bridge.store.canned import CannedTable
from bridge.store.channels import ChannelTable
from bridge.store.chats import ChatTable
from bridge.store.files import FileTable
from bridge.store.log import LogTable
from bridge.store.mail import MailTable
from bridge.store.outbox import OutboxTable
from bridge.store.people import PeopleTable
from bridge.store.policy import PolicyTable
from bridge.store.presence import AgentStateTable, PresenceTable
from bridge.store.retention import KeepingTable
from bridge.store.stock import AttemptTable, SignInTable
from bridge.store.tokens import TokenTable


class Transaction:
    """The tables within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def chats(self) -> ChatTable:
        return ChatTable(self._connection)

    @cached_property
    def log(self) -> LogTable:
        return LogTable(self._connection)

    @cached_property
    def outbox(self) -> OutboxTable:
        return OutboxTable(self._connection)

    @cached_property
    def mails(self) -> MailTable:
        return MailTable(self._connection)

    @cached_property
    def channels(self) -> ChannelTable:
        return ChannelTable(self._connection)

    @cached_property
    def people(self) -> PeopleTable:
        return PeopleTable(self._connection)

    @cached_property
    def policy(self) -> PolicyTable:
        return PolicyTable(self._connection)

    @cached_property
    def presence(self) -> PresenceTable:
        return PresenceTable(self._connection)

    @cached_property
    def agent_states(self) -> AgentStateTable:
        return AgentStateTable(self._connection)

    @cached_property
    def audit(self) -> AuditTable:
        return AuditTable(self._connection)

    @cached_property
    def files(self) -> FileTable:
        return FileTable(self._connection)

    @cached_property
    def canned(self) -> CannedTable:
        return CannedTable(self._connection)

    @cached_property
    def archive(self) -> ArchiveTable:
        return ArchiveTable(self._connection)

    @cached_property
    def keeping(self) -> KeepingTable:
        return KeepingTable(self._connection)

    @cached_property
    def tokens(self) -> TokenTable:
        return TokenTable(self._connection)

    @cached_property
    def sign_ins(self) -> SignInTable:
        return SignInTable(self._connection)

    @cached_property
    def attempts(self) -> AttemptTable:
        return AttemptTable(self._connection)


class Database:
    """The database as the services know it (:class:`bridge.services.ports.Database`)."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(writes=True)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only looks."""
        with self.engine.connect() as connection:
            yield Transaction(connection)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that commits when the block is left without an exception."""
        with self._writing.begin() as connection:
            yield Transaction(connection)
