"""Agents look for people: who is logged in, who has to do with a ticket, who could be invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.domain.directory import TicketContext
from bridge.domain.errors import InputInvalid, PermissionDenied
from bridge.domain.people import Actor
from bridge.services import people
from bridge.web import fields
from bridge.web.commands.work import Command, Work, actor_of
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session


def _follow(session: Session, message: Message) -> None:
    actor = _agent(session)
    session.reply(message, session.runtime.presence.people.follow(session, actor))


def _unfollow(session: Session, message: Message) -> None:
    session.runtime.presence.people.unfollow(session)
    session.reply(message, {})


def _find(session: Session, message: Message) -> None:
    actor, presence = _agent(session), session.runtime.presence
    query, channel_id = fields.query(message), fields.maybe_integer(message, "channel")
    channel = presence.channel(channel_id) if channel_id is not None else None
    if channel_id is not None and channel is None:
        raise InputInvalid("There is no such channel.", field="channel")
    session.reply(message, {"agents": presence.people.find(actor, query, channel)})


def _of_ticket(session: Session, message: Message) -> Work:
    context, actor = session.runtime.context, _agent(session)
    ticket_id = fields.otrs_id(message, "ticket_id")

    def answer(ticket: TicketContext) -> None:
        session.reply(message, session.runtime.presence.people.of_ticket(actor_of(session), ticket))

    return Work(lambda: people.of_ticket(context, actor, ticket_id), answer, slow=True)


def _agent(session: Session) -> Actor:
    actor = actor_of(session)
    if not session.for_agent:
        raise PermissionDenied("Only agents see who is logged in.")
    return actor


COMMANDS: dict[str, Command] = {
    "people.follow": _follow,
    "people.unfollow": _unfollow,
    "people.find": _find,
    "people.of_ticket": _of_ticket,
}
