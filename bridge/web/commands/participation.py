"""Who is in a chat as what: accepting, declining, inviting, watching, moving, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.domain.chats import Role
from bridge.services import participation, requests
from bridge.web import fields
from bridge.web.commands.work import Command, Work, actor_of, chat_work, done_work
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session

_INVITED_AS = (Role.OBSERVER, Role.PARTICIPANT, Role.OWNER)
_OWN_ROLES = (Role.OBSERVER, Role.PARTICIPANT)


def _accept(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: requests.accept(context, actor, chat_id))


def _decline(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, actor_of(session)
    return done_work(session, message, lambda: requests.decline(context, actor, chat_id))


def _invite(session: Session, message: Message) -> Work:
    chat_id, login = fields.uuid(message, "chat"), fields.login(message)
    role = Role(fields.choice(message, "as", _INVITED_AS))
    context, actor = session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: participation.invite(context, actor, chat_id, login, role))


def _role(session: Session, message: Message) -> Work:
    chat_id, role = fields.uuid(message, "chat"), Role(fields.choice(message, "role", _OWN_ROLES))
    context, actor = session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: participation.change_role(context, actor, chat_id, role))


def _move(session: Session, message: Message) -> Work:
    chat_id, channel_id = fields.uuid(message, "chat"), fields.integer(message, "channel")
    release, context, actor = fields.flag(message, "release"), session.runtime.context, actor_of(session)
    return chat_work(
        session, message, lambda: participation.move(context, actor, chat_id, channel_id, release=release)
    )


def _leave(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, actor_of(session)
    return done_work(session, message, lambda: participation.leave(context, actor, chat_id))


def _monitor(session: Session, message: Message) -> Work:
    chat_id, level = fields.uuid(message, "chat"), fields.choice(message, "level", participation.MONITOR)
    context, actor = session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: participation.monitor(context, actor, chat_id, level))


def _dismiss(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, actor_of(session)
    return done_work(session, message, lambda: participation.dismiss(context, actor, chat_id))


COMMANDS: dict[str, Command] = {
    "chat.accept": _accept,
    "chat.decline": _decline,
    "chat.invite": _invite,
    "chat.role": _role,
    "chat.move": _move,
    "chat.leave": _leave,
    "chat.monitor": _monitor,
    "chat.dismiss": _dismiss,
}
