"""What the stand-in keeps: people, groups, queues and tickets, in memory, safe for threads."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

PERMISSIONS = ("ro", "move_into", "create", "note", "owner", "priority", "rw")
SERVICE_GROUP = "chatbridge-service"
#: OTRS's own user: it makes the tickets of customers, and owns those that nobody has taken.
SYSTEM = "root@localhost"
Side = Literal["agent", "customer"]


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent. `groups`: group name to granted permissions."""

    id: int
    login: str
    name: str
    email: str
    language: str
    groups: Mapping[str, tuple[str, ...]]

    def may(self, permission: str, group: str) -> bool:
        """Whether the agent has it in that group; `rw` implies every permission."""
        granted = self.groups.get(group, ())
        return permission in granted or "rw" in granted


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer user."""

    login: str
    name: str
    email: str
    customer_id: str
    company: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue and the group that holds its permissions."""

    id: int
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of a chat article, plain text."""

    chatter_type: str
    chatter_id: str
    chatter_name: str
    text: str
    at: datetime
    system: bool


@dataclass(frozen=True, slots=True)
class File:
    """An attachment of an article."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Article:
    """An article: a chat (with lines) or anything else (with a text, and maybe files)."""

    id: int
    channel: str
    subject: str
    sender_type: str
    created_by: str
    visible_for_customer: bool
    at: datetime
    text: str = ""
    lines: tuple[ChatLine, ...] = ()
    files: tuple[File, ...] = ()


@dataclass(slots=True)
class Ticket:
    """A ticket."""

    id: int
    number: str
    title: str
    queue: Queue
    priority_id: int
    state_id: int
    customer_user: str
    customer_name: str
    owner: str
    created_by: str
    at: datetime
    articles: list[Article] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of an archived chat. `agent`: who did it, empty for a customer's own ticket."""

    agent: str
    ticket: Ticket
    article: Article
    internal: Article | None
    files: Article | None
    internal_files: Article | None


class World:
    """Everything at once. Hold `lock` to read or write more than one thing."""

    def __init__(
        self,
        *,
        agents: tuple[Agent, ...],
        customers: tuple[Customer, ...],
        groups: Mapping[int, str],
        queues: tuple[Queue, ...],
        states: Mapping[int, str],
        priorities: Mapping[int, str],
    ) -> None:
        self.lock = threading.RLock()
        self.agents = {agent.login: agent for agent in agents}
        self.customers = {customer.login: customer for customer in customers}
        self.groups = groups
        self.queues = {queue.id: queue for queue in queues}
        self.states = states
        self.priorities = priorities
        self.tickets: dict[int, Ticket] = {}
        self.receipts: dict[str, Receipt] = {}
        self._seen: dict[tuple[Side, str], datetime] = {}
        self._last_article = 0

    def add_ticket(
        self,
        *,
        title: str,
        queue: Queue,
        priority_id: int,
        state_id: int,
        customer_user: str,
        customer_name: str,
        owner: str,
        created_by: str,
        at: datetime | None = None,
    ) -> Ticket:
        """A new ticket, without an article yet."""
        with self.lock:
            ticket_id = len(self.tickets) + 1
            at = at or now()
            ticket = Ticket(
                ticket_id,
                ticket_number(at, ticket_id),
                title,
                queue,
                priority_id,
                state_id,
                customer_user,
                customer_name,
                owner,
                created_by,
                at,
            )
            self.tickets[ticket_id] = ticket
            return ticket

    def add_article(
        self,
        ticket: Ticket,
        *,
        channel: str,
        subject: str,
        sender_type: str,
        created_by: str,
        visible_for_customer: bool,
        text: str = "",
        lines: tuple[ChatLine, ...] = (),
        files: tuple[File, ...] = (),
        at: datetime | None = None,
    ) -> Article:
        """A new article at the end of the ticket."""
        with self.lock:
            self._last_article += 1
            article = Article(
                self._last_article,
                channel,
                subject,
                sender_type,
                created_by,
                visible_for_customer,
                at or now(),
                text,
                lines,
                files,
            )
            ticket.articles.append(article)
            return article

    def agents_tickets(self, agent: Agent, permission: str) -> list[Ticket]:
        """Tickets where the agent has the permission, newest first."""
        with self.lock:
            return [t for t in reversed(self.tickets.values()) if agent.may(permission, t.queue.group)]

    def customers_tickets(self, login: str) -> list[Ticket]:
        """A customer user's own tickets, newest first."""
        with self.lock:
            return [t for t in reversed(self.tickets.values()) if t.customer_user == login]

    def file(
        self, tickets: list[Ticket], article_id: str, file_id: str, *, visible: bool = False
    ) -> File | None:
        """A file of one of these tickets; `visible`: only if the customer may see it. Files count from 1."""
        with self.lock:
            for article in (article for ticket in tickets for article in ticket.articles):
                if str(article.id) == article_id and (article.visible_for_customer or not visible):
                    files = {str(number): file for number, file in enumerate(article.files, 1)}
                    return files.get(file_id)
        return None

    def names(self) -> dict[str, str]:
        """Login to name, of agents and of OTRS's own user."""
        return {SYSTEM: "Admin OTRS"} | {agent.login: agent.name for agent in self.agents.values()}

    def saw(self, side: Side, login: str) -> None:
        """The person has opened a page just now."""
        with self.lock:
            self._seen[side, login] = now()

    def left(self, side: Side, login: str) -> None:
        """The person has logged out."""
        with self.lock:
            self._seen.pop((side, login), None)

    def seen(self, side: Side, login: str) -> datetime | None:
        """When the person opened a page last, if logged in."""
        with self.lock:
            return self._seen.get((side, login))


def now() -> datetime:
    """This moment, aware, UTC."""
    return datetime.now(UTC)


def ticket_number(at: datetime, counter: int) -> str:
    """A number as OTRS's generator DateChecksum makes it: date, system ID 10, counter, check digit."""
    digits = f"{at:%Y%m%d}10{counter:05d}"
    weighted = sum(int(digit) * (n % 2 + 1) for n, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"
