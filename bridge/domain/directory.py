"""What OTRS knows about people, groups and the choices for a ticket, free of OTRS's spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class DirectoryAgent:
    """A valid agent. `groups`: group name to permissions, roles merged, `rw` spelled out as all of them."""

    login: str
    otrs_id: str
    name: str
    email: str
    language: str
    out_of_office_until: date | None
    online: bool
    last_request: datetime | None
    groups: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class OnlineCustomer:
    """A customer user with a browser session in the portal.

    `last_request` is aware, UTC; `customer_id`: the company.
    """

    login: str
    name: str
    last_request: datetime | None
    email: str = ""
    customer_id: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from: a queue, a priority, a state."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Directory:
    """One snapshot of OTRS's people.

    :ivar clock: OTRS's time (aware, UTC)
    :ivar time_zone: OTRSTimeZone
    :ivar secret_key_id: name of the secret that OTRS signs identity tokens with
    :ivar secret_proof: what only somebody with that secret could make of `clock`; empty: OTRS has no
        usable secret; none: the add-on is too old to tell
    :ivar queues: the valid queues
    """

    agents: tuple[DirectoryAgent, ...]
    groups: tuple[str, ...]
    customers_online: tuple[OnlineCustomer, ...]
    time_zone: str
    add_on_version: str
    framework: str
    clock: datetime
    secret_key_id: str = ""
    secret_proof: str | None = None
    queues: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnerChoice:
    """An agent who may become the owner of a new ticket."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class TicketOptions:
    """What one agent may choose for a new phone ticket. `owners` is empty until a queue is chosen."""

    queues: tuple[Choice, ...]
    priorities: tuple[Choice, ...]
    states: tuple[Choice, ...]
    owners: tuple[OwnerChoice, ...]
    default_priority_id: str
    default_state_id: str


@dataclass(frozen=True, slots=True)
class CustomerHit:
    """A customer user that a search found. `customer_id`: the company."""

    login: str
    name: str
    email: str
    customer_id: str


@dataclass(frozen=True, slots=True)
class TicketHit:
    """A ticket that a search found.

    `state`: its name in the agent's language; `state_type`: OTRS's own word, ``new``, ``open``, ``closed``
    or ``pending reminder``. `customer`: the customer user's login, maybe empty.
    """

    id: str
    number: str
    title: str
    state: str
    queue: str
    customer: str
    state_type: str = ""


@dataclass(frozen=True, slots=True)
class TicketPerson:
    """An agent who has to do with a ticket. `part`: the weightiest of what the agent is there."""

    login: str
    name: str
    part: Literal["owner", "responsible", "author", "watcher"]


@dataclass(frozen=True, slots=True)
class TicketContext:
    """A ticket as somebody who may see it is told of it.

    `customer`: the customer user's login or address, maybe empty; `customer_id`: the company's ID;
    `company`: its name, empty when OTRS knows none. `people` is empty when a customer asks.
    """

    id: str
    number: str
    title: str
    queue_id: str
    queue: str
    customer: str
    customer_id: str
    company: str
    people: tuple[TicketPerson, ...]
