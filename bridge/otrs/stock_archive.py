"""The hand-over by OTRS's stock operations: one ticket, one article, one more for what agents said."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bridge.domain.errors import OtrsRefused
from bridge.domain.handover import (
    ArchiveOrder,
    ArchiveReceipt,
    ArticleLine,
    CustomerTicket,
    ExistingTicket,
    NewPhoneTicket,
)
from bridge.otrs.fields import Fields
from bridge.otrs.stock_article import attachments, body, marker, subject, title
from bridge.otrs.stock_calls import StockCalls
from bridge.otrs.stock_once import Once
from bridge.otrs.stock_pdf import StockPdf
from bridge.otrs.text import storable

log = logging.getLogger(__name__)

_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class StockChoices:
    """Names of OTRS's that its stock operations do not list, so the settings do. The first is the default."""

    queues: tuple[str, ...]
    priorities: tuple[str, ...]
    states: tuple[str, ...]


def id_of(name: str) -> str:
    """An ID for a name, as OTRS's own are not known: digits, always the same ones."""
    return str(int(hashlib.sha256(name.encode()).hexdigest()[:7], 16))


def named(wanted: str, names: tuple[str, ...]) -> str:
    """The name that has this ID.

    :raises OtrsRefused: none of these has
    """
    for name in names:
        if id_of(name) == wanted:
            return name
    raise OtrsRefused("That queue, priority or state is not offered for the tickets of chats any more.")


@dataclass(frozen=True, slots=True)
class _Ticket:
    """Where a chat goes. `article_id`: its article, if that is known to be there."""

    id: str
    number: str
    article_id: str | None


class StockArchive:
    """Puts chats on tickets, each once."""

    def __init__(self, calls: StockCalls, once: Once, choices: StockChoices, pdf: StockPdf) -> None:
        self._calls = calls
        self._pdf = pdf
        self._once = once
        self._choices = choices

    def archive(self, order: ArchiveOrder) -> ArchiveReceipt:
        """Puts a chat on a ticket, once per `order.key` however often it is called."""
        ticket, repeated = self._ticket(order)
        article_id = ticket.article_id
        if article_id is None:
            found_ticket = not isinstance(order.target, ExistingTicket)
            article_id, known = self._article(order, ticket, internal=False, doubtful=found_ticket)
            repeated = repeated or known
        internal_id = None
        if order.internal_lines or any(not file.for_customer for file in order.files):
            internal_id, _ = self._article(order, ticket, internal=True, doubtful=False)
        return ArchiveReceipt(ticket.id, ticket.number, article_id, internal_id, repeated)

    def _ticket(self, order: ArchiveOrder) -> tuple[_Ticket, bool]:
        target = order.target
        if isinstance(target, ExistingTicket):
            read = self._read(order.agent, target.ticket_id)
            return _Ticket(read.id("TicketID"), read.id("TicketNumber"), None), False
        fields = self._new(target)
        return self._once.do(
            f"{order.key}/ticket", lambda: self._find_ticket(order), lambda: self._creation(order, fields)
        )

    def _new(self, target: NewPhoneTicket | CustomerTicket) -> dict[str, object]:
        if not target.customer:
            raise OtrsRefused(
                "Without the add-on OTRS needs a customer or an e-mail address for a new ticket: choose one."
            )
        choices = self._choices
        customer: dict[str, object] = {"CustomerUser": storable(target.customer)}
        if isinstance(target, CustomerTicket):
            queue = target.queue_id
            if queue.isdecimal():
                queue = named(queue, choices.queues)
            return customer | {
                "Queue": queue,
                "Priority": choices.priorities[0],
                "State": choices.states[0],
            }
        fields = customer | {
            "Queue": named(target.queue_id, choices.queues),
            "Priority": named(target.priority_id, choices.priorities),
            "State": named(target.state_id, choices.states),
        }
        return fields | {"Owner": target.owner} if target.owner else fields

    def _creation(self, order: ArchiveOrder, fields: dict[str, object]) -> Callable[[], _Ticket]:
        target = order.target
        assert not isinstance(target, ExistingTicket)
        article = self._fields(order, internal=False) | {"SenderType": order.started_by}
        article["HistoryType"] = "PhoneCallCustomer" if order.started_by == "customer" else "PhoneCallAgent"
        call = {
            "Ticket": {"Title": title(target.title, order.key), **fields},
            "Article": article,
            **self._attached(order, internal=False),
        }

        def send() -> _Ticket:
            answer = self._calls.call(order.agent, "TicketCreate", call, repeat=False)
            return _Ticket(answer.id("TicketID"), answer.id("TicketNumber"), answer.id("ArticleID"))

        return send

    def _find_ticket(self, order: ArchiveOrder) -> _Ticket | None:
        sign = marker(order.key)
        # Nothing in it means anything in a search; brackets, for one, would.
        found = self._calls.call(order.agent, "TicketSearch", {"Title": f"*{sign}*"}).ids("TicketID")
        tickets = [self._read(order.agent, one) for one in sorted(found, key=int)]
        tickets = [ticket for ticket in tickets if f"[{sign}]" in ticket.text("Title")]
        if len(tickets) > 1:
            log.error("%s is the title of several tickets; the first one is taken", sign)
        return _Ticket(tickets[0].id("TicketID"), tickets[0].id("TicketNumber"), None) if tickets else None

    def _article(
        self, order: ArchiveOrder, ticket: _Ticket, *, internal: bool, doubtful: bool
    ) -> tuple[str, bool]:
        sign = subject(order.key, internal=internal)

        def look() -> str | None:
            articles = self._read(order.agent, ticket.id, AllArticles=1).maybe_items("Article")
            return next((one.id("ArticleID") for one in articles if one.text("Subject") == sign), None)

        def prepare() -> Callable[[], str]:
            call = {
                "TicketID": ticket.id,
                "Article": self._fields(order, internal=internal),
                **self._attached(order, internal=internal),
            }
            return lambda: self._calls.call(order.agent, "TicketUpdate", call, repeat=False).id("ArticleID")

        step = f"{order.key}/{'internal' if internal else 'article'}"
        return self._once.do(step, look, prepare, doubtful=doubtful)

    def _fields(self, order: ArchiveOrder, *, internal: bool) -> dict[str, object]:
        lines: tuple[ArticleLine, ...] = order.internal_lines if internal else order.lines
        return {
            "CommunicationChannel": "Internal" if internal else "Phone",
            "SenderType": "agent",
            "IsVisibleForCustomer": int(not internal),
            "HistoryType": "AddNote" if internal else "PhoneCallAgent",
            "HistoryComment": "%%",
            "Subject": subject(order.key, internal=internal),
            "Body": body(lines),
            "ContentType": _HTML,
            "NoAgentNotify": 1,
        }

    def _attached(self, order: ArchiveOrder, *, internal: bool) -> dict[str, object]:
        files = attachments(file for file in order.files if file.for_customer is not internal)
        if not internal:
            files = self._pdf.attachments(order) + files
        return {"Attachment": files} if files else {}

    def _read(self, agent: str, ticket_id: str, **more: object) -> Fields:
        return read_ticket(self._calls, agent, ticket_id, **more)


def read_ticket(calls: StockCalls, agent: str, ticket_id: str, **more: object) -> Fields:
    """One ticket as TicketGet tells it.

    :raises OtrsRefused: the agent may not see it, or there is none
    """
    tickets = calls.call(agent, "TicketGet", {"TicketID": ticket_id, **more}).maybe_items("Ticket")
    if not tickets:
        raise OtrsRefused("There is no such ticket, or it is not for this agent.")
    return tickets[0]
