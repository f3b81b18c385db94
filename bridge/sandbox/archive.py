"""The operation Archive: a chat onto a ticket, once per key."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bridge.sandbox.parameters import OperationError, Parameters
from bridge.sandbox.seed import GONE_STATES, OFFERED_STATES
from bridge.sandbox.world import Agent, Article, ChatLine, Receipt, Ticket, World

MAX_MESSAGES = 5000
MAX_TITLE = 255
_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def archive(world: World, parameters: Parameters) -> dict[str, object]:
    """Called with the world's lock held, which is what makes a key's first call the only one.

    :raises OperationError: nothing was written; the key is free for another try
    """
    key = parameters.required("Key")
    if not _KEY.fullmatch(key):
        raise parameters.invalid("Key", "must be 8 to 64 letters, digits or hyphens")
    done = world.receipts.get(key)
    if done is not None:
        return _answer(done, repeated=True)

    acting = world.agents.get(parameters.required("ActingUserLogin"))
    if acting is None:
        raise OperationError("AccessDenied", "there is no such valid agent.")
    sender_type = parameters.text("SenderType") or "customer"
    if sender_type not in ("agent", "customer"):
        raise parameters.invalid("SenderType", "must be agent or customer")
    lines = _lines(parameters, "Messages")
    if not lines:
        raise parameters.missing("Messages")
    internal_lines = _lines(parameters, "InternalMessages")

    ticket = _ticket(world, acting, parameters.object("Target"))
    receipt = Receipt(
        ticket,
        _article(world, ticket, acting, sender_type, lines, visible=True),
        _article(world, ticket, acting, sender_type, internal_lines, visible=False)
        if internal_lines
        else None,
    )
    world.receipts[key] = receipt
    return _answer(receipt, repeated=False)


def _answer(receipt: Receipt, *, repeated: bool) -> dict[str, object]:
    # As OTRS does: strings when the values come from its table, numbers when they were just made.
    shape: type[str] | type[int] = str if repeated else int
    return {
        "TicketID": shape(receipt.ticket.id),
        "TicketNumber": receipt.ticket.number,
        "ArticleID": shape(receipt.article.id),
        "InternalArticleID": shape(receipt.internal.id) if receipt.internal else "",
        "Repeated": int(repeated),
    }


def _ticket(world: World, acting: Agent, target: Parameters) -> Ticket:
    kind = target.required("Type")
    if kind == "Existing":
        ticket_id = target.required("TicketID")
        ticket = next((t for t in world.tickets.values() if str(t.id) == ticket_id), None)
        if ticket is None or ticket.state_id in GONE_STATES or not acting.may("note", ticket.queue.group):
            raise OperationError("AccessDenied", f"{acting.login} may not add to the ticket {ticket_id}.")
        return ticket
    if kind != "New":
        raise target.invalid("Type", "must be New or Existing")
    queue_id, title = target.required("QueueID"), _clean(target.required("Title"))
    priority_id, state_id = target.required("PriorityID"), target.required("StateID")
    queue = next((q for q in world.queues.values() if str(q.id) == queue_id), None)
    if queue is None or not acting.may("create", queue.group):
        name = f"the queue '{queue.name}'" if queue else "that queue"
        raise OperationError("AccessDenied", f"{acting.login} may not create tickets in {name}.")
    if len(title) > MAX_TITLE:
        raise target.invalid("Title", f"may have {MAX_TITLE} characters")
    if priority_id not in map(str, world.priorities):
        raise target.invalid("PriorityID", "is unknown")
    if state_id not in map(str, OFFERED_STATES):
        raise target.invalid("StateID", "is not one of those offered")
    owner = target.text("OwnerLogin") or acting.login
    owning = world.agents.get(owner)
    if target.text("OwnerLogin") and (owning is None or not owning.may("owner", queue.group)):
        raise target.invalid("OwnerLogin", "may not own tickets in that queue")
    customer_user = target.text("CustomerUser")
    customer = world.customers.get(customer_user)
    return world.add_ticket(
        title=title,
        queue=queue,
        priority_id=int(priority_id),
        state_id=int(state_id),
        customer_user=customer_user,
        customer_name=customer.name if customer else _clean(target.text("CustomerName")) or customer_user,
        owner=owner,
        created_by=acting.login,
    )


def _article(
    world: World,
    ticket: Ticket,
    acting: Agent,
    sender_type: str,
    lines: tuple[ChatLine, ...],
    *,
    visible: bool,
) -> Article:
    return world.add_article(
        ticket,
        channel="Chat",
        subject="Chat",
        sender_type=sender_type,
        created_by=acting.login,
        visible_for_customer=visible,
        lines=lines,
    )


def _lines(parameters: Parameters, name: str) -> tuple[ChatLine, ...]:
    items = parameters.objects(name)
    if len(items) > MAX_MESSAGES:
        raise parameters.invalid(name, f"may have {MAX_MESSAGES} entries")
    return tuple(_line(item) for item in items)


def _line(item: Parameters) -> ChatLine:
    chatter_type = item.required("ChatterType")
    if chatter_type not in ("User", "Customer", "Public"):
        raise item.invalid("ChatterType", "must be User, Customer or Public")
    seconds = item.required("Time")
    if not re.fullmatch(r"[0-9]{1,10}", seconds):
        raise item.invalid("Time", "must be seconds since 1970")
    return ChatLine(
        chatter_type=chatter_type,
        chatter_id=item.required("ChatterID"),
        chatter_name=_clean(item.required("ChatterName")),
        text=_clean(item.text("Text")),
        at=datetime.fromtimestamp(int(seconds), UTC),
        system=item.text("SystemGenerated") not in ("", "0"),
    )


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
