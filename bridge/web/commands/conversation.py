"""Asking for a chat, reading it, writing in it, ending it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bridge.domain.chats import Chat
from bridge.domain.errors import BridgeError, ChatNotFound
from bridge.domain.events import Typing
from bridge.domain.people import Kind
from bridge.domain.permissions import Action, permitted, sending_action
from bridge.services import chats, reading, requests
from bridge.services.messages import Outcome, Post
from bridge.web import fields, views
from bridge.web.commands.work import Command, Work, actor_of, chat_work, done_work
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
    context, actor = session.runtime.context, actor_of(session)
    wish = requests.Wish(
        chat_id=fields.uuid(message, "chat"),
        client_id=fields.uuid(message, "client_id"),
        text=fields.string(message, "text"),
        channel_id=fields.maybe_integer(message, "channel"),
        to=fields.maybe_person(message, "to"),
        about=fields.maybe_line(message, "about") or None,
    )
    if actor.person.kind is Kind.VISITOR:
        session.runtime.chats.admit(session.address)
    work = chat_work(session, message, lambda: requests.start(context, actor, wish))
    # OTRS is asked about tickets, and about customers who are not online.
    return replace(work, slow=wish.about is not None or (wish.to is not None and wish.to[0] is Kind.CUSTOMER))


def _open(session: Session, message: Message) -> Work:
    chat_id, after_seq = fields.uuid(message, "chat"), fields.integer(message, "after_seq")
    context, actor, hub = session.runtime.context, actor_of(session), session.runtime.hub

    def opened(page: chats.Page) -> None:
        chat, entries, more = page
        may = permitted(actor_of(session), chat)
        if not may & {Action.READ, Action.REVIEW}:  # the right went meanwhile
            raise ChatNotFound("There is no such chat.")
        log = views.log(chat, entries, actor.person.kind)
        session.reply(message, {"chat": views.chat(chat, actor), "more": more, "entries": log})
        if not more and Action.READ in may:
            hub.follow(session, chat, entries[-1].seq if entries else 0)

    return Work(lambda: chats.read(context, actor, chat_id, after_seq), opened)


def _unfollow(session: Session, message: Message) -> None:
    session.runtime.hub.unfollow(session, fields.uuid(message, "chat"))
    session.reply(message, {})


def _close(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, actor_of(session)
    return chat_work(session, message, lambda: chats.close(context, actor, chat_id))


def _read(session: Session, message: Message) -> Work:
    chat_id, seq = fields.uuid(message, "chat"), fields.integer(message, "seq")
    context, actor = session.runtime.context, actor_of(session)
    return done_work(session, message, lambda: reading.mark(context, actor, chat_id, seq))


def _typing(session: Session, message: Message) -> None:
    chat_id, on, audience = fields.uuid(message, "chat"), fields.flag(message, "on"), fields.audience(message)
    actor, hub = actor_of(session), session.runtime.hub
    chat = hub.chat(chat_id)
    if chat is None:
        raise ChatNotFound("There is no such chat.")
    chats.require(actor, Action.TYPE, chat)
    chats.require(actor, sending_action(audience), chat)
    hub.type(session, Typing(chat_id, chats.place_of(actor, chat).no, actor.person.id, on, audience))
    session.reply(message, {})


def _mine(session: Session, message: Message) -> Work:
    before, context, actor = fields.maybe_time(message, "before"), session.runtime.context, actor_of(session)

    def answer(result: tuple[list[Chat], bool]) -> None:
        ended, more = result
        session.reply(message, {"chats": [views.chat(one, actor) for one in ended], "more": more})

    return Work(lambda: reading.ended(context, actor, before), answer)


COMMANDS: dict[str, Command] = {
    "ping": _ping,
    "desk.sync": _desk_sync,
    "chat.start": _start,
    "chat.open": _open,
    "chat.unfollow": _unfollow,
    "chat.close": _close,
    "chat.read": _read,
    "typing": _typing,
    "chats.mine": _mine,
}
