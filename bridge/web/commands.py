"""The commands of the protocol: read the message, name the service that does it, say how to answer.

A command runs in the reactor's thread and returns :class:`Work`: what blocks, and what then to do with its
result, again in the reactor's thread. ``None`` means that it has answered already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bridge import __version__
from bridge.domain.chats import Chat
from bridge.domain.directory import CustomerHit, TicketHit, TicketOptions
from bridge.domain.errors import BadMessage, BridgeError, ChatNotFound, IdentityInvalid, WrongVersion
from bridge.domain.people import NAME_CHARS, Actor, visitor_name
from bridge.domain.permissions import Action, allowed
from bridge.domain.text import MESSAGE_CHARS
from bridge.services import chats, directory, handover, identity
from bridge.services.messages import Outcome, Post
from bridge.web import fields, views
from bridge.web.connection import FRAME_BYTES
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session

VERSION = 1


@dataclass(frozen=True, slots=True)
class Work:
    """What a command still has to do.

    :ivar blocking: called in another thread
    :ivar then: called with its result
    :ivar slow: it may wait for OTRS, and must not keep others from the database
    """

    blocking: Callable[[], Any]
    then: Callable[[Any], None]
    slow: bool = False


Command = Callable[["Session", Message], Work | None]


def hello(session: Session, message: Message) -> Work:
    """Who is there?"""
    runtime = session.runtime
    if session.actor is not None:
        raise BadMessage("hello was said before.")
    if fields.integer(message, "version") != VERSION:
        raise WrongVersion(f"This service speaks version {VERSION}.", versions=[VERSION])
    token = fields.string(message, "token") if "token" in message else None
    name = None
    if token is None:
        name = visitor_name(fields.string(fields.obj(message, "visitor"), "name"))
        runtime.newcomers.admit(session.address)

    def sign_in() -> tuple[identity.Claims, Actor, list[views.View]]:
        claims = runtime.tokens.read(token) if token is not None else runtime.tokens.new_visitor(name or "")
        actor = identity.sign_in(runtime.context, claims)
        offered = chats.offered_channels(runtime.context, actor.person)
        return claims, actor, [{"id": one.id, "name": one.name} for one in offered]

    def welcome(result: tuple[identity.Claims, Actor, list[views.View]]) -> None:
        claims, actor, channels = result
        session.signed_in(actor, runtime.tokens.seconds(claims))
        person = actor.person
        reply: views.View = {
            "version": VERSION,
            "server": __version__,
            "now": views.time(runtime.context.clock()),
            "you": {"kind": person.kind, "id": person.id, "name": person.name},
            "limits": {
                "message_chars": MESSAGE_CHARS,
                "name_chars": NAME_CHARS,
                "frame_bytes": FRAME_BYTES,
                "identity_seconds": runtime.settings.identity_seconds,
            },
            "channels": channels,
            "chats": [] if session.for_agent else runtime.hub.own_chats(actor),
        }
        if claims.jti is None:
            reply["token"] = runtime.tokens.for_visitor(claims)
        session.reply(message, reply, "welcome")
        runtime.hub.add(session)

    return Work(sign_in, welcome)


def renew(session: Session, message: Message) -> Work:
    """The same person, with a fresh token."""
    runtime, actor = session.runtime, _actor(session)
    token = fields.string(message, "token")

    def sign_in() -> tuple[identity.Claims, Actor]:
        claims = runtime.tokens.read(token)
        if claims.person.id != actor.person.id:
            raise IdentityInvalid("The token is somebody else's.")
        return claims, identity.sign_in(runtime.context, claims)

    def renewed(result: tuple[identity.Claims, Actor]) -> None:
        claims, again = result
        session.signed_in(again, runtime.tokens.seconds(claims))
        session.reply(message, {})
        if again.groups != actor.groups:
            runtime.hub.rights_changed(session)

    return Work(sign_in, renewed)


def send(session: Session, message: Message) -> None:
    """A message; acknowledged when it is committed."""
    post = Post(
        actor=_actor(session),
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
    context, actor = session.runtime.context, _actor(session)
    return _chat_work(
        session, message, lambda: chats.start(context, actor, chat_id, client_id, channel, text)
    )


def _open(session: Session, message: Message) -> Work:
    chat_id, after_seq = fields.uuid(message, "chat"), fields.integer(message, "after_seq")
    context, actor, hub = session.runtime.context, _actor(session), session.runtime.hub

    def opened(page: chats.Page) -> None:
        if not allowed(_actor(session), Action.READ, page.chat):  # the right went meanwhile
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
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, _actor(session)
    return _chat_work(session, message, lambda: chats.accept(context, actor, chat_id))


def _close(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, _actor(session)
    return _chat_work(session, message, lambda: chats.close(context, actor, chat_id))


def _hand_over(session: Session, message: Message) -> Work:
    chat_id, handover_id = fields.uuid(message, "chat"), fields.uuid(message, "handover")
    target, context, actor = fields.target(message), session.runtime.context, _actor(session)
    return _chat_work(
        session, message, lambda: handover.request(context, actor, chat_id, handover_id, target)
    )


def _hand_over_retry(session: Session, message: Message) -> Work:
    chat_id, context, actor = fields.uuid(message, "chat"), session.runtime.context, _actor(session)
    return _chat_work(session, message, lambda: handover.retry(context, actor, chat_id))


def _otrs_options(session: Session, message: Message) -> Work:
    queue_id, context, actor = (
        fields.maybe_otrs_id(message, "queue_id"),
        session.runtime.context,
        _actor(session),
    )

    def answer(options: TicketOptions) -> None:
        view = asdict(options)
        defaults = {name: view.pop(f"default_{name}") for name in ("priority_id", "state_id")}
        session.reply(message, view | {"defaults": defaults})

    return Work(lambda: directory.ticket_options(context, actor, queue_id), answer, slow=True)


def _otrs_customers(session: Session, message: Message) -> Work:
    query, context, actor = fields.query(message), session.runtime.context, _actor(session)

    def answer(found: list[CustomerHit]) -> None:
        session.reply(message, {"customers": [asdict(one) for one in found]})

    return Work(lambda: directory.customers(context, actor, query), answer, slow=True)


def _otrs_tickets(session: Session, message: Message) -> Work:
    query, context, actor = fields.query(message), session.runtime.context, _actor(session)

    def answer(found: list[TicketHit]) -> None:
        session.reply(message, {"tickets": [asdict(one) for one in found]})

    return Work(lambda: directory.tickets(context, actor, query), answer, slow=True)


def _chat_work(session: Session, message: Message, blocking: Callable[[], Chat]) -> Work:
    def answer(chat: Chat) -> None:
        session.reply(message, {"chat": views.chat(chat, _actor(session))})

    return Work(blocking, answer)


def _actor(session: Session) -> Actor:
    if session.actor is None:
        raise BadMessage("hello comes first.")
    return session.actor


COMMANDS: dict[str, Command] = {
    "ping": _ping,
    "desk.sync": _desk_sync,
    "chat.start": _start,
    "chat.open": _open,
    "chat.unfollow": _unfollow,
    "chat.accept": _accept,
    "chat.close": _close,
    "handover.request": _hand_over,
    "handover.retry": _hand_over_retry,
    "otrs.options": _otrs_options,
    "otrs.customers": _otrs_customers,
    "otrs.tickets": _otrs_tickets,
}
"""All commands but ``hello``, ``renew`` and ``message.send``, which the session treats by itself."""
