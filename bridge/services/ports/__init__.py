"""What the use cases need from outside, by subject. ``store``, ``otrs`` and ``web`` implement it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from bridge.domain.events import Event
from bridge.services.ports.administration import Audit, Channels, Policies, PolicySource
from bridge.services.ports.chats import Chats, Handover, Log, NewEntry, Outbox
from bridge.services.ports.keeping import Archive, CannedReplies, Files, Keeping
from bridge.services.ports.otrs import Attempt, Attempts, Logins, Otrs
from bridge.services.ports.outgoing import Mails
from bridge.services.ports.people import AgentStates, People, Presence, SignedIn, SignIns, Tokens

Clock = Callable[[], datetime]
"""The time now, aware, UTC."""


class Transaction(Protocol):
    """What can be done within one transaction."""

    @property
    def chats(self) -> Chats: ...
    @property
    def log(self) -> Log: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def channels(self) -> Channels: ...
    @property
    def people(self) -> People: ...
    @property
    def policy(self) -> Policies: ...
    @property
    def presence(self) -> Presence: ...
    @property
    def agent_states(self) -> AgentStates: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def files(self) -> Files: ...
    @property
    def canned(self) -> CannedReplies: ...
    @property
    def archive(self) -> Archive: ...
    @property
    def keeping(self) -> Keeping: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def sign_ins(self) -> SignIns: ...
    @property
    def attempts(self) -> Attempts: ...


class Database(Protocol):
    """Where transactions come from. Leaving the block commits; an exception rolls back."""

    def read(self) -> AbstractContextManager[Transaction]: ...
    def write(self) -> AbstractContextManager[Transaction]: ...


class Bus(Protocol):
    """Tells the processes of the service what was committed. A lost event is healed from the database."""

    def publish(self, events: Iterable[Event]) -> None: ...


class Jobs(Protocol):
    """Work for the background. A lost job is found again by the sweep of the outbox."""

    def deliver(self, handover_id: str) -> None: ...
    def deliver_mail(self, mail_id: str) -> None: ...
    def refresh_directory(self) -> None: ...


__all__ = [
    "AgentStates",
    "Attempt",
    "Attempts",
    "Audit",
    "Bus",
    "Channels",
    "Chats",
    "Clock",
    "Database",
    "Handover",
    "Jobs",
    "Log",
    "Logins",
    "NewEntry",
    "Otrs",
    "Outbox",
    "People",
    "Policies",
    "PolicySource",
    "Presence",
    "SignIns",
    "SignedIn",
    "Tokens",
    "Transaction",
]
