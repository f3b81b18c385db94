"""The hand-over to OTRS, and what is asked of OTRS for it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from bridge.domain.directory import CustomerHit, TicketHit, TicketOptions
from bridge.services import channels, directory, handover
from bridge.web import fields
from bridge.web.commands.work import Command, Work, actor_of, chat_work
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session


def _hand_over(session: Session, message: Message) -> Work:
    chat_id, handover_id = fields.uuid(message, "chat"), fields.uuid(message, "handover")
    target, anyway = fields.target(message), fields.flag(message, "anyway")
    context, actor = session.runtime.context, actor_of(session)
    return chat_work(
        session,
        message,
        lambda: handover.request(context, actor, chat_id, handover_id, target, anyway=anyway),
    )


def _hand_over_retry(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: handover.retry(context, actor, chat_id))


def _hand_over_cancel(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: handover.cancel(context, actor, chat_id))


def _otrs_options(session: Session, message: Message) -> Work:
    context, actor = session.runtime.context, actor_of(session)
    queue_id, channel_id = fields.maybe_otrs_id(message, "queue_id"), fields.maybe_integer(message, "channel")

    def ask() -> tuple[TicketOptions, str | None]:
        options = directory.ticket_options(context, actor, queue_id)
        return options, channels.queue_of(context, channel_id, options.queues)

    def answer(found: tuple[TicketOptions, str | None]) -> None:
        options, queue_of_channel = found
        view = asdict(options)
        defaults = {name: view.pop(f"default_{name}") for name in ("priority_id", "state_id")}
        session.reply(message, view | {"defaults": defaults, "channel_queue_id": queue_of_channel})

    return Work(ask, answer, slow=True)


def _otrs_customers(session: Session, message: Message) -> Work:
    query, context, actor = fields.query(message), session.runtime.context, actor_of(session)

    def answer(found: list[CustomerHit]) -> None:
        session.reply(message, {"customers": [asdict(one) for one in found]})

    return Work(lambda: directory.customers(context, actor, query), answer, slow=True)


def _otrs_tickets(session: Session, message: Message) -> Work:
    query, context, actor = fields.query(message), session.runtime.context, actor_of(session)

    def answer(found: list[TicketHit]) -> None:
        session.reply(message, {"tickets": [asdict(one) for one in found]})

    return Work(lambda: directory.tickets(context, actor, query), answer, slow=True)


COMMANDS: dict[str, Command] = {
    "handover.request": _hand_over,
    "handover.retry": _hand_over_retry,
    "handover.cancel": _hand_over_cancel,
    "otrs.options": _otrs_options,
    "otrs.customers": _otrs_customers,
    "otrs.tickets": _otrs_tickets,
}
