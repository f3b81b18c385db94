"""The operation Archive: a chat onto a ticket, once per key."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bridge.sandbox.files import read_files
from bridge.sandbox.parameters import OperationError, Parameters
from bridge.sandbox.seed import GONE_STATES, NEW, NORMAL, OFFERED_STATES, OPEN
from bridge.sandbox.world import SYSTEM, Agent, Article, ChatLine, Customer, File, Receipt, Ticket, World

MAX_MESSAGES = 5000
MAX_TITLE = 255
MAX_NAME = 200
MAX_TIME = 4_102_444_800
_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
_ADDRESS = re.compile(r"""[^\s@<>"',;()\x00-\x1f]+@[^\s@<>"',;()\x00-\x1f]+""")
# The same characters as the add-on drops: none of them can be stored and shown everywhere.
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def archive(world: World, parameters: Parameters) -> dict[str, object]:
    """Called with the world's lock held, which is what makes a key's first call the only one.

    :raises OperationError: nothing was written; the key is free for another try
    """
    key = parameters.required("Key")
    if not _KEY.fullmatch(key):
        raise parameters.invalid("Key", "must be 8 to 64 letters, digits or hyphens")
    by_nobody = _for_a_customer(parameters)
    login = "" if by_nobody else parameters.required("ActingUserLogin", 200)
    done = world.receipts.get(key)
    if done is not None:
        if login != done.agent:
            raise OperationError("AccessDenied", "this Key is another agent's.")
        return _answer(done, repeated=True)

    acting = None if by_nobody else acting_agent(world, parameters)
    sender_type = parameters.text("SenderType") or "customer"
    if sender_type not in ("agent", "customer"):
        raise parameters.invalid("SenderType", "must be agent or customer")
    if "Messages" not in parameters:
        raise parameters.missing("Messages")
    target = parameters.object("Target")
    visitor_name = _line_of_text(target.text("CustomerName"), MAX_NAME)
    lines = _lines(world, parameters, "Messages", visitor_name)
    if not lines:
        raise parameters.invalid("Messages", "must have at least 1 message")
    internal_lines = _lines(world, parameters, "InternalMessages", visitor_name)
    files, internal_files = read_files(parameters)

    ticket = _ticket(world, acting, target)
    by = login or SYSTEM
    if by_nobody:
        sender_type = "customer"
    receipt = Receipt(
        login,
        ticket,
        _article(world, ticket, by, sender_type, lines, visible=True),
        _article(world, ticket, by, "agent", internal_lines, visible=False) if internal_lines else None,
        _file_article(world, ticket, by, files, visible=True) if files else None,
        _file_article(world, ticket, by, internal_files, visible=False) if internal_files else None,
    )
    world.receipts[key] = receipt
    return _answer(receipt, repeated=False)


def _answer(receipt: Receipt, *, repeated: bool) -> dict[str, object]:
    # As OTRS may do: strings when the values come from its table, numbers when they were just made.
    shape: type[str] | type[int] = str if repeated else int
    articles = {
        "ArticleID": receipt.article,
        "InternalArticleID": receipt.internal,
        "FileArticleID": receipt.files,
        "InternalFileArticleID": receipt.internal_files,
    }
    return {
        "TicketID": shape(receipt.ticket.id),
        "TicketNumber": receipt.ticket.number,
        **{name: shape(article.id) if article else "" for name, article in articles.items()},
        "Repeated": int(repeated),
    }


def _for_a_customer(parameters: Parameters) -> bool:
    """A ticket that a customer makes is no agent's act."""
    if parameters.text("ActingUserLogin") or "Target" not in parameters:
        return False
    return parameters.object("Target").text("Type") == "Customer"


def acting_agent(world: World, parameters: Parameters) -> Agent:
    """The agent in whose name it is done."""
    login = parameters.required("ActingUserLogin", 200)
    agent = world.agents.get(login)
    if agent is None:
        raise OperationError("AccessDenied", f"there is no valid agent '{login}'.")
    return agent


def _ticket(world: World, acting: Agent | None, target: Parameters) -> Ticket:
    kind = target.required("Type")
    if acting is None:
        return _customers(world, target)
    if kind == "Existing":
        return _existing(world, acting, target.required_id("TicketID"))
    if kind == "New":
        return _new(world, acting, target)
    if kind == "Customer":
        raise target.invalid("Type", "Customer goes without ActingUserLogin")
    raise target.invalid("Type", "must be New, Customer or Existing")


def _existing(world: World, acting: Agent, ticket_id: int) -> Ticket:
    ticket = world.tickets.get(ticket_id)
    if ticket is None or ticket.state_id in GONE_STATES or not acting.may("note", ticket.queue.group):
        raise OperationError(
            "AccessDenied", f"{acting.login} may not add to the ticket with the ID {ticket_id}."
        )
    return ticket


def _new(world: World, acting: Agent, target: Parameters) -> Ticket:
    queue_id = target.required_id("QueueID")
    queue = world.queues.get(queue_id)
    if queue is None or not acting.may("create", queue.group):
        raise OperationError(
            "AccessDenied", f"{acting.login} may not create tickets in the queue with the ID {queue_id}."
        )
    title = _title(target)
    priority_id, state_id = target.id("PriorityID") or NORMAL, target.id("StateID") or OPEN
    if priority_id not in world.priorities:
        raise target.invalid("PriorityID", "is not offered")
    if state_id not in OFFERED_STATES:
        raise target.invalid("StateID", "is not offered")
    owner = target.text("OwnerLogin", 200)
    if owner and not (owner in world.agents and world.agents[owner].may("owner", queue.group)):
        raise target.invalid("OwnerLogin", "may not own tickets in this queue")
    customer_user, customer_name = _customer(world, target)
    return world.add_ticket(
        title=title,
        queue=queue,
        priority_id=priority_id,
        state_id=state_id,
        customer_user=customer_user,
        customer_name=customer_name,
        owner=owner or acting.login,
        created_by=acting.login,
    )


def _customers(world: World, target: Parameters) -> Ticket:
    queue_id = target.id("QueueID")
    name = target.text("Queue", 200)
    if queue_id is None and not name:
        raise target.missing("Queue")
    queue = next(
        (q for q in world.queues.values() if q.id == queue_id or (queue_id is None and q.name == name)), None
    )
    if queue is None:
        raise OperationError("InvalidParameter", f"there is no valid queue '{queue_id or name}'.")
    title = _title(target)
    customer_user, customer_name = _customer(world, target)
    by_address = [c for c in world.customers.values() if c.email.lower() == customer_user.lower()]
    if len(by_address) == 1:
        customer_user, customer_name = by_address[0].login, by_address[0].name
    return world.add_ticket(
        title=title,
        queue=queue,
        priority_id=NORMAL,
        state_id=NEW,
        customer_user=customer_user,
        customer_name=customer_name,
        owner=SYSTEM,
        created_by=SYSTEM,
    )


def _title(target: Parameters) -> str:
    title = _line_of_text(target.required("Title"), MAX_TITLE)
    if not title:
        raise target.invalid("Title", "is empty")
    return title


def _customer(world: World, target: Parameters) -> tuple[str, str]:
    """Login or address, and name."""
    customer_user = target.text("CustomerUser", 200)
    customer = world.customers.get(customer_user)
    if customer_user and customer is None and not _ADDRESS.fullmatch(customer_user):
        raise target.invalid("CustomerUser", "is neither a customer user nor an e-mail address")
    if customer:
        return customer.login, customer.name
    return customer_user, _line_of_text(target.text("CustomerName"), MAX_NAME) or customer_user


def _file_article(
    world: World, ticket: Ticket, by: str, files: tuple[File, ...], *, visible: bool
) -> Article:
    return world.add_article(
        ticket,
        channel="Internal",
        subject="Files of the chat",
        sender_type="system",
        created_by=by,
        visible_for_customer=visible,
        text="\n".join(file.name for file in files),
        files=files,
    )


def _article(
    world: World,
    ticket: Ticket,
    by: str,
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
        created_by=by,
        visible_for_customer=visible,
        lines=lines,
    )


def _lines(world: World, parameters: Parameters, name: str, visitor_name: str) -> tuple[ChatLine, ...]:
    items = parameters.objects(name)
    if len(items) > MAX_MESSAGES:
        raise parameters.invalid(name, f"must have at most {MAX_MESSAGES} messages")
    return tuple(_line(world, item, visitor_name) for item in items)


def _line(world: World, item: Parameters, visitor_name: str) -> ChatLine:
    for needed in ("ChatterType", "ChatterID", "Text", "Time"):
        if needed not in item:
            raise item.invalid(needed, "is missing")
    chatter_type, chatter_id = item.raw("ChatterType"), item.raw("ChatterID")
    if chatter_type not in ("User", "Customer", "Public"):
        raise item.invalid("ChatterType", "must be User, Customer or Public")
    if not 1 <= len(chatter_id) <= 255:
        raise item.invalid("ChatterID", "must have 1 to 255 characters")
    seconds = item.raw("Time")
    if not re.fullmatch(r"[0-9]{1,10}", seconds) or int(seconds) > MAX_TIME:
        raise item.invalid("Time", "must be seconds since 1970")
    known: Agent | Customer | None = None
    if chatter_type == "User":
        known = world.agents.get(chatter_id)
    elif chatter_type == "Customer":
        known = world.customers.get(chatter_id)
    name = _line_of_text(item.raw("ChatterName"), MAX_NAME)
    return ChatLine(
        chatter_type=chatter_type if known else "Public",
        chatter_id=chatter_id,
        chatter_name=name or (known.name if known else visitor_name) or "?",
        text=_clean(item.raw("Text")).rstrip(),
        at=datetime.fromtimestamp(int(seconds), UTC),
        system=item.raw("SystemGenerated") not in ("", "0"),
    )


def _clean(text: str) -> str:
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def _line_of_text(text: str, length: int) -> str:
    return " ".join(_DIRECTION.sub("", _clean(text)).split())[:length]
