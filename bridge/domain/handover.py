"""What goes to OTRS when a chat is put on a ticket, and what comes back, free of OTRS's spelling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class NewPhoneTicket:
    """A ticket to be made. `customer`: a customer user's login, an e-mail address, or empty."""

    queue_id: str
    title: str
    customer: str
    priority_id: str
    state_id: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class ExistingTicket:
    """A ticket that is there already."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class CustomerTicket:
    """A ticket of the customer's or visitor's own, for a chat that no agent took.

    `queue_id`: a queue's ID or name. `customer`: a customer user's login, an e-mail address, or empty;
    `customer_name` goes with one that OTRS does not know.
    """

    queue_id: str
    title: str
    customer: str
    customer_name: str


Target = NewPhoneTicket | ExistingTicket | CustomerTicket


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One line of the chat article. `text` is plain text; `at` is aware, UTC; `system`: nobody said it."""

    chatter_kind: Literal["agent", "customer", "visitor"]
    chatter_id: str
    chatter_name: str
    text: str
    at: datetime
    system: bool


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of the chat. `for_customer`: the customer may see it; otherwise agents only."""

    name: str
    content_type: str
    content: bytes
    for_customer: bool


@dataclass(frozen=True, slots=True)
class ArchiveOrder:
    """The whole hand-over. The same `key` never makes a second ticket or article, however often it is sent.

    `lines` (1 to 5000, oldest first) can be seen by the customer, `internal_lines` by agents only.
    `agent`: the login of the agent in whose name and with whose rights it is done; empty for a
    `CustomerTicket`, which nobody's rights but the service's make.
    """

    key: str
    agent: str
    target: Target
    customer_name: str
    started_by: Literal["agent", "customer"]
    lines: tuple[ArticleLine, ...]
    internal_lines: tuple[ArticleLine, ...]
    files: tuple[ArchivedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchiveReceipt:
    """Where the chat is now. `repeated`: it was there before this order came."""

    ticket_id: str
    ticket_number: str
    article_id: str
    internal_article_id: str | None
    repeated: bool
