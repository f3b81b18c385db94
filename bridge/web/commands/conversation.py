"""Asking for a chat, reading it, writing in it, ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.domain.errors import BridgeError, ChatNotFound
from bridge.domain.permissions import Action, allowed
from bridge.services import chats
from bridge.services.messages import Outcome, Post
from bridge.web import fields, views
from bridge.web.commands.work import Command, Work, actor_of, chat_work
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session


def send(session: Session, message: Message) -> None:
    """A message; acknowledged when it is committed."""
    post = Post(
        actor=actor_of(session),
        chat_id=fields.uuid(message, "chat"),
        client_id=fields.uuid(message, "client_id"),
        text=fields.string(message, "text"),
        audience=fields.audience(message),
    )

    def stored(outcome: Outcome) -> None:
        if isinstance(outcome, BridgeError):
            session.fail(message, outcome)
            return
        ack = {"chat": post.chat_id, "client_id": post.client_id}
        session.reply(message, ack | {"seq": outcome.seq, "at": views.time(outcome.at)}, "ack")

    session.runtime.writer.submit(post, stored)


def _ping(session: Session, message: Message) -> None:
    session.reply(message, {"now": views.time(session.runtime.context.clock())})


def _desk_sync(session: Session, message: Message) -> None:
    session.reply(message, {})
    session.runtime.hub.send_desk(session)


def _start(session: Session, message: Message) -> Work:
    chat_id, client_id = fields.uuid(message, "chat"), fields.uuid(message, "client_id")
    channel, text = fields.maybe_integer(message, "channel"), fields.string(message, "text")
    context, actor = session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: chats.start(context, actor, chat_id, client_id, channel, text))


def _open(session: Session, message: Message) -> Work:
    chat_id, after_seq = fields.uuid(message, "chat"), fields.integer(message, "after_seq")
    context, actor, hub = session.runtime.context, actor_of(session), session.runtime.hub

    def opened(page: chats.Page) -> None:
        if not allowed(actor_of(session), Action.READ, page.chat):  # the right went meanwhile
            raise ChatNotFound("There is no such chat.")
        shown = [views.entry(one) for one in page.entries]
        session.reply(message, {"chat": views.chat(page.chat, actor), "more": page.more, "entries": shown})
        if not page.more:
            hub.follow(session, page.chat, page.entries[-1].seq if page.entries else 0)

    return Work(lambda: chats.read(context, actor, chat_id, after_seq), opened)


def _unfollow(session: Session, message: Message) -> None:
    session.runtime.hub.unfollow(session, fields.uuid(message, "chat"))
    session.reply(message, {})


def _accept(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: chats.accept(context, actor, chat_id))


def _close(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: chats.close(context, actor, chat_id))


COMMANDS: dict[str, Command] = {
    "ping": _ping,
    "desk.sync": _desk_sync,
    "chat.start": _start,
    "chat.open": _open,
    "chat.unfollow": _unfollow,
    "chat.accept": _accept,
    "chat.close": _close,
}
