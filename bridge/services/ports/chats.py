"""Ports of chats: who is in them, what was said, and their way to OTRS."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bridge.domain.channels import Channel
from bridge.domain.chats import Audience, Author, Chat, Entry, EntryKind, Participant, State, Ticket
from bridge.domain.handover import Target
from bridge.domain.people import Kind, Person


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that has no number yet."""

    kind: EntryKind
    audience: Audience
    author: Author
    text: str
    at: datetime
    client_id: str | None = None
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handover:
    """A row of the outbox: a chat on its way to OTRS.

    :ivar asked_by: number of the participant
    :ivar agent: in whose name; empty where a customer or visitor asked
    :ivar back_to: the chat's state when OTRS refuses
    :ivar state: ``waiting``, ``done``, ``failed`` or ``cancelled``
    """

    id: str
    chat_id: str
    asked_by: int
    agent: str
    language: str
    target: Target
    back_to: State
    state: str
    attempts: int


class Chats(Protocol):
    """Chats and who is in them."""

    def get(self, ids: Collection[str], *, lock: bool = False) -> dict[str, Chat]:
        """Those of these chats that exist; ``lock`` keeps other writers out until the commit."""

    def add(self, chat: Chat) -> bool:
        """Store a new chat; ``False`` when its requester has an open one, or the id is in use.

        :raises ServerBusy: others are storing at the same moment; try again with a new transaction
        """

    def change(
        self,
        chat_id: str,
        *,
        state: State | None = None,
        accepted_at: datetime | None = None,
        closed_at: datetime | None = None,
        ticket: Ticket | None = None,
        handover_id: str | None = None,
        channel: Channel | None = None,
        waiting_since: datetime | None = None,
        kept: bool | None = None,
    ) -> None:
        """Change what is given, and raise the version.

        Closing frees the requester for a new chat, and lets the chat go unless it is to be ``kept``. With a
        new ``waiting_since`` it is not accepted any more.
        """

    def reclaim(self, chat: Chat) -> None:
        """Make a chat that goes on after all its requester's open one, unless they have another by now."""

    def add_participant(self, chat_id: str, participant: Participant) -> None:
        """Put somebody into a chat."""

    def change_participant(self, chat_id: str, participant: Participant) -> None:
        """Change the role, the presence, the invitation and the monitoring of whoever has that number."""

    def mark_read(self, chat_id: str, no: int, seq: int) -> bool:
        """Note how far somebody has read; ``False`` when they had read as far before."""

    def kept(self) -> list[Chat]:
        """Every chat that has not ended for everybody, oldest first."""

    def marks(self, closed_since: datetime) -> dict[str, tuple[int, int]]:
        """Chat id → (version, last seq) of all chats that are kept, or were closed since then."""

    def open_as(self, key: str) -> Chat | None:
        """The open chat with that :attr:`~bridge.domain.chats.Chat.open_key`."""

    def ended_of(self, person: Person, before: datetime | None, limit: int) -> list[Chat]:
        """Closed chats of a customer or visitor, the last first, of those closed before that time."""

    def waits(self, channel_id: int, accepted_since: datetime, limit: int) -> list[timedelta]:
        """How long people waited in the channel, of the last who were accepted since then."""


class Log(Protocol):
    """The entries of chats."""

    def append(self, chat: Chat, entries: Sequence[NewEntry]) -> list[Entry]:
        """Number the entries from the locked chat's ``last_seq`` on and store them."""

    def append_many(self, batch: Sequence[tuple[Chat, Sequence[NewEntry]]]) -> list[list[Entry]]:
        """:meth:`append` for several locked chats in one go."""

    def after(self, chat_id: str, seq: int, *, limit: int, reader: Kind) -> list[Entry]:
        """Up to ``limit`` entries after ``seq`` that people of this kind may read, in order."""

    def by_client_id(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Entry]:
        """The entries stored under these (chat id, client id)."""


class Outbox(Protocol):
    """Hand-overs to OTRS: what is here survives everything."""

    def add(self, handover: Handover, due_at: datetime) -> None:
        """Store a new one."""

    def get(self, handover_id: str) -> Handover | None:
        """One by its id."""

    def claim(
        self, handover_id: str, now: datetime, until: datetime, *, early: bool = False
    ) -> Handover | None:
        """Take a waiting one for delivery, with ``attempts`` raised.

        ``None`` if it is taken or over, or its time has not come, unless ``early``.
        """

    def waiting(self, claimed: Handover, due_at: datetime, code: str, message: str) -> bool:
        """Give it back: to be tried again at ``due_at``, and why it did not work.

        ``False``, and nothing done, when somebody else has claimed it since.
        """

    def finish(self, claimed: Handover, state: str, at: datetime, code: str = "", message: str = "") -> bool:
        """End it as ``done`` or ``failed``; ``False`` as in :meth:`waiting`."""

    def due(self, now: datetime, limit: int) -> list[str]:
        """Ids of waiting ones whose time has come and that nobody is delivering, oldest first."""

    def cancel(self, chat_id: str, now: datetime) -> Handover | None:
        """End the chat's waiting hand-over as ``cancelled``; ``None`` while somebody is delivering it."""

    def cancelled(self, chat_id: str) -> list[Handover]:
        """The chat's cancelled ones, the latest first."""

    def revive(self, handover: Handover, due_at: datetime) -> None:
        """Let a cancelled one wait again, under its old id, as this one says."""

    def make_due(self, chat_id: str, now: datetime) -> str | None:
        """Bring the chat's waiting hand-over forward; its id."""

    def make_due_of(self, agent: str, now: datetime) -> list[str]:
        """Bring all waiting hand-overs of an agent (login) forward; their ids."""
