"""A chat: an append-only log of entries, the people in it, and its life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bridge.domain.channels import Channel
from bridge.domain.people import Kind, Person

MOST_ENTRIES = 2000
"""How long a chat may get: with the longest messages it still fits into one call of OTRS's web service."""


class State(StrEnum):
    """Where a chat is in its life."""

    REQUESTED = "requested"
    ACTIVE = "active"
    CLOSING = "closing"
    CLOSED = "closed"


class Direction(StrEnum):
    """Who asked whom for the chat."""

    AGENT_AGENT = "agent_agent"
    AGENT_CUSTOMER = "agent_customer"
    CUSTOMER_AGENT = "customer_agent"
    PUBLIC_AGENT = "public_agent"


class Role(StrEnum):
    """What somebody is in a chat."""

    REQUESTER = "requester"  # a customer or visitor who asked
    GUEST = "guest"  # a customer whom an agent asked
    OWNER = "owner"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    INVITED = "invited"
    DECLINED = "declined"


class Audience(StrEnum):
    """Who may read an entry."""

    EVERYONE = "everyone"
    AGENTS = "agents"


class EntryKind(StrEnum):
    """What an entry of the log tells."""

    MESSAGE = "message"
    FILE = "file"
    JOINED = "joined"
    LEFT = "left"
    CLOSED = "closed"
    INVITED = "invited"
    DECLINED = "declined"
    MOVED = "moved"
    BECAME_OBSERVER = "became_observer"
    BECAME_PARTICIPANT = "became_participant"
    HANDOVER_REQUESTED = "handover_requested"
    HANDOVER_FAILED = "handover_failed"
    HANDOVER_CANCELLED = "handover_cancelled"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in a chat.

    :ivar no: number within the chat, from 1
    :ivar invited_as: the role an invitation gives; kept after it was accepted or declined
    :ivar invited_by: number of who invited
    :ivar read_seq: number of the last entry they have read
    :ivar monitor: what they want to be notified of: ``none``, ``customer`` or ``all``
    :ivar shown_as: the name by which customers and visitors know an agent from a channel that the chat was in
        before; empty: the channel that it is in says
    """

    no: int
    kind: Kind
    ref: str
    name: str
    role: Role
    present: bool = True
    invited_as: Role | None = None
    invited_by: int | None = None
    read_seq: int = 0
    monitor: str = "none"
    shown_as: str = ""

    @property
    def id(self) -> str:
        """The person's identifier over all kinds, ``agent:anton``."""
        return f"{self.kind}:{self.ref}"

    def is_person(self, person: Person) -> bool:
        """Whether this is that person."""
        return self.kind == person.kind and self.ref == person.ref


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket of OTRS."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class HandoverStatus:
    """How far the hand-over of a chat to OTRS is.

    :ivar state: ``waiting``, ``done``, ``failed`` or ``cancelled``
    :ivar kind: ``phone_ticket`` or ``attach``
    """

    state: str
    kind: str
    attempts: int
    since: datetime
    error_code: str = ""
    error_message: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat without its entries.

    :ivar waiting_since: when somebody began to wait for an answer: the request, or the move to another team
    :ivar about: the ticket it was started from
    :ivar kept: whether it is on desks: it has not ended, or did so without a ticket and its agents keep it
    """

    id: str
    version: int
    state: State
    channel: Channel
    participants: tuple[Participant, ...]
    first_message: str
    last_seq: int
    created_at: datetime
    waiting_since: datetime
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    ticket: Ticket | None = None
    handover: HandoverStatus | None = None
    direction: Direction = Direction.PUBLIC_AGENT
    about: Ticket | None = None
    kept: bool = True

    @property
    def requester(self) -> Participant:
        """Who asked for the chat: always the first in it."""
        return self.participants[0]

    @property
    def client(self) -> Participant | None:
        """The customer or visitor in it; none among agents."""
        return next((p for p in self.participants if p.kind is not Kind.AGENT), None)

    @property
    def asked(self) -> Participant | None:
        """The agent or customer whom an agent asked for the chat; none where a team was asked."""
        return self.participants[1] if self.requester.kind is Kind.AGENT else None

    @property
    def open_key(self) -> str:
        """What there is only one open chat of: a client's, or the one of an agent with the same person."""
        return self.requester.id if self.asked is None else f"{self.requester.id}>{self.asked.id}"

    @property
    def owner(self) -> Participant | None:
        """The agent who accepted, while present."""
        return next((p for p in self.participants if p.role is Role.OWNER and p.present), None)

    @property
    def workers(self) -> tuple[Participant, ...]:
        """The agents who can answer: its owner and participants, while present."""
        return tuple(
            p
            for p in self.participants
            if p.present and p.kind is Kind.AGENT and p.role in {Role.OWNER, Role.PARTICIPANT}
        )

    def member(self, person: Person) -> Participant | None:
        """The person's place in the chat, also if they have left it."""
        return next((p for p in self.participants if p.is_person(person)), None)

    def participant(self, person: Person) -> Participant | None:
        """The person's place in the chat, if they have one and are present."""
        return next((p for p in self.participants if p.present and p.is_person(person)), None)


@dataclass(frozen=True, slots=True)
class Author:
    """Who an entry is by, as the log keeps it: the name at that time."""

    no: int
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered entry of a chat's log.

    :ivar data: JSON values of system entries, such as ``{"ticket_number": "…"}``
    :ivar client_id: the UUID that the sender gave a message
    """

    seq: int
    kind: EntryKind
    audience: Audience
    author: Author
    text: str
    at: datetime
    client_id: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)
