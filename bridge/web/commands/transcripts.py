"""Taking a conversation along: as a file, by mail, or as a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.domain.people import Kind
from bridge.services import mail, tickets, transcripts
from bridge.web import fields
from bridge.web.commands.work import Command, Work, actor_of, chat_work
from bridge.web.fields import Message
from bridge.web.transcripts import FORMATS, address_of

if TYPE_CHECKING:
    from bridge.web.session import Session


def _link(session: Session, message: Message) -> Work:
    chat_id, form = fields.uuid(message, "chat"), fields.choice(message, "format", FORMATS)
    zone, language = _zone(message), _language(message)
    internal = fields.flag(message, "internal")
    runtime, actor = session.runtime, actor_of(session)
    runtime.transcripts.admit(session.address)

    def answer(copy: transcripts.Copy) -> None:
        session.reply(message, {"url": address_of(runtime.settings.secret_key, copy, form)})

    return Work(
        lambda: transcripts.permit(
            runtime.context, actor, chat_id, internal=internal, zone=zone, language=language
        ),
        answer,
    )


def _mail(session: Session, message: Message) -> Work:
    chat_id, mail_id = fields.uuid(message, "chat"), fields.uuid(message, "mail")
    zone, language, address = _zone(message), _language(message), fields.maybe_string(message, "address")
    runtime, actor = session.runtime, actor_of(session)
    if address is not None and address != actor.person.email:
        runtime.mails.admit(session.address)

    def answer(state: str) -> None:
        session.reply(message, {"state": state})

    return Work(
        lambda: mail.ask(runtime.context, actor, chat_id, mail_id, address, zone=zone, language=language),
        answer,
    )


def _ticket(session: Session, message: Message) -> Work:
    chat_id, handover_id = fields.uuid(message, "chat"), fields.uuid(message, "handover")
    title, name, email = (fields.maybe_string(message, field) for field in ("title", "name", "email"))
    runtime, actor = session.runtime, actor_of(session)
    if actor.person.kind is Kind.VISITOR:
        runtime.tickets.admit(session.address)
    return chat_work(
        session,
        message,
        lambda: tickets.request(
            runtime.context, actor, chat_id, handover_id, title=title, name=name, email=email
        ),
    )


def _zone(message: Message) -> str:
    return fields.maybe_string(message, "zone") or ""


def _language(message: Message) -> str:
    return (fields.maybe_string(message, "language") or "")[:16]


COMMANDS: dict[str, Command] = {
    "transcript.link": _link,
    "mail.send": _mail,
    "ticket.request": _ticket,
}
