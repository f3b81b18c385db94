"""What stands outside the services, small and in memory: OTRS, the bus, the jobs and the clock."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bridge.domain.directory import (
    Choice,
    CustomerHit,
    Directory,
    OwnerChoice,
    TicketContext,
    TicketHit,
    TicketOptions,
    TicketPerson,
)
from bridge.domain.errors import OtrsRefused, OtrsUnavailable
from bridge.domain.events import Event
from bridge.domain.handover import (
    ArchivedFile,
    ArchiveOrder,
    ArchiveReceipt,
    ArticleLine,
    CustomerTicket,
    ExistingTicket,
)
from bridge.domain.people import Actor, Kind
from bridge.domain.transcript import Transcript
from bridge.services.ports.outgoing import Mail
from tests.people import ANTON, BERTA, CEM, NOON, directory_of

_GROUP_OF_QUEUE = {"1": "users", "2": "users", "3": "support"}
_QUEUES = {"1": "Postmaster", "2": "Raw", "3": "Misc"}
_SYSTEM = "root@localhost"
_CARLA = CustomerHit("carla", "Carla Customer", "carla@example.com", "acme")


@dataclass
class FakeTicket:
    """A ticket and its articles, each with its lines and whether the customer can see it, and its files."""

    hit: TicketHit
    queue_id: str
    created_by: str
    articles: list[tuple[tuple[ArticleLine, ...], bool]] = field(default_factory=list)
    files: list[ArchivedFile] = field(default_factory=list)


class FakeOtrs:
    """Implements the port ``Otrs``. It obeys the part of ``tests/contracts`` that the port can show.

    :ivar down: nobody answers
    :ivar lost_answers: so many orders are carried out, but the caller sees a time-out
    :ivar refusal: what it says to every order that it has not carried out before
    :ivar while_archiving: called in the middle of every order
    """

    def __init__(self, agents: Iterable[Actor] = (ANTON, BERTA, CEM)) -> None:
        self.agents = {one.person.ref: one for one in agents}
        self.tickets_made: dict[str, FakeTicket] = {}
        self.orders: list[ArchiveOrder] = []
        self.directories = 0
        self.down = False
        self.lost_answers = 0
        self.refusal = ""
        self.while_archiving: Callable[[], None] = lambda: None
        self._receipts: dict[str, ArchiveReceipt] = {}
        self._articles = 0
        self._lock = threading.Lock()

    def directory(self) -> Directory:
        self._answer()
        self.directories += 1
        return directory_of(*self.agents.values())

    def ticket_options(self, agent: str, queue_id: str | None) -> TicketOptions:
        self._answer()
        self._require_agent(agent)
        owners = []
        if queue_id is not None:
            self._require_right(agent, queue_id, "create")
            group = _GROUP_OF_QUEUE[queue_id]
            owners = [one for one in self.agents.values() if "owner" in one.groups.get(group, ())]
        return TicketOptions(
            queues=tuple(
                Choice(queue, name)
                for queue, name in _QUEUES.items()
                if self._has_right(agent, queue, "create")
            ),
            priorities=(Choice("3", "3 normal"),),
            states=(Choice("2", "closed successful"), Choice("4", "open")),
            owners=tuple(OwnerChoice(one.person.ref, one.person.name) for one in owners),
            default_priority_id="3",
            default_state_id="4",
        )

    def customers(self, agent: str, query: str) -> list[CustomerHit]:
        self._answer()
        self._require_agent(agent)
        known = f"{_CARLA.login} {_CARLA.name} {_CARLA.email} {_CARLA.customer_id}".lower()
        return [_CARLA] if all(word in known for word in query.lower().split()) else []

    def tickets(self, agent: str, query: str) -> list[TicketHit]:
        self._answer()
        self._require_agent(agent)
        return [
            ticket.hit
            for ticket in reversed(self.tickets_made.values())
            if self._has_right(agent, ticket.queue_id, "note")
            and (
                ticket.hit.number.endswith(query)
                or all(word in ticket.hit.title.lower() for word in query.lower().split())
            )
        ]

    def ticket_context(
        self, kind: Kind, login: str, *, ticket_id: str | None = None, number: str | None = None
    ) -> TicketContext:
        self._answer()
        for ticket in self.tickets_made.values():
            hit = ticket.hit
            if hit.id != ticket_id if ticket_id is not None else hit.number != number:
                continue
            of_agent = kind is Kind.AGENT
            if self._has_right(login, ticket.queue_id, "ro") if of_agent else hit.customer == login:
                maker = self.agents.get(ticket.created_by) if of_agent else None
                return TicketContext(
                    id=hit.id,
                    number=hit.number,
                    title=hit.title,
                    queue_id=ticket.queue_id,
                    queue=hit.queue,
                    customer=hit.customer,
                    customer_id=_CARLA.customer_id if hit.customer == _CARLA.login else "",
                    company="Acme" if hit.customer == _CARLA.login else "",
                    people=(TicketPerson(maker.person.ref, maker.person.name, "owner"),) if maker else (),
                )
        raise OtrsRefused(f"{login} may not see that ticket, or there is none.")

    def archive(self, order: ArchiveOrder) -> ArchiveReceipt:
        self._answer()
        with self._lock:
            self.orders.append(order)
            receipt = self._archive(order)
        self.while_archiving()
        if self.lost_answers:
            self.lost_answers -= 1
            raise OtrsUnavailable("OTRS did not answer within 20 seconds.")
        return receipt

    def _archive(self, order: ArchiveOrder) -> ArchiveReceipt:
        if not re.fullmatch("[A-Za-z0-9-]{8,64}", order.key):
            raise OtrsRefused("Archive: Key is invalid.")
        if order.key in self._receipts:
            return replace(self._receipts[order.key], repeated=True)
        if self.refusal:
            raise OtrsRefused(self.refusal)
        if not isinstance(order.target, CustomerTicket):
            self._require_agent(order.agent)
        if not 1 <= len(order.lines) <= 5000:
            raise OtrsRefused("Archive: Messages must be a list of 1 to 5000.")
        ticket = self._ticket(order)
        ticket.articles.append((order.lines, True))
        internal = None
        if order.internal_lines:
            ticket.articles.append((order.internal_lines, False))
            internal = self._new_article()
        ticket.files += order.files
        receipt = ArchiveReceipt(ticket.hit.id, ticket.hit.number, self._new_article(), internal, False)
        self._receipts[order.key] = receipt
        return receipt

    def _ticket(self, order: ArchiveOrder) -> FakeTicket:
        target = order.target
        if isinstance(target, ExistingTicket):
            known = self.tickets_made.get(target.ticket_id)
            if known is None or not self._has_right(order.agent, known.queue_id, "note"):
                raise OtrsRefused(f"Archive: {order.agent} may not add to the ticket {target.ticket_id}.")
            return known
        queue_id = target.queue_id
        if isinstance(target, CustomerTicket):
            names = {name: queue for queue, name in _QUEUES.items()}
            queue_id = names.get(queue_id, queue_id)
            if queue_id not in _QUEUES:
                raise OtrsRefused(f"there is no valid queue '{queue_id}'.")
        else:
            self._require_right(order.agent, queue_id, "create")
        number = len(self.tickets_made) + 1
        hit = TicketHit(
            id=str(number),
            number=f"20261122100000{number:02}",
            title=target.title,
            state="open",
            queue=_QUEUES[queue_id],
            customer=target.customer,
            state_type="open",
        )
        made = FakeTicket(hit, queue_id, order.agent or _SYSTEM)
        self.tickets_made[hit.id] = made
        return made

    def _new_article(self) -> str:
        self._articles += 1
        return str(self._articles)

    def _answer(self) -> None:
        if self.down:
            raise OtrsUnavailable("OTRS cannot be reached.")

    def _require_agent(self, agent: str) -> None:
        if agent not in self.agents:
            raise OtrsRefused(f"{agent} is no valid agent.")

    def _require_right(self, agent: str, queue_id: str, permission: str) -> None:
        if not self._has_right(agent, queue_id, permission):
            raise OtrsRefused(f"{agent} may not create tickets in the queue {queue_id}.")

    def _has_right(self, agent: str, queue_id: str, permission: str) -> bool:
        group = _GROUP_OF_QUEUE.get(queue_id, "")
        return agent in self.agents and permission in self.agents[agent].groups.get(group, ())


class RecordingBus:
    """Keeps what was published, one list a publication."""

    def __init__(self) -> None:
        self.published: list[list[Event]] = []
        self.watcher: Callable[[], None] = lambda: None

    def publish(self, events: Iterable[Event]) -> None:
        batch = list(events)
        if batch:
            self.watcher()
            self.published.append(batch)

    def take(self) -> list[Event]:
        """All events since the last call."""
        events = [event for batch in self.published for event in batch]
        self.published.clear()
        return events


class RecordingJobs:
    """Keeps what was asked for."""

    def __init__(self) -> None:
        self.deliveries: list[str] = []
        self.mails: list[str] = []
        self.refreshes = 0

    def deliver(self, handover_id: str) -> None:
        self.deliveries.append(handover_id)

    def deliver_mail(self, mail_id: str) -> None:
        self.mails.append(mail_id)

    def refresh_directory(self) -> None:
        self.refreshes += 1


class FakeMailer:
    """Implements the port ``Mailer``.

    :ivar sent: (address, what) of each mail: the question, or the transcript
    :ivar trouble: raised in place of sending
    :ivar while_sending: called in the middle of every mail
    """

    def __init__(self) -> None:
        self.ready = True
        self.sent: list[tuple[str, str | Transcript]] = []
        self.trouble: Exception | None = None
        self.while_sending: Callable[[], None] = lambda: None

    def send_transcript(self, to: Mail, transcript: Transcript) -> None:
        self._send(to, transcript)

    def send_question(self, to: Mail) -> None:
        self._send(to, "question")

    def _send(self, to: Mail, what: str | Transcript) -> None:
        if self.trouble:
            raise self.trouble
        self.sent.append((to.address, what))
        self.while_sending()


class ManualClock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        """Go on by that time, ``seconds=2``."""
        self.now += timedelta(**duration)
