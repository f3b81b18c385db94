"""Tickets that customers and visitors make of their own chats, when nobody has answered or it has ended."""

from __future__ import annotations

from bridge.domain.addresses import email_address
from bridge.domain.chats import Chat
from bridge.domain.errors import ChatNotFound, InputInvalid
from bridge.domain.handover import CustomerTicket
from bridge.domain.people import Actor, Kind, visitor_name
from bridge.domain.permissions import Action
from bridge.domain.text import clean_line, is_blank
from bridge.services import handover
from bridge.services.chats import may_look
from bridge.services.context import Context

TITLE_CHARS = 200


def request(
    context: Context,
    actor: Actor,
    chat_id: str,
    handover_id: str,
    *,
    title: str | None,
    name: str | None,
    email: str | None,
) -> Chat:
    """Ask for a ticket. The same ``handover_id`` again is no second one.

    :param title: nothing: the beginning of the chat
    :param name: of a visitor; nothing: the one given at the start
    :param email: of a visitor, who needs one; of a customer OTRS knows it
    :raises InputInvalid: one of them cannot be used, or the id is in use for another chat
    :raises ChatNotFound: there is none, or it is not for this person
    :raises ChatClosing: it is on its way to a ticket
    :raises ChatClosed: it is on a ticket
    :raises PermissionDenied: not while agents are at it
    """
    person = actor.person
    chat = _chat(context, actor, chat_id)
    subject = clean_line(title or "") or clean_line(chat.first_message)
    if is_blank(subject) or len(subject) > TITLE_CHARS:
        raise InputInvalid(f"A subject has 1 to {TITLE_CHARS} characters.", field="title")
    if person.kind is Kind.VISITOR:
        if email is None:
            raise InputInvalid("An e-mail address is needed for an answer.", field="email")
        customer = _email(email)
    else:
        customer = person.ref
    target = CustomerTicket(
        queue_id=chat.channel.ticket_queue or context.policy().ticket_queue,
        title=subject,
        customer=customer,
        customer_name=visitor_name(name) if name else person.name,
    )
    return handover.place(context, actor, chat_id, handover_id, target, Action.REQUEST_TICKET)


def _chat(context: Context, actor: Actor, chat_id: str) -> Chat:
    with context.db.read() as tx:
        chat = tx.chats.get([chat_id]).get(chat_id)
    if chat is None or not may_look(actor, chat):
        raise ChatNotFound("There is no such chat.")
    return chat


def _email(raw: str) -> str:
    try:
        return email_address(raw)
    except InputInvalid as error:
        raise InputInvalid(error.message, field="email") from error
